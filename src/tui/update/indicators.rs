//! Actions of the indicators.

use crate::action::Action;
use crate::desk::{Command, Field, LineOf};
use crate::plan::{ItemId, Period, Way};

use super::{Effect, execute};
use crate::tui::popup::liaison;
use crate::tui::popup::picker::ask;
use crate::tui::popup::prompt;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open if state.detail.is_none() => Some(enter_from(state)),
        Action::EnterReading | Action::Open => Some(enter(state)),
        Action::SetDirection | Action::JudgeIndicator | Action::SetYearlyTargets => {
            let Some((_, indicator)) = state.lists.indicators.current_row(&state.data) else {
                return Some(nothing(state));
            };
            let id = indicator.id.clone();
            Some(match action {
                Action::SetDirection => ask::direction(state, id),
                Action::JudgeIndicator => ask::judgement(state, id),
                _ => ask::yearly_targets(state, id),
            })
        }
        Action::Assign | Action::AssignSupport | Action::AssignPerson | Action::AssignLiaison => {
            let Some((indicator, _)) = current(state) else { return Some(nothing(state)) };
            let items = vec![indicator];
            Some(match action {
                Action::Assign => ask::lead(state, items),
                Action::AssignSupport => ask::support(state, items),
                Action::AssignLiaison => liaison::open(state, items),
                _ => prompt::open(state, LineOf::Person(items)),
            })
        }
        Action::AcceptOffered => {
            let Some((indicator, _)) = current(state) else { return Some(nothing(state)) };
            let items = vec![indicator];
            Some(execute(state, items.len(), Command::AcceptOffered { items }))
        }
        Action::ToggleChart => {
            state.lists.indicators.chart = !state.lists.indicators.chart;
            Some(Vec::new())
        }
        _ => None,
    }
}

/// Takes over what is proposed as targets of an indicator for the years that have none.
pub fn adopt(state: &mut State, id: ItemId, way: Way) -> Vec<Effect> {
    let Some((dossier, indicator)) = state.data.snapshot.indicator(&id) else { return Vec::new() };
    let proposed = dossier.proposed_targets(indicator, way).into_iter();
    let targets = proposed.map(|(year, value)| (year, Field::Set(value.to_string()))).collect();
    execute(state, 1, Command::SetYearlyTargets { indicator: id, targets })
}

fn nothing(state: &mut State) -> Vec<Effect> {
    state.tell(Tone::Note, state.say(Word::NothingMarked));
    Vec::new()
}

fn enter(state: &mut State) -> Vec<Effect> {
    let Some((indicator, period)) = current(state) else { return nothing(state) };
    prompt::open(state, LineOf::Reading(indicator, period))
}

/// Asks for the readings of one row after the other, from the one under the cursor on.
fn enter_from(state: &mut State) -> Vec<Effect> {
    let Some((indicator, period)) = current(state) else { return nothing(state) };
    prompt::open_readings(state, indicator, period)
}

/// Asks for the reading of the next row, if there is one.
pub fn enter_next(state: &mut State) -> Vec<Effect> {
    loop {
        let before = state.list().place();
        state.list().move_by(1);
        state.settle();
        if state.list().place() == before {
            return Vec::new();
        }
        if let Some((indicator, period)) = current(state) {
            return prompt::open_readings(state, indicator, period);
        }
    }
}

/// Returns the indicator under the cursor, with the year that the period looks up to, or the period that is a part of one.
fn current(state: &State) -> Option<(ItemId, Period)> {
    let (dossier, indicator) = state.lists.indicators.current_row(&state.data)?;
    Some((indicator.id.clone(), state.data.measured(&dossier.plan)))
}
