//! Salvage: a damaged journal is reassembled from its own intact lines, the backups and the state.
//!
//! Every line is sealed and names the line before it, so intact lines fit together in only one way, wherever they were
//! found. A line missing in the journal is taken from a backup. If none has it, the chain has a gap: entries without
//! content take the numbers of the lost ones, and the lines after the gap are sealed anew. An entry names the previous
//! value of each record, so an entry after a gap reveals what the lost ones did to its records. Everything else that
//! lost entries led to is taken from the state if it had them. Where two lines follow one, two programs had the store
//! open at the same time: the longer branch stays, and the entries of the other one are added after it, each reported
//! with the records that it set differently. Nothing is deleted: the damaged store is kept whole.
//!
//! A journal that was exchanged for another one is recognised by entries known to have been saved; see `lost.rs`.
//!
//! Nothing is done about an intact line that this program can't parse, which a newer plandesk may have written.

mod bridge;
mod lost;
mod pool;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::backup::{JOINED, own_entry, rescued_entry};
use super::difference::between;
use super::evidence::are_different;
use super::folder::Folder;
use super::head::Saved;
use super::journal::line::{Digest, StoreId, read_entry};
use super::journal::{Chain, Draft, Entry, Header, Sort};
use super::migration::{STEPS, steps_from};
use super::repair::{Joined, Reassembled};
use super::verify::{Held, open_copy};
use super::{Fault, Repair, SCHEMA, StoreError, evidence, files};
use bridge::{Fitted, Latest};
use lost::Lost;
use pool::{Line, Place, Pool};

use crate::plan::dossier::{Dossiers, apply_all};
use crate::plan::{Change, Dossier, Edit, PlanId};

/// The maximum number of consecutive lost entries; a wider gap means that the number is wrong.
const WIDEST_GAP: u64 = 1_000_000;

/// Reassembles the journal. `damage` is the error that prevents the store from being opened.
///
/// # Errors
/// `damage` itself if salvage is impossible, and failures of the system. The store is unchanged then.
pub(super) fn salvage(folder: &Folder, damage: StoreError) -> Result<Repair, StoreError> {
    if let StoreError::Damaged { fault: Fault::Content(_) | Fault::Conflict(_), .. } = damage {
        return Err(damage);
    }
    let how = attempt(folder).and_then(|how| Ok(Reassembled { kept: folder.replace_journal("mend")?, ..how }));
    match how {
        Ok(how) => Ok(Repair::Reassembled(how)),
        Err(Failed::Impossible | Failed::Store(StoreError::Damaged { .. })) => {
            files::remove_folder(&folder.draft())?;
            Err(damage)
        }
        Err(Failed::Store(other)) => Err(other),
    }
}

/// A reason why salvage failed.
enum Failed {
    /// Nothing useful is left, or there is a line that must not be left out.
    Impossible,
    /// A failure of the system.
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Failed::Store(error)
    }
}

fn attempt(folder: &Folder) -> Result<Reassembled, Failed> {
    let held = open_copy(folder).ok();
    let (mut pool, head) = (Pool::of(folder)?, evidence::last_saved(folder));
    let (journal, state) = (pool.first_store(), held.as_ref().and_then(|held| held.tail.chain.store));
    pool.store = evidence::own_store(folder, journal, state);
    if pool.store.is_none() && are_different(journal, state) {
        // Nothing shows which of the two stores this is.
        return Err(Failed::Impossible);
    }
    let held = held.filter(|held| held.tail.chain.seq > 0 && !are_different(state, pool.store));
    let known = held.as_ref().filter(|held| head.is_none_or(|head| has(held, head, &pool)));
    let lost = Lost::of(&pool, known, head);
    let trunk = lost.cut(&pool, pool.trunk(&lost));
    let is_known = known.is_some();
    let held = held.filter(|held| is_known || continues(held, &pool, &trunk, head));
    let mut reassembly = Reassembly::new(Draft::begin(&folder.draft())?, pool.store, held);
    reassembly.take_trunk(&pool, &trunk)?;
    reassembly.finish_trunk(head.map_or(0, |head| head.seq).max(pool.end(&trunk)))?;
    let remainder = pool.remainder(&trunk, &lost);
    reassembly.join(&pool, &remainder.branches)?;
    reassembly.finish(remainder.foreign)
}

/// Returns true if a state is known to belong to the history that the head names: it has that entry, or it ends before
/// it and no line with the checksum can be found.
fn has(held: &Held, head: Saved, pool: &Pool) -> bool {
    let Chain { seq, digest, store, .. } = held.tail.chain;
    match head.seq <= seq {
        true => held.trail.ended_with(head.seq, head.digest) || (head.seq, head.digest) == (seq, digest),
        false => store.is_some() && store == head.store && pool.find(head.digest).is_none(),
    }
}

/// Returns true if a state belongs to the history of the trunk: its last entry is in the trunk, or it continues from
/// the trunk's end. A state that is ahead of the head without having its entry does not.
fn continues(held: &Held, pool: &Pool, trunk: &[usize], head: Option<Saved>) -> bool {
    let Chain { seq, digest, .. } = held.tail.chain;
    if head.is_some_and(|head| head.seq <= seq) {
        return false;
    }
    if let Some(number) = pool.find(digest) {
        return trunk.contains(&number);
    }
    let last = trunk.iter().rev().find_map(|number| Some((pool.lines[*number].seq()?, pool.lines[*number].digest)));
    match last {
        Some((last, digest)) => seq > last && held.trail.at(last) == Some(digest),
        None => true,
    }
}

/// Writes the reassembled journal.
struct Reassembly {
    draft: Draft,
    /// The store that the journal belongs to, if known.
    store: Option<StoreId>,
    /// The checksum of the last line taken, in its original form.
    origin: Digest,
    /// The schema of the lines being taken.
    schema: u32,
    /// True after a gap, or for lines of an older schema: further lines are sealed anew.
    resealed: bool,
    dossiers: Dossiers,
    latest: Latest,
    held: Option<Held>,
    /// True while every entry after the state's last one could be applied to it.
    held_whole: bool,
    result: Reassembled,
    lost: HashSet<u64>,
    /// The new numbers of entries of other branches by their old ones.
    renumbered: HashMap<u64, u64>,
}

impl Reassembly {
    fn new(draft: Draft, store: Option<StoreId>, held: Option<Held>) -> Reassembly {
        Reassembly {
            draft,
            store,
            origin: Digest::ZERO,
            schema: SCHEMA,
            resealed: false,
            dossiers: Dossiers::new(),
            latest: Latest::default(),
            held,
            held_whole: true,
            result: Reassembled::default(),
            lost: HashSet::new(),
            renumbered: HashMap::new(),
        }
    }

    /// Takes the lines of the trunk. A line that does not follow the one before it is preceded by a gap.
    fn take_trunk(&mut self, pool: &Pool, trunk: &[usize]) -> Result<(), Failed> {
        for number in trunk {
            let line = &pool.lines[*number];
            if line.previous != self.origin {
                self.leave_gap(line.position())?;
            }
            let taken = self.take(line)?;
            match line.place {
                Place::Journal(_) => self.result.from_journal += taken,
                Place::Newest | Place::Older => self.result.from_backup += taken,
            }
        }
        Ok(())
    }

    /// Takes a line, and returns the number of entries added for it.
    fn take(&mut self, line: &Line) -> Result<u64, Failed> {
        let taken = match &line.sort {
            Sort::Header(header) if steps_from(header.schema, STEPS).is_err() => return Err(Failed::Impossible),
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
        let entry = read_entry(&line.raw, self.schema).map_err(|_| Failed::Impossible)?;
        if entry.seq != self.draft.chain().seq + 1 {
            return Err(Failed::Impossible);
        }
        if let Some(held) = &mut self.held
            && entry.seq > held.tail.chain.seq
        {
            self.held_whole &= apply_all(&mut held.dossiers, &entry.changes).is_ok();
        }
        if apply_all(&mut self.dossiers, &entry.changes).is_ok() {
            self.latest.note(&entry.changes);
            return if self.resealed { self.add(&entry) } else { self.add_sealed(line) }.map(|()| 1);
        }
        if !self.resealed {
            return Err(Failed::Impossible);
        }
        match self.latest.fit(&mut self.dossiers, &entry.changes) {
            Some(Fitted { changes, .. }) => self.add(&Entry { changes, ..entry }).map(|()| 1),
            // It builds on lost entries, so it is lost as well.
            None => self.lose(Vec::new()).map(|()| 0),
        }
    }

    /// Adds placeholders for the lost entries before `next`; further lines are sealed anew.
    fn leave_gap(&mut self, next: u64) -> Result<(), Failed> {
        self.resealed = true;
        if self.draft.chain().segment == 0 {
            self.add_header()?;
        }
        if next - self.draft.chain().seq > WIDEST_GAP {
            return Err(Failed::Impossible);
        }
        while self.draft.chain().seq + 1 < next {
            let last = self.draft.chain().seq + 2 == next;
            let changes = if last { self.missing_plans() } else { Vec::new() };
            self.lose(changes)?;
        }
        Ok(())
    }

    /// Returns the plans that only the state has; without them, later entries about them could not be applied.
    fn missing_plans(&self) -> Vec<Change> {
        let held = self.held.iter().flat_map(|held| &held.dossiers);
        let missing = held.filter(|(id, _)| !self.dossiers.contains_key(*id));
        let import = |(id, dossier): (&PlanId, &Arc<Dossier>)| Change::Plan {
            plan: id.clone(),
            edit: Edit { before: None, after: Some(Arc::clone(&dossier.printed)) },
        };
        missing.map(import).collect()
    }

    /// Adds a placeholder for a lost entry.
    fn lose(&mut self, changes: Vec<Change>) -> Result<(), Failed> {
        let entry = rescued_entry(changes).numbered(self.draft.chain().seq + 1);
        self.lost.insert(entry.seq);
        // They were derived from the present dossiers, so they can be applied.
        let _ = apply_all(&mut self.dossiers, &entry.changes);
        self.latest.note(&entry.changes);
        self.add(&entry)
    }

    fn add(&mut self, entry: &Entry) -> Result<(), Failed> {
        let object = serde_json::to_string(entry).map_err(|_| Failed::Impossible)?;
        Ok(self.draft.add_object(&object, &Sort::Entry(entry.seq))?)
    }

    fn add_header(&mut self) -> Result<(), Failed> {
        let mut chain = self.draft.chain();
        chain.store = chain.store.or(self.store);
        let header = Header::after(chain);
        let object = serde_json::to_string(&header).map_err(|_| Failed::Impossible)?;
        Ok(self.draft.add_object(&object, &Sort::Header(header))?)
    }

    fn add_sealed(&mut self, line: &Line) -> Result<(), Failed> {
        let mut chain = self.draft.chain();
        let sort = chain.follow(&line.raw).map_err(|_| Failed::Impossible)?;
        Ok(self.draft.add(&line.raw, &sort, chain)?)
    }

    /// Adds the changes that the state had of lost entries. `last` is the number of the last entry known to have
    /// existed.
    fn finish_trunk(&mut self, last: u64) -> Result<(), Failed> {
        let reached = self.draft.chain().seq;
        if let Some(held) = self.held.take() {
            let seq = held.tail.chain.seq;
            let had = self.lost.iter().any(|lost| *lost <= seq) || reached < seq;
            if had && self.held_whole {
                self.add_held(seq, &held.dossiers)?;
            }
        }
        if self.draft.chain().seq < last {
            self.leave_gap(last + 1)?;
            self.result.data_whole = false;
        }
        Ok(())
    }

    /// Adds the entries of other branches after the trunk.
    fn join(&mut self, pool: &Pool, branches: &[usize]) -> Result<(), Failed> {
        for number in branches {
            let line = &pool.lines[*number];
            let entry = read_entry(&line.raw, self.schema).map_err(|_| Failed::Impossible)?;
            self.join_entry(entry)?;
        }
        if !self.result.joined.is_empty() {
            let marker = own_entry(JOINED, Vec::new()).numbered(self.draft.chain().seq + 1);
            self.add(&marker)?;
        }
        Ok(())
    }

    fn join_entry(&mut self, entry: Entry) -> Result<(), Failed> {
        let was = entry.seq;
        let undoes = entry.undoes.map(|seq| self.renumbered.get(&seq).copied().unwrap_or(seq));
        let Entry { at, who, what, .. } = entry.clone();
        let mut joined = Joined { was, now: None, at, who, what, set_otherwise: Vec::new() };
        if let Some(Fitted { changes, bridged }) = self.latest.fit(&mut self.dossiers, &entry.changes) {
            let seq = self.draft.chain().seq + 1;
            joined.set_otherwise = bridged.iter().map(|change| change.record().to_string()).collect();
            joined.now = Some(seq);
            self.renumbered.insert(was, seq);
            self.add(&Entry { seq, undoes, changes, ..entry })?;
        }
        self.result.joined.push(joined);
        Ok(())
    }

    /// Waits until the new journal is on disk.
    fn finish(mut self, foreign: Vec<(String, u64)>) -> Result<Reassembled, Failed> {
        let chain = self.draft.chain();
        let nothing_left = self.dossiers.is_empty() && !self.lost.is_empty();
        if chain.segment == 0 || nothing_left {
            return Err(Failed::Impossible);
        }
        self.draft.finish()?;
        (self.result.lost, self.result.foreign) = (runs(self.lost), foreign);
        Ok(self.result)
    }

    fn add_held(&mut self, seq: u64, dossiers: &Dossiers) -> Result<(), Failed> {
        self.leave_gap(seq.max(self.draft.chain().seq))?;
        let changes = between(&self.dossiers, dossiers);
        self.result.data_whole = true;
        if self.draft.chain().seq < seq {
            return self.lose(changes);
        }
        self.dossiers.clone_from(dossiers);
        let entry = rescued_entry(changes).numbered(self.draft.chain().seq + 1);
        if entry.changes.is_empty() { Ok(()) } else { self.add(&entry) }
    }
}

/// Returns the numbers in order, as first and last of each run.
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
