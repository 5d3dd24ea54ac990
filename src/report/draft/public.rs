//! The public form: results in numbers and charts, without problems, names of departments and gaps.

use crate::plan::{Sense, Status, Year};
use crate::report::basis::{Basis, Judged, Reviewed};
use crate::report::model::{Block, Paragraph, Section, Table};
use crate::report::wording::phrases;
use crate::text::{Label, Language};

use super::appendix::{actual, dated, target_years, the_year};
use super::length::Length;
use super::{advice, classes, indicators, overall, pictures, tasks};

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
            let paragraphs = tasks::by_section(basis, &rows).into_iter().filter_map(|(section, rows)| {
                let share = Length::share(length.progress, rows.len(), basis.tasks.len() + basis.projects.len());
                let lead = section.map(|section| basis.heading(section));
                achievements(basis, Paragraph { lead, ..Paragraph::new() }, &rows, share)
            });
            let paragraphs: Vec<Block> = paragraphs.map(Block::from).collect();
            (!paragraphs.is_empty()).then(|| Section::new(name, paragraphs))
        })
        .collect();
    if !parts.is_empty() {
        let body = pictures::lights(basis).into_iter().map(Block::Chart).collect();
        sections.push(Section { heading: heading(&phrases::HEADING_TASKS), body, parts });
    }
    let projects: Vec<&Reviewed> = basis.projects.iter().collect();
    let share = Length::share(length.progress, projects.len(), basis.tasks.len() + basis.projects.len());
    let told = achievements(basis, Paragraph::new(), &projects, share);
    sections.extend(told.map(|told| Section::new(heading(&phrases::HEADING_PROJECTS), vec![told.into()])));
    let next = Paragraph::new().remark(basis.say(&phrases::PUBLIC_NEXT, []));
    sections.push(Section::new(heading(&phrases::HEADING_NEXT), vec![next.into()]));
    sections
}

/// Adds what was achieved; `None` where nothing was.
fn achievements(basis: &Basis, paragraph: Paragraph, items: &[&Reviewed], most: usize) -> Option<Paragraph> {
    let is_told =
        |status: &Option<Status>| status.is_some_and(|status| matches!(status.sense(), Sense::Done | Sense::Going));
    let told = Status::in_reports().filter(is_told);
    Some(tasks::progress(basis, paragraph, items, most, told)).filter(|paragraph| !paragraph.is_empty())
}

/// Returns the table of indicators with values and judgements.
fn of_indicators(basis: &Basis) -> Table {
    let of_target = the_year(basis, &target_years);
    let heading =
        |name: &str, year: Option<Year>| year.map_or(name.to_string(), |year| format!("{name}\n（{year}年）"));
    let columns = [
        "指标".to_string(),
        "单位".to_string(),
        "属性".to_string(),
        heading("目标值", of_target),
        heading("实际值", Some(basis.year)),
        "完成情况".to_string(),
    ];
    let row = |judged: &Judged| -> Vec<String> {
        let indicator = &*judged.indicator;
        vec![
            indicator.name.clone(),
            indicator.unit.clone().unwrap_or_default(),
            indicator.nature.map(|nature| nature.label(Language::Zh).to_string()).unwrap_or_default(),
            dated(indicator.targets.iter().map(|t| (t.year, t.text.as_str())), of_target),
            actual(basis, judged),
            classes::of(basis, judged).to_string(),
        ]
    };
    Table {
        caption: basis.say(&phrases::TABLE_INDICATORS, []),
        columns: columns.to_vec(),
        rows: basis.indicators.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
