//! The plan check.

use super::canvas::Canvas;
use super::detail;
use super::table::{self, left, right};
use crate::tui::state::State;
use crate::tui::state::check::{CheckRow, rule};
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the findings and the words that show the one under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let (line, name) = (right(5), left(if width >= 60 { width / 3 } else { 0 }));
    let rest = left(table::rest(width.saturating_sub(3), &[line, name]));
    let count = state.lists.check.list.rows().iter().filter(|row| matches!(row, CheckRow::Finding(_))).count();
    let count = format!("{} ({count})", state.say(Word::Finding));
    let heads = [
        (line, state.say(Word::Line), Meaning::Muted),
        (rest, count.as_str(), Meaning::Muted),
        (name, state.say(Word::Rule), Meaning::Muted),
    ];
    table::row(canvas, 2, parts.body.y, &heads);
    if state.lists.check.list.rows().is_empty() {
        let word = if state.lists.check.findings.is_none() { Word::Checking } else { Word::NoFindings };
        canvas.put(2, parts.rows.y, width.saturating_sub(2), state.say(word), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.check.list.window()) {
        table::cursor(canvas, y, here);
        match row {
            CheckRow::Plan(place, count) => {
                let title = format!("{} ({count})", state.data.dossiers[*place].plan.title);
                canvas.put(2, y, width.saturating_sub(3), &title, Meaning::Title);
            }
            CheckRow::Finding(finding) => {
                let at = finding.line.map_or(state.signs().none.to_string(), |line| line.to_string());
                let looks_for = rule(finding.rule).map_or(finding.rule, |rule| state.language.pick(rule.zh, rule.en));
                let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
                let cells = [
                    (line, at.as_str(), Meaning::Muted),
                    (rest, &finding.finding, meaning),
                    (name, looks_for, Meaning::Muted),
                ];
                table::row(canvas, 2, y, &cells);
            }
        }
    }
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}
