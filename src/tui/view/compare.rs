//! Compare: indicators of the same name across plans.

use super::canvas::Canvas;
use super::indicators::{cells, meaning};
use super::table::{self, left, right};
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::compare::Row;
use crate::tui::state::data::plan_label;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the table.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let figure = if width >= 100 { 12 } else { 8 };
    let judgement = if width >= 70 { 14 } else { 0 };
    let others = [right(figure), right(figure), right(figure), right(figure), left(judgement)];
    let name = left(table::rest(width.saturating_sub(5), &others));
    let words = [Word::Plan, Word::Baseline, Word::Reading, Word::Expected, Word::Target, Word::Judgement];
    let columns = [name, right(figure), right(figure), right(figure), right(figure), left(judgement)];
    let heads: Vec<_> = columns.iter().zip(words).map(|(c, word)| (*c, state.say(word), Meaning::Muted)).collect();
    table::row(canvas, 4, parts.body.y, &heads);
    if state.compare.list.rows().is_empty() {
        canvas.put(2, parts.rows.y, width.saturating_sub(2), state.say(Word::NothingShared), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.compare.list.window()) {
        table::cursor(canvas, y, here);
        match row {
            Row::Name(name, count) => {
                let text = format!("{name} ({count})");
                canvas.put(2, y, width.saturating_sub(3), &text, Meaning::Title);
            }
            Row::Indicator(row) => {
                let Some((dossier, indicator)) = state.data.indicator(*row) else { continue };
                let cells = cells(state, dossier, indicator);
                let unit = indicator.unit.as_deref().unwrap_or_default();
                let plan = format!("{} {unit}", plan_label(&dossier.plan));
                let mean = meaning(cells.judgement);
                let judged = cells.judgement.label(state.language);
                let plan_meaning = if here { Meaning::Cursor } else { Meaning::Plain };
                let texts = [
                    (plan.as_str(), plan_meaning),
                    (&cells.baseline, Meaning::Plain),
                    (&cells.reading, mean),
                    (&cells.expected, Meaning::Muted),
                    (&cells.target, Meaning::Plain),
                    (judged, mean),
                ];
                let line: Vec<_> = columns.iter().zip(texts).map(|(c, (text, m))| (*c, text, m)).collect();
                table::row(canvas, 4, y, &line);
            }
        }
    }
}
