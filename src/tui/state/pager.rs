//! A text to read: a source, reminders to send.

use std::sync::Arc;

use crate::desk::BothChanged;
use crate::import::spreadsheet::Filled;
use crate::text::width::wrap;

use super::field::Field;
use super::{Layer, State, layout};

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
    /// The list that came back whose changes are shown.
    pub returned: Option<Returned>,
    /// The text in lines of so many columns.
    lines: (usize, Vec<String>),
}

/// A list that came back, to be taken or not.
#[derive(Debug, Clone)]
pub struct Returned {
    /// The list.
    pub list: Arc<Filled>,
    /// Whose word counts where both changed something.
    pub both: BothChanged,
    /// Whether it changes nothing.
    pub is_empty: bool,
}

impl Pager {
    /// A page that begins at the beginning.
    pub fn new(title: String, text: String, file: Option<Field>) -> Self {
        Pager { title, text, top: 0, file, returned: None, lines: (0, Vec::new()) }
    }

    /// The text in lines that fit.
    pub fn lines(&self) -> &[String] {
        &self.lines.1
    }

    /// Moves the text, up when negative.
    pub fn move_by(&mut self, lines: isize) {
        self.top = self.top.saturating_add_signed(lines);
    }
}

/// Brings the page on top to the size of the screen, and keeps its first line within the text.
pub fn settle(state: &mut State) {
    let place = state.layers.len().saturating_sub(1);
    let area = layout::layer_area(state, place);
    let ambiguous = state.ambiguous;
    let Some(Layer::Pager(pager)) = state.layers.last_mut() else { return };
    let columns = usize::from(area.width.saturating_sub(4)).max(2);
    if pager.lines.0 != columns {
        pager.lines = (columns, wrap(&pager.text, columns, ambiguous));
    }
    let around = if pager.file.is_some() { 4 } else { 2 };
    let room = usize::from(area.height.saturating_sub(around));
    pager.top = pager.top.min(pager.lines.1.len().saturating_sub(room));
}
