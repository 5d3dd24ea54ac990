//! A client of a desk: a person, the context of their terminal and environment, their streams and their files.
//!
//! A desk never opens a path that a person names, nor its own standard streams: it asks through these traits, so that
//! the same subcommand works for a person at this terminal ([`local`](super::local)), at the other end of a socket, or
//! wherever there are bytes to read and to write.

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

/// One person at a desk, with what their commands and screens need.
#[derive(Clone)]
pub struct Client {
    /// The desk.
    pub desk: Arc<Desk>,
    /// The person.
    pub person: Actor,
    /// Their terminal and their wishes.
    pub context: ClientContext,
    /// Their files.
    pub files: Arc<dyn Files>,
    /// The repairs made when the store was opened, to be told to this person.
    pub mended: Vec<Repair>,
}

/// A person's terminal, environment and wishes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientContext {
    /// The language to speak.
    pub language: Language,
    /// True if their standard output is a terminal.
    pub is_terminal: bool,
    /// True if somebody at a terminal would answer a question: standard input and standard error are one.
    #[serde(default)]
    pub can_answer: bool,
    /// The columns of that terminal, where it tells.
    pub columns: Option<usize>,
    /// True if they want no colour anywhere (`NO_COLOR`).
    pub no_color: bool,
    /// True if the terminal can't show colour (`TERM=dumb`).
    pub is_dumb: bool,
    /// The width that the terminal gives to ambiguous characters.
    pub ambiguous: AmbiguousWidth,
    /// True if the locale names an encoding that is not UTF-8.
    pub wants_another_encoding: bool,
    /// The person's own keymap file, if there is one.
    pub keymap: Option<PathBuf>,
    /// The person's own theme file, if there is one.
    #[serde(default)]
    pub theme: Option<PathBuf>,
    /// True if the screen is to be told in lines, for screen readers (`--linear`).
    #[serde(default)]
    pub linear: bool,
    /// The name that the person goes by (`PLANDESK_ACTOR`); who they are is not theirs to say.
    pub name: Option<String>,
    /// The folder of the store, as the person would name it.
    pub store: Option<PathBuf>,
}

/// The standard streams of whoever gave a command line.
pub trait Streams: Send + Sync {
    /// Writes data to their standard output.
    ///
    /// # Errors
    /// [`io::ErrorKind::BrokenPipe`] when they have stopped reading, and other failures to write.
    fn print(&self, bytes: &[u8]) -> io::Result<()>;

    /// Writes a message to their standard error.
    ///
    /// # Errors
    /// When it can't be written, which nobody can be told.
    fn tell(&self, bytes: &[u8]) -> io::Result<()>;

    /// Their standard input.
    fn input(&self) -> Box<dyn Read + '_>;

    /// Returns true if they are still there, as far as can be told without waiting: long work for somebody who has
    /// stopped it is not gone on with.
    fn is_there(&self) -> bool {
        true
    }
}

/// A file or folder in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: OsString,
    /// True if it is a folder.
    pub is_folder: bool,
}

/// Files, by the names that a person gave and with that person's rights.
pub trait Files: Send + Sync {
    /// Opens a file for reading.
    ///
    /// # Errors
    /// Errors of the system.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + '_>>;

    /// Returns what is in a folder, in no order. Hidden files are left out.
    ///
    /// # Errors
    /// Errors of the system, and where the person's files can't be listed from here.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// Returns true if there is anything of the name.
    fn exists(&self, path: &Path) -> bool;

    /// Writes a file whole or not at all, as [`export::file::write`](crate::export::file::write) does.
    ///
    /// # Errors
    /// As that function.
    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ExportError>;

    /// Makes a folder, and those above it, unless it is there.
    ///
    /// # Errors
    /// Errors of the system.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// The full path of a name as it is typed on a screen, where no shell has looked at it: `~/` is the home folder.
    fn in_full(&self, typed: &str) -> PathBuf;
}
