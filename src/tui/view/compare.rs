//! Compare: indicators of the same name across plans, or two states of one plan.

use super::canvas::Canvas;
use super::table;
use crate::tui::state::State;
use crate::tui::state::compare::CompareRow;
use crate::tui::state::layout::Layout;
use crate::tui::words::Word;

/// Draws the table.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, state.view.table(state), &state.lists.compare.list);
}

/// Returns the number of items that differ between two states.
pub fn title(state: &State) -> Vec<String> {
    let compare = &state.lists.compare;
    if !compare.by_period {
        return Vec::new();
    }
    let count = compare.list.rows().iter().filter(|row| matches!(row, CompareRow::Item(..))).count();
    vec![format!("{} {count}", state.say(Word::Differences))]
}
