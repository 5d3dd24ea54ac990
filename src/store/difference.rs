//! Differences: the changes that lead from some dossiers to others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::plan::dossier::Dossiers;
use crate::plan::{Change, Dossier, Edit, PlanId};

/// The changes that make `before` into `after`, in an order in which they can be applied; none when both are equal.
pub(super) fn between(before: &Dossiers, after: &Dossiers) -> Vec<Change> {
    let plans: BTreeSet<&PlanId> = before.keys().chain(after.keys()).collect();
    plans.into_iter().flat_map(|plan| of_plan(plan, before.get(plan), after.get(plan))).collect()
}

fn of_plan(plan: &PlanId, before: Option<&Arc<Dossier>>, after: Option<&Arc<Dossier>>) -> Vec<Change> {
    let (was, is) = (before.map(|d| &**d), after.map(|d| &**d));
    let mut changes = Vec::new();
    let decisions = edits(was.map(|d| &d.decisions), is.map(|d| &d.decisions));
    changes.extend(decisions.map(|(item, edit)| Change::Assignment { item, edit }));
    let reviews = edits(was.map(|d| &d.reviews), is.map(|d| &d.reviews));
    changes.extend(reviews.map(|((item, period), edit)| Change::Review { item, period, edit }));
    let readings = edits(was.map(|d| &d.readings), is.map(|d| &d.readings));
    changes.extend(readings.map(|((item, year), edit)| Change::Reading { item, year, edit }));
    let edit = Edit { before: was.map(|d| Arc::clone(&d.plan)), after: is.map(|d| Arc::clone(&d.plan)) };
    if edit.before != edit.after {
        // A plan has to be there before something is entered for it, and goes when nothing is left.
        let place = if edit.after.is_some() { 0 } else { changes.len() };
        changes.insert(place, Change::Plan { plan: plan.clone(), edit });
    }
    changes
}

/// How each record differs.
fn edits<'a, K: Ord + Clone, V: Clone + PartialEq>(
    before: Option<&'a BTreeMap<K, V>>,
    after: Option<&'a BTreeMap<K, V>>,
) -> impl Iterator<Item = (K, Edit<V>)> {
    let keys: BTreeSet<&K> = [before, after].into_iter().flatten().flat_map(BTreeMap::keys).collect();
    let value = |map: Option<&BTreeMap<K, V>>, key: &K| map.and_then(|map| map.get(key)).cloned();
    let edit = move |key: &K| (key.clone(), Edit { before: value(before, key), after: value(after, key) });
    keys.into_iter().map(edit).filter(|(_, edit)| edit.before != edit.after)
}
