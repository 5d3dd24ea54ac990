//! Where intact lines are found: the damaged journal, and backups.

use std::collections::HashMap;
use std::path::Path;

use crate::store::folder::Folder;
use crate::store::journal::Sort;
use crate::store::journal::line::{Digest, seals, sort_of, unseal};
use crate::store::journal::segment::{Segment, present};
use crate::store::{StoreError, backups};

/// A line that is intact by itself.
pub(super) struct Line {
    /// Its bytes without the line feed.
    pub raw: Vec<u8>,
    /// What sort of line it is; never the end of a backup.
    pub sort: Sort,
    previous: Digest,
    /// Its checksum.
    pub digest: Digest,
}

impl Line {
    fn intact(raw: &[u8]) -> Option<Line> {
        let (previous, digest) = unseal(raw).ok()?;
        let sort = sort_of(raw).ok().filter(|sort| *sort != Sort::End)?;
        Some(Line { raw: raw.to_vec(), sort, previous, digest })
    }

    /// The entry's number, if it is an entry.
    pub(super) fn seq(&self) -> Option<u64> {
        if let Sort::Entry(seq) = self.sort { Some(seq) } else { None }
    }
}

/// The intact lines of one place.
pub(super) struct Source {
    /// In the order in which they were found.
    pub lines: Vec<Line>,
    by_previous: HashMap<Digest, usize>,
    /// How many lines that are not intact come after the last one that is.
    pub unreadable_end: u64,
}

impl Source {
    fn of(lines: Vec<Line>) -> Source {
        let by_previous = lines.iter().enumerate().map(|(place, line)| (line.previous, place)).collect();
        Source { lines, by_previous, unreadable_end: 0 }
    }

    /// Whatever is intact in a store's journal.
    pub(super) fn journal(folder: &Folder) -> Result<Source, StoreError> {
        let mut lines = Vec::new();
        let mut unreadable_end = 0;
        let journal = folder.journal();
        for (segment, compressed) in if journal.is_dir() { present(&journal)? } else { Vec::new() } {
            let read = match compressed {
                true => Segment::read_compressed(&journal, segment),
                false => Segment::read(&journal, segment, 0),
            };
            for raw in read?.bytes.split(|&byte| byte == b'\n').filter(|raw| !raw.is_empty()) {
                match Line::intact(raw) {
                    // A line feed that was altered makes one line of two.
                    None => unreadable_end += seals(raw).max(1),
                    Some(line) => {
                        lines.push(line);
                        unreadable_end = 0;
                    }
                }
            }
        }
        Ok(Source { unreadable_end, ..Source::of(lines) })
    }

    /// Whatever is intact in a backup.
    pub(super) fn backup(path: &Path) -> Option<Source> {
        let lines = backups::lines(path).ok()?.map_while(Result::ok).filter_map(|line| Line::intact(&line));
        Some(Source::of(lines.collect()))
    }

    /// The line that follows a place in the chain.
    pub(super) fn after(&self, digest: Digest) -> Option<&Line> {
        self.by_previous.get(&digest).map(|&place| &self.lines[place])
    }

    /// Whether a line with this checksum is here, or one that follows it.
    pub(super) fn knows(&self, digest: Digest) -> bool {
        self.by_previous.contains_key(&digest) || self.lines.iter().any(|line| line.digest == digest)
    }

    /// The highest number of an entry.
    pub(super) fn last_seq(&self) -> u64 {
        self.lines.iter().filter_map(Line::seq).max().unwrap_or(0)
    }

    /// The lines that lead from one place in the chain back to where the journal goes on; none when they don't.
    pub(super) fn bridge(&self, from: Digest, journal: &Source) -> Vec<&Line> {
        let mut way = Vec::new();
        let mut reached = from;
        while let Some(line) = self.after(reached).filter(|_| way.len() < self.lines.len()) {
            way.push(line);
            reached = line.digest;
            if journal.after(reached).is_some() {
                return way;
            }
        }
        Vec::new()
    }
}
