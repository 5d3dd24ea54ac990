//! The trail: the checksum of each entry of a journal, which shows where two journals with the same beginning part.

use std::path::Path;

use super::line::Digest;
use super::{Reader, Sort, Tail};

/// The checksums of a journal's entries, in order.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Trail {
    entries: Vec<(u64, Digest)>,
    /// The checksums of the headers, each with the number of the entry before it.
    headers: Vec<(u64, Digest)>,
}

impl Trail {
    /// Returns the trail of a journal, up to where it is damaged.
    pub(in crate::store) fn of(journal: &Path) -> Trail {
        let mut trail = Trail::default();
        if let Ok(reader) = Reader::new(journal) {
            reader.map_while(Result::ok).for_each(|line| trail.note(&line.sort, line.tail));
        }
        trail
    }

    /// Adds a line.
    pub(in crate::store) fn note(&mut self, sort: &Sort, tail: Tail) {
        match sort {
            Sort::Entry(seq) => self.push(*seq, tail.chain.digest),
            Sort::Header(_) => self.headers.push((tail.chain.seq, tail.chain.digest)),
            Sort::End => {}
        }
    }

    /// Adds an entry, whose number must be higher than the last one.
    pub(in crate::store) fn push(&mut self, seq: u64, digest: Digest) {
        self.entries.push((seq, digest));
    }

    /// Returns the checksum of an entry, or `None` if the trail does not have it.
    pub(in crate::store) fn at(&self, seq: u64) -> Option<Digest> {
        let place = self.entries.binary_search_by_key(&seq, |(seq, _)| *seq).ok()?;
        Some(self.entries[place].1)
    }

    /// Returns true if the journal once ended with the entry `seq` and a line with this checksum: the entry itself, or
    /// the header after it.
    pub(in crate::store) fn ended_with(&self, seq: u64, digest: Digest) -> bool {
        self.at(seq) == Some(digest) || self.headers.contains(&(seq, digest))
    }

    /// Returns the last entry as number and checksum.
    pub(in crate::store) fn last(&self) -> Option<&(u64, Digest)> {
        self.entries.last()
    }

    /// Returns the number of the last entry that this trail has in common with another one, whose checksums `digest_at`
    /// returns; 0 if there is none.
    pub(in crate::store) fn common(&self, digest_at: impl Fn(u64) -> Option<Digest>) -> u64 {
        let is_common = |(seq, digest): &&(u64, Digest)| digest_at(*seq) == Some(*digest);
        self.entries.iter().rev().find(is_common).map_or(0, |(seq, _)| *seq)
    }

    /// Returns the entries as number and checksum.
    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = &(u64, Digest)> {
        self.entries.iter()
    }
}
