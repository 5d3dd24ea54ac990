//! `appraise` and `appraisals`: what third parties and surveys say of plans.

use serde::Serialize;

use crate::desk::Command;
use crate::export::sheet::{Cell, Sheet};
use crate::plan::{Appraisal, AppraisalKind, Period, PlanId};
use crate::text::Label;

use super::args::{AppraiseArguments, OfPlans};
use super::change::{execute, field};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table};

/// Records an appraisal: what is given is set, and the rest stays as it is.
pub(super) fn appraise(invocation: &Invocation, arguments: AppraiseArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let AppraiseArguments { period, kind, .. } = arguments;
    let old = dossier.appraisals.get(&(period, kind)).cloned().unwrap_or_default();
    let appraisal = (!arguments.remove).then(|| Appraisal {
        by: arguments.by.or(old.by),
        date: arguments.date.or(old.date),
        score: field(arguments.score).over(old.score),
        respondents: field(arguments.respondents).over(old.respondents),
        conclusion: arguments.conclusion.or(old.conclusion),
    });
    execute(invocation, &desk, Command::Appraise { plan: dossier.plan.id.clone(), period, kind, appraisal })
}

#[derive(Serialize)]
struct AppraisalRecord<'a> {
    plan: &'a PlanId,
    plan_title: &'a str,
    period: Period,
    kind: AppraisalKind,
    #[serde(flatten)]
    appraisal: &'a Appraisal,
    sealed: bool,
}

/// Lists appraisals.
pub(super) fn list(invocation: &Invocation, of: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, of, invocation.language)?;
    let mut records = Vec::new();
    for dossier in dossiers {
        records.extend(dossier.appraisals.iter().map(|((period, kind), appraisal)| AppraisalRecord {
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            period: *period,
            kind: *kind,
            appraisal,
            sealed: dossier.seals.contains_key(period),
        }));
    }
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

fn table(invocation: &Invocation, records: &[AppraisalRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("规划", "plan")),
        Column::words(head("评估期", "period")),
        Column::words(head("种类", "kind")),
        Column::long(head("实施单位", "by")),
        Column::words(head("时间", "date")),
        Column::figures(head("得分", "score")),
        Column::figures(head("样本数", "respondents")),
        Column::long(head("结论", "conclusion")),
    ];
    let row = |record: &AppraisalRecord| -> Vec<Entry> {
        let appraisal = record.appraisal;
        vec![
            record.plan.as_str().into(),
            record.period.name(invocation.language).into(),
            record.kind.label(invocation.language).into(),
            appraisal.by.clone().unwrap_or_default().into(),
            appraisal.date.clone().unwrap_or_default().into(),
            appraisal.score.map(|score| score.to_string()).unwrap_or_default().into(),
            appraisal.respondents.map(|count| count.to_string()).unwrap_or_default().into(),
            appraisal.conclusion.clone().unwrap_or_default().into(),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[AppraisalRecord]) -> Sheet {
    let headings =
        ["plan", "plan_title", "period", "kind", "by", "date", "score", "respondents", "conclusion", "sealed"];
    let row = |record: &AppraisalRecord| -> Vec<Cell> {
        let appraisal = record.appraisal;
        vec![
            record.plan.as_str().into(),
            record.plan_title.into(),
            record.period.to_string().into(),
            record.kind.name().into(),
            appraisal.by.clone().into(),
            appraisal.date.clone().into(),
            appraisal.score.into(),
            appraisal.respondents.into(),
            appraisal.conclusion.clone().into(),
            if record.sealed { "yes" } else { "" }.into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
