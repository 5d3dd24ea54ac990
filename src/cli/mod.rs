//! The command line: each subcommand is a desk command or a query.
//!
//! Data goes to stdout, messages go to stderr, and the exit status says how it went ([`failure`]). The commands, their
//! options and the field names of their JSON are a contract with people's scripts.

mod access;
mod appraisals;
mod args;
mod attached;
mod background;
mod backup;
mod between;
mod boxes;
mod change;
mod check;
mod chinese;
mod compare;
mod confirm;
mod decisions;
mod departments;
mod doctor;
mod export;
mod failure;
mod files;
mod filter;
mod goals;
mod history;
mod import;
mod indicators;
mod invocation;
mod json;
mod keymap;
mod look;
mod notice;
mod output;
mod periods;
mod place;
mod plans;
mod problems;
mod report;
mod rollup;
mod sample;
mod screen;
mod seals;
mod search;
mod serve;
mod shell;
mod table;
mod take_back;
mod tasks;
mod value;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::serve::local::LocalStreams;

use args::{Arguments, Color, Request};
use failure::Failure;
use invocation::Invocation;

/// Runs the program with its arguments, the program's own name first, and says how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if background::is_meant(&arguments) {
        return ExitCode::from(background::run(&arguments));
    }
    let mut facts = place::facts(&arguments);
    let Arguments { common, request } = match args::parse(arguments.clone(), facts.language) {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(shell::usage(&error, facts.language, &LocalStreams)),
    };
    match common.color {
        Color::Never => facts.no_color = true,
        Color::Always => facts.is_dumb = false,
        Color::Auto => {}
    }
    let invocation = Invocation::embedded(&common, facts);
    ExitCode::from(match attached::run(&invocation, &common, request.as_ref(), &arguments) {
        Ok(Some(status)) => status,
        Ok(None) => {
            let outcome = match request {
                Some(request) => carry_out(&invocation, request),
                None => screen::run(&invocation),
            };
            status(&invocation, outcome)
        }
        Err(failure) => status(&invocation, Err(failure)),
    })
}

/// The exit status of what was carried out; what went wrong is told.
fn status(invocation: &Invocation, outcome: Result<(), Failure>) -> u8 {
    let Err(failure) = outcome else { return 0 };
    if let Some(message) = failure.message() {
        invocation.note(&format!("plandesk: {message}"));
    }
    failure.code()
}

fn carry_out(invocation: &Invocation, request: Request) -> Result<(), Failure> {
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
        Request::Confirm(arguments) => confirm::run(invocation, arguments),
        Request::Goal(arguments) => goals::set(invocation, arguments),
        Request::WorkPlan(arguments) => goals::work_plan(invocation, &arguments),
        Request::Problems(arguments) => problems::list(invocation, &arguments),
        Request::Solve(arguments) => problems::solve(invocation, arguments),
        Request::Judge(arguments) => decisions::judge(invocation, arguments),
        Request::Direction(arguments) => decisions::direct(invocation, arguments),
        Request::Pair(arguments) => decisions::pair(invocation, arguments),
        Request::Appraise(arguments) => appraisals::appraise(invocation, arguments),
        Request::Appraisals(of) => appraisals::list(invocation, &of),
        Request::Seal(arguments) => seals::seal(invocation, &arguments),
        Request::Seals(of) => seals::list(invocation, &of),
        Request::Sample(arguments) => sample::run(invocation, &arguments),
        Request::Notice(arguments) => notice::run(invocation, &arguments),
        Request::Rollup(arguments) => rollup::run(invocation, &arguments),
        Request::Undo => change::undo(invocation),
        Request::Redo => change::redo(invocation),
        Request::Export(arguments) => export::run(invocation, &arguments),
        Request::Report(arguments) => report::run(invocation, &arguments),
        Request::Compare(arguments) => compare::run(invocation, &arguments),
        Request::Check(arguments) => check::run(invocation, &arguments),
        Request::History(arguments) => history::list(invocation, &arguments),
        Request::Backup(arguments) => backup::backup(invocation, &arguments),
        Request::Restore(arguments) => backup::restore(invocation, &arguments),
        Request::Serve(arguments) => serve::run(invocation, &arguments),
        Request::Access(arguments) => access::run(invocation, &arguments),
        Request::Doctor(arguments) => doctor::run(invocation, &arguments),
        Request::Keymap(arguments) => keymap::run(invocation, &arguments),
        Request::Completions(arguments) => shell::completions(invocation, &arguments),
        Request::Man(arguments) => shell::man(invocation, &arguments),
        Request::Help(arguments) => shell::help(invocation, &arguments),
    }
}
