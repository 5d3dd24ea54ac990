//! Problems.

use super::canvas::Canvas;
use super::{detail, table};
use crate::tui::columns::PROBLEMS;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;

/// Draws the list and the detail of the problem under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &PROBLEMS, &state.lists.problems.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}
