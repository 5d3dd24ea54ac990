//! 重大项目（专栏）进展, box by box.

use crate::report::basis::{Basis, Reviewed, rows};
use crate::report::model::{Block, Paragraph, Section};

use super::{counts, tasks};

/// 重大项目（专栏）进展.
pub(super) fn section(basis: &Basis) -> Section {
    let heading = "重大项目（专栏）进展".to_string();
    if basis.projects.is_empty() {
        return Section::new(heading, vec![Paragraph::new().remark("规划没有在专栏中列出重大项目").into()]);
    }
    let boxes: Vec<(String, Vec<&Reviewed>)> = (0..basis.plan.boxes.len())
        .map(|index| (name(basis, index), basis.in_box(index)))
        .filter(|(_, projects)| !projects.is_empty())
        .collect();
    let roll_up = basis.roll_up(&basis.projects);
    let text = format!("{}个专栏共列重大项目{}项，{}", boxes.len(), roll_up.total, counts::by_status(&roll_up));
    let body: Vec<Block> = vec![
        Paragraph::new().say(text, rows(&basis.projects)).gap("累计完成投资和资金到位情况").into(),
        Block::Chart(counts::status_chart("重大项目状态占比", &roll_up)),
    ];
    let parts = boxes
        .into_iter()
        .map(|(name, projects)| Section::new(name, tasks::account(basis, "本专栏", "项目", &projects)));
    Section { heading, body, parts: parts.collect() }
}

fn name(basis: &Basis, index: usize) -> String {
    basis.plan.boxes.get(index).map(|b| format!("{} {}", b.number, b.title).trim().to_string()).unwrap_or_default()
}
