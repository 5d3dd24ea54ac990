//! Standing: how a task stands in one period of its plan, and what can be asked about that.
//!
//! The only place that decides if a task counts as unreported, missing or overdue, so that counts and the lists that
//! they open agree.

use jiff::civil::Date;

use super::milestone::Checked;
use super::{Dossier, Due, ItemId, Light, Period, Progress, Review, Status, Task, Year};
use crate::text::{Label, Language};

/// The state of a period of one plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Phase {
    /// Reviews are entered.
    #[default]
    Open,
    /// The period is sealed: what is entered now is an amendment.
    Sealed,
    /// The plan does not keep the period, or its term does not have it.
    Outside,
    /// The year of the evaluation has not begun: reports may come, and none is asked for.
    Early,
    /// The plan asks a report of marked tasks in the period, and the task is none of them.
    Unasked,
}

impl Dossier {
    /// The state of a period of this plan on a day. An evaluation counts from the beginning of its year on: the final one
    /// of a plan until 2030 is nobody's debt in 2026.
    pub fn phase(&self, period: Period, today: Date) -> Phase {
        let is_evaluation = period.year().is_none();
        if !self.has(period) {
            Phase::Outside
        } else if self.sealed(period).is_some() {
            Phase::Sealed
        } else if is_evaluation && self.plan.term.year_of(period) > Year::of(today) {
            Phase::Early
        } else {
            Phase::Open
        }
    }

    /// The state of a period of this plan for one task on a day.
    pub fn phase_of(&self, item: &ItemId, period: Period, today: Date) -> Phase {
        match self.phase(period, today) {
            Phase::Open | Phase::Sealed if !self.asks(item, period) => Phase::Unasked,
            phase => phase,
        }
    }

    /// The latest period in which a task was reviewed.
    pub fn last_reviewed(&self, item: &ItemId) -> Option<Period> {
        let every = (item.clone(), Period::FIRST)..=(item.clone(), Period::LAST);
        let periods = self.reviews.range(every).map(|((_, period), _)| *period);
        periods.max_by_key(|&period| self.plan.term.place(period))
    }
}

/// The standing of one task in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its status; `None` while there is none.
    pub status: Option<Status>,
    /// Its progress, as entered or as the status says.
    pub progress: Option<Progress>,
    /// By when it is due.
    pub due: Option<Due>,
    /// True if it is overdue (逾期): a report on it is asked for in the period, the last day on which it was not late is
    /// over, and it is neither completed nor taken out of the plan by an adjustment.
    pub is_overdue: bool,
    /// The state of the period.
    pub phase: Phase,
    /// Its light; `None` where nothing is due yet.
    pub light: Option<Light>,
}

impl Standing {
    /// The standing of a task in a period, as seen on a day.
    pub fn of(dossier: &Dossier, task: &Task, period: Period, today: Date) -> Standing {
        let due = dossier.decisions.get(&task.id).and_then(|decision| decision.due).unwrap_or(task.stated.due);
        let over = dossier.plan.term.day_over(period, today);
        let phase = dossier.phase_of(&task.id, period, today);
        let milestone = dossier.milestone(&task.id, period);
        Standing::new(dossier.review(&task.id, period), due, over, phase).lit(dossier, milestone, period, today)
    }

    /// The standing for a report of the period, which counts the plan also where the year of the evaluation has not begun.
    pub fn in_report(dossier: &Dossier, task: &Task, period: Period, today: Date) -> Standing {
        let standing = Standing::of(dossier, task, period, today);
        let phase = if standing.phase == Phase::Early { Phase::Open } else { standing.phase };
        let over = dossier.plan.term.day_over(period, today);
        let milestone = dossier.milestone(&task.id, period);
        Standing::new(dossier.review(&task.id, period), standing.due, over, phase)
            .lit(dossier, milestone, period, today)
    }

    /// The standing that follows from a task's review in a period, and from when it is due. `over` is the last day that
    /// is over then.
    pub(super) fn new(review: Option<&Review>, due: Option<Due>, over: Date, phase: Phase) -> Standing {
        let status = review.and_then(|review| review.status);
        Standing {
            status,
            progress: review.and_then(Review::effective_progress),
            due,
            is_overdue: matches!(phase, Phase::Open | Phase::Sealed)
                && due.is_some_and(|due| due.last_day() <= over)
                && !status.is_some_and(Status::settles),
            phase,
            light: None,
        }
    }

    /// Sets the light, by the rules of the dossier and the milestone of the period.
    pub(super) fn lit(
        mut self,
        dossier: &Dossier,
        milestone: Option<Checked<'_>>,
        period: Period,
        today: Date,
    ) -> Standing {
        self.light = dossier.light_rules.light(&self, milestone, dossier.plan.term.last_day(period), today);
        self
    }

    /// Returns true if a report on the task is asked for in the period, be it open or sealed.
    pub fn is_asked(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Sealed)
    }

    /// Returns true if a report is asked for and the task has no status in the period (未报送).
    pub fn is_unreported(&self) -> bool {
        self.status.is_none() && self.is_asked()
    }

    /// Returns true if the task is unreported and its period is still open, so that a report is awaited (待报送).
    pub fn is_missing(&self) -> bool {
        self.status.is_none() && self.phase == Phase::Open
    }

    /// Returns true if the task has this status; `None` asks for an unreported one.
    pub fn has(&self, status: Option<Status>) -> bool {
        if status.is_none() { self.is_unreported() } else { self.status == status }
    }
}

/// A condition on how a task stands in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// It is overdue (逾期).
    Overdue,
    /// It has no lead department (未分工).
    Unassigned,
    /// It has a lead department (已分工).
    Assigned,
    /// It has no lead department, and the text suggests one (待采纳).
    Offered,
    /// It is unreported (未报送).
    Unreported,
    /// It has a status (已报送).
    Reported,
    /// Its review says what is stuck (有问题).
    Problem,
    /// It has a status and no evidence of it (无佐证).
    Unproven,
    /// It has a goal in the period's year (有年度目标).
    Planned,
    /// Its report is awaited (待报送).
    Missing,
    /// The period is sealed for its plan (已封存).
    Sealed,
    /// It is marked to be dispatched more closely (重点调度).
    Marked,
    /// It has a milestone in the period (有节点).
    Milestone,
    /// Its light is red (红灯).
    Red,
    /// Its light is yellow (黄灯).
    Yellow,
    /// Its light is blue (蓝灯).
    Blue,
    /// Its light is green (绿灯).
    Green,
}

impl Condition {
    /// Every condition.
    pub const ALL: [Condition; 17] = [
        Condition::Overdue,
        Condition::Unassigned,
        Condition::Assigned,
        Condition::Offered,
        Condition::Unreported,
        Condition::Reported,
        Condition::Problem,
        Condition::Unproven,
        Condition::Planned,
        Condition::Missing,
        Condition::Sealed,
        Condition::Marked,
        Condition::Milestone,
        Condition::Red,
        Condition::Yellow,
        Condition::Blue,
        Condition::Green,
    ];

    /// Returns the condition that a task has this light.
    pub fn of_light(light: Light) -> Condition {
        match light {
            Light::Green => Condition::Green,
            Light::Blue => Condition::Blue,
            Light::Yellow => Condition::Yellow,
            Light::Red => Condition::Red,
        }
    }

    /// The names under which it can be asked for: the English one, the Chinese one, others.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Condition::Overdue => &["overdue", "逾期"],
            Condition::Unassigned => &["unassigned", "未分工"],
            Condition::Assigned => &["assigned", "已分工"],
            Condition::Offered => &["offered", "待采纳"],
            Condition::Unreported => &["unreported", "未报送", "未报"],
            Condition::Reported => &["reported", "已报送", "已报"],
            Condition::Problem => &["problem", "有问题"],
            Condition::Unproven => &["unproven", "无佐证"],
            Condition::Planned => &["planned", "年度计划", "有目标"],
            Condition::Missing => &["missing", "待报送", "缺报"],
            Condition::Sealed => &["sealed", "已封存"],
            Condition::Marked => &["marked", "重点调度", "重点"],
            Condition::Milestone => &["milestone", "有节点", "节点"],
            Condition::Red => &["red", "红灯", "红"],
            Condition::Yellow => &["yellow", "黄灯", "黄"],
            Condition::Blue => &["blue", "蓝灯", "蓝"],
            Condition::Green => &["green", "绿灯", "绿"],
        }
    }

    /// Returns true if the condition holds for a task that stands so in a period.
    pub fn holds(self, dossier: &Dossier, task: &Task, period: Period, standing: &Standing) -> bool {
        let review = || dossier.review(&task.id, period);
        let says = |text: fn(&Review) -> &Option<String>| {
            review().is_some_and(|review| text(review).as_ref().is_some_and(|text| !text.trim().is_empty()))
        };
        match self {
            Condition::Overdue => standing.is_overdue,
            Condition::Unassigned => dossier.lead(task).is_empty(),
            Condition::Assigned => !dossier.lead(task).is_empty(),
            Condition::Offered => dossier.lead(task).is_empty() && task.offered.is_some(),
            Condition::Unreported => standing.is_unreported(),
            Condition::Reported => standing.status.is_some(),
            Condition::Problem => says(|review| &review.problem),
            Condition::Unproven => standing.status.is_some() && !says(|review| &review.evidence),
            Condition::Planned => dossier.goal(&task.id, dossier.plan.term.year_of(period)).is_some(),
            Condition::Missing => standing.is_missing(),
            Condition::Sealed => standing.phase == Phase::Sealed,
            Condition::Marked => dossier.marks.contains_key(&task.id),
            Condition::Milestone => dossier.milestone(&task.id, period).is_some(),
            Condition::Red => standing.light == Some(Light::Red),
            Condition::Yellow => standing.light == Some(Light::Yellow),
            Condition::Blue => standing.light == Some(Light::Blue),
            Condition::Green => standing.light == Some(Light::Green),
        }
    }
}

impl Label for Condition {
    fn label(&self, language: Language) -> &'static str {
        let names = self.names();
        language.pick(names[1], names[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_task_without_a_status_is_unreported_or_missing_by_the_state_of_its_period() {
        for (phase, unreported, missing) in
            [(Phase::Open, true, true), (Phase::Sealed, true, false), (Phase::Outside, false, false)]
        {
            let standing = Standing::new(None, None, day("2023-12-31"), phase);
            assert_eq!((standing.is_unreported(), standing.is_missing()), (unreported, missing), "{phase:?}");
            assert_eq!(standing.has(None), unreported);
            let review = Review { status: Some(Status::Lagging), ..Review::default() };
            let standing = Standing::new(Some(&review), None, day("2023-12-31"), phase);
            assert!(!standing.is_unreported() && !standing.is_missing() && standing.has(Some(Status::Lagging)));
        }
    }

    #[test]
    fn a_task_is_overdue_once_its_last_day_is_over_until_it_is_settled() {
        for (due, status, is_overdue) in [
            ("2023", None, false),
            ("2022", Some(Status::InProgress), true),
            ("2023-06", None, true),
            ("2023Q2", None, true),
            ("2023H1", None, true),
            ("2023-06-30", None, true),
            ("2023-07-01", None, false),
            ("2023-07", None, false),
            ("", None, false),
            ("2022", Some(Status::Completed), false),
            ("2022", Some(Status::Adjusted), false),
        ] {
            let review = Review { status, ..Review::default() };
            assert_eq!(
                Standing::new(Some(&review), due.parse().ok(), day("2023-06-30"), Phase::Open).is_overdue,
                is_overdue,
                "{due} {status:?}"
            );
        }
    }

    #[test]
    fn nothing_is_overdue_in_a_period_that_the_plan_does_not_have() {
        assert!(!Standing::new(None, Due::end_of_year(Year(2023)), day("2026-12-31"), Phase::Outside).is_overdue);
    }

    #[test]
    fn no_name_means_two_conditions() {
        let mut seen = std::collections::HashSet::new();
        assert!(Condition::ALL.iter().flat_map(|condition| condition.names()).all(|name| seen.insert(*name)));
    }
}
