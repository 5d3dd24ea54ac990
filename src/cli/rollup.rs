//! `rollup`: numbers of tasks by status, grouped by plan, chapter, department, sector or period.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::office::roll_up::{By, Counted, counted};
use crate::plan::{Light, PlanId};
use crate::text::{Label, Language};

use super::args::{CountedBy, RollUpArguments};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::Counts;
use super::list::List;

/// A group of tasks with its numbers.
#[derive(Serialize)]
struct SetRecord {
    /// The plan, for a group within a single plan.
    plan: Option<PlanId>,
    /// The name of the plan, heading, department, sector or period; empty for all tasks and for tasks without a lead.
    name: String,
    #[serde(skip)]
    told: String,
    #[serde(flatten)]
    counts: Counts,
    /// The number of tasks with each light.
    lights: BTreeMap<&'static str, u32>,
}

/// Prints the numbers.
pub(super) fn run(invocation: &Invocation, arguments: &RollUpArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    if arguments.by == CountedBy::Period && arguments.in_period.period.is_some() {
        return Err(Failure::Usage(invocation.words(
            "--by period 列出各评估期，不与 --period 同用",
            "--by period lists every period; it does not go with --period",
        )));
    }
    let by = By::from(arguments.by);
    let sets = counted(&dossiers, &|dossier| periods.of(dossier), by, snapshot.today(), invocation.language);
    let record = |set: Counted| SetRecord {
        told: set.told(by, invocation.language).to_string(),
        plan: set.plan,
        name: set.name,
        lights: Light::ALL.into_iter().map(|light| (light.name(), set.sums.lit(light))).collect(),
        counts: Counts(set.sums),
    };
    let records: Vec<SetRecord> = sets.into_iter().map(record).collect();
    let has_milestones = dossiers.iter().any(|dossier| !dossier.milestones.is_empty());
    invocation.out.found(&records, &columns(by, has_milestones, invocation.language))
}

impl From<CountedBy> for By {
    fn from(by: CountedBy) -> By {
        match by {
            CountedBy::Plan => By::Plan,
            CountedBy::Chapter => By::Chapter,
            CountedBy::Department => By::Department,
            CountedBy::Sector => By::Sector,
            CountedBy::Period => By::Period,
            CountedBy::All => By::All,
        }
    }
}

fn columns<'a>(by: By, has_milestones: bool, language: Language) -> List<'a, SetRecord> {
    let list = List::<SetRecord>::new(language)
        .words("plan", ["规划 id", "plan id"])
        .long("name", [by.label(Language::Zh), by.label(Language::En)])
        .told(|r| r.told.as_str().into())
        .figures("total", ["合计", "total"])
        .statuses("")
        .counts("unreported", ["未报", "unreported"])
        .counts("overdue", ["逾期", "overdue"])
        .figures("completion", ["完成率", "completion"])
        .told(|r| format!("{}%", r.counts.0.completion()).into());
    if !has_milestones {
        return list;
    }
    Light::ALL.into_iter().rev().fold(list, |list, light| {
        let headings = [light.label(Language::Zh), light.label(Language::En)];
        list.counts(light.name(), headings).at(&format!("lights.{}", light.name()))
    })
}
