//! The layout of a line in a document.

use crate::plan::{Doubt, Paragraph};

/// The text of a document with its layout.
#[derive(Debug, Default)]
pub struct Text {
    /// The lines.
    pub text: String,
    /// The layout of each line; empty for plain text.
    pub layouts: Vec<Layout>,
    /// The doubts to report to a person.
    pub doubts: Vec<Doubt>,
    /// Text that does not belong to the plan.
    pub leftovers: Vec<Paragraph>,
}

/// The layout of a line. It is empty in plain text, where only words count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The outline level of a heading style, 0 for the highest.
    pub heading: Option<u8>,
    /// The number of the innermost box around the line: a table of one column, or a text box.
    pub frame: Option<u32>,
    /// The number of the table, for a row of a table with several columns.
    pub table: Option<u32>,
    /// True if the line is in the table of contents.
    pub contents: bool,
}
