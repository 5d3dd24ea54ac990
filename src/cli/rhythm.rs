//! `periods`, `keep` and `mark`: the kinds of periods that plans keep, and the marked tasks.

use serde::Serialize;

use crate::desk::Command;
use crate::plan::{Dossier, PeriodKind, PlanId, Rhythm};
use crate::text::{Label, Language};

use super::args::{KeepArguments, MarkArguments, OfPlans};
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;

/// A kind of periods of a plan.
#[derive(Serialize)]
struct RhythmRecord<'a> {
    plan: &'a PlanId,
    title: &'a str,
    kind: PeriodKind,
    /// The tasks for which reviews are required.
    of: Rhythm,
    /// The number of these tasks.
    tasks: usize,
    /// The number of such periods in the term.
    periods: usize,
}

/// Lists the kinds of periods that plans keep.
pub(super) fn list(invocation: &Invocation, of: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, of, invocation.language)?;
    let records: Vec<RhythmRecord> = dossiers.iter().flat_map(|dossier| records(dossier)).collect();
    invocation.out.found(&records, &columns(invocation.language))
}

fn records(dossier: &Dossier) -> impl Iterator<Item = RhythmRecord<'_>> {
    let plan = &dossier.plan;
    PeriodKind::ALL.into_iter().map(move |kind| {
        let of = dossier.rhythm(kind);
        let tasks = match of {
            Rhythm::All => plan.tasks.len(),
            Rhythm::Marked => plan.tasks.iter().filter(|task| dossier.marks.contains_key(&task.id)).count(),
            Rhythm::None => 0,
        };
        let periods = dossier.periods().into_iter().filter(|period| period.kind() == kind).count();
        RhythmRecord { plan: &plan.id, title: &plan.title, kind, of, tasks, periods }
    })
}

fn columns<'a>(language: Language) -> List<'a, RhythmRecord<'a>> {
    List::<RhythmRecord>::new(language)
        .words("plan", ["规划 id", "plan id"])
        .long("title", ["规划", "plan"])
        .words("kind", ["评估期种类", "kind"])
        .told(move |r| r.kind.label(language).into())
        .words("of", ["任务范围", "tasks"])
        .told(move |r| r.of.label(language).into())
        .counts("tasks", ["任务数", "number"])
        .counts("periods", ["期数", "periods"])
}

/// Sets the kinds of periods that a plan keeps.
pub(super) fn keep(invocation: &Invocation, arguments: &KeepArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    arguments.kinds.iter().try_for_each(|kind| {
        let plan = dossier.plan.id.clone();
        execute(invocation, &desk, Command::Keep { plan, kind: *kind, rhythm: arguments.of })
    })
}

/// Marks tasks, or removes the mark.
pub(super) fn mark(invocation: &Invocation, arguments: MarkArguments) -> Result<(), Failure> {
    let command = Command::Mark { items: arguments.ids, marked: !arguments.off };
    execute(invocation, &*invocation.open()?, command)
}
