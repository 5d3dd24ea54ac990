//! Filters: conditions on what a thing is and how it stands, written `key:value` in a query.

use super::field::Field;
use super::hit::HitKind;
use super::record::Part;
use super::term::Term;
use crate::plan::roll_up::is_overdue;
use crate::plan::{Dossier, DueYears, Nature, Period, Status, Task};
use crate::text::numeral;

/// A state that `is:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Its due year has come and it is not completed (逾期).
    Overdue,
    /// It has no lead department (未分工).
    Unassigned,
    /// It has no status in the period (未报送).
    Unreported,
}

/// One condition. Of several values, which a query parts by commas, one has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// The plan's title, region, sector or identity holds all words of one value.
    Plan(Vec<Vec<Term>>),
    /// A department of the assignment, in either role, holds all words of one value.
    Department(Vec<Vec<Term>>),
    /// The status in the period.
    Status(Vec<Status>),
    /// The due year is one of these.
    Due(DueYears),
    /// What the thing is.
    Kind(Vec<HitKind>),
    /// The nature of an indicator.
    Nature(Vec<Nature>),
    /// The number of a special box: the box and its projects.
    Box(Vec<u32>),
    /// The state in the period.
    Is(Vec<Flag>),
}

/// What a filter looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the thing is.
    pub kind: HitKind,
    /// Its dossier; none for a department.
    pub dossier: Option<&'a Dossier>,
    /// The names of its plan.
    pub names: Option<&'a Field>,
    /// Which part of the plan it is.
    pub part: Option<Part>,
}

impl<'a> Subject<'a> {
    fn task(&self) -> Option<(&'a Dossier, &'a Task)> {
        match (self.dossier?, self.part?) {
            (dossier, Part::Task(index)) => Some((dossier, dossier.plan.tasks.get(index)?)),
            _ => None,
        }
    }

    fn box_number(&self) -> Option<u32> {
        let boxes = &self.dossier?.plan.boxes;
        let special_box = match self.part? {
            Part::Box(index) => boxes.get(index)?,
            _ => boxes.get(self.task()?.1.special_box?)?,
        };
        box_number(&special_box.number)
    }

    fn nature(&self) -> Option<Nature> {
        match self.part? {
            Part::Indicator(index) => self.dossier?.plan.indicators.get(index)?.nature,
            _ => None,
        }
    }
}

impl Filter {
    /// Whether the condition holds. Conditions on reviews look at `period`, or where none is meant at the latest
    /// period in which the task was reviewed.
    pub fn accepts(&self, subject: &Subject, period: Option<Period>) -> bool {
        match self {
            Filter::Plan(values) => subject.names.is_some_and(|names| any_names(values, names)),
            Filter::Department(values) => subject.task().is_some_and(|(dossier, task)| {
                let assignment = dossier.assignment(task);
                let mut departments = assignment.lead.iter().chain(&assignment.support);
                departments.any(|department| any_names(values, &Field::new(department.as_str())))
            }),
            Filter::Status(values) => {
                let status = subject.task().and_then(|(dossier, task)| standing(dossier, task, period).0);
                status.is_some_and(|status| values.contains(&status))
            }
            Filter::Due(years) => {
                subject.task().is_some_and(|(dossier, task)| years.holds(dossier.assignment(task).due))
            }
            Filter::Kind(values) => values.contains(&subject.kind),
            Filter::Nature(values) => subject.nature().is_some_and(|nature| values.contains(&nature)),
            Filter::Box(values) => subject.box_number().is_some_and(|number| values.contains(&number)),
            Filter::Is(values) => subject
                .task()
                .is_some_and(|(dossier, task)| values.iter().any(|flag| flag.holds(dossier, task, period))),
        }
    }
}

impl Flag {
    fn holds(self, dossier: &Dossier, task: &Task, period: Option<Period>) -> bool {
        let (status, year) = standing(dossier, task, period);
        match self {
            Flag::Overdue => is_overdue(dossier.assignment(task).due, status, year),
            Flag::Unassigned => dossier.assignment(task).lead.is_empty(),
            Flag::Unreported => status.is_none(),
        }
    }
}

/// The status of a task and the year up to which the period looks.
fn standing(dossier: &Dossier, task: &Task, period: Option<Period>) -> (Option<Status>, i32) {
    let term = dossier.plan.term;
    let reviewed = || {
        let every = (task.id.clone(), Period::Annual(i32::MIN))..=(task.id.clone(), Period::Final);
        let periods = dossier.reviews.range(every).map(|((_, period), _)| *period);
        periods.max_by_key(|&period| (term.year_of(period), period))
    };
    let period = period.or_else(reviewed).unwrap_or(Period::Final);
    (dossier.review(&task.id, period).and_then(|review| review.status), term.year_of(period))
}

/// The number of a box as printed or typed: of 专栏3, 专栏三 or 3.
pub(super) fn box_number(text: &str) -> Option<u32> {
    numeral::parse(text.trim().trim_start_matches("专栏").trim())
}

fn any_names(values: &[Vec<Term>], names: &Field) -> bool {
    values.iter().any(|words| words.iter().all(|word| word.find(names).is_some()))
}
