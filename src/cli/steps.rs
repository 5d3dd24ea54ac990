//! `steps` and `step`: the parts that tasks are divided into.

use serde::Serialize;

use crate::desk::{Command, Field, StepEdit};
use crate::export::sheet::Sheet;
use crate::plan::{Dossier, ItemId, PlanId, Step, Task};

use super::args::{OfPlans, StepArguments};
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone, count};

/// A step with its task.
#[derive(Debug, Serialize)]
struct StepRecord<'a> {
    /// The task.
    id: &'a ItemId,
    plan: &'a PlanId,
    title: &'a str,
    number: u32,
    step: &'a Step,
}

/// Lists steps.
pub(super) fn list(invocation: &Invocation, arguments: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, arguments, invocation.language)?;
    let of_task = |dossier: &'_ Dossier, task: &'_ Task| -> Vec<(u32, Step)> {
        dossier.steps_of(&task.id).map(|(number, step)| (number, step.clone())).collect()
    };
    let found: Vec<(&Dossier, &Task, Vec<(u32, Step)>)> = dossiers
        .iter()
        .flat_map(|dossier| dossier.plan.tasks.iter().map(move |task| (*dossier, task)))
        .map(|(dossier, task)| (dossier, task, of_task(dossier, task)))
        .collect();
    let records: Vec<StepRecord> = found
        .iter()
        .flat_map(|(dossier, task, steps)| {
            steps.iter().map(|(number, step)| StepRecord {
                id: &task.id,
                plan: &dossier.plan.id,
                title: &task.title,
                number: *number,
                step,
            })
        })
        .collect();
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

/// Adds a step to a task, changes it, or takes it away.
pub(super) fn set(invocation: &Invocation, arguments: StepArguments) -> Result<(), Failure> {
    let StepArguments { id, number, title, department, person, due, done, not_done, remove } = arguments;
    let edit = StepEdit {
        title: Field::given(title),
        department: Field::given(department),
        person: Field::given(person),
        due: Field::given(due.map(|day| day.to_string())),
        done: (done || not_done).then_some(done),
    };
    let edit = (!remove).then_some(edit);
    execute(invocation, &*invocation.open()?, Command::Step { item: id, number, edit })
}

fn table(invocation: &Invocation, records: &[StepRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words("id"),
        Column::long(head("任务", "task")),
        Column::figures(head("序号", "step")),
        Column::long(head("分解事项", "title")),
        Column::words(head("责任单位", "department")),
        Column::words(head("责任人", "person")),
        Column::words(head("到期", "due")),
        Column::words(head("完成", "done")),
    ];
    let row = |record: &StepRecord| -> Vec<Entry> {
        let StepRecord { step, .. } = record;
        let (done, tone) = if step.done { (head("是", "yes"), Tone::Good) } else { (String::new(), Tone::Plain) };
        vec![
            record.id.to_string().into(),
            record.title.into(),
            count(u64::from(record.number)),
            step.title.as_str().into(),
            step.department.clone().unwrap_or_default().into(),
            step.person.clone().unwrap_or_default().into(),
            step.due.clone().unwrap_or_default().into(),
            Entry::toned(done, tone),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[StepRecord]) -> Sheet {
    let headings = ["id", "plan", "title", "number", "step", "department", "person", "due", "done"];
    let row = |record: &StepRecord| {
        let StepRecord { step, .. } = record;
        vec![
            record.id.to_string().into(),
            record.plan.as_str().into(),
            record.title.into(),
            record.number.to_string().into(),
            step.title.as_str().into(),
            step.department.clone().into(),
            step.person.clone().into(),
            step.due.clone().into(),
            if step.done { "yes" } else { "" }.into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
