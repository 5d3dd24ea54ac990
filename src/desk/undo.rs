//! Undo: a change is taken back by a new entry that holds its inverse, so that nothing leaves the history.

use std::collections::HashSet;

use crate::plan::Change;
use crate::store::{Entry, RESCUED, StoreError};

use super::{DeskError, Refusal, bundled};

/// Which way to go in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Take back the latest change that stands.
    Back,
    /// Bring back what was taken back last, as long as nothing was changed since.
    Forward,
}

/// The entry to take back. Reads no more of the history than it needs.
pub(super) fn target(
    newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    direction: Direction,
) -> Result<Entry, DeskError> {
    match direction {
        Direction::Back => Ok(last_command(newest_first)?.ok_or(Refusal::NothingToUndo)?),
        Direction::Forward => Ok(last_undo(newest_first)?.ok_or(Refusal::NothingToRedo)?),
    }
}

/// The changes that take an entry back.
pub(super) fn inverse(entry: &Entry) -> Vec<Change> {
    entry.changes.iter().rev().cloned().map(Change::inverse).collect()
}

type Found = Result<Option<Entry>, StoreError>;

/// Of entries from the newest to the oldest, the commands that stand: neither an undo nor taken back by one.
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

/// The latest command that stands. The first load stays: undoing it would leave an empty screen, which nobody means
/// by one key too many. So does what was rescued from damage.
fn last_command(newest_first: impl Iterator<Item = Result<Entry, StoreError>>) -> Found {
    let last = standing(newest_first).next().transpose()?;
    Ok(last.filter(|entry| entry.what != bundled::WHAT && entry.what != RESCUED))
}

/// The latest undo that stands, if no command came after it. What an entry takes back is older than itself, so an
/// entry is known to be an undo, and not the redo of one, only when its target has been reached.
fn last_undo(newest_first: impl Iterator<Item = Result<Entry, StoreError>>) -> Found {
    let mut candidates: Vec<Entry> = Vec::new();
    let mut undos = HashSet::new();
    let mut taken_back = HashSet::new();
    for entry in newest_first {
        let entry = entry?;
        let by = candidates.iter().position(|c| c.undoes == Some(entry.seq));
        match (by, entry.undoes) {
            (Some(redo), Some(_)) => {
                candidates.remove(redo);
            }
            (Some(undo), None) => {
                undos.insert(candidates[undo].seq);
            }
            (None, Some(_)) if taken_back.contains(&entry.seq) => {}
            (None, Some(undone)) => {
                taken_back.insert(undone);
                candidates.push(entry);
            }
            (None, None) => return Ok(None),
        }
        if candidates.first().is_some_and(|latest| undos.contains(&latest.seq)) {
            return Ok(Some(candidates.swap_remove(0)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(undoes: &[Option<u64>]) -> Vec<Entry> {
        let entry = |(place, undoes): (usize, &Option<u64>)| Entry {
            seq: place as u64 + 1,
            at: String::new(),
            who: String::new(),
            what: "review".into(),
            undoes: *undoes,
            changes: vec![],
        };
        undoes.iter().enumerate().map(entry).collect()
    }

    fn target(undoes: &[Option<u64>], direction: Direction) -> Option<u64> {
        super::target(history(undoes).into_iter().rev().map(Ok), direction).ok().map(|entry| entry.seq)
    }

    #[test]
    fn undo_goes_back_step_by_step_and_redo_returns() {
        let back = |h: &[Option<u64>]| target(h, Direction::Back);
        let forward = |h: &[Option<u64>]| target(h, Direction::Forward);
        let mut h = vec![None, None];
        assert_eq!((back(&h), forward(&h)), (Some(2), None));
        h.push(Some(2));
        assert_eq!((back(&h), forward(&h)), (Some(1), Some(3)));
        h.push(Some(1));
        assert_eq!((back(&h), forward(&h)), (None, Some(4)));
        h.push(Some(4));
        assert_eq!((back(&h), forward(&h)), (Some(1), Some(3)), "one redone, one still undone");
        h.push(Some(3));
        assert_eq!((back(&h), forward(&h)), (Some(2), None), "both redone");
    }

    #[test]
    fn a_new_change_ends_the_chance_to_redo() {
        let h = [None, Some(1), None];
        assert_eq!(target(&h, Direction::Forward), None);
        assert_eq!(target(&h, Direction::Back), Some(3));
    }
}
