//! `indicators`: baselines, readings and targets.

use crate::export::records::IndicatorRecord;
use crate::export::sheet::{Cell, Sheet};
use crate::plan::attainment::Attainment;
use crate::plan::{Nature, Target, TextField};
use crate::text::{Label, Language};

use super::args::OfPlans;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};

/// Lists indicators.
pub(super) fn list(invocation: &Invocation, arguments: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, arguments, invocation.language)?;
    let indicators = dossiers.iter().flat_map(|d| d.plan.indicators.iter().map(move |indicator| (d, indicator)));
    let thresholds = &snapshot.settings().thresholds;
    let records: Vec<IndicatorRecord> =
        indicators.map(|(d, indicator)| IndicatorRecord::of(d, indicator, thresholds)).collect();
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

fn baselines(record: &IndicatorRecord, gap: &str) -> String {
    record.baselines.iter().map(|b| format!("{}:{}", b.year, b.text)).collect::<Vec<_>>().join(gap)
}

/// The targets in force, each that was adjusted with what was printed.
fn marked_targets(record: &IndicatorRecord, language: Language) -> String {
    let marked = |target: &Target| {
        let field = TextField::Target(target.year);
        let printed = record.overlaid.printed.get(&field).cloned().flatten().unwrap_or_else(|| "-".to_string());
        let mark = match (record.overlaid.adjusted.contains_key(&field), language) {
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
    record.readings.iter().map(|r| format!("{}:{}", r.year, r.value)).collect::<Vec<_>>().join(gap)
}

fn judged(record: &IndicatorRecord, language: Language) -> Entry {
    let tone = match record.attainment {
        Some(Attainment::AheadOfTime | Attainment::FasterThanExpected) => Tone::Good,
        Some(Attainment::Behind) => Tone::Bad,
        _ => Tone::Plain,
    };
    Entry::toned(record.attainment.map_or("", |attainment| attainment.label(language)), tone)
}

fn table(invocation: &Invocation, records: &[IndicatorRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words("id"),
        Column::words(head("性质", "nature")),
        Column::long(head("指标", "indicator")),
        Column::words(head("单位", "unit")),
        Column::words(head("基期", "baseline")),
        Column::words(head("实际", "readings")),
        Column::long(head("目标", "target")),
        Column::words(head("判断", "attainment")),
    ];
    let row = |record: &IndicatorRecord| -> Vec<Entry> {
        let tone = if record.nature == Some(Nature::Binding) { Tone::Busy } else { Tone::Plain };
        vec![
            record.id.to_string().into(),
            Entry::toned(record.nature.map_or("", |nature| nature.label(invocation.language)), tone),
            record.name.into(),
            record.unit.unwrap_or_default().into(),
            baselines(record, " ").into(),
            readings(record, " ").into(),
            marked_targets(record, invocation.language).into(),
            judged(record, invocation.language),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[IndicatorRecord]) -> Sheet {
    let headings =
        ["id", "plan", "category", "name", "unit", "nature", "baselines", "targets", "readings", "attainment"];
    let row = |record: &IndicatorRecord| -> Vec<Cell> {
        vec![
            record.id.to_string().into(),
            record.plan.as_str().into(),
            record.category.into(),
            record.name.into(),
            record.unit.into(),
            record.nature.map(Nature::name).into(),
            baselines(record, "; ").into(),
            targets(record, "; ").into(),
            readings(record, "; ").into(),
            record.attainment.map(Attainment::name).into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
