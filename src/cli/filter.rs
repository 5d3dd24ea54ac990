//! Filters: which plans and which tasks a command is about.

use crate::desk::Snapshot;
use crate::office::period::Periods;
use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, Period, Status, Task};
use crate::search::Sieve;
use crate::text::{Label, Language};

use super::args::{OfPlans, TaskFilter};
use super::failure::Failure;
use super::table::Tone;
use super::value::{Kind, StatusFilter};

/// The dossiers of the plans named, or of all plans when none is named.
pub(super) fn dossiers<'a>(
    snapshot: &'a Snapshot,
    of: &OfPlans,
    language: Language,
) -> Result<Vec<&'a Dossier>, Failure> {
    if of.plans.is_empty() {
        return Ok(snapshot.dossiers().map(|d| &**d).collect());
    }
    let mut dossiers: Vec<&Dossier> = Vec::new();
    for name in &of.plans {
        let dossier = &**snapshot.plan_named(name).map_err(|error| Failure::no_such_plan(&error, language))?;
        if !dossiers.iter().any(|d| d.plan.id == dossier.plan.id) {
            dossiers.push(dossier);
        }
    }
    Ok(dossiers)
}

/// Of these plans those that have the period asked for.
pub(super) fn dossiers_in<'a>(
    snapshot: &'a Snapshot,
    of: &OfPlans,
    periods: &Periods,
    language: Language,
) -> Result<Vec<&'a Dossier>, Failure> {
    let mut dossiers = dossiers(snapshot, of, language)?;
    dossiers.retain(|dossier| periods.fit(dossier.plan.term));
    if dossiers.is_empty() {
        let why = "没有规划包含这一评估期；规划期见 plandesk plans";
        let why = language.pick(why, "no plan has this period; plandesk plans shows their terms");
        return Err(Failure::Failed(why.to_string()));
    }
    Ok(dossiers)
}

/// The tasks and projects that a filter leaves, with their dossiers.
pub(super) fn tasks<'a>(
    snapshot: &'a Snapshot,
    filter: &TaskFilter,
    periods: &Periods,
    language: Language,
) -> Result<Vec<(&'a Dossier, &'a Task)>, Failure> {
    let departments = snapshot.departments();
    let department = filter.department.as_deref().map(|name| departments.canonical(name.trim()));
    let fits = |dossier: &Dossier, task: &Task| {
        let assignment = dossier.assignment(task);
        department.is_none_or(|name| assignment.involves(name))
            && filter.kind.is_none_or(|Kind(kind)| task.kind() == kind)
            && filter.due.is_none_or(|due| due.holds(assignment.due))
            && has_status(dossier, task, periods, &filter.status)
            && fits_period(dossier, task, periods.of(dossier.plan.term), filter)
    };
    let mut found = Vec::new();
    for dossier in dossiers_in(snapshot, &filter.of, periods, language)? {
        let tasks = if filter.former { &dossier.plan.former_tasks } else { &dossier.plan.tasks };
        let query = filter.text.clone().map(|query| query.in_period(periods.of(dossier.plan.term)));
        let sieve = query.as_ref().map(Sieve::new);
        let listed = tasks
            .iter()
            .filter(|task| fits(dossier, task) && sieve.as_ref().is_none_or(|sieve| sieve.lets_through(dossier, task)));
        found.extend(listed.map(|task| (dossier, task)));
    }
    Ok(found)
}

fn fits_period(dossier: &Dossier, task: &Task, period: Period, filter: &TaskFilter) -> bool {
    let year = dossier.plan.term.year_of(period);
    let counts = || RollUp::of(dossier, [task], period);
    (!filter.overdue || counts().overdue > 0)
        && (!filter.missing || counts().unreported() > 0)
        && (!filter.with_goal || dossier.goal(&task.id, year).is_some())
}

fn has_status(dossier: &Dossier, task: &Task, periods: &Periods, wanted: &[StatusFilter]) -> bool {
    let period = periods.of(dossier.plan.term);
    let status = dossier.review(&task.id, period).and_then(|review| review.status);
    let found = status.map_or(StatusFilter::Unreported, StatusFilter::Is);
    wanted.is_empty() || wanted.contains(&found)
}

/// A status in words, `未报送` when there is none.
pub(super) fn status_word(status: Option<Status>, language: Language) -> &'static str {
    status.map_or(language.pick("未报送", "unreported"), |status| status.label(language))
}

/// The colour of a status.
pub(super) fn tone(status: Option<Status>) -> Tone {
    match status {
        Some(Status::Completed) => Tone::Good,
        Some(Status::InProgress) => Tone::Busy,
        Some(Status::Lagging) => Tone::Bad,
        Some(Status::NotStarted | Status::Adjusted) => Tone::Plain,
        None => Tone::Faint,
    }
}
