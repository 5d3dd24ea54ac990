//! `yearly-target` and `yearly-targets`: what indicators are to reach by the end of single years.

use serde::Serialize;

use crate::desk::{Command, Field};
use crate::plan::{Attainment, Dossier, Indicator, ItemId, Period, PlanId, Way, Year};
use crate::text::{Label, Language};

use super::args::{YearlyTargetArguments, YearlyTargetsArguments};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter;
use super::indicators;
use super::invocation::Invocation;
use super::list::List;

/// Sets yearly targets, as they are given or as they are proposed.
pub(super) fn set(invocation: &Invocation, arguments: YearlyTargetArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let given = field(arguments.value);
    for indicator in arguments.ids {
        let targets = match (arguments.way, arguments.year) {
            (None, year) => year.into_iter().map(|year| (year, given.clone())).collect(),
            (Some(way), year) => {
                let snapshot = desk.snapshot();
                let found = snapshot.indicator(&indicator);
                found.map(|(dossier, found)| proposed(dossier, found, year, way)).unwrap_or_default()
            }
        };
        if targets.is_empty() && desk.snapshot().indicator(&indicator).is_some() {
            invocation.note(&invocation.words(
                format!("{indicator} 无法测算：缺基期值或目标值，或各年都已有目标"),
                format!("{indicator}: nothing can be proposed: no baseline or target, or every year has one"),
            ));
            continue;
        }
        execute(invocation, &desk, Command::SetYearlyTargets { indicator, targets })?;
    }
    Ok(())
}

/// Returns what is proposed for a year, or for every year of the term that has no target.
fn proposed(dossier: &Dossier, indicator: &Indicator, year: Option<Year>, way: Way) -> Vec<(Year, Field<String>)> {
    let proposed = match year {
        Some(year) => dossier.proposed_target(indicator, year, way).map(|value| (year, value)).into_iter().collect(),
        None => dossier.proposed_targets(indicator, way),
    };
    proposed.into_iter().map(|(year, value)| (year, Field::Set(value.to_string()))).collect()
}

/// An indicator in a year.
#[derive(Serialize)]
struct YearlyTargetRecord<'a> {
    id: &'a ItemId,
    plan: &'a PlanId,
    name: &'a str,
    unit: Option<&'a str>,
    year: Year,
    /// The target that was set.
    target: Option<&'a str>,
    /// Its figure.
    value: Option<f64>,
    /// The figures that are proposed.
    straight_line: Option<f64>,
    constant_rate: Option<f64>,
    reading: Option<f64>,
    attainment: Option<Attainment>,
}

/// Lists yearly targets, and what is proposed where there is none.
pub(super) fn list(invocation: &Invocation, arguments: &YearlyTargetsArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let thresholds = &snapshot.settings().thresholds;
    let record = |dossier: &&'_ Dossier, indicator: &'_ Indicator, year: Year| {
        let key = (indicator.id.clone(), year);
        let reading = dossier.readings.get(&key).map(|reading| reading.value);
        (
            dossier.yearly_target(indicator, year).and_then(|target| target.value),
            Way::ALL.map(|way| dossier.proposed_target(indicator, year, way)),
            reading,
            reading.map(|_| dossier.judge(indicator, thresholds, Period::annual(year))),
        )
    };
    let mut records: Vec<YearlyTargetRecord> = Vec::new();
    for (dossier, indicator) in indicators::of(&dossiers, department.as_deref()) {
        let years = dossier.plan.term.years().filter(|year| arguments.year.is_none_or(|only| only == *year));
        for year in years {
            let target = dossier.yearly_targets.get(&(indicator.id.clone(), year));
            let (value, [straight_line, constant_rate], reading, attainment) = record(&dossier, indicator, year);
            if target.is_none() && straight_line.is_none() {
                continue;
            }
            records.push(YearlyTargetRecord {
                id: &indicator.id,
                plan: &dossier.plan.id,
                name: &indicator.name,
                unit: indicator.unit.as_deref(),
                year,
                target: target.map(|target| target.text.as_str()),
                value,
                straight_line,
                constant_rate,
                reading,
                attainment,
            });
        }
    }
    invocation.out.found(&records, &columns(invocation.language))
}

fn columns<'a>(language: Language) -> List<'a, YearlyTargetRecord<'a>> {
    let [straight, constant] = Way::ALL.map(|way| [way.label(Language::Zh), way.label(Language::En)]);
    List::<YearlyTargetRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .long("name", ["指标", "indicator"])
        .words("unit", ["单位", "unit"])
        .figures("year", ["年份", "year"])
        .figures("target", ["年度目标值", "target"])
        .file("value")
        .figures("straight_line", straight)
        .figures("constant_rate", constant)
        .figures("reading", ["实际值", "reading"])
        .words("attainment", ["完成情况", "attainment"])
        .told(move |r| r.attainment.map_or("", |attainment| attainment.label(language)).into())
}
