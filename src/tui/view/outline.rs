//! The outline.

use super::canvas::Canvas;
use super::{detail, table};
use crate::tui::columns::OUTLINE;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;

/// Draws the outline and the text below the heading under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &OUTLINE, &state.lists.outline.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}
