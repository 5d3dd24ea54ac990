//! `archive`, `unarchive`, `remove` and `samples`: archiving and removing plans.

use crate::desk::{Command, Desk};
use crate::plan::{Archived, Dossier, PlanId};

use super::args::{ArchiveArguments, RemoveArguments, SamplesArguments, UnarchiveArguments};
use super::change::execute;
use super::failure::Failure;
use super::invocation::Invocation;
use super::plans;

/// Archives plans.
pub(super) fn archive(invocation: &Invocation, arguments: &ArchiveArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let archived = Some(Archived { reason: arguments.reason.clone() });
    execute(invocation, &desk, Command::Archive { plans: named(invocation, &desk, &arguments.named)?, archived })
}

/// Restores archived plans.
pub(super) fn unarchive(invocation: &Invocation, arguments: &UnarchiveArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    execute(invocation, &desk, Command::Archive { plans: named(invocation, &desk, &arguments.named)?, archived: None })
}

fn named(invocation: &Invocation, desk: &Desk, names: &[String]) -> Result<Vec<PlanId>, Failure> {
    let snapshot = desk.snapshot();
    let plan = |name: &String| snapshot.plan_named(name).map(|dossier| dossier.plan.id.clone());
    names.iter().map(plan).collect::<Result<_, _>>().map_err(|error| Failure::no_such_plan(&error, invocation.language))
}

/// Removes a plan after its title has been typed as confirmation.
pub(super) fn remove(invocation: &Invocation, arguments: &RemoveArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    if !arguments.yes {
        invocation.note(&account(invocation, dossier));
        let question = invocation.words("要删除，请输入规划的标题：", "to remove it, type the plan's title:");
        let title = &dossier.plan.title;
        match invocation.ask_for(&question) {
            Some(typed) if typed.trim() == title.trim() => {}
            Some(_) => {
                return Err(Failure::Failed(
                    invocation.words("标题不符，没有删除", "that is not its title; nothing was removed"),
                ));
            }
            None => return Err(unanswered(invocation)),
        }
    }
    execute(invocation, &desk, Command::Remove(dossier.plan.id.clone()))
}

/// Returns a description of what a removal deletes.
fn account(invocation: &Invocation, dossier: &Dossier) -> String {
    let (plan, entries) = (&dossier.plan, dossier.entries());
    let (tasks, indicators) = (plan.tasks.len(), plan.indicators.len());
    invocation.words(
        format!(
            "《{}》（{}）：任务和项目 {tasks} 条，指标 {indicators} 个，已填内容 {entries} 条",
            plan.title, plan.id
        ),
        format!("{} ({}): {tasks} tasks and projects, {indicators} indicators, {entries} entries", plan.title, plan.id),
    )
}

/// Lists the samples, or removes them.
pub(super) fn samples(invocation: &Invocation, arguments: &SamplesArguments) -> Result<(), Failure> {
    let desk = invocation.open_for_samples()?;
    let snapshot = desk.snapshot();
    let samples = snapshot.samples();
    if !arguments.drop {
        let periods = invocation.periods(&desk, &arguments.in_period)?;
        let samples: Vec<&Dossier> = samples.into_iter().map(|dossier| &**dossier).collect();
        return plans::print(invocation, &samples, &periods, snapshot.today());
    }
    let leaving = snapshot.removable_samples();
    for dossier in &samples {
        let is_leaving = leaving.contains(&dossier.plan.id);
        let stays = invocation.words("保留：有本单位的规划以其为上级规划", "kept: a plan of your own implements it");
        let account = account(invocation, dossier);
        invocation.note(&if is_leaving { account } else { format!("{account} ({stays})") });
    }
    if leaving.is_empty() {
        return Err(Failure::Failed(invocation.words("没有可删除的样例", "there are no samples to remove")));
    }
    if !arguments.yes {
        let count = leaving.len();
        let question =
            invocation.words(format!("删除这 {count} 个样例规划？"), format!("Remove these {count} sample plans?"));
        match invocation.ask(&question) {
            Some(true) => {}
            Some(false) => return Err(Failure::Failed(invocation.words("没有删除", "nothing was removed"))),
            None => return Err(unanswered(invocation)),
        }
    }
    execute(invocation, &desk, Command::DropSamples)
}

fn unanswered(invocation: &Invocation) -> Failure {
    Failure::Usage(
        invocation.words(
            "不在终端上时，请加 --yes 确认；没有删除",
            "nobody can be asked here: give --yes; nothing was removed",
        ),
    )
}
