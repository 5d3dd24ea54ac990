//! Tables: columns that share a line.

use super::canvas::Canvas;
use crate::plan::{Dossier, ItemId, Subject};
use crate::text::width::cut;
use crate::tui::state::{State, overlaid};
use crate::tui::theme::Meaning;

/// A column: its width, and whether its cells stand at the right.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Columns of the screen; 0 leaves it out.
    pub width: u16,
    /// True if cells are aligned right.
    pub right: bool,
}

/// Returns a column of text.
pub fn left(width: u16) -> Column {
    Column { width, right: false }
}

/// Returns a column of figures.
pub fn right(width: u16) -> Column {
    Column { width, right: true }
}

/// Returns the width that is left for one column beside others, each followed by a blank.
pub fn rest(total: u16, others: &[Column]) -> u16 {
    let taken: u16 = others.iter().filter(|c| c.width > 0).map(|c| c.width + 1).sum();
    total.saturating_sub(taken)
}

/// Draws one line of cells.
pub fn row(canvas: &mut Canvas<'_>, x: u16, y: u16, cells: &[(Column, &str, Meaning)]) {
    let mut x = x;
    for (column, text, meaning) in cells {
        if column.width == 0 {
            continue;
        }
        if column.right {
            canvas.put_right(x, y, column.width, text, *meaning);
        } else {
            canvas.put(x, y, column.width, text, *meaning);
        }
        x += column.width + 1;
    }
}

/// Returns a title cut to a width, with the mark of what was corrected, adjusted or added behind it.
pub fn titled(canvas: &Canvas<'_>, state: &State, dossier: &Dossier, item: &ItemId, title: &str, width: u16) -> String {
    let Some(mark) = overlaid::mark(dossier, &Subject::Item(item.clone())) else { return title.to_string() };
    let mark = format!(" [{}]", state.say(mark));
    let room = width.saturating_sub(canvas.width(&mark));
    format!("{}{mark}", cut(title, room.into(), canvas.ambiguous))
}

/// Draws the sign of the cursor in front of a row.
pub fn cursor(canvas: &mut Canvas<'_>, y: u16, here: bool) {
    if here {
        let sign = canvas.signs.cursor;
        canvas.put(0, y, 1, sign, Meaning::Key);
    }
}

/// A bar of `columns` columns that is filled to a share in per cent.
pub fn bar(canvas: &mut Canvas<'_>, x: u16, y: u16, columns: u16, share: u32) {
    let share = u16::try_from(share.min(100)).unwrap_or(100);
    let full = (columns * share + 50) / 100;
    let (full_sign, empty_sign) = (canvas.signs.full, canvas.signs.empty);
    canvas.repeat(x, y, full, full_sign, Meaning::Good);
    canvas.repeat(x + full, y, columns - full, empty_sign, Meaning::Muted);
}
