//! A question to be answered with yes or no.

use super::prompt::ExportRequest;
use crate::desk::Command;
use crate::plan::{ItemId, Period};

/// What happens on yes.
#[derive(Debug, Clone)]
pub enum Then {
    /// Change data.
    Execute(Command),
    /// Leave the form below, keeping its words as a draft.
    LeaveForm,
    /// Leave the form below; its words are lost.
    DropForm,
    /// Write a file.
    Export(ExportRequest),
    /// Take up words that were left without saving.
    TakeUp(Vec<ItemId>, Period),
    /// Save a query as a view, in the place of another.
    SaveView {
        /// The name of both.
        name: String,
        /// The query.
        query: String,
    },
    /// Take a saved view away.
    DropView(String),
    /// End the session.
    Quit,
}

/// The question.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What is asked.
    pub question: String,
    /// What it is about: titles of items.
    pub about: Vec<String>,
    /// What happens on yes.
    pub then: Then,
}
