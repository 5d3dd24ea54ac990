//! The work that guests come to a desk for.

use std::ffi::OsString;
use std::sync::Arc;

use crate::cli;
use crate::keymap::Keymap;
use crate::office::client::{Client, Streams};
use crate::tui::{self, Options};

/// The work of a desk's guests: the command line and the screen, unless a test puts something else in their place.
#[derive(Clone, Copy)]
pub struct Work {
    /// Runs a command line, the program's own name first, and returns its exit status.
    pub command: fn(Client, Vec<OsString>, Arc<dyn Streams>) -> u8,
    /// Returns the keys and the options of a person's screen.
    pub screen: fn(&Client) -> (Keymap, Options),
}

impl Default for Work {
    fn default() -> Self {
        Work { command: cli::run_at, screen: tui::looks }
    }
}
