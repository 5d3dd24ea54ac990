//! Actions of the special boxes. What can be done with a task is done with a project here too.

use crate::action::Action;
use crate::plan::TaskFilter;

use super::{Effect, views};
use crate::tui::state::State;
use crate::tui::state::boxes::BoxRow;
use crate::tui::views::View;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if action != Action::Open {
        return None;
    }
    if state.detail.is_some() && state.chosen_tasks().is_empty() {
        return Some(views::correct(state));
    }
    let row = state.lists.boxes.list.current().cloned()?;
    match row {
        BoxRow::Item(row) => {
            let id = state.data.task_id(row).cloned()?;
            state.go(View::Tasks);
            state.data.plan = Some(id.plan.clone());
            state.lists.tasks.filter = TaskFilter::default().into();
            state.lists.tasks.current = Some(id);
            state.refresh_from_top();
        }
        BoxRow::Box(..) | BoxRow::Group(..) | BoxRow::Plan(_) => state.detail = Some(0),
    }
    Some(Vec::new())
}
