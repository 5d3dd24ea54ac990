//! Departments: workload and completion.

use super::canvas::Canvas;
use super::table;
use crate::tui::columns::DEPARTMENTS;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;

/// Draws the table.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &DEPARTMENTS, &state.lists.departments.list);
}
