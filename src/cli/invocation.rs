//! One run of a command line: for whom, in which language, with which output, on which store.
//!
//! Nothing here or in a subcommand asks the process for its environment, its streams or its files: a command line may
//! have come from another process.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::access::Gate;
use crate::desk::{Actor, Desk, Settings, Snapshot, WhenEmpty};
use crate::office::client::{Client, ClientContext, Files, Streams};
use crate::office::local::{LocalFiles, LocalStreams};
use crate::office::period::Periods;
use crate::office::person;
use crate::plan::Departments;
use crate::store::{Repair, Store};
use crate::text::Language;
use crate::text::clean::shown;

use super::args::{Common, InPeriod};
use super::failure::Failure;
use super::output::Output;
use super::place;

/// The time that a command waits for a store that another process has open: another command is done sooner.
const PATIENCE: Duration = Duration::from_secs(2);

/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// The context of a command.
pub(crate) struct Invocation {
    store: Option<PathBuf>,
    desk: Option<(Arc<Desk>, Vec<Repair>)>,
    actor: Option<Actor>,
    streams: Arc<dyn Streams>,
    /// The caller's files.
    pub(crate) files: Arc<dyn Files>,
    /// The caller's context.
    pub(crate) context: ClientContext,
    /// The language of messages and headings.
    pub(crate) language: Language,
    /// The output for data.
    pub(super) out: Output,
}

impl Invocation {
    /// A run in this process, which opens the store itself.
    pub(crate) fn embedded(common: &Common, context: ClientContext) -> Self {
        let streams: Arc<dyn Streams> = Arc::new(LocalStreams);
        Invocation {
            store: common.store.clone(),
            desk: None,
            actor: None,
            files: Arc::new(LocalFiles),
            language: context.language,
            out: Output::new(common.format, common.color, &context, Arc::clone(&streams)),
            context,
            streams,
        }
    }

    /// A run at a desk that is open.
    pub(crate) fn at(client: Client, common: &Common, streams: Arc<dyn Streams>) -> Self {
        let Client { desk, person, context, files, mended } = client;
        Invocation {
            store: context.store.clone(),
            desk: Some((desk, mended)),
            actor: Some(person),
            files,
            language: context.language,
            out: Output::new(common.format, common.color, &context, Arc::clone(&streams)),
            context,
            streams,
        }
    }

    /// One of two wordings.
    pub(crate) fn words(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Zh => zh.into(),
            Language::En => en.into(),
        }
    }

    /// Tells the person something, on stderr. That nobody listens is no reason to fail.
    pub(crate) fn note(&self, message: &str) {
        let _ = self.streams.tell(format!("{}\n", shown(message)).as_bytes());
    }

    /// Asks a question on the terminal; `None` when there is nobody to answer.
    pub(crate) fn ask(&self, question: &str) -> Option<bool> {
        let answer = self.ask_for(&format!("{question} [y/N]"))?;
        Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是"))
    }

    /// Asks for a line on the terminal; `None` when there is nobody to answer.
    pub(crate) fn ask_for(&self, question: &str) -> Option<String> {
        if !self.context.can_answer {
            return None;
        }
        self.note(question);
        let mut answer = String::new();
        BufReader::new(self.streams.input()).read_line(&mut answer).ok()?;
        Some(answer)
    }

    /// The caller's streams.
    pub(crate) fn streams(&self) -> &dyn Streams {
        &*self.streams
    }

    /// The folder of the store.
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        place::store(self.store.as_ref(), self.language)
    }

    /// The person at work.
    ///
    /// # Errors
    /// When nobody knows them here.
    pub(crate) fn actor(&self) -> Result<Actor, Failure> {
        match &self.actor {
            Some(actor) => Ok(actor.clone()),
            None => person::myself(&self.folder()?, self.context.name.as_deref())
                .map_err(|why| Failure::Failed(why.text(self.language))),
        }
    }

    /// Asks who may do what at the store, also where it is not open.
    pub(crate) fn at_gate<T>(&self, ask: impl FnOnce(&Gate) -> T) -> Result<T, Failure> {
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
    pub(crate) fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref().map(|(desk, _)| &**desk)
    }

    /// Returns the period that the command line names, else the usual one.
    pub(crate) fn periods(&self, desk: &Desk, choice: &InPeriod) -> Result<Periods, Failure> {
        Periods::chosen(desk, choice.period).map_err(|error| Failure::of_desk(error, self.language))
    }

    /// Opens the desk and tells what opening had to mend. An empty store gets the bundled plans.
    pub(crate) fn open(&self) -> Result<Arc<Desk>, Failure> {
        let (desk, mended) = self.patiently(|| self.open_quietly())?;
        for sentence in mended {
            self.note(&sentence.text(self.language));
        }
        Ok(desk)
    }

    /// Does what needs the store to itself, and tries again for a while as long as it is busy.
    pub(crate) fn patiently<T>(&self, mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let end = Instant::now() + PATIENCE;
        loop {
            match attempt() {
                Err(Failure::Busy(_)) if Instant::now() < end => sleep(PAUSE),
                outcome => return outcome,
            }
        }
    }

    /// Opens the desk at once or not at all, and gives what opening had to mend.
    pub(crate) fn open_quietly(&self) -> Result<(Arc<Desk>, Vec<Repair>), Failure> {
        if let Some(open) = &self.desk {
            return Ok(open.clone());
        }
        Desk::open(&self.folder()?, Departments::bundled(), WhenEmpty::LoadBundled)
            .map(|(desk, mended)| (Arc::new(desk), mended))
            .map_err(|error| Failure::of_desk(error, self.language))
    }
}
