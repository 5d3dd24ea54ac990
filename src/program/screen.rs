//! No subcommand: the screen, in this process.

use std::io::IsTerminal;
use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::office::client::Client;
use crate::tui;

/// Opens the store and a screen in this process, and returns when the person leaves it.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    let (desk, mended) = invocation.open_quietly()?;
    let client = Client {
        desk,
        person: invocation.actor()?,
        context: invocation.context.clone(),
        files: Arc::clone(&invocation.files),
        mended,
    };
    let (keymap, options) = tui::looks(&client);
    tui::run_local(client.desk, client.person, Arc::new(keymap), options)
        .map_err(|error| Failure::Failed(error.text(invocation.language)))
}

/// Fails unless there is a terminal to draw on.
pub(super) fn require_terminal(invocation: &Invocation) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() && invocation.context.is_terminal {
        return Ok(());
    }
    Err(Failure::no_terminal(invocation.language))
}
