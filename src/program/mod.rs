//! The start of the program: a command line or a screen, through a desk or in this process, or a desk itself.
//!
//! ```text
//! arguments ──┬── attached ──▶ the desk in the background does it
//!             ├── cli, screen    in this process
//!             ├── foreground     `serve`: a desk until it is told to end
//!             └── background     a desk that plandesk starts by itself
//! ```

mod attached;
mod background;
mod foreground;
mod screen;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::cli::args::{self, Arguments, Color, Request};
use crate::cli::invocation::Invocation;
use crate::cli::{carry_out, place, shell, status};
use crate::office::local::LocalStreams;

/// Runs the program with its arguments, beginning with the program's name. Returns its exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if background::is_meant(&arguments) {
        return ExitCode::from(background::run(&arguments));
    }
    let mut context = place::context(&arguments);
    let Arguments { common, linear, request } = match args::parse(arguments.clone(), context.language) {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(shell::usage(&error, context.language, &LocalStreams)),
    };
    context.linear = linear;
    match common.color {
        Color::Never => context.no_color = true,
        Color::Always => context.is_dumb = false,
        Color::Auto => {}
    }
    let invocation = Invocation::embedded(&common, context);
    ExitCode::from(match attached::run(&invocation, &common, request.as_ref(), &arguments) {
        Ok(Some(status)) => status,
        Ok(None) => {
            let outcome = match request {
                Some(Request::Serve(arguments)) => foreground::run(&invocation, &arguments),
                Some(request) => carry_out(&invocation, request),
                None => screen::run(&invocation),
            };
            status(&invocation, outcome)
        }
        Err(failure) => status(&invocation, Err(failure)),
    })
}
