//! `tasks`: tasks and projects with their division of work and one period's review.

use crate::export::records::{CarriedRecord, TaskRecord};
use crate::export::sheet::{Cell, Sheet};
use crate::plan::{Departments, Kind, Status};
use crate::text::{Label, Language};

use super::args::TaskFilter;
use super::failure::Failure;
use super::filter::{self, status_word, tone};
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Lists tasks and projects.
pub(super) fn list(invocation: &Invocation, arguments: &TaskFilter) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let found = filter::tasks(&snapshot, arguments, &periods, invocation.language)?;
    let records: Vec<TaskRecord> =
        found.iter().map(|(dossier, task)| TaskRecord::of(dossier, task, periods.of(dossier.plan.term))).collect();
    print(invocation, &records, snapshot.departments())
}

/// Prints tasks and projects.
pub(super) fn print(invocation: &Invocation, records: &[TaskRecord], departments: &Departments) -> Result<(), Failure> {
    invocation.out.found(records, || table(invocation, records, departments), || csv(records))
}

fn table(invocation: &Invocation, records: &[TaskRecord], departments: &Departments) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let carries = records.iter().any(|record| record.carried.is_some());
    let mut columns = vec![
        Column::words("id"),
        Column::words(head("状态", "status")),
        Column::figures(head("进度", "progress")),
        Column::words(head("编号", "number")),
        Column::long(head("任务", "task")),
        Column::words(head("牵头", "lead")),
        Column::words(head("配合", "support")),
        Column::words(head("责任人", "person")),
        Column::figures(head("到期", "due")),
    ];
    let mut rows: Vec<Vec<Entry>> =
        records.iter().map(|record| row(record, departments, invocation.language)).collect();
    if carries {
        columns.insert(2, Column::words(head("沿用（未确认）", "carried, not confirmed")));
        rows.iter_mut().zip(records).for_each(|(row, record)| row.insert(2, carried(record, invocation.language)));
    }
    Table { columns, rows }
}

fn row(record: &TaskRecord, departments: &Departments, language: Language) -> Vec<Entry> {
    let short = |name: &String| short_name(departments, name).to_string();
    let assignment = &record.assignment;
    let status = record.review.as_ref().and_then(|review| review.status);
    let progress = record.review.as_ref().and_then(|review| review.progress);
    let support = match &assignment.support[..] {
        [] => String::new(),
        [only] => short(only),
        [first, others @ ..] => format!("{}+{}", short(first), others.len()),
    };
    let number = match &record.special_box {
        Some(special_box) => format!("{} {}", special_box.number, record.number),
        None => record.number.to_string(),
    };
    vec![
        record.id.to_string().into(),
        Entry::toned(status_word(status, language), tone(status)),
        progress.map_or(String::new(), |progress| format!("{progress}%")).into(),
        number.into(),
        record.title.into(),
        assignment.lead.iter().map(short).collect::<Vec<_>>().join("、").into(),
        support.into(),
        assignment.person.clone().unwrap_or_default().into(),
        assignment.due.map_or(String::new(), |due| due.to_string()).into(),
    ]
}

/// Returns the status carried on from an earlier period: 2022 推进中.
fn carried(record: &TaskRecord, language: Language) -> Entry {
    let words = |carried: &CarriedRecord| format!("{} {}", carried.period, carried.status.label(language));
    Entry::toned(record.carried.as_ref().map(words).unwrap_or_default(), Tone::Faint)
}

fn short_name<'a>(departments: &'a Departments, name: &'a str) -> &'a str {
    departments.find(name).map_or(name, |department| department.short_name())
}

fn csv(records: &[TaskRecord]) -> Sheet {
    let headings = [
        "id",
        "plan",
        "plan_title",
        "kind",
        "number",
        "title",
        "text",
        "path",
        "box",
        "box_title",
        "group",
        "lead",
        "support",
        "person",
        "due",
        "period",
        "status",
        "progress",
        "done",
        "problem",
        "next",
        "evidence",
        "file",
        "first_line",
        "last_line",
        "goal",
        "carried_period",
        "carried_status",
    ];
    sheet(&headings, records.iter().map(csv_row).collect())
}

fn csv_row(record: &TaskRecord) -> Vec<Cell> {
    let (assignment, review) = (&record.assignment, record.review.as_ref());
    let kind = match record.kind {
        Kind::Task => "task",
        Kind::Project => "project",
    };
    vec![
        record.id.to_string().into(),
        record.plan.as_str().into(),
        record.plan_title.into(),
        kind.into(),
        record.number.into(),
        record.title.into(),
        record.text.into(),
        record.path.join(" › ").into(),
        record.special_box.as_ref().map(|b| b.number).into(),
        record.special_box.as_ref().map(|b| b.title).into(),
        record.group.into(),
        assignment.lead.join("、").into(),
        assignment.support.join("、").into(),
        assignment.person.clone().into(),
        assignment.due.into(),
        review.map(|r| r.period.to_string()).into(),
        review.and_then(|r| r.status).map(Status::name).into(),
        review.and_then(|r| r.progress).into(),
        review.and_then(|r| r.done).into(),
        review.and_then(|r| r.problem).into(),
        review.and_then(|r| r.next).into(),
        review.and_then(|r| r.evidence).into(),
        record.source.file.into(),
        record.source.lines[0].into(),
        record.source.lines[1].into(),
        record.goal.into(),
        record.carried.as_ref().map(|carried| carried.period.to_string()).into(),
        record.carried.as_ref().map(|carried| carried.status.name()).into(),
    ]
}
