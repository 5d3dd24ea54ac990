//! 存在问题及原因: what the reviews say is stuck, by chapter and lead department.

use crate::plan::Status;
use crate::report::basis::{Basis, Reviewed, rows};
use crate::report::model::{Block, Paragraph, Section};

use super::ledger;

/// 存在问题及原因.
pub(super) fn section(basis: &Basis) -> Section {
    let heading = "存在问题及原因".to_string();
    let mut groups: Vec<(String, Vec<&Reviewed>)> =
        basis.chapters().into_iter().map(|(_, heading, tasks)| (heading, tasks)).collect();
    groups.push(("重大项目（专栏）".to_string(), basis.projects.iter().collect()));
    let parts: Vec<Section> = groups
        .into_iter()
        .filter_map(|(name, items)| {
            let blocks = stuck(&items);
            (!blocks.is_empty()).then(|| Section::new(name, blocks))
        })
        .collect();
    let body = match parts.is_empty() {
        true => Paragraph::new().gap("各责任单位尚未填报存在问题，请补齐后分类归纳"),
        false => Paragraph::new().gap("归纳共性问题，分析体制机制、资金、人才、要素等方面的原因"),
    };
    let body = ledger::account(basis).into_iter().chain([body]).map(Block::from).collect();
    Section { heading, body, parts }
}

fn stuck(items: &[&Reviewed]) -> Vec<Block> {
    let mut blocks: Vec<Block> = by_lead(items)
        .into_iter()
        .filter_map(|(lead, items)| {
            let told = items.iter().filter_map(|row| Some((row, row.problem()?)));
            let told = told.fold(Paragraph::led_by(lead), |paragraph, (row, problem)| {
                paragraph.say(format!("{}：{problem}", row.quoted()), row.source())
            });
            (!told.is_empty()).then(|| told.gap("原因分析").into())
        })
        .collect();
    let silent = |row: &&&Reviewed| row.status.is_some_and(Status::is_behind) && row.problem().is_none();
    let silent: Vec<&Reviewed> = items.iter().filter(silent).copied().collect();
    if !silent.is_empty() {
        let names: Vec<String> = silent.iter().map(|row| row.quoted() + &row.led()).collect();
        let text = format!("滞后而未说明问题的有{}", names.join("、"));
        blocks.push(Paragraph::new().say(text, rows(silent)).gap("存在问题及原因").into());
    }
    blocks
}

/// Items by main lead, in the order in which the leads first appear; those without one come last.
pub(super) fn by_lead<'b, 'a>(items: &[&'b Reviewed<'a>]) -> Vec<(&'b str, Vec<&'b Reviewed<'a>>)> {
    let mut groups: Vec<(&str, Vec<&Reviewed>)> = Vec::new();
    for &row in items {
        let lead = row.main_lead();
        match groups.iter_mut().find(|(name, _)| *name == lead) {
            Some((_, group)) => group.push(row),
            None => groups.push((lead, vec![row])),
        }
    }
    groups.sort_by_key(|(_, items)| items.iter().all(|row| row.assignment.lead.is_empty()));
    groups
}
