//! Arguments of the commands that write files, compare plans and check them.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use crate::export::xlsx::Paper;
use crate::report::{Form, Marks};

use super::super::value::Moment;
use super::{CaseChoice, InPeriod, OfPlans, ProblemState, TaskFilter};
use crate::plan::period::BadPeriod;
use crate::plan::{AskedPeriod, Year};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// tasks, indicators, boxes, problems, cases, matrix (tasks by periods), milestones (the dispatch sheet) or wall-chart (chapters by months, in lights)
    #[arg(value_enum, value_name = "WHAT", hide_possible_values = true)]
    pub(crate) what: Exported,
    #[command(flatten)]
    pub(crate) filter: TaskFilter,
    #[command(flatten)]
    pub(crate) state: ProblemState,
    #[command(flatten)]
    pub(crate) cases: CaseChoice,
    /// File to write; the extension gives the format: .xlsx, .csv, .md, .html or .json
    #[arg(long, value_name = "FILE", required_unless_present = "by_department")]
    pub(crate) to: Option<PathBuf>,
    /// Write one .xlsx for each department into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "to")]
    pub(crate) by_department: Option<PathBuf>,
    /// One sheet for each department; for .xlsx
    #[arg(long, conflicts_with = "by_department")]
    pub(crate) sheets: bool,
    /// Lay an .xlsx out for printing: a4 (portrait, main columns) or a3 (landscape, all columns)
    #[arg(long, value_enum, value_name = "PAPER", conflicts_with_all = ["by_department", "sheets"], hide_possible_values = true)]
    pub(crate) paper: Option<PaperSize>,
    /// Overwrite an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

/// A kind of list that can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Exported {
    Tasks,
    Indicators,
    Boxes,
    Problems,
    Cases,
    Matrix,
    Milestones,
    WallChart,
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperSize {
    A4,
    A3,
}

impl From<PaperSize> for Paper {
    fn from(size: PaperSize) -> Self {
        match size {
            PaperSize::A4 => Paper::A4,
            PaperSize::A3 => Paper::A3,
        }
    }
}

/// The evaluation that a report or a pack is about.
#[derive(Debug, Args)]
pub(crate) struct Evaluated {
    /// annual, mid-term, final, or a period such as 2026Q1
    #[arg(value_name = "PERIOD")]
    pub(crate) period: Reported,
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    /// Year of an annual report [default: this year, or the last one of a plan that is over]
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Option<Year>,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub(crate) of: Evaluated,
    /// full, short (two pages for leaders) or public (for a website)
    #[arg(long, value_enum, value_name = "FORM", default_value = "full", hide_possible_values = true)]
    pub(crate) form: ReportForm,
    /// Name the source of every figure: annex (in a table at the end) or comments (at each sentence)
    #[arg(long, value_enum, value_name = "WHERE", hide_possible_values = true)]
    pub(crate) sources: Option<SourceMarks>,
    /// File to write; the extension gives the format: .md, .docx or .html
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    Full,
    Short,
    Public,
}

impl From<ReportForm> for Form {
    fn from(form: ReportForm) -> Self {
        match form {
            ReportForm::Full => Form::Full,
            ReportForm::Short => Form::Short,
            ReportForm::Public => Form::Public,
        }
    }
}

/// The place of source marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SourceMarks {
    Annex,
    Comments,
}

impl From<SourceMarks> for Marks {
    fn from(marks: SourceMarks) -> Self {
        match marks {
            SourceMarks::Annex => Marks::Annex,
            SourceMarks::Comments => Marks::Comments,
        }
    }
}

/// Arguments of `pack`.
#[derive(Debug, Args)]
pub(crate) struct PackArguments {
    #[command(flatten)]
    pub(crate) of: Evaluated,
    /// Folder to write the files into
    #[arg(long, value_name = "DIR")]
    pub(crate) to_folder: PathBuf,
    /// Overwrite existing files
    #[arg(long)]
    pub(crate) force: bool,
}

/// The period of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reported {
    /// A year: the present one, or the one given by `--year`.
    Annual,
    /// A period by its name.
    Period(AskedPeriod),
}

impl FromStr for Reported {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        match text.trim() {
            "annual" | "年度" => Ok(Reported::Annual),
            text => text.parse().map(Reported::Period),
        }
    }
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only plans of this sector, such as 卫生健康, or of any whose name contains these characters
    #[arg(long, value_name = "SECTOR")]
    pub(crate) sector: Option<String>,
    /// Compare tasks with those of the plan above instead of indicators
    #[arg(long, requires = "plans", conflicts_with = "sector")]
    pub(crate) tasks: bool,
    /// Compare two sealed periods of one plan item by item, or a sealed one and now
    #[arg(long, value_name = "PERIOD", num_args = 2, requires = "plans", conflicts_with_all = ["sector", "tasks"])]
    pub(crate) between: Option<Vec<Moment>>,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Skip this rule (may be repeated)
    #[arg(long, value_name = "RULE")]
    pub(crate) skip: Vec<String>,
    /// Only this rule, even if it is off by default (may be repeated)
    #[arg(long, value_name = "RULE")]
    pub(crate) only: Vec<String>,
    /// List the rules
    #[arg(long, conflicts_with_all = ["skip", "only", "plans"])]
    pub(crate) rules: bool,
}

/// Arguments of `keymap`.
#[derive(Debug, Args)]
pub(crate) struct KeymapArguments {
    /// Check this keymap file and say what is wrong with it
    #[arg(long, value_name = "FILE")]
    pub(crate) check: Option<PathBuf>,
}

/// Arguments of `templates`.
#[derive(Debug, Args)]
pub(crate) struct TemplatesArguments {
    /// Check this template file and say what is wrong with it
    #[arg(long, value_name = "FILE")]
    pub(crate) check: Option<PathBuf>,
}
