//! Update: how the state changes. Nothing here does I/O or asks the clock; what has to be done outside is
//! returned as effects.

mod bookmark;
pub mod boxes;
pub mod cases;
pub mod cells;
pub mod check;
mod columns;
pub mod compare;
mod copy;
pub mod departments;
pub mod export;
pub mod fill;
pub mod handover;
pub mod history;
pub mod import;
pub mod indicators;
pub mod items;
mod jump;
pub mod keys;
pub mod matrix;
mod mouse;
pub mod outline;
pub mod overview;
mod pager;
pub mod problems;
pub mod receipt;
pub mod remote;
mod retire;
pub mod returned;
pub mod seal;
pub mod select;
mod settings;
pub mod tasks;
pub mod unlikely;
pub mod views;
pub mod write;

pub use bookmark::take_up;
pub use columns::sort_by;
pub use jump::{jump, query};
pub use keys::{act as go_on_with, say_unbound};
pub use mouse::{Mouse, Turn};
pub use receipt::about;
pub use tasks::{assign, execute, execute_as};

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Size;

use crate::desk::{
    BothChanged, Command, Consent, DeskError, Receipt, SavedView, Seen, Since, Snapshot, TakenBack, ViewsError,
};
use crate::import::spreadsheet::Filled;
use crate::keymap::Key;
use crate::office::import::{Batch, Intake};
use crate::plan::{Change, Period, PlanId, Subject};
use crate::report::check::Finding;
use crate::search::Results;
use crate::store::{Entry, OwnBackup};

use super::popup::Answered;
use super::popup::confirm;
use super::popup::contest::Contest;
use super::popup::prompt;
use super::popup::search::{self, Search};
use super::state::data::Renewed;
use super::state::import::{Folder, Previewed, Progress, Request};
use super::state::prompt::{ExportRequest, Exported, NotExported};
use super::state::{State, Tone};
use super::views::View;

/// An input to the state.
#[derive(Debug)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Pasted text. It is never a command.
    Paste(String),
    /// The mouse, where the person has switched it on.
    Mouse(Mouse),
    /// The screen has another size.
    Resized(Size),
    /// The data was changed, here or elsewhere.
    Renewed(Arc<Snapshot>),
    /// Somebody else changed it: who, and what.
    ChangedBy(String, Arc<[Change]>),
    /// Others at the desk have come or gone: those who are there now.
    Others(Vec<String>),
    /// A search was answered.
    Found(Arc<Results>),
    /// The saved views, or why there are none.
    Views(Result<Vec<SavedView>, ViewsError>),
    /// The query typed is refused, with the reason in words.
    NotSearched(String),
    /// The part of the index that is made, in per cent; `None` once it is ready.
    Indexing(Option<u32>),
    /// A command was carried out, or not.
    Executed(Box<Given>, Result<Receipt, DeskError>),
    /// The next undo opens a sealed period again: that of the plan named, unless it does not.
    Undoes(Option<(PlanId, Period)>),
    /// The history was read, or could not be.
    History(Result<Since, DeskError>),
    /// The whole history was read for what it says of a subject, or could not be.
    HistoryOf(Subject, Result<Vec<Entry>, DeskError>),
    /// The plans were checked.
    Checked(Arc<Vec<Finding>>),
    /// The backups that the store has made of itself, or why they can't be listed.
    Backups(Result<Vec<OwnBackup>, DeskError>),
    /// A folder was listed, or why not.
    Listed(Result<Folder, String>),
    /// Work in the background has gone on.
    At(Progress),
    /// Documents or lists were read, with what taking them in would do; or why not.
    Read(Result<Previewed, String>),
    /// Documents were taken in, or refused.
    Imported(Result<Box<Intake>, DeskError>),
    /// Work in the background has broken down.
    BrokenOff,
    /// A list that came back was taken, or refused.
    TakenBack(Result<TakenBack, DeskError>),
    /// A file was written, or why not.
    Exported(ExportRequest, Result<String, NotExported>),
}

/// A command as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The command.
    pub command: Command,
    /// The data that its giver had in view.
    pub seen: Seen,
}

/// Work for the session, which alone does input and output.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Change data, as somebody who has this in view.
    Execute(Box<Command>, Seen),
    /// Search.
    Search(String),
    /// Read the saved views.
    ReadViews,
    /// Save a query under a name.
    SaveView {
        /// The name.
        name: String,
        /// The line.
        query: String,
    },
    /// Take the view of this name away.
    DropView(String),
    /// Tell whether the next undo opens a sealed period again.
    AskUndo,
    /// Read what the history has more of than what is listed.
    ReadHistory,
    /// Read the whole history for what it says of a subject.
    ReadHistoryOf(Subject),
    /// Check the plans.
    Check,
    /// List the backups that the store has made of itself.
    ListBackups,
    /// Have searches look in the plans that are looked at now.
    LookIn,
    /// List a folder, by a name that was typed.
    ListFolder {
        /// The folder in which a name without a beginning is looked for.
        within: Option<PathBuf>,
        /// The name or path.
        typed: String,
    },
    /// Read documents or lists, and say what taking them in would do.
    Read(Request),
    /// Stop reading.
    StopReading,
    /// Take documents in.
    Import(Arc<Batch>, Consent),
    /// Say what lists would change.
    PreviewLists(Arc<Vec<Filled>>, BothChanged),
    /// Give the rows of lists that have no ids those of the items with their words, and say what they would change.
    MatchLists(Arc<Vec<Filled>>, BothChanged),
    /// Take what was filled in in lists.
    TakeBack(Arc<Vec<Filled>>, BothChanged),
    /// Write a file.
    Export(ExportRequest),
    /// Put a text on the clipboard of the person's terminal.
    Copy(String),
    /// Keep the screen settings for the person's next sessions.
    KeepSettings,
    /// Draw everything afresh.
    Redraw,
    /// Go to the background.
    Suspend,
    /// End the session.
    Quit,
}

/// Takes an input in.
pub fn update(state: &mut State, input: Input) -> Vec<Effect> {
    let effects = match input {
        Input::Key(key) => keys::press(state, key),
        Input::Paste(text) => keys::paste(state, &text),
        Input::Mouse(mouse) => mouse::take(state, mouse),
        Input::Resized(size) => {
            state.size = size;
            Vec::new()
        }
        Input::Renewed(snapshot) => renew(state, snapshot),
        Input::ChangedBy(who, changes) => {
            let news = receipt::news(state, &who, &changes);
            state.hear(news);
            Vec::new()
        }
        Input::Others(others) => {
            state.others = others;
            Vec::new()
        }
        Input::Found(results) => search::fill(state, &results),
        Input::Views(views) => search::show_views(state, views),
        Input::NotSearched(why) => {
            if let Some(search) = state.top_mut::<Search>() {
                search.refuse(why);
            }
            Vec::new()
        }
        Input::Indexing(indexing) => {
            state.indexing = indexing;
            Vec::new()
        }
        Input::Executed(given, Err(DeskError::Contested(fields))) => {
            let contest = Contest::new(given.command, given.seen, fields);
            state.open(contest)
        }
        Input::Undoes(sealed) => views::undo(state, sealed),
        Input::Executed(given, outcome) => {
            let receipt = outcome.as_ref().ok().cloned();
            let effects = receipt::tell(state, &given, outcome);
            answer(state, Answered { command: &given.command, receipt: receipt.as_ref() });
            effects
        }
        Input::History(Ok(since)) => {
            state.lists.history.take(since);
            state.refresh();
            Vec::new()
        }
        Input::HistoryOf(subject, Ok(entries)) => pager::show_history(state, &subject, &entries),
        Input::HistoryOf(_, Err(error)) => refuse(state, error.text(state.language)),
        Input::Checked(findings) => {
            state.lists.check.findings = Some(findings);
            state.refresh();
            Vec::new()
        }
        Input::Backups(Ok(backups)) => pager::show_backups(state, &backups),
        Input::Backups(Err(error)) => refuse(state, error.text(state.language)),
        Input::Listed(listed) => import::listed(state, listed),
        Input::At(progress) => import::at(state, progress),
        Input::Read(read) => import::read(state, read),
        Input::Imported(outcome) => import::imported(state, outcome),
        Input::BrokenOff => import::broken_off(state),
        Input::TakenBack(outcome) => returned::tell(state, outcome),
        Input::History(Err(error)) => refuse(state, error.text(state.language)),
        Input::Exported(_, Ok(what)) => {
            state.tell(Tone::Success, what);
            Vec::new()
        }
        Input::Exported(request, Err(NotExported::Exists)) => confirm::overwrite(state, request),
        Input::Exported(request, Err(NotExported::Failed(why))) => not_exported(state, request, why),
    };
    state.opened = match state.opened.take() {
        _ if state.popups.is_empty() && state.pending.is_empty() => None,
        Some(opened) => Some(opened),
        None => Some(Arc::clone(&state.shown)),
    };
    state.settle();
    effects
}

/// Tells the pop-up on top that a command was carried out, or not, and the one below it where it closes: a form stays
/// open below the question that its command raised.
fn answer(state: &mut State, answered: Answered<'_>) {
    while let Some(mut top) = state.popups.pop() {
        let depth = state.popups.len();
        if top.answered(state, answered) {
            state.popups.insert(depth, top);
            return;
        }
        if state.popups.len() > depth {
            // What the pop-up has opened is new.
            return;
        }
    }
}

fn renew(state: &mut State, snapshot: Arc<Snapshot>) -> Vec<Effect> {
    let renewed = state.data.renew(snapshot);
    if renewed == Renewed::Reordered {
        state.lists.clear();
    }
    // What somebody reports on a task moves no row then, and there may be very many.
    let is_by_texts = state.view == View::Tasks && state.lists.tasks.follows_texts_alone() && state.sorting().is_none();
    let same_rows = renewed == Renewed::SameTexts && is_by_texts;
    if !same_rows {
        state.refresh();
    }
    views::fetch(state)
}

/// Tells why a file was not written. The name that was typed is there to be put right; a page that can be read here has
/// no name to ask for again.
fn not_exported(state: &mut State, request: ExportRequest, why: String) -> Vec<Effect> {
    match request.content {
        Exported::Text(_) => refuse(state, why),
        _ => prompt::again(state, request, &why),
    }
}

fn refuse(state: &mut State, why: impl Into<String>) -> Vec<Effect> {
    state.tell(Tone::Refusal, why);
    Vec::new()
}
