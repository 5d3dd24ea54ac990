//! Arguments of `archive`, `unarchive`, `remove` and `samples`.

use clap::Args;

use super::InPeriod;

/// Arguments of `archive`.
#[derive(Debug, Args)]
pub(crate) struct ArchiveArguments {
    /// Plans, by their ids or unique parts of their titles
    #[arg(required = true, value_name = "PLAN")]
    pub(crate) named: Vec<String>,
    /// Reason
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
}

/// Arguments of `unarchive`.
#[derive(Debug, Args)]
pub(crate) struct UnarchiveArguments {
    /// Plans, by their ids or unique parts of their titles
    #[arg(required = true, value_name = "PLAN")]
    pub(crate) named: Vec<String>,
}

/// Arguments of `remove`.
#[derive(Debug, Args)]
pub(crate) struct RemoveArguments {
    /// The plan, by its id or a unique part of its title
    #[arg(value_name = "PLAN")]
    pub(crate) plan: String,
    /// Do not ask for confirmation; required without a terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Arguments of `samples`.
#[derive(Debug, Args)]
pub(crate) struct SamplesArguments {
    /// Remove the samples with everything entered for them
    #[arg(long)]
    pub(crate) drop: bool,
    /// Do not ask for confirmation; required without a terminal
    #[arg(long, requires = "drop")]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
}
