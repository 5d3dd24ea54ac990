//! The dispatch sheet (调度表): the milestones of a period with their lights.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::records::AssignmentRecord;
use super::sheet::{Cell, Sheet};
use crate::plan::{Dossier, ItemId, Light, Period, PlanId, Standing, Task};
use crate::text::{Label, Language};

const HEADINGS: [(&str, &str); 15] = [
    ("序号", "no."),
    ("id", "id"),
    ("规划", "plan"),
    ("评估期", "period"),
    ("任务", "task"),
    ("本期节点目标", "milestone"),
    ("完成情况", "done"),
    ("灯", "light"),
    ("存在问题", "problem"),
    ("需协调事项", "asks"),
    ("下期计划", "next milestone"),
    ("牵头单位", "lead"),
    ("责任人", "person"),
    ("节点时限", "milestone due"),
    ("完成时限", "due"),
];

/// A task with its milestone of a period and what became of it.
#[derive(Debug, Serialize)]
pub struct DispatchRecord<'a> {
    /// The task or project.
    pub id: &'a ItemId,
    /// Its plan.
    pub plan: &'a PlanId,
    /// The plan's title.
    pub plan_title: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The assignment in force.
    #[serde(flatten)]
    pub assignment: AssignmentRecord,
    /// The period.
    pub period: Period,
    /// The words for what is to be there.
    pub milestone: &'a str,
    /// The figure that is to be reached.
    pub figure: Option<f64>,
    /// The last day on which it is not late.
    #[serde(serialize_with = "in_text")]
    pub day: Option<Date>,
    /// The day on which it was reached.
    #[serde(serialize_with = "in_text")]
    pub reached: Option<Date>,
    /// The figure so far.
    pub so_far: Option<f64>,
    /// The light; none where nothing is due yet.
    pub light: Option<Light>,
    /// True if it was not reached by its day, be it made up since or not.
    pub missed: bool,
    /// The number of milestones missed in a row up to this one.
    pub misses: usize,
    /// The work that was done.
    pub done: Option<&'a str>,
    /// The problem that was raised.
    pub problem: Option<&'a str>,
    /// The matters that others have to settle.
    pub asks: Option<&'a str>,
    /// The milestone of the next period that has one, else the next step of the review.
    pub next: Option<&'a str>,
}

fn in_text<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

impl<'a> DispatchRecord<'a> {
    /// The record of a task in a period as seen on a day; `None` for one without a milestone there.
    pub fn of(dossier: &'a Dossier, task: &'a Task, period: Period, today: Date) -> Option<Self> {
        let checked = dossier.milestone(&task.id, period)?;
        let review = dossier.review(&task.id, period);
        let next = dossier.next_milestone(&task.id, period).map(|(_, milestone)| milestone.title.as_str());
        Some(DispatchRecord {
            id: &task.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            title: &task.title,
            assignment: dossier.assignment(task).into(),
            period,
            milestone: &checked.milestone.title,
            figure: checked.milestone.figure,
            day: Some(checked.day),
            reached: checked.reached(),
            so_far: checked.outcome.and_then(|outcome| outcome.figure),
            light: Standing::of(dossier, task, period, today).light,
            missed: checked.was_missed(today),
            misses: dossier.misses(&task.id, period, today),
            done: review.and_then(|review| review.done.as_deref()),
            problem: review.and_then(|review| review.problem.as_deref()),
            asks: checked.outcome.and_then(|outcome| outcome.asks.as_deref()),
            next: next.or_else(|| review.and_then(|review| review.next.as_deref())),
        })
    }

    /// The light in words, with what it does not show: that the milestone had been missed, and how often in a row.
    pub fn light_in_words(&self, language: Language) -> String {
        let light = self.light.label(language);
        match self.light {
            Some(Light::Red) if self.misses > 1 => match language {
                Language::Zh => format!("{light}（连续 {} 期）", self.misses),
                Language::En => format!("{light} ({} in a row)", self.misses),
            },
            Some(other) if self.missed && other != Light::Red => {
                format!("{light}{}", language.pick("（曾红）", " (was red)"))
            }
            _ => light.to_string(),
        }
    }

    /// The milestone with its figures: 完成主体（60，已 45）.
    pub fn milestone_in_words(&self, language: Language) -> String {
        let title = self.milestone;
        match (self.figure, self.so_far, language) {
            (Some(planned), Some(so_far), Language::Zh) => format!("{title}（{planned}，已 {so_far}）"),
            (Some(planned), Some(so_far), Language::En) => format!("{title} ({so_far} of {planned})"),
            (Some(figure), None, Language::Zh) => format!("{title}（{figure}）"),
            (Some(figure), None, Language::En) => format!("{title} ({figure})"),
            (None, ..) => title.to_string(),
        }
    }
}

/// The dispatch sheet.
pub(super) fn sheet(records: &[DispatchRecord], language: Language) -> Sheet {
    let row = |(place, record): (usize, &DispatchRecord)| -> Vec<Cell> {
        let assignment = &record.assignment;
        vec![
            (place + 1).into(),
            record.id.to_string().into(),
            record.plan_title.into(),
            record.period.name(language).into(),
            record.title.into(),
            record.milestone_in_words(language).into(),
            record.done.into(),
            record.light_in_words(language).into(),
            record.problem.into(),
            record.asks.into(),
            record.next.into(),
            assignment.lead.join("、").into(),
            assignment.person.clone().into(),
            record.day.map(|day| day.to_string()).into(),
            assignment.due_by.map(|due| Cell::figure(&due.name(language))).into(),
        ]
    };
    Sheet {
        title: language.pick("调度表", "Dispatch sheet").to_string(),
        headings: HEADINGS.iter().map(|(zh, en)| language.pick(zh, en).to_string()).collect(),
        rows: records.iter().enumerate().map(row).collect(),
    }
}
