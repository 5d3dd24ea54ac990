//! A dossier: a plan with everything that has been entered about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Assignment, Change, Decision, Edit, ItemId, Period, Plan, PlanId, Reading, Review, Task};

/// A plan, and what was entered for its items.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The text.
    pub plan: Arc<Plan>,
    /// What planners decided about the division of work, by task.
    pub decisions: BTreeMap<ItemId, Decision>,
    /// Reviews by task and period.
    pub reviews: BTreeMap<(ItemId, Period), Review>,
    /// Readings by indicator and year.
    pub readings: BTreeMap<(ItemId, i32), Reading>,
}

/// A change that does not fit the state it is applied to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{record} is not as the change expects to find it")]
pub struct Conflict {
    /// The record, as a person would name it.
    pub record: String,
}

impl Dossier {
    /// A dossier in which nothing has been entered yet.
    pub fn new(plan: Arc<Plan>) -> Self {
        Dossier { plan, decisions: BTreeMap::new(), reviews: BTreeMap::new(), readings: BTreeMap::new() }
    }

    /// The division of work in force for a task: what planners decided, and what the document states where they
    /// decided nothing.
    pub fn assignment(&self, task: &Task) -> Assignment {
        self.decisions.get(&task.id).map_or_else(|| task.stated.clone(), |decision| decision.over(&task.stated))
    }

    /// Whether nothing has been entered about the plan.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty() && self.reviews.is_empty() && self.readings.is_empty()
    }

    /// The review of a task in a period.
    pub fn review(&self, item: &ItemId, period: Period) -> Option<&Review> {
        self.reviews.get(&(item.clone(), period))
    }

    /// Readings of an indicator by year, earliest first.
    pub fn readings_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = (i32, &'a Reading)> + 'a {
        self.readings
            .range((item.clone(), i32::MIN)..=(item.clone(), i32::MAX))
            .map(|((_, year), reading)| (*year, reading))
    }

    /// Applies a change to the record that it names.
    ///
    /// # Errors
    /// [`Conflict`] when the record is not as the change says it was; nothing has changed then.
    pub fn apply(&mut self, change: &Change) -> Result<(), Conflict> {
        let conflict = |record: String| Conflict { record };
        match change {
            Change::Plan { plan, edit } => match &edit.after {
                Some(after) if edit.before.as_deref() == Some(&*self.plan) => {
                    self.plan = Arc::clone(after);
                    Ok(())
                }
                _ => Err(conflict(plan.to_string())),
            },
            Change::Assignment { item, edit } => {
                replace(&mut self.decisions, item.clone(), edit).map_err(|()| conflict(item.to_string()))
            }
            Change::Review { item, period, edit } => replace(&mut self.reviews, (item.clone(), *period), edit)
                .map_err(|()| conflict(format!("{item} {period}"))),
            Change::Reading { item, year, edit } => replace(&mut self.readings, (item.clone(), *year), edit)
                .map_err(|()| conflict(format!("{item} {year}"))),
        }
    }
}

/// Every dossier by its plan. A copy costs little: it shares the dossiers until one of the two changes them.
pub type Dossiers = BTreeMap<PlanId, Arc<Dossier>>;

/// Applies a change to the dossier that it names. A plan that did not exist before gets a dossier; a plan that
/// does not exist after loses it, for which nothing may be left in it that other changes entered.
///
/// # Errors
/// [`Conflict`] when the record is not as the change says it was; nothing has changed then.
pub fn apply(dossiers: &mut Dossiers, change: &Change) -> Result<(), Conflict> {
    let conflict = || Conflict { record: change.plan().to_string() };
    let Change::Plan { plan, edit } = change else {
        return Arc::make_mut(dossiers.get_mut(change.plan()).ok_or_else(conflict)?).apply(change);
    };
    if edit.after.as_ref().is_some_and(|after| after.id != *plan) {
        return Err(conflict());
    }
    match (dossiers.get_mut(plan), &edit.before, &edit.after) {
        (Some(dossier), Some(_), Some(_)) => Arc::make_mut(dossier).apply(change),
        (Some(dossier), Some(before), None) if dossier.plan == *before && dossier.is_empty() => {
            dossiers.remove(plan);
            Ok(())
        }
        (None, None, Some(after)) => {
            dossiers.insert(plan.clone(), Arc::new(Dossier::new(Arc::clone(after))));
            Ok(())
        }
        (None, None, None) => Ok(()),
        _ => Err(conflict()),
    }
}

/// Applies changes in their order, all of them or none.
///
/// # Errors
/// The first [`Conflict`]; nothing has changed then.
pub fn apply_all(dossiers: &mut Dossiers, changes: &[Change]) -> Result<(), Conflict> {
    for (done, change) in changes.iter().enumerate() {
        if let Err(conflict) = apply(dossiers, change) {
            take_back(dossiers, &changes[..done])?;
            return Err(conflict);
        }
    }
    Ok(())
}

/// Takes back changes that have been applied, the last one first.
///
/// # Errors
/// [`Conflict`] when they are not the latest ones.
pub fn take_back(dossiers: &mut Dossiers, changes: &[Change]) -> Result<(), Conflict> {
    changes.iter().rev().try_for_each(|change| apply(dossiers, &change.clone().inverse()))
}

fn replace<K: Ord, V: Clone + PartialEq>(map: &mut BTreeMap<K, V>, key: K, edit: &Edit<V>) -> Result<(), ()> {
    if map.get(&key) != edit.before.as_ref() {
        return Err(());
    }
    match &edit.after {
        Some(after) => map.insert(key, after.clone()),
        None => map.remove(&key),
    };
    Ok(())
}
