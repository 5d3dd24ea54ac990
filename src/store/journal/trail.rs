//! The trail: the checksum of each entry of a journal, by which one journal is told from another that has the same
//! beginning.

use std::path::Path;

use super::line::Digest;
use super::{Reader, Sort, Tail};

/// The checksums of a journal's entries, the first entry's first.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Trail {
    entries: Vec<(u64, Digest)>,
    /// The checksums of the headers, each with the number of the entry before it.
    headers: Vec<(u64, Digest)>,
}

impl Trail {
    /// The trail of a journal as far as it can be followed.
    pub(in crate::store) fn of(journal: &Path) -> Trail {
        let mut trail = Trail::default();
        if let Ok(reader) = Reader::new(journal) {
            reader.map_while(Result::ok).for_each(|line| trail.note(&line.sort, line.tail));
        }
        trail
    }

    /// Takes note of a line.
    pub(in crate::store) fn note(&mut self, sort: &Sort, tail: Tail) {
        match sort {
            Sort::Entry(seq) => self.push(*seq, tail.chain.digest),
            Sort::Header(_) => self.headers.push((tail.chain.seq, tail.chain.digest)),
            Sort::End => {}
        }
    }

    /// Adds an entry, whose number is higher than those before it.
    pub(in crate::store) fn push(&mut self, seq: u64, digest: Digest) {
        self.entries.push((seq, digest));
    }

    /// The checksum of an entry, if the trail has it.
    pub(in crate::store) fn at(&self, seq: u64) -> Option<Digest> {
        let place = self.entries.binary_search_by_key(&seq, |(seq, _)| *seq).ok()?;
        Some(self.entries[place].1)
    }

    /// Returns true if a journal with this trail once ended with the entry `seq` and with a line of this checksum: the
    /// entry itself, or the header of the next file.
    pub(in crate::store) fn ended_with(&self, seq: u64, digest: Digest) -> bool {
        self.at(seq) == Some(digest) || self.headers.contains(&(seq, digest))
    }

    /// The last entry with its number, if there is one.
    pub(in crate::store) fn last(&self) -> Option<&(u64, Digest)> {
        self.entries.last()
    }

    /// The number of the last entry that this trail has in common with another one, whose checksums `digest_at` gives; 0
    /// when there is none.
    pub(in crate::store) fn common(&self, digest_at: impl Fn(u64) -> Option<Digest>) -> u64 {
        let is_common = |(seq, digest): &&(u64, Digest)| digest_at(*seq) == Some(*digest);
        self.entries.iter().rev().find(is_common).map_or(0, |(seq, _)| *seq)
    }

    /// The entries, each with its number.
    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = &(u64, Digest)> {
        self.entries.iter()
    }
}
