//! History: what was changed, by whom and when.

use super::canvas::Canvas;
use super::table::{self, left, right};
use super::detail;
use crate::plan::{Change, Review};
use crate::store::Entry;
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::judgement::figure;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the list and the changes of the entry under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let who = if width >= 100 { 16 } else { 10 };
    let columns = [right(5), left(16), left(who), left(16)];
    let rest = left(table::rest(width.saturating_sub(3), &columns));
    let columns = [columns[0], columns[1], columns[2], columns[3], rest];
    let words = ["#", state.say(Word::When), state.say(Word::Who), state.say(Word::What), state.say(Word::Task)];
    let heads: Vec<_> = columns.iter().zip(words).map(|(c, word)| (*c, word, Meaning::Muted)).collect();
    table::row(canvas, 1, parts.body.y, &heads);
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.history.list.window()) {
        table::cursor(canvas, y, here);
        let entry = &row.entry.entry;
        let what = match (entry.undoes, row.undone) {
            (Some(seq), _) => format!("{} #{seq}", entry.what),
            (None, true) => format!("{} ({})", entry.what, state.say(Word::Undone)),
            (None, false) => entry.what.clone(),
        };
        let seq = row.entry.seq.to_string();
        let at: String = entry.at.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
        let about = about(state, &row.entry);
        let meaning = if row.undone { Meaning::Muted } else { Meaning::Plain };
        let texts = [
            (seq.as_str(), Meaning::Muted),
            (&at, meaning),
            (&entry.who, meaning),
            (&what, meaning),
            (&about, if here { Meaning::Cursor } else { meaning }),
        ];
        let cells: Vec<_> = columns.iter().zip(texts).map(|(c, (text, m))| (*c, text, m)).collect();
        table::row(canvas, 1, y, &cells);
    }
    if let (Some(area), Some(row)) = (parts.detail, state.history.list.current()) {
        let lines: Vec<detail::Line> =
            row.entry.entry.changes.iter().take(500).map(|change| vec![(describe(state, change), Meaning::Plain)]).collect();
        detail::draw(canvas, state, area, "", &lines);
    }
}

fn about(state: &State, entry: &Entry) -> String {
    let changes = &entry.entry.changes;
    let Some(first) = changes.first() else { return String::new() };
    let title = title(state, first);
    if changes.len() == 1 { title } else { format!("{} {} {title}", changes.len(), state.say(Word::Rows)) }
}

fn title(state: &State, change: &Change) -> String {
    match change {
        Change::Plan { plan, edit } => {
            edit.after.as_ref().or(edit.before.as_ref()).map_or_else(|| plan.to_string(), |p| p.title.clone())
        }
        _ => change.item().map(|id| state.title(id)).unwrap_or_default(),
    }
}

/// A change in words: what it is about, and before and after.
fn describe(state: &State, change: &Change) -> String {
    let none = || state.signs().none.to_string();
    let names = |list: &[String]| list.iter().map(|n| state.data.short_name(n)).collect::<Vec<_>>().join("、");
    let (before, after) = match change {
        Change::Plan { edit, .. } => {
            let name = |p: &std::sync::Arc<crate::plan::Plan>| p.edition.label(state.language).to_string();
            (edit.before.as_ref().map(name), edit.after.as_ref().map(name))
        }
        Change::Assignment { edit, .. } => {
            let say = |a: &crate::plan::Assignment| {
                let due = a.due.map(|year| format!(" {year}")).unwrap_or_default();
                format!("{} {}{due}", names(&a.lead), names(&a.support)).trim().to_string()
            };
            (edit.before.as_ref().map(say), edit.after.as_ref().map(say))
        }
        Change::Review { edit, .. } => {
            let say = |review: &Review| say_review(state, review);
            (edit.before.as_ref().map(say), edit.after.as_ref().map(say))
        }
        Change::Reading { edit, .. } => {
            (edit.before.as_ref().map(|r| figure(r.value)), edit.after.as_ref().map(|r| figure(r.value)))
        }
    };
    let when = match change {
        Change::Review { period, .. } => format!(" {}", period.name(state.language)),
        Change::Reading { year, .. } => format!(" {year}"),
        _ => String::new(),
    };
    let title = title(state, change);
    let before = before.unwrap_or_else(none);
    let after = after.unwrap_or_else(none);
    format!("{title}{when}: {before} {} {after}", state.signs().arrow)
}

fn say_review(state: &State, review: &Review) -> String {
    let status = review.status.map(|s| s.label(state.language).to_string());
    let progress = review.progress.map(|p| format!("{p}%"));
    let words = [&review.done, &review.problem, &review.next, &review.evidence];
    status.into_iter().chain(progress).chain(words.into_iter().flatten().cloned()).collect::<Vec<_>>().join(" ")
}
