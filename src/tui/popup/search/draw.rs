//! Drawing of the search page.

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};

use super::Search;
use crate::search::{Hit, MatchClass};
use crate::text::Label;
use crate::text::width::{columns_of, wrap};
use crate::tui::popup::prompt::end_of;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::view::canvas::Canvas;
use crate::tui::view::table;
use crate::tui::words::Word;

/// The characters shown before a match in a text that does not fit.
const LED_IN_BY: usize = 3;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, search: &Search, area: Rect) {
    canvas.clear(area);
    let (label, field) = match &search.naming {
        Some(name) => (format!("{}: ", state.say(Word::ViewName)), name),
        None => ("/ ".to_string(), &search.query),
    };
    let (before, after) = field.parts();
    let room = area.width.saturating_sub(20);
    let before = end_of(canvas, before, room.saturating_sub(canvas.width(&label) + 1));
    let taken = canvas.put_pieces(1, area.y, room, &[(&label, Meaning::Key), (before, Meaning::Title)]);
    canvas.set_caret(Position::new(1 + taken, area.y));
    canvas.put(1 + taken, area.y, room.saturating_sub(taken), after, Meaning::Title);
    canvas.put_right(area.right().saturating_sub(19), area.y, 18, &count(state, search), Meaning::Muted);
    canvas.rule(0, area.y + 1, area.width, "");
    draw_options(canvas, search, area);
    if search.shows_views() && !search.views.rows().is_empty() {
        return draw_views(canvas, search, area);
    }
    if let Some(text) = empty(state, search) {
        let room = area.width.saturating_sub(4);
        for (y, line) in (area.y + 2..area.bottom()).zip(wrap(text, usize::from(room), canvas.ambiguous)) {
            canvas.put(2, y, room, &line, Meaning::Muted);
        }
    }
    for (y, (hit, here)) in (area.y + 2..area.bottom()).zip(search.list.window()) {
        table::cursor(canvas, y, here);
        draw_hit(canvas, state, y, area.width, hit, here);
    }
}

/// The saved views, to pick from.
fn draw_views(canvas: &mut Canvas<'_>, search: &Search, area: Rect) {
    let names = search.views.rows().iter().map(|view| canvas.width(&view.name)).max().unwrap_or_default();
    let names = names.min(area.width / 3);
    for (y, (view, here)) in (area.y + 2..area.bottom()).zip(search.views.window()) {
        table::cursor(canvas, y, here);
        let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
        canvas.put(1, y, names, &view.name, meaning);
        let x = names + 3;
        let who = canvas.width(&view.who).min(12);
        canvas.put(x, y, area.width.saturating_sub(x + who + 2), &view.query, meaning);
        canvas.put_right(area.width.saturating_sub(who + 1), y, who, &view.who, Meaning::Muted);
    }
}

/// The ways to complete the line, from the one taken on.
fn draw_options(canvas: &mut Canvas<'_>, search: &Search, area: Rect) {
    let Some((options, at)) = search.options().filter(|(options, _)| options.len() > 1) else { return };
    let mut x = 2;
    for (number, option) in options[at..].iter().chain(&options[..at]).enumerate() {
        let room = area.width.saturating_sub(x + 1);
        if canvas.width(option) > room {
            break;
        }
        x += canvas.put(x, area.y + 1, room, option, if number == 0 { Meaning::Key } else { Meaning::Muted }) + 2;
    }
}

/// Describes the number of hits, as far as it is known, or the progress of the index.
fn count(state: &State, search: &Search) -> String {
    if let Some(progress) = state.indexing {
        return format!("{} {progress}%", state.say(Word::Indexing));
    }
    let (shown, rows) = (search.list.rows().len(), state.say(Word::Rows));
    match search.total {
        _ if search.query.is_empty() => String::new(),
        Some(total) if total > shown => format!("{shown}/{total} {rows}"),
        Some(total) => format!("{total} {rows}"),
        None if search.waiting || search.fault.is_some() => String::new(),
        None => format!("{shown}… {rows}"),
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
            let label = hit_plan(state, hit).unwrap_or_default();
            let taken = canvas.put(x, y, place_columns * 2 / 5, &label, Meaning::Muted);
            let (x, room) = if taken > 0 { (x + taken + 1, place_columns - taken - 1) } else { (x, place_columns) };
            let (text, matched) = around(canvas, &snippet.text, &snippet.matched, room);
            canvas.put(x, y, room, &text, Meaning::Plain);
            highlight(canvas, x, y, room, &text, &matched);
        }
        None => {
            canvas.put(x, y, place_columns, &place, Meaning::Muted);
        }
    }
    canvas.put_right(width.saturating_sub(class_columns + 1), y, class_columns, class, Meaning::Muted);
}

fn draw_title(canvas: &mut Canvas<'_>, x: u16, y: u16, columns: u16, hit: &Hit, here: bool) {
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    let (title, matched) = around(canvas, &hit.title, &hit.matched, columns);
    canvas.put(x, y, columns, &title, meaning);
    highlight(canvas, x, y, columns, &title, &matched);
}

/// Returns the text, or where its first match would be cut off, the part around that; with the places of the matches.
fn around<'a>(canvas: &Canvas<'_>, text: &'a str, matched: &[usize], columns: u16) -> (Cow<'a, str>, Vec<usize>) {
    let room = usize::from(columns.saturating_sub(canvas.width(canvas.signs.more)));
    // A character or two more than the first one show what it is about.
    let seen = &matched[..matched.len().min(3)];
    let is_seen = columns_of(text, seen, canvas.ambiguous).iter().all(|range| range.end <= room);
    let Some(first) = matched.first().filter(|first| !is_seen && **first > LED_IN_BY) else {
        return (Cow::Borrowed(text), matched.to_vec());
    };
    let skipped = first.saturating_sub(LED_IN_BY);
    let start = text.char_indices().nth(skipped).map_or(0, |(at, _)| at);
    let more = canvas.signs.more;
    let moved = |place: &usize| place - skipped + more.chars().count();
    (Cow::Owned(format!("{more}{}", &text[start..])), matched.iter().map(moved).collect())
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

fn hit_plan(state: &State, hit: &Hit) -> Option<String> {
    hit.plan.as_ref().and_then(|id| state.data.snapshot.dossier(id)).map(|d| plan_label(&d.plan))
}

fn place(state: &State, hit: &Hit) -> String {
    let plan = hit_plan(state, hit);
    let path = hit.path.last().cloned();
    plan.into_iter().chain(path).collect::<Vec<_>>().join(&format!(" {} ", state.signs().path))
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::text::width::AmbiguousWidth;
    use crate::tui::theme::Theme;

    #[test]
    fn a_match_behind_the_end_of_the_room_is_brought_into_view() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 1));
        let canvas = Canvas::new(&mut buffer, Theme::plain(), AmbiguousWidth::Narrow);
        let title = "健全基层服务网络并培训村医";
        for (matched, columns, shown, moved) in [
            (vec![0, 1], 20, title, vec![0, 1]),
            (vec![11, 12], 30, title, vec![11, 12]),
            (vec![11, 12], 20, "…并培训村医", vec![4, 5]),
            (vec![2, 12], 20, title, vec![2, 12]),
            (vec![], 20, title, vec![]),
        ] {
            let (text, places) = around(&canvas, title, &matched, columns);
            assert_eq!((&*text, places), (shown, moved), "{matched:?} in {columns}");
        }
    }
}
