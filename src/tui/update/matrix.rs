//! Actions of the matrix. The column under the cursor is the period; what can be done with a task is done here too.

use crate::action::Action;
use crate::plan::{Role, TaskFilter};

use super::jump::jump_to_item;
use super::{Effect, views};
use crate::tui::state::State;
use crate::tui::state::matrix::{Group, MatrixRow};
use crate::tui::views::View;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open => open(state),
        Action::Left | Action::Right => return Some(views::step_period(state, action == Action::Right)),
        Action::ToggleGrouping => {
            state.lists.matrix.by_department = !state.lists.matrix.by_department;
            state.refresh_from_top();
        }
        _ => return None,
    }
    Some(Vec::new())
}

fn open(state: &mut State) {
    let Some(row) = state.lists.matrix.list.current().cloned() else { return };
    match row {
        MatrixRow::Task(row) => {
            if let Some(id) = state.data.task_id(row).cloned() {
                state.remember();
                jump_to_item(state, &id);
            }
        }
        MatrixRow::Group(group, _) => {
            state.go(View::Tasks);
            state.lists.tasks.filter = match *group {
                Group::Chapter(plan, node) => {
                    state.data.plan = Some(plan.clone());
                    TaskFilter { node: node.map(|node| (plan, node)), ..TaskFilter::default() }
                }
                Group::Department(name) => {
                    TaskFilter { department: Some(name), role: Role::Lead, ..TaskFilter::default() }
                }
            }
            .into();
            state.refresh_from_top();
        }
    }
}
