//! The `plandesk` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    plandesk::program::run(std::env::args_os())
}
