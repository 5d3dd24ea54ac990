//! Actions of the matrix. The column under the cursor is the period; what can be done with a task is done here too.

use crate::action::Action;
use crate::plan::{Period, Role, TaskFilter};

use super::jump::jump_to_item;
use super::{Effect, views};
use crate::tui::state::matrix::{Group, MatrixRow};
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open => open(state),
        Action::Left | Action::Right if state.lists.matrix.chart.is_on => {
            step(state, action == Action::Right);
        }
        Action::Left | Action::Right => return Some(views::step_period(state, action == Action::Right)),
        Action::ToggleGrouping => {
            state.lists.matrix.by_department = !state.lists.matrix.by_department;
            state.refresh_from_top();
        }
        Action::ToggleLights => {
            state.lists.matrix.chart.is_on = !state.lists.matrix.chart.is_on;
            state.refresh();
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Goes to the next or the previous period of the kind that the chart shows, also beyond its year.
fn step(state: &mut State, forward: bool) {
    let shown = &state.lists.matrix.periods;
    let kind = shown.first().map(|period| period.kind());
    let like: Vec<Period> = state.data.periods().into_iter().filter(|period| Some(period.kind()) == kind).collect();
    let at = like.iter().position(|period| *period == state.data.period);
    let next = match at {
        Some(at) if forward => like.get(at + 1),
        Some(at) => at.checked_sub(1).and_then(|at| like.get(at)),
        None => shown.first(),
    };
    match next.copied() {
        Some(period) => views::set_period(state, period),
        None => state.tell(Tone::Note, state.say(if forward { Word::AlreadyLast } else { Word::AlreadyFirst })),
    }
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
