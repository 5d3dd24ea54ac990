//! The linear form of the screen, for screen readers: what a screen shows, as labelled lines in the order of reading.
//!
//! Nothing is drawn and nothing is overwritten but the line that is typed: [`Speaker`] sends a line for each change.

mod rows;
mod speaker;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::columns::{self, Table};
use super::state::{State, detail};
use super::theme::Theme;
use super::update::cells;
use super::view::canvas::Canvas;
use super::view::header;
use super::words::Word;

pub use rows::{of_box, of_heading, of_matrix, of_measure, of_overview};
pub use speaker::Speaker;

/// The size of the screen that lines are taken from: wide enough that nothing is cut.
pub const SIZE: Size = Size { width: 240, height: 60 };

/// Everything that a screen says, in the order of reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The view, the plan, the filter, the period, and the number of rows.
    pub place: String,
    /// The lines of the pop-up.
    pub page: Vec<String>,
    /// The number of the row under the cursor.
    pub at: usize,
    /// The row under the cursor.
    pub row: String,
    /// The lines of the detail pane while it has the keyboard.
    pub detail: Vec<String>,
    /// The message, and how many there have been.
    pub message: Option<(u64, String)>,
    /// The line that is typed, and the columns before the cursor.
    pub typed: Option<(String, u16)>,
}

impl Spoken {
    /// Returns what the screen of a state says.
    pub fn of(state: &mut State) -> Spoken {
        let (page, typed) = page(state);
        let is_page = state.page().is_some();
        Spoken {
            place: place(state),
            at: state.list().at(),
            row: if is_page { String::new() } else { row(state) },
            detail: if state.detail.is_some() { detail_lines(state) } else { Vec::new() },
            message: state.message.as_ref().map(|message| (state.told, message.text.clone())),
            page,
            typed,
        }
    }
}

fn place(state: &mut State) -> String {
    let rows = state.list().len();
    let count = state.view.table(state).count(state, rows);
    let period = state.data.period.name(state.language);
    let title = header::title(state);
    if state.page().is_some() {
        return title;
    }
    format!("{title}, {period}, {count} {}", state.say(Word::Rows))
}

fn row(state: &mut State) -> String {
    let (at, rows) = (state.list().at(), state.list().len());
    let declaration = state.view.declaration();
    if rows == 0 {
        return state.say((state.view.table(state).empty)(state)).to_string();
    }
    if let Some(column) = cells::column(state) {
        let text = (column.cell)(state, at).map(|cell| cell.whole().trim().to_string()).unwrap_or_default();
        return format!("{}: {text} ({}/{rows})", column.head.text(state), at + 1);
    }
    let text = match declaration.spoken {
        Some(spoken) => spoken(state),
        None => labelled(state, state.view.table(state), at),
    };
    format!("{text} ({}/{rows})", at + 1)
}

/// Returns the cells of a row with their labels.
fn labelled(state: &State, table: &'static Table, at: usize) -> String {
    let shown = columns::fit(state, table, SIZE.width);
    let shown: Vec<_> = shown.into_iter().map(|fitted| fitted.column).collect();
    let cells = columns::spoken(state, table, &shown, at).into_iter();
    let filled = cells.filter(|(_, text)| !text.is_empty() && text != state.signs().none);
    let named = filled.map(|(head, text)| if head.is_empty() { text } else { format!("{head}: {text}") });
    let marked = (table.is_marked)(state, at).then(|| state.say(Word::Marked).to_string());
    marked.into_iter().chain(named).collect::<Vec<_>>().join("; ")
}

fn detail_lines(state: &State) -> Vec<String> {
    let area = Rect::new(0, 0, SIZE.width, u16::MAX);
    let lines = detail::lines(state, area).into_iter();
    let lines = lines.map(|line| line.into_iter().map(|(text, _)| text).collect::<String>().trim().to_string());
    lines.filter(|line| !line.is_empty()).collect()
}

/// Returns the lines of the top pop-up, and the line of it that is typed. Of a list only the row under the cursor is
/// told.
fn page(state: &mut State) -> (Vec<String>, Option<(String, u16)>) {
    let Some(mut pop_up) = state.popups.pop() else { return (Vec::new(), None) };
    let area = pop_up.area(state.size);
    let list = pop_up.list(area).map(|(rows, list)| (rows, list.at(), list.first(), list.len()));
    state.popups.push(pop_up);
    let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, state.size)));
    let mut canvas = Canvas::new(&mut buffer, Theme::plain(), state.ambiguous);
    canvas.signs = state.signs();
    if let Some(pop_up) = state.popups.last() {
        pop_up.draw(&mut canvas, state, area);
    }
    let caret = canvas.caret();
    let mut lines = Vec::new();
    let mut typed = None;
    for y in area.top()..area.bottom() {
        let line = canvas.line(y, area.x);
        let start = area.x + canvas.width(&line) - canvas.width(line.trim_start());
        let text = line.trim().to_string();
        if let Some(caret) = caret.filter(|caret| caret.y == y) {
            typed = Some((text, caret.x.saturating_sub(start)));
            continue;
        }
        let in_list = list.filter(|(rows, ..)| (rows.top()..rows.bottom()).contains(&y));
        match in_list {
            Some((rows, at, first, count)) if first + usize::from(y - rows.y) == at && count > 0 => {
                lines.push(format!("{} ({}/{count})", text.split_whitespace().collect::<Vec<_>>().join(" "), at + 1));
            }
            Some(_) => {}
            None if text.is_empty() => {}
            None => lines.push(text),
        }
    }
    (lines, typed)
}
