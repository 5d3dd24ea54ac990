//! The search page.

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use super::table;
use crate::search::{Hit, MatchClass};
use crate::text::Label;
use crate::text::width::columns_of;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::search::Search;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, search: &Search, area: Rect) {
    canvas.clear(area);
    let (before, after) = search.query.parts();
    let taken =
        canvas.put_pieces(1, area.y, area.width.saturating_sub(20), &[("/ ", Meaning::Key), (before, Meaning::Title)]);
    canvas.set_caret(Position::new(1 + taken, area.y));
    canvas.put(1 + taken, area.y, area.width.saturating_sub(20 + taken), after, Meaning::Title);
    let count = if search.total > search.list.rows().len() {
        format!("{}/{} {}", search.list.rows().len(), search.total, state.say(Word::Rows))
    } else {
        format!("{} {}", search.total, state.say(Word::Rows))
    };
    let count = if state.indexing { state.say(Word::Indexing).to_string() } else { count };
    canvas.put_right(area.right().saturating_sub(19), area.y, 18, &count, Meaning::Muted);
    canvas.rule(0, area.y + 1, area.width, "");
    if let Some(text) = empty(state, search) {
        canvas.put(2, area.y + 2, area.width.saturating_sub(2), text, Meaning::Muted);
    }
    for (y, (hit, here)) in (area.y + 2..area.bottom()).zip(search.list.window()) {
        table::cursor(canvas, y, here);
        draw_hit(canvas, state, y, area.width, hit, here);
    }
}

fn empty<'a>(state: &'a State, search: &'a Search) -> Option<&'a str> {
    match &search.fault {
        Some(fault) => Some(fault),
        None if search.query.is_empty() => Some(state.say(Word::TypeToSearch)),
        None if search.list.rows().is_empty() && !search.waiting => Some(state.say(Word::NoHits)),
        None => None,
    }
}

fn draw_hit(canvas: &mut Canvas<'_>, state: &State, y: u16, width: u16, hit: &Hit, here: bool) {
    let class = if hit.class == MatchClass::Exact { "" } else { hit.class.label(state.language) };
    let class_columns = 7;
    let kind_columns = 5.max(canvas.width(hit.kind.label(state.language)) + 1);
    let place = place(state, hit);
    let place_columns = if width >= 60 { width * 2 / 5 } else { 0 };
    canvas.put(1, y, kind_columns, hit.kind.label(state.language), Meaning::Muted);
    let x = 1 + kind_columns;
    let title_columns = width.saturating_sub(x + place_columns + class_columns + 2);
    draw_title(canvas, x, y, title_columns, hit, here);
    let x = x + title_columns + 1;
    match &hit.snippet {
        Some(snippet) => {
            canvas.put(x, y, place_columns, &snippet.text, Meaning::Plain);
            highlight(canvas, x, y, place_columns, &snippet.text, &snippet.matched);
        }
        None => {
            canvas.put(x, y, place_columns, &place, Meaning::Muted);
        }
    }
    canvas.put_right(width.saturating_sub(class_columns + 1), y, class_columns, class, Meaning::Muted);
}

fn draw_title(canvas: &mut Canvas<'_>, x: u16, y: u16, columns: u16, hit: &Hit, here: bool) {
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    canvas.put(x, y, columns, &hit.title, meaning);
    highlight(canvas, x, y, columns, &hit.title, &hit.matched);
}

/// Marks the matched characters, as far as they are shown.
fn highlight(canvas: &mut Canvas<'_>, x: u16, y: u16, columns: u16, text: &str, matched: &[usize]) {
    let cut = if usize::from(canvas.width(text)) > usize::from(columns) { canvas.signs.more } else { "" };
    let shown = usize::from(columns.saturating_sub(canvas.width(cut)));
    for range in columns_of(text, matched, canvas.ambiguous) {
        let end = range.end.min(shown);
        if let (Ok(start), Ok(length)) = (u16::try_from(range.start), u16::try_from(end.saturating_sub(range.start))) {
            canvas.restyle(x + start, y, length, Meaning::Match);
        }
    }
}

fn place(state: &State, hit: &Hit) -> String {
    let plan = hit.plan.as_ref().and_then(|id| state.data.snapshot.dossier(id)).map(|d| plan_label(&d.plan));
    let path = hit.path.last().cloned();
    plan.into_iter().chain(path).collect::<Vec<_>>().join(&format!(" {} ", state.signs().path))
}
