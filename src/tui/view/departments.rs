//! Departments: workload and completion.

use super::canvas::{Canvas, columns};
use super::table::{self, left, right};
use crate::plan::{Sense, Status};
use crate::tui::state::State;
use crate::tui::state::departments::DepartmentRow;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The columns of one count.
const COUNT: u16 = 5;

/// The statuses counted: those of work that has begun and is judged.
fn counted() -> impl Iterator<Item = Status> {
    Status::ALL.into_iter().filter(|status| !matches!(status.sense(), Sense::Waiting | Sense::Changed))
}

/// Draws the table.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let bar = if width >= 90 { 12 } else { 6 };
    let counts = if width >= 60 { 4 + columns(counted().count()) } else { 3 };
    let name = width.saturating_sub(4 + bar + 6 + counts * (COUNT + 1)).min(40);
    heads(canvas, state, parts.body.y, name, bar, counts);
    if state.lists.departments.list.rows().is_empty() {
        canvas.put(2, parts.rows.y, width.saturating_sub(2), state.say(Word::NoPlans), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.departments.list.window()) {
        table::cursor(canvas, y, here);
        draw_row(canvas, state, y, row, here, (name, bar, counts));
    }
}

fn heads(canvas: &mut Canvas<'_>, state: &State, y: u16, name: u16, bar: u16, counts: u16) {
    let mut words = [Word::Lead, Word::ShortSupport, Word::ShortUnreported].map(|word| state.say(word)).to_vec();
    words.extend(counted().map(|status| status.short(state.language)));
    words.push(state.say(Word::ShortOverdue));
    let mut cells = vec![(left(name), state.say(Word::Department), Meaning::Muted)];
    cells.extend(words.into_iter().take(counts.into()).map(|word| (right(COUNT), word, Meaning::Muted)));
    cells.push((left(bar + 5), state.say(Word::Completion), Meaning::Muted));
    table::row(canvas, 2, y, &cells);
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    state: &State,
    y: u16,
    row: &DepartmentRow,
    here: bool,
    (name, bar, counts): (u16, u16, u16),
) {
    let shown = if row.name.is_empty() { state.say(Word::Unassigned) } else { state.data.short_name(&row.name) };
    let lead = &row.lead;
    let mut figures =
        vec![(lead.total, Meaning::Plain), (row.support, Meaning::Plain), (lead.unreported, Meaning::Notice)];
    figures.extend(counted().map(|status| (lead.count(status), Meaning::of_status(Some(status)))));
    figures.push((lead.overdue, Meaning::Bad));
    let texts: Vec<String> = figures.iter().map(|(count, _)| count.to_string()).collect();
    let mut cells = vec![(left(name), shown, if here { Meaning::Cursor } else { Meaning::Plain })];
    for (text, (count, meaning)) in texts.iter().zip(figures).take(counts.into()) {
        cells.push((right(COUNT), text, if count == 0 { Meaning::Muted } else { meaning }));
    }
    table::row(canvas, 2, y, &cells);
    if lead.total > 0 {
        let x = 2 + name + 1 + counts * (COUNT + 1);
        table::bar(canvas, x, y, bar, lead.completion());
        canvas.put_right(x + bar, y, 5, &format!("{}%", lead.completion()), Meaning::Plain);
    }
}
