//! The desk (工作台): the one door to the data.
//!
//! Screens, the command line and files that come back all change data by the same [`Command`]s. A command passes the
//! [`access::Gate`], is checked against the rules, turned into changes, journaled by the store, and only then applied
//! and published as a new [`Snapshot`]. Readers hold a snapshot and never wait for a writer.

pub mod access;
pub mod account;
mod bundled;
mod by_text;
mod carried;
mod command;
mod declined;
mod departments;
mod draft;
mod editing;
mod evaluation;
mod fields;
mod history;
mod import;
mod index;
mod items;
mod liaison;
mod limits;
mod milestones;
mod presence;
mod refusal;
mod retire;
mod returned;
mod rhythm;
mod rules;
mod screens;
mod seen;
mod settings;
mod snapshot;
mod steps;
mod succession;
mod tables;
mod take_back;
mod templates;
mod text_file;
mod turns;
mod typed;
mod undo;
mod unlikely;
mod upkeep;
mod views;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

pub use access::{Act, Actor, Role};
pub use carried::OverlayNews;
pub use command::{AssignmentEdit, Command, Field, ReviewEdit};
pub use declined::Declined;
pub use departments::{DepartmentFields, ListEdit, ListFault};
pub use draft::{Draft, FormOf, Notebook, Writing};
pub use editing::{Cause, TextEdit};
pub use history::Since;
pub use import::{Consent, ImportReceipt, Outcome, preview_import_into_new};
pub use index::SegmentFolder;
pub use items::{PlanDraft, Split};
pub use limits::LONGEST_TEXT;
pub use milestones::{MilestoneEdit, OutcomeEdit};
pub use presence::Attendance;
pub use refusal::{BuiltOn, Refusal};
pub use returned::{BothChanged, Clash, FieldChange, WhyNot};
pub use screens::{ChosenColumn, ScreenSettings, ScreensError, ThemeChoice};
pub use seen::{Contested, Seen};
pub use settings::{BadSettings, Reminders, Settings};
pub use snapshot::{NotOne, Snapshot};
pub use steps::StepEdit;
pub use succession::FateEdit;
pub use tables::named_columns;
pub use take_back::TakenBack;
pub use text_file::TextFileError;
pub use turns::Turn;
pub use typed::counts as outline_counts;
pub use undo::Direction;
pub use unlikely::unlikely;
pub use upkeep::{restore_closed, undo_restore_closed};
pub use views::{SavedView, ViewsError};

use access::{Gate, KnownAs};
use draft::Drafts;
use presence::Presence;
use turns::Turns;

use crate::plan::{Change, Departments, ItemId, Period};
use crate::search::Indexer;
use crate::store::{self, BackupPolicy, Entry, Journal, NewEntry, Opened, Records, Repair, Store, StoreError};
use crate::text::Language;

/// The number of attempts at a command while others save at the same time.
const ATTEMPTS: u32 = 8;

/// The person and the time of a command: what a seal keeps.
struct Stamp {
    by: String,
    /// In the form of the journal: `2026-11-22T02:47:48+08:00`.
    at: String,
}

impl Stamp {
    fn now(actor: &Actor) -> Stamp {
        Stamp { by: actor.name.clone(), at: jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string() }
    }
}

/// The result of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// The journal entry, or `None` when everything was already so.
    pub seq: Option<u64>,
    /// The changes made.
    pub changes: Vec<Change>,
    /// The entry that was taken back, for an undo or a redo.
    pub undone: Option<Entry>,
}

impl Receipt {
    /// The items changed, each once.
    pub fn items(&self) -> Vec<ItemId> {
        items_of(&self.changes)
    }
}

/// Returns the items of some changes, in order and each once.
pub fn items_of(changes: &[Change]) -> Vec<ItemId> {
    let mut seen = HashSet::new();
    changes.iter().filter_map(Change::item).filter(|item| seen.insert(*item)).cloned().collect()
}

/// The notice that every session gets after a change has been saved.
#[derive(Debug, Clone)]
pub struct Published {
    /// The data as it is now.
    pub snapshot: Arc<Snapshot>,
    /// The entry that made it so.
    pub seq: u64,
    /// The person who gave the command.
    pub who: String,
    /// Its changes; empty when everything changed, as after a restored backup.
    pub changes: Arc<[Change]>,
}

/// Why a command was not carried out. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// A command that the rules do not allow.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The settings can't be read.
    #[error(transparent)]
    Settings(#[from] BadSettings),
    /// A text file beside the data that can't be read or written.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// A command that would overwrite what somebody else has changed since its giver saw it.
    #[error("{}", self.text(Language::En))]
    Contested(Vec<Contested>),
    /// A command that would edit a text or a step that somebody else has changed since its giver saw it.
    #[error("{}", self.text(Language::En))]
    Overtaken,
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskError {
    /// The message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match self {
            DeskError::Refused(refusal) => refusal.text(language),
            DeskError::Settings(error) => error.text(language),
            DeskError::File(error) => error.text(language),
            DeskError::Contested(fields) => {
                fields.iter().map(|field| field.text(language)).collect::<Vec<_>>().join("\n")
            }
            DeskError::Overtaken => language
                .pick(
                    "其间他人改过此项，没有保存；再保存一次可先看到其改动",
                    "somebody else has changed it meanwhile, so nothing is saved; save again to see what it says now",
                )
                .to_string(),
            DeskError::Store(error) => error.text(language),
        }
    }
}

type Listener = Box<dyn Fn(&Published) -> bool + Send>;

/// The open desk. Shared by all sessions of a process.
pub struct Desk {
    gate: Gate,
    drafts: Drafts,
    /// The store's folder.
    folder: PathBuf,
    /// Held while something is saved, which a slow disk can make seconds of: nobody who only reads may need it.
    writer: Mutex<Store>,
    published: Arc<RwLock<Arc<Snapshot>>>,
    records: RwLock<Records>,
    listeners: Mutex<Vec<Listener>>,
    presence: Presence,
    turns: Turns,
    /// Started when a session asks for it.
    indexer: Mutex<Option<Arc<Indexer>>>,
}

/// The content of a new store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenEmpty {
    /// With the condensed editions that come with plandesk.
    LoadBundled,
    /// With nothing.
    StayEmpty,
}

impl Desk {
    /// Opens the store in a folder. The second value says what opening had to mend.
    ///
    /// # Errors
    /// When the store can't be opened, or the bundled plans can't be kept.
    pub fn open(
        folder: &Path,
        departments: Departments,
        when_empty: WhenEmpty,
    ) -> Result<(Desk, Vec<Repair>), DeskError> {
        let opened = match Store::open(folder) {
            // What may not be written can be read, if it can be read at all.
            Err(error @ StoreError::ReadOnly { .. }) => Store::open_for_reading(folder).map_err(|_| error)?,
            opened => opened?,
        };
        Desk::on(opened, departments, when_empty)
    }

    /// Opens the store in a folder as [`Desk::open`] does, as a copy of a journal that other desks add to as well. What
    /// they save is taken in before each command, and whenever the journal tells of it.
    ///
    /// # Errors
    /// As [`Desk::open`], and those of the journal.
    pub fn open_shared(
        folder: &Path,
        departments: Departments,
        when_empty: WhenEmpty,
        journal: Box<dyn Journal>,
    ) -> Result<(Arc<Desk>, Vec<Repair>), DeskError> {
        let opened = Store::open_shared(folder, store::Options::default(), journal)?;
        let (desk, account) = Desk::on(opened, departments, when_empty)?;
        let desk = Arc::new(desk);
        let listening = Arc::downgrade(&desk);
        // What can't be taken in now is met by the next command, which tells its giver.
        let wake = move || listening.upgrade().map(|desk| drop(desk.absorb())).is_some();
        desk.writer().watch(Box::new(wake));
        Ok((desk, account))
    }

    fn on(
        (mut store, opened): (Store, Opened),
        departments: Departments,
        when_empty: WhenEmpty,
    ) -> Result<(Desk, Vec<Repair>), DeskError> {
        let settings = Settings::read(store.path())?;
        store.set_backups(BackupPolicy { keep: settings.backup.keep });
        let Opened { dossiers, account } = opened;
        // As long as they are shared, they would be copied.
        drop(dossiers);
        let departments = Arc::new(departments);
        store.lay_over(Arc::clone(&departments));
        store.light_by(settings.lights);
        let snapshot = Snapshot::of(store.dossiers().clone(), settings);
        let empty = snapshot.all().next().is_none();
        let published = Arc::new(RwLock::new(Arc::new(snapshot)));
        let now = Arc::clone(&published);
        let is_in_use = move |name: &str| {
            let snapshot = now.read().unwrap_or_else(PoisonError::into_inner);
            snapshot.departments().recognise(name).is_some() || snapshot.has_work_of(name)
        };
        let desk = Desk {
            gate: Gate::of(store.path(), departments, is_in_use),
            drafts: Drafts::of(store.path()),
            folder: store.path().to_path_buf(),
            records: RwLock::new(store.records()),
            writer: Mutex::new(store),
            published,
            listeners: Mutex::default(),
            presence: Presence::default(),
            turns: Turns::default(),
            indexer: Mutex::default(),
        };
        if empty && when_empty == WhenEmpty::LoadBundled && desk.history()?.is_empty() {
            bundled::load(&desk)?;
        }
        Ok((desk, account))
    }

    /// The data as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let published = Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner));
        // A desk that is open overnight goes on with the new day.
        let Some(renewed) = published.renewed() else { return published };
        let mut slot = self.published.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&slot, &published) {
            *slot = Arc::new(renewed);
        }
        Arc::clone(&slot)
    }

    /// Lets somebody in, as the person whom `access.toml` lists, or as the store's owner.
    ///
    /// # Errors
    /// A refusal for anybody else, and when the file can't be used.
    pub fn admit(&self, known: &KnownAs) -> Result<Actor, DeskError> {
        Ok(self.gate.admit(known)?)
    }

    /// Returns the gate, which decides who is let in, and as whom.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Permits an act that is no command, such as writing a backup.
    ///
    /// # Errors
    /// A refusal that says who may.
    pub fn permit(&self, actor: &Actor, act: Act) -> Result<(), DeskError> {
        Ok(self.gate.permit(actor, act)?)
    }

    /// Checks a command, saves what it changes and publishes it. When this returns, the change is on disk.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the person may not or a rule forbids it, [`DeskError::Store`] when it could not be saved.
    pub fn execute(&self, actor: &Actor, command: Command) -> Result<Receipt, DeskError> {
        self.execute_seen(actor, command, &Seen::default())
    }

    /// Like [`Desk::execute`], for a person who has the fields in view that the command sets: none of them is
    /// overwritten when somebody else has changed it since. Other fields are left as they are now.
    ///
    /// # Errors
    /// As [`Desk::execute`], [`DeskError::Contested`] with both versions of each such field, and
    /// [`DeskError::Overtaken`] for a text or a step.
    pub fn execute_seen(&self, actor: &Actor, command: Command, seen: &Seen) -> Result<Receipt, DeskError> {
        self.on_the_latest(|writer| self.attempt(writer, actor, command.clone(), seen))
    }

    /// Does something with the store, and does it again with what others have saved where that came in between.
    fn on_the_latest<T>(&self, mut work: impl FnMut(&mut Store) -> Result<T, DeskError>) -> Result<T, DeskError> {
        let mut writer = self.writer();
        for _ in 1..ATTEMPTS {
            match work(&mut writer) {
                Err(DeskError::Store(StoreError::Moved)) => self.take_in(&mut writer)?,
                done => return done,
            };
        }
        work(&mut writer)
    }

    /// Takes in what other desks have saved in the same journal, and shows everybody. Returns how many entries that were.
    ///
    /// # Errors
    /// As [`Store::absorb`].
    pub fn absorb(&self) -> Result<usize, StoreError> {
        self.take_in(&mut self.writer())
    }

    fn take_in(&self, writer: &mut Store) -> Result<usize, StoreError> {
        let entries = writer.absorb()?;
        for entry in &entries {
            self.publish(writer, &entry.who, entry.seq, &entry.changes);
        }
        Ok(entries.len())
    }

    fn attempt(&self, writer: &mut Store, actor: &Actor, command: Command, seen: &Seen) -> Result<Receipt, DeskError> {
        let snapshot = self.snapshot();
        let what = command.name();
        self.gate.permit_command(actor, &command, &snapshot)?;
        let (changes, undone) = match command {
            Command::Undo(direction) => {
                let entry = undo::target(writer.newest(), direction, &actor.name)?;
                let changes = undo::inverse(&entry);
                self.gate.permit_changes(actor, &changes, &snapshot)?;
                (changes, Some(entry))
            }
            command => (seen.without_left(rules::changes(&snapshot, command, &Stamp::now(actor))?), None),
        };
        if seen.is_overtaken(&snapshot, writer.newest())? {
            return Err(DeskError::Overtaken);
        }
        let contested = seen.contested(&snapshot, &changes, writer.newest())?;
        if !contested.is_empty() {
            return Err(DeskError::Contested(contested));
        }
        self.commit(writer, actor, what, changes, undone)
    }

    /// Returns the entry that a person's next undo takes back.
    ///
    /// # Errors
    /// As [`Desk::execute`] has for [`Command::Undo`].
    pub fn next_undone(&self, actor: &Actor) -> Result<Entry, DeskError> {
        undo::target(self.writer().newest(), Direction::Back, &actor.name)
    }

    /// The period that somebody reviewed last: what people are most likely at work on.
    ///
    /// # Errors
    /// When the journal can't be read.
    pub fn last_reviewed(&self) -> Result<Option<Period>, DeskError> {
        self.reading(|records| {
            for entry in undo::standing(records.newest()) {
                let reviewed = entry?.changes.into_iter().rev().find_map(|change| match change {
                    Change::Review { period, .. } => Some(period),
                    _ => None,
                });
                if reviewed.is_some() {
                    return Ok(reviewed);
                }
            }
            Ok(None)
        })
    }

    /// Stops saving once the file at `path` has been replaced, such as the socket that people connect to.
    pub fn rely_on(&self, path: &Path) {
        self.writer().rely_on(path);
    }

    /// Reads the history without waiting for whoever saves. Where the journal has been replaced since the last change
    /// was published, it is read again with the store at rest.
    fn reading<T>(&self, read: impl Fn(&Records) -> Result<T, StoreError>) -> Result<T, DeskError> {
        let records = self.records.read().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(read(&records).or_else(|_| read(&self.writer().records()))?)
    }

    /// Tells a listener of every change, until it returns false. It is called while the desk is locked, so it
    /// must only pass the news on. Whoever subscribes first and looks at the snapshot then misses nothing.
    pub fn subscribe(&self, listener: impl Fn(&Published) -> bool + Send + 'static) {
        self.listeners().push(Box::new(listener));
    }

    fn commit(
        &self,
        writer: &mut Store,
        actor: &Actor,
        what: &str,
        changes: Vec<Change>,
        undone: Option<Entry>,
    ) -> Result<Receipt, DeskError> {
        if changes.is_empty() {
            return Ok(Receipt { seq: None, changes, undone });
        }
        if undone.is_none() {
            limits::check(&changes)?;
        }
        let entry = NewEntry {
            at: Stamp::now(actor).at,
            who: actor.name.clone(),
            what: what.to_string(),
            undoes: undone.as_ref().map(|entry| entry.seq),
            changes: changes.clone(),
            ..NewEntry::default()
        };
        let seq = writer.append(entry).map_err(|error| match error {
            StoreError::Conflict(conflict) => Refusal::ChangedMeanwhile(conflict.record).into(),
            error => DeskError::Store(error),
        })?;
        self.publish(writer, &actor.name, seq, &changes);
        Ok(Receipt { seq: Some(seq), changes, undone })
    }

    /// Publishes what the store holds now to all sessions.
    fn publish(&self, writer: &mut Store, who: &str, seq: u64, changes: &[Change]) {
        let snapshot = Arc::new(self.snapshot().with(writer.dossiers().clone()));
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&snapshot);
        self.keep_records(writer);
        self.renew_index(&snapshot);
        let published = Published { snapshot, seq, who: who.to_string(), changes: changes.into() };
        self.listeners().retain(|listener| listener(&published));
    }

    fn keep_records(&self, store: &Store) {
        *self.records.write().unwrap_or_else(PoisonError::into_inner) = store.records();
    }

    fn listeners(&self) -> MutexGuard<'_, Vec<Listener>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // A session that panics while it holds the lock leaves the writer as it was before its command or after it.
    fn writer(&self) -> MutexGuard<'_, Store> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// A save that takes its time on a slow disk has the writer all the while.
    #[test]
    fn whoever_reads_waits_for_nobody_who_saves() {
        let place = tempfile::tempdir().unwrap();
        let (desk, _) = Desk::open(place.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
        let desk = Arc::new(desk);
        let saving = desk.writer();
        let (sender, read) = mpsc::channel();
        let reader = Arc::clone(&desk);
        std::thread::spawn(move || {
            reader.subscribe(|_| true);
            let plans = reader.snapshot().dossiers().count();
            let views = reader.views().unwrap().len();
            let entries = reader.history().unwrap().len();
            let _ = (reader.last_reviewed().unwrap(), reader.index(), reader.drafts(&Actor::owner("li")));
            let undo = reader.preview_undo_of_restore();
            sender.send((plans, views, entries, undo.is_err())).unwrap();
        });
        let read = read.recv_timeout(Duration::from_secs(60));
        drop(saving);
        assert_eq!(read, Ok((6, 0, 1, true)));
    }
}
