//! Update: how the state changes. Nothing here does I/O or asks the clock; what has to be done outside is
//! returned as effects.

mod boxes;
mod compare;
mod confirm;
mod departments;
mod filter;
mod help;
mod history;
mod indicators;
mod keys;
mod outline;
mod overview;
mod pager;
mod picker;
mod prompt;
mod receipt;
mod review;
mod search;
mod tasks;
mod views;

pub use search::query;

use std::sync::Arc;

use ratatui::layout::Size;

use crate::desk::{Command, DeskError, Receipt, SavedView, Snapshot, ViewsError};
use crate::keymap::Key;
use crate::search::Results;
use crate::store::Entry;

use super::state::prompt::{ExportRequest, NotExported};
use super::state::{Layer, State, Tone};
use super::words::Word;

/// What comes in.
#[derive(Debug)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Pasted text. It is never a command.
    Paste(String),
    /// The screen has another size.
    Resized(Size),
    /// The data was changed, here or elsewhere.
    Renewed(Arc<Snapshot>),
    /// Somebody else changed it.
    ChangedBy(String),
    /// A search was answered.
    Found(Arc<Results>),
    /// The saved views, or why there are none.
    Views(Result<Vec<SavedView>, ViewsError>),
    /// What was typed can't be searched for.
    NotSearched(String),
    /// How much of the index is made, in per cent; none when it is ready.
    Indexing(Option<u32>),
    /// A command was carried out, or not.
    Executed(Command, Result<Receipt, DeskError>),
    /// The history was read, or could not be.
    History(Result<Vec<Entry>, DeskError>),
    /// A file was written, or why not.
    Exported(ExportRequest, Result<String, NotExported>),
}

/// What has to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Change data.
    Execute(Command),
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
    /// Read the history.
    ReadHistory,
    /// Write a file.
    Export(ExportRequest),
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
        Input::Resized(size) => {
            state.size = size;
            Vec::new()
        }
        Input::Renewed(snapshot) => renew(state, snapshot),
        Input::ChangedBy(who) => {
            if state.message.is_none() {
                state.tell(Tone::Note, format!("{who} {}", state.say(Word::SomebodyChanged)));
            }
            Vec::new()
        }
        Input::Found(results) => search::fill(state, &results),
        Input::Views(views) => search::show_views(state, views),
        Input::NotSearched(why) => {
            if let Some(Layer::Search(search)) = state.layers.last_mut() {
                search.fault = Some(why);
                search.waiting = false;
            }
            Vec::new()
        }
        Input::Indexing(indexing) => {
            state.indexing = indexing;
            Vec::new()
        }
        Input::Executed(command, outcome) => receipt::tell(state, &command, outcome),
        Input::History(Ok(entries)) => {
            state.history.fill(entries);
            Vec::new()
        }
        Input::History(Err(error)) => refuse(state, error.text(state.language)),
        Input::Exported(_, Ok(what)) => {
            state.tell(Tone::Success, format!("{}: {what}", state.say(Word::Exported)));
            Vec::new()
        }
        Input::Exported(request, Err(NotExported::Exists)) => confirm::overwrite(state, request),
        Input::Exported(_, Err(NotExported::Failed(why))) => refuse(state, why),
    };
    state.settle();
    effects
}

fn renew(state: &mut State, snapshot: Arc<Snapshot>) -> Vec<Effect> {
    state.data.renew(snapshot);
    state.refresh();
    if state.view == super::state::View::History { vec![Effect::ReadHistory] } else { Vec::new() }
}

fn refuse(state: &mut State, why: impl Into<String>) -> Vec<Effect> {
    state.tell(Tone::Refusal, why);
    Vec::new()
}
