//! A text to read: a source, reminders to send.

use super::field::Field;

/// The page.
#[derive(Debug, Clone)]
pub struct Pager {
    /// What it is.
    pub title: String,
    /// The text.
    pub text: String,
    /// The first line shown.
    pub top: usize,
    /// Where the text can be saved, when it is meant to be: the file's name as typed.
    pub file: Option<Field>,
}
