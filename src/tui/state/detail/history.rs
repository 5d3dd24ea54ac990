//! What an entry of the history changed.

use std::sync::Arc;

use super::Line;
use crate::plan::{Assignment, Change, Decision, Plan, Review};
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::judgement::figure;
use crate::tui::theme::Meaning;

/// Changes of an entry that are listed: more than a person reads.
const LISTED: usize = 500;

/// A line a change.
pub fn lines(state: &State) -> Vec<Line> {
    let Some(row) = state.history.list.current() else { return Vec::new() };
    let changes = row.entry.changes.iter().take(LISTED);
    changes.map(|change| vec![(describe(state, change), Meaning::Plain)]).collect()
}

/// A change in words: what it is about, and before and after.
fn describe(state: &State, change: &Change) -> String {
    let none = || state.signs().none.to_string();
    let names = |list: &[String]| list.iter().map(|n| state.data.short_name(n)).collect::<Vec<_>>().join("、");
    let (before, after) = match change {
        Change::Plan { edit, .. } => {
            let name = |p: &Arc<Plan>| p.edition.label(state.language).to_string();
            (edit.before.as_ref().map(name), edit.after.as_ref().map(name))
        }
        Change::Assignment { edit, .. } => {
            let stated = change.item().and_then(|item| state.data.snapshot.task(item)).map(|(_, task)| &task.stated);
            let say = |decision: &Decision| {
                let a = decision.over(stated.unwrap_or(&Assignment::default()));
                let (person, due) = (a.person.unwrap_or_default(), a.due.map(|year| year.to_string()));
                let parts = [names(&a.lead), names(&a.support), person, due.unwrap_or_default()];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
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
    let title = state.change_title(change);
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
