//! Arguments of `departments` and `department`.

use std::path::PathBuf;

use clap::Args;

use super::{InPeriod, OfPlans};
use crate::plan::Region;

/// Arguments of `departments`.
#[derive(Debug, Args)]
pub(crate) struct DepartmentsArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
    /// Apply a list of departments (.toml or .csv); missing fields stay unchanged
    #[arg(long, value_name = "FILE", conflicts_with_all = ["plans", "archived", "period", "export"])]
    pub(crate) import: Option<PathBuf>,
    /// Only print what the list would change
    #[arg(long, requires = "import")]
    pub(crate) dry_run: bool,
    /// Write the list to a file (.toml or .csv) that --import accepts
    #[arg(long, value_name = "FILE", conflicts_with_all = ["plans", "archived", "period"])]
    pub(crate) export: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "export")]
    pub(crate) force: bool,
}

/// Arguments of `department`.
#[derive(Debug, Args)]
pub(crate) struct DepartmentArguments {
    /// The department, by any of its names
    #[arg(value_name = "DEPARTMENT")]
    pub(crate) department: String,
    /// Add it to the list
    #[arg(long)]
    pub(crate) add: bool,
    /// Its new name; it keeps its tasks, and the old name still works
    #[arg(long, value_name = "NAME")]
    pub(crate) rename: Option<String>,
    /// Another name, the shortest usual one first (may be repeated); replaces the present ones
    #[arg(long, value_name = "NAME")]
    pub(crate) short: Vec<String>,
    /// Sort of body: party, government, group or institution
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// Region, if it differs from that of the plans that name it
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<Region>,
    /// Body above it
    #[arg(long, value_name = "NAME")]
    pub(crate) superior: Option<String>,
    /// Contact
    #[arg(long, value_name = "NAME")]
    pub(crate) contact: Option<String>,
    /// Telephone number
    #[arg(long, value_name = "NUMBER")]
    pub(crate) telephone: Option<String>,
    /// First day in force: 2021-02-25
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Last day in force
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Department that takes over its work
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) successor: Option<String>,
    /// Remove what the office entered about it; a department added by the office is removed
    #[arg(long, conflicts_with_all = ["add", "rename", "short", "level", "region", "superior", "contact", "telephone", "from", "until", "successor"])]
    pub(crate) drop: bool,
}
