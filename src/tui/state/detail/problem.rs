//! The detail of a problem.

use ratatui::layout::Rect;

use super::{Line, entry};
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Returns the task, the problem in full, what comes next and how it was solved.
pub fn lines(state: &State, area: Rect) -> Vec<Line> {
    let Some(row) = state.lists.problems.list.current() else { return Vec::new() };
    let Some((dossier, task)) = state.data.task(row.task) else { return Vec::new() };
    let path = state.signs().path;
    let mut lines: Vec<Line> =
        vec![vec![(format!("{} {path} {}", plan_label(&dossier.plan), task.title), Meaning::Muted)]];
    lines.extend(entry(state, state.say(Word::Problem), &row.text, area, Meaning::Plain));
    if let Some(next) = &row.next {
        lines.extend(entry(state, state.say(Word::Next), next, area, Meaning::Plain));
    }
    let (raised, last) = (row.raised.name(state.language), row.last.name(state.language));
    let when = if row.raised == row.last { raised } else { format!("{raised} {} {last}", state.signs().dash) };
    lines.extend(entry(state, state.say(Word::Raised), &when, area, Meaning::Muted));
    if let Some(solution) = &row.solution {
        let how = format!("{} {}", solution.period.name(state.language), solution.how.as_deref().unwrap_or_default());
        lines.extend(entry(state, state.say(Word::SolvedProblem), how.trim(), area, Meaning::Good));
    }
    lines
}
