//! Actions of the overview.

use crate::action::Action;

use super::{Effect, pager, retire, seal};
use crate::plan::{Condition, PlanId, Role, TaskFilter};
use crate::tui::popup::picker::ask;
use crate::tui::state::overview::{Awaited, OverviewRow};
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open => open(state),
        Action::Left | Action::Right => fold(state, action == Action::Left),
        Action::WriteAppraisal => return Some(appraise(state)),
        Action::SealPeriod => return Some(seal::ask(state)),
        Action::WriteNotices => return Some(pager::write_notices(state)),
        Action::WriteReminders => return Some(pager::write_reminders(state)),
        _ => return retire::act(state, action),
    }
    Some(Vec::new())
}

/// Asks for what others say of the plan under the cursor.
fn appraise(state: &mut State) -> Vec<Effect> {
    let Some(OverviewRow::Plan(row)) = state.lists.overview.list.current() else {
        state.tell(Tone::Note, state.say(Word::ChooseAPlan));
        return Vec::new();
    };
    let plan = state.data.dossiers[row.dossier].plan.id.clone();
    ask::appraisal(state, plan)
}

/// Lists the statuses and chapters of the plan under the cursor, or no longer.
fn fold(state: &mut State, fold: bool) {
    let place = match state.lists.overview.list.current() {
        Some(OverviewRow::Plan(plan)) => plan.dossier,
        Some(OverviewRow::Status(place, ..) | OverviewRow::Chapter(place, ..)) => *place,
        _ => return,
    };
    state.lists.overview.unfolded = (!fold).then(|| state.data.dossiers[place].plan.id.clone());
    state.refresh();
    if fold {
        state.lists.overview.list.find(|row| matches!(row, OverviewRow::Plan(plan) if plan.dossier == place));
    }
}

fn open(state: &mut State) {
    let Some(row) = state.lists.overview.list.current().cloned() else { return };
    let all = TaskFilter::default;
    let id = |state: &State, place: usize| Some(state.data.dossiers[place].plan.id.clone());
    match row {
        OverviewRow::Plan(plan) => {
            let plan = id(state, plan.dossier);
            show_tasks(state, plan, all());
        }
        OverviewRow::Plans | OverviewRow::Total(..) => show_tasks(state, None, all()),
        OverviewRow::Sector(sector, ..) => show_tasks(state, None, TaskFilter { sector: Some(sector), ..all() }),
        OverviewRow::Status(place, status, _) => {
            let plan = id(state, place);
            show_tasks(state, plan, TaskFilter { statuses: vec![status], ..all() });
        }
        OverviewRow::Chapter(place, chapter, _) => {
            let plan = id(state, place);
            let node = plan.clone().map(|plan| (plan, chapter));
            show_tasks(state, plan, TaskFilter { node, ..all() });
        }
        OverviewRow::OtherDepartments(..) => {
            state.go(View::Departments);
            state.data.plan = None;
        }
        OverviewRow::Department(_, Awaited { tasks: 0, .. }) => {
            state.go(View::Indicators);
            state.data.plan = None;
        }
        OverviewRow::Department(name, _) => {
            let conditions = [Condition::Missing].into();
            let filter = TaskFilter { department: Some(name), role: Role::Lead, conditions, ..all() };
            show_tasks(state, None, filter);
        }
        OverviewRow::Warnings(_) => {
            state.go(View::Indicators);
            state.data.plan = None;
        }
        OverviewRow::Warning(row) => state.show_indicator(row),
    }
    state.refresh_from_top();
}

fn show_tasks(state: &mut State, plan: Option<PlanId>, filter: TaskFilter) {
    state.go(View::Tasks);
    state.data.plan = plan;
    state.lists.tasks.filter = filter.into();
}
