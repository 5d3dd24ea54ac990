//! The state on disk: the present value of every record, in sled, so that opening a store need not read its history.
//!
//! The state is a cache of the journal, so it is not synced at every save: what a crash removes is replayed from the
//! journal at the next opening, and a damaged state is rebuilt. What matters is to detect damage. sled applies a batch
//! completely or not at all, and each batch contains the records of one entry and the [`Mark`]: the journal's tail, the
//! number of records, and the exclusive-or of their checksums. Records that are lost, superfluous or outdated do not
//! agree with the mark.
//!
//! The journal's [trail](Trail) is stored beside sled's files. It shows whether a journal without the state's last
//! entry is the state's own, cut short, or another one. It is not in sled, which would need 300 bytes of memory for
//! each record of 40.
//!
//! The cost, measured by `benches/store.rs` as the time of a save relative to an append with `fdatasync` alone: 1.3 as
//! it is, 1.4 with a batch of sled at every save, 2.2 with a flush of sled at every save.
//!
//! All calls into sled are guarded against its panics, including closing it, and no sled type leaves this module.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::checked::Checked;
use super::evidence::Compared;
use super::journal::line::Digest;
use super::journal::{Tail, Trail};
use super::kept_trail::KeptTrail;
use super::quiet::guarded;
use super::record::{self, Assembly, MARK, Writes};
use super::{Reason, files};
use crate::parallel::streamed;
use crate::plan::dossier::Dossiers;
use crate::plan::{Change, Office};

/// The memory for sled's page cache in bytes. The state of a dozen plans fits.
const CACHE_BYTES: u64 = 16 << 20;
/// The maximum number of entries that are gathered for one batch; after a kill, the next opening replays them.
const GATHERED: u32 = 128;
/// The maximum number of entries between flushes; after a power cut, the next opening replays them.
const FLUSH_EVERY: u32 = 512;
/// The maximum number of plans that wait, read from sled, to be put together.
const PLANS_AHEAD: usize = 16;
/// The maximum wait for sled's file lock. The store's own lock excludes other processes, but sled's threads release a
/// database only a little after it was closed.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// The record that describes the state.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Mark {
    /// The last line of the journal that was applied.
    tail: Tail,
    /// The number of records.
    count: u64,
    /// The exclusive-or of the checksums of all records.
    sum: u64,
    /// The journal's files that were found sound.
    #[serde(default)]
    checked: Vec<Checked>,
    /// The backup that was compared with the journal.
    #[serde(default)]
    compared: Option<Compared>,
}

/// The state, open.
pub(super) struct State {
    /// `None` while it is being closed.
    db: Option<sled::Db>,
    trail: KeptTrail,
    /// The mark in sled.
    mark: Mark,
    /// The last line of the journal that was applied, be it in sled or gathered.
    tail: Tail,
    /// The writes that sled does not have yet, and the number of their entries.
    gathered: (Writes, u32),
    unflushed: u32,
    is_older: bool,
}

impl State {
    /// Opens the state in `folder` and reads all of it, comparing every checksum.
    ///
    /// # Errors
    /// The reason why it is unusable, including any panic of sled.
    pub(super) fn open(folder: &Path) -> Result<(State, Dossiers, Tail), Reason> {
        drop_half_written_snapshots(folder).map_err(words)?;
        guarded(|| {
            let (db, trail) = (open_sled(folder)?, KeptTrail::open(folder).map_err(words)?);
            let (mark, Loaded { dossiers, is_older, .. }) = load(&db)?;
            let tail = mark.tail;
            let has_trail = tail.chain.seq == 0 || trail.at(tail.chain.seq).is_some();
            let is_older = is_older || !has_trail;
            let gathered = Default::default();
            Ok((State { db: Some(db), trail, mark, tail, gathered, unflushed: 0, is_older }, dossiers, tail))
        })?
    }

    /// Creates a state with these dossiers in a new folder and flushes it. `trail` is the trail of the journal up to
    /// `tail`.
    pub(super) fn create(folder: &Path, dossiers: &Dossiers, tail: Tail, trail: &Trail) -> Result<State, Reason> {
        files::make_folder(folder).map_err(words)?;
        guarded(|| {
            let mut mark = Mark { tail, count: 0, sum: 0, checked: Vec::new(), compared: None };
            let db = open_sled(folder)?;
            let mut writes = Writes::new();
            record::write_office(dossiers.office(), &mut writes)?;
            db.apply_batch(batch(&db, writes, &mut mark)?).map_err(words)?;
            for dossier in dossiers.values() {
                let mut writes = Writes::new();
                record::write_dossier(dossier, &mut writes)?;
                db.apply_batch(batch(&db, writes, &mut mark)?).map_err(words)?;
            }
            let kept = KeptTrail::open(folder).map_err(words)?;
            kept.fill(trail).map_err(words)?;
            let gathered = Default::default();
            let mut state = State { db: Some(db), trail: kept, mark, tail, gathered, unflushed: 1, is_older: false };
            // The mark comes last: an unfinished state has none and can't be taken for a complete one.
            state.write(Writes::new())?;
            state.flush_now()?;
            Ok(state)
        })?
    }

    /// Applies an entry. It reaches sled with others, since sled writes each batch to its file at once, in the way of the
    /// journal's next line; and the disk with a later flush.
    pub(super) fn apply(&mut self, tail: Tail, changes: &[Change]) -> Result<(), Reason> {
        guarded(|| {
            self.trail.note(tail.chain.seq, tail.chain.digest);
            let replaces_text = changes.iter().any(|change| matches!(change, Change::Plan { .. }));
            if replaces_text {
                self.hand_over()?;
            }
            let mut writes = Writes::new();
            for change in changes {
                self.replace_plan(change, &mut writes)?;
                record::write_change(change, &mut writes)?;
            }
            self.gathered.0.append(&mut writes);
            self.gathered.1 += 1;
            self.tail = tail;
            self.unflushed += 1;
            if self.unflushed >= FLUSH_EVERY {
                return self.flush_now();
            }
            if replaces_text || self.gathered.1 >= GATHERED { self.hand_over() } else { Ok(()) }
        })?
    }

    /// Returns the last line of the journal that was applied.
    pub(super) fn tail(&self) -> Tail {
        self.tail
    }

    /// Returns the checksum of an entry that was applied, if known.
    pub(super) fn digest_at(&self, seq: u64) -> Option<Digest> {
        self.trail.at(seq).filter(|_| seq <= self.tail.chain.seq)
    }

    /// Returns the known checksums of all entries that were applied.
    pub(super) fn trail(&mut self) -> Result<Trail, Reason> {
        self.trail.up_to(self.tail.chain.seq).map_err(words)
    }

    /// Returns true if records have a version that is no longer written, or if the trail is missing.
    pub(super) fn is_older(&self) -> bool {
        self.is_older
    }

    /// Returns the journal's files that were found sound.
    pub(super) fn checked(&self) -> &[Checked] {
        &self.mark.checked
    }

    /// Returns the backup that was compared with the journal.
    pub(super) fn compared(&self) -> Option<&Compared> {
        self.mark.compared.as_ref()
    }

    /// Stores the present place of the state's last entry in the journal, the files found sound, and the backup that
    /// was compared.
    pub(super) fn remember(
        &mut self,
        tail: Tail,
        checked: Vec<Checked>,
        compared: Option<Compared>,
    ) -> Result<(), Reason> {
        guarded(|| {
            (self.mark.checked, self.mark.compared) = (checked, compared);
            self.tail = tail;
            self.unflushed += 1;
            let (writes, _) = std::mem::take(&mut self.gathered);
            self.write(writes)
        })?
    }

    /// Waits until everything applied is on disk.
    pub(super) fn flush(&mut self) -> Result<(), Reason> {
        guarded(|| self.flush_now())?
    }

    fn flush_now(&mut self) -> Result<(), Reason> {
        if self.unflushed > 0 {
            self.hand_over()?;
            // After a power cut the state must not be ahead of its trail.
            self.trail.sync().map_err(words)?;
            self.db()?.flush().map_err(words)?;
            self.unflushed = 0;
        }
        Ok(())
    }

    /// Hands what was gathered over to sled.
    fn hand_over(&mut self) -> Result<(), Reason> {
        match std::mem::take(&mut self.gathered) {
            (_, 0) => Ok(()),
            (writes, _) => self.write(writes),
        }
    }

    fn db(&self) -> Result<&sled::Db, Reason> {
        self.db.as_ref().ok_or(Reason::Absent)
    }

    /// For a change of a plan's text, removes all of its old records and adds the new ones.
    fn replace_plan(&self, change: &Change, writes: &mut Writes) -> Result<(), Reason> {
        let Change::Plan { plan, edit } = change else { return Ok(()) };
        for key in self.db()?.range(record::range_of_text(plan)).keys() {
            writes.insert(key.map_err(words)?.to_vec(), None);
        }
        for (key, value) in writes.iter_mut() {
            if record::is_of_text(key, plan) {
                *value = None;
            }
        }
        match &edit.after {
            Some(after) => record::write_text(after, writes),
            None => Ok(()),
        }
    }

    fn write(&mut self, writes: Writes) -> Result<(), Reason> {
        self.trail.write().map_err(words)?;
        let mut mark = Mark { tail: self.tail, ..self.mark.clone() };
        let db = self.db()?;
        let mut batch = batch(db, writes, &mut mark)?;
        let json = serde_json::to_vec(&mark).map_err(words)?;
        batch.insert(MARK, record::wrap(MARK, self.tail.chain.seq, &json).1);
        db.apply_batch(batch).map_err(words)?;
        self.mark = mark;
        Ok(())
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // What can't be flushed is replayed from the journal at the next opening. sled flushes once more when it is
        // closed, and panics if it can't.
        let _ = self.flush();
        let db = self.db.take();
        let _ = guarded(|| drop(db));
    }
}

fn words(error: impl std::fmt::Display) -> Reason {
    Reason::Engine(error.to_string())
}

/// Returns the batch that writes some records, and updates `mark` to describe the result.
fn batch(db: &sled::Db, writes: Writes, mark: &mut Mark) -> Result<sled::Batch, Reason> {
    let mut batch = sled::Batch::default();
    for (key, content) in writes {
        if let Some(old) = db.get(&key).map_err(words)? {
            mark.count = mark.count.wrapping_sub(1);
            mark.sum ^= record::unwrap(&key, &old)?.digest;
        }
        let Some(content) = content else {
            batch.remove(key);
            continue;
        };
        let (digest, value) = record::wrap(&key, mark.tail.chain.seq, &content);
        mark.count = mark.count.wrapping_add(1);
        mark.sum ^= digest;
        batch.insert(key, value);
    }
    Ok(batch)
}

/// Removes snapshots that sled was killed while writing: sled 0.34.7 takes them for complete ones and then refuses to
/// open. Its log has their content as well.
fn drop_half_written_snapshots(folder: &Path) -> std::io::Result<()> {
    let Ok(listing) = fs::read_dir(folder) else { return Ok(()) };
    for file in listing {
        let file = file?;
        let name = file.file_name();
        if name.to_str().is_some_and(|name| name.starts_with("snap.") && name.ends_with(".generating")) {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

fn open_sled(folder: &Path) -> Result<sled::Db, Reason> {
    // sled's own flusher is off: its fsyncs would delay those of the journal.
    let config = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES).flush_every_ms(None);
    let began = Instant::now();
    loop {
        match config.open() {
            Err(sled::Error::Io(e)) if e.to_string().contains("acquire lock") && began.elapsed() < LOCK_PATIENCE => {
                std::thread::sleep(Duration::from_millis(1));
            }
            other => return other.map_err(words),
        }
    }
}

/// The records of one plan as key and value.
type Batch = Vec<(sled::IVec, sled::IVec)>;

/// The sum over the records of some plans.
#[derive(Default)]
struct Loaded {
    /// The number of records.
    count: u64,
    /// The exclusive-or of their checksums.
    sum: u64,
    /// True if any of them has a version that is no longer written.
    is_older: bool,
    dossiers: Dossiers,
}

/// Reads every record. One thread reads them from sled, plan by plan; the others compare checksums and put the plans
/// together, which takes longer.
fn load(db: &sled::Db) -> Result<(Mark, Loaded), Reason> {
    let (mark, loaded) = streamed(PLANS_AHEAD, |send| hand_out(db, send), assembled).map_err(words)?;
    let mut all = Loaded::default();
    for part in loaded.into_iter().collect::<Result<Vec<_>, _>>()? {
        all.count += part.count;
        all.sum ^= part.sum;
        all.is_older |= part.is_older;
        // The records of the office are consecutive, so they are all in one part.
        if *part.dossiers.office() != Office::default() {
            all.dossiers.take_in_office(part.dossiers.office().clone());
        }
        for (plan, dossier) in part.dossiers {
            all.dossiers.insert(plan, dossier);
        }
    }
    let mark = mark?.ok_or(Reason::Empty)?;
    if (mark.count, mark.sum) != (all.count, all.sum) {
        return Err(Reason::Unequal);
    }
    Ok((mark, all))
}

/// Sends the records of each plan, and returns the mark. Ends early once nobody receives them.
fn hand_out(db: &sled::Db, send: &dyn Fn(Batch) -> bool) -> Result<Option<Mark>, Reason> {
    let mut mark = None;
    let mut batch = Batch::new();
    for record in db.iter() {
        let (key, value) = record.map_err(words)?;
        if *key == *MARK {
            mark = Some(serde_json::from_slice(record::unwrap(&key, &value)?.content).map_err(words)?);
            continue;
        }
        let other_plan = batch.last().is_some_and(|(last, _)| record::plan_of(last) != record::plan_of(&key));
        if other_plan && !send(std::mem::take(&mut batch)) {
            return Ok(mark);
        }
        batch.push((key, value));
    }
    // If nobody receives it, a worker has failed and returns the reason.
    let _ = send(batch);
    Ok(mark)
}

/// Puts plans together from their records until there are no more.
fn assembled(next: &dyn Fn() -> Option<Batch>) -> Result<Loaded, Reason> {
    let mut loaded = Loaded::default();
    let mut assembly = Assembly::default();
    while let Some(batch) = next() {
        for (key, value) in batch {
            let record = record::unwrap(&key, &value)?;
            loaded.count += 1;
            loaded.sum ^= record.digest;
            loaded.is_older |= record.is_older();
            assembly.add(&key, &record)?;
        }
    }
    loaded.dossiers = assembly.finish()?;
    Ok(loaded)
}
