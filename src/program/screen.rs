//! The screen in this process: the program without a subcommand.

use std::io::IsTerminal;
use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::office::client::Client;
use crate::tui;

/// Opens the store and a screen in this process, and returns after the person has left.
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

/// Fails if there is no terminal.
pub(super) fn require_terminal(invocation: &Invocation) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() && invocation.context.is_terminal {
        return Ok(());
    }
    Err(Failure::no_terminal(invocation.language))
}
