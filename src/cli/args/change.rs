//! Arguments of `assign`, `review` and `reading`.

use clap::Args;

use super::super::value::{self, OrNone};
use crate::plan::{AskedPeriod, Due, ItemId, Progress, Status, Year};

/// Arguments of `assign`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("edit").required(true).multiple(true))]
pub(crate) struct AssignArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Lead department by any of its names; more than one are joint leads; "" removes it
    #[arg(long, value_name = "DEPARTMENT", num_args = 1.., group = "edit")]
    pub(crate) lead: Option<Vec<String>>,
    /// Supporting departments in order; "" removes them
    #[arg(long, value_name = "DEPARTMENT", num_args = 1.., group = "edit")]
    pub(crate) support: Option<Vec<String>>,
    /// Responsible person; "" removes it
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) person: Option<String>,
    /// Official in charge; "" removes it
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) official: Option<String>,
    /// Section of the lead department; "" removes it
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) section: Option<String>,
    /// Contact, with a telephone number; "" removes it
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) contact: Option<String>,
    /// Due date: {dues}; none removes it
    #[arg(long, value_name = "WHEN", group = "edit", value_parser = value::due_or_none)]
    pub(crate) due: Option<OrNone<Due>>,
    /// Accept the departments that the text suggests, for tasks that have no lead yet
    #[arg(long, group = "edit", conflicts_with_all = ["lead", "support", "person", "official", "section", "contact", "due"])]
    pub(crate) offered: bool,
}

/// Arguments of `review`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("edit").required(true).multiple(true))]
pub(crate) struct ReviewArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Evaluation period: {periods}
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) period: AskedPeriod,
    /// {statuses}, or the Chinese word; none removes it
    #[arg(long, value_name = "STATUS", group = "edit", value_parser = value::or_none::<Status>)]
    pub(crate) status: Option<OrNone<Status>>,
    /// Progress in per cent, 0 to 100; none removes it
    #[arg(long, value_name = "N", group = "edit", value_parser = value::or_none::<Progress>)]
    pub(crate) progress: Option<OrNone<Progress>>,
    /// Take the progress from the steps: the share of them that are done
    #[arg(long, group = "edit", conflicts_with = "progress")]
    pub(crate) from_steps: bool,
    /// Work that was done; "" removes it
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) done: Option<String>,
    /// Problem
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) problem: Option<String>,
    /// Next step
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) next: Option<String>,
    /// Evidence: a document's number, a file, a link
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) evidence: Option<String>,
    /// Reason for correcting a sealed period
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) amend: Option<String>,
}

/// Arguments of `reading`.
#[derive(Debug, Args)]
pub(crate) struct ReadingArguments {
    /// The indicator
    #[arg(value_name = "ID")]
    pub(crate) id: ItemId,
    /// The year measured
    #[arg(long, value_name = "YEAR", value_parser = value::year, required_unless_present = "period")]
    pub(crate) year: Option<Year>,
    /// The month, quarter or half-year up to whose end was measured: 2026-03, 2026Q1; without a year of this year
    #[arg(long, value_name = "PERIOD", conflicts_with = "year")]
    pub(crate) period: Option<AskedPeriod>,
    /// The value in the indicator's unit; none removes it
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true, value_parser = value::reading)]
    pub(crate) value: OrNone<f64>,
    /// Reason for correcting a sealed period
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) amend: Option<String>,
}
