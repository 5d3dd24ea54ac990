//! The task table.

use super::canvas::Canvas;
use super::{detail, table};
use crate::plan::{Assignment, Dossier, Status, Task};
use crate::tui::columns::TASKS;
use crate::tui::state::State;
use crate::tui::state::data::main_lead;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the table and the detail of the row under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    table::draw(canvas, state, parts, &TASKS, &state.lists.tasks.list);
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
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

/// Returns a task's number in the text, empty where it has none; for a project its box and place.
pub fn number(dossier: &Dossier, task: &Task) -> String {
    match task.special_box.and_then(|index| dossier.plan.boxes.get(index)) {
        Some(special_box) => {
            let digits: String = task.number.chars().filter(char::is_ascii_digit).collect();
            let place = if digits.is_empty() { String::new() } else { format!("-{digits}") };
            format!("{}{place}", special_box.number)
        }
        None if is_numbered(task) => task.number.clone(),
        None => String::new(),
    }
}

/// Returns true if the text gives a task a number, or a place in a box.
pub fn is_numbered(task: &Task) -> bool {
    task.special_box.is_some() || task.number.chars().any(|c| !matches!(c, '—' | '-'))
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

/// Returns the lead department as it was called in the period, or the one that the text suggests, with a question mark.
pub fn lead_in_period(state: &State, dossier: &Dossier, task: &Task, assignment: &Assignment) -> String {
    let shown = dossier.shown(task, state.data.period).map(|[lead, _]| lead).unwrap_or_default();
    match &shown[..] {
        [] => lead_or_offered(state, task.offered.as_ref(), assignment),
        [one] => one.then.clone(),
        [first, more @ ..] => format!("{}+{}", first.then, more.len()),
    }
}

/// Returns the lead department, or the one that the text suggests, with a question mark.
pub fn lead_or_offered(state: &State, offered: Option<&Assignment>, assignment: &Assignment) -> String {
    match offered.and_then(main_lead).filter(|_| assignment.lead.is_empty()) {
        Some(offered) => format!("{}?", state.data.short_name(offered)),
        None => lead(state, assignment),
    }
}

/// Returns the lead department that the text suggests.
pub fn offered_lead(task: &Task) -> Option<&str> {
    task.offered.as_ref().and_then(main_lead)
}

/// Returns the first of the supporting departments, with the number of the others.
pub fn support(state: &State, assignment: &Assignment) -> String {
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

/// Returns the columns of the short words.
pub fn short_width(state: &State) -> u16 {
    match state.language {
        crate::text::Language::Zh => 4,
        crate::text::Language::En => 6,
    }
}
