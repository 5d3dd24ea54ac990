//! The rules of evaluation: carried reviews, yearly goals, solutions of problems, judgements, appraisals, and seals.

use crate::plan::{
    Appraisal, AppraisalKind, Attainment, Change, Counterpart, Direction, Dossier, Edit, Goal, ItemId, Judgement,
    Period, PlanId, Seal, Solution, Task, Year, YearlyTarget, counterpart,
};
use crate::text::clean::{sanitise, sanitise_line};

use super::rules::{changed, each_task, has_period, is_asked, words};
use super::{Field, Refusal, Snapshot, Stamp};

/// Confirms, for tasks without a status in `period`, the status and progress of the last period that has one.
pub(super) fn confirm(snapshot: &Snapshot, items: &[ItemId], period: Period) -> Result<Vec<Change>, Refusal> {
    each_task(snapshot, items, |dossier, task| {
        is_asked(dossier, task, period)?;
        not_sealed(dossier, period)?;
        let Some((from, status)) = dossier.carried(&task.id, period) else { return Ok(None) };
        let before = dossier.own_review(&task.id, period).cloned();
        let mut after = before.clone().unwrap_or_default();
        after.status = Some(status);
        after.progress = after.progress.or(dossier.review(&task.id, from).and_then(|review| review.progress));
        let edit = Edit { before, after: Some(after) };
        Ok(changed(edit).map(|edit| Change::Review { item: task.id.clone(), period, edit }))
    })
}

/// Sets or removes the goal of tasks for a year.
pub(super) fn goal(
    snapshot: &Snapshot,
    items: &[ItemId],
    year: Year,
    text: Field<String>,
) -> Result<Vec<Change>, Refusal> {
    let text = words(text, sanitise);
    each_task(snapshot, items, |dossier, task| {
        in_term(dossier, year)?;
        let before = dossier.goals.get(&(task.id.clone(), year)).cloned();
        let after = text.clone().over(before.as_ref().map(|goal| goal.text.clone())).map(|text| Goal { text });
        Ok(changed(Edit { before, after }).map(|edit| Change::Goal { item: task.id.clone(), year, edit }))
    })
}

/// Records the solution of problems, or reopens them with `None`.
pub(super) fn solve(
    snapshot: &Snapshot,
    problems: &[(ItemId, Period)],
    solution: Option<Solution>,
) -> Result<Vec<Change>, Refusal> {
    let solution = solution.map(|Solution { period, how }| Solution { period, how: cleaned(how) });
    let mut changes = Vec::new();
    for (item, raised) in problems {
        let (dossier, task) = snapshot.task(item).ok_or_else(|| Refusal::NoTask(item.clone()))?;
        if let Some(solution) = &solution {
            has_period(dossier, solution.period)?;
        }
        if !is_raised(dossier, task, *raised) {
            return Err(Refusal::NoProblem { item: item.clone(), period: *raised });
        }
        let edit = Edit { before: dossier.solution(item, *raised).cloned(), after: solution.clone() };
        changes.extend(changed(edit).map(|edit| Change::Solution { item: item.clone(), raised: *raised, edit }));
    }
    Ok(changes)
}

fn is_raised(dossier: &Dossier, task: &Task, raised: Period) -> bool {
    crate::plan::problem::problems_of(dossier, task).iter().any(|problem| problem.raised == raised)
}

/// Records a judgement of an indicator for a year, or removes it with `None`.
pub(super) fn judge(
    snapshot: &Snapshot,
    id: &ItemId,
    year: Year,
    judgement: Option<(Attainment, Option<String>)>,
) -> Result<Vec<Change>, Refusal> {
    let (dossier, _) = snapshot.indicator(id).ok_or_else(|| Refusal::NoIndicator(id.clone()))?;
    in_term(dossier, year)?;
    if let Some(period) = dossier.sealed_reading(Period::annual(year)) {
        return Err(Refusal::Sealed { plan: dossier.plan.title.clone(), period });
    }
    let before = dossier.judgements.get(&(id.clone(), year)).cloned();
    let after = judgement.map(|(attainment, reason)| Judgement { attainment, reason: cleaned(reason) });
    let edit = changed(Edit { before, after });
    Ok(edit.map(|edit| Change::Judgement { item: id.clone(), year, edit }).into_iter().collect())
}

/// Sets targets of an indicator for single years of the term, or takes them away.
pub(super) fn yearly_targets(
    snapshot: &Snapshot,
    id: &ItemId,
    targets: Vec<(Year, Field<String>)>,
) -> Result<Vec<Change>, Refusal> {
    let (dossier, _) = snapshot.indicator(id).ok_or_else(|| Refusal::NoIndicator(id.clone()))?;
    let change = |(year, text): (Year, Field<String>)| {
        in_term(dossier, year)?;
        not_sealed(dossier, Period::annual(year))?;
        let before = dossier.yearly_targets.get(&(id.clone(), year)).cloned();
        let text = words(text, sanitise_line).over(before.as_ref().map(|target| target.text.clone()));
        let edit = Edit { before, after: text.map(|text| YearlyTarget { text }) };
        Ok(changed(edit).map(|edit| Change::YearlyTarget { item: id.clone(), year, edit }))
    };
    targets.into_iter().filter_map(|target| change(target).transpose()).collect()
}

/// Sets whether higher values of an indicator are better, or leaves it to the table with `None`.
pub(super) fn direct(snapshot: &Snapshot, id: &ItemId, direction: Option<Direction>) -> Result<Vec<Change>, Refusal> {
    let (dossier, _) = snapshot.indicator(id).ok_or_else(|| Refusal::NoIndicator(id.clone()))?;
    let edit = changed(Edit { before: dossier.directions.get(id).copied(), after: direction });
    Ok(edit.map(|edit| Change::Direction { item: id.clone(), edit }).into_iter().collect())
}

/// Decides whether two items of different plans are the same measure, or leaves it to the rules with `None`.
pub(super) fn pair(
    snapshot: &Snapshot,
    one: ItemId,
    other: ItemId,
    decision: Option<Counterpart>,
) -> Result<Vec<Change>, Refusal> {
    for id in [&one, &other] {
        if snapshot.task(id).is_none() && snapshot.indicator(id).is_none() {
            return Err(if id.kind == crate::plan::ItemKind::Indicator {
                Refusal::NoIndicator(id.clone())
            } else {
                Refusal::NoTask(id.clone())
            });
        }
    }
    if one.plan == other.plan || one.kind != other.kind {
        return Err(Refusal::NoPair { one, other });
    }
    let (item, other) = counterpart::pair(one, other);
    let kept = snapshot.dossier(&item.plan).map(|dossier| &dossier.counterparts);
    let before = kept.and_then(|kept| kept.get(&(item.clone(), other.clone()))).copied();
    let edit = changed(Edit { before, after: decision });
    Ok(edit.map(|edit| Change::Counterpart { item, other, edit }).into_iter().collect())
}

/// Records an appraisal of a plan in a period, or removes it with `None`.
pub(super) fn appraise(
    snapshot: &Snapshot,
    plan: PlanId,
    period: Period,
    kind: AppraisalKind,
    appraisal: Option<Appraisal>,
) -> Result<Vec<Change>, Refusal> {
    let dossier = snapshot.dossier(&plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
    has_period(dossier, period)?;
    not_sealed(dossier, period)?;
    if appraisal.as_ref().and_then(|a| a.score).is_some_and(|score| !score.is_finite()) {
        return Err(Refusal::NotANumber);
    }
    let after = appraisal.map(|appraisal| Appraisal {
        by: cleaned(appraisal.by),
        date: cleaned(appraisal.date),
        conclusion: cleaned(appraisal.conclusion),
        ..appraisal
    });
    let after = after.filter(|appraisal| *appraisal != Appraisal::default());
    let before = dossier.appraisals.get(&(period, kind)).cloned();
    let edit = changed(Edit { before, after });
    Ok(edit.map(|edit| Change::Appraisal { plan, period, kind, edit }).into_iter().collect())
}

/// Seals a period of a plan.
pub(super) fn seal(snapshot: &Snapshot, plan: PlanId, period: Period, stamp: &Stamp) -> Result<Vec<Change>, Refusal> {
    let dossier = snapshot.dossier(&plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
    has_period(dossier, period)?;
    not_sealed(dossier, period)?;
    let is_reviewed = |task: &Task| dossier.review(&task.id, period).is_some();
    if !dossier.reviews.keys().any(|(_, of)| *of == period) && !dossier.plan.tasks.iter().any(is_reviewed) {
        return Err(Refusal::NothingToSeal { plan: dossier.plan.title.clone(), period });
    }
    let seal = Seal::of(dossier, period, &snapshot.settings().thresholds, &stamp.by, &stamp.at);
    Ok(vec![Change::Seal { plan, period, edit: Edit { before: None, after: Some(seal) } }])
}

/// Checks that a period is not closed.
pub(super) fn not_sealed(dossier: &Dossier, period: Period) -> Result<(), Refusal> {
    match dossier.sealed(period) {
        Some(period) => Err(Refusal::Sealed { plan: dossier.plan.title.clone(), period }),
        None => Ok(()),
    }
}

/// Returns the reason for changing a sealed record: required if the period is sealed, ignored if it is open.
///
/// # Errors
/// [`Refusal::Sealed`] if the period is sealed and no reason is given.
pub(super) fn amendment(
    dossier: &Dossier,
    sealed: Option<Period>,
    reason: Option<&str>,
    before: Option<&String>,
) -> Result<Option<String>, Refusal> {
    let Some(period) = sealed else { return Ok(before.cloned()) };
    match cleaned(reason.map(str::to_string)) {
        Some(reason) => Ok(Some(reason)),
        None => Err(Refusal::Sealed { plan: dossier.plan.title.clone(), period }),
    }
}

fn in_term(dossier: &Dossier, year: Year) -> Result<(), Refusal> {
    let term = dossier.plan.term;
    if term.contains(year) { Ok(()) } else { Err(Refusal::YearOutsideTerm { term, year }) }
}

fn cleaned(text: Option<String>) -> Option<String> {
    words(Field::given(text), sanitise).over(None)
}
