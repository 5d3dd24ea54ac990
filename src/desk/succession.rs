//! The rules of succession: which plan continues which, and what became of each item of the earlier one.

use std::collections::HashMap;
use std::sync::Arc;

use super::rules::{changed, words};
use super::{Field, Refusal, Snapshot};
use crate::plan::{Change, Dossier, Edit, Fate, FateKind, ItemId, ItemKind, PlanId, Succession};
use crate::report::succession::Handover;
use crate::text::clean::sanitise_line;

/// A person's word on the fate of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FateEdit {
    /// The kind.
    pub kind: FateKind,
    /// The items that continue them. To keep them is to keep those of the fate that is confirmed or offered, as far as the
    /// kind has any.
    pub into: Field<Vec<ItemId>>,
    /// The remark.
    pub note: Field<String>,
}

/// Says which earlier plan a plan continues, or that it continues none.
pub(super) fn succeed(snapshot: &Snapshot, plan: &PlanId, of: Option<PlanId>) -> Result<Vec<Change>, Refusal> {
    let known = |plan: &PlanId| snapshot.dossier(plan).ok_or_else(|| Refusal::NoPlan(plan.clone()));
    let dossier = known(plan)?;
    if let Some(of) = &of
        && known(of)?.plan.term.first >= dossier.plan.term.first
    {
        return Err(Refusal::NotLater { plan: plan.clone(), of: of.clone() });
    }
    let before = dossier.successions.get(plan).cloned();
    let edit = changed(Edit { before, after: of.map(|of| Succession { of }) });
    Ok(edit.map(|edit| Change::Succession { plan: plan.clone(), edit }).into_iter().collect())
}

/// Confirms the fates of items, or takes them back with `None`.
pub(super) fn set_fate(snapshot: &Snapshot, items: &[ItemId], edit: Option<&FateEdit>) -> Result<Vec<Change>, Refusal> {
    let offered = Offered::of(snapshot, items);
    each(snapshot, items, |dossier, item| {
        let Some(edit) = edit else { return Ok(None) };
        let now = dossier.fates.get(item).or_else(|| offered.get(item));
        let fate = edited(edit, now);
        check(snapshot, item, &fate)?;
        Ok(Some(fate))
    })
}

/// Confirms the fates that the rules offer. Items whose fate is confirmed, and those of which the rules tell nothing, are
/// left as they are.
pub(super) fn accept(snapshot: &Snapshot, items: &[ItemId]) -> Result<Vec<Change>, Refusal> {
    let offered = Offered::of(snapshot, items);
    each(snapshot, items, |dossier, item| Ok(dossier.fates.get(item).or_else(|| offered.get(item)).cloned()))
}

/// Returns the changes that give each item, once, the fate that `fate` returns.
fn each(
    snapshot: &Snapshot,
    items: &[ItemId],
    fate: impl Fn(&Dossier, &ItemId) -> Result<Option<Fate>, Refusal>,
) -> Result<Vec<Change>, Refusal> {
    let mut changes: Vec<Change> = Vec::new();
    for item in items {
        let dossier = dossier_of(snapshot, item)?;
        let edit = changed(Edit { before: dossier.fates.get(item).cloned(), after: fate(dossier, item)? });
        let change = edit.map(|edit| Change::Fate { item: item.clone(), edit });
        changes.extend(change.filter(|change| !changes.contains(change)));
    }
    Ok(changes)
}

/// The fates that the rules offer for all items of some plans.
struct Offered(HashMap<ItemId, Fate>);

impl Offered {
    fn of(snapshot: &Snapshot, items: &[ItemId]) -> Offered {
        let mut plans: Vec<&PlanId> = items.iter().map(|item| &item.plan).collect();
        plans.sort_unstable();
        plans.dedup();
        let mut offered = HashMap::new();
        for dossier in plans.into_iter().filter_map(|plan| snapshot.dossier(plan)) {
            let rows = Handover::of(dossier, &snapshot.successors(&dossier.plan.id)).rows;
            offered.extend(rows.into_iter().filter_map(|row| Some((row.item.id().clone(), row.offered?))));
        }
        Offered(offered)
    }

    fn get(&self, item: &ItemId) -> Option<&Fate> {
        self.0.get(item)
    }
}

fn dossier_of<'a>(snapshot: &'a Snapshot, item: &ItemId) -> Result<&'a Arc<Dossier>, Refusal> {
    match item.kind {
        ItemKind::Indicator => {
            let found = snapshot.indicator(item).map(|(dossier, _)| dossier);
            found.ok_or_else(|| Refusal::NoIndicator(item.clone()))
        }
        _ => snapshot.task(item).map(|(dossier, _)| dossier).ok_or_else(|| Refusal::NoTask(item.clone())),
    }
}

/// Returns the fate that an edit makes of the one that holds now.
fn edited(edit: &FateEdit, now: Option<&Fate>) -> Fate {
    let (into, note) = now.map(|fate| (fate.into.clone(), fate.note.clone())).unwrap_or_default();
    let given = match &edit.into {
        Field::Keep if *edit.kind.items().end() == 0 => Vec::new(),
        field => field.clone().over(Some(into)).unwrap_or_default(),
    };
    let mut into: Vec<ItemId> = Vec::new();
    for item in given {
        if !into.contains(&item) {
            into.push(item);
        }
    }
    Fate { kind: edit.kind, into, note: words(edit.note.clone(), sanitise_line).over(note) }
}

fn check(snapshot: &Snapshot, item: &ItemId, fate: &Fate) -> Result<(), Refusal> {
    if let Err(why) = fate.check(item.kind) {
        return Err(Refusal::NoFate { item: item.clone(), kind: fate.kind, why });
    }
    for other in &fate.into {
        let dossier = dossier_of(snapshot, other)?;
        if dossier.predecessor() != Some(&item.plan) {
            return Err(Refusal::NotSuccessor { plan: other.plan.clone(), of: item.plan.clone() });
        }
    }
    Ok(())
}

/// Returns the changes that take away what other plans say of plans that are removed.
pub(super) fn forget(dossier: &Dossier, removed: &[PlanId]) -> Vec<Change> {
    let plan = &dossier.plan.id;
    let succession = dossier.successions.get(plan).filter(|succession| removed.contains(&succession.of));
    let succession = succession.map(|before| Change::Succession {
        plan: plan.clone(),
        edit: Edit { before: Some(before.clone()), after: None },
    });
    let leads_there = |fate: &Fate| fate.into.iter().any(|item| removed.contains(&item.plan));
    let fates = dossier.fates.iter().filter(|(_, fate)| leads_there(fate));
    let fates = fates.map(|(item, before)| Change::Fate {
        item: item.clone(),
        edit: Edit { before: Some(before.clone()), after: None },
    });
    succession.into_iter().chain(fates).collect()
}

impl Snapshot {
    /// Returns the plans that continue a plan, in the order of their ids.
    pub fn successors(&self, plan: &PlanId) -> Vec<&Arc<Dossier>> {
        self.all().filter(|dossier| dossier.predecessor() == Some(plan)).collect()
    }
}
