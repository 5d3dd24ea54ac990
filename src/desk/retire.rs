//! The rules for retiring plans: archiving them, removing them, dropping the samples.

use std::sync::Arc;

use crate::plan::{Archived, Change, Dossier, Edit, PlanId};
use crate::text::clean::sanitise_line;

use super::rules::changed;
use super::{Refusal, Snapshot, bundled, succession};

/// Archives plans, or restores them with `None`.
pub(super) fn archive(
    snapshot: &Snapshot,
    plans: &[PlanId],
    archived: Option<&Archived>,
) -> Result<Vec<Change>, Refusal> {
    let line = |text: &String| Some(sanitise_line(text).trim().to_string()).filter(|text| !text.is_empty());
    let after = archived.map(|archived| Archived { reason: archived.reason.as_ref().and_then(line) });
    let mut changes = Vec::new();
    for plan in plans {
        let dossier = snapshot.dossier(plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
        let before = dossier.archived.get(plan).cloned();
        // A plan that is archived already keeps its first reason.
        if before.is_some() == after.is_some() {
            continue;
        }
        let edit = changed(Edit { before, after: after.clone() });
        changes.extend(edit.map(|edit| Change::Archived { plan: plan.clone(), edit }));
    }
    Ok(changes)
}

/// Returns the change that restores an archived plan.
pub(super) fn brought_back(dossier: &Dossier) -> Option<Change> {
    let plan = &dossier.plan.id;
    let edit = Edit { before: dossier.archived.get(plan).cloned(), after: None };
    changed(edit).map(|edit| Change::Archived { plan: plan.clone(), edit })
}

/// Removes plans with everything entered for them, and the decisions about their items in other plans.
///
/// # Errors
/// [`Refusal::CarriedOut`] if a plan that stays builds on one of them.
pub(super) fn remove(snapshot: &Snapshot, plans: &[PlanId]) -> Result<Vec<Change>, Refusal> {
    for plan in plans {
        if let Some(by) = stays_and_builds_on(snapshot, plan, plans) {
            return Err(Refusal::CarriedOut { plan: plan.clone(), by: by.plan.title.clone() });
        }
    }
    let mut changes = Vec::new();
    for dossier in snapshot.all().filter(|dossier| !plans.contains(&dossier.plan.id)) {
        let is_of_removed = |other: &PlanId| plans.contains(other);
        let pairs = dossier.counterparts.iter().filter(|((_, other), _)| is_of_removed(&other.plan));
        changes.extend(pairs.map(|((item, other), decision)| Change::Counterpart {
            item: item.clone(),
            other: other.clone(),
            edit: Edit { before: Some(*decision), after: None },
        }));
        changes.extend(succession::forget(dossier, plans));
    }
    for plan in plans {
        let dossier = snapshot.dossier(plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
        let nothing = Dossier::new(Arc::clone(&dossier.printed));
        changes.extend(Dossier::entries_between(plan, Some(dossier), Some(&nothing)));
        let edit = Edit { before: Some(Arc::clone(&dossier.printed)), after: None };
        changes.push(Change::Plan { plan: plan.clone(), edit });
    }
    Ok(changes)
}

fn stays_and_builds_on<'a>(snapshot: &'a Snapshot, plan: &PlanId, leaving: &[PlanId]) -> Option<&'a Arc<Dossier>> {
    snapshot.all().find(|other| other.builds_on(plan) && !leaving.contains(&other.plan.id))
}

impl Snapshot {
    /// Returns the sample plans whose text is still the bundled one, sorted by id.
    pub fn samples(&self) -> Vec<&Arc<Dossier>> {
        self.all().filter(|dossier| bundled::is_sample(&dossier.printed)).collect()
    }

    /// Returns true if there are only samples for which nothing was entered, as in a new store.
    pub fn has_samples_alone(&self) -> bool {
        self.all().len() > 0 && self.all().all(|dossier| bundled::is_sample(&dossier.printed) && dossier.is_empty())
    }

    /// Returns the samples that can be removed: those on which no other plan builds.
    pub fn removable_samples(&self) -> Vec<PlanId> {
        let mut leaving: Vec<PlanId> = self.samples().iter().map(|dossier| dossier.plan.id.clone()).collect();
        // A sample that stays may build on another one, which then stays as well.
        while let Some(place) = leaving.iter().position(|plan| stays_and_builds_on(self, plan, &leaving).is_some()) {
            leaving.remove(place);
        }
        leaving
    }
}

/// Removes the samples on which no other plan builds.
pub(super) fn drop_samples(snapshot: &Snapshot) -> Result<Vec<Change>, Refusal> {
    remove(snapshot, &snapshot.removable_samples())
}

/// Refuses changes of archived plans, other than restoring them.
pub(super) fn check_not_archived(snapshot: &Snapshot, changes: &[Change]) -> Result<(), Refusal> {
    let is_kept = |plan: &&PlanId| snapshot.dossier(plan).is_some_and(|dossier| dossier.is_archived());
    match changes.iter().filter_map(Change::plan).find(is_kept) {
        Some(plan) => Err(Refusal::Archived(plan.clone())),
        None => Ok(()),
    }
}
