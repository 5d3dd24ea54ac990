//! Actions of the history.

use crate::action::Action;

use super::Effect;
use super::jump::jump_to_item;
use crate::tui::state::State;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if action != Action::Open {
        return None;
    }
    let row = state.lists.history.list.current()?;
    let item = row.entry.changes.iter().find_map(|change| change.item().cloned());
    if let Some(id) = item {
        state.remember();
        jump_to_item(state, &id);
    }
    Some(Vec::new())
}
