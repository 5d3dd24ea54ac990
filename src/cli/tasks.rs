//! `tasks`: tasks and projects with their division of work and one period's review.

use crate::export::records::{CarriedRecord, TaskRecord};
use crate::plan::{Departments, Kind, Progress, Status};
use crate::text::{Label, Language};

use super::args::TaskFilter;
use super::failure::Failure;
use super::filter::{self, tone};
use super::invocation::Invocation;
use super::list::List;
use super::table::{Column, Entry, Tone};

/// Lists tasks and projects.
pub(super) fn list(invocation: &Invocation, arguments: &TaskFilter) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let found = filter::tasks(&snapshot, arguments, &periods, invocation.language)?;
    let records: Vec<TaskRecord> =
        found.iter().map(|(dossier, task)| TaskRecord::of(dossier, task, periods.of(dossier))).collect();
    print(invocation, &records, snapshot.departments())
}

/// Prints tasks and projects.
pub(super) fn print(invocation: &Invocation, records: &[TaskRecord], departments: &Departments) -> Result<(), Failure> {
    let carries = records.iter().any(|record| record.carried.is_some());
    invocation.out.found(records, &columns(invocation.language, departments, carries))
}

fn columns<'a>(language: Language, departments: &'a Departments, carries: bool) -> List<'a, TaskRecord<'a>> {
    let short = |name: &str| departments.find(name).map_or(name, |department| department.short_name()).to_string();
    let list = List::new(language)
        .words("id", ["id", "id"], |r: &TaskRecord| r.id.to_string().into())
        .file("plan", |r| r.plan.as_str().into())
        .file("plan_title", |r| r.plan_title.into())
        .file("kind", |r| if r.kind == Kind::Task { "task" } else { "project" }.into())
        .words("number", ["编号", "number"], |r| r.number.into())
        .told(|r| match &r.special_box {
            Some(special_box) => format!("{} {}", special_box.number, r.number).into(),
            None => r.number.into(),
        })
        .long("title", ["任务", "task"], |r| r.title.into())
        .file("text", |r| r.text.into())
        .file("path", |r| r.path.join(" › ").into())
        .file("box", |r| r.special_box.as_ref().map(|b| b.number).into())
        .file("box_title", |r| r.special_box.as_ref().map(|b| b.title).into())
        .file("group", |r| r.group.into())
        .words("lead", ["牵头", "lead"], |r| r.assignment.lead.join("、").into())
        .told(move |r| r.assignment.lead.iter().map(|name| short(name)).collect::<Vec<_>>().join("、").into())
        .words("support", ["配合", "support"], |r| r.assignment.support.join("、").into())
        .told(move |r| match &r.assignment.support[..] {
            [] => "".into(),
            [only] => short(only).into(),
            [first, others @ ..] => format!("{}+{}", short(first), others.len()).into(),
        })
        .words("person", ["责任人", "person"], |r| r.assignment.person.clone().into())
        .figures("due", ["到期", "due"], |r| r.assignment.due.into())
        .file("period", |r| r.review.as_ref().map(|review| review.period.to_string()).into())
        .words("status", ["状态", "status"], |r| status(r).map(Status::name).into())
        .told(move |r| Entry::toned(status(r).label(language), tone(status(r))))
        .before(1);
    let list = match carries {
        true => {
            let heading = ["沿用（未确认）", "carried, not confirmed"];
            list.table_only(Column::words, heading, move |r| carried(r, language)).before(1)
        }
        false => list,
    };
    list.figures("progress", ["进度", "progress"], |r| {
        r.review.as_ref().and_then(|review| review.progress).map(Progress::get).into()
    })
    .told(|r| {
        let progress = r.review.as_ref().and_then(|review| review.progress);
        progress.map_or(String::new(), |progress| format!("{progress}%")).into()
    })
    .before(1)
    .file("done", |r| r.review.as_ref().and_then(|review| review.done).into())
    .file("problem", |r| r.review.as_ref().and_then(|review| review.problem).into())
    .file("next", |r| r.review.as_ref().and_then(|review| review.next).into())
    .file("evidence", |r| r.review.as_ref().and_then(|review| review.evidence).into())
    .file("file", |r| r.source.file.into())
    .file("first_line", |r| r.source.lines[0].into())
    .file("last_line", |r| r.source.lines[1].into())
    .file("goal", |r| r.goal.into())
    .file("carried_period", |r| r.carried.as_ref().map(|carried| carried.period.to_string()).into())
    .file("carried_status", |r| r.carried.as_ref().map(|carried| carried.status.name()).into())
}

fn status(record: &TaskRecord) -> Option<Status> {
    record.review.as_ref().and_then(|review| review.status)
}

/// Returns what an earlier period says of a task that this one says nothing of: 2022 推进中.
fn carried(record: &TaskRecord, language: Language) -> Entry {
    let words = |carried: &CarriedRecord| format!("{} {}", carried.period, carried.status.label(language));
    Entry::toned(record.carried.as_ref().map(words).unwrap_or_default(), Tone::Faint)
}
