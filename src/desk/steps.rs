//! The rule for steps: the parts into which a task is divided.

use crate::plan::{Change, Due, Edit, ItemId, Step};
use crate::text::clean::sanitise_line;

use super::rules::{changed, words};
use super::{Field, Refusal, Snapshot};

/// An edit of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepEdit {
    /// The title; required for a new step.
    pub title: Field<String>,
    /// The department, by any of its names.
    pub department: Field<String>,
    /// The responsible person.
    pub person: Field<String>,
    /// The due date.
    pub due: Field<Due>,
    /// True if it is done.
    pub done: Option<bool>,
}

/// Adds a step to a task, changes the one with `number`, or removes it if there is no edit.
pub(super) fn step(
    snapshot: &Snapshot,
    item: &ItemId,
    number: Option<u32>,
    edit: Option<StepEdit>,
) -> Result<Vec<Change>, Refusal> {
    let (dossier, _) = snapshot.task(item).ok_or_else(|| Refusal::NoTask(item.clone()))?;
    let next = dossier.steps_of(item).last().map_or(1, |(number, _)| number.saturating_add(1));
    let number = number.unwrap_or(next);
    let before = dossier.steps.get(&(item.clone(), number)).cloned();
    let no_step = Refusal::NoStep { item: item.clone(), number };
    if before.is_none() && (number != next || edit.is_none()) {
        return Err(no_step);
    }
    let (departments, region) = (snapshot.departments(), &dossier.plan.region);
    let over = |field: Field<String>, old: Option<String>| words(field, sanitise_line).over(old);
    let after = edit.map(|edit| {
        let old = before.clone().unwrap_or_default();
        let department = over(edit.department, old.department);
        let department = department.map(|name| departments.current(region, departments.canonical_in(region, &name)));
        Step {
            title: over(edit.title, Some(old.title)).unwrap_or_default(),
            department,
            person: over(edit.person, old.person),
            due: edit.due.over(old.due),
            done: edit.done.unwrap_or(old.done),
        }
    });
    if after.as_ref().is_some_and(|step| step.title.is_empty()) {
        return Err(no_step);
    }
    let edit = changed(Edit { before, after });
    Ok(edit.map(|edit| Change::Step { item: item.clone(), number, edit }).into_iter().collect())
}
