//! Actions on supervision cases.

use crate::action::Action;

use super::Effect;
use super::jump::jump_to_item;
use crate::tui::popup::case_step;
use crate::tui::popup::picker::ask;
use crate::tui::state::cases::Show;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let cases = &mut state.lists.cases;
    match action {
        Action::Open => {
            if let Some(item) = cases.item(&state.data) {
                state.remember();
                jump_to_item(state, &item);
            }
        }
        Action::Mark => {
            cases.mark();
            state.list().move_by(1);
        }
        Action::MarkAll => cases.mark_all(),
        Action::MoveCase => {
            let chosen = cases.chosen();
            if chosen.is_empty() {
                state.tell(Tone::Note, state.say(Word::NothingMarked));
                return Some(Vec::new());
            }
            return Some(case_step::open(state, chosen));
        }
        Action::ShowCases => {
            cases.show = cases.show.next();
            state.refresh_from_top();
        }
        Action::Filter => return Some(ask::case_department(state)),
        Action::ClearFilter => {
            cases.department = None;
            cases.show = Show::default();
            state.data.plan = None;
            state.refresh_from_top();
        }
        _ => return None,
    }
    Some(Vec::new())
}
