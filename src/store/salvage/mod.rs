//! Salvage: a damaged journal is put together again from what can be had of itself, of the backups and of the state.
//!
//! Every line is sealed and names the line before it, so intact lines fit together in one way only, wherever they
//! were found. Where a line is missing in the journal, a backup has it, or else the chain has a gap: entries without
//! content then hold the places of the lost ones, so that the others keep their numbers, and the lines after the gap
//! are sealed anew. An entry names what each record was before, so that an entry after a gap tells what a lost one
//! made of its records. What the lost entries led to is taken from the state if it had them. Nothing is deleted: the
//! damaged store is kept whole.
//!
//! An intact line that this program can't read is no damage but perhaps a newer plandesk's, and nothing is done then.

mod bridge;
mod source;

use std::collections::HashSet;
use std::sync::Arc;

use super::account::PutTogether;
use super::backup::rescued_entry;
use super::difference::between;
use super::folder::Folder;
use super::journal::line::{Digest, read_entry};
use super::journal::{Draft, Entry, Header, Sort};
use super::migration::{STEPS, steps_from};
use super::verify::{Held, open_copy};
use super::{Fault, Repair, SCHEMA, StoreError, backups, files};
use bridge::Latest;
use source::{Line, Source};

use crate::plan::dossier::{Dossiers, apply_all};
use crate::plan::{Change, Dossier, Edit, PlanId};

/// More lost entries in a row than this are no gap but nonsense.
const WIDEST_GAP: u64 = 1_000_000;

/// Puts the journal together again; `damage` is what keeps the store from being opened.
///
/// # Errors
/// `damage` itself when nothing can be done about it, and failures of the system. The store is as it was then.
pub(super) fn salvage(folder: &Folder, damage: StoreError) -> Result<Repair, StoreError> {
    if let StoreError::Damaged { fault: Fault::Content(_) | Fault::Conflict(_), .. } = damage {
        return Err(damage);
    }
    let how = attempt(folder).and_then(|how| Ok(PutTogether { kept: folder.replace_journal("mend")?, ..how }));
    match how {
        Ok(how) => Ok(Repair::PutTogether(how)),
        Err(Failed::Hopeless | Failed::Store(StoreError::Damaged { .. })) => {
            files::remove_folder(&folder.draft())?;
            Err(damage)
        }
        Err(Failed::Store(other)) => Err(other),
    }
}

/// Why nothing came of it.
enum Failed {
    /// There is nothing worth having, or something that must not be left out.
    Hopeless,
    /// The system's reason.
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Failed::Store(error)
    }
}

fn attempt(folder: &Folder) -> Result<PutTogether, Failed> {
    let journal = Source::journal(folder)?;
    let backups: Vec<Source> = backups::own(folder).iter().rev().filter_map(|own| Source::backup(&own.path)).collect();
    let held = open_copy(folder).ok().filter(|(tail, _)| {
        let seq = tail.chain.seq;
        seq > 0 && (journal.knows(tail.chain.digest) || seq > journal.last_seq())
    });
    let mut weaver = Weaver::new(Draft::begin(&folder.draft())?, held);
    weaver.weave(&journal, &backups)?;
    weaver.finish(journal.last_seq() + journal.unreadable_end)
}

/// Makes the new journal.
struct Weaver {
    draft: Draft,
    /// The checksum that the last line taken over had where it was found.
    origin: Digest,
    /// The schema of the lines taken over.
    schema: u32,
    /// Whether there was a gap, or the lines are of an older schema, so that they no longer keep their seals.
    resealed: bool,
    dossiers: Dossiers,
    latest: Latest,
    held: Option<Held>,
    /// Whether the state has taken every entry after its last one.
    held_whole: bool,
    how: PutTogether,
    lost: HashSet<u64>,
}

impl Weaver {
    fn new(draft: Draft, held: Option<Held>) -> Weaver {
        let how = PutTogether { from_journal: 0, from_backup: 0, lost: Vec::new(), data_whole: false, kept: None };
        let (origin, dossiers, lost) = (Digest::ZERO, Dossiers::new(), HashSet::new());
        Weaver {
            draft,
            origin,
            schema: SCHEMA,
            resealed: false,
            dossiers,
            latest: Latest::default(),
            held,
            held_whole: true,
            how,
            lost,
        }
    }

    /// Takes over every line that can be had, in the order of the chain.
    fn weave(&mut self, journal: &Source, backups: &[Source]) -> Result<(), Failed> {
        loop {
            while let Some(line) = journal.after(self.origin) {
                self.how.from_journal += self.take(line)?;
            }
            let mut bridges = backups.iter().map(|backup| backup.bridge(self.origin, journal));
            let mut way = bridges.find(|way| !way.is_empty()).unwrap_or_default();
            if way.is_empty() {
                // Only the latest backup is sure to be of the history that the journal had when it ended.
                way.extend(backups.first().and_then(|backup| backup.after(self.origin)));
            }
            for line in &way {
                self.how.from_backup += self.take(line)?;
            }
            if way.is_empty() {
                let later = journal.lines.iter().filter(|line| line.seq() > Some(self.draft.chain().seq));
                let Some((line, seq)) = later.filter_map(|line| Some((line, line.seq()?))).min_by_key(|found| found.1)
                else {
                    return Ok(());
                };
                self.leave_gap(seq)?;
                self.how.from_journal += self.take(line)?;
            }
        }
    }

    /// Takes a line over, and gives how many entries that makes.
    fn take(&mut self, line: &Line) -> Result<u64, Failed> {
        let taken = match &line.sort {
            Sort::Header(header) if steps_from(header.schema, STEPS).is_err() => return Err(Failed::Hopeless),
            Sort::Header(header) if header.schema != SCHEMA => {
                (self.schema, self.resealed) = (header.schema, true);
                self.add_header().map(|()| 0)
            }
            Sort::Header(_) if self.resealed => self.add_header().map(|()| 0),
            Sort::Header(_) | Sort::End => self.add_sealed(line).map(|()| 0),
            Sort::Entry(_) => self.take_entry(line),
        }?;
        self.origin = line.digest;
        Ok(taken)
    }

    fn take_entry(&mut self, line: &Line) -> Result<u64, Failed> {
        let entry = read_entry(&line.raw, self.schema).map_err(|_| Failed::Hopeless)?;
        if entry.seq != self.draft.chain().seq + 1 {
            return Err(Failed::Hopeless);
        }
        if let Some((tail, dossiers)) = &mut self.held
            && entry.seq > tail.chain.seq
        {
            self.held_whole &= apply_all(dossiers, &entry.changes).is_ok();
        }
        if apply_all(&mut self.dossiers, &entry.changes).is_ok() {
            self.latest.note(&entry.changes);
            return if self.resealed { self.add(&entry) } else { self.add_sealed(line) }.map(|()| 1);
        }
        if !self.resealed {
            return Err(Failed::Hopeless);
        }
        match self.latest.fitted(&self.dossiers, &entry.changes) {
            Some(changes) if apply_all(&mut self.dossiers, &changes).is_ok() => {
                self.latest.note(&changes);
                self.add(&Entry { changes, ..entry }).map(|()| 1)
            }
            // What it builds on is lost, and so it is lost as well.
            _ => self.lose(Vec::new()).map(|()| 0),
        }
    }

    /// Fills the places of lost entries before `next`; from here on lines are sealed anew.
    fn leave_gap(&mut self, next: u64) -> Result<(), Failed> {
        self.resealed = true;
        if self.draft.chain().segment == 0 {
            self.add_header()?;
        }
        if next - self.draft.chain().seq > WIDEST_GAP {
            return Err(Failed::Hopeless);
        }
        while self.draft.chain().seq + 1 < next {
            let last = self.draft.chain().seq + 2 == next;
            let changes = if last { self.missing_plans() } else { Vec::new() };
            self.lose(changes)?;
        }
        Ok(())
    }

    /// The plans that only the state has: without them nothing that was entered about them could be kept.
    fn missing_plans(&self) -> Vec<Change> {
        let held = self.held.iter().flat_map(|(_, dossiers)| dossiers);
        let missing = held.filter(|(id, _)| !self.dossiers.contains_key(*id));
        let import = |(id, dossier): (&PlanId, &Arc<Dossier>)| Change::Plan {
            plan: id.clone(),
            edit: Edit { before: None, after: Some(Arc::clone(&dossier.printed)) },
        };
        missing.map(import).collect()
    }

    /// Adds an entry in the place of a lost one.
    fn lose(&mut self, changes: Vec<Change>) -> Result<(), Failed> {
        let entry = rescued_entry(changes).numbered(self.draft.chain().seq + 1);
        self.lost.insert(entry.seq);
        // They are made of what is there, so they fit.
        let _ = apply_all(&mut self.dossiers, &entry.changes);
        self.latest.note(&entry.changes);
        self.add(&entry)
    }

    fn add(&mut self, entry: &Entry) -> Result<(), Failed> {
        let object = serde_json::to_string(entry).map_err(|_| Failed::Hopeless)?;
        Ok(self.draft.add_object(&object, &Sort::Entry(entry.seq))?)
    }

    fn add_header(&mut self) -> Result<(), Failed> {
        let chain = self.draft.chain();
        let header = Header::new(chain.segment + 1, chain.seq + 1);
        let object = serde_json::to_string(&header).map_err(|_| Failed::Hopeless)?;
        Ok(self.draft.add_object(&object, &Sort::Header(header))?)
    }

    fn add_sealed(&mut self, line: &Line) -> Result<(), Failed> {
        let mut chain = self.draft.chain();
        let sort = chain.follow(&line.raw).map_err(|_| Failed::Hopeless)?;
        Ok(self.draft.add(&line.raw, &sort, chain)?)
    }

    /// Adds what the state had of the lost entries. As far as can be told the last entry of all had the number `last`.
    fn finish(mut self, last: u64) -> Result<PutTogether, Failed> {
        let reached = self.draft.chain().seq;
        if let Some((tail, dossiers)) = self.held.take() {
            let seq = tail.chain.seq;
            let had = self.lost.iter().any(|lost| *lost <= seq) || reached < seq;
            if had && self.held_whole {
                self.add_held(seq, &dossiers)?;
            }
        }
        if self.draft.chain().seq < last {
            self.leave_gap(last + 1)?;
            self.how.data_whole = false;
        }
        let chain = self.draft.chain();
        let nothing_left = self.dossiers.is_empty() && !self.lost.is_empty();
        if chain.segment == 0 || nothing_left {
            return Err(Failed::Hopeless);
        }
        self.draft.finish()?;
        self.how.lost = runs(self.lost);
        Ok(self.how)
    }

    fn add_held(&mut self, seq: u64, dossiers: &Dossiers) -> Result<(), Failed> {
        self.leave_gap(seq.max(self.draft.chain().seq))?;
        let changes = between(&self.dossiers, dossiers);
        self.how.data_whole = true;
        if self.draft.chain().seq < seq {
            return self.lose(changes);
        }
        self.dossiers.clone_from(dossiers);
        let entry = rescued_entry(changes).numbered(self.draft.chain().seq + 1);
        if entry.changes.is_empty() { Ok(()) } else { self.add(&entry) }
    }
}

/// Numbers in order, those that follow each other as first and last.
fn runs(numbers: HashSet<u64>) -> Vec<(u64, u64)> {
    let mut numbers: Vec<u64> = numbers.into_iter().collect();
    numbers.sort_unstable();
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}
