//! The `plandesk` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    plandesk::cli::run(std::env::args_os())
}
