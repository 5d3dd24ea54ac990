//! Fields: what the records of an item hold, one by one, and in which of them a change differs.

use crate::import::spreadsheet::{Entered, ListField};
use crate::plan::{Assignment, Change, Decision, Goal, Period, Reading, Review};

use super::Snapshot;

/// The fields of a review.
const OF_REVIEW: [ListField; 6] =
    [ListField::Status, ListField::Progress, ListField::Done, ListField::Problem, ListField::Next, ListField::Evidence];

/// The fields of a division of work.
const OF_ASSIGNMENT: [ListField; 4] = [ListField::Lead, ListField::Support, ListField::Person, ListField::Due];

/// A field before and after a change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    pub(super) field: ListField,
    /// The period, for a field of a review.
    pub(super) period: Option<Period>,
    pub(super) old: Option<Entered>,
    pub(super) new: Option<Entered>,
}

/// What a field of a review holds.
pub(super) fn of_review(review: &Review, field: ListField) -> Option<Entered> {
    let words = |text: &Option<String>| text.clone().map(Entered::Words);
    match field {
        ListField::Status => review.status.map(Entered::Status),
        ListField::Progress => review.progress.map(Entered::Percent),
        ListField::Done => words(&review.done),
        ListField::Problem => words(&review.problem),
        ListField::Next => words(&review.next),
        ListField::Evidence => words(&review.evidence),
        _ => None,
    }
}

/// What a field of an assignment holds.
pub(super) fn of_assignment(assignment: &Assignment, field: ListField) -> Option<Entered> {
    let names = |names: &Vec<String>| (!names.is_empty()).then(|| Entered::Names(names.clone()));
    match field {
        ListField::Lead => names(&assignment.lead),
        ListField::Support => names(&assignment.support),
        ListField::Person => assignment.person.clone().map(Entered::Words),
        ListField::Due => assignment.due.map(Entered::Year),
        _ => None,
    }
}

/// The fields in which a change differs from what was before. A plan's text has none.
pub(super) fn differences(snapshot: &Snapshot, change: &Change) -> Vec<Difference> {
    let all: Vec<Difference> = match change {
        Change::Reading { year, edit, .. } => {
            let value = |reading: &Option<Reading>| reading.as_ref().map(|r| Entered::Figure(r.value));
            let (old, new) = (value(&edit.before), value(&edit.after));
            vec![Difference { field: ListField::Reading(*year), period: None, old, new }]
        }
        Change::Goal { edit, .. } => {
            let value = |goal: &Option<Goal>| goal.as_ref().map(|goal| Entered::Words(goal.text.clone()));
            let (old, new) = (value(&edit.before), value(&edit.after));
            vec![Difference { field: ListField::Goal, period: None, old, new }]
        }
        Change::Review { period, edit, .. } => {
            let value = |review: &Option<Review>, field| review.as_ref().and_then(|review| of_review(review, field));
            let difference = |field| Difference {
                field,
                period: Some(*period),
                old: value(&edit.before, field),
                new: value(&edit.after, field),
            };
            OF_REVIEW.into_iter().map(difference).collect()
        }
        Change::Assignment { item, edit } => {
            let Some((_, task)) = snapshot.task(item) else { return Vec::new() };
            let in_force = |decision: &Option<Decision>| decision.clone().unwrap_or_default().over(&task.stated);
            let (before, after) = (in_force(&edit.before), in_force(&edit.after));
            let difference = |field| Difference {
                field,
                period: None,
                old: of_assignment(&before, field),
                new: of_assignment(&after, field),
            };
            OF_ASSIGNMENT.into_iter().map(difference).collect()
        }
        // All else is one value, and not filled in field by field.
        _ => Vec::new(),
    };
    all.into_iter().filter(|difference| difference.old != difference.new).collect()
}

/// Has a change leave a field as it was.
pub(super) fn leave(change: &mut Change, field: ListField) {
    match change {
        Change::Reading { edit, .. } => edit.after = edit.before.clone(),
        Change::Goal { edit, .. } => edit.after = edit.before.clone(),
        Change::Review { edit, .. } => {
            let before = edit.before.clone().unwrap_or_default();
            let mut after = edit.after.clone().unwrap_or_default();
            match field {
                ListField::Status => after.status = before.status,
                ListField::Progress => after.progress = before.progress,
                ListField::Done => after.done = before.done,
                ListField::Problem => after.problem = before.problem,
                ListField::Next => after.next = before.next,
                ListField::Evidence => after.evidence = before.evidence,
                _ => {}
            }
            edit.after = (after != Review::default()).then_some(after);
        }
        Change::Assignment { edit, .. } => {
            let before = edit.before.clone().unwrap_or_default();
            let mut after = edit.after.clone().unwrap_or_default();
            match field {
                ListField::Lead => after.lead = before.lead,
                ListField::Support => after.support = before.support,
                ListField::Person => after.person = before.person,
                ListField::Due => after.due = before.due,
                _ => {}
            }
            edit.after = (after != Decision::default()).then_some(after);
        }
        _ => {}
    }
}
