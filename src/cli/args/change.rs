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
    /// Lead department by any of its names; more than one are joint leads; "" takes it away
    #[arg(long, value_name = "DEPARTMENT", num_args = 1.., group = "edit")]
    pub(crate) lead: Option<Vec<String>>,
    /// Supporting departments in order; "" takes them away
    #[arg(long, value_name = "DEPARTMENT", num_args = 1.., group = "edit")]
    pub(crate) support: Option<Vec<String>>,
    /// Responsible person; "" takes the name away
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) person: Option<String>,
    /// Leading official in charge; "" takes the name away
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) official: Option<String>,
    /// Section of the lead department; "" takes it away
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) section: Option<String>,
    /// Person to ask, with the telephone number; "" takes it away
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) contact: Option<String>,
    /// By when it is due: {dues}; none takes it away
    #[arg(long, value_name = "WHEN", group = "edit", value_parser = value::due_or_none)]
    pub(crate) due: Option<OrNone<Due>>,
    /// Take the departments that the text suggests, for tasks that have no lead yet
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
    /// {statuses}, or the Chinese word; none takes it away
    #[arg(long, value_name = "STATUS", group = "edit", value_parser = value::or_none::<Status>)]
    pub(crate) status: Option<OrNone<Status>>,
    /// Progress in per cent, 0 to 100; none takes it away
    #[arg(long, value_name = "N", group = "edit", value_parser = value::or_none::<Progress>)]
    pub(crate) progress: Option<OrNone<Progress>>,
    /// What was done; "" takes the text away
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) done: Option<String>,
    /// What is stuck
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) problem: Option<String>,
    /// What comes next
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) next: Option<String>,
    /// What proves it: a document's number, a file, a link
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) evidence: Option<String>,
    /// Why a sealed period is corrected
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
    #[arg(long, value_name = "YEAR", value_parser = value::year)]
    pub(crate) year: Year,
    /// The value in the indicator's unit; none takes it away
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true, value_parser = value::reading)]
    pub(crate) value: OrNone<f64>,
    /// Why a sealed period is corrected
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) amend: Option<String>,
}
