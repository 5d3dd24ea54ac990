//! `rollup`: how tasks stand, counted by plan, chapter, department, sector or period, or all together.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::sheet::{Cell, Sheet};
use crate::office::period::Periods;
use crate::plan::roll_up::{PlanRollUp, RollUp};
use crate::plan::{Dossier, Node, NodeIndex, Period, PlanId};

use super::args::{CountedBy, RollUpArguments};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::Counts;
use super::output::sheet;
use super::table::{Column, Entry, Table, count};

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
    let sets = sets(&dossiers, &periods, arguments.by, invocation);
    let record = |(plan, name, sums): (Option<PlanId>, String, RollUp)| SetRecord { plan, name, counts: sums.into() };
    let records: Vec<SetRecord> = sets.into_iter().map(record).collect();
    invocation.out.found(&records, || table(invocation, arguments.by, &records), || csv(&records))
}

type Set = (Option<PlanId>, String, RollUp);

fn sets(dossiers: &[&Dossier], periods: &Periods, by: CountedBy, invocation: &Invocation) -> Vec<Set> {
    let counted = |dossier: &&Dossier| PlanRollUp::of(dossier, periods.of(dossier.plan.term));
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
        CountedBy::Period => by_period(dossiers, invocation),
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

/// The sums of every period that one of the plans has, years first in their order and then the evaluations.
fn by_period(dossiers: &[&Dossier], invocation: &Invocation) -> Vec<Set> {
    let mut sums: BTreeMap<Period, RollUp> = BTreeMap::new();
    for dossier in dossiers {
        for period in dossier.plan.term.periods() {
            let sum = sums.entry(period).or_default();
            *sum = sum.plus(PlanRollUp::of(dossier, period).all);
        }
    }
    sums.into_iter().map(|(period, sum)| (None, period.name(invocation.language), sum)).collect()
}

fn table(invocation: &Invocation, by: CountedBy, records: &[SetRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let first = match by {
        CountedBy::Plan => head("规划", "plan"),
        CountedBy::Chapter => head("章节", "chapter"),
        CountedBy::Department => head("牵头单位", "lead department"),
        CountedBy::Sector => head("领域", "sector"),
        CountedBy::Period => head("评估期", "period"),
        CountedBy::All => head("范围", "scope"),
    };
    let columns = vec![
        Column::words(head("规划 id", "plan id")),
        Column::long(first),
        Column::figures(head("合计", "total")),
        Column::figures(head("未启动", "not started")),
        Column::figures(head("推进中", "in progress")),
        Column::figures(head("已完成", "completed")),
        Column::figures(head("滞后", "lagging")),
        Column::figures(head("调整", "adjusted")),
        Column::figures(head("未报", "unreported")),
        Column::figures(head("逾期", "overdue")),
        Column::figures(head("完成率", "completion")),
    ];
    let row = |record: &SetRecord| -> Vec<Entry> {
        let counts = &record.counts;
        let name = match (record.name.as_str(), by) {
            ("", CountedBy::All) => head("全部", "all"),
            ("", CountedBy::Department) => head("未定牵头单位", "no lead yet"),
            (name, _) => name.to_string(),
        };
        let mut row: Vec<Entry> =
            vec![record.plan.as_ref().map(ToString::to_string).unwrap_or_default().into(), name.into()];
        row.push(counts.total.to_string().into());
        let each = [
            counts.not_started,
            counts.in_progress,
            counts.completed,
            counts.lagging,
            counts.adjusted,
            counts.unreported,
            counts.overdue,
        ];
        row.extend(each.map(count));
        row.push(format!("{}%", counts.completion).into());
        row
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[SetRecord]) -> Sheet {
    let headings = [
        "plan",
        "name",
        "total",
        "not-started",
        "in-progress",
        "completed",
        "lagging",
        "adjusted",
        "unreported",
        "overdue",
        "completion",
    ];
    let row = |record: &SetRecord| -> Vec<Cell> {
        let counts = &record.counts;
        let figures = [
            counts.total,
            counts.not_started,
            counts.in_progress,
            counts.completed,
            counts.lagging,
            counts.adjusted,
            counts.unreported,
            counts.overdue,
            counts.completion,
        ];
        let named: [Cell; 2] = [record.plan.as_ref().map(|plan| plan.to_string()).into(), record.name.as_str().into()];
        named.into_iter().chain(figures.map(Cell::from)).collect()
    };
    sheet(&headings, records.iter().map(row).collect())
}
