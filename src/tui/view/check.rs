//! The plan check.

use super::canvas::Canvas;
use super::{detail, table};
use crate::tui::columns::CHECK;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;

/// Draws the findings and the words that show the one under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &CHECK, &state.lists.check.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}
