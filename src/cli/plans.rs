//! `plans` and `outline`: the plans, and what their texts are divided into.

use crate::export::overlaid::OverlaidRecord;
use crate::export::sheet::Sheet;
use crate::office::period::Periods;
use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, ItemKind, Subject};
use crate::text::Label;

use super::args::{OfPlans, PlansArguments};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::{Counts, Figures, HeadingRecord, PlanRecord};
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone, count};

/// Lists plans.
pub(super) fn list(invocation: &Invocation, arguments: &PlansArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    let records: Vec<PlanRecord> = dossiers.iter().map(|dossier| plan_record(dossier, &periods)).collect();
    invocation.out.found(&records, || plans_table(invocation, &records), || plans_sheet(&records))
}

fn plan_record<'a>(dossier: &'a Dossier, periods: &Periods) -> PlanRecord<'a> {
    let plan = &dossier.plan;
    let period = periods.of(plan.term);
    PlanRecord {
        id: &plan.id,
        title: &plan.title,
        region: &plan.region,
        sector: &plan.sector,
        edition: plan.edition,
        term: plan.term,
        parent: plan.parent.as_ref(),
        overlaid: OverlaidRecord::of(dossier, Subject::Plan(plan.id.clone())),
        figures: Figures::of(plan),
        doubts: plan.doubts.len(),
        period,
        progress: Counts::from(RollUp::of(dossier, &plan.tasks, period)),
        source: &plan.source,
    }
}

fn plans_table(invocation: &Invocation, records: &[PlanRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("规划 id", "plan id")),
        Column::long(head("规划", "plan")),
        Column::words(head("规划期", "term")),
        Column::words(head("版本", "edition")),
        Column::figures(head("任务", "tasks")),
        Column::figures(head("项目", "projects")),
        Column::figures(head("指标", "indicators")),
        Column::words(head("评估期", "period")),
        Column::figures(head("完成", "completed")),
        Column::figures(head("未报", "unreported")),
        Column::figures(head("逾期", "overdue")),
    ];
    let row = |record: &PlanRecord| -> Vec<Entry> {
        let (figures, progress) = (&record.figures, &record.progress);
        vec![
            record.id.as_str().into(),
            record.title.into(),
            format!("{}-{}", record.term.first, record.term.last).into(),
            record.edition.label(invocation.language).into(),
            count(figures.tasks as u64),
            count(figures.projects as u64),
            count(figures.indicators as u64),
            record.period.name(invocation.language).into(),
            format!("{}%", progress.completion).into(),
            count(progress.unreported),
            Entry::toned(progress.overdue.to_string(), if progress.overdue > 0 { Tone::Bad } else { Tone::Faint }),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn plans_sheet(records: &[PlanRecord]) -> Sheet {
    let headings = [
        "id",
        "title",
        "region",
        "sector",
        "edition",
        "first_year",
        "last_year",
        "parent",
        "chapters",
        "tasks",
        "boxes",
        "projects",
        "indicators",
        "binding",
        "doubts",
        "period",
        "not-started",
        "in-progress",
        "completed",
        "lagging",
        "adjusted",
        "unreported",
        "overdue",
        "file",
    ];
    let rows = records.iter().map(|record| {
        let (figures, progress) = (&record.figures, &record.progress);
        vec![
            record.id.as_str().into(),
            record.title.into(),
            record.region.into(),
            record.sector.into(),
            record.edition.name().into(),
            record.term.first.into(),
            record.term.last.into(),
            record.parent.map(|id| id.as_str()).into(),
            figures.chapters.into(),
            figures.tasks.into(),
            figures.boxes.into(),
            figures.projects.into(),
            figures.indicators.into(),
            figures.binding.into(),
            record.doubts.into(),
            record.period.to_string().into(),
            progress.not_started.into(),
            progress.in_progress.into(),
            progress.completed.into(),
            progress.lagging.into(),
            progress.adjusted.into(),
            progress.unreported.into(),
            progress.overdue.into(),
            record.source.file.as_str().into(),
        ]
    });
    sheet(&headings, rows.collect())
}

/// Lists headings.
pub(super) fn outline(invocation: &Invocation, arguments: &OfPlans) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, arguments, invocation.language)?;
    let records: Vec<HeadingRecord> = dossiers.iter().flat_map(|dossier| headings(dossier)).collect();
    invocation.out.found(&records, || outline_table(invocation, &records), || outline_sheet(&records))
}

fn headings(dossier: &Dossier) -> Vec<HeadingRecord<'_>> {
    let plan = &dossier.plan;
    let mut items = vec![0; plan.outline.len()];
    for task in &plan.tasks {
        plan.ancestors(task.node).for_each(|above| items[above] += 1);
    }
    plan.outline
        .iter()
        .enumerate()
        .map(|(place, node)| {
            let id = plan.id.item(ItemKind::Heading, u32::try_from(place + 1).unwrap_or(u32::MAX));
            HeadingRecord {
                overlaid: OverlaidRecord::of(dossier, Subject::Item(id.clone())),
                id,
                plan: &plan.id,
                level: node.level,
                depth: plan.ancestors(place).count().saturating_sub(1),
                number: &node.number,
                title: &node.title,
                path: plan.path(place),
                items: items[place],
                text: node.paragraphs.iter().map(|p| p.text.as_str()).collect(),
                lines: [node.lines.first, node.lines.last],
            }
        })
        .collect()
}

fn outline_table(invocation: &Invocation, records: &[HeadingRecord]) -> Table {
    let columns = vec![
        Column::words(invocation.words("规划 id", "plan id")),
        Column::long(invocation.words("标题", "heading")),
        Column::figures(invocation.words("任务和项目", "items")),
        Column::figures(invocation.words("原文行", "line")),
    ];
    let row = |record: &HeadingRecord| -> Vec<Entry> {
        let heading = record.path.last().cloned().unwrap_or_default();
        vec![
            record.plan.as_str().into(),
            format!("{}{heading}", "  ".repeat(record.depth)).into(),
            count(record.items as u64),
            record.lines[0].to_string().into(),
        ]
    };
    Table { columns, rows: records.iter().map(row).collect() }
}

fn outline_sheet(records: &[HeadingRecord]) -> Sheet {
    let headings = ["plan", "depth", "number", "title", "path", "items", "text", "first_line", "last_line"];
    let rows = records.iter().map(|record| {
        vec![
            record.plan.as_str().into(),
            record.depth.into(),
            record.number.into(),
            record.title.into(),
            record.path.join(" › ").into(),
            record.items.into(),
            record.text.join("\n").into(),
            record.lines[0].into(),
            record.lines[1].into(),
        ]
    });
    sheet(&headings, rows.collect())
}
