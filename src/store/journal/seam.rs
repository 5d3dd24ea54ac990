//! The seam between a store and the place where its journal's lines are kept.
//!
//! A store always has a journal in its own folder: see [`FolderJournal`](super::FolderJournal). Where several desks work
//! on one history, another [`Journal`] decides what is saved, and the folder's is a copy of it, line for line. Nothing of
//! what a line says is known here: lines are opaque, and the chain alone orders them.

use std::fmt;

use super::line::Digest;
use crate::store::StoreError;

/// A place in a chain: after a certain line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// The number of the last entry up to the place; 0 before the first.
    pub seq: u64,
    /// The checksum of the line.
    pub digest: Digest,
}

impl Position {
    /// Before the first line of all.
    pub const START: Position = Position { seq: 0, digest: Digest::ZERO };
}

/// A sealed line and the place after it.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// The line's bytes without the line feed.
    pub bytes: Vec<u8>,
    /// The place after it.
    pub position: Position,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {:?} of {} bytes", self.position, self.bytes.len())
    }
}

/// The outcome of appending a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// The line is the journal's last one now, and survives a crash.
    Saved,
    /// The journal does not end where it was expected to: somebody else has appended. Nothing has changed.
    Moved,
}

/// A journal: lines in one chain, to which one line at a time is added.
pub trait Journal: Send {
    /// Returns the place after the last line.
    ///
    /// # Errors
    /// When the journal can't be reached.
    fn tail(&mut self) -> Result<Position, StoreError>;

    /// Adds a line if the journal still ends at `expected`.
    ///
    /// # Errors
    /// When it is not known that the line was saved. It may have been: the store asks for the [lines
    /// after](Journal::lines_after) the place where it stands before it adds another one.
    fn append(&mut self, expected: Position, line: &Line) -> Result<Appended, StoreError>;

    /// Returns the lines after a place, in order, or `None` when that place is none of this journal's.
    ///
    /// # Errors
    /// When the journal can't be reached.
    fn lines_after(&mut self, place: Position) -> Result<Option<Vec<Line>>, StoreError>;

    /// Calls `wake` whenever there may be new lines, until it returns false. It is called on a thread of the
    /// journal's own, and neither within nor beside the other methods, since it calls them.
    fn watch(&mut self, wake: Wake);
}

/// A callback for new lines; it returns false once nobody listens any more.
pub type Wake = Box<dyn Fn() -> bool + Send>;
