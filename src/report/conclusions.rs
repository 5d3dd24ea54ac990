//! The conclusions at the end of a term (去向表): what came of each indicator, task and project.
//!
//! A conclusion follows from what is recorded: from the reading of the target's year, from the status of the final period,
//! and from what was ended or left out of a later edition. What nothing is recorded of is open, and not carried on in
//! silence. What becomes of it in the next plan is its fate ([`crate::plan::Fate`]), which a person confirms.

use crate::export::sheet::{Cell, Sheet};
use crate::plan::overlay::Ended;
use crate::plan::{Dossier, Indicator, ItemId, Kind, Sense, Status, Subject, Task, TextField};
use crate::text::figure::plain;
use crate::text::{Label, Language};

use super::Request;
use super::basis::{Basis, Judged, Reviewed, due_in_words, phrase, time_of, with_unit};
use super::outlook::Outlook;

/// The conclusion on an indicator, task or project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conclusion {
    /// It was reached or completed (完成).
    Done,
    /// It was not, and remains to be done (未完成结转).
    CarriedOn,
    /// It was given up (终止).
    Ended,
    /// It was changed, merged into another, or left out of a later edition (调整).
    Adjusted,
    /// Nothing recorded tells (待定).
    Open,
}

impl Label for Conclusion {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Conclusion::Done => language.pick("完成", "done"),
            Conclusion::CarriedOn => language.pick("未完成结转", "carried on"),
            Conclusion::Ended => language.pick("终止", "ended"),
            Conclusion::Adjusted => language.pick("调整", "adjusted"),
            Conclusion::Open => language.pick("待定", "open"),
        }
    }
}

impl Conclusion {
    fn of_indicator(judged: &Judged) -> Conclusion {
        match judged.outlook {
            Outlook::Reached => Conclusion::Done,
            Outlook::Missed(_) => Conclusion::CarriedOn,
            Outlook::OnPace | Outlook::Close(_) | Outlook::Short(_) | Outlook::Unknown => Conclusion::Open,
        }
    }

    fn of_status(status: Option<Status>) -> Conclusion {
        match status.map(Status::sense) {
            Some(Sense::Done) => Conclusion::Done,
            Some(Sense::Changed) => Conclusion::Adjusted,
            Some(Sense::Going | Sense::Behind | Sense::Waiting) => Conclusion::CarriedOn,
            None => Conclusion::Open,
        }
    }

    /// The conclusion on an item that the plan in force does not have any more.
    fn of_former(ended: Option<&Ended>) -> Conclusion {
        match ended {
            Some(Ended { into: None, .. }) => Conclusion::Ended,
            Some(Ended { into: Some(_), .. }) | None => Conclusion::Adjusted,
        }
    }
}

/// The words of a row besides its number.
struct Row {
    kind: &'static str,
    name: String,
    lead: String,
    asked: String,
    result: String,
    conclusion: Conclusion,
    remark: String,
}

/// Returns the table of conclusions on a plan at the end of a period: indicators, tasks, projects, and those of each that the
/// plan in force does not have any more.
pub fn conclusions(dossier: &Dossier, request: &Request) -> Sheet {
    let basis = Basis::new(dossier, request.period, request.today, request.thresholds, request.wording);
    let plan = &dossier.plan;
    let mut rows: Vec<Row> = basis.indicators.iter().map(|judged| of_indicator(&basis, judged)).collect();
    rows.extend(plan.former_indicators.iter().map(|indicator| former_indicator(dossier, indicator)));
    for (kind, items) in [(Kind::Task, &basis.tasks), (Kind::Project, &basis.projects)] {
        rows.extend(items.iter().map(|row| of_task(dossier, row)));
        let former = plan.former_tasks.iter().filter(|task| task.kind() == kind);
        rows.extend(former.map(|task| former_task(dossier, task)));
    }
    let headings = ["序号", "类别", "名称", "牵头（责任）单位", "规划要求", "完成情况", "去向", "说明"];
    let cells = |(row, number): (Row, usize)| -> Vec<Cell> {
        let Row { kind, name, lead, asked, result, conclusion, remark } = row;
        let conclusion = conclusion.label(Language::Zh);
        vec![
            number.into(),
            kind.into(),
            name.into(),
            lead.into(),
            asked.into(),
            result.into(),
            conclusion.into(),
            remark.into(),
        ]
    };
    Sheet {
        title: "指标、任务和项目去向表".to_string(),
        headings: headings.map(String::from).to_vec(),
        rows: rows.into_iter().zip(1..).map(cells).collect(),
    }
}

fn of_indicator(basis: &Basis, judged: &Judged) -> Row {
    let indicator = &*judged.indicator;
    let reading = judged.measured.map(|(at, value)| format!("{}{}", time_of(at), with_unit(&plain(value), indicator)));
    let adjusted = judged
        .adjusted
        .iter()
        .map(|(year, printed)| format!("{year}年目标值经调整，原为{}", printed.as_deref().unwrap_or("无")));
    let reason = judged.judgement.and_then(|judgement| judgement.reason.clone());
    Row {
        kind: "指标",
        name: indicator.name.clone(),
        lead: basis.dossier.responsible(indicator).lead.join("、"),
        asked: targets(indicator),
        result: reading.unwrap_or_else(|| "未报送实际值".to_string()),
        conclusion: Conclusion::of_indicator(judged),
        remark: adjusted.chain(reason).chain(continued(basis.dossier, &indicator.id)).collect::<Vec<_>>().join("；"),
    }
}

fn targets(indicator: &Indicator) -> String {
    let each =
        indicator.targets.iter().map(|target| format!("{}年{}", target.year, with_unit(&target.text, indicator)));
    each.collect::<Vec<_>>().join("；")
}

fn of_task(dossier: &Dossier, row: &Reviewed) -> Row {
    let conclusion = Conclusion::of_status(row.status);
    let progress = row.review.and_then(|review| review.effective_progress());
    let progress =
        progress.filter(|_| conclusion == Conclusion::CarriedOn).map(|progress| format!("，进度{progress}%"));
    let told = match conclusion {
        Conclusion::Done => None,
        Conclusion::Adjusted => row.done(),
        Conclusion::CarriedOn | Conclusion::Ended | Conclusion::Open => row.next(),
    };
    let added = dossier.made.contains_key(&row.task.id).then(|| "规划实施中新增".to_string());
    Row {
        kind: kind_in_words(row.task.kind()),
        name: row.task.title.clone(),
        lead: row.assignment.lead.join("、"),
        asked: row.assignment.due.map(|due| format!("{}完成", due_in_words(due))).unwrap_or_default(),
        result: row.status.label(Language::Zh).to_string() + &progress.unwrap_or_default(),
        conclusion,
        remark: added.into_iter().chain(told).chain(continued(dossier, &row.task.id)).collect::<Vec<_>>().join("；"),
    }
}

fn former_indicator(dossier: &Dossier, indicator: &Indicator) -> Row {
    let (conclusion, remark) = former(dossier, &indicator.id);
    Row {
        kind: "指标",
        name: indicator.name.clone(),
        lead: dossier.responsible(indicator).lead.join("、"),
        asked: targets(indicator),
        result: String::new(),
        conclusion,
        remark,
    }
}

fn former_task(dossier: &Dossier, task: &Task) -> Row {
    let (conclusion, remark) = former(dossier, &task.id);
    let assignment = dossier.assignment(task);
    Row {
        kind: kind_in_words(task.kind()),
        name: task.title.clone(),
        lead: assignment.lead.join("、"),
        asked: assignment.due.map(|due| format!("{}完成", due_in_words(due))).unwrap_or_default(),
        result: String::new(),
        conclusion,
        remark,
    }
}

/// The fate of an item in the next plan, where a person confirmed it.
fn continued(dossier: &Dossier, item: &ItemId) -> Option<String> {
    dossier.fates.get(item).map(|fate| format!("下一规划：{}", fate.kind.label(Language::Zh)))
}

fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Task => "任务",
        Kind::Project => "项目",
    }
}

/// The conclusion on an item that the plan in force does not have any more, and why.
fn former(dossier: &Dossier, item: &ItemId) -> (Conclusion, String) {
    let ended = dossier.ended.get(item);
    let Some(found) = ended else { return (Conclusion::of_former(None), "新版规划不再列入".to_string()) };
    let into = found.into.as_ref().map(|into| {
        let title = crate::plan::overlay::read(&dossier.plan, &Subject::Item(into.clone()), TextField::Title);
        format!("并入“{}”", title.unwrap_or_else(|| into.to_string()))
    });
    let words = [into, phrase(&found.reason), found.document.clone()];
    (Conclusion::of_former(ended), words.into_iter().flatten().collect::<Vec<_>>().join("；"))
}
