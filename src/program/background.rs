//! The desk in the background, which plandesk starts by itself.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::cli::shell;
use crate::cli::value::waiting_time;
use crate::office::local::LocalStreams;
use crate::serve::host;
use crate::serve::start::{Report, SUBCOMMAND};
use crate::serve::work::Work;
use crate::text::Language;

/// Runs the desk of a store until nobody has been at it for a while; started by plandesk itself
#[derive(Debug, Parser)]
#[command(name = "plandesk desk", disable_help_subcommand = true)]
struct DeskArguments {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// The time to wait for somebody to come: 90s, 15m, 2h
    #[arg(long, value_name = "TIME", value_parser = waiting_time)]
    idle: Option<Duration>,
}

/// Returns true if the arguments are those with which plandesk starts a background desk. People do not type them.
pub(super) fn is_meant(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|argument| argument == SUBCOMMAND)
}

/// Runs a desk, and returns the exit status.
pub(super) fn run(arguments: &[OsString]) -> u8 {
    let arguments = match DeskArguments::try_parse_from(arguments.iter().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => return shell::usage(&error, Language::En, &LocalStreams),
    };
    match host::run(&arguments.store, arguments.idle.unwrap_or(host::IDLE), Work::default()) {
        Ok(()) => 0,
        Err(report) => {
            report.tell();
            if report == Report::Busy { 3 } else { 1 }
        }
    }
}
