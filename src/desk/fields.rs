//! The fields of an item's records, and which of them a change affects.

use crate::plan::{
    Assignment, Change, Decision, Edit, FieldValue, Goal, Liaison, Period, Reading, RecordField, Review,
};

use super::Snapshot;

/// The fields of a review.
const OF_REVIEW: [RecordField; 6] = [
    RecordField::Status,
    RecordField::Progress,
    RecordField::Done,
    RecordField::Problem,
    RecordField::Next,
    RecordField::Evidence,
];

/// The fields of an assignment.
pub(super) const OF_ASSIGNMENT: [RecordField; 4] =
    [RecordField::Lead, RecordField::Support, RecordField::Person, RecordField::Due];

/// The fields of a liaison: who answers for an item within its lead department.
pub(super) const OF_LIAISON: [RecordField; 3] = [RecordField::Official, RecordField::Section, RecordField::Contact];

/// A field that a change affects, before and after.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    pub(super) field: RecordField,
    /// The period of a field of a review.
    pub(super) period: Option<Period>,
    pub(super) old: Option<FieldValue>,
    pub(super) new: Option<FieldValue>,
}

/// Returns the value of a field of a review.
pub(super) fn of_review(review: &Review, field: RecordField) -> Option<FieldValue> {
    let words = |text: &Option<String>| text.clone().map(FieldValue::Words);
    match field {
        RecordField::Status => review.status.map(FieldValue::Status),
        RecordField::Progress => review.progress.map(FieldValue::Percent),
        RecordField::Done => words(&review.done),
        RecordField::Problem => words(&review.problem),
        RecordField::Next => words(&review.next),
        RecordField::Evidence => words(&review.evidence),
        _ => None,
    }
}

/// Returns the value of a field of an assignment.
pub(super) fn of_assignment(assignment: &Assignment, field: RecordField) -> Option<FieldValue> {
    let names = |names: &Vec<String>| (!names.is_empty()).then(|| FieldValue::Names(names.clone()));
    match field {
        RecordField::Lead => names(&assignment.lead),
        RecordField::Support => names(&assignment.support),
        RecordField::Person => assignment.person.clone().map(FieldValue::Words),
        RecordField::Due => assignment.due.map(FieldValue::Due),
        _ => None,
    }
}

/// Returns the value of a field of a liaison.
pub(super) fn of_liaison(liaison: &Liaison, field: RecordField) -> Option<FieldValue> {
    let words = |text: &Option<String>| text.clone().map(FieldValue::Words);
    match field {
        RecordField::Official => words(&liaison.official),
        RecordField::Section => words(&liaison.section),
        RecordField::Contact => words(&liaison.contact),
        _ => None,
    }
}

fn of_reading(period: Period, edit: &Edit<Reading>) -> Difference {
    let value = |reading: &Option<Reading>| reading.as_ref().map(|reading| FieldValue::Figure(reading.value));
    let (old, new) = (value(&edit.before), value(&edit.after));
    Difference { field: RecordField::Reading(period), period: None, old, new }
}

/// Returns the fields that a change affects. A change of a plan's text affects none.
pub(super) fn differences(snapshot: &Snapshot, change: &Change) -> Vec<Difference> {
    let all: Vec<Difference> = match change {
        Change::Reading { year, edit, .. } => vec![of_reading(Period::annual(*year), edit)],
        Change::InterimReading { period, edit, .. } => vec![of_reading(*period, edit)],
        Change::Goal { edit, .. } => {
            let value = |goal: &Option<Goal>| goal.as_ref().map(|goal| FieldValue::Words(goal.text.clone()));
            let (old, new) = (value(&edit.before), value(&edit.after));
            vec![Difference { field: RecordField::Goal, period: None, old, new }]
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
            let (Some(dossier), Some(stated)) = (snapshot.dossier(&item.plan), snapshot.stated(item)) else {
                return Vec::new();
            };
            // People see the departments in force, not the names in the record.
            let in_force =
                |decision: &Option<Decision>| dossier.in_force(decision.clone().unwrap_or_default().over(&stated));
            let (before, after) = (in_force(&edit.before), in_force(&edit.after));
            let difference = |field| Difference {
                field,
                period: None,
                old: of_assignment(&before, field),
                new: of_assignment(&after, field),
            };
            OF_ASSIGNMENT.into_iter().map(difference).collect()
        }
        Change::Liaison { edit, .. } => {
            let value = |liaison: &Option<Liaison>, field| liaison.as_ref().and_then(|l| of_liaison(l, field));
            let difference = |field| Difference {
                field,
                period: None,
                old: value(&edit.before, field),
                new: value(&edit.after, field),
            };
            OF_LIAISON.into_iter().map(difference).collect()
        }
        // Other records are a single value, which no form fills in by field.
        _ => Vec::new(),
    };
    all.into_iter().filter(|difference| difference.old != difference.new).collect()
}

/// Removes a field from a change, which then leaves it as it was.
pub(super) fn leave(change: &mut Change, field: RecordField) {
    match change {
        Change::Reading { edit, .. } | Change::InterimReading { edit, .. } => edit.after = edit.before.clone(),
        Change::Goal { edit, .. } => edit.after = edit.before.clone(),
        Change::Review { edit, .. } => {
            let before = edit.before.clone().unwrap_or_default();
            let mut after = edit.after.clone().unwrap_or_default();
            match field {
                RecordField::Status => after.status = before.status,
                RecordField::Progress => after.progress = before.progress,
                RecordField::Done => after.done = before.done,
                RecordField::Problem => after.problem = before.problem,
                RecordField::Next => after.next = before.next,
                RecordField::Evidence => after.evidence = before.evidence,
                _ => {}
            }
            edit.after = (after != Review::default()).then_some(after);
        }
        Change::Assignment { edit, .. } => {
            let before = edit.before.clone().unwrap_or_default();
            let mut after = edit.after.clone().unwrap_or_default();
            match field {
                RecordField::Lead => after.lead = before.lead,
                RecordField::Support => after.support = before.support,
                RecordField::Person => after.person = before.person,
                RecordField::Due => after.due = before.due,
                _ => {}
            }
            edit.after = (after != Decision::default()).then_some(after);
        }
        Change::Liaison { edit, .. } => {
            let before = edit.before.clone().unwrap_or_default();
            let mut after = edit.after.clone().unwrap_or_default();
            match field {
                RecordField::Official => after.official = before.official,
                RecordField::Section => after.section = before.section,
                RecordField::Contact => after.contact = before.contact,
                _ => {}
            }
            edit.after = (after != Liaison::default()).then_some(after);
        }
        _ => {}
    }
}
