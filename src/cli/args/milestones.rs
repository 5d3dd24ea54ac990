//! Arguments of the commands about milestones.

use clap::Args;
use jiff::civil::Date;

use crate::plan::{AskedPeriod, Due, ItemId};

use super::super::value::{self, OrNone};
use super::TaskFilter;

/// Arguments of `milestone`.
#[derive(Debug, Args)]
pub(crate) struct MilestoneArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Period that the milestone is for: {periods}
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) period: AskedPeriod,
    /// What is to be there
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, required_unless_present_any = ["figure", "due", "remove"])]
    pub(crate) title: Option<String>,
    /// Figure that is to be reached; none takes it away
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = value::figure_or_none)]
    pub(crate) figure: Option<OrNone<f64>>,
    /// By when, within the period [default: its last day]: {dues}; none takes it away
    #[arg(long, value_name = "WHEN", value_parser = value::due_or_none)]
    pub(crate) due: Option<OrNone<Due>>,
    /// Take the milestone away
    #[arg(long, conflicts_with_all = ["title", "figure", "due"])]
    pub(crate) remove: bool,
}

/// Arguments of `reach`.
#[derive(Debug, Args)]
pub(crate) struct ReachArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Period of the milestone: {periods}
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) period: AskedPeriod,
    /// Day on which it was reached [default: today, unless --figure or --asks is given]; none for not reached
    #[arg(long, value_name = "DAY", value_parser = value::day_or_none)]
    pub(crate) on: Option<OrNone<Date>>,
    /// Figure so far; one as high as planned reaches the milestone today; none takes it away
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = value::figure_or_none)]
    pub(crate) figure: Option<OrNone<f64>>,
    /// What others have to settle; "" takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) asks: Option<String>,
}

/// Arguments of `milestones`.
#[derive(Debug, Args)]
pub(crate) struct MilestonesArguments {
    #[command(flatten)]
    pub(crate) filter: TaskFilter,
}
