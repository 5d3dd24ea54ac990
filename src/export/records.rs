//! JSON records of tasks, boxes and indicators. The field names are a contract: fields may be added, but not renamed.

use serde::{Serialize, Serializer};

use super::overlaid::OverlaidRecord;
use crate::plan::attainment::{Attainment, Thresholds};
use crate::plan::compound::{Part, parts};
use crate::plan::{
    Assignment, Baseline, BoxIndex, Direction, Dossier, Due, Indicator, ItemId, Kind, Liaison, Nature, Period, PlanId,
    Problem, Progress, Review, Solution, Status, Step, Subject, Target, Task, Year,
};

/// The assignment of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssignmentRecord {
    /// The lead departments, the main one first.
    pub lead: Vec<String>,
    /// The supporting departments.
    pub support: Vec<String>,
    /// The responsible person.
    pub person: Option<String>,
    /// The year of the due day.
    pub due: Option<Year>,
    /// The due date as precisely as it was entered: `2025`, `2025-06`, `2025Q2`.
    #[serde(serialize_with = "in_text")]
    pub due_by: Option<Due>,
}

impl From<Assignment> for AssignmentRecord {
    fn from(Assignment { lead, support, person, due }: Assignment) -> Self {
        AssignmentRecord { lead, support, person, due: due.map(Due::year), due_by: due }
    }
}

/// Serializes a due date as text, even if it is a year, so that the field has only one type.
fn in_text<S: Serializer>(due: &Option<Due>, serializer: S) -> Result<S::Ok, S::Error> {
    due.map(|due| due.to_string()).serialize(serializer)
}

/// A task or project with its assignment and the review of one period.
#[derive(Debug, Serialize)]
pub struct TaskRecord<'a> {
    /// The id.
    pub id: &'a ItemId,
    /// The id of the plan.
    pub plan: &'a PlanId,
    /// The plan's title.
    pub plan_title: &'a str,
    /// Task or project.
    pub kind: Kind,
    /// The number as printed.
    pub number: &'a str,
    /// The title.
    pub title: &'a str,
    /// The full text.
    pub text: &'a str,
    /// The headings above, outermost first.
    pub path: Vec<String>,
    /// The box of a project.
    #[serde(rename = "box")]
    pub special_box: Option<BoxName<'a>>,
    /// The group of a project within its box.
    pub group: Option<&'a str>,
    /// The assignment in force.
    #[serde(flatten)]
    pub assignment: AssignmentRecord,
    /// The official in charge (分管领导).
    pub official: Option<String>,
    /// The section of the lead department (责任科室).
    pub section: Option<String>,
    /// The contact (联系人).
    pub contact: Option<String>,
    /// The assignment suggested by the text and not yet accepted.
    pub offered: Option<AssignmentRecord>,
    /// The review of the requested period.
    pub review: Option<ReviewRecord<'a>>,
    /// The review of an earlier period, if this one has no status yet: unconfirmed, and not counted as reported.
    pub carried: Option<CarriedRecord>,
    /// The goal of the year of the period.
    pub goal: Option<&'a str>,
    /// True if the item is only in an earlier edition of the plan.
    pub former: bool,
    /// The lines of the text; for a former item those in its last edition.
    pub source: SourceRecord<'a>,
    /// Its steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepRecord<'a>>,
    /// The share of its steps that are done, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps_done: Option<u8>,
    /// Corrections and adjustments of the item.
    #[serde(flatten)]
    pub overlaid: OverlaidRecord<'a>,
}

/// The box of a project.
#[derive(Debug, Serialize)]
pub struct BoxName<'a> {
    /// The number as printed: 专栏3.
    pub number: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// A status carried on from an earlier period.
#[derive(Debug, Serialize)]
pub struct CarriedRecord {
    /// The earlier period.
    pub period: Period,
    /// Its status.
    pub status: Status,
}

/// A review.
#[derive(Debug, Serialize)]
pub struct ReviewRecord<'a> {
    /// The period.
    pub period: Period,
    /// The status.
    pub status: Option<Status>,
    /// The progress in per cent: as entered, or as the status implies.
    pub progress: Option<Progress>,
    /// The progress as entered, for lists that come back.
    #[serde(skip)]
    pub entered: Option<Progress>,
    /// The work that was done.
    pub done: Option<&'a str>,
    /// The problem that was raised.
    pub problem: Option<&'a str>,
    /// The next step.
    pub next: Option<&'a str>,
    /// The evidence.
    pub evidence: Option<&'a str>,
    /// True if the period is sealed.
    pub sealed: bool,
    /// The reason for changing it after the seal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended: Option<&'a str>,
}

/// A step of a task.
#[derive(Debug, Serialize)]
pub struct StepRecord<'a> {
    /// Its number within the task.
    pub number: u32,
    /// The step.
    #[serde(flatten)]
    pub step: &'a Step,
}

/// A place in a source file.
#[derive(Debug, Serialize)]
pub struct SourceRecord<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The first and the last line, from 1.
    pub lines: [u32; 2],
}

impl<'a> TaskRecord<'a> {
    /// Returns the record of a task in a period.
    pub fn of(dossier: &'a Dossier, task: &'a Task, period: Period) -> Self {
        let plan = &dossier.plan;
        let assignment = dossier.assignment(task);
        let Liaison { official, section, contact } = dossier.liaison(&task.id);
        let special_box = task.special_box.and_then(|index| plan.boxes.get(index));
        TaskRecord {
            id: &task.id,
            plan: &plan.id,
            plan_title: &plan.title,
            kind: task.kind(),
            number: &task.number,
            title: &task.title,
            text: &task.text,
            path: plan.path(task.node),
            special_box: special_box.map(|b| BoxName { number: &b.number, title: &b.title }),
            group: task.group.as_deref(),
            offered: task.offered.clone().filter(|_| assignment.lead.is_empty()).map(AssignmentRecord::from),
            assignment: assignment.into(),
            official,
            section,
            contact,
            review: dossier.review(&task.id, period).map(|review| ReviewRecord::of(dossier, review, period)),
            carried: dossier.carried(&task.id, period).map(|(period, status)| CarriedRecord { period, status }),
            goal: dossier.goal(&task.id, plan.term.year_of(period)),
            former: plan.former_tasks.iter().any(|former| former.id == task.id),
            source: SourceRecord { file: &plan.source.file, lines: [task.lines.first, task.lines.last] },
            steps: dossier.steps_of(&task.id).map(|(number, step)| StepRecord { number, step }).collect(),
            steps_done: dossier.progress_of_steps(&task.id),
            overlaid: OverlaidRecord::of(dossier, Subject::Item(task.id.clone())),
        }
    }
}

impl<'a> ReviewRecord<'a> {
    fn of(dossier: &Dossier, review: &'a Review, period: Period) -> Self {
        ReviewRecord {
            period,
            status: review.status,
            progress: review.effective_progress(),
            entered: review.progress,
            done: review.done.as_deref(),
            problem: review.problem.as_deref(),
            next: review.next.as_deref(),
            evidence: review.evidence.as_deref(),
            sealed: dossier.seals.contains_key(&period),
            amended: review.amended.as_deref(),
        }
    }
}

/// A special box with its items.
#[derive(Debug, Serialize)]
pub struct BoxRecord<'a> {
    /// The id.
    pub id: ItemId,
    /// The id of the plan.
    pub plan: &'a PlanId,
    /// The number as printed: 专栏3.
    pub number: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The headings above, outermost first.
    pub path: Vec<String>,
    /// Its projects in order.
    pub items: Vec<BoxItem<'a>>,
    /// Corrections and adjustments of the item.
    #[serde(flatten)]
    pub overlaid: OverlaidRecord<'a>,
}

/// A project of a box.
#[derive(Debug, Serialize)]
pub struct BoxItem<'a> {
    /// The id.
    pub id: &'a ItemId,
    /// The group within the box.
    pub group: Option<&'a str>,
    /// The number as printed.
    pub number: &'a str,
    /// The title.
    pub title: &'a str,
    /// The full text.
    pub text: &'a str,
}

impl<'a> BoxRecord<'a> {
    /// Returns the record of a box, or `None` if the plan does not have it.
    pub fn of(dossier: &'a Dossier, index: BoxIndex) -> Option<Self> {
        let plan = &dossier.plan;
        let special_box = plan.boxes.get(index)?;
        let item = |task: &'a Task| BoxItem {
            id: &task.id,
            group: task.group.as_deref(),
            number: &task.number,
            title: &task.title,
            text: &task.text,
        };
        let id = plan.box_id(index);
        Some(BoxRecord {
            overlaid: OverlaidRecord::of(dossier, Subject::Item(id.clone())),
            id,
            plan: &plan.id,
            number: &special_box.number,
            title: &special_box.title,
            path: plan.path(special_box.node),
            items: plan.box_items(index).map(item).collect(),
        })
    }
}

/// An indicator with its readings.
#[derive(Debug, Serialize)]
pub struct IndicatorRecord<'a> {
    /// The id.
    pub id: &'a ItemId,
    /// The id of the plan.
    pub plan: &'a PlanId,
    /// The group of rows in which it stands.
    pub category: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// Its unit.
    pub unit: Option<&'a str>,
    /// Binding or expected.
    pub nature: Option<Nature>,
    /// The definition (指标解释).
    pub definition: Option<&'a str>,
    /// The lead departments, the main one first.
    pub lead: Vec<String>,
    /// The supporting departments.
    pub support: Vec<String>,
    /// The responsible person.
    pub person: Option<String>,
    /// The division that the table suggests, if no lead department is known; omitted otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered: Option<AssignmentRecord>,
    /// The leading official in charge.
    pub official: Option<String>,
    /// The section of the lead department.
    pub section: Option<String>,
    /// The person to ask.
    pub contact: Option<String>,
    /// The values at the start of the term.
    pub baselines: &'a [Baseline],
    /// The values to be reached.
    pub targets: &'a [Target],
    /// The measured values.
    pub readings: Vec<ReadingRecord>,
    /// The values measured within years, up to the end of a month, quarter or half-year.
    pub interim_readings: Vec<InterimReadingRecord>,
    /// The attainment in the last year with a reading or a judgement; `None` without either.
    pub attainment: Option<Attainment>,
    /// The direction in which values improve.
    pub direction: Option<Direction>,
    /// The measures, if one cell of its row holds several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// The judgements of people.
    pub judgements: Vec<JudgementRecord<'a>>,
    /// Corrections and adjustments. An adjusted target is the one used for the attainment.
    #[serde(flatten)]
    pub overlaid: OverlaidRecord<'a>,
}

fn attainment(dossier: &Dossier, indicator: &Indicator, thresholds: &Thresholds) -> Option<Attainment> {
    let read = dossier.measurements(&indicator.id, Period::annual(Year::MAX)).into_iter().map(|measured| measured.year);
    let judged = dossier.judgements_of(&indicator.id).map(|(year, _)| year);
    read.chain(judged).max().map(|year| dossier.judge(indicator, thresholds, Period::annual(year)))
}

/// The judgement of a person about a year.
#[derive(Debug, Serialize)]
pub struct JudgementRecord<'a> {
    /// The year judged.
    pub year: Year,
    /// The attainment.
    pub attainment: Attainment,
    /// The reason.
    pub reason: Option<&'a str>,
}

/// A measured value.
#[derive(Debug, Serialize)]
pub struct ReadingRecord {
    /// The year measured.
    pub year: Year,
    /// The value in the unit of the indicator.
    pub value: f64,
}

/// A value measured within a year.
#[derive(Debug, Serialize)]
pub struct InterimReadingRecord {
    /// The part of the year up to whose end was measured.
    pub period: Period,
    /// The value in the unit of the indicator.
    pub value: f64,
}

impl<'a> IndicatorRecord<'a> {
    /// Returns the record of an indicator.
    pub fn of(dossier: &'a Dossier, indicator: &'a Indicator, thresholds: &Thresholds) -> Self {
        let readings = dossier.readings_of(&indicator.id);
        let interim = dossier.interim_readings_of(&indicator.id).into_iter();
        let Assignment { lead, support, person, due: _ } = dossier.responsible(indicator);
        let Liaison { official, section, contact } = dossier.liaison(&indicator.id);
        IndicatorRecord {
            id: &indicator.id,
            plan: &dossier.plan.id,
            category: indicator.category.as_deref(),
            name: &indicator.name,
            unit: indicator.unit.as_deref(),
            nature: indicator.nature,
            definition: indicator.definition.as_deref(),
            offered: indicator.offered().filter(|_| lead.is_empty()).map(AssignmentRecord::from),
            lead,
            support,
            person,
            official,
            section,
            contact,
            baselines: &indicator.baselines,
            targets: &indicator.targets,
            readings: readings.map(|(year, reading)| ReadingRecord { year, value: reading.value }).collect(),
            interim_readings: interim
                .map(|m| InterimReadingRecord { period: m.period, value: m.reading.value })
                .collect(),
            attainment: attainment(dossier, indicator, thresholds),
            direction: dossier.direction(indicator),
            parts: parts(indicator, dossier.plan.term),
            judgements: dossier
                .judgements_of(&indicator.id)
                .map(|(year, judgement)| JudgementRecord {
                    year,
                    attainment: judgement.attainment,
                    reason: judgement.reason.as_deref(),
                })
                .collect(),
            overlaid: OverlaidRecord::of(dossier, Subject::Item(indicator.id.clone())),
        }
    }
}

/// A row of the list of problems.
#[derive(Debug, Serialize)]
pub struct ProblemRecord<'a> {
    /// The id of the task or project.
    pub id: &'a ItemId,
    /// The id of the plan.
    pub plan: &'a PlanId,
    /// The plan's title.
    pub plan_title: &'a str,
    /// The title of the task or project.
    pub title: &'a str,
    /// The lead departments.
    pub lead: Vec<String>,
    /// The period whose review first names the problem.
    pub raised: Period,
    /// The last period whose review names it.
    pub last: Period,
    /// The problem as described in the review.
    pub problem: &'a str,
    /// The next step.
    pub next: Option<&'a str>,
    /// The solution; `None` while the problem is open.
    pub solution: Option<&'a Solution>,
}

impl<'a> ProblemRecord<'a> {
    /// Returns the record of a problem.
    pub fn of(dossier: &'a Dossier, problem: &Problem<'a>) -> Self {
        ProblemRecord {
            id: &problem.task.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            title: &problem.task.title,
            lead: dossier.assignment(problem.task).lead,
            raised: problem.raised,
            last: problem.last,
            problem: problem.text,
            next: problem.next,
            solution: problem.solution,
        }
    }
}
