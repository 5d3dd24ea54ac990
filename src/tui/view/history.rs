//! History: what was changed, by whom and when.

use super::canvas::Canvas;
use super::{detail, table};
use crate::store::Entry;
use crate::tui::columns::HISTORY;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;
use crate::tui::words::Word;

/// Draws the list and the changes of the entry under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &HISTORY, &state.lists.history.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

/// Returns the title of what an entry changed, or the number of its changes with the first title.
pub fn about(state: &State, entry: &Entry) -> String {
    let changes = &entry.changes;
    let Some(first) = changes.first() else { return String::new() };
    let title = state.change_title(first);
    if changes.len() == 1 { title } else { format!("{} {} {title}", changes.len(), state.say(Word::Rows)) }
}
