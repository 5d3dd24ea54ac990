//! `plans` and `outline`: the plans and their headings.

use jiff::civil::Date;

use crate::export::outline;
use crate::export::overlaid::OverlaidRecord;
use crate::office::period::Periods;
use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, Figures, Status, Subject};
use crate::text::{Label, Language};

use super::args::{OutlineArguments, PlansArguments};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::json::{Counts, HeadingRecord, PlanRecord};
use super::list::List;
use super::table::{Column, Entry, Tone};

/// Lists plans.
pub(super) fn list(invocation: &Invocation, arguments: &PlansArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let dossiers = filter::dossiers_in(&snapshot, &arguments.of, &periods, invocation.language)?;
    print(invocation, &dossiers, &periods, snapshot.today())
}

/// Prints a list of plans.
pub(super) fn print(
    invocation: &Invocation,
    dossiers: &[&Dossier],
    periods: &Periods,
    today: Date,
) -> Result<(), Failure> {
    let records: Vec<PlanRecord> = dossiers.iter().map(|dossier| plan_record(dossier, periods, today)).collect();
    invocation.out.found(&records, &plan_columns(invocation.language))
}

fn plan_record<'a>(dossier: &'a Dossier, periods: &Periods, today: Date) -> PlanRecord<'a> {
    let plan = &dossier.plan;
    let period = periods.of(dossier);
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
        progress: Counts(RollUp::of(dossier, &plan.tasks, period, today)),
        source: &plan.source,
        archived: dossier.archived.get(&plan.id),
    }
}

fn plan_columns<'a>(language: Language) -> List<'a, PlanRecord<'a>> {
    let list = List::<PlanRecord>::new(language)
        .words("id", ["规划 id", "plan id"])
        .long("title", ["规划", "plan"])
        .table_only(Column::words, ["规划期", "term"], |r| format!("{}-{}", r.term.first, r.term.last).into())
        .file("region")
        .file("sector")
        .words("edition", ["版本", "edition"])
        .told(move |r| r.edition.label(language).into())
        .file("first_year")
        .at("term.0")
        .file("last_year")
        .at("term.1")
        .file("parent")
        .file("chapters")
        .counts("tasks", ["任务", "tasks"])
        .file("boxes")
        .counts("projects", ["项目", "projects"])
        .counts("indicators", ["指标", "indicators"])
        .file("binding")
        .file("doubts")
        .words("period", ["评估期", "period"])
        .told(move |r| r.period.name(language).into());
    let list = Status::ALL.into_iter().fold(list, |list, status| {
        let list = match status.is_done() {
            true => list
                .figures(status.name(), ["完成", "completed"])
                .told(|r| format!("{}%", r.progress.0.completion()).into()),
            false => list.file(status.name()),
        };
        list.at(&format!("progress.{}", status.name()))
    });
    list.counts("unreported", ["未报", "unreported"])
        .at("progress.unreported")
        .figures("overdue", ["逾期", "overdue"])
        .at("progress.overdue")
        .told(|r| {
            let overdue = r.progress.0.overdue;
            Entry::toned(overdue.to_string(), if overdue > 0 { Tone::Bad } else { Tone::Faint })
        })
        .file("file")
        .at("source.file")
}

/// Lists headings.
pub(super) fn outline(invocation: &Invocation, arguments: &OutlineArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    if arguments.typed {
        return dossiers.iter().try_for_each(|dossier| invocation.out.text(&outline::outline(&dossier.plan)));
    }
    let records: Vec<HeadingRecord> = dossiers.iter().flat_map(|dossier| headings(dossier)).collect();
    invocation.out.found(&records, &heading_columns(invocation.language))
}

fn headings(dossier: &Dossier) -> Vec<HeadingRecord<'_>> {
    let plan = &dossier.plan;
    let mut items = vec![0; plan.outline.len()];
    for task in &plan.tasks {
        plan.ancestors(task.node).for_each(|above| items[above] += 1);
    }
    plan.headings()
        .into_iter()
        .map(|place| {
            let node = &plan.outline[place];
            let id = plan.heading_id(place);
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

fn heading_columns<'a>(language: Language) -> List<'a, HeadingRecord<'a>> {
    List::<HeadingRecord>::new(language)
        .words("id", ["id", "id"])
        .file("plan")
        .table_only(Column::long, ["标题", "heading"], |r| {
            let heading = r.path.last().map(String::as_str).unwrap_or_default();
            format!("{}{heading}", "  ".repeat(r.depth)).into()
        })
        .file("depth")
        .file("number")
        .file("title")
        .file("path")
        .joined(" › ")
        .counts("items", ["任务和项目", "items"])
        .file("text")
        .joined("\n")
        .figures("first_line", ["原文行", "line"])
        .at("lines.0")
        .file("last_line")
        .at("lines.1")
}
