//! `succeed`, `fates`, `fate`, `baselines` and `carry`: the hand-over of a plan to the one that continues it.

use std::sync::Arc;

use serde::Serialize;

use crate::desk::{Command, Desk, FateEdit, Field, Snapshot};
use crate::export::Format;
use crate::export::sheet::Cell;
use crate::office::handover::{self, Part};
use crate::plan::{Dossier, FateKind, ItemId, PlanId, TextField, Year};
use crate::report::succession::{ContinuedRecord, FateRecord, Figure, Handover, records};
use crate::text::{Label, Language};

use super::args::{BaselinesArguments, CarryArguments, FateArguments, FatesArguments, HandedOver, SucceedArguments};
use super::change::execute;
use super::failure::Failure;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};
use super::value::OrNone;

/// Says which earlier plan a plan continues.
pub(super) fn succeed(invocation: &Invocation, arguments: &SucceedArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let named = |name: &String| {
        let dossier = snapshot.plan_named(name).map_err(|error| Failure::no_such_plan(&error, invocation.language));
        dossier.map(|dossier| dossier.plan.id.clone())
    };
    let of = arguments.old.as_ref().map(named).transpose()?;
    execute(invocation, &desk, Command::Succeed { plan: named(&arguments.new)?, of })
}

/// Lists the fates of a plan's items, or writes the tables of its hand-over.
pub(super) fn list(invocation: &Invocation, arguments: &FatesArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let old = handed_over(invocation, &snapshot, &arguments.plan)?;
    let successors = snapshot.successors(&old.plan.id);
    let handover = Handover::of(old, &successors);
    let thresholds = &snapshot.settings().thresholds;
    let parts = match arguments.of {
        None => Part::ALL.to_vec(),
        Some(HandedOver::Indicators) => vec![Part::Indicators],
        Some(HandedOver::Tasks) => vec![Part::Tasks],
    };
    if let Some(to) = &arguments.to {
        let format =
            Format::of(to).map_err(|error| Failure::Usage(format!("--to: {}", error.text(invocation.language))))?;
        if format == Format::Csv && arguments.of.is_none() {
            return Err(Failure::Usage(invocation.words(
                ".csv 只能放一张表；请加 --of indicators 或 --of tasks",
                "a .csv has one table; add --of indicators or --of tasks",
            )));
        }
        let (to, language) = ((to.as_path(), format), invocation.language);
        let written = handover::write(&*invocation.files, &handover, &parts, thresholds, to, arguments.force, language);
        let written = written.map_err(|error| Failure::of_export(&error, language))?;
        invocation.note(&written.text(language));
        return Ok(());
    }
    let mut records = records(&handover, thresholds);
    records.retain(|record| parts.iter().any(|part| part.has(record.id.kind)));
    records.retain(|record| !arguments.unconfirmed || (!record.confirmed && record.plan == &old.plan.id));
    invocation.out.found(&records, &columns(invocation.language))
}

/// Returns the plan of a name.
///
/// # Errors
/// When there is none, and when no plan continues it.
fn handed_over<'a>(invocation: &Invocation, snapshot: &'a Snapshot, name: &str) -> Result<&'a Arc<Dossier>, Failure> {
    let old = snapshot.plan_named(name).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    if snapshot.successors(&old.plan.id).is_empty() {
        return Err(no_successor(invocation, snapshot, &old.plan.id));
    }
    Ok(old)
}

fn no_successor(invocation: &Invocation, snapshot: &Snapshot, id: &PlanId) -> Failure {
    let title = snapshot.dossier(id).map(|dossier| dossier.plan.title.clone()).unwrap_or_default();
    Failure::Failed(invocation.words(
        format!("没有规划接续《{title}》；请先写明：plandesk succeed 新规划 {id}"),
        format!("no plan continues “{title}”; say which does first: plandesk succeed NEW {id}"),
    ))
}

/// Confirms fates.
pub(super) fn fate(invocation: &Invocation, arguments: FateArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let items = match &arguments.of_plan {
        Some(plan) => all_items(invocation, &desk, plan)?,
        None => arguments.ids,
    };
    let Some(kind) = arguments.kind else {
        return execute(invocation, &desk, Command::AcceptFates { items });
    };
    let edit = match kind {
        OrNone::None => None,
        OrNone::Value(kind) => {
            Some(FateEdit { kind, into: Field::given(arguments.into), note: Field::given(arguments.note) })
        }
    };
    execute(invocation, &desk, Command::SetFate { items, edit })
}

fn all_items(invocation: &Invocation, desk: &Desk, plan: &str) -> Result<Vec<ItemId>, Failure> {
    let snapshot = desk.snapshot();
    let old = handed_over(invocation, &snapshot, plan)?;
    let indicators = old.plan.indicators.iter().map(|indicator| &indicator.id);
    Ok(indicators.chain(old.plan.tasks.iter().map(|task| &task.id)).cloned().collect())
}

fn columns<'a>(language: Language) -> List<'a, FateRecord<'a>> {
    let label = move |record: &FateRecord| match record.fate {
        Some("new") => language.pick("新增", "new").to_string(),
        Some(name) => name.parse().map_or_else(|_| name.to_string(), |kind: FateKind| kind.label(language).to_string()),
        None => language.pick("待定", "open").to_string(),
    };
    let joined = |record: &FateRecord, text: fn(&ContinuedRecord) -> String| {
        record.into.iter().map(text).collect::<Vec<_>>().join("、")
    };
    List::<FateRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .long("title", ["指标 / 任务", "indicator / task"])
        .file("nature")
        .file("target")
        .at("target.text")
        .file("reading")
        .file("sealed")
        .file("attainment")
        .file("status")
        .words("fate", ["去向", "fate"])
        .told(move |record| {
            let tone = if record.fate.is_none() { Tone::Bad } else { Tone::Plain };
            Entry::toned(label(record), tone)
        })
        .words("confirmed", ["确认", "confirmed"])
        .told(move |record| if record.confirmed { language.pick("是", "yes").into() } else { "".into() })
        .words("into", ["接续为", "continues in"])
        .computed(move |record| Cell::from(joined(record, |other| other.id.to_string())))
        .long("into_title", ["接续的指标 / 任务", "what continues it"])
        .computed(move |record| Cell::from(joined(record, |other| other.title.unwrap_or_default().to_string())))
        .file("into_baseline")
        .computed(move |record| Cell::from(joined(record, |other| figure(other.baseline.as_ref()))))
        .file("into_target")
        .computed(move |record| Cell::from(joined(record, |other| figure(other.target.as_ref()))))
        .long("note", ["说明", "note"])
}

fn figure(figure: Option<&Figure>) -> String {
    figure.map(|figure| figure.text.to_string()).unwrap_or_default()
}

/// A sealed last reading of the earlier plan for an indicator of the later one.
#[derive(Serialize)]
struct BaselineRecord<'a> {
    /// The indicator of the later plan.
    id: &'a ItemId,
    name: &'a str,
    year: Year,
    /// The baseline as it is.
    baseline: Option<&'a str>,
    /// The reading of the earlier plan.
    reading: f64,
    /// True if the two differ, or there is no baseline.
    differs: bool,
    /// The indicator of the earlier plan.
    earlier: &'a ItemId,
}

/// Lists the sealed last readings for the baselines of a plan, or takes them over where they differ.
pub(super) fn baselines(invocation: &Invocation, arguments: &BaselinesArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let new =
        snapshot.plan_named(&arguments.new).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let Some(old) = new.predecessor().and_then(|old| snapshot.dossier(old)) else {
        let (title, id) = (&new.plan.title, &new.plan.id);
        return Err(Failure::Failed(invocation.words(
            format!("《{title}》没有写明接续哪个规划；请先写明：plandesk succeed {id} 原规划"),
            format!("“{title}” continues no plan yet; say so first: plandesk succeed {id} OLD"),
        )));
    };
    let handover = Handover::of(old, &[new]);
    let continued = handover.continued();
    let is_asked = |id: &ItemId| arguments.only.is_empty() || arguments.only.contains(id);
    let found = continued.iter().filter(|found| found.is_sealed() && is_asked(&found.own.id));
    let records: Vec<BaselineRecord> = found
        .map(|found| BaselineRecord {
            id: &found.own.id,
            name: &found.own.name,
            year: old.plan.term.last,
            baseline: found.baseline().map(|baseline| baseline.text.as_str()),
            reading: found.measured,
            differs: found.baseline().is_none_or(|baseline| found.differs(baseline)),
            earlier: &found.earlier.id,
        })
        .collect();
    if !arguments.take {
        return invocation.out.found(&records, &baseline_columns(invocation.language));
    }
    let differing = records.iter().filter(|record| record.differs).map(|record| record.id.clone());
    // Those that are named are refused where they have no reading.
    let items = if arguments.only.is_empty() { differing.collect() } else { arguments.only.clone() };
    execute(invocation, &desk, Command::TakeBaselines { items })
}

fn baseline_columns<'a>(language: Language) -> List<'a, BaselineRecord<'a>> {
    List::<BaselineRecord>::new(language)
        .words("id", ["id", "id"])
        .long("name", ["指标", "indicator"])
        .figures("year", ["年份", "year"])
        .figures("baseline", ["现基期值", "baseline"])
        .figures("reading", ["原规划期末值", "last reading"])
        .words("differs", ["不同", "differs"])
        .told(move |record| match record.differs {
            true => Entry::toned(language.pick("是", "yes"), Tone::Bad),
            false => "".into(),
        })
        .words("earlier", ["原指标", "earlier"])
}

/// Carries tasks on into the plan that continues theirs.
pub(super) fn carry(invocation: &Invocation, arguments: CarryArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let plan = match (&arguments.plan, arguments.ids.first()) {
        (Some(name), _) => {
            let found = snapshot.plan_named(name).map_err(|error| Failure::no_such_plan(&error, invocation.language));
            found?.plan.id.clone()
        }
        (None, Some(first)) => match snapshot.successors(&first.plan)[..] {
            [one] => one.plan.id.clone(),
            [] => return Err(no_successor(invocation, &snapshot, &first.plan)),
            _ => {
                return Err(Failure::Usage(invocation.words(
                    format!("接续 {} 的规划不止一个；请用 --plan 写明", first.plan),
                    format!("several plans continue {}; name one with --plan", first.plan),
                )));
            }
        },
        (None, None) => return Ok(()),
    };
    let chapter = arguments.chapter.map(|chapter| (TextField::Chapter, chapter));
    let place = chapter.into_iter().chain(arguments.in_box.map(|name| (TextField::Box, name))).collect();
    execute(invocation, &desk, Command::Carry { items: arguments.ids, plan, place })
}
