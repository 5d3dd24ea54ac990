//! 年度目标完成情况: the work plan of the year that an annual report is about.

use crate::report::basis::{Basis, Reviewed, rows};
use crate::report::model::{Block, Column, GAP, Paragraph, Section, Table};

use super::counts;

/// The goals of the year and how they stand; nothing in other reports, and where no goal was set.
pub(super) fn section(basis: &Basis) -> Option<Section> {
    let year = basis.period.year().filter(|_| basis.period.is_annual())?;
    let goal = |row: &Reviewed| basis.dossier.goal(&row.task.id, year);
    let found: Vec<(&Reviewed, &str)> = basis.items().filter_map(|row| Some((row, goal(row)?))).collect();
    if found.is_empty() {
        return None;
    }
    let items: Vec<&Reviewed> = found.iter().map(|(row, _)| *row).collect();
    let counts = counts::by_status(&basis.roll_up(items.iter().copied()));
    let text = format!("{year}年有{}项任务和项目确定了年度目标，{counts}", items.len());
    let paragraph = Paragraph::new().say(text, rows(items)).gap("未达到年度目标的原因");
    Some(Section::new("年度目标完成情况", vec![paragraph.into(), Block::Table(table(year, &found))]))
}

fn table(year: i32, found: &[(&Reviewed, &str)]) -> Table {
    let columns =
        [("任务（项目）", 20), ("牵头单位", 12), ("年度目标", 24), ("状态", 8), ("进展情况", 24), ("附表行", 8)];
    let row = |(row, goal): &(&Reviewed, &str)| -> Vec<String> {
        vec![
            row.task.title.clone(),
            row.assignment.lead.join("、"),
            goal.to_string(),
            counts::word(row.status).to_string(),
            row.done().unwrap_or_else(|| GAP.to_string()),
            format!("{}：{}", row.place.table, row.place.row),
        ]
    };
    Table {
        caption: format!("{year}年度目标完成情况表"),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
        rows: found.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
