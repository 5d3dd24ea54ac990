//! The desk in the background: what it is started with, and what people come to it for.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;

use crate::keymap::Keymap;
use crate::serve::caller::Streams;
use crate::serve::host;
use crate::serve::program::{Program, Seat};
use crate::serve::start::{Report, SUBCOMMAND};
use crate::text::Language;
use crate::tui::{Options, TuiError};

use super::args::{self, Arguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::value::Wrong;
use super::{carry_out, screen, shell, status};

/// Runs the desk of a store until nobody has been at it for a while; started by plandesk itself
#[derive(Debug, Parser)]
#[command(name = "plandesk desk", disable_help_subcommand = true)]
struct DeskArguments {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// How long to wait for somebody to come: 90s, 15m, 2h
    #[arg(long, value_name = "TIME", value_parser = waiting_time)]
    idle: Option<Duration>,
}

/// Whether the arguments are those of a desk to be run, which is nothing that a person types.
pub(super) fn is_meant(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|argument| argument == SUBCOMMAND)
}

/// Runs a desk, and gives the exit status.
pub(super) fn run(arguments: &[OsString]) -> u8 {
    let arguments = match DeskArguments::try_parse_from(arguments.iter().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => return shell::usage(&error, Language::En, &crate::serve::local::LocalStreams),
    };
    match host::run(&arguments.store, arguments.idle.unwrap_or(host::IDLE), Arc::new(CommandLine)) {
        Ok(()) => 0,
        Err(report) => {
            report.tell();
            if report == Report::Busy { 3 } else { 1 }
        }
    }
}

/// Reads how long a desk waits: a number of seconds, or a time with its unit.
pub(super) fn waiting_time(text: &str) -> Result<Duration, Wrong> {
    let seconds = text.trim().parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()));
    let with_unit = || Duration::try_from(text.trim().parse::<jiff::SignedDuration>().ok()?).ok();
    seconds
        .or_else(with_unit)
        .ok_or_else(|| Wrong::new("请写时间，如 90s、15m、2h", "write a time such as 90s, 15m or 2h"))
}

/// The command line and the screen, for whoever comes to a desk.
struct CommandLine;

impl Program for CommandLine {
    fn command(&self, seat: Seat, arguments: Vec<OsString>, streams: Arc<dyn Streams>) -> u8 {
        let language = seat.facts.language;
        let Arguments { common, request } = match args::parse(arguments, language) {
            Ok(arguments) => arguments,
            Err(error) => return shell::usage(&error, language, &*streams),
        };
        let invocation = Invocation::at(seat, &common, streams);
        let outcome = match request {
            Some(request) => carry_out(&invocation, request),
            None => Err(Failure::Failed(TuiError::NoTerminal.text(language))),
        };
        status(&invocation, outcome)
    }

    fn screen(&self, seat: &Seat) -> (Keymap, Options) {
        screen::looks(seat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_times_are_read() {
        for (text, seconds) in
            [("90", 90.0), ("90s", 90.0), ("15m", 900.0), (" 2h ", 7200.0), ("200ms", 0.2), ("0", 0.0)]
        {
            assert_eq!(waiting_time(text), Ok(Duration::from_secs_f64(seconds)), "{text}");
        }
        for text in ["", "soon", "-5s", "5 apples"] {
            assert!(waiting_time(text).is_err(), "{text}");
        }
    }
}
