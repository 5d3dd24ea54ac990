//! `rollup`: how tasks stand, counted by plan, chapter, department, sector or period, or all together.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::office::period::Periods;
use crate::plan::roll_up::{PlanRollUp, RollUp};
use crate::plan::{Dossier, Node, NodeIndex, Period, PlanId};
use crate::text::Language;

use super::args::{CountedBy, RollUpArguments};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::Counts;
use super::list::List;
use super::table::Entry;

/// A set of tasks and how they stand.
#[derive(Serialize)]
struct SetRecord {
    /// For a set within one plan, the plan.
    plan: Option<PlanId>,
    /// The plan, heading, department, sector or period; empty for all and for tasks without a lead.
    name: String,
    #[serde(flatten)]
    counts: Counts,
}

/// Counts.
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
    let sets = sets(&dossiers, &periods, arguments.by, snapshot.today(), invocation);
    let record = |(plan, name, sums): (Option<PlanId>, String, RollUp)| SetRecord { plan, name, counts: Counts(sums) };
    let records: Vec<SetRecord> = sets.into_iter().map(record).collect();
    invocation.out.found(&records, &columns(arguments.by, invocation.language))
}

type Set = (Option<PlanId>, String, RollUp);

fn sets(dossiers: &[&Dossier], periods: &Periods, by: CountedBy, today: Date, invocation: &Invocation) -> Vec<Set> {
    let counted = |dossier: &&Dossier| PlanRollUp::of(dossier, periods.of(dossier), today);
    match by {
        CountedBy::Plan => {
            dossiers.iter().map(|d| (Some(d.plan.id.clone()), d.plan.title.clone(), counted(d).all)).collect()
        }
        CountedBy::Chapter => dossiers.iter().flat_map(|d| chapters(d, counted(d), invocation)).collect(),
        CountedBy::Department => {
            let each: Vec<PlanRollUp> = dossiers.iter().map(counted).collect();
            let each = each.iter().flat_map(PlanRollUp::by_department);
            let mut sets = summed(each.map(|(name, workload)| (name.to_string(), workload.led)));
            sets.retain(|(_, _, sums)| sums.total > 0);
            sets.sort_by_key(|(_, name, sums)| (name.is_empty(), std::cmp::Reverse(sums.total)));
            sets
        }
        CountedBy::Sector => summed(dossiers.iter().map(|d| (d.plan.sector.clone(), counted(d).all))),
        CountedBy::Period => by_period(dossiers, today, invocation),
        CountedBy::All => {
            let all = dossiers.iter().fold(RollUp::default(), |sums, d| sums.plus(counted(d).all));
            vec![(None, String::new(), all)]
        }
    }
}

fn chapters(dossier: &Dossier, counted: PlanRollUp, invocation: &Invocation) -> Vec<Set> {
    let heading = |node: Option<NodeIndex>| match node {
        Some(node) => dossier.plan.outline.get(node).map(Node::heading).unwrap_or_default(),
        None => invocation.words("（无标题）", "(no heading)"),
    };
    let sets = counted.by_chapter(&dossier.plan).into_iter();
    sets.map(|(node, sums)| (Some(dossier.plan.id.clone()), heading(node), sums)).collect()
}

/// The sums of sets with the same name, in the order of the names.
fn summed(sets: impl Iterator<Item = (String, RollUp)>) -> Vec<Set> {
    let mut sums: BTreeMap<String, RollUp> = BTreeMap::new();
    for (name, more) in sets {
        let sum = sums.entry(name).or_default();
        *sum = sum.plus(more);
    }
    sums.into_iter().map(|(name, sum)| (None, name, sum)).collect()
}

/// The sums of every period that one of the plans has, by kinds and in each kind in their order.
fn by_period(dossiers: &[&Dossier], today: Date, invocation: &Invocation) -> Vec<Set> {
    let mut sums: BTreeMap<Period, RollUp> = BTreeMap::new();
    for dossier in dossiers {
        for period in dossier.periods() {
            let sum = sums.entry(period).or_default();
            *sum = sum.plus(PlanRollUp::of(dossier, period, today).all);
        }
    }
    sums.into_iter().map(|(period, sum)| (None, period.name(invocation.language), sum)).collect()
}

fn columns<'a>(by: CountedBy, language: Language) -> List<'a, SetRecord> {
    let first = match by {
        CountedBy::Plan => ["规划", "plan"],
        CountedBy::Chapter => ["章节", "chapter"],
        CountedBy::Department => ["牵头单位", "lead department"],
        CountedBy::Sector => ["领域", "sector"],
        CountedBy::Period => ["评估期", "period"],
        CountedBy::All => ["范围", "scope"],
    };
    let name = move |record: &SetRecord| -> Entry {
        match (record.name.as_str(), by) {
            ("", CountedBy::All) => language.pick("全部", "all").into(),
            ("", CountedBy::Department) => language.pick("未定牵头单位", "no lead yet").into(),
            (name, _) => name.into(),
        }
    };
    List::new(language)
        .words("plan", ["规划 id", "plan id"], |r: &SetRecord| r.plan.as_ref().map(|plan| plan.as_str()).into())
        .long("name", first, |r| r.name.as_str().into())
        .told(name)
        .figures("total", ["合计", "total"], |r| r.counts.0.total.into())
        .statuses(|r| r.counts)
        .counts("unreported", ["未报", "unreported"], |r| r.counts.0.unreported)
        .counts("overdue", ["逾期", "overdue"], |r| r.counts.0.overdue)
        .figures("completion", ["完成率", "completion"], |r| r.counts.0.completion().into())
        .told(|r| format!("{}%", r.counts.0.completion()).into())
}
