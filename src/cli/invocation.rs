//! One run of the program: its language, its output, its store.

use std::io::Write;
use std::path::PathBuf;

use crate::desk::{Actor, Desk, WhenEmpty};
use crate::plan::Departments;
use crate::store::Repair;
use crate::text::Language;
use crate::text::clean::sanitise;

use super::args::Common;
use super::failure::Failure;
use super::output::Output;
use super::place;

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
        let _ = writeln!(std::io::stderr(), "{}", sanitise(message));
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
        let (desk, mended) = self.open_quietly()?;
        for sentence in mended {
            self.note(&sentence.text(self.language));
        }
        Ok(desk)
    }

    /// Opens the desk, and gives what opening had to mend.
    pub(super) fn open_quietly(&self) -> Result<(Desk, Vec<Repair>), Failure> {
        Desk::open(&self.folder()?, Departments::bundled(), WhenEmpty::LoadBundled)
            .map_err(|error| Failure::of_desk(error, self.language))
    }
}
