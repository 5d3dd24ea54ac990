//! Tables: columns that share a line.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::plan::{Dossier, ItemId, Subject};
use crate::text::width::cut;
use crate::tui::columns::{Cell, Fitted, Table, fit};
use crate::tui::state::layout::Layout;
use crate::tui::state::list::Moves;
use crate::tui::state::{State, overlaid};
use crate::tui::theme::Meaning;

/// The columns before a table: the cursor and the mark of a row.
const BEFORE: u16 = 2;

/// Returns the columns of the view's table as they are shown, with the part of the screen that they share.
pub fn shown(state: &State, parts: &Layout) -> Vec<Fitted> {
    let Some(table) = state.view.declaration().table else { return Vec::new() };
    let room = parts.body.width.saturating_sub(BEFORE + 1);
    let shown = fit(state, state.view, table, room).into_iter();
    shown.map(|fitted| Fitted { x: parts.body.x + BEFORE + fitted.x, ..fitted }).collect()
}

/// Draws the table of the view: heads, and the rows of the window.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout, table: &'static Table, list: &dyn Moves) {
    let shown = shown(state, parts);
    draw_heads(canvas, state, parts.body, table, &shown, list.len());
    if list.len() == 0 {
        let room = parts.rows.width.saturating_sub(BEFORE);
        canvas.put(BEFORE, parts.rows.y, room, state.say((table.empty)(state)), Meaning::Muted);
    }
    for (y, row) in (parts.rows.top()..parts.rows.bottom()).zip(list.first()..list.len()) {
        let here = row == list.at();
        cursor(canvas, y, here);
        if (table.is_marked)(state, row) {
            let sign = canvas.signs.marked;
            canvas.put(1, y, 1, sign, Meaning::Marked);
        }
        if let Some(heading) = table.heading_of(state, row) {
            canvas.put(BEFORE, y, parts.body.width.saturating_sub(BEFORE + 1), &heading, Meaning::Title);
            continue;
        }
        for fitted in &shown {
            if let Some(cell) = (fitted.column.cell)(state, row) {
                let meaning = if here && fitted.column.names() { Meaning::Cursor } else { cell.meaning };
                draw_cell(canvas, y, fitted, &cell, meaning);
            }
        }
    }
}

fn draw_heads(
    canvas: &mut Canvas<'_>,
    state: &State,
    area: Rect,
    table: &'static Table,
    shown: &[Fitted],
    rows: usize,
) {
    let sorting = state.sorting();
    let [up, down] = state.signs().directions;
    for fitted in shown {
        let mut head = fitted.column.head.text(state).to_string();
        if fitted.column.counts {
            head = format!("{head} ({})", table.count(state, rows));
        }
        let arrow = match sorting.filter(|sorting| sorting.column == fitted.column.name) {
            Some(sorting) => [up, down][usize::from(sorting.reverse)],
            None => "",
        };
        let cell = Cell { tail: arrow.to_string(), ..Cell::plain(head) };
        draw_cell(canvas, area.y, fitted, &cell, Meaning::Muted);
    }
}

fn draw_cell(canvas: &mut Canvas<'_>, y: u16, fitted: &Fitted, cell: &Cell<'_>, meaning: Meaning) {
    let Fitted { column, x, width } = *fitted;
    if let Some(share) = cell.bar {
        let columns = width.saturating_sub(SHARE);
        bar(canvas, x, y, columns, share);
        canvas.put_right(x + columns, y, width - columns, &cell.text, meaning);
        return;
    }
    let text = if cell.tail.is_empty() {
        cell.text.clone()
    } else {
        let room = width.saturating_sub(canvas.width(&cell.tail));
        format!("{}{}", cut(&cell.text, room.into(), canvas.ambiguous), cell.tail).into()
    };
    if column.right {
        canvas.put_right(x, y, width, &text, meaning);
    } else {
        canvas.put(x, y, width, &text, meaning);
    }
}

/// The columns of a share in per cent behind its bar.
const SHARE: u16 = 5;

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
