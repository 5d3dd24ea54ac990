//! Filters: conditions on records, written `key:value` in a query.

use jiff::civil::Date;

use super::field::Field;
use super::hit::HitKind;
use super::record::{Part, Record, names};
use super::term::Term;
use crate::plan::{
    Assignment, Condition, Dossier, DueRange, FateKind, Liaison, Nature, Period, Standing, Status, Task,
};
use crate::text::numeral;

/// A condition. Where a query gives several values, separated by commas, one of them must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// The plan's title, region, sector or id contains all words of one value.
    Plan(Vec<Vec<Term>>),
    /// The name of a department of the assignment, in either role, contains all words of one value.
    Department(Vec<Vec<Term>>),
    /// The leading official in charge matches all words of one value.
    Official(Vec<Vec<Term>>),
    /// The section of the lead department matches all words of one value.
    Section(Vec<Vec<Term>>),
    /// The status in the period; `None` stands for a task without one.
    Status(Vec<Option<Status>>),
    /// The due date is in this range.
    Due(DueRange),
    /// The kind of the record.
    Kind(Vec<HitKind>),
    /// The nature of an indicator.
    Nature(Vec<Nature>),
    /// The number of a special box; matches the box and its projects.
    Box(Vec<u32>),
    /// The standing of the task in the period.
    Is(Vec<Condition>),
    /// The confirmed fate of an indicator, task or project; `None` is one without.
    Fate(Vec<Option<FateKind>>),
    /// The identity of the plan that its plan continues holds all words of one value.
    Succeeds(Vec<Vec<Term>>),
}

/// The time to which conditions on reviews refer.
#[derive(Debug, Clone, Copy)]
pub struct AsOf {
    /// The period, or `None` for the latest one in which the task was reviewed.
    pub period: Option<Period>,
    /// The day that counts as today.
    pub today: Date,
}

/// The record that a filter judges.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'r, 'a> {
    /// The record itself.
    pub record: &'r Record<'a>,
    /// The dossier of its plan; `None` for a department.
    pub dossier: Option<&'a Dossier>,
}

impl<'a> Subject<'_, 'a> {
    fn task(&self) -> Option<(&'a Dossier, &'a Task)> {
        match (self.dossier?, self.record.part) {
            (dossier, Part::Task(task)) => Some((dossier, task)),
            _ => None,
        }
    }

    fn assignment(&self) -> Option<(&'a Dossier, Assignment)> {
        let dossier = self.dossier?;
        match self.record.part {
            Part::Task(task) => Some((dossier, dossier.assignment(task))),
            Part::Indicator(indicator) => Some((dossier, dossier.responsible(indicator))),
            _ => None,
        }
    }

    fn liaison(&self) -> Option<&'a Liaison> {
        let item = match self.record.part {
            Part::Task(task) => &task.id,
            Part::Indicator(indicator) => &indicator.id,
            _ => return None,
        };
        self.dossier?.liaisons.get(item)
    }

    fn box_number(&self) -> Option<u32> {
        let index = match self.record.part {
            Part::Box(index) => index,
            _ => self.task()?.1.special_box?,
        };
        box_number(&self.record.plan?.boxes.get(index)?.number)
    }

    /// Returns the confirmed fate of an item, `Some(None)` where it has none, and nothing for what can't have one.
    fn fate(&self) -> Option<Option<FateKind>> {
        let id = match self.record.part {
            Part::Task(task) => &task.id,
            Part::Indicator(indicator) => &indicator.id,
            _ => return None,
        };
        Some(self.dossier?.fates.get(id).map(|fate| fate.kind))
    }

    fn nature(&self) -> Option<Nature> {
        match self.record.part {
            Part::Indicator(indicator) => indicator.nature,
            _ => None,
        }
    }
}

impl Filter {
    /// Returns true if the condition holds at the time `as_of`.
    pub fn accepts(&self, subject: &Subject, as_of: AsOf) -> bool {
        match self {
            Filter::Plan(values) => subject.record.plan.is_some_and(|plan| any_names(values, &Field::new(names(plan)))),
            Filter::Department(values) => subject.assignment().is_some_and(|(dossier, assignment)| {
                let mut departments = assignment.lead.iter().chain(&assignment.support);
                departments
                    .any(|department| dossier.names_of(department).any(|name| any_names(values, &Field::new(name))))
            }),
            Filter::Official(values) => {
                subject.liaison().is_some_and(|liaison| any_says(values, liaison.official.as_deref()))
            }
            Filter::Section(values) => {
                subject.liaison().is_some_and(|liaison| any_says(values, liaison.section.as_deref()))
            }
            Filter::Status(values) => subject.task().is_some_and(|(dossier, task)| {
                let (_, standing) = standing(dossier, task, as_of);
                values.iter().any(|status| standing.has(*status))
            }),
            Filter::Due(years) => {
                subject.task().is_some_and(|(dossier, task)| years.holds(dossier.assignment(task).due))
            }
            Filter::Kind(values) => values.contains(&subject.record.kind),
            Filter::Nature(values) => subject.nature().is_some_and(|nature| values.contains(&nature)),
            Filter::Box(values) => subject.box_number().is_some_and(|number| values.contains(&number)),
            Filter::Fate(values) => subject.fate().is_some_and(|fate| values.contains(&fate)),
            Filter::Succeeds(values) => subject
                .dossier
                .and_then(Dossier::predecessor)
                .is_some_and(|earlier| any_names(values, &Field::new(earlier.as_str()))),
            Filter::Is(values) => subject.task().is_some_and(|(dossier, task)| {
                let (period, standing) = standing(dossier, task, as_of);
                values.iter().any(|condition| condition.holds(dossier, task, period, &standing))
            }),
        }
    }
}

/// Returns the period to which a condition refers, and how a task stands in it.
fn standing(dossier: &Dossier, task: &Task, as_of: AsOf) -> (Period, Standing) {
    let period = as_of.period.or_else(|| dossier.last_reviewed(&task.id)).unwrap_or(Period::FINAL);
    (period, Standing::of(dossier, task, period, as_of.today))
}

/// Parses the number of a box as printed or typed: 专栏3, 专栏三 or 3.
pub(super) fn box_number(text: &str) -> Option<u32> {
    numeral::parse(text.trim().trim_start_matches("专栏").trim())
}

fn any_says(values: &[Vec<Term>], text: Option<&str>) -> bool {
    text.is_some_and(|text| any_names(values, &Field::new(text)))
}

fn any_names(values: &[Vec<Term>], names: &Field) -> bool {
    values.iter().any(|words| words.iter().all(|word| word.find(names).is_some()))
}
