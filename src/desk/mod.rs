//! The desk (工作台): the one door to the data.
//!
//! Screens, the command line and files that come back all change data by the same [`Command`]s. A command is
//! checked against the rules, turned into changes, journaled by the store, and only then applied and published as
//! a new [`Snapshot`]. Readers hold a snapshot and never wait for a writer.

mod bundled;
mod command;
mod import;
mod index;
mod refusal;
mod returned;
mod rules;
mod snapshot;
mod take_back;
mod undo;
mod views;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

pub use command::{AssignmentEdit, Command, Field, ReviewEdit};
pub use import::{ImportReceipt, Outcome, preview_import_into_new};
pub use index::ShelfFolder;
pub use refusal::Refusal;
pub use returned::{BothChanged, Clash, FieldChange, WhyNot};
pub use snapshot::{NotOne, Snapshot};
pub use take_back::TakenBack;
pub use undo::Direction;
pub use views::{SavedView, ViewsError};

use crate::plan::{Change, Departments, ItemId, Period};
use crate::search::Indexer;
use crate::store::{Entry, NewEntry, Repair, Store, StoreError};
use crate::text::Language;

/// Who gives a command, as the history will name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person's name or account.
    pub name: String,
}

/// What a command did.
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
        let mut seen = HashSet::new();
        self.changes.iter().filter_map(Change::item).filter(|item| seen.insert(*item)).cloned().collect()
    }
}

/// What every session hears after a change has been saved.
#[derive(Debug, Clone)]
pub struct Published {
    /// The data as it is now.
    pub snapshot: Arc<Snapshot>,
    /// The entry that made it so.
    pub seq: u64,
    /// Who gave the command.
    pub who: String,
}

/// Why a command was not carried out. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// A command that the rules do not allow.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store could not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskError {
    /// The message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match self {
            DeskError::Refused(refusal) => refusal.text(language),
            DeskError::Store(error) => error.text(language),
        }
    }
}

type Listener = Box<dyn Fn(&Published) -> bool + Send>;

/// The open desk. Shared by all sessions of a process.
pub struct Desk {
    writer: Mutex<Writer>,
    published: RwLock<Arc<Snapshot>>,
    /// Started when a session asks for it.
    indexer: Mutex<Option<Arc<Indexer>>>,
}

struct Writer {
    store: Store,
    listeners: Vec<Listener>,
}

/// How an empty store starts.
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
        let (store, opened) = Store::open(folder)?;
        let snapshot = Snapshot::new(opened.dossiers, departments);
        let empty = snapshot.dossiers().next().is_none();
        let desk = Desk {
            writer: Mutex::new(Writer { store, listeners: Vec::new() }),
            published: RwLock::new(Arc::new(snapshot)),
            indexer: Mutex::default(),
        };
        if empty && when_empty == WhenEmpty::LoadBundled && desk.history()?.is_empty() {
            bundled::load(&desk)?;
        }
        Ok((desk, opened.account))
    }

    /// The data as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Checks a command, saves what it changes and publishes it. When this returns, the change is on disk.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when a rule forbids it, [`DeskError::Store`] when it could not be saved.
    pub fn execute(&self, actor: &Actor, command: Command) -> Result<Receipt, DeskError> {
        let mut writer = self.writer();
        let snapshot = self.snapshot();
        let what = command.name();
        let (changes, undone) = match command {
            Command::Undo(direction) => {
                let entry = undo::target(writer.store.newest(), direction)?;
                (undo::inverse(&entry), Some(entry))
            }
            command => (rules::changes(&snapshot, command)?, None),
        };
        self.commit(&mut writer, actor, what, changes, undone)
    }

    /// Every change ever made, in order.
    ///
    /// # Errors
    /// When the journal can't be read.
    pub fn history(&self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.writer().store.history()?)
    }

    /// The period that somebody reviewed last: what people are most likely at work on.
    ///
    /// # Errors
    /// When the journal can't be read.
    pub fn last_reviewed(&self) -> Result<Option<Period>, DeskError> {
        for entry in undo::standing(self.writer().store.newest()) {
            let reviewed = entry?.changes.into_iter().rev().find_map(|change| match change {
                Change::Review { period, .. } => Some(period),
                _ => None,
            });
            if reviewed.is_some() {
                return Ok(reviewed);
            }
        }
        Ok(None)
    }

    /// Has a listener told of every change, until it answers `false`. It is called while the desk is locked, so it
    /// must only pass the news on.
    pub fn subscribe(&self, listener: impl Fn(&Published) -> bool + Send + 'static) {
        self.writer().listeners.push(Box::new(listener));
    }

    fn commit(
        &self,
        writer: &mut Writer,
        actor: &Actor,
        what: &str,
        changes: Vec<Change>,
        undone: Option<Entry>,
    ) -> Result<Receipt, DeskError> {
        if changes.is_empty() {
            return Ok(Receipt { seq: None, changes, undone });
        }
        let entry = NewEntry {
            at: jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            who: actor.name.clone(),
            what: what.to_string(),
            undoes: undone.as_ref().map(|entry| entry.seq),
            changes: changes.clone(),
        };
        let seq = writer.store.append(entry).map_err(|error| match error {
            StoreError::Conflict(conflict) => Refusal::ChangedMeanwhile(conflict.record).into(),
            error => DeskError::Store(error),
        })?;
        let snapshot = Arc::new(self.snapshot().with(writer.store.dossiers().clone()));
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&snapshot);
        let published = Published { snapshot, seq, who: actor.name.clone() };
        writer.listeners.retain(|listener| listener(&published));
        Ok(Receipt { seq: Some(seq), changes, undone })
    }

    // A session that panics while it holds the lock leaves the writer as it was before its command or after it.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
