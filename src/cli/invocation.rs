//! One run of the program: its language, its output, its store.

use std::io::Write;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::desk::{Actor, Desk, WhenEmpty};
use crate::plan::Departments;
use crate::store::Repair;
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
    /// The language of messages and headings.
    pub(super) language: Language,
    /// Where data goes.
    pub(super) out: Output,
}

impl Invocation {
    /// A run with these options.
    pub(super) fn new(common: &Common, language: Language) -> Self {
        // Every run opens the store in its own process as yet, which is what `--embedded` asks for.
        let _ = common.embedded;
        Invocation { store: common.store.clone(), language, out: Output::new(common.format, common.color, language) }
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
        let _ = writeln!(std::io::stderr(), "{}", shown(message));
    }

    /// The folder of the store.
    pub(super) fn folder(&self) -> Result<PathBuf, Failure> {
        place::store(self.store.as_ref(), self.language)
    }

    /// The person at work.
    pub(super) fn actor(&self) -> Actor {
        place::actor()
    }

    /// Opens the desk and tells what opening had to mend. An empty store gets the bundled plans.
    pub(super) fn open(&self) -> Result<Desk, Failure> {
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
    pub(super) fn open_quietly(&self) -> Result<(Desk, Vec<Repair>), Failure> {
        Desk::open(&self.folder()?, Departments::bundled(), WhenEmpty::LoadBundled)
            .map_err(|error| Failure::of_desk(error, self.language))
    }
}
