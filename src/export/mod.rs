//! Files for others: task lists, indicator tables and special boxes as XLSX, CSV, Markdown or JSON.
//!
//! ```text
//! content ──▶ records ──▶ json                the shape that scripts depend on
//!    └──────▶ tables ──▶ sheet ──▶ xlsx, csv, markdown
//!                                      └──▶ file      whole or not at all
//! ```
//! The caller picks the content: a screen the rows that it shows or has marked, a command the rows that its filters
//! leave.

pub mod csv;
pub mod dispatch;
pub mod division;
pub mod file;
mod ledgers;
pub(crate) mod markdown;
pub mod outline;
pub mod overlaid;
pub mod records;
pub mod sheet;
mod tables;
pub mod xlsx;

use std::path::{Path, PathBuf};
use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

use crate::plan::{BoxIndex, Dossier, Indicator, Period, Problem, Task, Thresholds};
use crate::text::Language;
use crate::text::clean::{escape_json, shown_path};

use sheet::Sheet;

use dispatch::DispatchRecord;
use records::{BoxRecord, IndicatorRecord, ProblemRecord, TaskRecord};

/// The records to export in the order of the file, each with its plan's dossier.
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
    /// A sample of claimed results with empty columns for the verdict (抽查核验表), and the seed of its draw.
    Sample(Vec<(&'a Dossier, &'a Task)>, String),
    /// Tasks by the periods of their plans, a status a cell (作战图).
    Matrix(Vec<(&'a Dossier, &'a Task)>),
    /// Tasks with their milestones, as seen on a day: the dispatch sheet (调度表).
    Milestones(Vec<(&'a Dossier, &'a Task)>, Date),
    /// A table as a screen lists it.
    Table(&'a Sheet),
}

impl<'a> Content<'a> {
    /// The dossier of each item.
    fn dossiers(&self) -> Vec<&'a Dossier> {
        match self {
            Content::Tasks(tasks)
            | Content::Sample(tasks, _)
            | Content::Matrix(tasks)
            | Content::Milestones(tasks, _) => tasks.iter().map(|(d, _)| *d).collect(),
            Content::Indicators(indicators) => indicators.iter().map(|(d, _)| *d).collect(),
            Content::Boxes(boxes) => boxes.iter().map(|(d, _)| *d).collect(),
            Content::Problems(problems) => problems.iter().map(|(d, _)| *d).collect(),
            Content::Table(_) => Vec::new(),
        }
    }
}

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook that an office can fill in and send back.
    Xlsx,
    /// RFC 4180 with CRLF, in UTF-8 with a byte order mark, which Excel and WPS open as they are.
    Csv,
    /// A Markdown table.
    Markdown,
    /// The records that `--format json` prints.
    Json,
}

/// A file name whose ending names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct UnknownFormat(pub String);

impl UnknownFormat {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        let file = &self.0;
        match language {
            Language::Zh => format!("“{file}”须以 .xlsx、.csv、.md 或 .json 结尾"),
            Language::En => format!("“{file}” must end in .xlsx, .csv, .md or .json"),
        }
    }
}

impl Format {
    /// The format that a file's name asks for by its ending.
    ///
    /// # Errors
    /// [`UnknownFormat`] for any other ending.
    pub fn of(path: &Path) -> Result<Self, UnknownFormat> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        ending.parse().map_err(|_| UnknownFormat(shown_path(path)))
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(ending: &str) -> Result<Self, UnknownFormat> {
        match ending.to_ascii_lowercase().as_str() {
            "xlsx" => Ok(Format::Xlsx),
            "csv" => Ok(Format::Csv),
            "md" | "markdown" => Ok(Format::Markdown),
            "json" => Ok(Format::Json),
            _ => Err(UnknownFormat(ending.to_string())),
        }
    }
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file of that name is there and was not to be overwritten.
    #[error("{} exists", shown_path(.0))]
    Exists(PathBuf),
    /// The name belongs to a folder, a device or the like.
    #[error("{} is not a plain file", shown_path(.0))]
    NotAFile(PathBuf),
    /// Nothing that was to be exported exists.
    #[error("there is nothing to export")]
    Nothing,
    /// Writing failed. What was there before is still there.
    #[error("{} could not be written: {error}", shown_path(.path))]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        error: std::io::Error,
    },
    /// A record could not be put into words, which would be a fault of plandesk.
    #[error("a record could not be written: {0}")]
    Form(String),
}

impl ExportError {
    /// The message for a person, with what to do.
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

/// An export: what, for which period, in which language.
pub struct Export<'a> {
    /// Its content.
    pub content: Content<'a>,
    /// The evaluation period whose reviews are exported, for a plan of this term.
    pub period: &'a dyn Fn(&Dossier) -> Period,
    /// The thresholds by which indicators are judged.
    pub thresholds: &'a Thresholds,
    /// The language of the headings.
    pub language: Language,
}

impl Export<'_> {
    /// The bytes of the file and the number of items in it.
    ///
    /// # Errors
    /// [`ExportError::Nothing`] and [`ExportError::Form`].
    pub fn bytes(&self, format: Format) -> Result<(Vec<u8>, usize), ExportError> {
        match &self.content {
            Content::Tasks(tasks) | Content::Sample(tasks, _) => self.rendered(format, &self.task_records(tasks)),
            Content::Indicators(indicators) => {
                let records: Vec<_> =
                    indicators.iter().map(|(d, i)| IndicatorRecord::of(d, i, self.thresholds)).collect();
                self.rendered(format, &records)
            }
            Content::Problems(problems) => self.rendered(format, &problem_records(problems)),
            Content::Boxes(boxes) => {
                let records: Vec<_> = boxes.iter().filter_map(|(d, index)| BoxRecord::of(d, *index)).collect();
                self.rendered(format, &records)
            }
            Content::Matrix(_) => self.rendered(format, &self.table().records()),
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

    /// The list as a table for people.
    fn table(&self) -> Sheet {
        let (period, language) = (self.period, self.language);
        match &self.content {
            Content::Tasks(tasks) => tables::tasks(tasks, period, language),
            Content::Indicators(indicators) => tables::indicators(indicators, self.thresholds, language),
            Content::Problems(problems) => ledgers::problems(&problem_records(problems), language),
            Content::Sample(tasks, seed) => ledgers::sample(&self.task_records(tasks), seed, language),
            Content::Boxes(boxes) => tables::boxes(boxes, language),
            Content::Matrix(tasks) => tables::matrix(tasks, language),
            Content::Milestones(tasks, today) => dispatch::sheet(&self.dispatch_records(tasks, *today), language),
            Content::Table(sheet) => (*sheet).clone(),
        }
    }

    fn rendered<R: Serialize>(&self, format: Format, records: &[R]) -> Result<(Vec<u8>, usize), ExportError> {
        if records.is_empty() {
            return Err(ExportError::Nothing);
        }
        let bytes = match format {
            Format::Xlsx => self.workbook(self.table())?,
            Format::Csv => [csv::BYTE_ORDER_MARK, &csv::lines(&self.table())?].concat(),
            Format::Markdown => markdown::document(&self.table()).into_bytes(),
            Format::Json => json(records)?.into_bytes(),
        };
        Ok((bytes, records.len()))
    }
}

fn problem_records<'a>(problems: &'a [(&'a Dossier, Problem<'a>)]) -> Vec<ProblemRecord<'a>> {
    problems.iter().map(|(d, problem)| ProblemRecord::of(d, problem)).collect()
}

/// Records as indented JSON with a line feed at the end. Characters that steer a terminal are written as `\u…`.
///
/// # Errors
/// [`ExportError::Form`].
pub fn json<R: Serialize + ?Sized>(records: &R) -> Result<String, ExportError> {
    let mut text = serde_json::to_string_pretty(records).map_err(|error| ExportError::Form(error.to_string()))?;
    text.push('\n');
    Ok(escape_json(&text).into_owned())
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
