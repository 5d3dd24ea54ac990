//! 重点任务推进情况, chapter by chapter of the plan, and what can be learnt from the tasks that are done (主要做法与经验).

use crate::plan::roll_up::RollUp;
use crate::plan::{NodeIndex, Status};
use crate::report::basis::{Basis, Reviewed, rows, with_status};
use crate::report::model::{Block, Paragraph, Section};

use super::{counts, data, goals};

/// 重点任务推进情况.
pub(super) fn section(basis: &Basis) -> Section {
    let heading = "重点任务推进情况".to_string();
    let all: Vec<&Reviewed> = basis.tasks.iter().collect();
    if all.is_empty() {
        return Section::new(heading, vec![Paragraph::new().gap("规划没有列出任务").into()]);
    }
    let chapters = basis.chapters();
    let sets: Vec<(String, RollUp)> =
        chapters.iter().map(|(_, name, tasks)| (name.clone(), basis.roll_up(tasks.iter().copied()))).collect();
    let roll_up = basis.roll_up(&basis.tasks);
    let mut body: Vec<Block> = vec![summary("规划", "任务", basis, &all).into()];
    body.extend(data::unconfirmed(basis).map(Block::from));
    body.push(Block::Table(counts::status_table("重点任务推进情况统计表", "章节", &totalled(sets, roll_up))));
    body.push(Block::Chart(counts::status_chart("重点任务状态占比", &roll_up)));
    let chapters = chapters.into_iter().map(|(node, heading, tasks)| chapter(basis, node, heading, &tasks));
    let parts = goals::section(basis).into_iter().chain(chapters).collect();
    Section { heading, body, parts }
}

fn totalled(mut sets: Vec<(String, RollUp)>, all: RollUp) -> Vec<(String, RollUp)> {
    if sets.len() > 1 {
        sets.push(("合计".to_string(), all));
    }
    sets
}

/// A chapter, and its sections where it has several with tasks.
fn chapter(basis: &Basis, node: NodeIndex, heading: String, tasks: &[&Reviewed]) -> Section {
    let section_of = |row: &Reviewed| {
        let path: Vec<NodeIndex> = basis.plan.ancestors(row.task.node).collect();
        path.iter().rev().nth(1).copied()
    };
    let mut sections: Vec<Option<NodeIndex>> = Vec::new();
    for section in tasks.iter().map(|row| section_of(row)) {
        if !sections.contains(&section) {
            sections.push(section);
        }
    }
    if sections.len() < 2 {
        return Section::new(heading, account(basis, "本部分", "任务", tasks));
    }
    let body = vec![summary("本部分", "任务", basis, tasks).into()];
    let parts = sections.into_iter().map(|section| {
        let own: Vec<&Reviewed> = tasks.iter().copied().filter(|row| section_of(row) == section).collect();
        let name = section.map_or_else(|| format!("{}（其他任务）", basis.heading(node)), |node| basis.heading(node));
        Section::new(name, account(basis, "本节", "任务", &own))
    });
    Section { heading, body, parts: parts.collect() }
}

fn summary(whole: &str, noun: &str, basis: &Basis, items: &[&Reviewed]) -> Paragraph {
    let roll_up = basis.roll_up(items.iter().copied());
    let all = rows(items.iter().copied());
    let counts = format!("{whole}共{}项{noun}，{}", roll_up.total, counts::by_status(&roll_up));
    let paragraph = Paragraph::new().say(counts, all);
    let overdue: Vec<&Reviewed> = items.iter().copied().filter(|row| row.is_overdue).collect();
    if overdue.is_empty() {
        return paragraph;
    }
    paragraph.say(format!("其中已到完成时限而未报完成的{}项", overdue.len()), rows(overdue))
}

/// The counts of some tasks or projects, and then each by its status: what was done, what is stuck, who leads.
pub(super) fn account(basis: &Basis, whole: &str, noun: &str, items: &[&Reviewed]) -> Vec<Block> {
    if items.iter().all(|row| row.review.is_none()) {
        let text = format!("{whole}共{}项{noun}，均未报送评估记录", items.len());
        let paragraph = Paragraph::new().say(text, rows(items.iter().copied()));
        return vec![paragraph.gap("进展情况、存在问题、下一步措施").into()];
    }
    let mut blocks: Vec<Block> = vec![summary(whole, noun, basis, items).into()];
    for status in Status::in_reports() {
        let found = with_status(items, status);
        if !found.is_empty() {
            blocks.push(of_status(status, &found).into());
        }
    }
    blocks
}

fn of_status(status: Option<Status>, items: &[&Reviewed]) -> Paragraph {
    let mut paragraph = Paragraph::led_by(counts::word(status));
    let (told, silent): (Vec<&Reviewed>, Vec<&Reviewed>) =
        items.iter().copied().partition(|row| row.done().is_some() || row.problem().is_some());
    for row in told {
        paragraph = paragraph.say(one(row), row.source());
    }
    if !silent.is_empty() {
        let names: Vec<String> = silent.iter().map(|row| row.quoted() + &row.led()).collect();
        paragraph = paragraph.say(names.join("、"), rows(silent)).gap(match status {
            Some(status) if status.is_changed() => "调整的内容和依据",
            _ => "进展情况",
        });
    }
    paragraph
}

fn one(row: &Reviewed) -> String {
    let problem = row.problem().map(|problem| format!("存在问题：{problem}"));
    let told: Vec<String> = row.done().into_iter().chain(problem).collect();
    format!("{}{}：{}", row.quoted(), row.led(), told.join("；"))
}

/// 主要做法与经验: what was done for the tasks that are completed.
pub(super) fn practice(basis: &Basis) -> Section {
    let done = basis.items().filter(|row| row.status.is_some_and(Status::is_done));
    let done = done.filter_map(|row| Some((row, row.done()?)));
    let mut blocks: Vec<Block> = done
        .map(|(row, done)| Paragraph::new().say(format!("{}{}：{done}", row.quoted(), row.led()), row.source()).into())
        .collect();
    let gap = match blocks.is_empty() {
        true => "主要做法、典型案例和经验（尚无已完成任务的进展情况可供提炼）",
        false => "从上述已完成任务中提炼可推广的做法和经验",
    };
    blocks.push(Paragraph::new().gap(gap).into());
    Section::new("主要做法与经验", blocks)
}
