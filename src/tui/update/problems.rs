//! Actions on problems.

use crate::action::Action;
use crate::desk::Command;

use super::jump::jump_to_item;
use super::{Effect, tasks};
use crate::tui::popup::pager::Pager;
use crate::tui::popup::picker::ask;
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::data::{main_lead, plan_label, short_period};
use crate::tui::state::field::Field;
use crate::tui::state::problems::{Row, Show};
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let chosen = state.lists.problems.chosen(&state.data);
    match action {
        Action::Open | Action::Right => {
            if let Some((id, _)) = chosen {
                state.remember();
                jump_to_item(state, &id);
            }
        }
        Action::SolveProblem => {
            return Some(match chosen {
                Some(problem) => prompt::open(state, Asked::Solution(problem.0, problem.1)),
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
        Action::Export => return Some(write(state)),
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

/// Shows the list as a table that can be saved.
fn write(state: &mut State) -> Vec<Effect> {
    let words = [Word::Plan, Word::Task, Word::Lead, Word::Problem, Word::Raised, Word::Next, Word::Solution];
    let mut text = line(words.map(|word| state.say(word).to_string()));
    text.push_str(&line(words.map(|_| "---".to_string())));
    for row in state.lists.problems.list.rows() {
        text.push_str(&line(cells(state, row)));
    }
    let title = state.say(Word::Problems).to_string();
    let file = Field::line(&format!("{title}-{}.md", state.data.period));
    state.open(Pager::new(title, text, Some(file)))
}

fn line<const N: usize>(cells: [String; N]) -> String {
    let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
    format!("| {} |\n", cells.join(" | "))
}

fn cells(state: &State, row: &Row) -> [String; 7] {
    let (plan, title, lead) = state.data.task(row.task).map_or_else(Default::default, |(dossier, task)| {
        let assignment = dossier.assignment(task);
        let lead = main_lead(&assignment).map(|name| state.data.short_name(name).to_string());
        (plan_label(&dossier.plan), task.title.clone(), lead.unwrap_or_default())
    });
    let solution = row.solution.as_ref().map_or_else(
        || state.say(Word::OpenProblem).to_string(),
        |solution| format!("{} {}", solution.period.name(state.language), solution.how.clone().unwrap_or_default()),
    );
    let raised = short_period(row.raised, state.language);
    [plan, title, lead, row.text.clone(), raised, row.next.clone().unwrap_or_default(), solution.trim().to_string()]
}
