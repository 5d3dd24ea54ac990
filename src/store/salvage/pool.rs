//! The pool: every intact line that can be found, wherever it was found, and how the lines follow each other.
//!
//! A line names the checksum of the line before it, so the lines of one history form a tree: a trunk, and a second
//! branch where two programs went on from the same line.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::lost::Lost;
use crate::store::evidence::are_two;
use crate::store::folder::Folder;
use crate::store::journal::Sort;
use crate::store::journal::line::{Digest, StoreId, seals, sort_of, unseal};
use crate::store::journal::segment::{Segment, present, segment_name};
use crate::store::{StoreError, backups, evidence};

/// The place in which a line was found first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the journal's file with this number.
    Journal(u32),
    /// In a backup that is of the journal's history: the newest one that is sound, or a newer one.
    Newest,
    /// In an older backup, whose history may have been replaced since.
    Older,
}

/// A line that is intact by itself.
pub(super) struct Line {
    /// Its bytes without the line feed.
    pub raw: Vec<u8>,
    /// The sort of line; never the end of a backup.
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
    /// The entry's number, if it is an entry.
    pub(super) fn seq(&self) -> Option<u64> {
        if let Sort::Entry(seq) = self.sort { Some(seq) } else { None }
    }

    /// The number of the entry that the line holds, or that the line after it holds.
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
struct Behind {
    /// The highest number of an entry from the line on, older backups left out.
    last: u64,
    /// True if the line, or one that follows it, is in the journal.
    journal: bool,
}

/// Every intact line.
#[derive(Default)]
pub(super) struct Pool {
    /// The store that a trunk is looked for of, where that is known.
    pub store: Option<StoreId>,
    /// In the order in which they were found, the journal's first.
    pub lines: Vec<Line>,
    by_digest: HashMap<Digest, usize>,
    following: HashMap<Digest, Vec<usize>>,
    behind: Vec<Behind>,
    /// The store that each file of the journal names.
    stores: HashMap<u32, StoreId>,
    /// The number of lines that are not intact after the journal's last one that is.
    unreadable_end: u64,
}

impl Pool {
    /// Gathers the lines of a store's journal and backups.
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
        pool.look_behind();
        Ok(pool)
    }

    /// The store that the journal names first.
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
                    // A line feed that was altered makes one line of two.
                    None => self.unreadable_end += seals(raw).max(1),
                }
            }
        }
        Ok(())
    }

    /// Adds the lines of a backup, and returns true if it is sound to its end.
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

    /// Adds a line unless it is there, and returns its sort; `None` when it is not intact.
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

    /// Works out what lies behind each line, the last lines first.
    fn look_behind(&mut self) {
        let mut order: Vec<usize> = self.roots().collect();
        let mut next = 0;
        while let Some(&number) = order.get(next) {
            order.extend(self.following(self.lines[number].digest));
            next += 1;
        }
        self.behind = vec![Behind::default(); self.lines.len()];
        for &number in order.iter().rev() {
            let line = &self.lines[number];
            let journal = matches!(line.place, Place::Journal(_));
            let own = if line.place == Place::Older { 0 } else { line.seq().unwrap_or(0) };
            let mut behind = Behind { last: own, journal };
            for &after in self.following(line.digest) {
                behind.last = behind.last.max(self.behind[after].last);
                behind.journal |= self.behind[after].journal;
            }
            self.behind[number] = behind;
        }
    }

    /// The lines that follow no line that is here.
    fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        let is_root = |number: &usize| !self.by_digest.contains_key(&self.lines[*number].previous);
        (0..self.lines.len()).filter(is_root)
    }

    /// The lines that follow a place in the chain.
    pub(super) fn following(&self, digest: Digest) -> &[usize] {
        self.following.get(&digest).map_or(&[], Vec::as_slice)
    }

    /// The number of a line with this checksum.
    pub(super) fn find(&self, digest: Digest) -> Option<usize> {
        self.by_digest.get(&digest).copied()
    }

    /// The number of the last entry of the trunk that the journal has or had: what can't be read at the journal's end
    /// were entries as well.
    pub(super) fn end(&self, trunk: &[usize]) -> u64 {
        let in_journal = |number: &&usize| matches!(self.lines[**number].place, Place::Journal(_));
        let last = trunk.iter().filter(in_journal).max();
        let is_end = (0..self.lines.len()).rev().find(|number| in_journal(&number)) == last.copied();
        let seq = trunk.iter().filter(in_journal).filter_map(|number| self.lines[*number].seq()).max().unwrap_or(0);
        seq + if is_end { self.unreadable_end } else { 0 }
    }

    /// The trunk: of the lines that follow each line the one that is known to be of the store's history, or else the one
    /// that the longest branch begins with. Only what the
    /// journal has, or leads back to the journal, or is in a newest backup counts. Where nothing follows, the trunk goes
    /// on behind a gap with the journal's next lines.
    pub(super) fn trunk(&self, lost: &Lost) -> Vec<usize> {
        let mut orphans: Vec<usize> = self.orphans().collect();
        orphans.sort_by_key(|number| (self.lines[*number].position(), *number));
        let (mut orphans, mut trunk, mut origin) = (orphans.into_iter().peekable(), Vec::new(), Digest::ZERO);
        let (mut reached, mut store) = (0, self.store);
        loop {
            let next = self.next_after(origin, lost).or_else(|| {
                orphans.by_ref().find(|number| {
                    let line = &self.lines[*number];
                    line.position() > reached && !self.is_alien(line.place, store)
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

    /// The journal's lines that follow a line which can't be had.
    fn orphans(&self) -> impl Iterator<Item = usize> + '_ {
        self.roots().filter(|number| {
            let line = &self.lines[*number];
            matches!(line.place, Place::Journal(_)) && line.previous != Digest::ZERO
        })
    }

    fn next_after(&self, origin: Digest, lost: &Lost) -> Option<usize> {
        let counts = |number: &&usize| self.behind[**number].journal || self.lines[**number].place == Place::Newest;
        // What begins a journal is in its first file, however much another store's file holds.
        let last = |number: usize| if origin == Digest::ZERO { 0 } else { self.behind[number].last };
        let rank = |number: &&usize| {
            let behind = &self.behind[**number];
            (lost.vouches_for(**number), behind.journal, last(**number), usize::MAX - **number)
        };
        let is_own = |number: &&usize| match &self.lines[**number].sort {
            Sort::Header(header) => !are_two(header.store, self.store),
            Sort::Entry(_) | Sort::End => true,
        };
        self.following(origin).iter().filter(counts).filter(is_own).max_by_key(rank).copied()
    }

    /// Returns true if a line lies in a file of the journal that names another store than this one.
    fn is_alien(&self, place: Place, store: Option<StoreId>) -> bool {
        let Place::Journal(segment) = place else { return false };
        are_two(self.stores.get(&segment).copied(), store)
    }

    /// Returns the lines of the journal and of the newest backups that are no part of the trunk.
    pub(super) fn beside(&self, trunk: &[usize], lost: &Lost) -> Beside {
        let mut is_taken = vec![false; self.lines.len()];
        trunk.iter().for_each(|number| is_taken[*number] = true);
        let headers = trunk.iter().rev().filter_map(|number| match &self.lines[*number].sort {
            Sort::Header(header) => header.store,
            _ => None,
        });
        let store = headers.into_iter().next().or(self.store);
        let unheard_of = self.unheard_of(trunk, lost);
        let mut beside = Beside::default();
        for (number, line) in self.lines.iter().enumerate().filter(|(number, _)| !is_taken[*number]) {
            if line.seq().is_none() || line.place == Place::Older {
                continue;
            }
            match line.place {
                Place::Journal(segment) if self.is_alien(line.place, store) || unheard_of.contains(&segment) => {
                    beside.add_alien(segment);
                }
                _ => beside.branches.push(number),
            }
        }
        beside.branches.sort_by_key(|number| (self.lines[*number].position(), *number));
        beside
    }

    /// The files of the journal that name no store, hold nothing of the trunk, and have other entries than were saved.
    fn unheard_of(&self, trunk: &[usize], lost: &Lost) -> HashSet<u32> {
        let in_file = |line: &Line| if let Place::Journal(segment) = line.place { Some(segment) } else { None };
        let contradicted = self.lines.iter().filter(|line| line.seq().is_some_and(|seq| lost.contradicts(seq)));
        let taken: HashSet<u32> = trunk.iter().filter_map(|number| in_file(&self.lines[*number])).collect();
        let mut files: HashSet<u32> = contradicted.filter_map(in_file).collect();
        files.retain(|segment| !self.stores.contains_key(segment) && !taken.contains(segment));
        files
    }
}

/// Lines that are no part of the trunk.
#[derive(Default)]
pub(super) struct Beside {
    /// Entries of other branches of the same history, in the order of their numbers.
    pub branches: Vec<usize>,
    /// Files of other stores, each with how many entries it has.
    pub alien: Vec<(String, u64)>,
}

impl Beside {
    fn add_alien(&mut self, segment: u32) {
        let name = segment_name(segment, false);
        match self.alien.iter_mut().find(|(known, _)| *known == name) {
            Some((_, entries)) => *entries += 1,
            None => self.alien.push((name, 1)),
        }
    }
}
