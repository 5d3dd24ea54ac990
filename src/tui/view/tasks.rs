//! The task table.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::table::{self, Column};
use super::{detail, table::left, table::right};
use crate::plan::{Assignment, Condition, Dossier, Status, Task, TaskFilter};
use crate::tui::state::State;
use crate::tui::state::data::{main_lead, plan_label};
use crate::tui::state::layout::Layout;
use crate::tui::state::tasks::Order;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The columns at a width.
struct Columns {
    status: Column,
    number: Column,
    title: Column,
    goal: Column,
    plan: Column,
    lead: Column,
    support: Column,
    due: Column,
    progress: Column,
}

fn columns(state: &State, width: u16) -> Columns {
    let all = state.data.plan.is_none();
    let wide = width >= 100;
    let (status, number) = (
        left(2 + short_width(state) + if wide { unconfirmed_width(state) } else { 0 }),
        left(match width {
            0..50 => 0,
            50..100 => 8,
            _ => 10,
        }),
    );
    let planned = state.lists.tasks.filter.tasks.conditions.contains(&Condition::Planned);
    let plan = left(match width {
        _ if !all || planned => 0,
        0..70 => 0,
        70..100 => 13,
        _ => 18,
    });
    let lead = left(if width >= 56 { 8 } else { 0 });
    let support = left(if width >= 76 && (wide || !all) && !planned { 8 } else { 0 });
    let (due, progress) = (left(if width >= 66 && !planned { 4 } else { 0 }), right(5));
    let rest = table::rest(width.saturating_sub(3), &[status, number, plan, lead, support, due, progress]);
    let goal = left(if planned { rest / 2 } else { 0 });
    let title = left(if planned { rest - rest / 2 - 1 } else { rest });
    Columns { status, number, title, goal, plan, lead, support, due, progress }
}

/// Draws the table and the detail of the row under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let columns = columns(state, parts.body.width);
    heads(canvas, state, parts.body, &columns);
    if state.lists.tasks.list.rows().is_empty() {
        let word = match &state.lists.tasks.filter {
            _ if state.data.dossiers.is_empty() => Word::NoPlans,
            filter
                if *filter
                    == TaskFilter { conditions: [Condition::Planned].into(), ..TaskFilter::default() }.into() =>
            {
                Word::NoGoals
            }
            _ => Word::NoRows,
        };
        canvas.put(2, parts.rows.y, parts.rows.width.saturating_sub(2), state.say(word), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.tasks.list.window()) {
        if let Some((dossier, task)) = state.data.task(*row) {
            let marked = state.lists.tasks.marks.contains(&task.id);
            table::cursor(canvas, y, here);
            draw_row(canvas, state, y, &columns, dossier, task, here, marked);
        }
    }
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

fn heads(canvas: &mut Canvas<'_>, state: &State, area: Rect, columns: &Columns) {
    let arrow = state.signs().directions[usize::from(!state.lists.tasks.reverse)];
    let head = |word: Word, order: Option<Order>| {
        let ordered = order.is_some() && order == Some(state.lists.tasks.order);
        if ordered { format!("{}{arrow}", state.say(word)) } else { state.say(word).to_string() }
    };
    let count = format!("{} ({})", state.say(Word::Task), state.lists.tasks.list.rows().len());
    let cells = [
        (columns.status, head(Word::Status, Some(Order::Status))),
        (columns.number, head(Word::Number, None)),
        (columns.title, count),
        (columns.goal, head(Word::Goal, None)),
        (columns.plan, head(Word::Plan, None)),
        (columns.lead, head(Word::Lead, Some(Order::Lead))),
        (columns.support, head(Word::Support, None)),
        (columns.due, head(Word::Due, Some(Order::Due))),
        (columns.progress, head(Word::Progress, Some(Order::Progress))),
    ];
    let cells: Vec<_> = cells.iter().map(|(column, text)| (*column, text.as_str(), Meaning::Muted)).collect();
    table::row(canvas, area.x + 2, area.y, &cells);
}

#[expect(clippy::too_many_arguments, reason = "a row is all of these")]
fn draw_row(
    canvas: &mut Canvas<'_>,
    state: &State,
    y: u16,
    columns: &Columns,
    dossier: &Dossier,
    task: &Task,
    here: bool,
    marked: bool,
) {
    if marked {
        let sign = canvas.signs.marked;
        canvas.put(1, y, 1, sign, Meaning::Marked);
    }
    let standing = standing(state, dossier, task);
    let mut status_text = standing.text.clone();
    if standing.carried && columns.status.width > 2 + short_width(state) {
        status_text = format!("{status_text} {}", state.say(Word::Unconfirmed));
    }
    let assignment = dossier.assignment(task);
    let plan = if columns.plan.width > 0 { plan_label(&dossier.plan) } else { String::new() };
    let goal = state.data.goal(dossier, task).unwrap_or_default().replace('\n', " ");
    let due = assignment.due.map(|year| year.to_string());
    let none = canvas.signs.none;
    let lead_meaning = if assignment.lead.is_empty() { Meaning::Muted } else { Meaning::Plain };
    let title = table::titled(canvas, state, dossier, &task.id, &task.title, columns.title.width);
    let title_meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    table::row(
        canvas,
        2,
        y,
        &[
            (columns.status, &status_text, standing.meaning),
            (columns.number, &number(dossier, task), Meaning::Muted),
            (columns.title, &title, title_meaning),
            (columns.goal, &goal, Meaning::Plain),
            (columns.plan, &plan, Meaning::Muted),
            (columns.lead, &lead_or_offered(state, task, &assignment), lead_meaning),
            (columns.support, &support(state, &assignment), Meaning::Plain),
            (columns.due, due.as_deref().unwrap_or(none), Meaning::Plain),
            (columns.progress, standing.progress.as_deref().unwrap_or(none), standing.progress_meaning()),
        ],
    );
}

/// The standing of a task, in the cells of a row.
pub struct Standing {
    /// The mark and the short word.
    pub text: String,
    /// The meaning of the status.
    pub meaning: Meaning,
    /// The progress.
    pub progress: Option<String>,
    /// True if it was carried on from an earlier period and not confirmed.
    pub carried: bool,
}

impl Standing {
    /// Returns the meaning of the progress.
    pub fn progress_meaning(&self) -> Meaning {
        if self.carried { Meaning::Muted } else { Meaning::Plain }
    }
}

/// Returns the standing of a task in the period, carried on from an earlier one if nothing was reported.
pub fn standing(state: &State, dossier: &Dossier, task: &Task) -> Standing {
    let review = state.data.review(dossier, task);
    let carried = state.data.carried(dossier, task);
    let status = carried.map(|(_, status)| status).or(review.and_then(|r| r.status));
    let source = carried.map_or(review, |(period, _)| dossier.review(&task.id, period));
    let signs = state.signs();
    let flag = match review {
        _ if carried.is_some() => signs.unconfirmed,
        Some(review) if review.amended.is_some() => signs.amended,
        _ => " ",
    };
    Standing {
        text: format!("{}{flag}{}", signs.status(status), short_status(state, status)),
        meaning: if carried.is_some() { Meaning::Muted } else { Meaning::of_status(status) },
        progress: source.and_then(|r| r.effective_progress()).map(|p| format!("{p}%")),
        carried: carried.is_some(),
    }
}

/// Returns a task's number, or its short identity where the document has none; for a project its box and place.
pub fn number(dossier: &Dossier, task: &Task) -> String {
    match task.special_box.and_then(|index| dossier.plan.boxes.get(index)) {
        Some(special_box) => {
            let digits: String = task.number.chars().filter(char::is_ascii_digit).collect();
            let place = if digits.is_empty() { String::new() } else { format!("-{digits}") };
            format!("{}{place}", special_box.number)
        }
        None if task.number.chars().all(|c| matches!(c, '—' | '-')) => task.id.short(),
        None => task.number.clone(),
    }
}

/// Returns the lead department, with the number of joint leads.
pub fn lead(state: &State, assignment: &Assignment) -> String {
    let none = state.signs().none;
    match (main_lead(assignment), assignment.lead.len()) {
        (None, _) => none.to_string(),
        (Some(name), 1) => state.data.short_name(name).to_string(),
        (Some(name), count) => format!("{}+{}", state.data.short_name(name), count - 1),
    }
}

/// Returns the lead department, or the one that the text suggests, with a question mark.
fn lead_or_offered(state: &State, task: &Task, assignment: &Assignment) -> String {
    match task.offered.as_ref().and_then(main_lead).filter(|_| assignment.lead.is_empty()) {
        Some(offered) => format!("{}?", state.data.short_name(offered)),
        None => lead(state, assignment),
    }
}

fn support(state: &State, assignment: &Assignment) -> String {
    match &assignment.support[..] {
        [] => state.signs().none.to_string(),
        [one] => state.data.short_name(one).to_string(),
        [first, more @ ..] => format!("{}+{}", state.data.short_name(first), more.len()),
    }
}

/// Returns the short word for a status.
pub fn short_status(state: &State, status: Option<Status>) -> &'static str {
    status.map_or(state.say(Word::ShortUnreported), |status| status.short(state.language))
}

/// Returns the columns of the word for what is not confirmed, with a blank before it.
fn unconfirmed_width(state: &State) -> u16 {
    match state.language {
        crate::text::Language::Zh => 7,
        crate::text::Language::En => 12,
    }
}

/// Returns the columns of the short words.
fn short_width(state: &State) -> u16 {
    match state.language {
        crate::text::Language::Zh => 4,
        crate::text::Language::En => 6,
    }
}
