//! Tables: columns that share a line.

use std::borrow::Cow;

use super::canvas::{Canvas, columns};
use crate::text::width::{cut, wrap};
use crate::tui::columns::{Cell, Fitted, Table, fit};
use crate::tui::state::State;
use crate::tui::state::layout::Layout;
use crate::tui::state::list::Moves;
use crate::tui::theme::Meaning;
use crate::tui::update::cells;

/// The columns before a table: the cursor and the mark of a row.
const BEFORE: u16 = 2;

/// Returns the columns of the view's table as they are shown, with the part of the screen that they share.
pub fn shown(state: &State, parts: &Layout) -> Vec<Fitted> {
    let table = state.view.table(state);
    let shown = fit(state, table, room(state, parts, table)).into_iter();
    shown.map(|fitted| Fitted { x: parts.body.x + BEFORE + fitted.x, ..fitted }).collect()
}

/// Returns the columns of the screen that a table has for its cells.
fn room(state: &State, parts: &Layout, table: &Table) -> u16 {
    let width = parts.body.width;
    width.saturating_sub(BEFORE + 1 + (table.reserved)(state, width))
}

/// Returns the line of the screen that the heads stand in, if it is in sight.
pub fn head_line(state: &State, parts: &Layout) -> Option<u16> {
    let Some(head_row) = state.view.table(state).head_row else { return Some(parts.body.y) };
    let below = head_row(state)?.checked_sub(state.lists.shown(state.view).first())?;
    let y = parts.rows.y.checked_add(u16::try_from(below).ok()?)?;
    (y < parts.rows.bottom()).then_some(y)
}

/// Draws the table of the view: heads, and the rows of the window.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout, table: &'static Table, list: &dyn Moves) {
    let shown = shown(state, parts);
    let selected = cells::column(state).map(|column| column.name);
    if let Some(y) = head_line(state, parts) {
        draw_heads(canvas, state, y, table, &shown, list.len());
    }
    let room = room(state, parts, table);
    if list.len() == 0 {
        let lines = wrap(state.say((table.empty)(state)), room.into(), canvas.ambiguous);
        for (y, line) in (parts.rows.top()..parts.rows.bottom()).zip(&lines) {
            canvas.put(BEFORE, y, room, line, Meaning::Muted);
        }
    }
    for (y, row) in (parts.rows.top()..parts.rows.bottom()).zip(list.first()..list.len()) {
        let here = row == list.at();
        cursor(canvas, y, here);
        if (table.is_marked)(state, row) {
            let sign = canvas.signs.marked;
            canvas.put(1, y, 1, sign, Meaning::Marked);
        }
        match table.heading_of(state, row) {
            Some(heading) if table.section.is_none() => {
                canvas.put(BEFORE, y, room, &heading, Meaning::Title);
                continue;
            }
            _ => {}
        }
        for fitted in &shown {
            let is_selected = here && selected == Some(fitted.column.name);
            if is_selected {
                canvas.repeat(fitted.x, y, fitted.width, " ", Meaning::Selected);
            }
            if let Some(cell) = (fitted.column.cell)(state, row) {
                let meaning = match here {
                    true if is_selected => Meaning::Selected,
                    true if fitted.column.names() => Meaning::Cursor,
                    _ => cell.meaning,
                };
                draw_cell(canvas, y, fitted, &cell, meaning);
            }
        }
    }
}

fn draw_heads(canvas: &mut Canvas<'_>, state: &State, y: u16, table: &'static Table, shown: &[Fitted], rows: usize) {
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
        draw_cell(canvas, y, fitted, &cell, Meaning::Muted);
    }
}

fn draw_cell(canvas: &mut Canvas<'_>, y: u16, fitted: &Fitted, cell: &Cell<'_>, meaning: Meaning) {
    let Fitted { column, x, width } = *fitted;
    if let Some(share) = cell.bar {
        let full = width.saturating_sub(SHARE);
        bar(canvas, x, y, full, share);
        canvas.put_right(x + full, y, width - full, &cell.text, meaning);
        return;
    }
    // What a row is indented by is no part of its name.
    let indent = if column.right { 0 } else { columns(cell.text.len() - cell.text.trim_start_matches(' ').len()) };
    let (x, width) = (x + indent.min(width), width.saturating_sub(indent));
    let text = cell.text.trim_start_matches(' ');
    let text: Cow<'_, str> = if cell.tail.is_empty() {
        text.into()
    } else {
        let room = width.saturating_sub(canvas.width(&cell.tail));
        format!("{}{}", cut(text, room.into(), canvas.ambiguous), cell.tail).into()
    };
    if column.right {
        canvas.put_right(x, y, width, &text, meaning);
    } else {
        canvas.put(x, y, width, &text, meaning);
    }
}

/// The columns of a share in per cent behind its bar.
const SHARE: u16 = 5;

/// A column of text in a pop-up.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Columns of the screen; 0 leaves it out.
    pub width: u16,
}

/// Returns a column of text.
pub fn left(width: u16) -> Column {
    Column { width }
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
        canvas.put(x, y, column.width, text, *meaning);
        x += column.width + 1;
    }
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
