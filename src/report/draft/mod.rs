//! The draft of a report: its sections and their order.
//!
//! The outline of a mid-term report follows published ones: 评估工作概况, 总体评价, 主要目标指标, 重点任务, 重大项目, 做法, 问题, 环境, 建议, 附表. A
//! final report ends with a conclusion and advice for the next plan; an annual report is shorter.
//!
//! Nothing is said twice: shares are in 总体评价, counts and progress in the sections on indicators, tasks and projects,
//! problems with their causes. The appended tables have all records.

mod adjusted;
mod advice;
mod appendix;
mod appraisals;
mod classes;
mod counts;
mod data;
mod frame;
mod goals;
mod indicators;
mod length;
mod missing;
mod overall;
mod pictures;
mod practice;
mod problems;
mod public;
mod short;
mod tasks;

use jiff::civil::Date;

use crate::plan::{Dossier, Occasion, Period, Thresholds};
use crate::text::Language;

use super::basis::Basis;
use super::model::{Block, Marks, Paragraph, Piece, Report, Section};
use super::wording::{Wording, phrases};
use length::Length;

/// The form of a report, which depends on its readers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// All chapters and the appended tables.
    #[default]
    Full,
    /// Two pages for leaders.
    Short,
    /// For a website: without problems, names of departments and gaps.
    Public,
}

/// A request for a draft.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The period.
    pub period: Period,
    /// The form.
    pub form: Form,
    /// The place where sources are shown.
    pub marks: Marks,
    /// The day printed below the title.
    pub today: Date,
    /// The thresholds by which indicators are judged.
    pub thresholds: Thresholds,
    /// The phrases.
    pub wording: &'a Wording,
}

impl<'a> Request<'a> {
    /// Returns a request for the full report of a period, without source marks.
    pub fn full(period: Period, today: Date, thresholds: Thresholds, wording: &'a Wording) -> Self {
        Request { period, form: Form::Full, marks: Marks::Off, today, thresholds, wording }
    }
}

/// Drafts the report of a period, of the plan as it was in force at the period's end.
pub fn draft(dossier: &Dossier, request: &Request) -> Report {
    let dossier = dossier.at_end_of(request.period);
    let basis = Basis::new(&dossier, request.period, request.today, request.thresholds, request.wording);
    let length = Length::full(basis.items().count());
    let (sections, appendices, missing) = match request.form {
        Form::Full => (full(&basis, length), appendix::tables(&basis), missing::missing(&basis)),
        Form::Short => (short::sections(&basis), Vec::new(), Vec::new()),
        Form::Public => (public::sections(&basis, length), Vec::new(), Vec::new()),
    };
    let sections = sections.into_iter().filter_map(with_words).map(without_lone_part).collect();
    // Source marks refer to the appended tables, which only the full form has.
    let marks = if request.form == Form::Full { request.marks } else { Marks::Off };
    let byline = byline(&basis, request);
    let mut report = Report { date: request.today, byline, sections, appendices, missing, marks, ..Report::default() };
    let is_draft = request.form == Form::Full && !report.gaps().is_empty();
    report.title = title(&basis, request.form, is_draft);
    report
}

/// Returns a section without paragraphs of which an office's own wording leaves nothing; `None` if nothing is left at all.
fn with_words(mut section: Section) -> Option<Section> {
    section.body.retain(|block| !matches!(block, Block::Paragraph(paragraph) if paragraph.is_empty()));
    section.parts = section.parts.into_iter().filter_map(with_words).collect();
    (!section.body.is_empty() || !section.parts.is_empty()).then_some(section)
}

/// Returns a section whose only subsection is a part of its own text, since a number without a second one is odd. The
/// subsection's heading introduces its text.
fn without_lone_part(mut section: Section) -> Section {
    while let [_] = section.parts.as_slice() {
        let Some(only) = section.parts.pop() else { break };
        let mut body = only.body.into_iter().peekable();
        match body.peek_mut() {
            Some(Block::Paragraph(paragraph)) if paragraph.lead.is_none() => paragraph.lead = Some(only.heading),
            Some(_) => section.body.push(Paragraph::new().remark(only.heading).into()),
            None => {}
        }
        section.body.extend(body);
        section.parts = only.parts;
    }
    Section { parts: section.parts.into_iter().map(without_lone_part).collect(), ..section }
}

/// The title; a full report with gaps is called a draft.
fn title(basis: &Basis, form: Form, is_draft: bool) -> String {
    let plan = &basis.plan.title;
    let title = match (basis.period.kind().occasion(), basis.period.year()) {
        (Occasion::Monitoring, Some(year)) if basis.period.is_annual() => {
            basis.say(&phrases::TITLE_ANNUAL, [plan, &year])
        }
        (Occasion::Monitoring, _) => basis.say(&phrases::TITLE_PART, [plan, &basis.period.name(Language::Zh)]),
        (Occasion::MidTerm, _) => basis.say(&phrases::TITLE_MID_TERM, [plan]),
        (Occasion::Final, _) => basis.say(&phrases::TITLE_FINAL, [plan]),
    };
    let suffix = match form {
        Form::Full => String::new(),
        Form::Short => basis.say(&phrases::TITLE_SHORT, []),
        Form::Public => basis.say(&phrases::TITLE_PUBLIC, []),
    };
    let draft = if is_draft { basis.say(&phrases::TITLE_DRAFT, []) } else { String::new() };
    title + &suffix + &draft
}

fn byline(basis: &Basis, request: &Request) -> Vec<Piece> {
    let today = request.today;
    let date = Piece::Words(format!("{}年{}月{}日", today.year(), today.month(), today.day()));
    let issuer = basis.say(&phrases::ISSUER, []);
    match (issuer.is_empty(), request.form) {
        (false, _) => vec![Piece::Words(issuer + "　"), date],
        (true, Form::Public) => vec![date],
        (true, Form::Full | Form::Short) => {
            vec![Piece::gap(&basis.say(&phrases::GAP_ISSUER, [])), Piece::Words("　".to_string()), date]
        }
    }
}

fn full(basis: &Basis, length: Length) -> Vec<Section> {
    let occasion = basis.period.kind().occasion();
    let mut sections: Vec<Section> = Vec::new();
    if occasion != Occasion::Monitoring {
        sections.push(frame::section(basis));
    }
    sections.extend(adjusted::section(basis));
    sections.push(overall::section(basis));
    sections.push(indicators::section(basis));
    sections.push(tasks::section(basis, length));
    sections.extend(tasks::projects(basis, length));
    if occasion != Occasion::Monitoring {
        sections.push(practice::section(basis, length));
    }
    sections.push(problems::section(basis, length));
    match occasion {
        Occasion::Monitoring => sections.push(advice::next_year(basis, length)),
        Occasion::MidTerm => {
            sections.push(frame::environment(basis));
            sections.push(advice::second_half(basis, length));
        }
        Occasion::Final => {
            sections.push(advice::conclusion(basis, length));
            sections.push(advice::next_plan(basis, length));
        }
    }
    sections
}
