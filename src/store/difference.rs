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
    let mut changes = of_dossier(plan, before.map(|d| &**d), after.map(|d| &**d));
    let text = |dossier: Option<&Arc<Dossier>>| dossier.map(|d| Arc::clone(&d.plan));
    let edit = Edit { before: text(before), after: text(after) };
    if edit.before != edit.after {
        // A plan has to be there before something is entered for it, and goes when nothing is left.
        let place = if edit.after.is_some() { 0 } else { changes.len() };
        changes.insert(place, Change::Plan { plan: plan.clone(), edit });
    }
    changes
}

/// The changes of what was entered about a plan, all but those of its text.
pub(super) fn of_dossier(plan: &PlanId, before: Option<&Dossier>, after: Option<&Dossier>) -> Vec<Change> {
    let mut changes = Vec::new();
    macro_rules! compare {
        ($records:ident, $place:pat => $change:expr) => {{
            let edits = edits(before.map(|d| &d.$records), after.map(|d| &d.$records));
            changes.extend(edits.map(|($place, edit)| $change(edit)));
        }};
    }
    compare!(decisions, item => |edit| Change::Assignment { item, edit });
    compare!(reviews, (item, period) => |edit| Change::Review { item, period, edit });
    compare!(readings, (item, year) => |edit| Change::Reading { item, year, edit });
    compare!(judgements, (item, year) => |edit| Change::Judgement { item, year, edit });
    compare!(directions, item => |edit| Change::Direction { item, edit });
    compare!(goals, (item, year) => |edit| Change::Goal { item, year, edit });
    compare!(solutions, (item, raised) => |edit| Change::Solution { item, raised, edit });
    compare!(counterparts, (item, other) => |edit| Change::Counterpart { item, other, edit });
    compare!(appraisals, (period, kind) => |edit| Change::Appraisal { plan: plan.clone(), period, kind, edit });
    compare!(seals, period => |edit| Change::Seal { plan: plan.clone(), period, edit });
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
