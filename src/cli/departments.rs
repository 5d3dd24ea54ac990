//! `departments`: who has how much to do, and how far it is.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::office::period::Periods;
use crate::plan::roll_up::{PlanRollUp, Workload};
use crate::plan::{DepartmentField, Departments, Dossier, Region};
use crate::text::Language;

use super::args::DepartmentsArguments;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::{Counts, DepartmentRecord};
use super::list::List;

/// Lists departments, those with the most work first, and those without any in the order of the registry.
pub(super) fn list(invocation: &Invocation, arguments: &DepartmentsArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let records =
        records(snapshot.departments(), &workloads(&dossiers, &periods, snapshot.today()), invocation.language);
    invocation.out.found(&records, &columns(invocation.language))
}

fn workloads(dossiers: &[&Dossier], periods: &Periods, today: Date) -> BTreeMap<String, Workload> {
    let mut workloads: BTreeMap<String, Workload> = BTreeMap::new();
    for dossier in dossiers {
        for (name, workload) in PlanRollUp::of(dossier, periods.of(dossier), today).by_department() {
            let sum = workloads.entry(name.to_string()).or_default();
            *sum = sum.plus(workload);
        }
    }
    workloads.remove("");
    workloads
}

fn records(
    registry: &Departments,
    workloads: &BTreeMap<String, Workload>,
    language: Language,
) -> Vec<DepartmentRecord> {
    let none = Workload::default();
    let record = |name: &str| {
        let known = registry.find(name);
        let workload = workloads.get(name).unwrap_or(&none);
        let field = |field| known.and_then(|department| department.field(field));
        DepartmentRecord {
            name: name.to_string(),
            short: known.map(|d| d.short.clone()).unwrap_or_default(),
            short_name: known.map_or(name, |d| d.short_name()).to_string(),
            end: known.and_then(|department| registry.end_in_words(department, language)),
            level: known.map(|d| d.level),
            lead: workload.led.total,
            support: workload.supported,
            progress: Counts(workload.led),
            region: field(DepartmentField::Region).map(Region::from),
            superior: field(DepartmentField::Superior),
            contact: field(DepartmentField::Contact),
            telephone: field(DepartmentField::Telephone),
            from: field(DepartmentField::From),
            until: field(DepartmentField::Until),
            successor: field(DepartmentField::Successor),
        }
    };
    let unknown = workloads.keys().map(String::as_str).filter(|name| registry.find(name).is_none());
    let names = registry.iter().map(|d| d.name.as_str()).chain(unknown);
    let mut records: Vec<DepartmentRecord> = names.map(record).collect();
    records.sort_by_key(|record| std::cmp::Reverse((record.lead, record.support)));
    records
}

fn columns<'a>(language: Language) -> List<'a, DepartmentRecord> {
    List::<DepartmentRecord>::new(language)
        .words("name", ["单位", "department"])
        .told(move |r| match (&r.end, language) {
            (None, _) => r.name.as_str().into(),
            (Some(end), Language::Zh) => format!("{}（{end}）", r.name).into(),
            (Some(end), Language::En) => format!("{} ({end})", r.name).into(),
        })
        .words("short", ["简称", "short"])
        .told(|r| r.short_name.as_str().into())
        .counts("lead", ["牵头", "lead"])
        .counts("support", ["配合", "support"])
        .counts("unreported", ["未报", "unreported"])
        .at("progress.unreported")
        .statuses("progress.")
        .counts("overdue", ["逾期", "overdue"])
        .at("progress.overdue")
        .file("region")
        .file("superior")
        .file("contact")
        .file("telephone")
        .file("from")
        .file("until")
        .file("successor")
}
