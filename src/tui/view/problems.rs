//! Problems.

use super::canvas::Canvas;
use super::table::{self, left};
use super::{detail, tasks};
use crate::tui::state::State;
use crate::tui::state::layout::Layout;
use crate::tui::state::problems::{ProblemRow, Show};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the list and the detail of the problem under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let wide = width >= 100;
    let others = [
        left(6),
        left(if width >= 50 { 5 } else { 0 }),
        left(if width >= 60 { 8 } else { 0 }),
        left(if wide { 34 } else { width.saturating_sub(8) / 4 }),
    ];
    let rest = left(table::rest(width.saturating_sub(3), &others));
    let columns = [others[0], others[1], others[2], others[3], rest];
    let count = format!("{} ({})", state.say(Word::Problem), state.lists.problems.list.rows().len());
    let words = [Word::Status, Word::Raised, Word::Lead, Word::Task].map(|word| state.say(word));
    let words = [words[0], words[1], words[2], words[3], &count];
    let heads: Vec<_> = columns.iter().zip(words).map(|(c, word)| (*c, word, Meaning::Muted)).collect();
    table::row(canvas, 2, parts.body.y, &heads);
    if state.lists.problems.list.rows().is_empty() {
        let word = if state.lists.problems.show == Show::Open { Word::NoOpenProblems } else { Word::NoRows };
        canvas.put(2, parts.rows.y, width.saturating_sub(2), state.say(word), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.problems.list.window()) {
        table::cursor(canvas, y, here);
        let Some((dossier, task)) = state.data.task(row.task) else { continue };
        let (word, meaning) = standing(row);
        let texts = [
            (state.say(word).to_string(), meaning),
            (row.raised.short_name(state.language), Meaning::Muted),
            (tasks::lead(state, &dossier.assignment(task)), Meaning::Plain),
            (task.title.clone(), Meaning::Plain),
            (row.text.replace('\n', " "), if here { Meaning::Cursor } else { Meaning::Plain }),
        ];
        let cells: Vec<_> = columns.iter().zip(&texts).map(|(c, (text, m))| (*c, text.as_str(), *m)).collect();
        table::row(canvas, 2, y, &cells);
    }
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

fn standing(row: &ProblemRow) -> (Word, Meaning) {
    match row.solution {
        None => (Word::OpenProblem, Meaning::Bad),
        Some(_) => (Word::SolvedProblem, Meaning::Good),
    }
}
