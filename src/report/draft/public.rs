//! The public form: results in numbers and charts, without problems, names of departments and gaps.

use crate::plan::{Sense, Status};
use crate::report::basis::{Basis, Judged, Reviewed};
use crate::report::model::{Block, Column, Paragraph, Section, Table};
use crate::report::wording::phrases;
use crate::text::{Label, Language};

use super::length::Length;
use super::{advice, indicators, overall, pictures, tasks};

/// Returns the sections of the public form.
pub(super) fn sections(basis: &Basis, length: Length) -> Vec<Section> {
    let heading = |phrase| basis.say(phrase, []);
    let overall =
        vec![overall::judgement(basis).into(), advice::counted(basis).into(), Block::Chart(tasks::chart(basis))];
    let mut sections = vec![Section::new(heading(&phrases::HEADING_OVERALL), overall)];
    if !basis.indicators.is_empty() {
        let mut body: Vec<Block> = vec![Paragraph::new().remark(basis.say(&phrases::PUBLIC_INDICATORS, [])).into()];
        body.push(Block::Table(of_indicators(basis)));
        body.extend(indicators::progress_chart(basis).map(Block::Chart));
        body.extend(pictures::courses(basis).map(Block::Chart));
        sections.push(Section::new(heading(&phrases::HEADING_INDICATORS), body));
    }
    let parts: Vec<Section> = basis
        .chapters()
        .into_iter()
        .filter_map(|(_, name, rows)| {
            let share = Length::share(length.progress, rows.len(), basis.tasks.len() + basis.projects.len());
            achievements(basis, name, &rows, share)
        })
        .collect();
    if !parts.is_empty() {
        let body = pictures::lights(basis).into_iter().map(Block::Chart).collect();
        sections.push(Section { heading: heading(&phrases::HEADING_TASKS), body, parts });
    }
    let projects: Vec<&Reviewed> = basis.projects.iter().collect();
    let share = Length::share(length.progress, projects.len(), basis.tasks.len() + basis.projects.len());
    sections.extend(achievements(basis, heading(&phrases::HEADING_PROJECTS), &projects, share));
    let next = Paragraph::new().remark(basis.say(&phrases::PUBLIC_NEXT, []));
    sections.push(Section::new(heading(&phrases::HEADING_NEXT), vec![next.into()]));
    sections
}

fn achievements(basis: &Basis, heading: String, items: &[&Reviewed], most: usize) -> Option<Section> {
    let is_told =
        |status: &Option<Status>| status.is_some_and(|status| matches!(status.sense(), Sense::Done | Sense::Going));
    let told = Status::in_reports().filter(is_told);
    let paragraph = tasks::progress(basis, Paragraph::new(), items, most, told);
    (!paragraph.is_empty()).then(|| Section::new(heading, vec![paragraph.into()]))
}

/// Returns the table of indicators with values and judgements.
fn of_indicators(basis: &Basis) -> Table {
    let columns = [("指标", 30), ("单位", 10), ("属性", 10), ("目标值", 14), ("实际值", 14), ("完成情况", 16)];
    let row = |judged: &Judged| -> Vec<String> {
        let indicator = &*judged.indicator;
        let target = indicator.targets.last().map(|target| format!("{}\n（{}年）", target.text, target.year));
        let reading = judged.reading.map(|(year, value)| format!("{value}\n（{year}年）"));
        vec![
            indicator.name.clone(),
            indicator.unit.clone().unwrap_or_default(),
            indicator.nature.map(|nature| nature.label(Language::Zh).to_string()).unwrap_or_default(),
            target.unwrap_or_default(),
            reading.unwrap_or_else(|| "—".to_string()),
            judged.attainment.label(Language::Zh).to_string(),
        ]
    };
    Table {
        caption: basis.say(&phrases::TABLE_INDICATORS, []),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
        rows: basis.indicators.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
