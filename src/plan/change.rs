//! Changes: the only way in which a dossier changes.
//!
//! A change names its record, what the record was before and what it is after. So it can be checked against
//! the present state, written to the journal, taken back by exchanging the two, and told to others.

use std::fmt;
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
    /// What a person says of an indicator in one year.
    Judgement(ItemId, i32),
    /// Whether more of an indicator is better.
    Direction(ItemId),
    /// A task's goal for one year.
    Goal(ItemId, i32),
    /// The solution of a problem that a task's review raised in a period.
    Solution(ItemId, Period),
    /// What was decided about two items.
    Counterpart(ItemId, ItemId),
    /// What others said of a plan in a period.
    Appraisal(PlanId, Period, AppraisalKind),
    /// A plan's closed period.
    Seal(PlanId, Period),
}

impl Record {
    /// The plan that the record belongs to.
    pub fn plan(&self) -> &PlanId {
        match self {
            Record::Plan(plan) | Record::Appraisal(plan, ..) | Record::Seal(plan, _) => plan,
            Record::Assignment(item)
            | Record::Review(item, _)
            | Record::Reading(item, _)
            | Record::Judgement(item, _)
            | Record::Direction(item)
            | Record::Goal(item, _)
            | Record::Solution(item, _)
            | Record::Counterpart(item, _) => &item.plan,
        }
    }

    /// Whether this is a closed period that holds what `other` is.
    pub fn closes(&self, other: &Record) -> bool {
        let Record::Seal(plan, period) = self else { return false };
        let is_held = match other {
            Record::Review(_, of) | Record::Appraisal(_, of, _) => period == of,
            // Evaluations hold the readings of all years up to theirs.
            Record::Reading(_, year) | Record::Judgement(_, year) => {
                !matches!(period, Period::Annual(of) if of != year)
            }
            _ => false,
        };
        is_held && plan == other.plan()
    }
}

/// The record as a person would name it.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Record::Plan(plan) => plan.fmt(f),
            Record::Assignment(item) | Record::Direction(item) => item.fmt(f),
            Record::Review(item, period) | Record::Solution(item, period) => write!(f, "{item} {period}"),
            Record::Reading(item, year) | Record::Judgement(item, year) | Record::Goal(item, year) => {
                write!(f, "{item} {year}")
            }
            Record::Counterpart(item, other) => write!(f, "{item} {other}"),
            Record::Appraisal(plan, period, kind) => write!(f, "{plan} {period} {}", kind.name()),
            Record::Seal(plan, period) => write!(f, "{plan} {period}"),
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
            Change::Judgement { item, year, .. } => Record::Judgement(item.clone(), *year),
            Change::Direction { item, .. } => Record::Direction(item.clone()),
            Change::Goal { item, year, .. } => Record::Goal(item.clone(), *year),
            Change::Solution { item, raised, .. } => Record::Solution(item.clone(), *raised),
            Change::Counterpart { item, other, .. } => Record::Counterpart(item.clone(), other.clone()),
            Change::Appraisal { plan, period, kind, .. } => Record::Appraisal(plan.clone(), *period, *kind),
            Change::Seal { plan, period, .. } => Record::Seal(plan.clone(), *period),
        }
    }

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

    /// Whether the record is after it what it was before.
    pub fn is_idle(&self) -> bool {
        match self {
            Change::Plan { edit, .. } => edit.before == edit.after,
            Change::Assignment { edit, .. } => edit.before == edit.after,
            Change::Review { edit, .. } => edit.before == edit.after,
            Change::Reading { edit, .. } => edit.before == edit.after,
            Change::Judgement { edit, .. } => edit.before == edit.after,
            Change::Direction { edit, .. } => edit.before == edit.after,
            Change::Goal { edit, .. } => edit.before == edit.after,
            Change::Solution { edit, .. } => edit.before == edit.after,
            Change::Counterpart { edit, .. } => edit.before == edit.after,
            Change::Appraisal { edit, .. } => edit.before == edit.after,
            Change::Seal { edit, .. } => edit.before == edit.after,
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
