//! The work that clients request from a desk.

use std::ffi::OsString;
use std::sync::Arc;

use crate::cli;
use crate::keymap::Keymap;
use crate::office::client::{Client, Streams};
use crate::tui::{self, Options};

/// The command line and the screen as functions, which tests can replace.
#[derive(Clone, Copy)]
pub struct Work {
    /// Runs a command line, beginning with the name of the program, and returns its exit status.
    pub command: fn(Client, Vec<OsString>, Arc<dyn Streams>) -> u8,
    /// Returns the keymap and the options for a person's screen.
    pub screen: fn(&Client) -> (Keymap, Options),
}

impl Default for Work {
    fn default() -> Self {
        Work { command: cli::run_at, screen: tui::looks }
    }
}
