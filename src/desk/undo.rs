//! Undo: a change is undone by a new entry with its inverse, so that the history stays complete.
//!
//! People can undo only their own changes, and only those on which no later entry depends, so that an undo never
//! removes the work of others.

use std::collections::HashSet;

use crate::plan::{Change, Record};
use crate::store::{Entry, JOINED, RESCUED, RESTORED, StoreError};

use super::refusal::BuiltOn;
use super::{DeskError, Refusal, bundled};

/// The command name, in the history, of an undo or redo.
pub(super) const UNDO: &str = "undo";

/// A direction in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Undo the latest change in force.
    Back,
    /// Redo the change undone last, unless something was changed since.
    Forward,
}

/// Returns the entry of a person that an undo or redo would invert, reading only as much of the history as needed.
///
/// Undo takes the person's latest command in force; the first import and entries made by salvage belong to nobody. Redo
/// takes the person's latest undo in force, if they have given no command since.
///
/// # Errors
/// A refusal if there is none, or if a later entry depends on it.
pub(super) fn target(
    newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    direction: Direction,
    who: &str,
) -> Result<Entry, DeskError> {
    // The later entries in force, newest first.
    let mut newer: Vec<Newer> = Vec::new();
    let mut taken_back = HashSet::new();
    for entry in newest_first {
        let entry = entry?;
        if taken_back.remove(&entry.seq) {
            newer.retain(|newer| newer.undoes != Some(entry.seq));
            continue;
        }
        taken_back.extend(entry.undoes);
        if entry.who == who {
            match (direction, entry.undoes) {
                (Direction::Back, None) if !is_of_the_store(&entry.what) => {
                    return unless_built_on(entry, newer);
                }
                (Direction::Forward, Some(_)) if entry.what == UNDO => return unless_built_on(entry, newer),
                (Direction::Forward, None) => return Err(Refusal::NothingToRedo.into()),
                _ => {}
            }
        }
        newer.push(Newer::from(entry));
    }
    Err(match direction {
        Direction::Back => Refusal::NothingToUndo,
        Direction::Forward => Refusal::NothingToRedo,
    }
    .into())
}

/// Returns true for entries that are not a person's command, and for restores, which have their own undo.
fn is_of_the_store(what: &str) -> bool {
    [bundled::WHAT, RESCUED, JOINED, RESTORED].contains(&what)
}

/// The facts about an entry that decide whether it depends on another.
struct Newer {
    seq: u64,
    at: String,
    who: String,
    undoes: Option<u64>,
    records: Vec<Record>,
}

impl From<Entry> for Newer {
    fn from(Entry { seq, at, who, undoes, changes, .. }: Entry) -> Self {
        Newer { seq, at, who, undoes, records: changes.iter().map(Change::record).collect() }
    }
}

/// Returns an entry, unless a later one depends on it. An entry depends on another if it concerns the same record, an
/// item that the other added, a later step of a case, anything in a plan whose text the other changed, or if it seals a period with one of its
/// records.
fn unless_built_on(entry: Entry, newer: Vec<Newer>) -> Result<Entry, DeskError> {
    let mine: HashSet<Record> = entry.changes.iter().map(Change::record).collect();
    let rests = |record: &Record| {
        let is_closing = matches!(record, Record::Seal(..));
        mine.contains(record)
            || record.plan().is_some_and(|plan| mine.contains(&Record::Plan(plan.clone())))
            // Records of an item disappear together with the item.
            || record.item().is_some_and(|item| mine.contains(&Record::Made(item.clone())))
            || mine.iter().any(|earlier| record.follows(earlier))
            || is_closing && mine.iter().any(|earlier| record.closes(earlier))
    };
    for Newer { seq, at, who, records, .. } in newer {
        if let Some(record) = records.into_iter().find(rests) {
            return Err(Refusal::BuiltOn(Box::new(BuiltOn { seq, at, who, record })).into());
        }
    }
    Ok(entry)
}

/// Returns the changes that undo an entry.
pub(super) fn inverse(entry: &Entry) -> Vec<Change> {
    entry.changes.iter().rev().cloned().map(Change::inverse).collect()
}

/// Returns, of entries from the newest to the oldest, the commands in force: neither undos nor undone.
pub(super) fn standing(
    newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
) -> impl Iterator<Item = Result<Entry, StoreError>> {
    let mut taken_back = HashSet::new();
    newest_first.filter(move |entry| match entry {
        Err(_) => true,
        Ok(entry) if taken_back.remove(&entry.seq) => false,
        Ok(entry) => match entry.undoes {
            Some(undone) => {
                taken_back.insert(undone);
                false
            }
            None => true,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Edit, ItemKind, PlanId, Reading, Year};

    /// Returns a history of entries given as person, undone entry, and record concerned.
    fn history(entries: &[(&str, Option<u64>, i32)]) -> Vec<Entry> {
        let item = PlanId::new("a").unwrap().item(ItemKind::Indicator, 1);
        let mut history: Vec<Entry> = Vec::new();
        for (who, undoes, year) in entries {
            let undone = undoes.map(|seq| history[seq as usize - 1].what.clone());
            let what = match undone.as_deref() {
                None => "reading",
                Some(UNDO) => "redo",
                Some(_) => UNDO,
            };
            let edit = Edit { before: None, after: Some(Reading { value: 1.0, amended: None }) };
            history.push(Entry {
                seq: history.len() as u64 + 1,
                who: who.to_string(),
                what: what.to_string(),
                undoes: *undoes,
                changes: vec![Change::Reading { item: item.clone(), year: Year(*year), edit }],
                ..Entry::default()
            });
        }
        history
    }

    /// Returns the entry that would be inverted, or the person with the entry that depends on it.
    fn target(entries: &[(&str, Option<u64>, i32)], direction: Direction, who: &str) -> Result<u64, Option<String>> {
        match super::target(history(entries).into_iter().rev().map(Ok), direction, who) {
            Ok(entry) => Ok(entry.seq),
            Err(DeskError::Refused(Refusal::BuiltOn(built))) => Err(Some(built.who)),
            Err(_) => Err(None),
        }
    }

    #[test]
    fn undo_goes_back_step_by_step_and_redo_returns() {
        let back = |h: &[_]| target(h, Direction::Back, "甲").ok();
        let forward = |h: &[_]| target(h, Direction::Forward, "甲").ok();
        let mut h = vec![("甲", None, 2021), ("甲", None, 2021)];
        assert_eq!((back(&h), forward(&h)), (Some(2), None));
        h.push(("甲", Some(2), 2021));
        assert_eq!((back(&h), forward(&h)), (Some(1), Some(3)));
        h.push(("甲", Some(1), 2021));
        assert_eq!((back(&h), forward(&h)), (None, Some(4)));
        h.push(("甲", Some(4), 2021));
        assert_eq!((back(&h), forward(&h)), (Some(1), Some(3)), "one redone, one still undone");
        h.push(("甲", Some(3), 2021));
        assert_eq!((back(&h), forward(&h)), (Some(2), None), "both redone");
    }

    #[test]
    fn one_s_own_new_change_ends_redo_and_another_s_does_not() {
        let h = [("甲", None, 2021), ("甲", Some(1), 2021), ("甲", None, 2022)];
        assert_eq!(target(&h, Direction::Forward, "甲"), Err(None));
        assert_eq!(target(&h, Direction::Back, "甲"), Ok(3));
        let h = [("甲", None, 2021), ("甲", Some(1), 2021), ("乙", None, 2022)];
        assert_eq!(target(&h, Direction::Forward, "甲"), Ok(2));
    }

    #[test]
    fn changes_of_others_are_skipped_and_never_undone() {
        let h = [("甲", None, 2021), ("乙", None, 2022), ("丙", None, 2023)];
        for (who, own) in [("甲", 1), ("乙", 2), ("丙", 3)] {
            assert_eq!(target(&h, Direction::Back, who), Ok(own));
        }
        assert_eq!(target(&h, Direction::Back, "丁"), Err(None));
    }

    #[test]
    fn a_change_that_another_built_on_is_not_undone_until_they_undo_theirs() {
        let mut h = vec![("甲", None, 2021), ("乙", None, 2021)];
        assert_eq!(target(&h, Direction::Back, "甲"), Err(Some("乙".to_string())));
        h.push(("乙", Some(2), 2021));
        assert_eq!(target(&h, Direction::Back, "甲"), Ok(1), "taken back, it stands in nobody's way");
        h.push(("甲", Some(1), 2021));
        h.push(("乙", Some(3), 2021));
        assert_eq!(target(&h, Direction::Forward, "甲"), Err(Some("乙".to_string())), "nor may a redo");
    }

    #[test]
    fn any_entry_about_an_added_item_builds_on_it() {
        let mut h = history(&[("甲", None, 2021), ("乙", None, 2021)]);
        let item = PlanId::new("a").unwrap().item(ItemKind::Indicator, 1);
        h[0].changes = vec![Change::Made { item, edit: Edit { before: None, after: Some(Default::default()) } }];
        let found = super::target(h.into_iter().rev().map(Ok), Direction::Back, "甲");
        assert!(matches!(found, Err(DeskError::Refused(Refusal::BuiltOn(_)))));
    }

    #[test]
    fn any_entry_about_a_plan_builds_on_its_text() {
        let mut h = history(&[("甲", None, 2021), ("乙", None, 2021)]);
        let plan = PlanId::new("a").unwrap();
        h[0].changes = vec![Change::Plan { plan, edit: Edit { before: None, after: None } }];
        let found = super::target(h.into_iter().rev().map(Ok), Direction::Back, "甲");
        assert!(matches!(found, Err(DeskError::Refused(Refusal::BuiltOn(_)))));
    }
}
