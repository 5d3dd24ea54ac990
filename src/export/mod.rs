//! Exported files: task lists, indicator tables, special boxes and other lists as XLSX, CSV, Markdown, HTML or JSON.
//!
//! ```text
//! content ──▶ records ──▶ json                the format that scripts rely on
//!    └──────▶ tables ──▶ sheet ──▶ xlsx, csv, markdown, html
//!                                      └──▶ file      written completely or not at all
//! ```
//! The caller chooses the content: a screen exports the rows that it shows or that are marked, a command line those
//! that pass its filters.

pub mod cases;
pub mod csv;
pub mod dispatch;
pub mod division;
mod extension;
pub mod file;
pub mod html;
mod ledgers;
pub(crate) mod markdown;
pub mod outline;
pub mod overlaid;
pub mod records;
pub mod sheet;
mod tables;
mod wall_chart;
pub mod xlsx;

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Serialize;

use crate::plan::{BoxIndex, CaseAt, Dossier, Indicator, Period, Problem, Task, Thresholds};
use crate::text::Language;
use crate::text::clean::{escape_json, shown_path};

pub use extension::UnknownExtension;
pub(crate) use extension::by_extension;

use sheet::Sheet;
use xlsx::Paper;

use cases::CaseRecord;
use dispatch::DispatchRecord;
use records::{BoxRecord, IndicatorRecord, ProblemRecord, TaskRecord};

/// The items to export, in the order of the file, each with the dossier of its plan.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// Tasks and projects: the table of the division of work (任务分解表).
    Tasks(Vec<(&'a Dossier, &'a Task)>),
    /// Indicators with baselines, targets and readings.
    Indicators(Vec<(&'a Dossier, &'a Indicator)>),
    /// Special boxes with their items.
    Boxes(Vec<(&'a Dossier, BoxIndex)>),
    /// The list of problems (问题台账).
    Problems(Vec<(&'a Dossier, Problem<'a>)>),
    /// Supervision cases as seen on a day (督办台账).
    Cases(Vec<CaseAt<'a>>, Date),
    /// A sample of claimed results with empty columns for the verdict (抽查核验表), and the seed of the draw.
    Sample(Vec<(&'a Dossier, &'a Task)>, String),
    /// The statuses of tasks by period (作战图).
    Matrix(Vec<(&'a Dossier, &'a Task)>),
    /// Tasks with their milestones, as seen on a day: the dispatch sheet (调度表).
    Milestones(Vec<(&'a Dossier, &'a Task)>, Date),
    /// Tasks by the periods of a year, a light a cell as seen on a day (作战图).
    WallChart(Vec<(&'a Dossier, &'a Task)>, Date),
    /// A table as a screen shows it.
    Table(&'a Sheet),
}

impl<'a> Content<'a> {
    /// Returns the dossier of each item.
    fn dossiers(&self) -> Vec<&'a Dossier> {
        match self {
            Content::Tasks(tasks)
            | Content::Sample(tasks, _)
            | Content::Matrix(tasks)
            | Content::Milestones(tasks, _)
            | Content::WallChart(tasks, _) => tasks.iter().map(|(d, _)| *d).collect(),
            Content::Indicators(indicators) => indicators.iter().map(|(d, _)| *d).collect(),
            Content::Boxes(boxes) => boxes.iter().map(|(d, _)| *d).collect(),
            Content::Problems(problems) => problems.iter().map(|(d, _)| *d).collect(),
            Content::Cases(cases, _) => cases.iter().map(|at| at.dossier).collect(),
            Content::Table(_) => Vec::new(),
        }
    }
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook; a task or indicator list can be filled in and sent back.
    Xlsx,
    /// RFC 4180 with CRLF, in UTF-8 with a byte order mark, so that Excel and WPS open it correctly.
    Csv,
    /// A Markdown table.
    Markdown,
    /// The JSON records that `--format json` prints.
    Json,
    /// A page with the table, for A3 across.
    Html,
}

impl Format {
    /// Returns the format for the extension of a file name.
    ///
    /// # Errors
    /// [`UnknownExtension`] for any other extension.
    pub fn of(path: &Path) -> Result<Self, UnknownExtension> {
        by_extension(path, &[".xlsx", ".csv", ".md", ".html", ".json"], |extension| match extension {
            "xlsx" => Some(Format::Xlsx),
            "csv" => Some(Format::Csv),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        })
    }
}

/// An error of an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file exists, and overwriting it was not allowed.
    #[error("{} exists", shown_path(.0))]
    Exists(PathBuf),
    /// The path is a folder, a device or another special file.
    #[error("{} is not a plain file", shown_path(.0))]
    NotAFile(PathBuf),
    /// The list has no items.
    #[error("there is nothing to export")]
    Nothing,
    /// Writing failed. An older file of that name is unchanged.
    #[error("{} could not be written: {error}", shown_path(.path))]
    Io {
        /// The file.
        path: PathBuf,
        /// The failure of the system.
        error: std::io::Error,
    },
    /// The content could not be encoded, which is a bug of plandesk. Holds the encoder's message.
    #[error("a record could not be written: {0}")]
    Form(String),
}

impl ExportError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (ExportError::Exists(path), Language::Zh) => format!("{} 已存在；请换个文件名", shown_path(path)),
            (ExportError::Exists(_), Language::En) => format!("{self}; choose another name"),
            (ExportError::NotAFile(path), Language::Zh) => format!("{} 不是普通文件；请换个文件名", shown_path(path)),
            (ExportError::NotAFile(_), Language::En) => format!("{self}; choose another name"),
            (ExportError::Nothing, Language::Zh) => "没有可导出的内容".to_string(),
            (ExportError::Io { path, error }, Language::Zh) => {
                format!("无法写入 {}（{error}）；请检查文件夹是否存在、可写，磁盘是否已满", shown_path(path))
            }
            (ExportError::Io { .. }, Language::En) => {
                format!("{self}; check that the folder exists and may be written and that the disk is not full")
            }
            (ExportError::Nothing, Language::En) | (ExportError::Form(_), _) => self.to_string(),
        }
    }
}

/// An export.
pub struct Export<'a> {
    /// The items.
    pub content: Content<'a>,
    /// Returns the period whose reviews are exported, for a plan.
    pub period: &'a dyn Fn(&Dossier) -> Period,
    /// The thresholds by which indicators are judged.
    pub thresholds: &'a Thresholds,
    /// The language of the headings.
    pub language: Language,
}

impl Export<'_> {
    /// Returns the bytes of the file and the number of items in it.
    ///
    /// # Errors
    /// [`ExportError::Nothing`] if there are no items, and [`ExportError::Form`].
    pub fn bytes(&self, format: Format) -> Result<(Vec<u8>, usize), ExportError> {
        match &self.content {
            Content::Tasks(tasks) | Content::Sample(tasks, _) => self.rendered(format, &self.task_records(tasks)),
            Content::Indicators(indicators) => {
                let records: Vec<_> =
                    indicators.iter().map(|(d, i)| IndicatorRecord::of(d, i, self.thresholds)).collect();
                self.rendered(format, &records)
            }
            Content::Problems(problems) => self.rendered(format, &problem_records(problems)),
            Content::Cases(cases, today) => self.rendered(format, &case_records(cases, *today)),
            Content::Boxes(boxes) => {
                let records: Vec<_> = boxes.iter().filter_map(|(d, index)| BoxRecord::of(d, *index)).collect();
                self.rendered(format, &records)
            }
            // A chart is there to be hung up.
            Content::WallChart(..) if format == Format::Xlsx => self.printed(Paper::A3, None),
            Content::Matrix(_) | Content::WallChart(..) => self.rendered(format, &self.table().records()),
            Content::Milestones(tasks, today) => self.rendered(format, &self.dispatch_records(tasks, *today)),
            Content::Table(sheet) => self.rendered(format, &sheet.records()),
        }
    }

    fn task_records<'b>(&self, tasks: &[(&'b Dossier, &'b Task)]) -> Vec<TaskRecord<'b>> {
        tasks.iter().map(|(d, task)| TaskRecord::of(d, task, (self.period)(d))).collect()
    }

    fn dispatch_records<'b>(&self, tasks: &[(&'b Dossier, &'b Task)], today: Date) -> Vec<DispatchRecord<'b>> {
        tasks.iter().filter_map(|(d, task)| DispatchRecord::of(d, task, (self.period)(d), today)).collect()
    }

    /// Returns the content as a table.
    fn table(&self) -> Sheet {
        let (period, language) = (self.period, self.language);
        match &self.content {
            Content::Tasks(tasks) => tables::tasks(tasks, period, language),
            Content::Indicators(indicators) => tables::indicators(indicators, period, self.thresholds, language),
            Content::Problems(problems) => ledgers::problems(&problem_records(problems), language),
            Content::Cases(list, today) => cases::sheet(&case_records(list, *today), language),
            Content::Sample(tasks, seed) => ledgers::sample(&self.task_records(tasks), seed, language),
            Content::Boxes(boxes) => tables::boxes(boxes, language),
            Content::Matrix(tasks) => tables::matrix(tasks, language),
            Content::Milestones(tasks, today) => dispatch::sheet(&self.dispatch_records(tasks, *today), language),
            Content::WallChart(tasks, today) => wall_chart::sheet(tasks, period, *today, language),
            Content::Table(sheet) => (*sheet).clone(),
        }
    }

    /// Returns the table for readers, which does not come back.
    fn to_read(&self) -> Sheet {
        match &self.content {
            Content::Tasks(tasks) => tables::tasks_to_read(tasks, self.period, self.language),
            _ => self.table(),
        }
    }

    fn rendered<R: Serialize>(&self, format: Format, records: &[R]) -> Result<(Vec<u8>, usize), ExportError> {
        if records.is_empty() {
            return Err(ExportError::Nothing);
        }
        let bytes = match format {
            Format::Xlsx => self.workbook(self.table())?,
            Format::Csv => [csv::BYTE_ORDER_MARK, &csv::lines(&self.table())?].concat(),
            Format::Markdown => markdown::document(&self.to_read()).into_bytes(),
            Format::Json => json(records)?.into_bytes(),
            Format::Html => html::document(&[self.to_read()], self.language).into_bytes(),
        };
        Ok((bytes, records.len()))
    }
}

fn case_records<'a>(cases: &[CaseAt<'a>], today: Date) -> Vec<CaseRecord<'a>> {
    cases.iter().map(|at| CaseRecord::of(at, today)).collect()
}

fn problem_records<'a>(problems: &'a [(&'a Dossier, Problem<'a>)]) -> Vec<ProblemRecord<'a>> {
    problems.iter().map(|(d, problem)| ProblemRecord::of(d, problem)).collect()
}

/// Serializes records as indented JSON with a final line feed. Control characters are escaped as `\u…`.
///
/// # Errors
/// [`ExportError::Form`] if they can't be serialized.
pub fn json<R: Serialize + ?Sized>(records: &R) -> Result<String, ExportError> {
    let mut text = serde_json::to_string_pretty(records).map_err(|error| ExportError::Form(error.to_string()))?;
    text.push('\n');
    Ok(escape_json(&text).into_owned())
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
