//! `steps` and `step`: the parts into which tasks are divided.

use serde::Serialize;

use crate::desk::{Command, Field, StepEdit};
use crate::plan::{Dossier, ItemId, PlanId, Step, Task};
use crate::text::Language;

use super::args::{OfPlans, StepArguments};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};

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
    let found: Vec<_> = dossiers
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
    invocation.out.found(&records, &columns(invocation.language))
}

/// Adds a step to a task, changes it, or removes it.
pub(super) fn set(invocation: &Invocation, arguments: StepArguments) -> Result<(), Failure> {
    let StepArguments { id, number, title, department, person, due, done, not_done, remove } = arguments;
    let edit = StepEdit {
        title: Field::given(title),
        department: Field::given(department),
        person: Field::given(person),
        due: field(due),
        done: (done || not_done).then_some(done),
    };
    let edit = (!remove).then_some(edit);
    execute(invocation, &*invocation.open()?, Command::Step { item: id, number, edit })
}

fn columns<'a>(language: Language) -> List<'a, StepRecord<'a>> {
    List::<StepRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .long("title", ["任务", "task"])
        .figures("number", ["序号", "step"])
        .long("step", ["分解事项", "title"])
        .at("step.title")
        .words("department", ["责任单位", "department"])
        .at("step.department")
        .words("person", ["责任人", "person"])
        .at("step.person")
        .words("due", ["到期", "due"])
        .at("step.due")
        .words("done", ["完成", "done"])
        .at("step.done")
        .told(move |r| match r.step.done {
            true => Entry::toned(language.pick("是", "yes"), Tone::Good),
            false => Entry::toned("", Tone::Plain),
        })
}
