//! A client of a desk: a person, the context of their terminal and environment, their streams and their files.
//!
//! A desk never opens a path that a person names, nor its own standard streams. It uses these traits instead, so that
//! the same subcommand works for a person at this terminal ([`local`](super::local)), at the other end of a socket, or
//! in a test.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::desk::{Actor, Desk};
use crate::export::ExportError;
use crate::store::Repair;
use crate::text::Language;
use crate::text::width::AmbiguousWidth;

/// A person at a desk, with everything that their commands and screens need.
#[derive(Clone)]
pub struct Client {
    /// The desk.
    pub desk: Arc<Desk>,
    /// The person.
    pub person: Actor,
    /// The person's terminal, environment and options.
    pub context: ClientContext,
    /// The person's files.
    pub files: Arc<dyn Files>,
    /// The repairs made when the store was opened, which this person is to be told.
    pub mended: Vec<Repair>,
}

/// A person's terminal, environment and options.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientContext {
    /// The language of the messages.
    pub language: Language,
    /// True if standard output is a terminal.
    pub is_terminal: bool,
    /// True if a question would be answered: standard input and standard error are a terminal.
    #[serde(default)]
    pub can_answer: bool,
    /// The width of that terminal in columns, if known.
    pub columns: Option<usize>,
    /// True if nothing is to be coloured (`NO_COLOR`).
    pub no_color: bool,
    /// True if the terminal can't show colour (`TERM=dumb`).
    pub is_dumb: bool,
    /// The width that the terminal gives to ambiguous characters.
    pub ambiguous: AmbiguousWidth,
    /// True if the locale names an encoding that is not UTF-8.
    pub wants_another_encoding: bool,
    /// The path of the person's keymap file, if there is one.
    pub keymap: Option<PathBuf>,
    /// The path of the person's theme file, if there is one.
    #[serde(default)]
    pub theme: Option<PathBuf>,
    /// True if the screen is to be given line by line, for screen readers (`--linear`).
    #[serde(default)]
    pub linear: bool,
    /// The name that the person goes by (`PLANDESK_ACTOR`). It does not decide who they are.
    pub name: Option<String>,
    /// The path of the store's folder, as the person would name it.
    pub store: Option<PathBuf>,
}

/// The standard streams of the person who gave a command line.
pub trait Streams: Send + Sync {
    /// Writes to standard output.
    ///
    /// # Errors
    /// [`io::ErrorKind::BrokenPipe`] if the other end no longer reads, and other errors of writing.
    fn print(&self, bytes: &[u8]) -> io::Result<()>;

    /// Writes to standard error.
    ///
    /// # Errors
    /// Errors of writing, which can be reported nowhere.
    fn tell(&self, bytes: &[u8]) -> io::Result<()>;

    /// Returns a reader of standard input.
    fn input(&self) -> Box<dyn Read + '_>;

    /// Returns false if the person is known to have left, found without waiting. Long work for them then stops.
    fn is_there(&self) -> bool {
        true
    }
}

/// An entry of a folder: a file or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The entry's name.
    pub name: OsString,
    /// True if the entry is a folder.
    pub is_folder: bool,
}

/// A person's files, reached by the names that the person gave and with that person's rights.
pub trait Files: Send + Sync {
    /// Opens a file for reading.
    ///
    /// # Errors
    /// Errors of the system.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + '_>>;

    /// Returns the entries of a folder, in no order. Hidden files are left out.
    ///
    /// # Errors
    /// Errors of the system, also if the person's folders can't be listed from here.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// Returns true if there is a file or folder of that name.
    fn exists(&self, path: &Path) -> bool;

    /// Writes a file completely or not at all, as [`export::file::write`](crate::export::file::write) does.
    ///
    /// # Errors
    /// Those of that function.
    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ExportError>;

    /// Creates a folder and those above it, where missing.
    ///
    /// # Errors
    /// Errors of the system.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Returns the full path of a name typed on a screen, where no shell has expanded it: `~/` is the home folder.
    fn in_full(&self, typed: &str) -> PathBuf;
}
