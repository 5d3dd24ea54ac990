//! Entries that are known to have been saved, and whose lines are nowhere.
//!
//! A journal may be as sound as can be and not hold them: when it is a copy's that went another way, or when another
//! store's lies in its place. Then the trunk ends before the first number at which it has another line than was saved,
//! with the last line that is vouched for, and the rest of it is a branch beside it.

use std::collections::HashMap;

use super::Held;
use super::pool::Pool;
use crate::store::head::Saved;
use crate::store::journal::line::Digest;

/// The checksums of lost entries, by their numbers.
pub(super) struct Lost {
    entries: HashMap<u64, Digest>,
    /// The lines of the pool that are known to be of the same history, by their places in it. A backup vouches for its
    /// lines where an entry is lost: the journal may then be another one.
    vouched: Vec<bool>,
}

impl Lost {
    /// Asks the state, if it is known to be the store's own, and the head.
    pub(super) fn of(pool: &Pool, held: Option<&Held>, head: Option<Saved>) -> Lost {
        let mut vouched = vec![false; pool.lines.len()];
        let mut entries = HashMap::new();
        let known = held.iter().flat_map(|held| held.trail.iter()).copied();
        for (seq, digest) in known.chain(head.map(|head| (head.seq, head.digest))) {
            match pool.find(digest) {
                Some(number) => vouched[number] = true,
                None => drop(entries.insert(seq, digest)),
            }
        }
        if !entries.is_empty() {
            vouched.iter_mut().zip(&pool.lines).for_each(|(vouched, line)| *vouched |= line.in_newest);
        }
        Lost { entries, vouched }
    }

    /// Returns true if a line of the pool is known to be of the history in which the entries were saved.
    pub(super) fn vouches_for(&self, number: usize) -> bool {
        self.vouched[number]
    }

    /// Returns true if another entry than this one was saved under its number, and that one is lost.
    pub(super) fn contradicts(&self, seq: u64) -> bool {
        self.entries.contains_key(&seq)
    }

    /// The part of a trunk that is of the history in which the entries were saved.
    pub(super) fn cut(&self, pool: &Pool, mut trunk: Vec<usize>) -> Vec<usize> {
        let contradicted = |number: &usize| pool.lines[*number].seq().is_some_and(|seq| self.contradicts(seq));
        if let Some(first) = trunk.iter().position(contradicted) {
            let vouched = trunk[..first].iter().rposition(|number| self.vouches_for(*number));
            trunk.truncate(vouched.map_or(0, |last| last + 1));
        }
        trunk
    }
}
