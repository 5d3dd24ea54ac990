//! Arguments of the commands about supervision cases.

use clap::Args;
use jiff::civil::Date;

use crate::plan::{CaseAct, CaseId, Grade, ItemId};

use super::super::value;
use super::OfPlans;

/// Arguments of `open-case`.
#[derive(Debug, Args)]
pub(crate) struct OpenCaseArguments {
    /// Tasks, projects and indicators of one plan
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// The matter [default: the title of the item]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) title: Option<String>,
    /// Department that is to settle it, by any of its names [default: the lead of the first item]
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    /// The demand
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// Last day for the answer [default: by the time limits in settings.toml]
    #[arg(long, value_name = "DAY", value_parser = value::day)]
    pub(crate) due: Option<Date>,
    /// Number that the office gives it, such as 某督〔2026〕5号
    #[arg(long, value_name = "TEXT")]
    pub(crate) number: Option<String>,
    /// Person who opens it [default: you]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Day on which it is opened [default: today]
    #[arg(long, value_name = "DAY", value_parser = value::day)]
    pub(crate) on: Option<Date>,
}

/// Arguments of `case`.
#[derive(Debug, Args)]
pub(crate) struct CaseArguments {
    /// The step: {case-acts}
    #[arg(value_name = "STEP")]
    pub(crate) act: CaseAct,
    /// The cases
    #[arg(required = true, value_name = "CASE")]
    pub(crate) cases: Vec<CaseId>,
    /// What was done, the answer, the reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// Day up to which more time is asked for or granted
    #[arg(long, value_name = "DAY", value_parser = value::day)]
    pub(crate) until: Option<Date>,
    /// Grade of an evaluation: {grades}
    #[arg(long, value_name = "GRADE")]
    pub(crate) grade: Option<Grade>,
    /// Person who did it [default: you]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Day on which it was done [default: today]
    #[arg(long, value_name = "DAY", value_parser = value::day)]
    pub(crate) on: Option<Date>,
}

/// Arguments of `cases`.
#[derive(Debug, Args)]
pub(crate) struct CasesArguments {
    /// Only these cases, or those about these tasks and indicators
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only the cases of this department, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    #[command(flatten)]
    pub(crate) state: CaseChoice,
    /// List the steps of the cases instead
    #[arg(long)]
    pub(crate) steps: bool,
}

/// A choice of cases by where they stand.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct CaseChoice {
    /// Only those whose next step is late
    #[arg(long, conflicts_with = "over")]
    pub(crate) late: bool,
    /// Only those that are not over
    #[arg(long, conflicts_with = "over")]
    pub(crate) waiting: bool,
    /// Only those that are over
    #[arg(long)]
    pub(crate) over: bool,
}
