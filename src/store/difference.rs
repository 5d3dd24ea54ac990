//! The changes between two sets of dossiers.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::plan::dossier::Dossiers;
use crate::plan::{Change, Dossier, Edit, Office, PlanId};

/// Returns the changes that turn `before` into `after`, in an order in which they can be applied; empty if both are
/// equal.
pub(super) fn between(before: &Dossiers, after: &Dossiers) -> Vec<Change> {
    let plans: BTreeSet<&PlanId> = before.keys().chain(after.keys()).collect();
    let of_plans = plans.into_iter().flat_map(|plan| of_plan(plan, before.get(plan), after.get(plan)));
    Office::entries_between(before.office(), after.office()).into_iter().chain(of_plans).collect()
}

fn of_plan(plan: &PlanId, before: Option<&Arc<Dossier>>, after: Option<&Arc<Dossier>>) -> Vec<Change> {
    let mut changes = Dossier::entries_between(plan, before.map(|d| &**d), after.map(|d| &**d));
    let text = |dossier: Option<&Arc<Dossier>>| dossier.map(|d| Arc::clone(&d.printed));
    let edit = Edit { before: text(before), after: text(after) };
    if edit.before != edit.after {
        // A plan must exist before records are added to it, and is removed after its last record.
        let place = if edit.after.is_some() { 0 } else { changes.len() };
        changes.insert(place, Change::Plan { plan: plan.clone(), edit });
    }
    changes
}
