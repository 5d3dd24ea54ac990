//! `confirm`: the review carried on from an earlier period is confirmed for tasks without a status.

use crate::desk::{Command, Snapshot};
use crate::office::period::Periods;
use crate::plan::ItemId;

use super::args::ConfirmArguments;
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;

/// Confirms the named tasks, or all tasks of some plans and a department with a carried review.
pub(super) fn run(invocation: &Invocation, arguments: ConfirmArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let items = match arguments.ids.is_empty() {
        true => carried(invocation, &snapshot, &arguments)?,
        false => arguments.ids,
    };
    let period = filter::period_of(&snapshot, &items, arguments.period);
    if items.is_empty() {
        return Err(Failure::Failed(invocation.words(
            "没有可确认的：各任务在本期已有状态，或以前各期都没有状态",
            "there is nothing to confirm: the tasks have a status in this period, or none in any before",
        )));
    }
    execute(invocation, &desk, Command::Confirm { items, period })
}

fn carried(invocation: &Invocation, snapshot: &Snapshot, arguments: &ConfirmArguments) -> Result<Vec<ItemId>, Failure> {
    let periods = Periods::given(arguments.period);
    let dossiers = filter::dossiers_in(snapshot, &arguments.of, &periods, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let mut items = Vec::new();
    for dossier in dossiers {
        let is_led = |task: &&crate::plan::Task| {
            department.as_ref().is_none_or(|department| dossier.assignment(task).lead.contains(department))
        };
        let tasks = dossier.plan.tasks.iter().filter(is_led);
        let carried = tasks.filter(|task| dossier.carried(&task.id, periods.of(dossier)).is_some());
        items.extend(carried.map(|task| task.id.clone()));
    }
    Ok(items)
}
