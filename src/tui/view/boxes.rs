//! Special boxes.

use super::canvas::Canvas;
use super::{detail, table};
use crate::tui::columns::BOXES;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;

/// Draws the boxes and the detail of the line under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &BOXES, &state.lists.boxes.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}
