//! Actions of the overview.

use crate::action::Action;

use super::{Effect, pager, seal};
use crate::tui::state::overview::Row;
use crate::tui::state::tasks::{Filter, Role};
use crate::tui::state::{State, View};

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open | Action::Right => open(state),
        Action::SealPeriod => return Some(seal::ask(state)),
        Action::WriteReminders => return Some(pager::write_reminders(state)),
        _ => return None,
    }
    Some(Vec::new())
}

fn open(state: &mut State) {
    let Some(row) = state.overview.list.current().cloned() else { return };
    match row {
        Row::Plan(plan) => {
            let id = state.data.dossiers[plan.dossier].plan.id.clone();
            state.go(View::Tasks);
            state.data.plan = Some(id);
            state.tasks.filter = Filter::default();
        }
        Row::Total(..) => {
            state.go(View::Tasks);
            state.data.plan = None;
            state.tasks.filter = Filter::default();
        }
        Row::Unreported(..) => {
            state.go(View::Departments);
        }
        Row::Department(name, _) => {
            state.go(View::Tasks);
            state.data.plan = None;
            state.tasks.filter =
                Filter { department: Some(name), role: Role::Lead, statuses: vec![None], ..Filter::default() };
        }
        Row::Warnings(_) => {
            state.go(View::Indicators);
            state.data.plan = None;
        }
        Row::Warning(row) => {
            let Some((dossier, indicator)) = state.data.indicator(row) else { return };
            let (plan, id) = (dossier.plan.id.clone(), indicator.id.clone());
            state.go(View::Indicators);
            state.data.plan = Some(plan);
            state.indicators.current = Some(id);
        }
    }
    state.refresh_from_top();
}
