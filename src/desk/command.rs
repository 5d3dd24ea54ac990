//! Commands: everything that changes data.

use crate::plan::overlay::Ended;
use crate::plan::record::Owner;
use crate::plan::{
    Appraisal, AppraisalKind, Archived, Attainment, CaseId, Counterpart, Direction as Sense, Due, ItemId, ItemKind,
    Period, PeriodKind, PlanId, Progress, Rhythm, Solution, Status, Subject, TextField, Year,
};

use super::cases::{CaseDraft, StepDraft};
use super::departments::ListEdit;
use super::editing::{Cause, TextEdit};
use super::investment::{FundingEdit, InvestmentEdit};
use super::items::{PlanDraft, Split};
use super::milestones::{MilestoneEdit, OutcomeEdit};
use super::steps::StepEdit;
use super::succession::FateEdit;
use super::undo::{self, Direction};

/// An edit of one field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// Leave it unchanged.
    #[default]
    Keep,
    /// Set it to this value.
    Set(T),
    /// Remove its value.
    Clear,
}

impl<T> Field<T> {
    /// Returns [`Field::Set`] for a value and [`Field::Keep`] for `None`.
    pub fn given(value: Option<T>) -> Self {
        value.map_or(Field::Keep, Field::Set)
    }

    /// Applies a function to the value to set.
    pub(super) fn map<U>(self, other: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Field::Keep => Field::Keep,
            Field::Set(value) => Field::Set(other(value)),
            Field::Clear => Field::Clear,
        }
    }

    /// Returns the new value of a field with this old value.
    pub fn over(self, old: Option<T>) -> Option<T> {
        match self {
            Field::Keep => old,
            Field::Set(value) => Some(value),
            Field::Clear => None,
        }
    }
}

/// An edit of the assignment of some tasks. Departments may be given by any of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssignmentEdit {
    /// The lead departments, main lead first.
    pub lead: Field<Vec<String>>,
    /// The supporting departments in order.
    pub support: Field<Vec<String>>,
    /// The responsible person.
    pub person: Field<String>,
    /// The official in charge (分管领导).
    pub official: Field<String>,
    /// The section of the lead department (责任科室).
    pub section: Field<String>,
    /// The contact (联系人), with a telephone number.
    pub contact: Field<String>,
    /// The due date.
    pub due: Field<Due>,
}

/// An edit of the reviews of some tasks in one period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReviewEdit {
    /// The status.
    pub status: Field<Status>,
    /// The progress in per cent, 0–100.
    pub progress: Field<Progress>,
    /// The work that was done.
    pub done: Field<String>,
    /// The problem.
    pub problem: Field<String>,
    /// The next step.
    pub next: Field<String>,
    /// The evidence.
    pub evidence: Field<String>,
    /// The reason for changing a sealed period; required only then.
    pub amend: Option<String>,
}

/// A change of data. Plans are imported with [`Desk::import`](super::Desk::import).
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Assign tasks: set the departments, people and due dates.
    Assign {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// The edit.
        edit: AssignmentEdit,
    },
    /// Accept the assignment suggested by the text for tasks without a lead.
    AcceptOffered {
        /// Tasks and projects.
        items: Vec<ItemId>,
    },
    /// Record a review.
    Review {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// The period reviewed.
        period: Period,
        /// The edit.
        edit: ReviewEdit,
    },
    /// Record a reading of an indicator, or remove it with `None`.
    Read {
        /// The indicator.
        indicator: ItemId,
        /// The year measured, or the part of one up to whose end was measured.
        period: Period,
        /// The value in the unit of the indicator.
        value: Option<f64>,
        /// The reason for changing a sealed period; required only then.
        amend: Option<String>,
    },
    /// Confirm the review carried on from an earlier period for tasks without a status in this one.
    Confirm {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// The period reviewed.
        period: Period,
    },
    /// Set the goal of tasks for a year.
    SetGoal {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// The year.
        year: Year,
        /// The goal.
        text: Field<String>,
    },
    /// Record the solution of problems, or reopen them with `None`.
    Solve {
        /// The tasks, each with the period whose review raised the problem.
        problems: Vec<(ItemId, Period)>,
        /// The solution with its period.
        solution: Option<Solution>,
    },
    /// Record a judgement of an indicator, or remove it with `None`.
    Judge {
        /// The indicator.
        indicator: ItemId,
        /// The year judged.
        year: Year,
        /// The attainment and its reason.
        judgement: Option<(Attainment, Option<String>)>,
    },
    /// Set targets of an indicator for single years, or take them away.
    SetYearlyTargets {
        /// The indicator.
        indicator: ItemId,
        /// The years with their targets.
        targets: Vec<(Year, Field<String>)>,
    },
    /// Set whether higher values of an indicator are better, or leave it to the table with `None`.
    Direct {
        /// The indicator.
        indicator: ItemId,
        /// The direction in which values improve.
        direction: Option<Sense>,
    },
    /// Decide whether two items of different plans are the same measure, or leave it to the rules with `None`.
    Pair {
        /// An indicator or a task.
        one: ItemId,
        /// An item of the same kind in another plan.
        other: ItemId,
        /// The decision.
        decision: Option<Counterpart>,
    },
    /// Record an appraisal of a plan in a period, or remove it with `None`.
    Appraise {
        /// The plan.
        plan: PlanId,
        /// The period.
        period: Period,
        /// The kind of appraisal.
        kind: AppraisalKind,
        /// The result.
        appraisal: Option<Appraisal>,
    },
    /// Correct or adjust the text of a plan.
    Edit {
        /// Items, headings, boxes or plans.
        subjects: Vec<Subject>,
        /// The edits, by field.
        fields: Vec<(TextField, TextEdit)>,
        /// The reason.
        cause: Cause,
    },
    /// Add an item, a heading or a box to a plan.
    Add {
        /// The plan.
        plan: PlanId,
        /// The kind of the new item.
        kind: ItemKind,
        /// Its text.
        fields: Vec<(TextField, String)>,
        /// The task from which it is split off.
        from: Option<Split>,
    },
    /// Add the content of an outline to a plan.
    AddOutline {
        /// The plan.
        plan: PlanId,
        /// The outline, one item per line.
        text: String,
    },
    /// End items before the end of their plan, or resume them with `None`.
    End {
        /// Tasks, projects or indicators.
        items: Vec<ItemId>,
        /// The reason, and the item into which they were merged.
        ended: Option<Ended>,
    },
    /// Create a plan without a document.
    Begin(PlanDraft),
    /// Archive plans, or restore them with `None`.
    Archive {
        /// The plans.
        plans: Vec<PlanId>,
        /// The reason.
        archived: Option<Archived>,
    },
    /// Remove a plan with everything entered for it.
    Remove(PlanId),
    /// Remove the sample plans that no other plan builds on.
    DropSamples,
    /// Change the office's list of departments.
    List(Vec<ListEdit>),
    /// Add a step to a task, change it, or remove it.
    Step {
        /// The task or project.
        item: ItemId,
        /// The number of the step; `None` for a new one.
        number: Option<u32>,
        /// The fields to set; `None` removes the step.
        edit: Option<StepEdit>,
    },
    /// Set or remove the milestone of tasks in a period.
    SetMilestone {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// The period.
        period: Period,
        /// The edit.
        edit: MilestoneEdit,
        /// The edit of what became of them.
        outcome: OutcomeEdit,
    },
    /// Set the money of tasks: what they cost in all, and what a period plans and has done.
    Invest {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// The edit of what holds for all years.
        funding: FundingEdit,
        /// The period with its edit.
        investment: Option<(Period, InvestmentEdit)>,
    },
    /// Set for which tasks a plan requires reviews in periods of a kind.
    Keep {
        /// The plan.
        plan: PlanId,
        /// The kind of periods.
        kind: PeriodKind,
        /// The tasks; none if the plan does not keep such periods.
        rhythm: Rhythm,
    },
    /// Mark tasks for closer attention (重点调度), or remove the mark.
    Mark {
        /// Tasks and projects.
        items: Vec<ItemId>,
        /// True to mark them, false to remove the mark.
        marked: bool,
    },
    /// Say which earlier plan a plan continues, or that it continues none.
    Succeed {
        /// The plan.
        plan: PlanId,
        /// The earlier plan.
        of: Option<PlanId>,
    },
    /// Confirm what became of items in the plans that succeed theirs, or take that back with `None`.
    SetFate {
        /// Indicators, tasks and projects.
        items: Vec<ItemId>,
        /// The fate.
        edit: Option<FateEdit>,
    },
    /// Confirm the fates that the rules offer for items of which nobody has said anything.
    AcceptFates {
        /// Indicators, tasks and projects.
        items: Vec<ItemId>,
    },
    /// Take the last readings of the earlier plan over as baselines.
    TakeBaselines {
        /// Indicators of the plan that continues it.
        items: Vec<ItemId>,
    },
    /// Carry tasks on into a plan that continues theirs, with their open problems.
    Carry {
        /// Tasks and projects of the earlier plan.
        items: Vec<ItemId>,
        /// The later plan.
        plan: PlanId,
        /// The heading or box there for those that nothing continues yet.
        place: Vec<(TextField, String)>,
    },
    /// Open a supervision case.
    OpenCase(CaseDraft),
    /// Make the same step in some cases.
    Supervise {
        /// The cases.
        cases: Vec<CaseId>,
        /// The step.
        step: StepDraft,
    },
    /// Seal a period of a plan.
    Seal {
        /// The plan.
        plan: PlanId,
        /// The period.
        period: Period,
    },
    /// Undo or redo a change of one's own.
    Undo(Direction),
}

impl Command {
    /// Returns the items that the command concerns.
    pub fn items(&self) -> Vec<&ItemId> {
        match self {
            Command::Assign { items, .. }
            | Command::AcceptOffered { items }
            | Command::Review { items, .. }
            | Command::Confirm { items, .. }
            | Command::Mark { items, .. }
            | Command::SetMilestone { items, .. }
            | Command::Invest { items, .. }
            | Command::SetFate { items, .. }
            | Command::AcceptFates { items }
            | Command::TakeBaselines { items }
            | Command::Carry { items, .. }
            | Command::SetGoal { items, .. } => items.iter().collect(),
            Command::Solve { problems, .. } => problems.iter().map(|(item, _)| item).collect(),
            Command::Read { indicator, .. }
            | Command::Judge { indicator, .. }
            | Command::SetYearlyTargets { indicator, .. }
            | Command::Direct { indicator, .. } => vec![indicator],
            Command::Pair { one, other, .. } => vec![one, other],
            Command::Edit { subjects, .. } => subjects.iter().filter_map(Owner::item).collect(),
            Command::Step { item, .. } => vec![item],
            Command::Add { from, .. } => from.iter().map(|from| &from.task).collect(),
            Command::End { items, .. } | Command::OpenCase(CaseDraft { items, .. }) => items.iter().collect(),
            Command::Begin(_)
            | Command::Archive { .. }
            | Command::Remove(_)
            | Command::DropSamples
            | Command::List(_)
            | Command::AddOutline { .. }
            | Command::Appraise { .. }
            | Command::Keep { .. }
            | Command::Succeed { .. }
            | Command::Supervise { .. }
            | Command::Seal { .. }
            | Command::Undo(_) => Vec::new(),
        }
    }

    /// Returns the cases that the command moves on.
    pub fn cases(&self) -> &[CaseId] {
        match self {
            Command::Supervise { cases, .. } => cases,
            _ => &[],
        }
    }

    /// Returns the name recorded in the history.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Assign { .. } => "assign",
            Command::AcceptOffered { .. } => "accept-offered",
            Command::Review { .. } => "review",
            Command::Read { .. } => "reading",
            Command::Confirm { .. } => "confirm",
            Command::SetGoal { .. } => "goal",
            Command::Solve { .. } => "solve",
            Command::Judge { .. } => "judge",
            Command::SetYearlyTargets { .. } => "yearly-target",
            Command::Direct { .. } => "direction",
            Command::Pair { .. } => "pair",
            Command::Appraise { .. } => "appraise",
            Command::Edit { cause: Cause::Wrong { .. }, .. } => "correct",
            Command::Edit { cause: Cause::Adjusted(_), .. } => "adjust",
            Command::Add { from: None, .. } | Command::AddOutline { .. } => "add",
            Command::Add { from: Some(_), .. } => "split",
            Command::End { ended: Some(Ended { into: Some(_), .. }), .. } => "merge",
            Command::End { ended: Some(_), .. } => "end",
            Command::End { ended: None, .. } => "resume",
            Command::Begin(_) => "new-plan",
            Command::Archive { archived: Some(_), .. } => "archive",
            Command::Archive { archived: None, .. } => "unarchive",
            Command::Remove(_) => "remove",
            Command::DropSamples => "drop-samples",
            Command::List(_) => "departments",
            Command::Step { .. } => "step",
            Command::SetMilestone { edit, .. } if *edit == MilestoneEdit::default() => "reach",
            Command::SetMilestone { .. } => "milestone",
            Command::Invest { .. } => "invest",
            Command::Keep { .. } => "keep",
            Command::Mark { .. } => "mark",
            Command::Succeed { .. } => "succeed",
            Command::SetFate { .. } => "fate",
            Command::AcceptFates { .. } => "accept-fates",
            Command::TakeBaselines { .. } => "baselines",
            Command::Carry { .. } => "carry",
            Command::OpenCase(_) => "open-case",
            Command::Supervise { .. } => "case",
            Command::Seal { .. } => "seal",
            Command::Undo(Direction::Back) => undo::UNDO,
            Command::Undo(Direction::Forward) => "redo",
        }
    }
}
