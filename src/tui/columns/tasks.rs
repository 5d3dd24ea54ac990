//! The columns of the task table.

use super::task::{self, Rows, item};
use super::{Column, PLAIN, Table};
use crate::plan::{Condition, TaskFilter};
use crate::tui::state::State;
use crate::tui::state::data::ItemKey;
use crate::tui::words::Word;

/// The task table.
pub const TABLE: Table = Table { name: "tasks", columns: COLUMNS, is_marked, empty, ..PLAIN };

const COLUMNS: &[Column] = &[
    task::status::<Listed>(),
    Column { is_of_use: has_milestones, ..task::light::<Listed>() },
    task::number::<Listed>(),
    task::title::<Listed>(),
    Column { is_of_use: is_planned, ..task::goal::<Listed>() },
    Column { is_of_use: |state| state.data.plan.is_none() && !is_planned(state), ..task::plan::<Listed>() },
    task::lead::<Listed>(),
    Column { is_of_use: |state| !is_planned(state), ..task::support::<Listed>() },
    task::person::<Listed>(),
    Column { is_of_use: |state| !is_planned(state), ..task::due::<Listed>() },
    task::progress::<Listed>(),
    task::done::<Listed>(),
    task::problem::<Listed>(),
    task::next::<Listed>(),
    task::evidence::<Listed>(),
];

/// The rows of the task table.
struct Listed;

impl Rows for Listed {
    fn key(state: &State, row: usize) -> Option<ItemKey> {
        state.lists.tasks.list.rows().get(row).copied()
    }
}

fn is_marked(state: &State, row: usize) -> bool {
    item::<Listed>(state, row).is_some_and(|(_, task)| state.lists.tasks.marks.contains(&task.id))
}

/// Returns true if only tasks with a goal of the year are listed.
fn is_planned(state: &State) -> bool {
    state.lists.tasks.filter.tasks.conditions.contains(&Condition::Planned)
}

/// Returns true if any plan in view has milestones.
fn has_milestones(state: &State) -> bool {
    state.data.in_view().any(|(_, dossier)| !dossier.milestones.is_empty())
}

fn empty(state: &State) -> Word {
    let planned = TaskFilter { conditions: [Condition::Planned].into(), ..TaskFilter::default() };
    match &state.lists.tasks.filter {
        _ if state.data.dossiers.is_empty() => Word::NoPlans,
        filter if *filter == planned.into() => Word::NoGoals,
        _ => Word::NoRows,
    }
}
