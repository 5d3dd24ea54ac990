//! The failures of a command, with their exit statuses.

use crate::desk::{DeskError, NotOne};
use crate::export::ExportError;
use crate::office::written::NotWritten;
use crate::store::StoreError;
use crate::text::Language;
use crate::tui::TuiError;

/// The failure of a command, with the message for the person.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command failed or found nothing: exit status 1.
    Failed(String),
    /// The arguments are wrong in a way that the parser does not detect: exit status 2.
    Usage(String),
    /// Another process has the store open: exit status 3.
    Busy(String),
    /// The store is damaged: exit status 4.
    Damaged(String),
    /// Some of the documents could not be imported: exit status 5.
    Rejected(String),
    /// The reader of the output has ended, which is not an error: exit status 0.
    ReaderGone,
}

impl Failure {
    /// Returns the exit status.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Failure::ReaderGone => 0,
            Failure::Failed(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Busy(_) => 3,
            Failure::Damaged(_) => 4,
            Failure::Rejected(_) => 5,
        }
    }

    /// Returns the message, if there is one.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Failure::ReaderGone => None,
            Failure::Failed(text)
            | Failure::Usage(text)
            | Failure::Busy(text)
            | Failure::Damaged(text)
            | Failure::Rejected(text) => Some(text),
        }
    }

    /// Returns the failure for an error of the desk.
    pub(crate) fn of_desk(error: DeskError, language: Language) -> Self {
        match error {
            DeskError::Refused(_)
            | DeskError::Contested(_)
            | DeskError::Overtaken
            | DeskError::Settings(_)
            | DeskError::File(_) => Failure::Failed(error.text(language)),
            DeskError::Store(error) => Failure::of_store(&error, language),
        }
    }

    /// Returns the failure for an error of the store.
    pub(crate) fn of_store(error: &StoreError, language: Language) -> Self {
        let text = error.text(language);
        match error {
            StoreError::Busy { .. } => Failure::Busy(text),
            StoreError::Damaged { .. } => Failure::Damaged(text),
            _ => Failure::Failed(text),
        }
    }

    /// Returns the failure for a file that could not be written.
    pub(crate) fn of_export(error: &ExportError, language: Language) -> Self {
        let text = error.text(language);
        Failure::Failed(match (error, language) {
            (ExportError::Nothing, _) => return Failure::nothing_found(language),
            (ExportError::Exists(_), Language::Zh) => format!("{text}，或加 --force 覆盖"),
            (ExportError::Exists(_), Language::En) => format!("{text}, or overwrite it with --force"),
            _ => text,
        })
    }

    /// Returns the failure for a document that could not be written.
    pub(crate) fn of_written(error: &NotWritten, language: Language) -> Self {
        match error {
            NotWritten::File(error) => Failure::of_export(error, language),
            NotWritten::Report(error) => Failure::Failed(error.text(language)),
        }
    }

    /// Returns the failure for a name that matches no plan, or several.
    pub(crate) fn no_such_plan(error: &NotOne, language: Language) -> Self {
        Failure::Failed(match (error, language) {
            (_, Language::En) => error.to_string(),
            (NotOne::None { name, there_are }, Language::Zh) => format!("没有名为“{name}”的规划；现有：{there_are}"),
            (NotOne::Several { name, several }, Language::Zh) => {
                format!("“{name}”对应多个规划：{several}；请多写几个字，或用规划 id")
            }
        })
    }

    /// Returns the failure for a screen without a terminal.
    pub(crate) fn no_terminal(language: Language) -> Self {
        Failure::Failed(TuiError::NoTerminal.text(language))
    }

    /// Returns the failure for an empty list.
    pub(crate) fn nothing_found(language: Language) -> Self {
        Failure::Failed(
            language.pick("没有符合条件的记录；请放宽筛选条件", "nothing was found; loosen the filters").to_string(),
        )
    }
}
