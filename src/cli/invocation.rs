//! The context of a run: the person, the language, the output, the store.
//!
//! Nothing here or in a subcommand accesses the environment, the standard streams or files of the process, since the
//! command line may have come from another process.

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

/// The time for which a command waits for a store that another process has open, for example for a short command.
const PATIENCE: Duration = Duration::from_secs(2);

/// The time between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// The context of a run.
pub(crate) struct Invocation {
    store: Option<PathBuf>,
    desk: Option<(Arc<Desk>, Vec<Repair>)>,
    actor: Option<Actor>,
    streams: Arc<dyn Streams>,
    /// The files of the client.
    pub(crate) files: Arc<dyn Files>,
    /// The facts about the client.
    pub(crate) context: ClientContext,
    /// The language of messages and headings.
    pub(crate) language: Language,
    /// The output for data.
    pub(super) out: Output,
}

impl Invocation {
    /// Returns the context of a run in this process, which opens the store itself.
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

    /// Returns the context of a run at an open desk.
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

    /// Returns one of two wordings.
    pub(crate) fn words(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        match self.language {
            Language::Zh => zh.into(),
            Language::En => en.into(),
        }
    }

    /// Prints a message to standard error. Failures to print are ignored.
    pub(crate) fn note(&self, message: &str) {
        let _ = self.streams.tell(format!("{}\n", shown(message)).as_bytes());
    }

    /// Asks a yes-or-no question on the terminal; `None` if there is nobody to answer.
    pub(crate) fn ask(&self, question: &str) -> Option<bool> {
        let answer = self.ask_for(&format!("{question} [y/N]"))?;
        Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是"))
    }

    /// Asks for a line on the terminal; `None` if there is nobody to answer.
    pub(crate) fn ask_for(&self, question: &str) -> Option<String> {
        if !self.context.can_answer {
            return None;
        }
        self.note(question);
        let mut answer = String::new();
        BufReader::new(self.streams.input()).read_line(&mut answer).ok()?;
        Some(answer)
    }

    /// Returns the standard streams of the client.
    pub(crate) fn streams(&self) -> &dyn Streams {
        &*self.streams
    }

    /// Returns the folder of the store.
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        place::store(self.store.as_ref(), self.language)
    }

    /// Returns the person who runs the command.
    ///
    /// # Errors
    /// Fails if the person is not admitted to the store.
    pub(crate) fn actor(&self) -> Result<Actor, Failure> {
        match &self.actor {
            Some(actor) => Ok(actor.clone()),
            None => person::myself(&self.folder()?, self.context.name.as_deref())
                .map_err(|why| Failure::Failed(why.text(self.language))),
        }
    }

    /// Calls `ask` with the gate of the store, whether it is open or not.
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

    /// Returns the desk, if it was open before this run.
    pub(crate) fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref().map(|(desk, _)| &**desk)
    }

    /// Returns the choice of the period named by the arguments, or of the usual one.
    pub(crate) fn periods(&self, desk: &Desk, choice: &InPeriod) -> Result<Periods, Failure> {
        Periods::chosen(desk, choice.period).map_err(|error| Failure::of_desk(error, self.language))
    }

    /// Opens the desk and prints the repairs. A new store gets the sample plans, which is printed as well.
    pub(crate) fn open(&self) -> Result<Arc<Desk>, Failure> {
        let is_new = self.desk.is_none() && !Store::exists(&self.folder()?);
        let desk = self.open_for_samples()?;
        let samples = desk.snapshot().all().len();
        if is_new && samples > 0 {
            self.note(&self.words(
                format!("新的数据目录：已载入自带的 {samples} 个样例规划；plandesk samples --drop 可一步移除"),
                format!(
                    "this store is new: {samples} sample plans were loaded; plandesk samples --drop takes them away"
                ),
            ));
        }
        Ok(desk)
    }

    /// Opens the desk as [`Invocation::open`] does, for a command that is about the bundled plans.
    pub(crate) fn open_for_samples(&self) -> Result<Arc<Desk>, Failure> {
        let (desk, mended) = self.patiently(|| self.open_quietly())?;
        for sentence in mended {
            self.note(&sentence.text(self.language));
        }
        Ok(desk)
    }

    /// Repeats an attempt for a while as long as another process has the store open.
    pub(crate) fn patiently<T>(&self, mut attempt: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let end = Instant::now() + PATIENCE;
        loop {
            match attempt() {
                Err(Failure::Busy(_)) if Instant::now() < end => sleep(PAUSE),
                outcome => return outcome,
            }
        }
    }

    /// Opens the desk in a single attempt, and returns the repairs.
    pub(crate) fn open_quietly(&self) -> Result<(Arc<Desk>, Vec<Repair>), Failure> {
        if let Some(open) = &self.desk {
            return Ok(open.clone());
        }
        Desk::open(&self.folder()?, Departments::bundled(), WhenEmpty::LoadBundled)
            .map(|(desk, mended)| (Arc::new(desk), mended))
            .map_err(|error| Failure::of_desk(error, self.language))
    }
}
