//! The rules: from a command to the changes that it makes, or to the reason why it may not.

use crate::plan::{Assignment, Change, Departments, Dossier, Edit, ItemId, Period, Reading, Review, Task};
use crate::text::clean::{sanitise, sanitise_line};

use super::{AssignmentEdit, Command, DeskError, Field, ReviewEdit, Snapshot};

/// The changes that a command makes. A record that is already so gives none.
pub(super) fn changes(snapshot: &Snapshot, command: Command) -> Result<Vec<Change>, DeskError> {
    match command {
        Command::Assign { items, edit } => {
            let edit = checked_assignment(edit, snapshot.departments())?;
            each_task(snapshot, &items, |dossier, task| Ok(assign(dossier, task, &edit)))
        }
        Command::AcceptOffered { items } => each_task(snapshot, &items, |dossier, task| Ok(accept(dossier, task))),
        Command::Review { items, period, edit } => {
            let edit = checked_review(edit)?;
            each_task(snapshot, &items, |dossier, task| review(dossier, task, period, &edit))
        }
        Command::Read { indicator, year, value } => read(snapshot, &indicator, year, value),
        Command::Undo(_) => Ok(Vec::new()),
    }
}

fn each_task(
    snapshot: &Snapshot,
    items: &[ItemId],
    change: impl Fn(&Dossier, &Task) -> Result<Option<Change>, DeskError>,
) -> Result<Vec<Change>, DeskError> {
    let mut changes = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for item in items.iter().filter(|item| seen.insert(*item)) {
        let (dossier, task) = snapshot.task(item).ok_or_else(|| {
            DeskError::refused(format!("没有任务 {item} (there is no task {item}; `plandesk tasks` lists them)"))
        })?;
        changes.extend(change(dossier, task)?);
    }
    Ok(changes)
}

fn assign(dossier: &Dossier, task: &Task, edit: &AssignmentEdit) -> Option<Change> {
    let before = dossier.assignments.get(&task.id).cloned();
    let now = dossier.assignment(task);
    let edit = edit.clone();
    let lead = edit.lead.over(Some(now.lead)).unwrap_or_default();
    let mut support = edit.support.over(Some(now.support)).unwrap_or_default();
    support.retain(|d| !lead.contains(d));
    let after = Assignment { lead, support, person: edit.person.over(now.person), due: edit.due.over(now.due) };
    // What merely repeats the document is not a decision.
    let after = if after == task.stated { None } else { Some(after) };
    changed(Edit { before, after }).map(|edit| Change::Assignment { item: task.id.clone(), edit })
}

fn accept(dossier: &Dossier, task: &Task) -> Option<Change> {
    let offered = task.offered.clone()?;
    if !dossier.assignment(task).lead.is_empty() {
        return None;
    }
    let edit =
        AssignmentEdit { lead: Field::Set(offered.lead), support: Field::Set(offered.support), ..Default::default() };
    assign(dossier, task, &edit)
}

fn review(dossier: &Dossier, task: &Task, period: Period, edit: &ReviewEdit) -> Result<Option<Change>, DeskError> {
    let term = dossier.plan.term;
    if !term.periods().contains(&period) {
        let (title, first, last) = (&dossier.plan.title, term.first, term.last);
        return Err(DeskError::refused(format!(
            "{title} 的规划期是 {first}–{last}，没有 {period} (the term is {first}–{last}; it has no period {period})"
        )));
    }
    let before = dossier.review(&task.id, period).cloned();
    let old = before.clone().unwrap_or_default();
    let edit = edit.clone();
    let after = Review {
        status: edit.status.over(old.status),
        progress: edit.progress.over(old.progress),
        done: edit.done.over(old.done),
        problem: edit.problem.over(old.problem),
        next: edit.next.over(old.next),
        evidence: edit.evidence.over(old.evidence),
    };
    let after = if after == Review::default() { None } else { Some(after) };
    Ok(changed(Edit { before, after }).map(|edit| Change::Review { item: task.id.clone(), period, edit }))
}

fn read(snapshot: &Snapshot, id: &ItemId, year: i32, value: Option<f64>) -> Result<Vec<Change>, DeskError> {
    let (dossier, _) = snapshot.indicator(id).ok_or_else(|| {
        DeskError::refused(format!("没有指标 {id} (there is no indicator {id}; `plandesk indicators` lists them)"))
    })?;
    let term = dossier.plan.term;
    if !term.contains(year) {
        let (first, last) = (term.first, term.last);
        return Err(DeskError::refused(format!(
            "{year} 不在规划期 {first}–{last} 内 ({year} is not a year of the term {first}–{last})"
        )));
    }
    if value.is_some_and(|v| !v.is_finite()) {
        return Err(DeskError::refused("实际值必须是数字 (a reading must be a number)"));
    }
    let before = dossier.readings.get(&(id.clone(), year)).cloned();
    let after = value.map(|value| Reading { value });
    let edit = changed(Edit { before, after });
    Ok(edit.map(|edit| Change::Reading { item: id.clone(), year, edit }).into_iter().collect())
}

fn changed<T: PartialEq>(edit: Edit<T>) -> Option<Edit<T>> {
    (edit.before != edit.after).then_some(edit)
}

fn checked_assignment(edit: AssignmentEdit, departments: &Departments) -> Result<AssignmentEdit, DeskError> {
    let due = match edit.due {
        Field::Set(year) if !(1950..=2100).contains(&year) => {
            return Err(DeskError::refused(format!("{year} 不是年份 ({year} is not a year between 1950 and 2100)")));
        }
        due => due,
    };
    Ok(AssignmentEdit {
        lead: names(edit.lead, departments),
        support: names(edit.support, departments),
        person: words(edit.person, sanitise_line),
        due,
    })
}

fn checked_review(edit: ReviewEdit) -> Result<ReviewEdit, DeskError> {
    if let Field::Set(progress) = edit.progress
        && progress > 100
    {
        return Err(DeskError::refused(format!("进度 {progress} 超过 100 (progress is 0 to 100 per cent)")));
    }
    Ok(ReviewEdit {
        done: words(edit.done, sanitise),
        problem: words(edit.problem, sanitise),
        next: words(edit.next, sanitise),
        evidence: words(edit.evidence, sanitise),
        ..edit
    })
}

/// Canonical names, each once, blank ones left out; an empty list clears the field.
fn names(field: Field<Vec<String>>, departments: &Departments) -> Field<Vec<String>> {
    let Field::Set(given) = field else { return field };
    let mut names: Vec<String> = Vec::new();
    for name in given {
        let name = sanitise_line(&name);
        let name = departments.canonical(name.trim()).to_string();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { Field::Clear } else { Field::Set(names) }
}

/// Cleaned text; blank text clears the field.
fn words(field: Field<String>, clean: impl Fn(&str) -> String) -> Field<String> {
    match field {
        Field::Set(text) => match clean(&text).trim() {
            "" => Field::Clear,
            text => Field::Set(text.to_string()),
        },
        field => field,
    }
}
