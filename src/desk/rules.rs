//! The rules: from a command to the changes that it makes, or to the reason why it is refused.

use crate::plan::{
    Assignment, Change, Decision, Departments, Dossier, Edit, ItemId, ItemKind, Period, Reading, Region, Review, Task,
};
use crate::text::clean::{sanitise, sanitise_line};

use super::evaluation::{self, amendment};
use super::{AssignmentEdit, Command, Field, Refusal, ReviewEdit, Snapshot, Stamp};
use super::{
    cases, departments, editing, investment, items, liaison, milestones, retire, rhythm, steps, succession, takeover,
    typed,
};

/// Returns the changes that a command makes, without records that are already as requested.
pub(super) fn changes(snapshot: &Snapshot, command: Command, stamp: &Stamp) -> Result<Vec<Change>, Refusal> {
    let changes = match command {
        // Retiring a plan is the only command that applies to an archived one.
        Command::Archive { plans, archived } => return retire::archive(snapshot, &plans, archived.as_ref()),
        Command::Remove(plan) => return retire::remove(snapshot, &[plan]),
        Command::DropSamples => return retire::drop_samples(snapshot),
        Command::Assign { items, edit } => {
            let mut changes = each(&items, |item| divide(snapshot, item, edit.clone()))?;
            changes.extend(each(&items, |item| Ok(liaison::set(snapshot, item, &edit)))?);
            Ok(changes)
        }
        Command::AcceptOffered { items } => each(&items, |item| accept(snapshot, item)),
        Command::Review { items, period, edit } => {
            let edit = cleaned_review(edit);
            each_task(snapshot, &items, |dossier, task| review(dossier, task, period, &edit))
        }
        Command::Read { indicator, period, value, amend } => {
            read(snapshot, &indicator, period, value, amend.as_deref())
        }
        Command::Confirm { items, period } => evaluation::confirm(snapshot, &items, period),
        Command::SetGoal { items, year, text } => evaluation::goal(snapshot, &items, year, text),
        Command::Solve { problems, solution } => evaluation::solve(snapshot, &problems, solution),
        Command::Judge { indicator, year, judgement } => evaluation::judge(snapshot, &indicator, year, judgement),
        Command::Invest { items, funding, investment } => {
            investment::invest(snapshot, &items, &funding, investment.as_ref())
        }
        Command::SetYearlyTargets { indicator, targets } => evaluation::yearly_targets(snapshot, &indicator, targets),
        Command::Direct { indicator, direction } => evaluation::direct(snapshot, &indicator, direction),
        Command::Pair { one, other, decision } => evaluation::pair(snapshot, one, other, decision),
        Command::Appraise { plan, period, kind, appraisal } => {
            evaluation::appraise(snapshot, plan, period, kind, appraisal)
        }
        Command::List(edits) => departments::edit(snapshot, &edits),
        Command::Add { plan, kind, fields, from } => items::add(snapshot, &plan, kind, &fields, from.as_ref()),
        Command::AddOutline { plan, text } => typed::add(snapshot, &plan, &text),
        Command::End { items, ended } => items::end(snapshot, &items, ended.as_ref()),
        Command::Step { item, number, edit } => steps::step(snapshot, &item, number, edit),
        Command::SetMilestone { items, period, edit, outcome } => {
            milestones::set(snapshot, &items, period, &edit, &outcome)
        }
        Command::Begin(draft) => items::begin(snapshot, &draft),
        Command::Edit { subjects, fields, cause } => editing::edit(snapshot, &subjects, &fields, &cause),
        Command::Keep { plan, kind, rhythm } => rhythm::keep(snapshot, plan, kind, rhythm),
        Command::Mark { items, marked } => rhythm::mark(snapshot, &items, marked),
        Command::Succeed { plan, of } => succession::succeed(snapshot, &plan, of),
        Command::SetFate { items, edit } => succession::set_fate(snapshot, &items, edit.as_ref()),
        Command::AcceptFates { items } => succession::accept(snapshot, &items),
        Command::TakeBaselines { items } => takeover::baselines(snapshot, &items),
        Command::Carry { items, plan, place } => takeover::carry(snapshot, &items, &plan, &place),
        Command::OpenCase(draft) => cases::open(snapshot, draft, stamp),
        Command::Supervise { cases, step } => cases::step(snapshot, &cases, &step, stamp),
        Command::Seal { plan, period } => evaluation::seal(snapshot, plan, period, stamp),
        Command::Undo(_) => Ok(Vec::new()),
    }?;
    retire::check_not_archived(snapshot, &changes)?;
    Ok(changes)
}

pub(super) fn each_task(
    snapshot: &Snapshot,
    items: &[ItemId],
    change: impl Fn(&Dossier, &Task) -> Result<Option<Change>, Refusal>,
) -> Result<Vec<Change>, Refusal> {
    each(items, |item| {
        let (dossier, task) = snapshot.task(item).ok_or_else(|| Refusal::NoTask(item.clone()))?;
        change(dossier, task)
    })
}

/// Returns the changes of some items, each item once.
fn each(items: &[ItemId], change: impl Fn(&ItemId) -> Result<Option<Change>, Refusal>) -> Result<Vec<Change>, Refusal> {
    let mut seen = std::collections::HashSet::new();
    let changes = items.iter().filter(|item| seen.insert(*item)).map(change);
    Ok(changes.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Returns the dossier of a task or an indicator, and the division of work that its document states.
fn divided<'a>(snapshot: &'a Snapshot, item: &ItemId) -> Result<(&'a Dossier, Assignment), Refusal> {
    let found = snapshot.dossier(&item.plan).map(AsRef::as_ref).zip(snapshot.stated(item));
    found.ok_or_else(|| match item.kind {
        ItemKind::Indicator => Refusal::NoIndicator(item.clone()),
        _ => Refusal::NoTask(item.clone()),
    })
}

/// Sets the assignment of a task or an indicator. An indicator has no due date of its own.
fn divide(snapshot: &Snapshot, item: &ItemId, edit: AssignmentEdit) -> Result<Option<Change>, Refusal> {
    let (dossier, stated) = divided(snapshot, item)?;
    if item.kind == ItemKind::Indicator && edit.due != Field::Keep {
        return Err(Refusal::NeverDue(item.clone()));
    }
    let edit = cleaned_assignment(edit, &dossier.plan.region, snapshot.departments());
    Ok(assign(dossier, item, &stated, &edit))
}

fn assign(dossier: &Dossier, item: &ItemId, stated: &Assignment, edit: &AssignmentEdit) -> Option<Change> {
    let before = dossier.decisions.get(item).cloned();
    let mut after = before.clone().unwrap_or_default();
    decide(&mut after.lead, edit.lead.clone(), Vec::new());
    decide(&mut after.support, edit.support.clone(), Vec::new());
    decide(&mut after.person, edit.person.clone().map(Some), None);
    decide(&mut after.due, edit.due.clone().map(Some), None);
    let Assignment { lead, mut support, .. } = after.over(stated);
    if support.iter().any(|department| lead.contains(department)) {
        support.retain(|department| !lead.contains(department));
        after.support = Some(support);
    }
    let after = without_repeats(after, stated);
    changed(Edit { before, after }).map(|edit| Change::Assignment { item: item.clone(), edit })
}

fn decide<T>(decided: &mut Option<T>, field: Field<T>, nothing: T) {
    match field {
        Field::Keep => {}
        Field::Set(value) => *decided = Some(value),
        Field::Clear => *decided = Some(nothing),
    }
}

/// Returns the decision without fields that only repeat the document; `None` if none is left.
fn without_repeats(decision: Decision, stated: &Assignment) -> Option<Decision> {
    let decision = Decision {
        lead: decision.lead.filter(|lead| *lead != stated.lead),
        support: decision.support.filter(|support| *support != stated.support),
        person: decision.person.filter(|person| *person != stated.person),
        due: decision.due.filter(|due| *due != stated.due),
    };
    (decision != Decision::default()).then_some(decision)
}

/// Accepts the suggested lead, and adds the suggested supporting departments to the present ones.
fn accept(snapshot: &Snapshot, item: &ItemId) -> Result<Option<Change>, Refusal> {
    let (dossier, stated) = divided(snapshot, item)?;
    let now = dossier.named_division(item, &stated);
    let Some(offered) = snapshot.offered(item).filter(|_| now.lead.is_empty()) else { return Ok(None) };
    let mut support = now.support;
    for department in offered.support {
        if !support.contains(&department) {
            support.push(department);
        }
    }
    let edit =
        AssignmentEdit { lead: Field::Set(offered.lead), support: Field::Set(support), ..AssignmentEdit::default() };
    Ok(assign(dossier, item, &stated, &edit))
}

fn review(dossier: &Dossier, task: &Task, period: Period, edit: &ReviewEdit) -> Result<Option<Change>, Refusal> {
    is_asked(dossier, task, period)?;
    let before = dossier.own_review(&task.id, period).cloned();
    // A period without a record starts from the review of its last part.
    let old = dossier.review(&task.id, period).cloned().unwrap_or_default();
    let edit = edit.clone();
    let mut after = Review {
        status: edit.status.over(old.status),
        progress: edit.progress.over(old.progress),
        done: edit.done.over(old.done),
        problem: edit.problem.over(old.problem),
        next: edit.next.over(old.next),
        evidence: edit.evidence.over(old.evidence),
        amended: before.as_ref().and_then(|before| before.amended.clone()),
    };
    if before.as_ref().is_some_and(|before| *before == after) {
        return Ok(None);
    }
    let sealed = dossier.sealed(period);
    after.amended = amendment(dossier, sealed, edit.amend.as_deref(), after.amended.as_ref())?;
    let after = if after == Review::default() { None } else { Some(after) };
    Ok(changed(Edit { before, after }).map(|edit| Change::Review { item: task.id.clone(), period, edit }))
}

/// Checks that a plan keeps a period and that its term contains it.
pub(super) fn has_period(dossier: &Dossier, period: Period) -> Result<(), Refusal> {
    let (plan, term) = (dossier.plan.title.clone(), dossier.plan.term);
    match term.has(period) {
        false => Err(Refusal::NotInTerm { plan, term, period }),
        true if !dossier.has(period) => Err(Refusal::NotKept { plan, period }),
        true => Ok(()),
    }
}

/// Checks that a review of a task is required in a period.
pub(super) fn is_asked(dossier: &Dossier, task: &Task, period: Period) -> Result<(), Refusal> {
    has_period(dossier, period)?;
    if dossier.asks(&task.id, period) { Ok(()) } else { Err(Refusal::NotMarked { item: task.id.clone(), period }) }
}

fn read(
    snapshot: &Snapshot,
    id: &ItemId,
    period: Period,
    value: Option<f64>,
    amend: Option<&str>,
) -> Result<Vec<Change>, Refusal> {
    let (dossier, _) = snapshot.indicator(id).ok_or_else(|| Refusal::NoIndicator(id.clone()))?;
    let term = dossier.plan.term;
    let year = term.year_of(period);
    if !term.contains(year) {
        return Err(Refusal::YearOutsideTerm { term, year });
    }
    let period = term.measured_in(period);
    if value.is_some_and(|v| !v.is_finite()) {
        return Err(Refusal::NotANumber);
    }
    let before = dossier.reading(id, period).cloned();
    if before.as_ref().map(|reading| reading.value) == value {
        return Ok(Vec::new());
    }
    let old = before.as_ref().and_then(|reading| reading.amended.as_ref());
    let amended = amendment(dossier, dossier.sealed_reading(period), amend, old)?;
    let after = value.map(|value| Reading { value, amended });
    let edit = changed(Edit { before, after });
    let item = id.clone();
    let change = |edit| match period.is_annual() {
        true => Change::Reading { item, year, edit },
        false => Change::InterimReading { item, period, edit },
    };
    Ok(edit.map(change).into_iter().collect())
}

pub(super) fn changed<T: PartialEq>(edit: Edit<T>) -> Option<Edit<T>> {
    (edit.before != edit.after).then_some(edit)
}

fn cleaned_assignment(edit: AssignmentEdit, region: &Region, departments: &Departments) -> AssignmentEdit {
    AssignmentEdit {
        lead: names(edit.lead, region, departments),
        support: names(edit.support, region, departments),
        person: words(edit.person, sanitise_line),
        ..edit
    }
}

fn cleaned_review(edit: ReviewEdit) -> ReviewEdit {
    ReviewEdit {
        done: words(edit.done, sanitise),
        problem: words(edit.problem, sanitise),
        next: words(edit.next, sanitise),
        evidence: words(edit.evidence, sanitise),
        ..edit
    }
}

/// Returns canonical names, each once, without blank ones; an empty list clears the field.
fn names(field: Field<Vec<String>>, region: &Region, departments: &Departments) -> Field<Vec<String>> {
    let Field::Set(given) = field else { return field };
    let mut names: Vec<String> = Vec::new();
    for name in given {
        let name = sanitise_line(&name);
        // Work assigned to a department that no longer exists goes to its successor.
        let name = departments.current(region, departments.canonical_in(region, name.trim()));
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { Field::Clear } else { Field::Set(names) }
}

/// Returns the cleaned text; a blank text clears the field.
pub(super) fn words(field: Field<String>, clean: impl Fn(&str) -> String) -> Field<String> {
    match field {
        Field::Set(text) => match clean(&text).trim() {
            "" => Field::Clear,
            text => Field::Set(text.to_string()),
        },
        field => field,
    }
}
