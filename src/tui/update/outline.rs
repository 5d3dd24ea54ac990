//! Actions of the outline.

use crate::action::Action;
use crate::plan::TaskFilter;

use super::{Effect, views};
use crate::tui::state::State;
use crate::tui::views::View;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open if state.detail.is_some() => return Some(views::correct(state)),
        Action::Open => open(state),
        Action::Left => {
            if !state.lists.outline.fold(&state.data, true) {
                state.lists.outline.go_up(&state.data);
            }
        }
        Action::Right => {
            state.lists.outline.fold(&state.data, false);
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Goes to the tasks under the heading.
fn open(state: &mut State) {
    let Some(row) = state.lists.outline.list.current().copied() else { return };
    let plan = state.data.dossiers[row.dossier].plan.id.clone();
    if row.roll_up.total == 0 {
        state.detail = Some(0);
        return;
    }
    state.go(View::Tasks);
    state.lists.tasks.filter =
        TaskFilter { node: row.node.map(|node| (plan.clone(), node)), former: row.former, ..TaskFilter::default() }
            .into();
    state.data.plan = Some(plan);
    state.refresh_from_top();
}
