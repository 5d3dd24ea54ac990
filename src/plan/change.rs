//! Changes: the only way in which a dossier changes.
//!
//! A change names its record, what the record was before and what it is after. So it can be checked against
//! the present state, written to the journal, taken back by exchanging the two, and told to others.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Appraisal, AppraisalKind, Counterpart, Decision, Direction, Goal, ItemId, Judgement, Period, Plan, PlanId, Reading,
    Review, Seal, Solution,
};

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
    /// What a person says of an indicator in one year.
    Judgement {
        /// Which indicator.
        item: ItemId,
        /// In which year.
        year: i32,
        /// The judgement before and after.
        #[serde(flatten)]
        edit: Edit<Judgement>,
    },
    /// Whether more of an indicator is better, where a person said so.
    Direction {
        /// Which indicator.
        item: ItemId,
        /// The direction before and after.
        #[serde(flatten)]
        edit: Edit<Direction>,
    },
    /// A task's goal for one year.
    Goal {
        /// Which task or project.
        item: ItemId,
        /// For which year.
        year: i32,
        /// The goal before and after.
        #[serde(flatten)]
        edit: Edit<Goal>,
    },
    /// How a task's problem was solved.
    Solution {
        /// Which task or project.
        item: ItemId,
        /// The period whose review raised the problem.
        raised: Period,
        /// The solution before and after.
        #[serde(flatten)]
        edit: Edit<Solution>,
    },
    /// What a person decided about two items of different plans.
    Counterpart {
        /// The item whose id comes first; its plan's dossier keeps the decision.
        item: ItemId,
        /// The other item.
        other: ItemId,
        /// The decision before and after.
        #[serde(flatten)]
        edit: Edit<Counterpart>,
    },
    /// What others said of a plan in one period.
    Appraisal {
        /// Which plan.
        plan: PlanId,
        /// In which period.
        period: Period,
        /// Who spoke.
        kind: AppraisalKind,
        /// The appraisal before and after.
        #[serde(flatten)]
        edit: Edit<Appraisal>,
    },
    /// A period closed.
    Seal {
        /// Of which plan.
        plan: PlanId,
        /// Which period.
        period: Period,
        /// The seal before and after.
        #[serde(flatten)]
        edit: Edit<Seal>,
    },
}

impl Change {
    /// The plan whose dossier this changes.
    pub fn plan(&self) -> &PlanId {
        match self {
            Change::Plan { plan, .. } | Change::Appraisal { plan, .. } | Change::Seal { plan, .. } => plan,
            Change::Assignment { item, .. }
            | Change::Review { item, .. }
            | Change::Reading { item, .. }
            | Change::Judgement { item, .. }
            | Change::Direction { item, .. }
            | Change::Goal { item, .. }
            | Change::Solution { item, .. }
            | Change::Counterpart { item, .. } => &item.plan,
        }
    }

    /// The item that this changes, unless it is the plan itself.
    pub fn item(&self) -> Option<&ItemId> {
        match self {
            Change::Plan { .. } | Change::Appraisal { .. } | Change::Seal { .. } => None,
            Change::Assignment { item, .. }
            | Change::Review { item, .. }
            | Change::Reading { item, .. }
            | Change::Judgement { item, .. }
            | Change::Direction { item, .. }
            | Change::Goal { item, .. }
            | Change::Solution { item, .. }
            | Change::Counterpart { item, .. } => Some(item),
        }
    }

    /// The record that this changes, as a person would name it.
    pub fn record(&self) -> String {
        match self {
            Change::Plan { plan, .. } => plan.to_string(),
            Change::Assignment { item, .. } | Change::Direction { item, .. } => item.to_string(),
            Change::Review { item, period, .. } | Change::Solution { item, raised: period, .. } => {
                format!("{item} {period}")
            }
            Change::Reading { item, year, .. }
            | Change::Judgement { item, year, .. }
            | Change::Goal { item, year, .. } => format!("{item} {year}"),
            Change::Counterpart { item, other, .. } => format!("{item} {other}"),
            Change::Appraisal { plan, period, kind, .. } => format!("{plan} {period} {}", kind.name()),
            Change::Seal { plan, period, .. } => format!("{plan} {period}"),
        }
    }

    /// The change that takes this one back.
    pub fn inverse(self) -> Change {
        match self {
            Change::Plan { plan, edit } => Change::Plan { plan, edit: edit.inverse() },
            Change::Assignment { item, edit } => Change::Assignment { item, edit: edit.inverse() },
            Change::Review { item, period, edit } => Change::Review { item, period, edit: edit.inverse() },
            Change::Reading { item, year, edit } => Change::Reading { item, year, edit: edit.inverse() },
            Change::Judgement { item, year, edit } => Change::Judgement { item, year, edit: edit.inverse() },
            Change::Direction { item, edit } => Change::Direction { item, edit: edit.inverse() },
            Change::Goal { item, year, edit } => Change::Goal { item, year, edit: edit.inverse() },
            Change::Solution { item, raised, edit } => Change::Solution { item, raised, edit: edit.inverse() },
            Change::Counterpart { item, other, edit } => Change::Counterpart { item, other, edit: edit.inverse() },
            Change::Appraisal { plan, period, kind, edit } => {
                Change::Appraisal { plan, period, kind, edit: edit.inverse() }
            }
            Change::Seal { plan, period, edit } => Change::Seal { plan, period, edit: edit.inverse() },
        }
    }
}
