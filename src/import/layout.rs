//! The layout of a line in a word processor, beyond its words.

use crate::plan::{Doubt, Paragraph};

/// The text of a document, with what its form tells beyond the words.
#[derive(Debug, Default)]
pub struct Text {
    /// Its lines.
    pub text: String,
    /// The layout of each line; none for a plain text.
    pub layouts: Vec<Layout>,
    /// The doubts that a person should know of.
    pub doubts: Vec<Doubt>,
    /// Text that is no text of the plan.
    pub leftovers: Vec<Paragraph>,
}

/// The layout of a line. A plain text has none: there everything is read from the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// For a heading by its style the outline level, 0 for the highest.
    pub heading: Option<u8>,
    /// The number of the box around it: the innermost table of one column, or text box.
    pub frame: Option<u32>,
    /// For a row of a table of several columns the number of that table.
    pub table: Option<u32>,
    /// True if it stands in the table of contents.
    pub contents: bool,
}
