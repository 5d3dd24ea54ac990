//! Arguments of the commands that write files, compare and check.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::super::value::Moment;
use super::{InPeriod, OfPlans, ProblemState, TaskFilter};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArguments {
    /// tasks, indicators, boxes or problems
    #[arg(value_enum, value_name = "WHAT", hide_possible_values = true)]
    pub(in crate::cli) what: Exported,
    #[command(flatten)]
    pub(in crate::cli) filter: TaskFilter,
    #[command(flatten)]
    pub(in crate::cli) state: ProblemState,
    /// File to write; its ending says how: .xlsx, .csv, .md or .json
    #[arg(long, value_name = "FILE", required_unless_present = "by_department")]
    pub(in crate::cli) to: Option<PathBuf>,
    /// Write one .xlsx for each department into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "to")]
    pub(in crate::cli) by_department: Option<PathBuf>,
    /// One sheet for each department; for .xlsx
    #[arg(long, conflicts_with = "by_department")]
    pub(in crate::cli) sheets: bool,
    /// Overwrite the file if it is there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Exported {
    Tasks,
    Indicators,
    Boxes,
    Problems,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArguments {
    /// annual, mid-term or final
    #[arg(value_enum, value_name = "KIND", hide_possible_values = true)]
    pub(in crate::cli) kind: ReportKind,
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(in crate::cli) plan: String,
    /// Year of an annual report [default: this year, or the last one of a plan that is over]
    #[arg(long, value_name = "YEAR")]
    pub(in crate::cli) year: Option<i32>,
    /// File to write; its ending says how: .md, .docx or .html
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) to: PathBuf,
    /// Overwrite the file if it is there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

/// Which evaluation is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportKind {
    Annual,
    MidTerm,
    Final,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CompareArguments {
    #[command(flatten)]
    pub(in crate::cli) of: OfPlans,
    /// Only plans of this sector, such as 卫生健康, or of any whose name holds these characters
    #[arg(long, value_name = "SECTOR")]
    pub(in crate::cli) sector: Option<String>,
    /// Compare tasks with those of the plan above instead of indicators
    #[arg(long, requires = "plans", conflicts_with = "sector")]
    pub(in crate::cli) tasks: bool,
    /// Compare two sealed periods of one plan item by item, or a sealed one and now
    #[arg(long, value_name = "PERIOD", num_args = 2, requires = "plans", conflicts_with_all = ["sector", "tasks"])]
    pub(in crate::cli) between: Option<Vec<Moment>>,
    #[command(flatten)]
    pub(in crate::cli) in_period: InPeriod,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArguments {
    #[command(flatten)]
    pub(in crate::cli) of: OfPlans,
    /// Leave this rule out (may be repeated)
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) skip: Vec<String>,
    /// Only this rule, be it off by default (may be repeated)
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) only: Vec<String>,
    /// List the rules
    #[arg(long, conflicts_with_all = ["skip", "only", "plans"])]
    pub(in crate::cli) rules: bool,
}
