//! Actions of the indicators.

use crate::action::Action;

use super::Effect;
use crate::tui::popup::picker::ask;
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::EnterReading | Action::Open => Some(enter(state)),
        Action::SetDirection | Action::JudgeIndicator => {
            let Some((_, indicator)) = state.lists.indicators.current_row(&state.data) else {
                return Some(nothing(state));
            };
            let id = indicator.id.clone();
            Some(if action == Action::SetDirection { ask::direction(state, id) } else { ask::judgement(state, id) })
        }
        Action::ToggleChart => {
            state.lists.indicators.chart = !state.lists.indicators.chart;
            Some(Vec::new())
        }
        _ => None,
    }
}

fn nothing(state: &mut State) -> Vec<Effect> {
    state.tell(Tone::Note, state.say(Word::NothingMarked));
    Vec::new()
}

fn enter(state: &mut State) -> Vec<Effect> {
    let Some((dossier, indicator)) = state.lists.indicators.current_row(&state.data) else { return nothing(state) };
    let asked = Asked::Reading(indicator.id.clone(), state.data.year(&dossier.plan));
    prompt::open(state, asked)
}
