//! The store: what the desk has saved, so that it is there after a crash, a kill or a power cut.
//!
//! A store is a folder (its contents are listed in `folder.rs`). Its **journal** is authoritative: an append-only list
//! of entries in plain text, each sealed with a checksum and chained to the one before. A change is saved when its
//! entry is on disk (`fdatasync`), and [`Store::append`] returns no sooner. The **state** beside it is a cache in sled
//! that makes opening quick. It may lag behind the journal, be lost or be damaged: opening compares the two, applies
//! the entries that the state lacks or rebuilds it, and reports that as [repairs](Opened::repairs).
//!
//! A damaged journal is reassembled from its intact lines, the backups that the store makes of itself, and the state;
//! `salvage.rs` has the rules.
//!
//! A store whose lock, folder or journal was replaced while it was open takes no more changes; see `ground.rs`.
//!
//! After a failed write the store takes no more changes until the journal has been cut back to its last saved line,
//! which every further save attempts.
//!
//! Opening does not read the history; [`Store::verify`] reads all of it.

mod backup;
mod backups;
mod checked;
mod difference;
mod error;
mod evidence;
mod files;
mod folder;
mod ground;
mod guard;
mod head;
mod journal;
mod kept_trail;
mod lock;
mod mend;
mod migration;
mod opening;
mod parts;
mod preview;
mod quiet;
mod record;
mod records;
mod repair;
mod salvage;
mod shared;
mod state;
mod upkeep;
mod verify;

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::plan::dossier::{Dossiers, apply_all, take_back};
use crate::plan::{Departments, LightRules};
use crate::text::Language;

pub use backup::{BackedUp, JOINED, RESCUED, RESTORED, Restored, brought_by};
pub use backups::{BackupPolicy, OwnBackup};
pub use error::{Fault, Reason, StoreError};
pub use files::private_file;
pub use guard::Danger;
pub use journal::{Appended, Digest, Entry, Journal, Line, NewEntry, Position, Wake};
pub use preview::{Counts, Holding, PlanPreview, Preview};
pub use records::Records;
pub use repair::{Joined, Reassembled, Repair};
pub use verify::{Finding, Report};

use folder::Folder;
use ground::Ground;
use head::Head;
use journal::{FolderJournal, Sort, Trail, next_header};
use lock::Lock;
use opening::{Recovered, open_or_salvage, read_only, remake_state};
use state::State;
use upkeep::Upkeep;

/// The schema of the entries that this program writes; see `migration.rs`.
pub const SCHEMA: u32 = 2;

/// The longest entry that is accepted, in bytes. The lines of a backup may have twice that, so every saved entry can be
/// restored from one.
const LONGEST_ENTRY: usize = 128 << 20;

/// The options of an open store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The backups that the store makes of itself.
    pub backups: BackupPolicy,
    /// The length in bytes from which the journal's last file is followed by a new one and compressed.
    pub segment_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { backups: BackupPolicy::default(), segment_bytes: journal::SEGMENT_BYTES }
    }
}

/// An open store, locked against other processes.
pub struct Store {
    /// The background work. Dropped first, since it uses the files of the other fields.
    upkeep: Upkeep,
    folder: Folder,
    /// `None` if it can't be kept on disk; the next opening rebuilds it.
    state: Option<State>,
    journal: FolderJournal,
    /// The journal that decides what is saved, if that is not the one in the folder, which is then a copy of it.
    shared: Option<Box<dyn Journal>>,
    head: Head,
    segment_bytes: u64,
    /// The dossiers that the journal leads to. They tell, before anything is written, that a change does not fit.
    dossiers: Dossiers,
    /// The message of the write that failed, if one did.
    stopped: Option<String>,
    /// Released last. `None` for a store that was opened for reading.
    lock: Option<Lock>,
}

/// The data of a store that has just been opened.
#[derive(Debug)]
pub struct Opened {
    /// Every dossier in its current form.
    pub dossiers: Dossiers,
    /// The repairs that opening made; normally none.
    pub repairs: Vec<Repair>,
}

impl Store {
    /// Opens the store in `dir`, which is created if there is none.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another process has the store open, [`StoreError::Damaged`] if its journal can't be
    /// followed, [`StoreError::Newer`] or [`StoreError::Older`] if it is of another schema, and errors of the system.
    pub fn open(dir: &Path) -> Result<(Store, Opened), StoreError> {
        Store::open_with(dir, Options::default())
    }

    /// Opens the store in `dir` as [`Store::open`] does, with options other than the usual ones.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn open_with(dir: &Path, options: Options) -> Result<(Store, Opened), StoreError> {
        let folder = Folder::new(dir)?;
        let lock = Lock::take(&folder.root)?;
        let mut repairs = Vec::new();
        let Recovered { journal, state, dossiers } = open_or_salvage(&folder, &mut repairs)?;
        repairs.extend(guard::exposed(&folder.root).map(|path| Repair::Exposed { path }));
        let journal = journal.with_segment_bytes(options.segment_bytes);
        let upkeep = Upkeep::new(&folder, options.backups);
        let opened = Opened { dossiers: dossiers.clone(), repairs };
        let segment_bytes = options.segment_bytes;
        let (stopped, lock) = (None, Some(lock));
        let head = Head::open(&folder.root, journal.tail().chain);
        let journal = journal.with_ground(Ground::of([folder.lock()]));
        let shared = None;
        Ok((Store { upkeep, folder, state, journal, shared, head, segment_bytes, dossiers, stopped, lock }, opened))
    }

    /// Opens the store in `dir` for reading, where it may not be written to. Another process may write to it meanwhile;
    /// the data is that of the moment of opening.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the journal can't be followed or is of another schema, and errors of the system.
    pub fn open_for_reading(dir: &Path) -> Result<(Store, Opened), StoreError> {
        let folder = Folder::new(dir)?;
        let (journal, dossiers) = read_only(&folder)?;
        let repair = Repair::ReadOnly { path: folder.root.clone() };
        let stopped = Some(repair.text(Language::En));
        let opened = Opened { dossiers: dossiers.clone(), repairs: vec![repair] };
        let upkeep = Upkeep::new(&folder, BackupPolicy { keep: 0 });
        let (state, shared, head, lock, segment_bytes) = (None, None, Head::none(), None, u64::MAX);
        Ok((Store { upkeep, folder, state, journal, shared, head, segment_bytes, dossiers, stopped, lock }, opened))
    }

    /// Changes the number of backups that are kept.
    pub fn set_backups(&mut self, policy: BackupPolicy) {
        self.upkeep.set_policy(policy);
    }

    /// Returns true if there is a store in `dir`, damaged or not.
    pub fn exists(dir: &Path) -> bool {
        Folder::new(dir).is_ok_and(|folder| folder.is_store())
    }

    /// Saves an entry and returns its number. The entry is on disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] or [`StoreError::Unwritable`] if the entry is refused; nothing has changed then. After
    /// any other error the entry is not saved, and the store takes no more until the cause is gone: each further save
    /// checks for that, and returns [`StoreError::Stopped`] until then. Once the store's folder, lock or journal has
    /// been replaced, every save returns [`StoreError::Replaced`].
    pub fn append(&mut self, entry: NewEntry) -> Result<u64, StoreError> {
        if let Some(cause) = self.stopped.as_ref().filter(|_| self.lock.is_none()) {
            return Err(StoreError::Stopped { cause: cause.clone() });
        }
        self.journal.check_ground()?;
        if let Some(cause) = &self.stopped {
            self.journal.resume().map_err(|_| StoreError::Stopped { cause: cause.clone() })?;
            self.stopped = None;
        }
        let entry = entry.numbered(self.last_seq() + 1);
        let object = written_exactly(&entry, LONGEST_ENTRY)?;
        apply_all(&mut self.dossiers, &entry.changes)?;
        if let Err(error) = self.save(&object, entry.seq) {
            if !matches!(error, StoreError::Moved) {
                self.stopped = Some(error.to_string());
            }
            take_back(&mut self.dossiers, &entry.changes)?;
            return Err(error);
        }
        self.after_save(&entry);
        Ok(entry.seq)
    }

    /// Adds an entry to the journal, after a header if a new file is due.
    fn save(&mut self, object: &str, seq: u64) -> Result<(), StoreError> {
        if self.journal.is_full() {
            let (header, sort) = next_header(&self.folder.journal(), self.journal.tail().chain)?;
            self.add(&header, &sort)?;
        }
        self.add(object, &Sort::Entry(seq))
    }

    fn add(&mut self, object: &str, sort: &Sort) -> Result<(), StoreError> {
        let (expected, line) = (self.journal.position(), self.journal.seal(object, sort));
        let decides: &mut dyn Journal = match &mut self.shared {
            Some(shared) => &mut **shared,
            None => &mut self.journal,
        };
        match decides.append(expected, &line)? {
            Appended::Moved => return Err(StoreError::Moved),
            Appended::Saved if self.shared.is_some() => drop(self.journal.add(&line.bytes)?),
            Appended::Saved => {}
        }
        Ok(())
    }

    /// Brings the state, the dossiers and the background work up to the entry just added to the journal.
    fn after_save(&mut self, entry: &Entry) {
        self.head.note(self.journal.tail().chain);
        if let Some(state) = &mut self.state
            && state.apply(self.journal.tail(), &entry.changes).is_err()
        {
            // The entry is saved all the same; the next flush or opening repairs the state.
            self.state = None;
        }
        self.upkeep.after_save(&entry.at, self.journal.tail(), &self.dossiers);
    }

    /// Makes every later save fail once the file or folder at `path` has been replaced, too.
    pub fn rely_on(&mut self, path: &Path) {
        self.journal.ground_mut().add(path.to_path_buf());
    }

    /// Sets the departments that the office entered, which take precedence over those that the program knows.
    pub fn lay_over(&mut self, registry: Arc<Departments>) {
        self.dossiers.lay_over(registry);
    }

    /// Sets the rules by which lights are set.
    pub fn light_by(&mut self, rules: LightRules) {
        self.dossiers.light_by(rules);
    }

    /// Puts plans and departments in force as of a day, now and until another day is told.
    pub fn as_of(&mut self, day: Date) {
        self.dossiers.as_of(day);
    }

    /// Returns the dossiers as the entries saved so far make them.
    pub fn dossiers(&self) -> &Dossiers {
        &self.dossiers
    }

    /// Writes the state to disk, so that the next opening has nothing to replay even after a kill, and rebuilds it if a
    /// full disk has cost it. Takes some milliseconds and is meant for idle moments. Dropping the store does the same.
    pub fn flush(&mut self) {
        if self.state.as_mut().is_some_and(|state| state.flush().is_err()) {
            self.state = None;
        }
        if self.state.is_none() && self.lock.is_some() {
            let trail = Trail::of(&self.folder.journal());
            self.state = remake_state(&self.folder, &self.dossiers, self.journal.tail(), &trail).ok();
        }
    }

    /// Returns a reader of the history up to now, which can be used while this store goes on saving.
    pub fn records(&self) -> Records {
        Records { journal: self.folder.journal(), tail: self.journal.tail() }
    }

    /// Returns the whole history, oldest entry first. Every line is checked.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first line that has been altered.
    pub fn history(&self) -> Result<Vec<Entry>, StoreError> {
        self.records().all()
    }

    /// Returns the entries from the newest to the oldest. Each is read and checked when it is asked for.
    pub fn newest(&self) -> impl Iterator<Item = Result<Entry, StoreError>> + use<> {
        self.records().newest()
    }

    /// Returns the last `n` entries, newest first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if one of them has been altered.
    pub fn last(&self, n: usize) -> Result<Vec<Entry>, StoreError> {
        self.newest().take(n).collect()
    }

    /// Returns the number of the last entry; 0 if there is none.
    pub fn last_seq(&self) -> u64 {
        self.journal.tail().chain.seq
    }

    /// Returns the path of the store's folder.
    pub fn path(&self) -> &Path {
        &self.folder.root
    }

    /// Writes a backup: every line of the journal, each checked, and an end line. From a damaged line on, the lines are
    /// replaced by one entry that leads to the current data.
    ///
    /// # Errors
    /// Errors of the system.
    pub fn export_lines(&self, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        backup::export(&self.folder, Some(self.last_seq()), |_| Ok(Some(self.dossiers.clone())), out)
    }

    /// Writes a backup of a store that is not open, and that perhaps can't be opened. The backup is that of
    /// [`Store::export_lines`] as long as the state is sound.
    ///
    /// [`StoreError::Damaged`] names the first damaged line if no state holds more than the lines before it; those have
    /// been written to `out` and can be given to [`Store::restore`]. [`StoreError::Busy`] if there is damage and
    /// another process has the state open.
    pub fn rescue(dir: &Path, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        let folder = Folder::new(dir)?;
        backup::export(&folder, None, |known| backup::held(&folder, known), out)
    }

    /// Returns the backups that the store in `dir` has made of itself, the latest last.
    ///
    /// # Errors
    /// Errors of the system; a missing folder is one.
    pub fn own_backups(dir: &Path) -> Result<Vec<OwnBackup>, StoreError> {
        Ok(backups::own(&Folder::new(dir)?))
    }

    /// Reads a backup as [`Store::restore`] does, and returns the number of its entries.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first bad line, or the end line if that is missing.
    pub fn check_backup(backup: &mut dyn BufRead) -> Result<u64, StoreError> {
        backup::check(backup)
    }

    /// Replaces the store in `dir` by the contents of a backup. The replaced store is kept in the folder
    /// `before-restore-<time>` within it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the backup's first bad line; the store is unchanged then. A backup that only ends
    /// early is accepted, and reported as a repair.
    pub fn restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
        backup::restore(dir, backup)
    }

    /// Replaces this store by the contents of a backup, as [`Store::restore`] does, and keeps it open and locked.
    ///
    /// # Errors
    /// Those of [`Store::restore`]. After an error that is not the backup's, the store is read-only until it is
    /// reopened.
    pub fn replace(&mut self, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
        let read = backup::draft(&self.folder, backup)?;
        self.exchange(read)
    }

    /// Undoes the latest restore, as [`Store::undo_restore`] does, and keeps the store open and locked.
    ///
    /// # Errors
    /// Those of [`Store::undo_restore`].
    pub fn replace_back(&mut self) -> Result<Restored, StoreError> {
        let kept = self.folder.latest_before_restore()?;
        let read = backup::draft_of(&self.folder, &kept)?;
        let restored = self.exchange(read)?;
        files::remove_folder(&kept)?;
        Ok(restored)
    }

    fn exchange(&mut self, read: backup::Read) -> Result<Restored, StoreError> {
        let (restored, _) = self.with_files_closed(|folder| backup::put_in_place(folder, read))?;
        backup::back_up_replaced(&self.folder, self.journal.tail().chain, &self.dossiers);
        Ok(restored)
    }

    /// Mends this store, as [`Store::mend`] does, and keeps it open and locked.
    ///
    /// # Errors
    /// Those of [`Store::mend`].
    pub fn mend_open(&mut self) -> Result<Vec<Repair>, StoreError> {
        self.with_files_closed(mend::mend_files).map(|(repairs, _)| repairs)
    }

    /// Closes the store's files, calls `work`, and opens them again even if that failed. The second value is the
    /// repairs made when opening them.
    fn with_files_closed<T>(
        &mut self,
        work: impl FnOnce(&Folder) -> Result<T, StoreError>,
    ) -> Result<(T, Vec<Repair>), StoreError> {
        if self.lock.is_none() {
            return Err(StoreError::Stopped { cause: self.stopped.clone().unwrap_or_default() });
        }
        if self.shared.is_some() {
            return Err(StoreError::Shared);
        }
        // Background work that was begun on this journal must not be written to the one that replaces it.
        self.upkeep.begin_anew();
        let (registry, lights) = (Arc::clone(self.dossiers.registry()), self.dossiers.light_rules());
        let day = self.dossiers.day();
        // sled must have closed the state before it can be opened again.
        self.state = None;
        let outcome = work(&self.folder);
        let mut repairs = Vec::new();
        match open_or_salvage(&self.folder, &mut repairs) {
            Ok(Recovered { journal, state, dossiers }) => {
                let journal = journal.with_segment_bytes(self.segment_bytes);
                self.head = Head::open(&self.folder.root, journal.tail().chain);
                let ground = std::mem::take(self.journal.ground_mut());
                let journal = journal.with_ground(ground);
                (self.journal, self.state, self.dossiers, self.stopped) = (journal, state, dossiers, None);
                self.dossiers.lay_over(registry);
                self.dossiers.light_by(lights);
                self.dossiers.as_of(day);
                outcome.map(|done| (done, repairs))
            }
            Err(error) => {
                self.stopped = Some(error.to_string());
                outcome.and(Err(error))
            }
        }
    }

    /// Checks this store as [`Store::verify`] does, its state included.
    ///
    /// # Errors
    /// Errors of the system; damage is in the report.
    pub fn verify_open(&mut self) -> Result<Report, StoreError> {
        self.flush();
        self.upkeep.begin_anew();
        verify::verify_open(&self.folder)
    }

    /// Returns the changes that restoring a backup would make to the store in `dir`, and makes none. The store may be
    /// open meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the backup's first bad line.
    pub fn preview_restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Preview, StoreError> {
        preview::of_restore(dir, backup)
    }

    /// Brings back the store that the latest restore replaced. The current one is kept, so that this can be undone in
    /// the same way.
    ///
    /// # Errors
    /// [`StoreError::NothingKept`] if no restore has replaced anything; [`StoreError::Damaged`] if the store that it
    /// replaced is damaged. The store is unchanged then.
    pub fn undo_restore(dir: &Path) -> Result<Restored, StoreError> {
        backup::undo_restore(dir)
    }

    /// Returns the changes that [`Store::undo_restore`] would make.
    ///
    /// # Errors
    /// [`StoreError::NothingKept`] if no restore has replaced anything.
    pub fn preview_undo(dir: &Path) -> Result<Preview, StoreError> {
        preview::of_undo(dir)
    }

    /// Mends the store in `dir` and returns the repairs: those of opening it, and those that opening leaves undone,
    /// namely a damaged history, permissions, left-over files and compressed files that only plandesk can read.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if it can't be mended, [`StoreError::Busy`], and errors of the system.
    pub fn mend(dir: &Path) -> Result<Vec<Repair>, StoreError> {
        mend::mend(dir)
    }

    /// Checks the store in `dir` and changes nothing: reads the whole journal and all backups, compares the state with
    /// the journal unless the store is open, and looks at the files.
    ///
    /// # Errors
    /// Errors of the system; damage is in the report.
    pub fn verify(dir: &Path) -> Result<Report, StoreError> {
        verify::verify(dir)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.folder.root).field("last_seq", &self.last_seq()).finish()
    }
}

/// Returns the entry as JSON, once it is certain that it reads back as the same and has at most `most` bytes.
fn written_exactly(entry: &Entry, most: usize) -> Result<String, StoreError> {
    let unwritable = || StoreError::Unwritable { what: entry.what.clone() };
    let object = serde_json::to_string(entry).map_err(|_| unwritable())?;
    if object.len() > most {
        return Err(StoreError::TooLong { what: entry.what.clone(), bytes: object.len(), most });
    }
    let read: Entry = serde_json::from_str(&object).map_err(|_| unwritable())?;
    if read == *entry { Ok(object) } else { Err(unwritable()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_too_long_for_a_backup_is_refused() {
        let entry = Entry { what: "x".repeat(100), ..Entry::default() };
        let length = written_exactly(&entry, usize::MAX).unwrap().len();
        assert!(written_exactly(&entry, length).is_ok());
        let error = written_exactly(&entry, length - 1).unwrap_err();
        assert!(matches!(error, StoreError::TooLong { .. }), "{error:?}");
    }
}
