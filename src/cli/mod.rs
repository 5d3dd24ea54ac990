//! The command line: each subcommand is a desk command or a query.
//!
//! Data go to standard output, messages to standard error, and the exit status tells success or failure ([`failure`]).
//! The commands, their options and the fields of their JSON are a contract with scripts.

mod access;
mod appraisals;
pub(crate) mod args;
mod backup;
mod between;
mod boxes;
mod cases;
mod change;
mod check;
mod chinese;
mod compare;
mod confirm;
mod decisions;
mod department;
mod departments;
mod doctor;
mod edit;
mod export;
pub(crate) mod failure;
mod filter;
mod goals;
mod history;
mod import;
mod indicators;
mod investment;
pub(crate) mod invocation;
mod items;
mod json;
mod keymap;
mod list;
mod look;
mod milestones;
mod notice;
mod output;
mod own;
pub(crate) mod place;
mod plans;
mod problems;
mod report;
mod retire;
mod rhythm;
mod rollup;
mod sample;
mod seals;
mod search;
pub(crate) mod shell;
mod steps;
mod succession;
mod table;
mod take_back;
mod tasks;
mod templates;
pub(crate) mod value;
mod values;
mod yearly_targets;

use std::ffi::OsString;
use std::sync::Arc;

use crate::desk::Turn;
use crate::office::client::{Client, Streams};

use args::{Arguments, Request};
use failure::Failure;
use invocation::Invocation;

/// Runs a command line, beginning with the program's name, for a person at an open desk. Returns its exit status.
pub fn run_at(mut client: Client, arguments: Vec<OsString>, streams: Arc<dyn Streams>) -> u8 {
    // Over SSH only the command line says which language is wanted.
    let language = place::asked_for(&arguments).unwrap_or(client.context.language);
    client.context.language = language;
    let Arguments { common, request, .. } = match args::parse(arguments, language) {
        Ok(arguments) => arguments,
        Err(error) => return shell::usage(&error, language, &*streams),
    };
    let invocation = Invocation::at(client, &common, streams);
    let outcome = match request {
        Some(request) => turn(&invocation, &request).and_then(|_turn| carry_out(&invocation, request)),
        None => Err(Failure::no_terminal(language)),
    };
    status(&invocation, outcome)
}

/// Waits until the person may do expensive work, if that is what is asked for.
fn turn<'a>(invocation: &'a Invocation, request: &Request) -> Result<Option<Turn<'a>>, Failure> {
    let Some(desk) = invocation.desk().filter(|_| is_expensive(request)) else { return Ok(None) };
    let turn = desk.turn(&invocation.actor()?, || invocation.streams().is_there());
    turn.map(Some).ok_or_else(|| Failure::Failed(invocation.words("已停止", "stopped")))
}

/// Returns true for requests that read documents, write them, or go through everything there is.
fn is_expensive(request: &Request) -> bool {
    matches!(
        request,
        Request::Import(_)
            | Request::Search(_)
            | Request::Export(_)
            | Request::Report(_)
            | Request::Pack(_)
            | Request::Notice(_)
            | Request::Compare(_)
            | Request::Check(_)
            | Request::Rollup(_)
            | Request::Backup(_)
            | Request::Doctor(_)
    )
}

/// Returns the exit status of a command, and prints the message of a failure.
pub(crate) fn status(invocation: &Invocation, outcome: Result<(), Failure>) -> u8 {
    let Err(failure) = outcome else { return 0 };
    if let Some(message) = failure.message() {
        invocation.note(&format!("plandesk: {message}"));
    }
    failure.code()
}

/// Runs a subcommand.
pub(crate) fn carry_out(invocation: &Invocation, request: Request) -> Result<(), Failure> {
    match request {
        Request::Import(arguments) => import::run(invocation, &arguments),
        Request::Plans(arguments) => plans::list(invocation, &arguments),
        Request::Outline(arguments) => plans::outline(invocation, &arguments),
        Request::Tasks(filter) => tasks::list(invocation, &filter),
        Request::Boxes(arguments) => boxes::list(invocation, &arguments),
        Request::Indicators(arguments) => indicators::list(invocation, &arguments),
        Request::Departments(arguments) => departments::list(invocation, &arguments),
        Request::Department(arguments) => department::set(invocation, *arguments),
        Request::Search(arguments) => search::run(invocation, &arguments),
        Request::Assign(arguments) => change::assign(invocation, arguments),
        Request::Edit(arguments) => edit::run(invocation, *arguments),
        Request::Add(arguments) => items::add(invocation, *arguments),
        Request::Split(arguments) => items::split(invocation, arguments),
        Request::Merge(arguments) => items::merge(invocation, arguments),
        Request::Move(arguments) => items::move_to(invocation, arguments),
        Request::End(arguments) => items::end(invocation, arguments),
        Request::Steps(of) => steps::list(invocation, &of),
        Request::Step(arguments) => steps::set(invocation, arguments),
        Request::NewPlan(arguments) => items::new_plan(invocation, arguments),
        Request::Archive(arguments) => retire::archive(invocation, &arguments),
        Request::Unarchive(arguments) => retire::unarchive(invocation, &arguments),
        Request::Remove(arguments) => retire::remove(invocation, &arguments),
        Request::Samples(arguments) => retire::samples(invocation, &arguments),
        Request::Review(arguments) => change::review(invocation, arguments),
        Request::Reading(arguments) => change::reading(invocation, arguments),
        Request::Confirm(arguments) => confirm::run(invocation, arguments),
        Request::Goal(arguments) => goals::set(invocation, arguments),
        Request::WorkPlan(arguments) => goals::work_plan(invocation, &arguments),
        Request::Milestone(arguments) => milestones::set(invocation, arguments),
        Request::Reach(arguments) => milestones::reach(invocation, arguments),
        Request::Milestones(arguments) => milestones::list(invocation, &arguments),
        Request::Invest(arguments) => investment::set(invocation, *arguments),
        Request::Investments(arguments) => investment::list(invocation, &arguments),
        Request::YearlyTarget(arguments) => yearly_targets::set(invocation, arguments),
        Request::YearlyTargets(arguments) => yearly_targets::list(invocation, &arguments),
        Request::Problems(arguments) => problems::list(invocation, &arguments),
        Request::Solve(arguments) => problems::solve(invocation, arguments),
        Request::OpenCase(arguments) => cases::open(invocation, arguments),
        Request::Case(arguments) => cases::step(invocation, arguments),
        Request::Cases(arguments) => cases::list(invocation, &arguments),
        Request::Judge(arguments) => decisions::judge(invocation, arguments),
        Request::Direction(arguments) => decisions::direct(invocation, arguments),
        Request::Pair(arguments) => decisions::pair(invocation, arguments),
        Request::Appraise(arguments) => appraisals::appraise(invocation, arguments),
        Request::Appraisals(of) => appraisals::list(invocation, &of),
        Request::Periods(of) => rhythm::list(invocation, &of),
        Request::Keep(arguments) => rhythm::keep(invocation, &arguments),
        Request::Mark(arguments) => rhythm::mark(invocation, arguments),
        Request::Seal(arguments) => seals::seal(invocation, &arguments),
        Request::Seals(of) => seals::list(invocation, &of),
        Request::Succeed(arguments) => succession::succeed(invocation, &arguments),
        Request::Fates(arguments) => succession::list(invocation, &arguments),
        Request::Baselines(arguments) => succession::baselines(invocation, &arguments),
        Request::Carry(arguments) => succession::carry(invocation, arguments),
        Request::Fate(arguments) => succession::fate(invocation, arguments),
        Request::Sample(arguments) => sample::run(invocation, &arguments),
        Request::Notice(arguments) => notice::run(invocation, &arguments),
        Request::Rollup(arguments) => rollup::run(invocation, &arguments),
        Request::Undo => change::undo(invocation),
        Request::Redo => change::redo(invocation),
        Request::Export(arguments) => export::run(invocation, &arguments),
        Request::Pack(arguments) => report::run_pack(invocation, &arguments),
        Request::Report(arguments) => report::run(invocation, &arguments),
        Request::Compare(arguments) => compare::run(invocation, &arguments),
        Request::Check(arguments) => check::run(invocation, &arguments),
        Request::History(arguments) => history::list(invocation, &arguments),
        Request::Backup(arguments) => backup::backup(invocation, &arguments),
        Request::Restore(arguments) => backup::restore(invocation, &arguments),
        // A client of a desk can't start a server on its machine.
        Request::Serve(_) => Err(Failure::Usage(invocation.words(
            "serve 由数据的主人在服务器上运行，不能经由工作台运行",
            "serve is run by the store's owner on the machine itself, not by way of a desk",
        ))),
        Request::Access(arguments) => access::run(invocation, &arguments),
        Request::Doctor(arguments) => doctor::run(invocation, &arguments),
        Request::Keymap(arguments) => keymap::run(invocation, &arguments),
        Request::Templates(arguments) => templates::run(invocation, &arguments),
        Request::Completions(arguments) => shell::completions(invocation, &arguments),
        Request::Man(arguments) => shell::man(invocation, &arguments),
        Request::Help(arguments) => shell::help(invocation, &arguments),
    }
}
