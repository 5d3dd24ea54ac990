//! `tasks`: tasks and projects with their assignments and the reviews of one period.

use crate::export::records::{CarriedRecord, TaskRecord};
use crate::plan::{Departments, Status};
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
    let list = List::<TaskRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .file("plan_title")
        .file("kind")
        .words("number", ["编号", "number"])
        .told(|r| match &r.special_box {
            Some(special_box) => format!("{} {}", special_box.number, r.number).into(),
            None => r.number.into(),
        })
        .long("title", ["任务", "task"])
        .file("text")
        .file("path")
        .joined(" › ")
        .file("box")
        .at("box.number")
        .file("box_title")
        .at("box.title")
        .file("group")
        .words("lead", ["牵头", "lead"])
        .told(move |r| r.assignment.lead.iter().map(|name| short(name)).collect::<Vec<_>>().join("、").into())
        .words("support", ["配合", "support"])
        .told(move |r| match &r.assignment.support[..] {
            [] => "".into(),
            [only] => short(only).into(),
            [first, others @ ..] => format!("{}+{}", short(first), others.len()).into(),
        })
        .words("person", ["责任人", "person"])
        .file("official")
        .file("section")
        .file("contact")
        .figures("due", ["到期", "due"])
        .at("due_by")
        .file("period")
        .at("review.period")
        .words("status", ["状态", "status"])
        .at("review.status")
        .told(move |r| Entry::toned(status(r).label(language), tone(status(r))))
        .before(1);
    let list = match carries {
        true => {
            let heading = ["沿用（未确认）", "carried, not confirmed"];
            list.table_only(Column::words, heading, move |r| carried(r, language)).before(1)
        }
        false => list,
    };
    list.figures("progress", ["进度", "progress"])
        .at("review.progress")
        .told(|r| {
            let progress = r.review.as_ref().and_then(|review| review.progress);
            progress.map_or(String::new(), |progress| format!("{progress}%")).into()
        })
        .before(1)
        .file("done")
        .at("review.done")
        .file("problem")
        .at("review.problem")
        .file("next")
        .at("review.next")
        .file("evidence")
        .at("review.evidence")
        .file("file")
        .at("source.file")
        .file("first_line")
        .at("source.lines.0")
        .file("last_line")
        .at("source.lines.1")
        .file("goal")
        .file("carried_period")
        .at("carried.period")
        .file("carried_status")
        .at("carried.status")
}

fn status(record: &TaskRecord) -> Option<Status> {
    record.review.as_ref().and_then(|review| review.status)
}

/// Returns the status carried on from an earlier period: 2022 推进中.
fn carried(record: &TaskRecord, language: Language) -> Entry {
    let words = |carried: &CarriedRecord| format!("{} {}", carried.period, carried.status.label(language));
    Entry::toned(record.carried.as_ref().map(words).unwrap_or_default(), Tone::Faint)
}
