//! The number at the start of a single line typed outside of a document.

use super::{number, wording};
use crate::plan::Level;

/// The number at the start of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineNumber {
    /// The kind of numbering; for a box, the level below the headings of most plans.
    pub level: Level,
    /// The number as printed.
    pub printed: String,
    /// True for the number of a special box.
    pub is_box: bool,
}

/// Splits a line into its number, if it has one, and the rest.
pub fn line_number(text: &str) -> (Option<LineNumber>, String) {
    if let Some((printed, title, _)) = wording::special_box(text) {
        return (Some(LineNumber { level: Level::HanParenthesised, printed, is_box: true }), title);
    }
    match number::split(text) {
        Some((mark, rest)) => {
            let number = LineNumber { level: mark.level, printed: mark.printed, is_box: false };
            (Some(number), rest.trim().to_string())
        }
        None => (None, text.trim().to_string()),
    }
}
