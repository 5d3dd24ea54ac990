//! No subcommand: the screen.

use std::io::IsTerminal;

use super::failure::Failure;
use super::invocation::Invocation;
use super::pending;

/// Opens the screen and returns when the person leaves it.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::Failed(invocation.words(
            "屏幕界面需要终端；在脚本中请用子命令，见 plandesk --help",
            "the screen needs a terminal; scripts use the subcommands, see plandesk --help",
        )));
    }
    let desk = invocation.open()?;
    pending::screen(desk, invocation.actor(), invocation.language)
}
