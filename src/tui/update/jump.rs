//! Going to what was found.

use crate::plan::{ItemId, ItemKind, PlanId};
use crate::search::{Hit, HitKind, Query};

use super::Effect;
use crate::tui::state::State;
use crate::tui::state::tasks::Filter;
use crate::tui::views::View;

/// Parses a query for the session to run.
///
/// # Errors
/// Why it can't be searched for, in words.
pub fn query(state: &State, text: &str) -> Result<Query, String> {
    let on = |query: Query| query.in_period(state.data.period).on(state.data.snapshot.today());
    Query::parse(text).map(on).map_err(|error| error.text(state.language))
}

/// Goes to what was found.
pub fn jump(state: &mut State, hit: &Hit) -> Vec<Effect> {
    match hit.kind {
        HitKind::Task | HitKind::Project | HitKind::Indicator => {
            if let Ok(id) = hit.id.parse() {
                jump_to_item(state, &id);
            }
        }
        HitKind::Plan => {
            state.view = View::Outline;
            state.data.plan = hit.plan.clone();
            if let Some(plan) = &hit.plan {
                state.lists.outline.select(&state.data, plan, None);
            }
        }
        HitKind::Chapter => jump_to_part(state, hit, 'n'),
        HitKind::Box => jump_to_part(state, hit, 'b'),
        HitKind::Department => {
            state.view = View::Departments;
            state.data.plan = None;
            state.refresh();
            state.lists.departments.select(&hit.id);
        }
    }
    Vec::new()
}

fn jump_to_part(state: &mut State, hit: &Hit, letter: char) {
    let part = hit.id.rsplit_once('#').and_then(|(plan, part)| {
        let place: usize = part.strip_prefix(letter)?.parse().ok()?;
        Some((PlanId::new(plan).ok()?, place))
    });
    let Some((plan, place)) = part else { return };
    state.data.plan = Some(plan.clone());
    if letter == 'n' {
        state.view = View::Outline;
        state.lists.outline.select(&state.data, &plan, Some(place));
    } else {
        state.view = View::Boxes;
        state.refresh();
        state.lists.boxes.select(&state.data, &plan, place);
    }
}

/// Goes to a task, a project or an indicator, with the whole of its plan around it.
pub fn jump_to_item(state: &mut State, id: &ItemId) {
    state.detail = None;
    state.data.plan = Some(id.plan.clone());
    if id.kind == ItemKind::Indicator {
        state.view = View::Indicators;
        state.lists.indicators.current = Some(id.clone());
        state.refresh();
        state.lists.indicators.select(&state.data, id);
    } else {
        state.view = View::Tasks;
        state.lists.tasks.filter = Filter::default();
        state.lists.tasks.current = Some(id.clone());
        state.lists.tasks.marks.clear();
        state.refresh();
        state.lists.tasks.select(&state.data, id);
    }
}
