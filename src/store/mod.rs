//! The store: what the desk has saved, so that it is there after a crash, a kill or a power cut.
//!
//! A store is a folder (its contents are listed in `folder.rs`). Its **journal** is the truth: an
//! append-only list of entries in plain text, each sealed with a checksum and chained to the one before. A change is
//! saved when its entry is on disk (`fdatasync`), and [`Store::append`] returns no sooner. The **state** beside it is a
//! cache in sled, for opening quickly. It may lag behind, be lost or be damaged: opening compares it with the
//! journal, applies what it lacks, or makes it anew, and says so in the [account](Opened::account).
//!
//! A journal that is damaged and can't be followed is put together again from its intact lines, the backups that the
//! store makes of itself, and the state; `salvage.rs` has the rules.
//!
//! A store whose lock, folder or journal was replaced under it takes no more changes; see `ground.rs`.
//!
//! After a write that failed the store takes no more changes until the journal could be cut back to its last saved
//! line, which each further save tries.
//!
//! History is not read at opening; [`Store::verify`] reads all of it.

mod account;
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
mod salvage;
mod shared;
mod state;
mod upkeep;
mod verify;

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use crate::plan::dossier::{Dossiers, apply_all, take_back};
use crate::plan::{Departments, LightRules};
use crate::text::Language;

pub use account::{Joined, PutTogether, Repair};
pub use backup::{BackedUp, JOINED, RESCUED, RESTORED, Restored, brought_by};
pub use backups::{BackupPolicy, OwnBackup};
pub use error::{Fault, Reason, StoreError};
pub use files::private_file;
pub use guard::Danger;
pub use journal::{Appended, Digest, Entry, Journal, Line, NewEntry, Position, Wake};
pub use preview::{Counts, Holding, PlanPreview, Preview};
pub use records::Records;
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

/// The longest entry that is taken, in bytes: what is saved must come back from a backup, whose lines may have twice
/// that.
const LONGEST_ENTRY: usize = 128 << 20;

/// Options for keeping a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The backups that it makes of itself.
    pub backups: BackupPolicy,
    /// A new file of the journal is begun, and the one before compressed, when the last one is at least this long, in
    /// bytes.
    pub segment_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { backups: BackupPolicy::default(), segment_bytes: journal::SEGMENT_BYTES }
    }
}

/// A store, open and locked against other processes.
pub struct Store {
    /// Ended first, since it works on the files of the rest.
    upkeep: Upkeep,
    folder: Folder,
    /// `None` when it can't be kept on disk; the next opening makes it anew.
    state: Option<State>,
    journal: FolderJournal,
    /// The journal that decides what is saved, where it is not the folder's own; the folder's is then a copy of it.
    shared: Option<Box<dyn Journal>>,
    head: Head,
    segment_bytes: u64,
    /// The dossiers that the journal leads to, by which a change that does not fit is refused before it is written.
    dossiers: Dossiers,
    /// The write that failed, if one did.
    stopped: Option<String>,
    /// Let go last. `None` for a store that may only be read.
    lock: Option<Lock>,
}

/// The data of a store that was opened.
#[derive(Debug)]
pub struct Opened {
    /// Every dossier as it is now.
    pub dossiers: Dossiers,
    /// Everything that had to be mended; normally empty.
    pub account: Vec<Repair>,
}

impl Store {
    /// Opens the store in `dir`; makes it when there is none.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process has it, [`StoreError::Damaged`] when the journal can't be followed,
    /// [`StoreError::Newer`] and [`StoreError::Older`] for other schemas, and failures of the system.
    pub fn open(dir: &Path) -> Result<(Store, Opened), StoreError> {
        Store::open_with(dir, Options::default())
    }

    /// Opens the store in `dir` as [`Store::open`] does, to be kept in another way than usual.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn open_with(dir: &Path, options: Options) -> Result<(Store, Opened), StoreError> {
        let folder = Folder::new(dir)?;
        let lock = Lock::take(&folder.root)?;
        let mut account = Vec::new();
        let Recovered { journal, state, dossiers } = open_or_salvage(&folder, &mut account)?;
        account.extend(guard::exposed(&folder.root).map(|path| Repair::Exposed { path }));
        let journal = journal.with_segment_bytes(options.segment_bytes);
        let upkeep = Upkeep::new(&folder, options.backups);
        let opened = Opened { dossiers: dossiers.clone(), account };
        let segment_bytes = options.segment_bytes;
        let (stopped, lock) = (None, Some(lock));
        let head = Head::open(&folder.root, journal.tail().chain);
        let journal = journal.with_ground(Ground::of([folder.lock()]));
        let shared = None;
        Ok((Store { upkeep, folder, state, journal, shared, head, segment_bytes, dossiers, stopped, lock }, opened))
    }

    /// Opens the store in `dir` for reading alone, where it may not be written to. Nothing keeps another process from
    /// writing to it meanwhile; what is read is what it held at this moment.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the journal can't be followed or is of another schema, and failures of the system.
    pub fn open_for_reading(dir: &Path) -> Result<(Store, Opened), StoreError> {
        let folder = Folder::new(dir)?;
        let (journal, dossiers) = read_only(&folder)?;
        let repair = Repair::ReadOnly { path: folder.root.clone() };
        let stopped = Some(repair.text(Language::En));
        let opened = Opened { dossiers: dossiers.clone(), account: vec![repair] };
        let upkeep = Upkeep::new(&folder, BackupPolicy { keep: 0 });
        let (state, shared, head, lock, segment_bytes) = (None, None, Head::none(), None, u64::MAX);
        Ok((Store { upkeep, folder, state, journal, shared, head, segment_bytes, dossiers, stopped, lock }, opened))
    }

    /// Keeps another number of backups from now on.
    pub fn set_backups(&mut self, policy: BackupPolicy) {
        self.upkeep.set_policy(policy);
    }

    /// Returns true if there is a store in `dir`, sound or not; opening makes one where there is none.
    pub fn exists(dir: &Path) -> bool {
        Folder::new(dir).is_ok_and(|folder| folder.is_store())
    }

    /// Saves one entry and gives its number. When this returns, the entry is on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] or [`StoreError::Unwritable`] when the entry is refused: nothing has happened then.
    /// After any other error the entry is not saved, and the store takes no more until its cause is gone: the next
    /// save tries again whether there is room, and gives [`StoreError::Stopped`] as long as there is none.
    /// [`StoreError::Replaced`] comes of every save once the store's folder, lock or journal is another one.
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

    /// Adds an entry to the journal, and a header before it where a new file is due.
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

    /// Brings what else is kept up to the entry that the journal has just got.
    fn after_save(&mut self, entry: &Entry) {
        self.head.note(self.journal.tail().chain);
        if let Some(state) = &mut self.state
            && state.apply(self.journal.tail(), &entry.changes).is_err()
        {
            // The entry is saved all the same; the next flush or opening mends the state.
            self.state = None;
        }
        self.upkeep.after_save(&entry.at, self.journal.tail(), &self.dossiers);
    }

    /// Stops saving, too, once the file or folder at `path` has been replaced.
    pub fn rely_on(&mut self, path: &Path) {
        self.journal.ground_mut().add(path.to_path_buf());
    }

    /// Lays the departments that the office entered over those that the program knows, now and from now on.
    pub fn lay_over(&mut self, registry: Arc<Departments>) {
        self.dossiers.lay_over(registry);
    }

    /// Sets the rules by which the office sets its lights, now and from now on.
    pub fn light_by(&mut self, rules: LightRules) {
        self.dossiers.light_by(rules);
    }

    /// The dossiers as the entries kept so far make them.
    pub fn dossiers(&self) -> &Dossiers {
        &self.dossiers
    }

    /// Brings the state to the disk, so that the next opening has nothing to replay even after a kill, and makes it
    /// anew if it was lost to a full disk. Costs some milliseconds; meant for when nobody is waiting. Dropping the
    /// store brings it to the disk as well.
    pub fn flush(&mut self) {
        if self.state.as_mut().is_some_and(|state| state.flush().is_err()) {
            self.state = None;
        }
        if self.state.is_none() && self.lock.is_some() {
            let trail = Trail::of(&self.folder.journal());
            self.state = remake_state(&self.folder, &self.dossiers, self.journal.tail(), &trail).ok();
        }
    }

    /// The history as it is now, to be read while this store saves on.
    pub fn records(&self) -> Records {
        Records { journal: self.folder.journal(), tail: self.journal.tail() }
    }

    /// The whole history, oldest first, every line checked.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first line that is not as it was written.
    pub fn history(&self) -> Result<Vec<Entry>, StoreError> {
        self.records().all()
    }

    /// Entries from the newest to the oldest, read as they are asked for and each checked.
    pub fn newest(&self) -> impl Iterator<Item = Result<Entry, StoreError>> + use<> {
        self.records().newest()
    }

    /// The last `n` entries, newest first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one of them is not as it was written.
    pub fn last(&self, n: usize) -> Result<Vec<Entry>, StoreError> {
        self.newest().take(n).collect()
    }

    /// The number of the last entry; 0 when there is none.
    pub fn last_seq(&self) -> u64 {
        self.journal.tail().chain.seq
    }

    /// The store's folder.
    pub fn path(&self) -> &Path {
        &self.folder.root
    }

    /// Writes a backup: every line of the journal, checked, and an end line. From a damaged line on, one entry takes
    /// the place of the rest and leads to the present data.
    ///
    /// # Errors
    /// Failures of the system.
    pub fn export_lines(&self, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        backup::export(&self.folder, Some(self.last_seq()), |_| Ok(Some(self.dossiers.clone())), out)
    }

    /// Writes a backup of a store that nobody has opened, and that perhaps can't be opened. Like
    /// [`Store::export_lines`] as long as the state is sound.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] at the first damaged line when there is no state that holds more than the lines before
    /// it; those have been written out and can be given to [`Store::restore`]. [`StoreError::Busy`] when there is
    /// damage and another process has the state.
    pub fn rescue(dir: &Path, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        let folder = Folder::new(dir)?;
        backup::export(&folder, None, |known| backup::held(&folder, known), out)
    }

    /// Returns the backups that the store in a folder has made of itself, the latest last.
    ///
    /// # Errors
    /// When the folder is gone.
    pub fn own_backups(dir: &Path) -> Result<Vec<OwnBackup>, StoreError> {
        Ok(backups::own(&Folder::new(dir)?))
    }

    /// Reads a backup as a restore does, and returns the number of its entries.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first bad line, or the end line when that is missing.
    pub fn check_backup(backup: &mut dyn BufRead) -> Result<u64, StoreError> {
        backup::check(backup)
    }

    /// Makes the store in `dir` what a backup says. The store that was there is kept in a folder
    /// `before-restore-<time>` within it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the backup's first bad line; the store is as it was then. A backup that merely
    /// ends early is taken, and the account says so.
    pub fn restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
        backup::restore(dir, backup)
    }

    /// Makes this store what a backup says, as [`Store::restore`] does, without letting go of it.
    ///
    /// # Errors
    /// As [`Store::restore`]. Where the backup itself is not at fault, the store is read-only until it is opened again.
    pub fn replace(&mut self, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
        let read = backup::draft(&self.folder, backup)?;
        self.exchange(read)
    }

    /// Brings back what the latest restore replaced, as [`Store::undo_restore`] does, without letting go of the store.
    ///
    /// # Errors
    /// As [`Store::undo_restore`].
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

    /// Mends this store, as [`Store::mend`] does, without letting go of it.
    ///
    /// # Errors
    /// As [`Store::mend`].
    pub fn mend_open(&mut self) -> Result<Vec<Repair>, StoreError> {
        self.with_files_closed(mend::mend_files).map(|(account, _)| account)
    }

    /// Does what needs the store's files to itself, and reads the store again, whether that went well or not. The second
    /// value is what reading it had to mend.
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
        // What the background is about to write would land in the journal that takes the place of this one.
        self.upkeep.begin_anew();
        let (registry, lights) = (Arc::clone(self.dossiers.registry()), self.dossiers.light_rules());
        // sled must have let go of the state before it is opened again.
        self.state = None;
        let outcome = work(&self.folder);
        let mut account = Vec::new();
        match open_or_salvage(&self.folder, &mut account) {
            Ok(Recovered { journal, state, dossiers }) => {
                let journal = journal.with_segment_bytes(self.segment_bytes);
                self.head = Head::open(&self.folder.root, journal.tail().chain);
                let ground = std::mem::take(self.journal.ground_mut());
                let journal = journal.with_ground(ground);
                (self.journal, self.state, self.dossiers, self.stopped) = (journal, state, dossiers, None);
                self.dossiers.lay_over(registry);
                self.dossiers.light_by(lights);
                outcome.map(|done| (done, account))
            }
            Err(error) => {
                self.stopped = Some(error.to_string());
                outcome.and(Err(error))
            }
        }
    }

    /// Looks this store over as [`Store::verify`] does, its state included.
    ///
    /// # Errors
    /// Failures of the system; damage is in the report.
    pub fn verify_open(&mut self) -> Result<Report, StoreError> {
        self.flush();
        self.upkeep.begin_anew();
        verify::verify_open(&self.folder)
    }

    /// Returns the changes that restoring this backup would make to the store in `dir`. Nothing is changed, and somebody
    /// may have the store open meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the backup's first bad line.
    pub fn preview_restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Preview, StoreError> {
        preview::of_restore(dir, backup)
    }

    /// Brings back the store that the latest restore replaced. The present one is kept in its turn, so that this can
    /// be undone in the same way.
    ///
    /// # Errors
    /// [`StoreError::NothingKept`] when no restore has replaced anything; [`StoreError::Damaged`] when what it replaced
    /// is damaged. The store is as it was then.
    pub fn undo_restore(dir: &Path) -> Result<Restored, StoreError> {
        backup::undo_restore(dir)
    }

    /// Returns the changes that [`Store::undo_restore`] would make.
    ///
    /// # Errors
    /// [`StoreError::NothingKept`] when no restore has replaced anything.
    pub fn preview_undo(dir: &Path) -> Result<Preview, StoreError> {
        preview::of_undo(dir)
    }

    /// Mends what opening the store in `dir` mends, and what it leaves: a damaged history, permissions, left-overs,
    /// compressed files that only plandesk can read. Gives what was done.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it can't be mended, [`StoreError::Busy`], and failures of the system.
    pub fn mend(dir: &Path) -> Result<Vec<Repair>, StoreError> {
        mend::mend(dir)
    }

    /// Looks the store in `dir` over without changing it: reads the whole journal and all backups, compares the state
    /// with the journal unless somebody has the store open, and looks at the files.
    ///
    /// # Errors
    /// Failures of the system; damage is in the report.
    pub fn verify(dir: &Path) -> Result<Report, StoreError> {
        verify::verify(dir)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.folder.root).field("last_seq", &self.last_seq()).finish()
    }
}

/// The entry as JSON, after making sure that it will be read back as it is and has at most so many bytes.
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
    fn an_entry_that_no_backup_could_bring_back_is_refused() {
        let entry = Entry { what: "x".repeat(100), ..Entry::default() };
        let length = written_exactly(&entry, usize::MAX).unwrap().len();
        assert!(written_exactly(&entry, length).is_ok());
        let error = written_exactly(&entry, length - 1).unwrap_err();
        assert!(matches!(error, StoreError::TooLong { .. }), "{error:?}");
    }
}
