//! The outlook: measures for the next year or the second half, and at the end of the term the conclusion and the
//! advice for the next plan.

use crate::plan::Status;
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Block, Paragraph, Section};
use crate::report::outlook::Outlook;

use super::counts;
use super::indicators::names;
use super::problems::by_lead;

/// 下一年度工作措施, of an annual report.
pub(super) fn next_year(basis: &Basis) -> Section {
    let heading = match basis.period.year().filter(|year| basis.period.is_annual() && *year < basis.plan.term.last) {
        Some(year) => format!("{}年度工作措施", year + 1),
        None => "下一步工作措施".to_string(),
    };
    Section::new(heading, measures(basis))
}

/// 对策建议, of a mid-term report.
pub(super) fn second_half(basis: &Basis) -> Section {
    let parts = vec![
        Section::new("后半程主要措施", measures(basis)),
        Section::new("需加力推进的指标和任务", vec![push(basis).into()]),
        Section::new("建议调整的指标和任务", vec![adjust(basis).into()]),
    ];
    Section { heading: "对策建议".to_string(), body: Vec::new(), parts }
}

/// 完成情况结论, of a final report.
pub(super) fn conclusion(basis: &Basis) -> Section {
    let mut paragraph = Paragraph::new();
    let reached: Vec<&Judged> = basis.indicators.iter().filter(|j| j.outlook == Outlook::Reached).collect();
    let missed: Vec<&Judged> = basis.indicators.iter().filter(|j| j.outlook == Outlook::Missed).collect();
    if !basis.indicators.is_empty() {
        let text = format!(
            "主要指标{}项中，已实现{}项，未实现{}项，没有目标年实际值、尚不能下结论的{}项",
            basis.indicators.len(),
            reached.len(),
            missed.len(),
            basis.indicators.len() - reached.len() - missed.len()
        );
        paragraph = paragraph.say(text, indicator_rows(&basis.indicators));
    }
    let roll_up = basis.roll_up(basis.items());
    if roll_up.total > 0 {
        let text = format!("重点任务和重大项目{}项中，{}", roll_up.total, counts::by_status(&roll_up));
        paragraph = paragraph.say(text, rows(basis.items()));
    }
    let mut blocks: Vec<Block> = vec![paragraph.gap("结论性意见：规划目标任务是否总体完成").into()];
    let open: Vec<&Reviewed> = basis.items().filter(|row| is_open(row)).collect();
    if !open.is_empty() {
        let names: Vec<String> = open.iter().map(|row| row.quoted() + &row.led()).collect();
        let text = format!("未完成的任务和项目{}项：{}", open.len(), names.join("、"));
        blocks.push(Paragraph::new().say(text, rows(open)).gap("未完成的原因和后续安排").into());
    }
    Section::new("完成情况结论", blocks)
}

/// 对下一规划的建议, of a final report.
pub(super) fn next_plan(basis: &Basis) -> Section {
    let mut body = Vec::new();
    let missed: Vec<&Judged> = basis.indicators.iter().filter(|j| is_out_of_reach(j)).collect();
    if !missed.is_empty() {
        let text = format!("建议下一规划继续安排、并重新测算目标的指标：{}", names(&missed));
        body.push(Paragraph::new().say(text, indicator_rows(missed)).into());
    }
    body.push(Paragraph::new().gap("下一规划的目标、任务、项目和指标设置建议").into());
    let parts = vec![Section::new("各单位提出的后续措施", measures(basis))];
    Section { heading: "对下一规划的建议".to_string(), body, parts }
}

/// The measures that were entered, by lead department.
fn measures(basis: &Basis) -> Vec<Block> {
    let items: Vec<&Reviewed> = basis.items().collect();
    let mut blocks: Vec<Block> = Vec::new();
    for (lead, items) in by_lead(&items) {
        let told = items.iter().filter_map(|row| Some((row, row.next()?)));
        let paragraph = told.fold(Paragraph::led_by(lead), |paragraph, (row, next)| {
            paragraph.say(format!("{}：{next}", row.quoted()), row.source())
        });
        if !paragraph.is_empty() {
            blocks.push(paragraph.into());
        }
    }
    blocks.push(match blocks.is_empty() {
        true => Paragraph::new().gap("各责任单位尚未填报下一步措施，请补齐后归纳").into(),
        false => Paragraph::new().gap("综合性政策措施：资金、要素、人才、考核等保障").into(),
    });
    blocks
}

fn push(basis: &Basis) -> Paragraph {
    let needs_more = |judged: &&Judged| is_out_of_reach(judged) || matches!(judged.outlook, Outlook::Close(_));
    let indicators: Vec<&Judged> = basis.indicators.iter().filter(needs_more).collect();
    let tasks: Vec<&Reviewed> = basis
        .items()
        .filter(|row| row.status.is_some_and(Status::is_behind) || row.is_overdue && row.status.is_some())
        .collect();
    if indicators.is_empty() && tasks.is_empty() {
        return Paragraph::new().gap("需加力推进的指标和任务（现有记录中没有滞后的）");
    }
    let mut paragraph = Paragraph::new();
    if !indicators.is_empty() {
        let text = format!("指标{}项：{}", indicators.len(), names(&indicators));
        paragraph = paragraph.say(text, indicator_rows(indicators));
    }
    if !tasks.is_empty() {
        let names: Vec<String> = tasks.iter().map(|row| row.quoted() + &row.led()).collect();
        paragraph = paragraph.say(format!("任务和项目{}项：{}", tasks.len(), names.join("、")), rows(tasks));
    }
    paragraph.gap("逐项明确赶进度的时间节点和责任人")
}

fn adjust(basis: &Basis) -> Paragraph {
    let short: Vec<&Judged> = basis.indicators.iter().filter(|j| is_out_of_reach(j)).collect();
    let adjusted: Vec<&Reviewed> = basis.items().filter(|row| row.status.is_some_and(Status::is_changed)).collect();
    let mut paragraph = Paragraph::new();
    if !adjusted.is_empty() {
        let names: Vec<String> = adjusted.iter().map(|row| row.quoted() + &row.led()).collect();
        let text = format!("各单位报为“调整”的任务和项目{}项：{}", adjusted.len(), names.join("、"));
        paragraph = paragraph.say(text, rows(adjusted));
    }
    if !short.is_empty() {
        let text = format!("按目前进度难以完成、需研究是否调整目标值的指标{}项：{}", short.len(), names(&short));
        paragraph = paragraph.say(text, indicator_rows(short));
    }
    paragraph.gap("建议调整的内容、理由和依据；调整须按原批准程序报批")
}

fn is_out_of_reach(judged: &Judged) -> bool {
    matches!(judged.outlook, Outlook::Short(_) | Outlook::Missed)
}

/// Reported, and neither completed nor taken out of the plan.
fn is_open(row: &Reviewed) -> bool {
    row.status.is_some_and(|status| !status.settles())
}
