//! Changes: the only way in which a dossier changes.
//!
//! A change names its record, what the record was before and what it is after. So it can be checked against
//! the present state, written to the journal, taken back by exchanging the two, and told to others.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Decision, ItemId, Period, Plan, PlanId, Reading, Review};

/// One record before and after. `None` is a record that does not exist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit<T> {
    /// The record as it was.
    pub before: Option<T>,
    /// The record as it is now.
    pub after: Option<T>,
}

impl<T> Edit<T> {
    fn inverse(self) -> Self {
        Edit { before: self.after, after: self.before }
    }
}

/// One change of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub enum Change {
    /// A plan's text: imported, or replaced by another edition.
    Plan {
        /// Which plan.
        plan: PlanId,
        /// Its text before and after.
        #[serde(flatten)]
        edit: Edit<Arc<Plan>>,
    },
    /// What was decided about a task's division of work.
    Assignment {
        /// Which task or project.
        item: ItemId,
        /// The decision before and after.
        #[serde(flatten)]
        edit: Edit<Decision>,
    },
    /// A task's review in one period.
    Review {
        /// Which task or project.
        item: ItemId,
        /// In which period.
        period: Period,
        /// The review before and after.
        #[serde(flatten)]
        edit: Edit<Review>,
    },
    /// An indicator's reading for one year.
    Reading {
        /// Which indicator.
        item: ItemId,
        /// For which year.
        year: i32,
        /// The reading before and after.
        #[serde(flatten)]
        edit: Edit<Reading>,
    },
}

/// Which record a change is about: two changes that are about the same one build on each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Record {
    /// A plan's text.
    Plan(PlanId),
    /// A task's division of work.
    Assignment(ItemId),
    /// A task's review in one period.
    Review(ItemId, Period),
    /// An indicator's reading for one year.
    Reading(ItemId, i32),
}

impl Record {
    /// The plan that the record belongs to.
    pub fn plan(&self) -> &PlanId {
        match self {
            Record::Plan(plan) => plan,
            Record::Assignment(item) | Record::Review(item, _) | Record::Reading(item, _) => &item.plan,
        }
    }
}

impl Change {
    /// The record that this changes.
    pub fn record(&self) -> Record {
        match self {
            Change::Plan { plan, .. } => Record::Plan(plan.clone()),
            Change::Assignment { item, .. } => Record::Assignment(item.clone()),
            Change::Review { item, period, .. } => Record::Review(item.clone(), *period),
            Change::Reading { item, year, .. } => Record::Reading(item.clone(), *year),
        }
    }

    /// The plan whose dossier this changes.
    pub fn plan(&self) -> &PlanId {
        match self {
            Change::Plan { plan, .. } => plan,
            Change::Assignment { item, .. } | Change::Review { item, .. } | Change::Reading { item, .. } => &item.plan,
        }
    }

    /// The item that this changes, unless it is the plan itself.
    pub fn item(&self) -> Option<&ItemId> {
        match self {
            Change::Plan { .. } => None,
            Change::Assignment { item, .. } | Change::Review { item, .. } | Change::Reading { item, .. } => Some(item),
        }
    }

    /// The change that takes this one back.
    pub fn inverse(self) -> Change {
        match self {
            Change::Plan { plan, edit } => Change::Plan { plan, edit: edit.inverse() },
            Change::Assignment { item, edit } => Change::Assignment { item, edit: edit.inverse() },
            Change::Review { item, period, edit } => Change::Review { item, period, edit: edit.inverse() },
            Change::Reading { item, year, edit } => Change::Reading { item, year, edit: edit.inverse() },
        }
    }
}
