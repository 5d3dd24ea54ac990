//! What people come to a desk for: the command line and the screen, which are made elsewhere.

use std::ffi::OsString;
use std::sync::Arc;

use crate::desk::{Actor, Desk};
use crate::keymap::Keymap;
use crate::store::Repair;
use crate::tui::Options;

use super::caller::{Facts, Files, Streams};

/// One person's place at a desk.
#[derive(Clone)]
pub struct Seat {
    /// The desk.
    pub desk: Arc<Desk>,
    /// Who sits here.
    pub person: Actor,
    /// Where they sit.
    pub facts: Facts,
    /// Their files.
    pub files: Arc<dyn Files>,
    /// What opening the store had to mend, to be told to this person.
    pub mended: Vec<Repair>,
}

/// The command line and the screen.
pub trait Program: Send + Sync {
    /// Runs a command line, the program's own name first, and gives its exit status.
    fn command(&self, seat: Seat, arguments: Vec<OsString>, streams: Arc<dyn Streams>) -> u8;

    /// The keys and the looks of a person's screen.
    fn screen(&self, seat: &Seat) -> (Keymap, Options);
}
