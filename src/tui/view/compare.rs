//! Compare: indicators of the same name across plans.

use std::collections::HashSet;

use super::canvas::Canvas;
use super::indicators::{cells, meaning};
use super::table::{self, Column, left, right};
use crate::plan::ItemId;
use crate::report::compare::sealed::Fate;
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::compare::CompareRow;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the table.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    if state.lists.compare.by_period {
        return draw_periods(canvas, state, parts);
    }
    let columns = columns(parts.body.width);
    let words = [Word::Plan, Word::Baseline, Word::Reading, Word::Expected, Word::Target, Word::Judgement];
    let heads: Vec<_> = columns.iter().zip(words).map(|(c, word)| (*c, state.say(word), Meaning::Muted)).collect();
    table::row(canvas, 4, parts.body.y, &heads);
    empty(canvas, state, parts, Word::NothingShared);
    let pairs = state.data.dossiers.iter().flat_map(|dossier| dossier.counterparts.keys());
    // Of which a person said that they are, or are not, the same measure as another.
    let paired: HashSet<&ItemId> = pairs.flat_map(|(one, other)| [one, other]).collect();
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.compare.list.window()) {
        table::cursor(canvas, y, here);
        match row {
            CompareRow::Name(name, count) => {
                let text = format!("{name} ({count})");
                canvas.put(2, y, parts.body.width.saturating_sub(3), &text, Meaning::Title);
            }
            CompareRow::Indicator(row) => draw_indicator(canvas, state, y, &columns, *row, (here, &paired)),
            CompareRow::Item(..) | CompareRow::Field(..) => {}
        }
    }
}

fn empty(canvas: &mut Canvas<'_>, state: &State, parts: &Layout, word: Word) {
    if state.lists.compare.list.rows().is_empty() {
        canvas.put(2, parts.rows.y, parts.body.width.saturating_sub(2), state.say(word), Meaning::Muted);
    }
}

fn columns(width: u16) -> [Column; 6] {
    let figure = right(if width >= 100 { 12 } else { 8 });
    let judgement = left(if width >= 70 { 14 } else { 0 });
    let name = left(table::rest(width.saturating_sub(5), &[figure, figure, figure, figure, judgement]));
    [name, figure, figure, figure, figure, judgement]
}

fn draw_indicator(
    canvas: &mut Canvas<'_>,
    state: &State,
    y: u16,
    columns: &[Column; 6],
    row: ItemKey,
    (here, paired): (bool, &HashSet<&ItemId>),
) {
    let Some((dossier, indicator)) = state.data.indicator(row) else { return };
    let cells = cells(state, dossier, indicator);
    let unit = indicator.unit.as_deref().unwrap_or_default();
    let hand = if paired.contains(&indicator.id) { state.signs().by_hand } else { "" };
    let plan = format!("{}{hand} {unit}", plan_label(&dossier.plan));
    let mean = meaning(cells.judgement);
    let texts = [
        (plan.as_str(), if here { Meaning::Cursor } else { Meaning::Plain }),
        (&cells.baseline, Meaning::Plain),
        (&cells.reading, mean),
        (&cells.expected, Meaning::Muted),
        (&cells.target, Meaning::Plain),
        (state.say(cells.word), mean),
    ];
    let line: Vec<_> = columns.iter().zip(texts).map(|(c, (text, m))| (*c, text, m)).collect();
    table::row(canvas, 4, y, &line);
}

fn draw_periods(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let Some(dossier) = state.data.focus() else { return empty(canvas, state, parts, Word::OnePlan) };
    let Some(before) = state.lists.compare.earlier(dossier) else {
        return empty(canvas, state, parts, Word::NothingSealed);
    };
    let today = || format!("{} {}", state.data.period.name(state.language), state.say(Word::Today));
    let after = state.lists.compare.later(dossier).map_or_else(today, |period| period.name(state.language));
    let count = state.lists.compare.list.rows().iter().filter(|row| matches!(row, CompareRow::Item(..))).count();
    let word = state.say(Word::Differences);
    let head = format!("{word} ({count})   {} {} {after}", before.name(state.language), state.signs().arrow);
    canvas.put(2, parts.body.y, width.saturating_sub(3), &head, Meaning::Muted);
    empty(canvas, state, parts, Word::NoDifference);
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.compare.list.window()) {
        table::cursor(canvas, y, here);
        match row {
            CompareRow::Item(_, title, fate) => {
                let fate = if *fate == Fate::Changed { "" } else { fate.label(state.language) };
                let pieces = [(title.as_str(), Meaning::Title), ("  ", Meaning::Plain), (fate, Meaning::Notice)];
                canvas.put_pieces(2, y, width.saturating_sub(3), &pieces);
            }
            CompareRow::Field(name, before, after) => {
                let shown =
                    |text: &str| if text.is_empty() { state.signs().none.to_string() } else { text.replace('\n', " ") };
                let change = format!("{} {} {}", shown(before), state.signs().arrow, shown(after));
                let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
                let cells =
                    [(left(12), name.as_str(), Meaning::Muted), (left(width.saturating_sub(19)), &change, meaning)];
                table::row(canvas, 5, y, &cells);
            }
            CompareRow::Name(..) | CompareRow::Indicator(_) => {}
        }
    }
}
