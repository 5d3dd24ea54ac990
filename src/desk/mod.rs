//! The desk (工作台): the only way to change data.
//!
//! Screens, the command line and filled-in lists all change data by the same [`Command`]s. A command passes the
//! [`access::Gate`], is checked against the rules and turned into changes; the store journals them, and only then are
//! they applied and published as a new [`Snapshot`]. Readers hold a snapshot and never wait for a writer.

pub mod access;
pub mod account;
mod bundled;
mod by_text;
mod carried;
mod cases;
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
mod investment;
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
mod takeover;
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
pub use cases::{CaseDraft, CaseFault, StepDraft};
pub use command::{AssignmentEdit, Command, Field, ReviewEdit};
pub use declined::Declined;
pub use departments::{DepartmentFields, ListEdit, ListFault};
pub use draft::{Draft, FormOf, LineOf, Notebook, Writing};
pub use editing::{Cause, TextEdit};
pub use history::Since;
pub use import::{Consent, ImportReceipt, Outcome, preview_import_into_new};
pub use index::SegmentFolder;
pub use investment::{FundingEdit, InvestmentEdit};
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

/// The number of attempts at a command while other desks save to the same journal.
const ATTEMPTS: u32 = 8;

/// The person and the time of a command, as a seal records them.
struct Stamp {
    by: String,
    /// The time in the form of the journal: `2026-11-22T02:47:48+08:00`.
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
    /// The number of the journal entry, or `None` if nothing had to change.
    pub seq: Option<u64>,
    /// The changes made.
    pub changes: Vec<Change>,
    /// The entry that was undone or redone.
    pub undone: Option<Entry>,
}

impl Receipt {
    /// Returns the changed items, each once.
    pub fn items(&self) -> Vec<ItemId> {
        items_of(&self.changes)
    }
}

/// Returns the items of some changes, each once, in order.
pub fn items_of(changes: &[Change]) -> Vec<ItemId> {
    let mut seen = HashSet::new();
    changes.iter().filter_map(Change::item).filter(|item| seen.insert(*item)).cloned().collect()
}

/// The notification that sessions receive after a change was saved.
#[derive(Debug, Clone)]
pub struct Published {
    /// The data after the change.
    pub snapshot: Arc<Snapshot>,
    /// The number of the journal entry.
    pub seq: u64,
    /// The person who gave the command.
    pub who: String,
    /// The changes; empty if all data changed, as after a restore.
    pub changes: Arc<[Change]>,
}

/// The error of a command. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The rules or the permissions do not allow the command.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The settings can't be read.
    #[error(transparent)]
    Settings(#[from] BadSettings),
    /// A text file beside the data can't be read or written.
    #[error(transparent)]
    File(#[from] TextFileError),
    /// The command would overwrite fields that somebody else changed after the person saw them.
    #[error("{}", self.text(Language::En))]
    Contested(Vec<Contested>),
    /// The command would edit a text or a step that somebody else changed after the person saw it.
    #[error("{}", self.text(Language::En))]
    Overtaken,
    /// The store could not save the change.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskError {
    /// Returns the message for a person, with what to do.
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

/// An open desk, shared by all sessions of a process.
pub struct Desk {
    gate: Gate,
    drafts: Drafts,
    /// The folder of the store.
    folder: PathBuf,
    /// Held while a change is saved, which can take seconds on a slow disk. Readers must not need it.
    writer: Mutex<Store>,
    published: Arc<RwLock<Arc<Snapshot>>>,
    records: RwLock<Records>,
    listeners: Mutex<Vec<Listener>>,
    presence: Presence,
    turns: Turns,
    /// The search index, started on the first search.
    indexer: Mutex<Option<Arc<Indexer>>>,
}

/// The content of a new store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenEmpty {
    /// The sample plans that come with plandesk.
    LoadBundled,
    /// No plans.
    StayEmpty,
}

impl Desk {
    /// Opens the store in a folder. Returns the repairs that opening made as well.
    ///
    /// # Errors
    /// Fails if the store can't be opened, or the sample plans can't be saved.
    pub fn open(
        folder: &Path,
        departments: Departments,
        when_empty: WhenEmpty,
    ) -> Result<(Desk, Vec<Repair>), DeskError> {
        let opened = match Store::open(folder) {
            // A store that is not writable may still be readable.
            Err(error @ StoreError::ReadOnly { .. }) => Store::open_for_reading(folder).map_err(|_| error)?,
            opened => opened?,
        };
        Desk::on(opened, departments, when_empty)
    }

    /// Opens the store in a folder as a copy of a journal that other desks share. Their entries are absorbed before
    /// each command, and whenever the journal reports new ones.
    ///
    /// # Errors
    /// Those of [`Desk::open`] and of the journal.
    pub fn open_shared(
        folder: &Path,
        departments: Departments,
        when_empty: WhenEmpty,
        journal: Box<dyn Journal>,
    ) -> Result<(Arc<Desk>, Vec<Repair>), DeskError> {
        let opened = Store::open_shared(folder, store::Options::default(), journal)?;
        let (desk, repairs) = Desk::on(opened, departments, when_empty)?;
        let desk = Arc::new(desk);
        let listening = Arc::downgrade(&desk);
        // An entry that can't be absorbed now fails the next command, which reports it.
        let wake = move || listening.upgrade().map(|desk| drop(desk.absorb())).is_some();
        desk.writer().watch(Box::new(wake));
        Ok((desk, repairs))
    }

    fn on(
        (mut store, opened): (Store, Opened),
        departments: Departments,
        when_empty: WhenEmpty,
    ) -> Result<(Desk, Vec<Repair>), DeskError> {
        let settings = Settings::read(store.path())?;
        store.set_backups(BackupPolicy { keep: settings.backup.keep });
        let Opened { dossiers, repairs } = opened;
        // Shared dossiers would be copied on the first change.
        drop(dossiers);
        let departments = Arc::new(departments);
        store.lay_over(Arc::clone(&departments));
        store.light_by(settings.lights);
        store.as_of(snapshot::today());
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
        Ok((desk, repairs))
    }

    /// Returns the current data.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let published = Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner));
        // On a new day the snapshot is renewed, even if nothing was changed.
        let Some(renewed) = published.renewed() else { return published };
        let mut slot = self.published.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&slot, &published) {
            *slot = Arc::new(renewed);
        }
        Arc::clone(&slot)
    }

    /// Admits a client as the person listed in `access.toml`, or as the store's owner.
    ///
    /// # Errors
    /// A refusal for anybody else, and if the file can't be used.
    pub fn admit(&self, known: &KnownAs) -> Result<Actor, DeskError> {
        Ok(self.gate.admit(known)?)
    }

    /// Returns the gate, which decides who is admitted.
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    /// Permits an act that is not a command, such as writing a backup.
    ///
    /// # Errors
    /// A refusal that names the people who may do it.
    pub fn permit(&self, actor: &Actor, act: Act) -> Result<(), DeskError> {
        Ok(self.gate.permit(actor, act)?)
    }

    /// Checks a command, saves its changes and publishes them. The changes are on disk when this returns.
    ///
    /// # Errors
    /// [`DeskError::Refused`] if the permissions or a rule forbid it, [`DeskError::Store`] if it could not be saved.
    pub fn execute(&self, actor: &Actor, command: Command) -> Result<Receipt, DeskError> {
        self.execute_seen(actor, command, &Seen::default())
    }

    /// Like [`Desk::execute`], but fails if somebody else has changed a field that the command sets since the person
    /// saw it. Other fields keep their present values.
    ///
    /// # Errors
    /// Those of [`Desk::execute`]; [`DeskError::Contested`] with both versions of each such field;
    /// [`DeskError::Overtaken`] for a text or a step.
    pub fn execute_seen(&self, actor: &Actor, command: Command, seen: &Seen) -> Result<Receipt, DeskError> {
        self.on_the_latest(|writer| self.attempt(writer, actor, command.clone(), seen))
    }

    /// Runs `work` on the store, and again after absorbing new entries if other desks have saved meanwhile.
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

    /// Absorbs the entries that other desks have saved in the shared journal, and publishes them. Returns their number.
    ///
    /// # Errors
    /// Those of [`Store::absorb`].
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

    /// Returns the entry that a person's next undo would undo.
    ///
    /// # Errors
    /// Those of [`Desk::execute`] for [`Command::Undo`].
    pub fn next_undone(&self, actor: &Actor) -> Result<Entry, DeskError> {
        undo::target(self.writer().newest(), Direction::Back, &actor.name)
    }

    /// Returns the period that was reviewed last, on which people are most likely working.
    ///
    /// # Errors
    /// Fails if the journal can't be read.
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

    /// Stops saving once the file at `path` is replaced, for example the socket of this desk.
    pub fn rely_on(&self, path: &Path) {
        self.writer().rely_on(path);
    }

    /// Reads the history without waiting for a save. If the journal was replaced since the last published change, reads
    /// it again while no save is running.
    fn reading<T>(&self, read: impl Fn(&Records) -> Result<T, StoreError>) -> Result<T, DeskError> {
        let records = self.records.read().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(read(&records).or_else(|_| read(&self.writer().records()))?)
    }

    /// Calls a listener after every change, until it returns false. The desk is locked during the call, so the listener
    /// must only pass the notification on. Subscribing before reading the snapshot ensures that no change is missed.
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

    /// Publishes the present data of the store to all sessions.
    fn publish(&self, writer: &mut Store, who: &str, seq: u64, changes: &[Change]) {
        writer.as_of(snapshot::today());
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

    // A session that panics while holding the lock leaves the store as before or after its command.
    fn writer(&self) -> MutexGuard<'_, Store> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// While a save is slow, it holds the writer.
    #[test]
    fn reading_does_not_wait_for_a_save() {
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
