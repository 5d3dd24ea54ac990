//! Cells: a cursor among the cells of a row, and editing a cell where it stands.

use ratatui::layout::Rect;

use crate::action::Action;
use crate::plan::Subject;
use crate::tui::columns::{Column, Edit, Fitted};
use crate::tui::popup::{cell, review};
use crate::tui::state::{State, Tone, layout};
use crate::tui::view::table;
use crate::tui::words::Word;

use super::{Effect, columns, keys};

/// The cell to go to after one is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The one below.
    Down,
    /// The one before it in its row.
    Left,
    /// The one behind it in its row.
    Right,
}

/// Does an action on the cell under the cursor, unless it is none of these or the view's cells can't be edited.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if state.detail.is_some() || !state.view.table(state).is_editable() {
        return None;
    }
    let Some(column) = column(state) else {
        return matches!(action, Action::EditCell | Action::Right).then(|| enter(state));
    };
    match action {
        Action::Left => step(state, Step::Left),
        Action::Right => step(state, Step::Right),
        Action::Back => state.leave_cells(),
        Action::Sort => columns::sort_by(state, column.name),
        Action::CopyCell => return Some(copy(state, column)),
        Action::EditCell | Action::Open => return Some(edit(state, column)),
        _ => return None,
    }
    Some(Vec::new())
}

/// Returns the columns that are shown, in their places on the screen.
fn shown(state: &State) -> Vec<Fitted> {
    table::shown(state, &layout::of(state))
}

/// Returns the column of the cell under the cursor: another one where that column is shown no more.
pub fn column(state: &State) -> Option<&'static Column> {
    let name = state.cell()?;
    let shown = shown(state);
    shown.iter().find(|fitted| fitted.column.name == name).or(shown.first()).map(|fitted| fitted.column)
}

/// Returns the place of the cell under the cursor on the screen.
pub fn place(state: &State) -> Option<Rect> {
    let column = column(state)?;
    let parts = layout::of(state);
    let fitted = shown(state).into_iter().find(|fitted| fitted.column.name == column.name)?;
    let below = u16::try_from(state.cursor_in_window()?).ok()?;
    Some(Rect::new(fitted.x, parts.rows.y + below, fitted.width, 1))
}

/// Puts the cursor on the first cell that can be edited.
fn enter(state: &mut State) -> Vec<Effect> {
    let first = shown(state).into_iter().find(|fitted| fitted.column.edit.is_some());
    state.go_to_cell(first.map(|fitted| fitted.column.name));
    Vec::new()
}

fn step(state: &mut State, step: Step) {
    let Some(column) = column(state) else { return };
    let names: Vec<&'static str> = shown(state).into_iter().map(|fitted| fitted.column.name).collect();
    let at = names.iter().position(|name| *name == column.name).unwrap_or(0);
    let next = if step == Step::Left { at.saturating_sub(1) } else { (at + 1).min(names.len().saturating_sub(1)) };
    state.go_to_cell(names.get(next).copied());
}

fn edit(state: &mut State, column: &'static Column) -> Vec<Effect> {
    let row = state.list().at();
    let edit = column.edit.and_then(|edit| edit(state, row));
    match (edit, place(state)) {
        (Some(Edit::Line(asked)), Some(place)) => cell::open(state, asked, place),
        (Some(Edit::Words(item, period, field)), _) => review::open_at(state, vec![item], period, field),
        (Some(Edit::Act(action)), _) => keys::act(state, action),
        _ => {
            state.tell(Tone::Note, state.say(Word::NotInPlace));
            Vec::new()
        }
    }
}

fn copy(state: &mut State, column: &'static Column) -> Vec<Effect> {
    let row = state.list().at();
    let text = (column.cell)(state, row).map(|cell| cell.whole().trim().to_string()).unwrap_or_default();
    if text.is_empty() || text == state.signs().none {
        state.tell(Tone::Note, state.say(Word::NothingToCopy));
        return Vec::new();
    }
    vec![Effect::Copy(text)]
}

/// Goes to the next cell after one of the row of `subject` is saved. Where that row is listed no more, the one below is
/// in its place.
pub fn go_on(state: &mut State, subject: Option<&Subject>, to: Step) {
    match to {
        Step::Left | Step::Right => step(state, to),
        Step::Down if state.subject().as_ref() == subject => state.list().move_by(1),
        Step::Down => {}
    }
}
