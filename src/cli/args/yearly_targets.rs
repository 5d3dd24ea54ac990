//! Arguments of the commands about yearly targets.

use clap::Args;

use crate::plan::{ItemId, Way, Year};

use super::super::value::{self, OrNone};
use super::OfPlans;

/// Arguments of `yearly-target`.
#[derive(Debug, Args)]
pub(crate) struct YearlyTargetArguments {
    /// The indicators
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Year of the target [default with --by: every year of the plan that has none]
    #[arg(long, value_name = "YEAR", value_parser = value::year, required_unless_present = "way")]
    pub(crate) year: Option<Year>,
    /// Target as a table would print it, such as 60, ≥93 or 降低3.8%; none takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = value::words, required_unless_present = "way")]
    pub(crate) value: Option<OrNone<String>>,
    /// Take what is proposed: straight-line or constant-rate
    #[arg(long = "by", value_name = "WAY", conflicts_with = "value")]
    pub(crate) way: Option<Way>,
}

/// Arguments of `yearly-targets`.
#[derive(Debug, Args)]
pub(crate) struct YearlyTargetsArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only this year
    #[arg(long, value_name = "YEAR", value_parser = value::year)]
    pub(crate) year: Option<Year>,
    /// Only those for which this department answers, in either role, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
}
