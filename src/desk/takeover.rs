//! The rules of taking over from the plan that a plan continues: baselines from last readings, and work that is not done.

use crate::plan::dossier::apply_all;
use crate::plan::problem::problems_of;
use crate::plan::{
    Change, Dossier, Edit, Fate, FateKind, ItemId, ItemKind, Period, PlanId, Review, Subject, Task, TextField,
};
use crate::report::succession::Handover;

use super::editing::{self, Cause, TextEdit};
use super::rules::changed;
use super::{Refusal, Snapshot, items};

/// Takes the last readings of the earlier plan over as baselines of indicators that continue its own: corrections that
/// say where the figures are from.
///
/// # Errors
/// [`Refusal::NoLastReading`] for an indicator that continues none with a sealed reading for the last year.
pub(super) fn baselines(snapshot: &Snapshot, indicators: &[ItemId]) -> Result<Vec<Change>, Refusal> {
    let mut changes = Vec::new();
    for item in indicators {
        let (dossier, _) = snapshot.indicator(item).ok_or_else(|| Refusal::NoIndicator(item.clone()))?;
        let old = dossier.predecessor().and_then(|old| snapshot.dossier(old));
        let handover = old.map(|old| Handover::of(old, &[dossier]));
        let found = handover.iter().flat_map(Handover::continued).find(|found| found.own.id == *item);
        let found = found.filter(|found| found.is_sealed()).ok_or_else(|| Refusal::NoLastReading(item.clone()))?;
        let field = TextField::Baseline(found.old.plan.term.last);
        let reason = Some(format!("取自《{}》期末封存的实际值", found.old.plan.title));
        let fields = [(field, TextEdit::Set(found.measured.to_string()))];
        let subject = [Subject::Item(item.clone())];
        changes.extend(editing::edit(snapshot, &subject, &fields, &Cause::Wrong { reason })?);
    }
    Ok(changes)
}

/// Carries tasks and projects on into a plan that continues theirs: into the items that continue them, and those that
/// none continues as new ones at a place of that plan. Their open problems go along.
pub(super) fn carry(
    snapshot: &Snapshot,
    tasks: &[ItemId],
    plan: &PlanId,
    place: &[(TextField, String)],
) -> Result<Vec<Change>, Refusal> {
    let mut all = Vec::new();
    // What is made of one is there when the next is numbered.
    let mut now = snapshot.clone();
    for item in tasks {
        let changes = carry_one(&now, item, plan, place)?;
        let mut dossiers = now.to_dossiers();
        apply_all(&mut dossiers, &changes).map_err(|conflict| Refusal::ChangedMeanwhile(conflict.record))?;
        now = now.with(dossiers);
        all.extend(changes);
    }
    Ok(all)
}

fn carry_one(
    snapshot: &Snapshot,
    item: &ItemId,
    plan: &PlanId,
    place: &[(TextField, String)],
) -> Result<Vec<Change>, Refusal> {
    let (old, task) = snapshot.task(item).ok_or_else(|| Refusal::NoTask(item.clone()))?;
    let new = snapshot.dossier(plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
    if new.predecessor() != Some(&item.plan) {
        return Err(Refusal::NotSuccessor { plan: plan.clone(), of: item.plan.clone() });
    }
    let rows = Handover::of(old, &[new]).rows;
    let fate = rows.iter().find(|row| row.item.id() == item).and_then(|row| row.fate().cloned());
    let continued = fate.as_ref().and_then(|fate| fate.into.iter().find(|into| into.plan == *plan)).cloned();
    let mut changes = Vec::new();
    let into = match continued {
        Some(into) => into,
        None => {
            let made = new_item(snapshot, plan, task, place)?;
            let into = plan.item(item.kind, new.next_number(item.kind));
            changes.extend(made);
            into
        }
    };
    let mut after = fate.unwrap_or_else(|| Fate::new(FateKind::Carried, Vec::new()));
    if !after.into.contains(&into) {
        after.into.push(into.clone());
    }
    // What is carried on now is neither done nor given up.
    if !after.kind.items().contains(&after.into.len()) {
        after.kind = FateKind::Carried;
    }
    let edit = changed(Edit { before: old.fates.get(item).cloned(), after: Some(after) });
    changes.extend(edit.map(|edit| Change::Fate { item: item.clone(), edit }));
    changes.extend(with_problems(old, task, new, into));
    Ok(changes)
}

fn new_item(
    snapshot: &Snapshot,
    plan: &PlanId,
    task: &Task,
    place: &[(TextField, String)],
) -> Result<Vec<Change>, Refusal> {
    let text = [(TextField::Title, task.title.clone()), (TextField::Text, task.text.clone())];
    let fields: Vec<(TextField, String)> = text.into_iter().chain(place.iter().cloned()).collect();
    let kind = if task.special_box.is_some() { ItemKind::Project } else { ItemKind::Task };
    items::add(snapshot, plan, kind, &fields, None)
}

/// Returns the change by which the open problems of a task are those of what continues it, in the first year of the plan.
fn with_problems(old: &Dossier, task: &Task, new: &Dossier, into: ItemId) -> Option<Change> {
    let open = problems_of(old, task).into_iter().filter(|problem| problem.solution.is_none());
    let open: Vec<&str> = open.map(|problem| problem.text).collect();
    let period = Period::annual(new.plan.term.first);
    let before = new.own_review(&into, period).cloned();
    if open.is_empty() || !new.has(period) || new.sealed(period).is_some() {
        return None;
    }
    let said = before.clone().unwrap_or_default();
    let after = Review { problem: said.problem.or(Some(open.join("；"))), ..said };
    let edit = changed(Edit { before, after: Some(after) });
    edit.map(|edit| Change::Review { item: into, period, edit })
}
