//! `seal` and `seals`: closing a period of a plan, and the periods that are closed.

use serde::Serialize;

use crate::desk::Command;
use crate::export::sheet::{Cell, Sheet};
use crate::office::seal::Preview;
use crate::plan::{Dossier, Period, PlanId, Seal};

use super::args::{OfPlans, SealArguments};
use super::change::execute;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone, count};

/// The number of characters of a checksum that people compare.
const SHORT: usize = 12;

/// Closes a period, after it has been said what is missing.
pub(super) fn seal(invocation: &Invocation, arguments: &SealArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let period = arguments.period;
    if let Some(preview) = Preview::of(dossier, period) {
        invocation.note(&preview.lines(invocation.language).join("\n"));
        if !arguments.yes {
            agreed(invocation, &preview)?;
        }
    }
    execute(invocation, &desk, Command::Seal { plan: dossier.plan.id.clone(), period })
}

fn agreed(invocation: &Invocation, preview: &Preview) -> Result<(), Failure> {
    match invocation.ask(&preview.question(invocation.language)) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::Failed(invocation.words("没有封存", "nothing was sealed"))),
        None => Err(Failure::Usage(invocation.words(
            "不在终端上时，请加 --yes 确认封存；没有封存",
            "where nobody can answer, say --yes; nothing was sealed",
        ))),
    }
}

#[derive(Serialize)]
struct SealRecord<'a> {
    plan: &'a PlanId,
    plan_title: &'a str,
    period: Period,
    at: &'a str,
    by: &'a str,
    checksum: &'a str,
    /// True if the content is what was sealed.
    intact: bool,
    tasks: usize,
    indicators: usize,
    /// The number of reviews and readings that were amended afterwards.
    amended: usize,
}

impl<'a> SealRecord<'a> {
    fn of(dossier: &'a Dossier, period: Period, seal: &'a Seal) -> Self {
        SealRecord {
            plan: &dossier.plan.id,
            plan_title: &dossier.plan.title,
            period,
            at: &seal.at,
            by: &seal.by,
            checksum: &seal.checksum,
            intact: seal.is_intact(),
            tasks: seal.content.tasks.len(),
            indicators: seal.content.indicators.len(),
            amended: dossier.amended(period),
        }
    }
}

/// Lists the closed periods.
pub(super) fn list(invocation: &Invocation, of: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, of, invocation.language)?;
    let seals = dossiers.iter().flat_map(|d| d.seals.iter().map(|(period, seal)| SealRecord::of(d, *period, seal)));
    let records: Vec<SealRecord> = seals.collect();
    invocation.out.found(&records, || table(invocation, &records), || csv(&records))
}

fn table(invocation: &Invocation, records: &[SealRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("规划", "plan")),
        Column::words(head("评估期", "period")),
        Column::words(head("封存时间", "sealed at")),
        Column::words(head("封存人", "by")),
        Column::words(head("校验码", "checksum")),
        Column::words(head("核对", "content")),
        Column::figures(head("任务", "tasks")),
        Column::figures(head("指标", "indicators")),
        Column::figures(head("封存后更正", "amended")),
    ];
    let row = |record: &SealRecord| -> Vec<Entry> {
        let state = match record.intact {
            true => Entry::toned(head("一致", "intact"), Tone::Good),
            false => Entry::toned(head("不符", "altered"), Tone::Bad),
        };
        vec![
            record.plan.as_str().into(),
            record.period.name(invocation.language).into(),
            record.at.get(..16).unwrap_or(record.at).replace('T', " ").into(),
            record.by.into(),
            record.checksum.get(..SHORT).unwrap_or(record.checksum).into(),
            state,
            record.tasks.to_string().into(),
            record.indicators.to_string().into(),
            count(record.amended as u64),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn csv(records: &[SealRecord]) -> Sheet {
    let headings = ["plan", "plan_title", "period", "at", "by", "checksum", "intact", "tasks", "indicators", "amended"];
    let row = |record: &SealRecord| -> Vec<Cell> {
        vec![
            record.plan.as_str().into(),
            record.plan_title.into(),
            record.period.to_string().into(),
            record.at.into(),
            record.by.into(),
            record.checksum.into(),
            if record.intact { "yes" } else { "no" }.into(),
            record.tasks.into(),
            record.indicators.into(),
            record.amended.into(),
        ]
    };
    sheet(&headings, records.iter().map(row).collect())
}
