//! The interface between a store and the place that decides which lines its journal has.
//!
//! A store always has a journal in its own folder: see [`FolderJournal`](super::FolderJournal). Where several desks
//! share one history, another [`Journal`] decides what is saved, and the one in the folder is a copy of it, line by
//! line. An implementation need not know the content of lines; only the chain orders them.

use std::fmt;

use super::line::Digest;
use crate::store::StoreError;

/// A position in a chain: after a certain line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// The number of the last entry before the position; 0 before the first.
    pub seq: u64,
    /// The checksum of the last line before the position.
    pub digest: Digest,
}

impl Position {
    /// The position before the first line.
    pub const START: Position = Position { seq: 0, digest: Digest::ZERO };
}

/// A sealed line and the position after it.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the line without the line feed.
    pub bytes: Vec<u8>,
    /// The position after the line.
    pub position: Position,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {:?} of {} bytes", self.position, self.bytes.len())
    }
}

/// The outcome of [`Journal::append`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// The line is now the last one of the journal, and survives a crash.
    Saved,
    /// The journal does not end at the expected position: somebody else has appended. Nothing has changed.
    Moved,
}

/// A journal: a chain of lines to which one line at a time is appended.
pub trait Journal: Send {
    /// Returns the position after the last line.
    ///
    /// # Errors
    /// Fails if the journal can't be reached.
    fn tail(&mut self) -> Result<Position, StoreError>;

    /// Appends a line if the journal still ends at `expected`.
    ///
    /// # Errors
    /// Fails if it is unknown whether the line was saved. The store then reads the [lines after](Journal::lines_after)
    /// its own end before it appends another one.
    fn append(&mut self, expected: Position, line: &Line) -> Result<Appended, StoreError>;

    /// Returns the lines after a position, in order, or `None` if the journal does not have that position.
    ///
    /// # Errors
    /// Fails if the journal can't be reached.
    fn lines_after(&mut self, place: Position) -> Result<Option<Vec<Line>>, StoreError>;

    /// Calls `wake` whenever there may be new lines, until it returns false. It is called on a thread of the journal's
    /// own, never while another method is running, since it calls them.
    fn watch(&mut self, wake: Wake);
}

/// A callback for new lines. Returns false once nobody listens any more.
pub type Wake = Box<dyn Fn() -> bool + Send>;
