//! The hand-over.

use super::canvas::Canvas;
use super::table;
use crate::tui::columns::HANDOVER;
use crate::tui::state::State;
use crate::tui::state::handover::earlier;
use crate::tui::state::layout::Layout;
use crate::tui::words::Word;

/// Draws the table.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &HANDOVER, &state.lists.handover.list);
}

/// Returns the plan that is handed over, and how many of its items nobody has confirmed.
pub fn title(state: &State) -> Vec<String> {
    let Some(old) = earlier(&state.data) else { return Vec::new() };
    let open = format!("{} {}", state.say(Word::UnconfirmedFate), state.lists.handover.unconfirmed);
    let plan = state.data.plan.as_ref().is_none_or(|plan| *plan != old.plan.id).then(|| old.plan.title.clone());
    plan.into_iter().chain([open]).collect()
}
