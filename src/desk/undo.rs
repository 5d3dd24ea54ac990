//! Undo: a change is taken back by a new entry that holds its inverse, so that nothing leaves the history.

use std::collections::HashSet;

use crate::plan::Change;
use crate::store::Entry;

use super::DeskError;

/// Which way to go in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Take back the latest change that stands.
    Back,
    /// Bring back what was taken back last, as long as nothing was changed since.
    Forward,
}

/// The changes that undo or redo, and the entry that they take back.
pub(super) fn changes(history: &[Entry], direction: Direction) -> Result<(Vec<Change>, Option<u64>), DeskError> {
    let taken_back = taken_back(history);
    let mut standing = history.iter().rev().filter(|e| !taken_back.contains(&e.seq));
    let entry = match direction {
        Direction::Back => standing
            .find(|e| e.entry.undoes.is_none())
            .filter(|e| !is_first_load(e))
            .ok_or_else(|| DeskError::refused("没有可撤销的更改 (there is nothing to undo)"))?,
        Direction::Forward => standing
            .next()
            .filter(|e| e.entry.undoes.is_some_and(|seq| is_original(history, seq)))
            .ok_or_else(|| DeskError::refused("没有可重做的更改 (there is nothing to redo)"))?,
    };
    let inverse = entry.entry.changes.iter().rev().cloned().map(Change::inverse).collect();
    Ok((inverse, Some(entry.seq)))
}

/// Entries that another standing entry has taken back. An undo that was itself taken back no longer counts.
fn taken_back(history: &[Entry]) -> HashSet<u64> {
    let mut taken_back = HashSet::new();
    for entry in history.iter().rev() {
        if let (Some(undone), false) = (entry.entry.undoes, taken_back.contains(&entry.seq)) {
            taken_back.insert(undone);
        }
    }
    taken_back
}

// An undo takes back a command; a redo takes back an undo.
fn is_original(history: &[Entry], seq: u64) -> bool {
    history.iter().any(|e| e.seq == seq && e.entry.undoes.is_none())
}

// Undoing the first load would leave an empty screen, which nobody means by one key too many.
fn is_first_load(entry: &Entry) -> bool {
    entry.entry.what == super::bundled::WHAT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NewEntry;

    fn entry(seq: u64, undoes: Option<u64>) -> Entry {
        let entry = NewEntry { at: String::new(), who: String::new(), what: "review".into(), undoes, changes: vec![] };
        Entry { seq, entry }
    }

    fn target(history: &[Entry], direction: Direction) -> Option<u64> {
        changes(history, direction).ok().and_then(|(_, undoes)| undoes)
    }

    #[test]
    fn undo_goes_back_step_by_step_and_redo_returns() {
        let mut history = vec![entry(1, None), entry(2, None)];
        assert_eq!(target(&history, Direction::Forward), None);
        assert_eq!(target(&history, Direction::Back), Some(2));
        history.push(entry(3, Some(2)));
        assert_eq!(target(&history, Direction::Back), Some(1));
        assert_eq!(target(&history, Direction::Forward), Some(3));
        history.push(entry(4, Some(3)));
        assert_eq!(target(&history, Direction::Back), Some(2), "redone, so it stands again");
        assert_eq!(target(&history, Direction::Forward), None);
    }

    #[test]
    fn a_new_change_ends_the_chance_to_redo() {
        let history = vec![entry(1, None), entry(2, Some(1)), entry(3, None)];
        assert_eq!(target(&history, Direction::Forward), None);
        assert_eq!(target(&history, Direction::Back), Some(3));
    }
}
