//! The command line: each subcommand is a desk command or a query.
//!
//! Data goes to stdout, messages go to stderr, and the exit status says how it went ([`failure`]). The commands, their
//! options and the field names of their JSON are a contract with people's scripts.

mod args;
mod backup;
mod boxes;
mod change;
mod check;
mod chinese;
mod compare;
mod departments;
mod doctor;
mod export;
mod failure;
mod filter;
mod history;
mod import;
mod indicators;
mod invocation;
mod json;
mod keymap;
mod look;
mod output;
mod periods;
mod place;
mod plans;
mod report;
mod screen;
mod search;
mod shell;
mod table;
mod take_back;
mod tasks;
mod value;

use std::ffi::OsString;
use std::process::ExitCode;

use args::Request;
use failure::Failure;
use invocation::Invocation;

/// Runs the program with its arguments, the program's own name first, and says how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let language = place::language(&arguments);
    let arguments = match args::parse(arguments, language) {
        Ok(arguments) => arguments,
        Err(error) => return shell::usage(&error, language),
    };
    let invocation = Invocation::new(&arguments.common, language);
    match carry_out(&invocation, arguments.request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message() {
                invocation.note(&format!("plandesk: {message}"));
            }
            ExitCode::from(failure.code())
        }
    }
}

fn carry_out(invocation: &Invocation, request: Option<Request>) -> Result<(), Failure> {
    let Some(request) = request else { return screen::run(invocation) };
    match request {
        Request::Import(arguments) => import::run(invocation, &arguments),
        Request::Plans(arguments) => plans::list(invocation, &arguments),
        Request::Outline(arguments) => plans::outline(invocation, &arguments),
        Request::Tasks(filter) => tasks::list(invocation, &filter),
        Request::Boxes(arguments) => boxes::list(invocation, &arguments),
        Request::Indicators(arguments) => indicators::list(invocation, &arguments),
        Request::Departments(arguments) => departments::list(invocation, &arguments),
        Request::Search(arguments) => search::run(invocation, &arguments),
        Request::Assign(arguments) => change::assign(invocation, arguments),
        Request::Review(arguments) => change::review(invocation, arguments),
        Request::Reading(arguments) => change::reading(invocation, arguments),
        Request::Undo => change::undo(invocation),
        Request::Redo => change::redo(invocation),
        Request::Export(arguments) => export::run(invocation, &arguments),
        Request::Report(arguments) => report::run(invocation, &arguments),
        Request::Compare(arguments) => compare::run(invocation, &arguments),
        Request::Check(arguments) => check::run(invocation, &arguments),
        Request::History(arguments) => history::list(invocation, &arguments),
        Request::Backup(arguments) => backup::backup(invocation, &arguments),
        Request::Restore(arguments) => backup::restore(invocation, &arguments),
        Request::Doctor(arguments) => doctor::run(invocation, &arguments),
        Request::Keymap(arguments) => keymap::run(invocation, &arguments),
        Request::Completions(arguments) => shell::completions(invocation, &arguments),
        Request::Man(arguments) => shell::man(invocation, &arguments),
        Request::Help(arguments) => shell::help(invocation, &arguments),
    }
}
