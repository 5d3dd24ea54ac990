//! The matrix of tasks and periods.

use super::canvas::{Canvas, columns};
use super::{detail, table};
use crate::plan::{Dossier, Light, Period, Status, Task};
use crate::tui::columns::MATRIX;
use crate::tui::state::State;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::layout::Layout;
use crate::tui::state::led::Share;
use crate::tui::state::matrix::{Group, MatrixRow};
use crate::tui::theme::Meaning;
use crate::tui::view::tasks::short_status;
use crate::tui::words::Word;

/// The columns of a period: a share such as 100%, and a blank.
const CELL: u16 = 5;
/// The columns that tasks have at least beside the periods.
const TASKS: u16 = 24;

/// Returns the periods that there is room for, the one in focus among them.
fn periods(state: &State, width: u16) -> &[Period] {
    let all = &state.lists.matrix.periods;
    let tasks = TASKS.max(width / 20 * 9);
    let fit = usize::from(width.saturating_sub(tasks) / CELL).max(1);
    let at = all.iter().position(|period| *period == state.data.period).unwrap_or(0);
    let first = (at + 1).saturating_sub(fit);
    &all[first..(first + fit).min(all.len())]
}

/// Returns the columns that the periods take at the right of a screen.
pub fn columns_of_periods(state: &State, width: u16) -> u16 {
    columns(periods(state, width).len()) * CELL + 1
}

/// Draws the matrix and the detail of the task under the cursor, below the legend.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &MATRIX, &state.lists.matrix.list);
    let width = parts.body.width;
    let periods = periods(state, width);
    let start = width.saturating_sub(columns_of_periods(state, width));
    for (x, period) in (start..).step_by(CELL.into()).zip(periods) {
        let here = *period == state.data.period;
        let meaning = if here { Meaning::Title } else { Meaning::Muted };
        // A long name takes the blank before it.
        canvas.put_right(x - 1, parts.body.y, CELL, &period.short_name(state.language), meaning);
    }
    let top = state.lists.matrix.list.top();
    for (n, (y, (row, here))) in
        (parts.rows.top()..parts.rows.bottom()).zip(state.lists.matrix.list.window()).enumerate()
    {
        for (x, period) in (start..).step_by(CELL.into()).zip(periods) {
            let column = state.lists.matrix.periods.iter().position(|other| other == period).unwrap_or(0);
            match row {
                MatrixRow::Group(group, _) if state.lists.matrix.chart.is_on => {
                    draw_worst(canvas, state, (x, y), group, column);
                }
                MatrixRow::Task(task) if state.lists.matrix.chart.is_on => {
                    draw_light(canvas, state, (x, y), *task, here, column);
                }
                MatrixRow::Group(group, _) => draw_share(canvas, state, (x, y), group, top + n, *period),
                MatrixRow::Task(task) => draw_status(canvas, state, (x, y), *task, here, *period),
            }
        }
    }
    if let Some(area) = parts.detail {
        // The rule goes on around it.
        let legend = legend(canvas, state, area.width.saturating_sub(6));
        detail::draw(canvas, state, area, &legend);
    }
}

/// Draws the share of a group's tasks that is done in a period.
fn draw_share(canvas: &mut Canvas<'_>, state: &State, (x, y): (u16, u16), group: &Group, row: usize, period: Period) {
    let share = match group {
        Group::Department(name) => state.lists.matrix.share(name, period),
        Group::Chapter(..) => Some(share_of(state, state.lists.matrix.tasks_of(row), period)),
    };
    if let Some(completion) = share.and_then(Share::completion) {
        canvas.put_right(x, y, CELL - 1, &format!("{completion}%"), Meaning::Muted);
    }
}

/// Draws the worst light of a group's tasks in the period of a column, with the number of those that have it.
fn draw_worst(canvas: &mut Canvas<'_>, state: &State, (x, y): (u16, u16), group: &Group, column: usize) {
    if let Some((light, count)) = state.lists.matrix.chart.sum(group, column) {
        let text = format!("{}{count}", canvas.signs.light(Some(light)));
        canvas.put_right(x, y, CELL - 1, &text, Meaning::of_light(Some(light)));
    }
}

/// Draws the light of a task in the period of a column.
fn draw_light(canvas: &mut Canvas<'_>, state: &State, (x, y): (u16, u16), row: ItemKey, here: bool, column: usize) {
    let Some(period) = state.lists.matrix.periods.get(column).copied() else { return };
    let is_asked = |(dossier, task): &(&Dossier, &Task)| dossier.asks(&task.id, period);
    if state.data.task(row).filter(is_asked).is_none() {
        return;
    }
    let light = state.lists.matrix.chart.light(&state.data, row, column);
    canvas.put(x + CELL - 3, y, 1, canvas.signs.light(light), Meaning::of_light(light));
    draw_cursor(canvas, state, (x, y), here, period);
}

/// Draws the cursor around the cell of the period in focus.
fn draw_cursor(canvas: &mut Canvas<'_>, state: &State, (x, y): (u16, u16), here: bool, period: Period) {
    if here && period == state.data.period {
        canvas.put(x + CELL - 4, y, 1, "[", Meaning::Key);
        canvas.put(x + CELL - 2, y, 1, "]", Meaning::Key);
    }
}

/// Returns what the header says of the matrix beside its name.
pub fn face(state: &State) -> Vec<String> {
    state.lists.matrix.chart.is_on.then(|| state.say(Word::WallChart).to_string()).into_iter().collect()
}

/// Returns the title of a group.
pub fn title(state: &State, group: &Group) -> String {
    match group {
        Group::Department(name) if name.is_empty() => state.say(Word::Unassigned).to_string(),
        Group::Department(name) => state.data.short_name(name).to_string(),
        Group::Chapter(plan, node) => {
            let Some(dossier) = state.data.snapshot.dossier(plan) else { return plan.to_string() };
            let label = plan_label(&dossier.plan);
            match node.and_then(|node| dossier.plan.outline.get(node)) {
                Some(node) if state.data.plan.is_some() => node.heading(),
                Some(node) => format!("{label} {} {}", state.signs().path, node.heading()),
                None => label,
            }
        }
    }
}

/// The share of some tasks that is done in a period.
fn share_of(state: &State, tasks: impl Iterator<Item = ItemKey>, period: Period) -> Share {
    let tasks = tasks.filter_map(|row| state.data.task(row)).filter(|(dossier, task)| dossier.asks(&task.id, period));
    let one = |(dossier, task): (&Dossier, &Task)| {
        let status = dossier.review(&task.id, period).and_then(|review| review.status);
        let completed = u32::from(status.is_some_and(Status::is_done));
        Share { tasks: 1, reported: u32::from(status.is_some()), completed }
    };
    tasks.map(one).fold(Share::default(), Share::plus)
}

/// Draws the status of a task in a period.
fn draw_status(canvas: &mut Canvas<'_>, state: &State, (x, y): (u16, u16), row: ItemKey, here: bool, period: Period) {
    let Some((dossier, task)) = state.data.task(row).filter(|(dossier, task)| dossier.asks(&task.id, period)) else {
        return;
    };
    let status = dossier.review(&task.id, period).and_then(|review| review.status);
    let mark = canvas.signs.status(status);
    let meaning = status.map_or(Meaning::Muted, |_| Meaning::of_status(status));
    canvas.put(x + CELL - 3, y, 1, mark, meaning);
    draw_cursor(canvas, state, (x, y), here, period);
}

/// Returns the signs with their words, with short ones where the screen is narrow.
fn legend(canvas: &Canvas<'_>, state: &State, columns: u16) -> String {
    if state.lists.matrix.chart.is_on {
        let lights = std::iter::once(None).chain(Light::ALL.map(Some));
        let parts = lights.map(|light| format!("{} {}", state.signs().light(light), state.label(light)));
        return parts.collect::<Vec<_>>().join("  ");
    }
    let with = |word: fn(&State, Option<Status>) -> &'static str| {
        let parts = Status::all_and_none();
        let parts = parts.map(|status| format!("{} {}", state.signs().status(status), word(state, status)));
        parts.collect::<Vec<_>>().join("  ")
    };
    let whole = with(|state, status| state.label(status));
    if canvas.width(&whole) <= columns { whole } else { with(short_status) }
}
