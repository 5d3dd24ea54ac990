//! One run of a command line: for whom, in which language, with which output, on which store.
//!
//! Nothing here or in a subcommand asks the process for its environment, its streams or its files: a command line may
//! have come from another process.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::access::Gate;
use crate::desk::{Actor, Desk, Settings, Snapshot, WhenEmpty};
use crate::plan::Departments;
use crate::serve::caller::{Facts, Files, Streams};
use crate::serve::local::{LocalFiles, LocalStreams};
use crate::serve::person;
use crate::serve::program::Seat;
use crate::store::{Repair, Store};
use crate::text::Language;
use crate::text::clean::shown;

use super::args::Common;
use super::failure::Failure;
use super::output::Output;
use super::place;

/// How long a command waits for a store that another process has open: another command is done sooner.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it looks.
const PAUSE: Duration = Duration::from_millis(50);

/// What every command needs.
pub(super) struct Invocation {
    store: Option<PathBuf>,
    desk: Option<(Arc<Desk>, Vec<Repair>)>,
    actor: Option<Actor>,
    streams: Arc<dyn Streams>,
    /// The caller's files.
    pub(super) files: Arc<dyn Files>,
    /// Where the caller sits.
    pub(super) facts: Facts,
    /// The language of messages and headings.
    pub(super) language: Language,
    /// Where data goes.
    pub(super) out: Output,
}

impl Invocation {
    /// A run in this process, which opens the store itself.
    pub(super) fn embedded(common: &Common, facts: Facts) -> Self {
        let streams: Arc<dyn Streams> = Arc::new(LocalStreams);
        Invocation {
            store: common.store.clone(),
            desk: None,
            actor: None,
            files: Arc::new(LocalFiles),
            language: facts.language,
            out: Output::new(common.format, common.color, &facts, Arc::clone(&streams)),
            facts,
            streams,
        }
    }

    /// A run at a desk that is open.
    pub(super) fn at(seat: Seat, common: &Common, streams: Arc<dyn Streams>) -> Self {
        let Seat { desk, person, facts, files, mended } = seat;
        Invocation {
            store: facts.store.clone(),
            desk: Some((desk, mended)),
            actor: Some(person),
            files,
            language: facts.language,
            out: Output::new(common.format, common.color, &facts, Arc::clone(&streams)),
            facts,
            streams,
        }
    }

    /// One of two wordings.
    pub(super) fn words(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Zh => zh.into(),
            Language::En => en.into(),
        }
    }

    /// Tells the person something, on stderr. That nobody listens is no reason to fail.
    pub(super) fn note(&self, message: &str) {
        let _ = self.streams.tell(format!("{}\n", shown(message)).as_bytes());
    }

    /// The caller's streams.
    pub(super) fn streams(&self) -> &dyn Streams {
        &*self.streams
    }

    /// The folder of the store.
    pub(super) fn folder(&self) -> Result<PathBuf, Failure> {
        place::store(self.store.as_ref(), self.language)
    }

    /// The person at work.
    ///
    /// # Errors
    /// When nobody knows them here.
    pub(super) fn actor(&self) -> Result<Actor, Failure> {
        match &self.actor {
            Some(actor) => Ok(actor.clone()),
            None => person::myself(&self.folder()?, self.facts.name.as_deref())
                .map_err(|why| Failure::Failed(why.text(self.language))),
        }
    }

    /// Asks who may do what at the store, also where it is not open.
    pub(super) fn at_gate<T>(&self, ask: impl FnOnce(&Gate) -> T) -> Result<T, Failure> {
        Ok(match self.desk() {
            Some(desk) => ask(desk.gate()),
            None => {
                let folder = self.folder()?;
                let dossiers = Store::open_for_reading(&folder).map(|(_, opened)| opened.dossiers).unwrap_or_default();
                let snapshot = Snapshot::new(dossiers, Departments::bundled(), Settings::default());
                let departments = Arc::clone(snapshot.departments());
                ask(&Gate::of(&folder, departments, move |name| snapshot.has_work_of(name)))
            }
        })
    }

    /// The desk, when the run is at one that was open before.
    pub(super) fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref().map(|(desk, _)| &**desk)
    }

    /// Opens the desk and tells what opening had to mend. An empty store gets the bundled plans.
    pub(super) fn open(&self) -> Result<Arc<Desk>, Failure> {
        let (desk, mended) = self.patiently(|| self.open_quietly())?;
        for sentence in mended {
            self.note(&sentence.text(self.language));
        }
        Ok(desk)
    }

    /// Does what needs the store to itself, and tries again for a while as long as it is busy.
    pub(super) fn patiently<T>(&self, mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let end = Instant::now() + PATIENCE;
        loop {
            match attempt() {
                Err(Failure::Busy(_)) if Instant::now() < end => sleep(PAUSE),
                outcome => return outcome,
            }
        }
    }

    /// Opens the desk at once or not at all, and gives what opening had to mend.
    pub(super) fn open_quietly(&self) -> Result<(Arc<Desk>, Vec<Repair>), Failure> {
        if let Some(open) = &self.desk {
            return Ok(open.clone());
        }
        Desk::open(&self.folder()?, Departments::bundled(), WhenEmpty::LoadBundled)
            .map(|(desk, mended)| (Arc::new(desk), mended))
            .map_err(|error| Failure::of_desk(error, self.language))
    }
}
