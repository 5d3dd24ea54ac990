//! Entries that are known to have been saved, but whose lines can't be found.
//!
//! A journal can be intact and still lack them: if it is a copy that went another way, or if it belongs to another
//! store. The trunk then ends at the last line known to be right before the first number whose entry differs from the
//! saved one; the rest of the trunk becomes a branch.

use std::collections::HashMap;

use super::Held;
use super::pool::Pool;
use crate::store::head::Saved;
use crate::store::journal::line::Digest;

/// The checksums of lost entries by number.
pub(super) struct Lost {
    entries: HashMap<u64, Digest>,
    /// For each line of the pool, true if it is known to belong to the history of the lost entries. If an entry is
    /// lost, the lines of a newest backup count as such, since the journal may be another one.
    vouched: Vec<bool>,
}

impl Lost {
    /// Finds the lost entries named by the head and by the state, where `held` is known to belong to this store.
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

    /// Returns true if a line of the pool is known to belong to the history of the saved entries.
    pub(super) fn vouches_for(&self, number: usize) -> bool {
        self.vouched[number]
    }

    /// Returns true if the entry saved under this number is lost, so that any other entry with that number is wrong.
    pub(super) fn contradicts(&self, seq: u64) -> bool {
        self.entries.contains_key(&seq)
    }

    /// Cuts a trunk down to the part that belongs to the history of the saved entries.
    pub(super) fn cut(&self, pool: &Pool, mut trunk: Vec<usize>) -> Vec<usize> {
        let contradicted = |number: &usize| pool.lines[*number].seq().is_some_and(|seq| self.contradicts(seq));
        if let Some(first) = trunk.iter().position(contradicted) {
            let vouched = trunk[..first].iter().rposition(|number| self.vouches_for(*number));
            trunk.truncate(vouched.map_or(0, |last| last + 1));
        }
        trunk
    }
}
