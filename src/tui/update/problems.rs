//! Actions on problems.

use crate::action::Action;
use crate::desk::{Command, LineOf};

use super::jump::jump_to_item;
use super::{Effect, tasks};
use crate::tui::popup::picker::ask;
use crate::tui::popup::prompt;
use crate::tui::state::problems::Show;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let chosen = state.lists.problems.chosen(&state.data);
    match action {
        Action::Open => {
            if let Some((id, _)) = chosen {
                state.remember();
                jump_to_item(state, &id);
            }
        }
        Action::SolveProblem => {
            return Some(match chosen {
                Some(problem) => prompt::open(state, LineOf::Solution(problem.0, problem.1)),
                None => nothing(state),
            });
        }
        Action::ReopenProblem => {
            return Some(match chosen {
                Some(problem) => tasks::execute(state, 1, Command::Solve { problems: vec![problem], solution: None }),
                None => nothing(state),
            });
        }
        Action::ShowSolved => {
            state.lists.problems.show = state.lists.problems.show.next();
            state.refresh_from_top();
        }
        Action::Filter => return Some(ask::problem_department(state)),
        Action::ClearFilter => {
            state.lists.problems.department = None;
            state.lists.problems.show = Show::default();
            state.data.plan = None;
            state.refresh_from_top();
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Returns which problems are listed, and of which department.
pub fn title(state: &State) -> Vec<String> {
    let problems = &state.lists.problems;
    let department = problems.department.as_deref().map(|name| state.data.short_name(name).to_string());
    std::iter::once(state.say(problems.show.word()).to_string()).chain(department).collect()
}

fn nothing(state: &mut State) -> Vec<Effect> {
    state.tell(Tone::Note, state.say(Word::NothingMarked));
    Vec::new()
}
