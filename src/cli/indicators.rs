//! `indicators`: baselines, readings and targets.

use crate::export::records::IndicatorRecord;
use crate::plan::attainment::Attainment;
use crate::plan::{Department, Departments, Dossier, Indicator, Nature, Target, TextField};
use crate::text::{Label, Language};

use super::args::IndicatorsArguments;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};

/// Lists indicators.
pub(super) fn list(invocation: &Invocation, arguments: &IndicatorsArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let indicators = of(&dossiers, department.as_deref()).into_iter();
    let thresholds = &snapshot.settings().thresholds;
    let records: Vec<IndicatorRecord> =
        indicators.map(|(d, indicator)| IndicatorRecord::of(d, indicator, thresholds)).collect();
    invocation.out.found(&records, &columns(snapshot.departments(), invocation.language))
}

/// Returns the indicators of some plans that a department leads or supports.
pub(super) fn of<'a>(dossiers: &[&'a Dossier], department: Option<&str>) -> Vec<(&'a Dossier, &'a Indicator)> {
    let all = dossiers.iter().flat_map(|&dossier| dossier.plan.indicators.iter().map(move |row| (dossier, row)));
    let answers = |dossier: &Dossier, indicator: &Indicator| {
        department.is_none_or(|department| dossier.responsible(indicator).involves(department))
    };
    all.filter(|(dossier, indicator)| answers(dossier, indicator)).collect()
}

fn baselines(record: &IndicatorRecord, gap: &str) -> String {
    record.baselines.iter().map(|b| format!("{}:{}", b.year, b.text)).collect::<Vec<_>>().join(gap)
}

/// Returns the targets in force; adjusted ones are followed by the printed value.
fn marked_targets(record: &IndicatorRecord, language: Language) -> String {
    let marked = |target: &Target| {
        let field = TextField::Target(target.year);
        let printed = record.overlaid.printed.get(&field).cloned().flatten().unwrap_or_else(|| "-".to_string());
        let adjusted = record.overlaid.adjusted.get(&field);
        let is_in_force =
            adjusted.is_some_and(|adjusted| adjusted.iter().any(|one| one.value == Some(target.text.as_str())));
        let mark = match (is_in_force, language) {
            (false, _) => String::new(),
            (true, Language::Zh) => format!("（调整，原 {printed}）"),
            (true, Language::En) => format!(" (adjusted from {printed})"),
        };
        format!("{}:{}{mark}", target.year, target.text)
    };
    record.targets.iter().map(marked).collect::<Vec<_>>().join(" ")
}

fn targets(record: &IndicatorRecord, gap: &str) -> String {
    record.targets.iter().map(|t| format!("{}:{}", t.year, t.text)).collect::<Vec<_>>().join(gap)
}

fn readings(record: &IndicatorRecord, gap: &str) -> String {
    let years = record.readings.iter().map(|reading| format!("{}:{}", reading.year, reading.value));
    let parts = record.interim_readings.iter().map(|reading| format!("{}:{}", reading.period, reading.value));
    years.chain(parts).collect::<Vec<_>>().join(gap)
}

fn judged(record: &IndicatorRecord, language: Language) -> Entry {
    let tone = match record.attainment {
        Some(Attainment::AheadOfTime | Attainment::FasterThanExpected) => Tone::Good,
        Some(Attainment::SlowerThanExpected) => Tone::Warn,
        Some(Attainment::Behind) => Tone::Bad,
        _ => Tone::Plain,
    };
    Entry::toned(record.attainment.map_or("", |attainment| attainment.label(language)), tone)
}

fn columns<'a>(departments: &'a Departments, language: Language) -> List<'a, IndicatorRecord<'a>> {
    List::<IndicatorRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .file("category")
        .long("name", ["指标", "indicator"])
        .words("unit", ["单位", "unit"])
        .words("nature", ["性质", "nature"])
        .told(move |r| {
            let tone = if r.nature == Some(Nature::Binding) { Tone::Busy } else { Tone::Plain };
            Entry::toned(r.nature.map_or("", |nature| nature.label(language)), tone)
        })
        .before(1)
        .words("baselines", ["基期", "baseline"])
        .computed(|r| baselines(r, "; ").into())
        .told(|r| baselines(r, " ").into())
        .long("targets", ["目标", "target"])
        .computed(|r| targets(r, "; ").into())
        .told(move |r| marked_targets(r, language).into())
        .words("readings", ["实际", "readings"])
        .computed(|r| readings(r, "; ").into())
        .told(|r| readings(r, " ").into())
        .before(7)
        .words("attainment", ["判断", "attainment"])
        .told(move |r| judged(r, language))
        .words("lead", ["牵头", "lead"])
        .told(|r| {
            r.lead
                .iter()
                .map(|name| departments.find(name).map_or(name.as_str(), Department::short_name))
                .collect::<Vec<_>>()
                .join("、")
                .into()
        })
        .file("support")
        .file("person")
        .file("official")
        .file("section")
        .file("contact")
        .file("definition")
}
