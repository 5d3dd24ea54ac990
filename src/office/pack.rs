//! The evaluation pack: everything that an office hands in for an evaluation, in one folder.
//!
//! It contains the report in all formats, the lists for printing, at the end of the term the table of conclusions, a
//! workbook with everything, a web page, and the list of places that still have to be filled in.

use std::path::{Path, PathBuf};

use crate::export::sheet::{Cell, Sheet};
use crate::export::xlsx::{self, Paper};
use crate::export::{Content, Export, ExportError, Format as ListFormat};
use crate::plan::problem::problems;
use crate::plan::{Dossier, Kind, Occasion, Period};
use crate::report::model::Missing;
use crate::report::{Form, Format, Request, conclusions, draft};
use crate::text::Language;

use super::client::Files;
use super::written::{NotWritten, Part, Written, make_folder, write_all};

/// The result of writing a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The files, sorted by name.
    pub files: Vec<Written>,
    /// The number of places in the report that must be filled in by hand.
    pub gaps: usize,
}

/// Writes the pack for a period of a plan into a folder, which is created if necessary. Nothing is written if one of
/// the files exists and may not be overwritten. `request` describes the full report.
///
/// # Errors
/// [`NotWritten`] with the first failure.
pub fn write(
    files: &dyn Files,
    dossier: &Dossier,
    request: &Request,
    folder: &Path,
    overwrite: bool,
) -> Result<Packed, NotWritten> {
    let known = known_by(dossier, request.period);
    let pack = Pack { dossier: &known, request };
    let report = draft(dossier, &Request { form: Form::Full, ..*request });
    let gaps = report.gaps();
    let mut parts = vec![pack.part("01-评估报告.docx", report.bytes(Format::Docx)?, report.sections.len())];
    for (name, form, format) in
        [("02-简稿.docx", Form::Short, Format::Docx), ("03-公开稿.html", Form::Public, Format::Html)]
    {
        let report = draft(dossier, &Request { form, ..*request });
        parts.push(pack.part(name, report.bytes(format)?, report.sections.len()));
    }
    parts.extend(pack.lists()?);
    if !gaps.is_empty() {
        parts.push(pack.part("10-待补充事项.xlsx", list_of(&gaps)?, gaps.len()));
    }
    for part in &mut parts {
        part.path = folder.join(&part.path);
    }
    make_folder(files, folder)?;
    Ok(Packed { files: write_all(files, parts, overwrite)?, gaps: gaps.len() })
}

/// Returns the plan as it was known at the end of a period, as the report knows it: without later readings, judgements
/// of people and problems.
fn known_by(dossier: &Dossier, period: Period) -> Dossier {
    let mut known = dossier.at_end_of(period).into_owned();
    let year = known.plan.term.year_of(period);
    known.readings.retain(|(_, read), _| *read <= year);
    let end = (Some(year), period.last_month());
    known.interim_readings.retain(|(_, read), _| (read.year(), read.last_month()) <= end);
    known.judgements.retain(|(_, judged), _| *judged <= year);
    known
}

struct Pack<'a> {
    dossier: &'a Dossier,
    request: &'a Request<'a>,
}

impl Pack<'_> {
    fn part(&self, name: &str, bytes: Vec<u8>, items: usize) -> Part {
        Part { path: PathBuf::from(name), bytes, items }
    }

    /// Returns the lists in A3, and the task list as the workbook that offices fill in. Empty lists are omitted.
    fn lists(&self) -> Result<Vec<Part>, ExportError> {
        let dossier = self.dossier;
        let of_kind = |kind: Kind| dossier.plan.tasks.iter().filter(move |task| task.kind() == kind);
        let tasks = |kind: Kind| of_kind(kind).map(|task| (dossier, task)).collect::<Vec<_>>();
        let all = || dossier.plan.tasks.iter().map(|task| (dossier, task)).collect::<Vec<_>>();
        let indicators = || dossier.plan.indicators.iter().map(|indicator| (dossier, indicator)).collect();
        let problems = problems(dossier).into_iter();
        let problems = problems.filter(|problem| problem.is_raised_by(dossier, self.request.period));
        let problems = problems.map(|problem| (dossier, problem)).collect();
        let printed = [
            ("04", "主要指标完成情况表", Content::Indicators(indicators())),
            ("05", "重点任务落实情况表", Content::Tasks(tasks(Kind::Task))),
            ("06", "重大项目进展表", Content::Tasks(tasks(Kind::Project))),
            ("07", "问题台账", Content::Problems(problems)),
        ];
        // There is only one plan, so its term need not be considered.
        let period = |_: &Dossier| self.request.period;
        let export =
            |content| Export { content, period: &period, thresholds: &self.request.thresholds, language: Language::Zh };
        let mut parts = Vec::new();
        for (number, name, content) in printed {
            match export(content).printed(Paper::A3, Some(name)) {
                Ok((bytes, items)) => parts.push(self.part(&format!("{number}-{name}（A3）.xlsx"), bytes, items)),
                Err(ExportError::Nothing) => {}
                Err(error) => return Err(error),
            }
        }
        parts.extend(self.conclusions()?);
        match export(Content::Tasks(all())).bytes(ListFormat::Xlsx) {
            Ok((bytes, items)) => parts.push(self.part("09-任务分解表.xlsx", bytes, items)),
            Err(ExportError::Nothing) => {}
            Err(error) => return Err(error),
        }
        Ok(parts)
    }

    /// Returns the table of conclusions, at the end of the term.
    fn conclusions(&self) -> Result<Option<Part>, ExportError> {
        if self.request.period.kind().occasion() != Occasion::Final {
            return Ok(None);
        }
        let (sheet, plan) = (conclusions(self.dossier, self.request), &self.dossier.plan.title);
        let items = sheet.rows.len();
        let about = format!("规划：{plan}　评估期：{}", self.request.period.name(Language::Zh));
        let bytes = xlsx::on_paper(sheet, about, Paper::A3, Language::Zh)?;
        Ok(Some(self.part("08-去向表（A3）.xlsx", bytes, items)))
    }
}

/// Returns the list of places to fill in as a workbook.
fn list_of(gaps: &[Missing]) -> Result<Vec<u8>, ExportError> {
    let row = |(gap, number): (&Missing, usize)| -> Vec<Cell> {
        vec![number.into(), gap.place.as_str().into(), gap.what.as_str().into(), Cell::Empty]
    };
    let sheet = Sheet {
        title: "待补充事项".to_string(),
        headings: ["序号", "位置", "待补充内容", "补充情况"].map(String::from).to_vec(),
        rows: gaps.iter().zip(1..).map(row).collect(),
    };
    xlsx::book(vec![("待补充事项".to_string(), String::new(), sheet)], Language::Zh)
}
