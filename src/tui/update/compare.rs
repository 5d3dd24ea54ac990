//! Actions of the comparison.

use crate::action::Action;
use crate::desk::Command;
use crate::plan::{Counterpart, ItemId};

use super::jump::jump_to_item;
use super::{Effect, tasks};
use crate::tui::popup::picker::ask;
use crate::tui::state::compare::{CompareRow, decided, id, others};
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    match action {
        Action::Open => open(state),
        Action::ComparePeriods => {
            state.lists.compare.by_period = !state.lists.compare.by_period;
            state.refresh_from_top();
            if state.lists.compare.by_period && state.data.plan.is_none() {
                return Some(ask::plan(state));
            }
        }
        Action::PickBefore | Action::PickAfter if state.lists.compare.by_period => {
            return Some(ask::compared(state, action == Action::PickBefore));
        }
        Action::JoinIndicators | Action::PartIndicators => return Some(pair(state, action == Action::JoinIndicators)),
        _ => return None,
    }
    Some(Vec::new())
}

fn open(state: &mut State) {
    let Some(row) = state.lists.compare.list.current().cloned() else { return };
    match row {
        CompareRow::Indicator(row) => state.show_indicator(row),
        CompareRow::Item(id, ..) => {
            state.remember();
            jump_to_item(state, &id);
        }
        CompareRow::Name(..) | CompareRow::Field { .. } => {}
    }
}

/// Says that the indicator under the cursor is the same measure as another, or not the same as one it stands with.
fn pair(state: &mut State, same: bool) -> Vec<Effect> {
    let Some(one) = state.lists.compare.list.current().and_then(|row| id(&state.data, row)) else {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    };
    let matched = others(&state.lists.compare, &state.data);
    match &matched[..] {
        [other] if !same => decide(state, one, other.clone(), Counterpart::Different),
        _ => ask::counterpart(state, one, same, &matched),
    }
}

/// Records a decision about two indicators; one that holds already is taken back.
pub fn decide(state: &mut State, one: ItemId, other: ItemId, decision: Counterpart) -> Vec<Effect> {
    let holds = decided(&state.data, &one, &other) == Some(decision);
    tasks::execute(state, 1, Command::Pair { one, other, decision: (!holds).then_some(decision) })
}
