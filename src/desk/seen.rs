//! The values that a person saw when giving a command, so that nothing is overwritten unseen.
//!
//! A command names the fields that it sets; all others keep their present values. A field that somebody else has
//! changed since the person saw it is contested: the command fails until the person has seen both versions.

use std::collections::{HashMap, HashSet};

use crate::plan::overlay;
use crate::plan::record::Owner;
use crate::plan::{CaseId, Change, FieldValue, ItemId, Period, RecordField, Step, Subject, TextField};
use crate::store::{Entry, StoreError};
use crate::text::Language;

use super::fields::{Difference, differences, leave};
use super::returned::Known;
use super::{Command, Field, Snapshot};

/// The fields that a command sets, as the person saw them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    values: HashMap<(ItemId, RecordField), Option<FieldValue>>,
    left: HashSet<(ItemId, RecordField)>,
    own: Vec<u64>,
    /// The texts that the command edits.
    texts: Vec<(Subject, TextField, Option<String>)>,
    /// The step that the command changes.
    step: Option<(ItemId, u32, Option<Step>)>,
    /// The cases that the command moves on, each with the number of its last step.
    cases: Vec<(CaseId, Option<u32>)>,
}

/// A field that a command sets although somebody else has changed it since the person saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contested {
    /// The task, project or indicator.
    pub item: ItemId,
    /// The period, for a field of a review.
    pub period: Option<Period>,
    /// The field.
    pub field: RecordField,
    /// The value that the person saw.
    pub seen: Option<FieldValue>,
    /// The value that the command sets.
    pub mine: Option<FieldValue>,
    /// The present value.
    pub theirs: Option<FieldValue>,
    /// The person who made the change.
    pub who: String,
    /// The time of the change, as in the history.
    pub at: String,
}

impl Seen {
    /// Returns the values that a snapshot shows for the fields of a command.
    pub fn of(snapshot: &Snapshot, command: &Command) -> Seen {
        let (items, period) = match command {
            Command::Review { items, period, .. } => (items.as_slice(), Some(*period)),
            Command::Assign { items, .. } => (items.as_slice(), None),
            Command::Read { indicator, .. } => (std::slice::from_ref(indicator), None),
            // Accepting a suggestion applies only to tasks that have no lead at that moment.
            _ => (&[] as &[ItemId], None),
        };
        let mut seen = Seen::default();
        match command {
            Command::Edit { subjects, fields, .. } => {
                let text = |subject: &Subject, field| (subject.clone(), field, text_of(snapshot, subject, field));
                let texts =
                    subjects.iter().flat_map(|subject| fields.iter().map(move |(field, _)| text(subject, *field)));
                seen.texts = texts.collect();
            }
            Command::Step { item, number: Some(number), .. } => {
                seen.step = Some((item.clone(), *number, step_of(snapshot, item, *number)));
            }
            Command::Supervise { cases, .. } => {
                seen.cases = cases.iter().map(|case| (case.clone(), last_step(snapshot, case))).collect();
            }
            _ => {}
        }
        for field in fields(command) {
            for item in items {
                if let Some(known) = Known::of(snapshot, item) {
                    seen.values.insert((item.clone(), field), known.value(field, period));
                }
            }
        }
        seen
    }

    /// Notes the value with which an editor started, or that its user has been shown since.
    pub fn note(&mut self, item: &ItemId, field: RecordField, value: Option<FieldValue>) {
        self.values.insert((item.clone(), field), value);
    }

    /// Removes a field of an item from the command.
    pub fn leave(&mut self, item: &ItemId, field: RecordField) {
        self.left.insert((item.clone(), field));
    }

    /// Notes entries made by the same person, which count as seen although no screen has shown them yet.
    pub fn with_own(mut self, entries: &[u64]) -> Seen {
        self.own = entries.to_vec();
        self
    }

    /// Returns true if somebody else has changed a text or a step that the command edits, or moved a case on. Reads only as much of the
    /// history as is needed to find who changed it.
    pub(super) fn is_overtaken(
        &self,
        snapshot: &Snapshot,
        newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    ) -> Result<bool, StoreError> {
        let changed = self.texts.iter().find(|(subject, field, seen)| text_of(snapshot, subject, *field) != *seen);
        let subject = changed.map(|(subject, ..)| subject.clone()).or_else(|| {
            let (item, number, seen) = self.step.as_ref()?;
            (step_of(snapshot, item, *number) != *seen).then(|| Subject::Item(item.clone()))
        });
        let case = self.cases.iter().find(|(case, seen)| last_step(snapshot, case) != *seen);
        let is_of = |change: &Change| match (&subject, case, change) {
            (Some(subject), ..) => change.plan() == Some(subject.plan()) && change.item() == subject.item(),
            (None, Some((case, _)), Change::CaseStep { plan, case: number, .. }) => {
                (plan, number) == (&case.plan, &case.number)
            }
            _ => false,
        };
        if subject.is_none() && case.is_none() {
            return Ok(false);
        }
        for entry in newest_first {
            let entry = entry?;
            if entry.changes.iter().any(is_of) {
                return Ok(!self.own.contains(&entry.seq));
            }
        }
        Ok(true)
    }

    /// Returns the changes without the removed fields.
    pub(super) fn without_left(&self, mut changes: Vec<Change>) -> Vec<Change> {
        if self.left.is_empty() {
            return changes;
        }
        for change in &mut changes {
            let Some(item) = change.item().cloned() else { continue };
            for (_, field) in self.left.iter().filter(|(left, _)| *left == item) {
                leave(change, *field);
            }
        }
        changes.retain(|change| !change.is_idle());
        changes
    }

    /// Returns the contested fields of some changes. Reads only as much of the history as is needed to find who changed
    /// them.
    pub(super) fn contested(
        &self,
        snapshot: &Snapshot,
        changes: &[Change],
        newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    ) -> Result<Vec<Contested>, StoreError> {
        let mut unseen = Vec::new();
        for change in changes {
            let Some(item) = change.item() else { continue };
            for Difference { field, period, old, new } in differences(snapshot, change) {
                let seen = self.values.get(&(item.clone(), field));
                if let Some(seen) = seen.filter(|seen| **seen != old) {
                    let (seen, item) = (seen.clone(), item.clone());
                    let (who, at) = (String::new(), String::new());
                    unseen.push(Contested { item, period, field, seen, mine: new, theirs: old, who, at });
                }
            }
        }
        self.by_others(snapshot, unseen, newest_first)
    }

    /// Returns those of the changed fields whose latest change was made by somebody else, with that person.
    fn by_others(
        &self,
        snapshot: &Snapshot,
        unseen: Vec<Contested>,
        mut newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    ) -> Result<Vec<Contested>, StoreError> {
        let mut unseen: Vec<(usize, Contested)> = unseen.into_iter().enumerate().collect();
        let mut contested = Vec::new();
        // The history is read only if a field changed, which is rare.
        while !unseen.is_empty()
            && let Some(entry) = newest_first.next()
        {
            let entry = entry?;
            for change in &entry.changes {
                let is_of = |contested: &Contested| change.item() == Some(&contested.item);
                if !unseen.iter().any(|(_, field)| is_of(field)) {
                    continue;
                }
                let changed = differences(snapshot, change);
                let found = unseen.extract_if(.., |(_, contested)| {
                    let of_field = |d: &Difference| (d.field, d.period) == (contested.field, contested.period);
                    is_of(contested) && changed.iter().any(of_field)
                });
                let named = |(n, c)| (n, Contested { who: entry.who.clone(), at: entry.at.clone(), ..c });
                let found: Vec<(usize, Contested)> = found.map(named).collect();
                if !self.own.contains(&entry.seq) {
                    contested.extend(found);
                }
            }
        }
        // Fields changed by no entry, as after a restore, are contested as well.
        contested.extend(unseen);
        contested.sort_by_key(|(n, _)| *n);
        Ok(contested.into_iter().map(|(_, field)| field).collect())
    }
}

fn text_of(snapshot: &Snapshot, subject: &Subject, field: TextField) -> Option<String> {
    snapshot.dossier(subject.plan()).and_then(|dossier| overlay::read(&dossier.plan, subject, field))
}

fn last_step(snapshot: &Snapshot, case: &CaseId) -> Option<u32> {
    snapshot.dossier(&case.plan)?.steps_of_case(case.number).last().map(|(number, _)| number)
}

fn step_of(snapshot: &Snapshot, item: &ItemId, number: u32) -> Option<Step> {
    let mut steps = snapshot.dossier(&item.plan)?.steps_of(item);
    steps.find(|(other, _)| *other == number).map(|(_, step)| step.clone())
}

/// Returns the fields that a command sets.
fn fields(command: &Command) -> Vec<RecordField> {
    fn set<T: PartialEq>(field: RecordField, edit: &Field<T>) -> Option<RecordField> {
        (*edit != Field::Keep).then_some(field)
    }
    match command {
        Command::Review { edit, .. } => [
            set(RecordField::Status, &edit.status),
            set(RecordField::Progress, &edit.progress),
            set(RecordField::Done, &edit.done),
            set(RecordField::Problem, &edit.problem),
            set(RecordField::Next, &edit.next),
            set(RecordField::Evidence, &edit.evidence),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Command::Assign { edit, .. } => [
            set(RecordField::Lead, &edit.lead),
            set(RecordField::Support, &edit.support),
            set(RecordField::Person, &edit.person),
            set(RecordField::Official, &edit.official),
            set(RecordField::Section, &edit.section),
            set(RecordField::Contact, &edit.contact),
            set(RecordField::Due, &edit.due),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Command::Read { period, .. } => vec![RecordField::Reading(*period)],
        _ => Vec::new(),
    }
}

impl Contested {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        let value = |value: &Option<FieldValue>| match value {
            Some(value) => value.text(language),
            None => language.pick("（空）", "(nothing)").to_string(),
        };
        let (item, field, who) = (&self.item, self.field.label(language), &self.who);
        let (mine, theirs) = (value(&self.mine), value(&self.theirs));
        match language {
            Language::Zh => format!("{item} 的“{field}”刚由 {who} 改为“{theirs}”；你的“{mine}”没有保存"),
            Language::En => format!("{who} has just made “{field}” of {item} “{theirs}”; your “{mine}” is not saved"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Settings;
    use crate::plan::Departments;
    use crate::plan::dossier::Dossiers;

    #[test]
    fn the_history_is_not_read_without_a_conflict() {
        let snapshot = Snapshot::new(Dossiers::default(), Departments::bundled(), Settings::default());
        let unread = std::iter::from_fn(|| -> Option<Result<Entry, StoreError>> { panic!("the history was read") });
        assert_eq!(Seen::default().contested(&snapshot, &[], unread).unwrap(), []);
    }
}
