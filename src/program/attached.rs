//! Running a command line or a screen through the desk in the background.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use crate::cli::args::{Common, Request};
use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::cli::place;
use crate::serve::attach::{self, ConnectError, Endpoint};
use crate::serve::start::Report;
use crate::serve::{log, remote_command, visit};
use crate::store::Store;
use crate::text::clean::shown_path;

use super::screen;

/// The desk that a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// No desk: the command does not use a store, or there is no store.
    Nothing,
    /// A running desk, since it holds the store; without one, the store is inspected without mending it.
    Running,
    /// Any desk, which is started if necessary.
    Any,
}

fn need(invocation: &Invocation, request: Option<&Request>) -> Result<Need, Failure> {
    Ok(match request {
        Some(Request::Keymap(_) | Request::Completions(_) | Request::Man(_) | Request::Help(_) | Request::Serve(_)) => {
            Need::Nothing
        }
        Some(Request::Check(arguments)) if arguments.rules => Need::Nothing,
        Some(Request::Import(arguments)) if arguments.dry_run && !Store::exists(&invocation.folder()?) => Need::Nothing,
        Some(Request::Doctor(_) | Request::Backup(_) | Request::Restore(_) | Request::Access(_)) => Need::Running,
        _ => Need::Any,
    })
}

/// Sends the command line to the desk and returns its exit status; `None` if it must run in this process.
pub(super) fn run(
    invocation: &Invocation,
    common: &Common,
    request: Option<&Request>,
    arguments: &[OsString],
) -> Result<Option<u8>, Failure> {
    let need = need(invocation, request)?;
    if request.is_none() {
        screen::require_terminal(invocation)?;
    }
    if need == Need::Nothing {
        return Ok(None);
    }
    let folder = invocation.folder()?;
    if common.embedded {
        return alone(invocation, need, folder);
    }
    let idle = place::idle(invocation.language)?;
    let idle = idle.map(|idle| format!("{}ms", idle.as_millis()));
    let endpoint = Endpoint { folder: folder.clone(), idle, may_start: need == Need::Any };
    let mut context = invocation.context.clone();
    context.store = Some(folder.to_string_lossy().into_owned().into());
    // A path that is not UTF-8 can't be sent.
    context.keymap = context.keymap.filter(|path| path.to_str().is_some());
    context.theme = context.theme.filter(|path| path.to_str().is_some());
    let met = match request {
        Some(_) => remote_command::run(&endpoint, &context, arguments).map(|outcome| carried_out(invocation, outcome)),
        None => visit::run(&endpoint, &context).map(|outcome| left(invocation, &endpoint, outcome)),
    };
    match met {
        Ok(outcome) => outcome.map(Some),
        Err(ConnectError::NoDesk(report)) => {
            if let Some(why) = report.text(&folder, invocation.language) {
                invocation.note(&why);
            }
            // The store has been waited for already.
            if report == Report::Busy { invocation.open_quietly().map(|_| None) } else { Ok(None) }
        }
        Err(error) => Err(not_met(invocation, &error)),
    }
}

/// Runs a command that must have the store to itself, so no desk may be running.
fn alone(invocation: &Invocation, need: Need, folder: PathBuf) -> Result<Option<u8>, Failure> {
    match attach::running(&folder) {
        Some(pid) if need == Need::Any => Err(Failure::Busy(invocation.words(
            format!("数据正由后台工作台（进程 {pid}）使用；去掉 --embedded 即经由它操作，或先用 kill {pid} 结束它"),
            format!(
                "the desk in the background (process {pid}) has the store; leave out --embedded to use it, or end it with kill {pid}"
            ),
        ))),
        _ => Ok(None),
    }
}

fn not_met(invocation: &Invocation, error: &ConnectError) -> Failure {
    let text = error.text(invocation.language);
    match error {
        ConnectError::Hangs(_) | ConnectError::OtherVersion(_) => Failure::Busy(text),
        _ => Failure::Failed(text),
    }
}

fn carried_out(invocation: &Invocation, outcome: remote_command::Outcome) -> Result<u8, Failure> {
    match outcome {
        remote_command::Outcome::Done(status) => Ok(status),
        remote_command::Outcome::Fault(words) => Err(Failure::Failed(words)),
        remote_command::Outcome::Broken => Err(Failure::Failed(invocation.words(
            "后台工作台中断，未知是否已完成；更改是否已保存，见 plandesk history",
            "the desk crashed, and it is not known how far it had got; plandesk history tells whether a change was saved",
        ))),
        remote_command::Outcome::Unread(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::ReaderGone),
        remote_command::Outcome::Unread(error) => Err(Failure::Failed(format!("stdout: {error}"))),
    }
}

fn left(invocation: &Invocation, endpoint: &Endpoint, outcome: visit::Outcome) -> Result<u8, Failure> {
    let log = endpoint.folder.join(log::NAME);
    let log = shown_path(&log);
    match outcome {
        visit::Outcome::Left(status) => Ok(status),
        visit::Outcome::Fault(words) => Err(Failure::Failed(words)),
        visit::Outcome::Broken(error) => {
            let why = match &error {
                ConnectError::NoDesk(report) => report.text(&endpoint.folder, invocation.language),
                error => Some(error.text(invocation.language)),
            };
            let why = why.map(|why| format!("\n{why}")).unwrap_or_default();
            Err(Failure::Failed(invocation.words(
                format!("后台工作台中断，且未能重新连接；已保存的内容都在。详见 {log}{why}"),
                format!("the desk crashed and could not be reached again; everything saved is safe. See {log}{why}"),
            )))
        }
        visit::Outcome::KeepsBreaking => Err(Failure::Failed(invocation.words(
            format!("后台工作台反复中断；已保存的内容都在。详见 {log}；可用 plandesk --embedded 试试"),
            format!("the desk crashes repeatedly; everything saved is safe. See {log}, or try plandesk --embedded"),
        ))),
        visit::Outcome::GivenUp(pid) => Err(not_met(invocation, &ConnectError::Hangs(pid))),
    }
}
