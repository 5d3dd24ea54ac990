//! Actions of the comparison.

use crate::action::Action;

use super::Effect;
use crate::tui::state::compare::Row;
use crate::tui::state::{State, View};

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    if action != Action::Open {
        return None;
    }
    let Some(Row::Indicator(row)) = state.compare.list.current() else { return Some(Vec::new()) };
    let (dossier, indicator) = state.data.indicator(*row)?;
    let (plan, id) = (dossier.plan.id.clone(), indicator.id.clone());
    state.go(View::Indicators);
    state.data.plan = Some(plan);
    state.indicators.current = Some(id);
    state.refresh_from_top();
    Some(Vec::new())
}
