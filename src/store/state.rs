//! The state on disk: every record as it is now, in sled, so that opening a store need not read its history.
//!
//! The state is a cache of the journal and never the only place of anything. So it is not synced at every save:
//! what a crash takes from it is read from the journal at the next opening, and a state that is damaged is made
//! anew. What matters is to notice. One batch, which sled applies whole or not at all, writes the records of one
//! entry and the [`Mark`]: the journal's tail, how many records there are, and the exclusive-or of their
//! checksums. A record lost, left over or of another time can't agree with that.
//!
//! Beside sled's files lies the journal's [trail](Trail), by which the state can tell whether a journal that does not
//! have its last entry is its own, cut short, or another one. It is not in sled, which keeps 300 bytes in memory for
//! each entry of 40.
//!
//! The gain, measured by `benches/store.rs` as the time of a save in bare appends with `fdatasync`: 1.2 as
//! it is, 1.5 with sled's own flusher on, 2.2 with a flush of sled at every save.
//!
//! All calls into sled are guarded against its panics, closing it included, and no sled type leaves this module.

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

/// Memory that sled may use for pages, in bytes. The state of a dozen plans fits.
const CACHE_BYTES: u64 = 16 << 20;
/// The most entries that are kept from the disk until the state is flushed: a kill makes the next opening replay them.
const FLUSH_EVERY: u32 = 512;
/// The most plans that have been taken from sled and not been put together yet.
const PLANS_AHEAD: usize = 16;
/// The longest wait for sled's lock. Nobody else has it, since the store's own lock is held; but sled's threads
/// let go of a database that was just closed a little later.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// The record by which a state describes itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Mark {
    /// The last line of the journal that has been applied.
    tail: Tail,
    /// The number of records.
    count: u64,
    /// The exclusive-or of their checksums.
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
    /// `None` once it is being closed.
    db: Option<sled::Db>,
    trail: KeptTrail,
    mark: Mark,
    unflushed: u32,
    is_older: bool,
}

impl State {
    /// Opens the state in `folder` and reads all of it, every checksum compared.
    ///
    /// # Errors
    /// Why it is of no use, whatever sled did about it.
    pub(super) fn open(folder: &Path) -> Result<(State, Dossiers, Tail), Reason> {
        drop_half_written_snapshots(folder).map_err(words)?;
        guarded(|| {
            let (db, trail) = (open_sled(folder)?, KeptTrail::open(folder).map_err(words)?);
            let (mark, Loaded { dossiers, is_older, .. }) = load(&db)?;
            let tail = mark.tail;
            let has_trail = tail.chain.seq == 0 || trail.at(tail.chain.seq).is_some();
            let is_older = is_older || !has_trail;
            Ok((State { db: Some(db), trail, mark, unflushed: 0, is_older }, dossiers, tail))
        })?
    }

    /// Makes a state of these dossiers in a new folder and flushes it. `trail` is that of the journal up to `tail`.
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
            let mut state = State { db: Some(db), trail: kept, mark, unflushed: 1, is_older: false };
            // A state without a mark is none, so that one that was not finished is not taken for a whole one.
            state.write(Writes::new(), tail)?;
            state.flush_now()?;
            Ok(state)
        })?
    }

    /// Applies one entry. It reaches the disk with a later flush.
    pub(super) fn apply(&mut self, tail: Tail, changes: &[Change]) -> Result<(), Reason> {
        guarded(|| {
            self.trail.note(tail.chain.seq, tail.chain.digest).map_err(words)?;
            let mut writes = Writes::new();
            for change in changes {
                self.replace_plan(change, &mut writes)?;
                record::write_change(change, &mut writes)?;
            }
            self.write(writes, tail)?;
            self.unflushed += 1;
            if self.unflushed >= FLUSH_EVERY { self.flush_now() } else { Ok(()) }
        })?
    }

    /// The last line of the journal that has been applied.
    pub(super) fn tail(&self) -> Tail {
        self.mark.tail
    }

    /// The checksum of an entry that has been applied, if it is known.
    pub(super) fn digest_at(&self, seq: u64) -> Option<Digest> {
        self.trail.at(seq).filter(|_| seq <= self.mark.tail.chain.seq)
    }

    /// The checksums of all entries that have been applied, as far as they are known.
    pub(super) fn trail(&self) -> Result<Trail, Reason> {
        self.trail.up_to(self.mark.tail.chain.seq).map_err(words)
    }

    /// Returns true if it holds records in a form that is not written any more, or lacks its trail.
    pub(super) fn is_older(&self) -> bool {
        self.is_older
    }

    /// The journal's files that were found sound.
    pub(super) fn checked(&self) -> &[Checked] {
        &self.mark.checked
    }

    /// The backup that was compared with the journal.
    pub(super) fn compared(&self) -> Option<&Compared> {
        self.mark.compared.as_ref()
    }

    /// Remembers where the state's last entry stands in the journal, which of its files were found sound, and which
    /// backup was compared with it.
    pub(super) fn remember(
        &mut self,
        tail: Tail,
        checked: Vec<Checked>,
        compared: Option<Compared>,
    ) -> Result<(), Reason> {
        guarded(|| {
            (self.mark.checked, self.mark.compared) = (checked, compared);
            self.write(Writes::new(), tail)?;
            self.unflushed += 1;
            Ok(())
        })?
    }

    /// Brings what was applied to the disk.
    pub(super) fn flush(&mut self) -> Result<(), Reason> {
        guarded(|| self.flush_now())?
    }

    fn flush_now(&mut self) -> Result<(), Reason> {
        if self.unflushed > 0 {
            // The state must not be ahead of its trail after a power cut.
            self.trail.sync().map_err(words)?;
            self.db()?.flush().map_err(words)?;
            self.unflushed = 0;
        }
        Ok(())
    }

    fn db(&self) -> Result<&sled::Db, Reason> {
        self.db.as_ref().ok_or(Reason::Absent)
    }

    /// For a change of a plan's text: all of its old records go and the new ones come.
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

    fn write(&mut self, writes: Writes, tail: Tail) -> Result<(), Reason> {
        let mut mark = Mark { tail, ..self.mark.clone() };
        let db = self.db()?;
        let mut batch = batch(db, writes, &mut mark)?;
        let json = serde_json::to_vec(&mark).map_err(words)?;
        batch.insert(MARK, record::wrap(MARK, tail.chain.seq, &json).1);
        db.apply_batch(batch).map_err(words)?;
        self.mark = mark;
        Ok(())
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // What can't be flushed is replayed from the journal at the next opening. sled flushes once more when it is
        // closed, and panics where it can't.
        let _ = self.flush();
        let db = self.db.take();
        let _ = guarded(|| drop(db));
    }
}

fn words(error: impl std::fmt::Display) -> Reason {
    Reason::Engine(error.to_string())
}

/// The batch that writes some records, which `mark` then tells of.
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

/// sled 0.34.7 takes a snapshot that it was killed in the middle of writing for a whole one and then refuses to open.
/// Removes snapshots that were not finished; sled's log has their content as well.
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
    // sled's own flusher is left off: its fsyncs would hold up those of the journal.
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

/// The records of one plan, each with its key.
type Batch = Vec<(sled::IVec, sled::IVec)>;

/// The sum of some plans' records.
#[derive(Default)]
struct Loaded {
    /// The number of records.
    count: u64,
    /// The exclusive-or of their checksums.
    sum: u64,
    /// True if one of them is in a form that is not written any more.
    is_older: bool,
    dossiers: Dossiers,
}

/// Reads every record. One thread takes them from sled, plan by plan; the others compare checksums and put the plans
/// together, which takes longer.
fn load(db: &sled::Db) -> Result<(Mark, Loaded), Reason> {
    let (mark, loaded) = streamed(PLANS_AHEAD, |send| hand_out(db, send), assembled).map_err(words)?;
    let mut all = Loaded::default();
    for part in loaded.into_iter().collect::<Result<Vec<_>, _>>()? {
        all.count += part.count;
        all.sum ^= part.sum;
        all.is_older |= part.is_older;
        // The records of the office lie together, so one part has all of them.
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

/// Sends the records of each plan, and gives the mark back. Ends early when nobody takes them any more.
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
    // Where nobody takes it, a worker says why.
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
