//! Filters: conditions on what a thing is and how it stands, written `key:value` in a query.

use super::field::Field;
use super::hit::HitKind;
use super::record::{Part, Record, names};
use super::term::Term;
use crate::plan::roll_up::is_overdue;
use crate::plan::{Dossier, DueYears, Nature, Period, Review, Status, Task};
use crate::text::numeral;

/// A state that `is:` asks for. Those of reviews are the states in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Its due year has come and it is not completed (逾期).
    Overdue,
    /// It has no lead department (未分工).
    Unassigned,
    /// It has a lead department (已分工).
    Assigned,
    /// It has no lead department, and the text suggests one (待采纳).
    Offered,
    /// It has no status (未报送).
    Unreported,
    /// It has a status (已报送).
    Reported,
    /// Its review says what is stuck (有问题).
    Problem,
    /// It is reported without evidence (无佐证).
    Unproven,
    /// It has a goal in the period's year (有年度目标).
    Planned,
    /// Its plan has the period, which is open, and it has no status yet (待报送).
    Missing,
    /// The period is closed for its plan (已封存).
    Sealed,
}

impl Flag {
    /// Every state.
    pub const ALL: [Flag; 11] = [
        Flag::Overdue,
        Flag::Unassigned,
        Flag::Assigned,
        Flag::Offered,
        Flag::Unreported,
        Flag::Reported,
        Flag::Problem,
        Flag::Unproven,
        Flag::Planned,
        Flag::Missing,
        Flag::Sealed,
    ];

    /// Returns the values of `is:`: the English name, the Chinese one, others.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Flag::Overdue => &["overdue", "逾期"],
            Flag::Unassigned => &["unassigned", "未分工"],
            Flag::Assigned => &["assigned", "已分工"],
            Flag::Offered => &["offered", "待采纳"],
            Flag::Unreported => &["unreported", "未报送", "未报"],
            Flag::Reported => &["reported", "已报送", "已报"],
            Flag::Problem => &["problem", "有问题"],
            Flag::Unproven => &["unproven", "无佐证"],
            Flag::Planned => &["planned", "有目标", "年度计划"],
            Flag::Missing => &["missing", "待报送", "缺报"],
            Flag::Sealed => &["sealed", "已封存"],
        }
    }

    fn holds(self, dossier: &Dossier, task: &Task, period: Option<Period>) -> bool {
        let Standing { period, review, year } = Standing::of(dossier, task, period);
        let status = review.and_then(|review| review.status);
        let says = |text: fn(&Review) -> &Option<String>| {
            review.is_some_and(|review| text(review).as_ref().is_some_and(|text| !text.trim().is_empty()))
        };
        let is_sealed = || dossier.seals.contains_key(&period);
        let unassigned = || dossier.assignment(task).lead.is_empty();
        match self {
            Flag::Overdue => is_overdue(dossier.assignment(task).due, status, year),
            Flag::Unassigned => unassigned(),
            Flag::Assigned => !unassigned(),
            Flag::Offered => unassigned() && task.offered.is_some(),
            Flag::Unreported => status.is_none(),
            Flag::Reported => status.is_some(),
            Flag::Problem => says(|review| &review.problem),
            Flag::Unproven => status.is_some() && !says(|review| &review.evidence),
            Flag::Planned => dossier.goal(&task.id, year).is_some(),
            Flag::Missing => status.is_none() && dossier.plan.term.has(period) && !is_sealed(),
            Flag::Sealed => is_sealed(),
        }
    }
}

/// One condition. Of several values, which a query parts by commas, one has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// The plan's title, region, sector or identity holds all words of one value.
    Plan(Vec<Vec<Term>>),
    /// A department of the assignment, in either role, holds all words of one value.
    Department(Vec<Vec<Term>>),
    /// The status in the period; `None` is a task without one.
    Status(Vec<Option<Status>>),
    /// The due year is one of these.
    Due(DueYears),
    /// The kind of the hit.
    Kind(Vec<HitKind>),
    /// The nature of an indicator.
    Nature(Vec<Nature>),
    /// The number of a special box: the box and its projects.
    Box(Vec<u32>),
    /// The state in the period.
    Is(Vec<Flag>),
}

/// The thing that a filter judges.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'r, 'a> {
    /// The thing itself.
    pub record: &'r Record<'a>,
    /// The dossier of its plan; none for a department.
    pub dossier: Option<&'a Dossier>,
}

impl<'a> Subject<'_, 'a> {
    fn task(&self) -> Option<(&'a Dossier, &'a Task)> {
        match (self.dossier?, self.record.part) {
            (dossier, Part::Task(task)) => Some((dossier, task)),
            _ => None,
        }
    }

    fn box_number(&self) -> Option<u32> {
        let index = match self.record.part {
            Part::Box(index) => index,
            _ => self.task()?.1.special_box?,
        };
        box_number(&self.record.plan?.boxes.get(index)?.number)
    }

    fn nature(&self) -> Option<Nature> {
        match self.record.part {
            Part::Indicator(indicator) => indicator.nature,
            _ => None,
        }
    }
}

impl Filter {
    /// Returns true if the condition holds. Conditions on reviews look at `period`, or where none is meant at the
    /// latest period in which the task was reviewed.
    pub fn accepts(&self, subject: &Subject, period: Option<Period>) -> bool {
        match self {
            Filter::Plan(values) => subject.record.plan.is_some_and(|plan| any_names(values, &Field::new(names(plan)))),
            Filter::Department(values) => subject.task().is_some_and(|(dossier, task)| {
                let assignment = dossier.assignment(task);
                let mut departments = assignment.lead.iter().chain(&assignment.support);
                departments.any(|department| any_names(values, &Field::new(department.as_str())))
            }),
            Filter::Status(values) => subject.task().is_some_and(|(dossier, task)| {
                let review = Standing::of(dossier, task, period).review;
                values.contains(&review.and_then(|review| review.status))
            }),
            Filter::Due(years) => {
                subject.task().is_some_and(|(dossier, task)| years.holds(dossier.assignment(task).due))
            }
            Filter::Kind(values) => values.contains(&subject.record.kind),
            Filter::Nature(values) => subject.nature().is_some_and(|nature| values.contains(&nature)),
            Filter::Box(values) => subject.box_number().is_some_and(|number| values.contains(&number)),
            Filter::Is(values) => subject
                .task()
                .is_some_and(|(dossier, task)| values.iter().any(|flag| flag.holds(dossier, task, period))),
        }
    }
}

/// The standing of a task.
struct Standing<'a> {
    /// The period that is meant; where none is, the latest one that has a review.
    period: Period,
    /// In that period.
    review: Option<&'a Review>,
    /// The year up to which the period looks.
    year: i32,
}

impl<'a> Standing<'a> {
    fn of(dossier: &'a Dossier, task: &Task, period: Option<Period>) -> Standing<'a> {
        let term = dossier.plan.term;
        let reviewed = || {
            let every = (task.id.clone(), Period::Annual(i32::MIN))..=(task.id.clone(), Period::Final);
            let periods = dossier.reviews.range(every).map(|((_, period), _)| *period);
            periods.max_by_key(|&period| (term.year_of(period), period))
        };
        let period = period.or_else(reviewed).unwrap_or(Period::Final);
        Standing { period, review: dossier.review(&task.id, period), year: term.year_of(period) }
    }
}

/// The number of a box as printed or typed: of 专栏3, 专栏三 or 3.
pub(super) fn box_number(text: &str) -> Option<u32> {
    numeral::parse(text.trim().trim_start_matches("专栏").trim())
}

fn any_names(values: &[Vec<Term>], names: &Field) -> bool {
    values.iter().any(|words| words.iter().all(|word| word.find(names).is_some()))
}
