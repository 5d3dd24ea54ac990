//! The choice of plans and tasks by the arguments of a command.

use crate::desk::Snapshot;
use crate::office::period::{Periods, this_year};
use crate::plan::{self, AskedPeriod, Condition, Dossier, ItemId, Period, Sense, Standing, Status, Task};
use crate::search::TaskMatcher;
use crate::text::Language;

use super::args::{OfPlans, TaskFilter};
use super::failure::Failure;
use super::table::Tone;
use super::value::{Kind, StatusFilter};

/// Returns the dossiers of the named plans, or of all plans; of archived ones if requested.
pub(super) fn dossiers<'a>(
    snapshot: &'a Snapshot,
    of: &OfPlans,
    language: Language,
) -> Result<Vec<&'a Dossier>, Failure> {
    if of.plans.is_empty() {
        return Ok(match of.archived {
            true => snapshot.archived().map(|d| &**d).collect(),
            false => snapshot.dossiers().map(|d| &**d).collect(),
        });
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

/// Returns those of the chosen plans that have the requested period.
pub(super) fn dossiers_in<'a>(
    snapshot: &'a Snapshot,
    of: &OfPlans,
    periods: &Periods,
    language: Language,
) -> Result<Vec<&'a Dossier>, Failure> {
    let mut dossiers = dossiers(snapshot, of, language)?;
    let there_are = !dossiers.is_empty();
    dossiers.retain(|dossier| periods.fit(dossier));
    if there_are && dossiers.is_empty() {
        let why = "没有规划包含这一评估期；规划期见 plandesk plans";
        let why = language.pick(why, "no plan has this period; plandesk plans shows their terms");
        return Err(Failure::Failed(why.to_string()));
    }
    Ok(dossiers)
}

/// Returns the tasks and projects that pass a filter, with their dossiers.
pub(super) fn tasks<'a>(
    snapshot: &'a Snapshot,
    filter: &TaskFilter,
    periods: &Periods,
    language: Language,
) -> Result<Vec<(&'a Dossier, &'a Task)>, Failure> {
    let wanted = wanted(snapshot, filter);
    let mut found = Vec::new();
    for dossier in dossiers_in(snapshot, &filter.of, periods, language)? {
        let period = periods.of(dossier);
        let query = filter.text.clone().map(|query| query.in_period(period).on(snapshot.today()));
        let matcher = query.as_ref().map(TaskMatcher::new);
        let listed = wanted.among(&dossier.plan).iter().filter(|task| {
            wanted.admits(dossier, task, period, &Standing::of(dossier, task, period, snapshot.today()))
                && matcher.as_ref().is_none_or(|matcher| matcher.matches(dossier, task))
        });
        found.extend(listed.map(|task| (dossier, task)));
    }
    Ok(found)
}

/// Returns the requested period as it is in the plan of the first item.
pub(super) fn period_of(snapshot: &Snapshot, items: &[ItemId], asked: AskedPeriod) -> Period {
    let dossier = items.first().and_then(|item| snapshot.dossier(&item.plan));
    dossier.map_or(asked.in_year(this_year()), |dossier| Periods::given(asked).of(dossier))
}

/// Returns the filter for the arguments, without the query.
fn wanted(snapshot: &Snapshot, filter: &TaskFilter) -> plan::TaskFilter {
    let asked = [
        (filter.overdue, Condition::Overdue),
        (filter.missing, Condition::Missing),
        (filter.with_goal, Condition::Planned),
    ];
    let conditions = asked.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, condition)| condition);
    plan::TaskFilter {
        department: filter.department.as_deref().map(|name| snapshot.department(name)),
        statuses: filter.status.iter().map(|StatusFilter(status)| *status).collect(),
        kind: filter.kind.map(|Kind(kind)| kind),
        due: filter.due,
        conditions: conditions.chain(filter.light.map(Condition::of_light)).collect(),
        former: filter.former,
        ..plan::TaskFilter::default()
    }
}

/// Returns the colour of a status.
pub(super) fn tone(status: Option<Status>) -> Tone {
    match status.map(Status::sense) {
        Some(Sense::Done) => Tone::Good,
        Some(Sense::Going) => Tone::Busy,
        Some(Sense::Behind) => Tone::Bad,
        Some(Sense::Waiting | Sense::Changed) => Tone::Plain,
        None => Tone::Faint,
    }
}
