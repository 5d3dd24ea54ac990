//! A dossier: a plan with everything that has been entered about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Assignment, Change, Edit, ItemId, Period, Plan, Reading, Review, Task};

/// A plan, and what was entered for its items.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The text.
    pub plan: Arc<Plan>,
    /// What planners decided, by task. It stands in for everything that the document states.
    pub assignments: BTreeMap<ItemId, Assignment>,
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
        Dossier { plan, assignments: BTreeMap::new(), reviews: BTreeMap::new(), readings: BTreeMap::new() }
    }

    /// The division of work in force for a task: the planner's decision, else what the document states, and a
    /// due year from the text where the decision names none.
    pub fn assignment(&self, task: &Task) -> Assignment {
        match self.assignments.get(&task.id) {
            None => task.stated.clone(),
            Some(decided) => Assignment { due: decided.due.or(task.stated.due), ..decided.clone() },
        }
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
                replace(&mut self.assignments, item.clone(), edit).map_err(|()| conflict(item.to_string()))
            }
            Change::Review { item, period, edit } => replace(&mut self.reviews, (item.clone(), *period), edit)
                .map_err(|()| conflict(format!("{item} {period}"))),
            Change::Reading { item, year, edit } => replace(&mut self.readings, (item.clone(), *year), edit)
                .map_err(|()| conflict(format!("{item} {year}"))),
        }
    }
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
