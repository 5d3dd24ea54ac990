//! `goal` and `work-plan`: what tasks are to reach in a year, and how they stand against it.

use serde::Serialize;

use crate::desk::{Command, Field};
use crate::export::sheet::{Cell, Sheet};
use crate::office::period::Periods;
use crate::plan::{Dossier, ItemId, Period, PlanId, Status, Task};

use super::args::{GoalArguments, WorkPlanArguments};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter::{self, status_word, tone};
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table};

/// Sets goals.
pub(super) fn set(invocation: &Invocation, arguments: GoalArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let text: Field<String> = field(Some(arguments.text));
    execute(invocation, &desk, Command::SetGoal { items: arguments.ids, year: arguments.year, text })
}

/// A task with its goal of a year.
#[derive(Serialize)]
struct GoalRecord<'a> {
    id: &'a ItemId,
    plan: &'a PlanId,
    plan_title: &'a str,
    title: &'a str,
    lead: Vec<String>,
    due: Option<i32>,
    year: i32,
    goal: &'a str,
    status: Option<Status>,
    progress: Option<u8>,
    done: Option<&'a str>,
}

impl<'a> GoalRecord<'a> {
    fn of(dossier: &'a Dossier, task: &'a Task, year: i32) -> Option<Self> {
        let goal = dossier.goal(&task.id, year)?;
        let review = dossier.review(&task.id, Period::Annual(year));
        let assignment = dossier.assignment(task);
        Some(GoalRecord {
            id: &task.id,
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            title: &task.title,
            lead: assignment.lead,
            due: assignment.due,
            year,
            goal,
            status: review.and_then(|review| review.status),
            progress: review.and_then(|review| review.progress),
            done: review.and_then(|review| review.done.as_deref()),
        })
    }
}

/// Lists the work plan of a year.
pub(super) fn work_plan(invocation: &Invocation, arguments: &WorkPlanArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let year = arguments.year.unwrap_or_else(|| i32::from(jiff::Zoned::now().year()));
    let periods = Periods::Given(Period::Annual(year));
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.departments().canonical(name.trim()));
    let is_theirs = |dossier: &Dossier, task: &Task| {
        department.is_none_or(|department| dossier.assignment(task).involves(department))
    };
    let tasks = dossiers.iter().flat_map(|&dossier| dossier.plan.tasks.iter().map(move |task| (dossier, task)));
    let records: Vec<GoalRecord> = tasks
        .filter(|(dossier, task)| is_theirs(dossier, task))
        .filter_map(|(dossier, task)| GoalRecord::of(dossier, task, year))
        .collect();
    if records.is_empty() {
        invocation.note(&invocation.words(
            format!("{year} 年尚无年度目标；用 plandesk goal 填写，或在导出的任务分解表“年度目标”列填写后收回"),
            format!("there is no goal for {year} yet; set them with `plandesk goal`, or in the column “goal” of an exported list"),
        ));
    }
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

fn table(invocation: &Invocation, records: &[GoalRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words("id"),
        Column::words(head("状态", "status")),
        Column::figures(head("进度", "progress")),
        Column::long(head("任务", "task")),
        Column::long(head("年度目标", "goal")),
        Column::long(head("进展情况", "done")),
        Column::words(head("牵头", "lead")),
        Column::figures(head("到期", "due")),
    ];
    let row = |record: &GoalRecord| -> Vec<Entry> {
        vec![
            record.id.to_string().into(),
            Entry::toned(status_word(record.status, invocation.language), tone(record.status)),
            record.progress.map(|progress| format!("{progress}%")).unwrap_or_default().into(),
            record.title.into(),
            record.goal.into(),
            record.done.unwrap_or_default().into(),
            record.lead.join("、").into(),
            record.due.map(|due| due.to_string()).unwrap_or_default().into(),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[GoalRecord]) -> Sheet {
    let headings = ["id", "plan", "plan_title", "title", "lead", "due", "year", "goal", "status", "progress", "done"];
    let row = |record: &GoalRecord| -> Vec<Cell> {
        vec![
            record.id.to_string().into(),
            record.plan.as_str().into(),
            record.plan_title.into(),
            record.title.into(),
            record.lead.join("、").into(),
            record.due.into(),
            record.year.into(),
            record.goal.into(),
            record.status.map(Status::name).into(),
            record.progress.into(),
            record.done.into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
