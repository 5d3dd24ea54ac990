//! The section 年度目标完成情况: the goals for the year of an annual report.

use crate::plan::Status;
use crate::report::basis::{Basis, Reviewed, rows};
use crate::report::model::{Block, Paragraph, Section, Table};
use crate::report::wording::phrases;

use super::counts::{self, Noun};

/// Returns the section about the goals of the year; `None` in other reports, and if no goal was set.
pub(super) fn section(basis: &Basis) -> Option<Section> {
    let year = basis.period.year().filter(|_| basis.period.is_annual())?;
    let goal = |row: &Reviewed| basis.dossier.goal(&row.task.id, year);
    let found: Vec<(&Reviewed, &str)> = basis.items().filter_map(|row| Some((row, goal(row)?))).collect();
    if found.is_empty() {
        return None;
    }
    let items: Vec<&Reviewed> = found.iter().map(|(row, _)| *row).collect();
    let noun = Noun::of(&items);
    let counts = counts::by_status(&basis.roll_up(items.iter().copied()), noun);
    let text = basis.say(&phrases::GOALS, [&year, &noun.count(items.len()), &counts]);
    let is_open = items.iter().any(|row| !row.status.is_some_and(Status::settles));
    let paragraph = Paragraph::new().say(text, rows(items));
    let paragraph = if is_open { paragraph.gap(basis.say(&phrases::GAP_GOALS, [])) } else { paragraph };
    let heading = basis.say(&phrases::HEADING_GOALS, []);
    let table = table(basis.say(&phrases::GOALS_TABLE, [&year]), &found);
    Some(Section::new(heading, vec![paragraph.into(), Block::Table(table)]))
}

fn table(caption: String, found: &[(&Reviewed, &str)]) -> Table {
    let columns = ["任务（项目）", "牵头单位", "年度目标", "状态"];
    let row = |(row, goal): &(&Reviewed, &str)| -> Vec<String> {
        vec![
            row.task.title.clone(),
            row.assignment.lead.join("、"),
            goal.to_string(),
            counts::word(row.status).to_string(),
        ]
    };
    Table {
        caption,
        columns: columns.map(String::from).to_vec(),
        rows: found.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
