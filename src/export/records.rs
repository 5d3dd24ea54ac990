//! Records: the shapes in which tasks, boxes and indicators leave as JSON. Field names are a contract; fields may be
//! added, never renamed.

use serde::{Serialize, Serializer};

use super::overlaid::OverlaidRecord;
use crate::plan::attainment::{Attainment, Thresholds};
use crate::plan::compound::{Part, parts};
use crate::plan::{
    Assignment, Baseline, BoxIndex, Direction, Dossier, Due, Indicator, ItemId, Kind, Liaison, Nature, Period, PlanId,
    Problem, Progress, Review, Solution, Status, Step, Subject, Target, Task, Year,
};

/// Departments, person and due of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssignmentRecord {
    /// Lead departments, the main lead first.
    pub lead: Vec<String>,
    /// Supporting departments.
    pub support: Vec<String>,
    /// The responsible person.
    pub person: Option<String>,
    /// The year of the day by which the task is due.
    pub due: Option<Year>,
    /// By when it is due, as precisely as it was told: `2025`, `2025-06`, `2025Q2`.
    #[serde(serialize_with = "in_text")]
    pub due_by: Option<Due>,
}

impl From<Assignment> for AssignmentRecord {
    fn from(Assignment { lead, support, person, due }: Assignment) -> Self {
        AssignmentRecord { lead, support, person, due: due.map(Due::year), due_by: due }
    }
}

/// Writes a due as text, also that of a whole year, so that the field has one type.
fn in_text<S: Serializer>(due: &Option<Due>, serializer: S) -> Result<S::Ok, S::Error> {
    due.map(|due| due.to_string()).serialize(serializer)
}

/// A task or project with its division of work and one period's review.
#[derive(Debug, Serialize)]
pub struct TaskRecord<'a> {
    /// Its identity.
    pub id: &'a ItemId,
    /// Its plan.
    pub plan: &'a PlanId,
    /// The plan's title.
    pub plan_title: &'a str,
    /// Task or project.
    pub kind: Kind,
    /// The number as printed.
    pub number: &'a str,
    /// The title.
    pub title: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// The headings above, outermost first.
    pub path: Vec<String>,
    /// For a project, its box.
    #[serde(rename = "box")]
    pub special_box: Option<BoxName<'a>>,
    /// For a project, the group of its box.
    pub group: Option<&'a str>,
    /// The assignment in force.
    #[serde(flatten)]
    pub assignment: AssignmentRecord,
    /// The leading official in charge.
    pub official: Option<String>,
    /// The section of the lead department.
    pub section: Option<String>,
    /// The person to ask.
    pub contact: Option<String>,
    /// The assignment that the text suggests and nobody has accepted.
    pub offered: Option<AssignmentRecord>,
    /// The review of the period asked for.
    pub review: Option<ReviewRecord<'a>>,
    /// The review of the last period where this one has no status yet: unconfirmed, and not counted as reported.
    pub carried: Option<CarriedRecord>,
    /// The goal of the period's year.
    pub goal: Option<&'a str>,
    /// True if only an earlier edition of the plan has it.
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

/// A box, as an item names it.
#[derive(Debug, Serialize)]
pub struct BoxName<'a> {
    /// As printed: 专栏3.
    pub number: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// A status that an earlier period gave.
#[derive(Debug, Serialize)]
pub struct CarriedRecord {
    /// The earlier period.
    pub period: Period,
    /// Its status.
    pub status: Status,
}

/// A review with its period.
#[derive(Debug, Serialize)]
pub struct ReviewRecord<'a> {
    /// The period.
    pub period: Period,
    /// The status.
    pub status: Option<Status>,
    /// Progress in per cent as it was entered.
    pub progress: Option<Progress>,
    /// The work that was done.
    pub done: Option<&'a str>,
    /// The problem that was raised.
    pub problem: Option<&'a str>,
    /// The next step.
    pub next: Option<&'a str>,
    /// The evidence.
    pub evidence: Option<&'a str>,
    /// True if the period is closed.
    pub sealed: bool,
    /// Why it was changed after the period had been closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended: Option<&'a str>,
}

/// A step with its number.
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
    /// First and last line, from 1.
    pub lines: [u32; 2],
}

impl<'a> TaskRecord<'a> {
    /// The record of one task in one period.
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
            progress: review.progress,
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
    /// Its id.
    pub id: ItemId,
    /// Its plan.
    pub plan: &'a PlanId,
    /// As printed: 专栏3.
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
    /// Its identity.
    pub id: &'a ItemId,
    /// Its group.
    pub group: Option<&'a str>,
    /// The number as printed.
    pub number: &'a str,
    /// The title.
    pub title: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl<'a> BoxRecord<'a> {
    /// The record of one box, if the plan has it.
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
    /// Its identity.
    pub id: &'a ItemId,
    /// Its plan.
    pub plan: &'a PlanId,
    /// The group of rows that it stands in.
    pub category: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// Its unit.
    pub unit: Option<&'a str>,
    /// Binding or expected.
    pub nature: Option<Nature>,
    /// The definition of the measure.
    pub definition: Option<&'a str>,
    /// The departments that answer for it, the main one first.
    pub lead: Vec<String>,
    /// The departments that support them.
    pub support: Vec<String>,
    /// The responsible person.
    pub person: Option<String>,
    /// Values at the start.
    pub baselines: &'a [Baseline],
    /// Values to reach.
    pub targets: &'a [Target],
    /// Measured values by year.
    pub readings: Vec<ReadingRecord>,
    /// The attainment in the last year that has a reading or a person's judgement; `None` without either.
    pub attainment: Option<Attainment>,
    /// The direction that is better.
    pub direction: Option<Direction>,
    /// Its measures, where a cell of its row holds several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// People's judgements, by year.
    pub judgements: Vec<JudgementRecord<'a>>,
    /// Corrections and adjustments of the indicator; an adjusted target is the one that it is judged against.
    #[serde(flatten)]
    pub overlaid: OverlaidRecord<'a>,
}

fn attainment(dossier: &Dossier, indicator: &Indicator, thresholds: &Thresholds) -> Option<Attainment> {
    let read = dossier.readings_of(&indicator.id).map(|(year, _)| year);
    let judged = dossier.judgements_of(&indicator.id).map(|(year, _)| year);
    read.chain(judged).max().map(|year| dossier.judge(indicator, thresholds, Period::annual(year)))
}

/// A person's judgement with its year.
#[derive(Debug, Serialize)]
pub struct JudgementRecord<'a> {
    /// The year judged.
    pub year: Year,
    /// The attainment.
    pub attainment: Attainment,
    /// Why.
    pub reason: Option<&'a str>,
}

/// A reading with its year.
#[derive(Debug, Serialize)]
pub struct ReadingRecord {
    /// The year measured.
    pub year: Year,
    /// The value in the indicator's unit.
    pub value: f64,
}

impl<'a> IndicatorRecord<'a> {
    /// The record of one indicator.
    pub fn of(dossier: &'a Dossier, indicator: &'a Indicator, thresholds: &Thresholds) -> Self {
        let readings = dossier.readings_of(&indicator.id);
        let Assignment { lead, support, person, due: _ } = dossier.responsible(indicator);
        IndicatorRecord {
            id: &indicator.id,
            plan: &dossier.plan.id,
            category: indicator.category.as_deref(),
            name: &indicator.name,
            unit: indicator.unit.as_deref(),
            nature: indicator.nature,
            definition: indicator.definition.as_deref(),
            lead,
            support,
            person,
            baselines: &indicator.baselines,
            targets: &indicator.targets,
            readings: readings.map(|(year, reading)| ReadingRecord { year, value: reading.value }).collect(),
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

/// A line of the list of problems.
#[derive(Debug, Serialize)]
pub struct ProblemRecord<'a> {
    /// The task or project that is stuck.
    pub id: &'a ItemId,
    /// Its plan.
    pub plan: &'a PlanId,
    /// The plan's title.
    pub plan_title: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The departments that lead it.
    pub lead: Vec<String>,
    /// The period whose review raised the problem.
    pub raised: Period,
    /// The last period whose review names it.
    pub last: Period,
    /// The problem that was raised.
    pub problem: &'a str,
    /// The next step.
    pub next: Option<&'a str>,
    /// The solution; `None` while the problem is open.
    pub solution: Option<&'a Solution>,
}

impl<'a> ProblemRecord<'a> {
    /// The record of one problem.
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
