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

/// The changes that undo or redo, and the entry that they take back. Reads no more of the history than it needs.
pub(super) fn changes(
    newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    direction: Direction,
) -> Result<(Vec<Change>, u64), DeskError> {
    let entry = match direction {
        Direction::Back => last_command(newest_first)?.ok_or(Refusal::NothingToUndo)?,
        Direction::Forward => last_undo(newest_first)?.ok_or(Refusal::NothingToRedo)?,
    };
    let inverse = entry.changes.into_iter().rev().map(Change::inverse).collect();
    Ok((inverse, entry.seq))
}

type Found = Result<Option<Entry>, StoreError>;

/// The latest command that stands: not itself an undo, and not taken back. The first load stays: undoing it would
/// leave an empty screen, which nobody means by one key too many. So does what was rescued from damage.
fn last_command(newest_first: impl Iterator<Item = Result<Entry, StoreError>>) -> Found {
    let mut taken_back = HashSet::new();
    for entry in newest_first {
        let entry = entry?;
        match (taken_back.contains(&entry.seq), entry.undoes) {
            (true, _) => {}
            (false, Some(undone)) => {
                taken_back.insert(undone);
            }
            (false, None) => return Ok(Some(entry).filter(|e| e.what != bundled::WHAT && e.what != RESCUED)),
        }
    }
    Ok(None)
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
        changes(history(undoes).into_iter().rev().map(Ok), direction).ok().map(|(_, seq)| seq)
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
