//! The pool: every intact line of the journal and the backups, and their order.
//!
//! A line names the checksum of the line before it, so the lines of a history form a tree: a trunk, and a second branch
//! if two programs continued from the same line.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::lost::Lost;
use crate::store::evidence::are_different;
use crate::store::folder::Folder;
use crate::store::journal::Sort;
use crate::store::journal::line::{Digest, StoreId, seals, sort_of, unseal};
use crate::store::journal::segment::{Segment, present, segment_name};
use crate::store::{StoreError, backups, evidence};

/// The place in which a line was found first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The journal's file with this number.
    Journal(u32),
    /// A backup of the present history: the newest sound one, or a newer one.
    Newest,
    /// An older backup, whose history may have been replaced since.
    Older,
}

/// A line that matches its checksum.
pub(super) struct Line {
    /// Its bytes without the line feed.
    pub raw: Vec<u8>,
    /// The sort of the line; never [`Sort::End`].
    pub sort: Sort,
    /// The place in which it was found first.
    pub place: Place,
    /// True if a newest backup has it, wherever it was found first.
    pub in_newest: bool,
    /// The checksum of the line before it.
    pub previous: Digest,
    /// Its checksum.
    pub digest: Digest,
}

impl Line {
    /// Returns the number of the entry, or `None` for a header.
    pub(super) fn seq(&self) -> Option<u64> {
        if let Sort::Entry(seq) = self.sort { Some(seq) } else { None }
    }

    /// Returns the number of the entry, or for a header that of the next entry.
    pub(super) fn position(&self) -> u64 {
        match &self.sort {
            Sort::Entry(seq) => *seq,
            Sort::Header(header) => header.first,
            Sort::End => 0,
        }
    }
}

/// A summary of a line and all lines that follow it.
#[derive(Debug, Clone, Copy, Default)]
struct Descendants {
    /// The highest entry number among them, not counting lines found only in older backups.
    last: u64,
    /// True if any of them is in the journal.
    journal: bool,
}

/// All intact lines.
#[derive(Default)]
pub(super) struct Pool {
    /// The store whose lines are wanted, if known.
    pub store: Option<StoreId>,
    /// The lines in the order in which they were found, those of the journal first.
    pub lines: Vec<Line>,
    by_digest: HashMap<Digest, usize>,
    following: HashMap<Digest, Vec<usize>>,
    descendants: Vec<Descendants>,
    /// The store that each file of the journal names.
    stores: HashMap<u32, StoreId>,
    /// The number of damaged lines after the last intact one of the journal.
    unreadable_end: u64,
}

impl Pool {
    /// Collects the lines of a store's journal and backups.
    pub(super) fn of(folder: &Folder) -> Result<Pool, StoreError> {
        let mut pool = Pool::default();
        pool.add_journal(folder)?;
        let comparable = evidence::comparable(folder);
        let mut place = Place::Newest;
        for own in backups::own(folder).iter().rev() {
            if !comparable.contains(own) {
                place = Place::Older;
            }
            if pool.add_backup(&own.path, place) {
                place = Place::Older;
            }
        }
        pool.summarize_descendants();
        Ok(pool)
    }

    /// Returns the store that the journal names first.
    pub(super) fn first_store(&self) -> Option<StoreId> {
        self.stores.iter().min_by_key(|(segment, _)| **segment).map(|(_, store)| *store)
    }

    fn add_journal(&mut self, folder: &Folder) -> Result<(), StoreError> {
        let journal = folder.journal();
        for (segment, compressed) in if journal.is_dir() { present(&journal)? } else { Vec::new() } {
            let read = match compressed {
                true => Segment::read_compressed(&journal, segment),
                false => Segment::read(&journal, segment, 0),
            };
            for raw in read?.bytes.split(|&byte| byte == b'\n').filter(|raw| !raw.is_empty()) {
                match self.add(raw, Place::Journal(segment)) {
                    Some(_) => self.unreadable_end = 0,
                    // A damaged line feed makes one line of two.
                    None => self.unreadable_end += seals(raw).max(1),
                }
            }
        }
        Ok(())
    }

    /// Adds the lines of a backup. Returns true if it is sound to its end.
    fn add_backup(&mut self, path: &Path, place: Place) -> bool {
        let Ok(lines) = backups::lines(path) else { return false };
        for line in lines {
            let Some(sort) = line.ok().and_then(|line| self.add(&line, place)) else { return false };
            if sort == Sort::End {
                return true;
            }
        }
        false
    }

    /// Adds a line unless the pool has it. Returns its sort, or `None` if it is damaged.
    fn add(&mut self, raw: &[u8], place: Place) -> Option<Sort> {
        let (previous, digest) = unseal(raw).ok()?;
        if let Some(known) = self.by_digest.get(&digest) {
            let known = &mut self.lines[*known];
            known.in_newest |= place == Place::Newest;
            return Some(known.sort.clone());
        }
        let sort = sort_of(raw).ok()?;
        if sort == Sort::End {
            return Some(sort);
        }
        if let (Place::Journal(segment), Sort::Header(header)) = (place, &sort) {
            self.stores.extend(header.store.map(|store| (segment, store)));
        }
        let number = self.lines.len();
        let in_newest = place == Place::Newest;
        self.lines.push(Line { raw: raw.to_vec(), sort: sort.clone(), place, in_newest, previous, digest });
        self.by_digest.insert(digest, number);
        self.following.entry(previous).or_default().push(number);
        Some(sort)
    }

    /// Computes the summary of each line, from the ends of the branches backwards.
    fn summarize_descendants(&mut self) {
        let mut order: Vec<usize> = self.roots().collect();
        let mut next = 0;
        while let Some(&number) = order.get(next) {
            order.extend(self.following(self.lines[number].digest));
            next += 1;
        }
        self.descendants = vec![Descendants::default(); self.lines.len()];
        for &number in order.iter().rev() {
            let line = &self.lines[number];
            let journal = matches!(line.place, Place::Journal(_));
            let own = if line.place == Place::Older { 0 } else { line.seq().unwrap_or(0) };
            let mut summary = Descendants { last: own, journal };
            for &after in self.following(line.digest) {
                summary.last = summary.last.max(self.descendants[after].last);
                summary.journal |= self.descendants[after].journal;
            }
            self.descendants[number] = summary;
        }
    }

    /// Returns the lines whose predecessor is not in the pool.
    fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        let is_root = |number: &usize| !self.by_digest.contains_key(&self.lines[*number].previous);
        (0..self.lines.len()).filter(is_root)
    }

    /// Returns the lines that follow the line with this checksum.
    pub(super) fn following(&self, digest: Digest) -> &[usize] {
        self.following.get(&digest).map_or(&[], Vec::as_slice)
    }

    /// Returns the index of the line with this checksum.
    pub(super) fn find(&self, digest: Digest) -> Option<usize> {
        self.by_digest.get(&digest).copied()
    }

    /// Returns the number of the last entry of the trunk that the journal has or had, counting damaged lines at the
    /// journal's end as entries.
    pub(super) fn end(&self, trunk: &[usize]) -> u64 {
        let in_journal = |number: &&usize| matches!(self.lines[**number].place, Place::Journal(_));
        let last = trunk.iter().filter(in_journal).max();
        let is_end = (0..self.lines.len()).rev().find(|number| in_journal(&number)) == last.copied();
        let seq = trunk.iter().filter(in_journal).filter_map(|number| self.lines[*number].seq()).max().unwrap_or(0);
        seq + if is_end { self.unreadable_end } else { 0 }
    }

    /// Returns the trunk. Of the lines that follow a line it takes the one known to belong to the store's history, or
    /// else the first of the longest branch. Lines count only if they, or lines after them, are in the journal, or if
    /// they are in a newest backup. Where no line follows, the trunk continues after a gap with the journal's next
    /// lines.
    pub(super) fn trunk(&self, lost: &Lost) -> Vec<usize> {
        let mut orphans: Vec<usize> = self.orphans().collect();
        orphans.sort_by_key(|number| (self.lines[*number].position(), *number));
        let (mut orphans, mut trunk, mut origin) = (orphans.into_iter().peekable(), Vec::new(), Digest::ZERO);
        let (mut reached, mut store) = (0, self.store);
        loop {
            let next = self.next_after(origin, lost).or_else(|| {
                orphans.by_ref().find(|number| {
                    let line = &self.lines[*number];
                    line.position() > reached && !self.is_foreign(line.place, store)
                })
            });
            let Some(next) = next else { return trunk };
            let line = &self.lines[next];
            if let Sort::Header(header) = &line.sort {
                store = header.store.or(store);
            }
            reached = line.seq().unwrap_or(reached);
            origin = line.digest;
            trunk.push(next);
        }
    }

    /// Returns the journal's lines whose predecessor is lost.
    fn orphans(&self) -> impl Iterator<Item = usize> + '_ {
        self.roots().filter(|number| {
            let line = &self.lines[*number];
            matches!(line.place, Place::Journal(_)) && line.previous != Digest::ZERO
        })
    }

    fn next_after(&self, origin: Digest, lost: &Lost) -> Option<usize> {
        let counts =
            |number: &&usize| self.descendants[**number].journal || self.lines[**number].place == Place::Newest;
        // The first line of a journal is in its first file, even if a file of another store has more entries.
        let last = |number: usize| if origin == Digest::ZERO { 0 } else { self.descendants[number].last };
        let rank = |number: &&usize| {
            let summary = &self.descendants[**number];
            (lost.vouches_for(**number), summary.journal, last(**number), usize::MAX - **number)
        };
        let is_own = |number: &&usize| match &self.lines[**number].sort {
            Sort::Header(header) => !are_different(header.store, self.store),
            Sort::Entry(_) | Sort::End => true,
        };
        self.following(origin).iter().filter(counts).filter(is_own).max_by_key(rank).copied()
    }

    /// Returns true if a line is in a file of the journal that belongs to another store.
    fn is_foreign(&self, place: Place, store: Option<StoreId>) -> bool {
        let Place::Journal(segment) = place else { return false };
        are_different(self.stores.get(&segment).copied(), store)
    }

    /// Returns the lines of the journal and of the newest backups that are not in the trunk.
    pub(super) fn remainder(&self, trunk: &[usize], lost: &Lost) -> Remainder {
        let mut is_taken = vec![false; self.lines.len()];
        trunk.iter().for_each(|number| is_taken[*number] = true);
        let headers = trunk.iter().rev().filter_map(|number| match &self.lines[*number].sort {
            Sort::Header(header) => header.store,
            _ => None,
        });
        let store = headers.into_iter().next().or(self.store);
        let foreign_files = self.foreign_files(trunk, lost);
        let mut remainder = Remainder::default();
        for (number, line) in self.lines.iter().enumerate().filter(|(number, _)| !is_taken[*number]) {
            if line.seq().is_none() || line.place == Place::Older {
                continue;
            }
            match line.place {
                Place::Journal(segment) if self.is_foreign(line.place, store) || foreign_files.contains(&segment) => {
                    remainder.add_foreign(segment);
                }
                _ => remainder.branches.push(number),
            }
        }
        remainder.branches.sort_by_key(|number| (self.lines[*number].position(), *number));
        remainder
    }

    /// Returns the files of the journal that name no store, contain no line of the trunk, and have other entries than
    /// those known to have been saved.
    fn foreign_files(&self, trunk: &[usize], lost: &Lost) -> HashSet<u32> {
        let in_file = |line: &Line| if let Place::Journal(segment) = line.place { Some(segment) } else { None };
        let contradicted = self.lines.iter().filter(|line| line.seq().is_some_and(|seq| lost.contradicts(seq)));
        let taken: HashSet<u32> = trunk.iter().filter_map(|number| in_file(&self.lines[*number])).collect();
        let mut files: HashSet<u32> = contradicted.filter_map(in_file).collect();
        files.retain(|segment| !self.stores.contains_key(segment) && !taken.contains(segment));
        files
    }
}

/// Lines that are not in the trunk.
#[derive(Default)]
pub(super) struct Remainder {
    /// Entries of other branches of the same history, by number.
    pub branches: Vec<usize>,
    /// Files of other stores, each with its number of entries.
    pub foreign: Vec<(String, u64)>,
}

impl Remainder {
    fn add_foreign(&mut self, segment: u32) {
        let name = segment_name(segment, false);
        match self.foreign.iter_mut().find(|(known, _)| *known == name) {
            Some((_, entries)) => *entries += 1,
            None => self.foreign.push((name, 1)),
        }
    }
}
