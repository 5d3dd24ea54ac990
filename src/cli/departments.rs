//! `departments`: the departments with their numbers of tasks, and the list of departments as a file.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use crate::desk::account::{self, Signs};
use crate::export::ExportError;
use crate::office::departments::{self as from_file, ListFormat, Refused};
use crate::office::period::Periods;
use crate::office::source::Source;
use crate::plan::roll_up::{PlanRollUp, Workload};
use crate::plan::{DepartmentField, Departments, Dossier, IndicatorLoad, Region};
use crate::text::Language;
use crate::text::clean::shown_path;

use super::args::DepartmentsArguments;
use super::change::tell;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::{Counts, DepartmentRecord};
use super::list::List;

/// Lists departments, those with the most tasks first, and those without any in the order of the list.
pub(super) fn list(invocation: &Invocation, arguments: &DepartmentsArguments) -> Result<(), Failure> {
    match (&arguments.import, &arguments.export) {
        (Some(file), _) => return take_in(invocation, file, arguments.dry_run),
        (None, Some(file)) => return write(invocation, file, arguments.force),
        (None, None) => {}
    }
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let loads = workloads(&dossiers, &periods, snapshot.today());
    let records = records(snapshot.departments(), &loads, invocation.language);
    invocation.out.found(&records, &columns(invocation.language))
}

/// Applies a list from a file, or prints what it would change.
fn take_in(invocation: &Invocation, file: &Path, dry_run: bool) -> Result<(), Failure> {
    let format = format_of(invocation, file)?;
    let source = Source::open(file, &*invocation.files);
    let language = invocation.language;
    let bytes = source.bytes().map_err(|why| Failure::Failed(format!("{}: {}", source.shown, why.text(language))))?;
    let refused = |error| match error {
        Refused::List(bad) => Failure::Failed(bad.text(language)),
        Refused::Desk(error) => Failure::of_desk(error, language),
    };
    let rows = from_file::read(&source.shown, bytes, format).map_err(|bad| Failure::Failed(bad.text(language)))?;
    let desk = invocation.open()?;
    if !dry_run {
        let receipt = from_file::take_in(&desk, &invocation.actor()?, &source.shown, &rows).map_err(refused)?;
        return tell(invocation, &receipt);
    }
    let (changes, snapshot) = (from_file::preview(&desk, &source.shown, &rows).map_err(refused)?, desk.snapshot());
    let signs = Signs { arrow: "→", none: "—" };
    let told = changes.iter().map(|change| {
        let fields = account::described(change, &snapshot, language, signs);
        format!("{}  {}\n", change.owner(), fields.join("  "))
    });
    invocation.out.text(&told.collect::<String>())?;
    let count = changes.len();
    invocation.note(&invocation.words(
        format!("将更改 {count} 个单位；未作更改"),
        format!("{count} departments would change; nothing was changed"),
    ));
    Ok(())
}

/// Writes the list to a file.
fn write(invocation: &Invocation, file: &Path, force: bool) -> Result<(), Failure> {
    let format = format_of(invocation, file)?;
    let desk = invocation.open()?;
    let failed = |error: ExportError| Failure::of_export(&error, invocation.language);
    let bytes = from_file::written(desk.snapshot().departments(), format, invocation.language).map_err(failed)?;
    invocation.files.write(file, &bytes, force).map_err(failed)?;
    invocation.note(&invocation.words(format!("已写入 {}", shown_path(file)), format!("wrote {}", shown_path(file))));
    Ok(())
}

fn format_of(invocation: &Invocation, file: &Path) -> Result<ListFormat, Failure> {
    ListFormat::of(file).map_err(|error| Failure::Usage(error.text(invocation.language)))
}

/// The tasks and the indicators of a department.
type Loads = (Workload, IndicatorLoad);

fn workloads(dossiers: &[&Dossier], periods: &Periods, today: Date) -> BTreeMap<String, Loads> {
    let mut workloads: BTreeMap<String, Loads> = BTreeMap::new();
    for dossier in dossiers {
        let period = periods.of(dossier);
        for (name, workload) in PlanRollUp::of(dossier, period, today).by_department() {
            let (sum, _) = workloads.entry(name.to_string()).or_default();
            *sum = sum.plus(workload);
        }
        for (name, load) in IndicatorLoad::by_department(dossier, period, today) {
            let (_, sum) = workloads.entry(name).or_default();
            *sum = sum.plus(load);
        }
    }
    workloads.remove("");
    workloads
}

fn records(registry: &Departments, workloads: &BTreeMap<String, Loads>, language: Language) -> Vec<DepartmentRecord> {
    let none = Loads::default();
    let record = |name: &str| {
        let known = registry.find(name);
        let (workload, indicators) = workloads.get(name).unwrap_or(&none);
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
            indicators: indicators.led,
            awaited: indicators.awaited,
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
    records.sort_by_key(|record| std::cmp::Reverse((record.lead, record.support, record.indicators)));
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
        .counts("indicators", ["指标", "indicators"])
        .counts("awaited", ["待录", "owed"])
        .file("region")
        .file("superior")
        .file("contact")
        .file("telephone")
        .file("from")
        .file("until")
        .file("successor")
}
