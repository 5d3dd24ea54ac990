//! `departments`: who has how much to do, and how far it is.

use std::collections::BTreeMap;

use crate::export::sheet::{Cell, Sheet};
use crate::office::period::Periods;
use crate::plan::roll_up::{PlanRollUp, Workload};
use crate::plan::{Departments, Dossier};

use super::args::PlansArguments;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::{Counts, DepartmentRecord};
use super::output::sheet;
use super::table::{Column, Entry, Table, count};

/// Lists departments, those with the most work first, and those without any in the order of the registry.
pub(super) fn list(invocation: &Invocation, arguments: &PlansArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let records = records(snapshot.departments(), &workloads(&dossiers, &periods));
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

fn workloads(dossiers: &[&Dossier], periods: &Periods) -> BTreeMap<String, Workload> {
    let mut workloads: BTreeMap<String, Workload> = BTreeMap::new();
    for dossier in dossiers {
        for (name, workload) in PlanRollUp::of(dossier, periods.of(dossier.plan.term)).by_department() {
            let sum = workloads.entry(name.to_string()).or_default();
            *sum = sum.plus(workload);
        }
    }
    workloads.remove("");
    workloads
}

fn records(registry: &Departments, workloads: &BTreeMap<String, Workload>) -> Vec<DepartmentRecord> {
    let none = Workload::default();
    let record = |name: &str| {
        let known = registry.find(name);
        let workload = workloads.get(name).unwrap_or(&none);
        DepartmentRecord {
            name: name.to_string(),
            short: known.map(|d| d.short.clone()).unwrap_or_default(),
            short_name: known.map_or(name, |d| d.short_name()).to_string(),
            level: known.map(|d| d.level),
            lead: workload.led.total,
            support: workload.supported,
            progress: Counts::from(workload.led),
        }
    };
    let unknown = workloads.keys().map(String::as_str).filter(|name| registry.find(name).is_none());
    let names = registry.iter().map(|d| d.name.as_str()).chain(unknown);
    let mut records: Vec<DepartmentRecord> = names.map(record).collect();
    records.sort_by_key(|record| std::cmp::Reverse((record.lead, record.support)));
    records
}

fn table(invocation: &Invocation, records: &[DepartmentRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("单位", "department")),
        Column::words(head("简称", "short")),
        Column::figures(head("牵头", "lead")),
        Column::figures(head("配合", "support")),
        Column::figures(head("未报", "unreported")),
        Column::figures(head("未启动", "not started")),
        Column::figures(head("推进中", "in progress")),
        Column::figures(head("已完成", "completed")),
        Column::figures(head("滞后", "lagging")),
        Column::figures(head("调整", "adjusted")),
        Column::figures(head("逾期", "overdue")),
    ];
    let row = |record: &DepartmentRecord| -> Vec<Entry> {
        let progress = &record.progress;
        let mut row: Vec<Entry> = vec![record.name.as_str().into(), record.short_name.as_str().into()];
        row.extend(
            [
                record.lead,
                record.support,
                progress.unreported,
                progress.not_started,
                progress.in_progress,
                progress.completed,
                progress.lagging,
                progress.adjusted,
                progress.overdue,
            ]
            .map(count),
        );
        row
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[DepartmentRecord]) -> Sheet {
    let headings = [
        "name",
        "short",
        "lead",
        "support",
        "unreported",
        "not-started",
        "in-progress",
        "completed",
        "lagging",
        "adjusted",
        "overdue",
    ];
    let row = |record: &DepartmentRecord| -> Vec<Cell> {
        let progress = &record.progress;
        vec![
            record.name.as_str().into(),
            record.short.join("、").into(),
            record.lead.into(),
            record.support.into(),
            progress.unreported.into(),
            progress.not_started.into(),
            progress.in_progress.into(),
            progress.completed.into(),
            progress.lagging.into(),
            progress.adjusted.into(),
            progress.overdue.into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
