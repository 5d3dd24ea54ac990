//! Arguments of the commands about investment.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::plan::{AskedPeriod, Due, ItemId, Money};

use super::super::value::{self, OrNone};
use super::TaskFilter;

/// Arguments of `invest`.
#[derive(Debug, Args)]
pub(crate) struct InvestArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Whole investment in 万元, such as 3500, or 1.2亿元; none takes it away
    #[arg(long, value_name = "AMOUNT", value_parser = value::or_none::<Money>, required_unless_present_any = InvestArguments::OTHERS)]
    pub(crate) total: Option<OrNone<Money>>,
    /// Where the money comes from; "" takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) sources: Option<String>,
    /// By when it is to begin: {dues}; none takes it away
    #[arg(long, value_name = "WHEN", value_parser = value::due_or_none)]
    pub(crate) start: Option<OrNone<Due>>,
    /// By when it is to be finished: {dues}; none takes it away
    #[arg(long, value_name = "WHEN", value_parser = value::due_or_none)]
    pub(crate) finish: Option<OrNone<Due>>,
    /// Day on which it began; none takes it away
    #[arg(long, value_name = "DAY", value_parser = value::day_or_none)]
    pub(crate) started: Option<OrNone<Date>>,
    /// Day on which it was finished; none takes it away
    #[arg(long, value_name = "DAY", value_parser = value::day_or_none)]
    pub(crate) finished: Option<OrNone<Date>>,
    /// Period that --planned, --done and --state are of: {periods}
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<AskedPeriod>,
    /// Investment that the period's year plans, in 万元; none takes it away
    #[arg(long, value_name = "AMOUNT", value_parser = value::or_none::<Money>, requires = "period")]
    pub(crate) planned: Option<OrNone<Money>>,
    /// Investment done from the first day of the year to the end of the period, in 万元; none takes it away
    #[arg(long, value_name = "AMOUNT", value_parser = value::or_none::<Money>, requires = "period")]
    pub(crate) done: Option<OrNone<Money>>,
    /// How far the work has come; "" takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, requires = "period")]
    pub(crate) state: Option<String>,
    /// Reason, required to correct a sealed period
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) amend: Option<String>,
}

impl InvestArguments {
    /// The options of which one at least is required where there is no `--total`.
    const OTHERS: [&'static str; 8] = ["sources", "start", "finish", "started", "finished", "planned", "done", "state"];
}

/// Arguments of `investments`.
#[derive(Debug, Args)]
pub(crate) struct InvestmentsArguments {
    #[command(flatten)]
    pub(crate) filter: TaskFilter,
    /// Add up by this instead: chapter, plan, department or region
    #[arg(long, value_enum, value_name = "WHAT", hide_possible_values = true)]
    pub(crate) by: Option<FundedBy>,
}

/// The grouping of sums of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FundedBy {
    Chapter,
    Plan,
    Department,
    Region,
}
