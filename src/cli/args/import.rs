//! Arguments of `import`.

use std::path::PathBuf;

use clap::Args;

use crate::import::NamedColumns;
use crate::plan::{Period, Term};

use super::value;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Documents (.docx, or plain text), or filled-in lists (.xlsx, .csv); - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print what would be imported, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Import a text although it does not look like a plan (an interpretation, a report, news)
    #[arg(long)]
    pub(crate) as_plan: bool,
    /// Accept that a new edition removes more than a tenth of the plan's items, or all of its indicators
    #[arg(long)]
    pub(crate) accept_loss: bool,
    /// The years of plans whose titles name none: 2024-2026
    #[arg(long, value_name = "YEARS", value_parser = value::term)]
    pub(crate) term: Option<Term>,
    /// The columns of an unreadable table: 3=name,4=unit,5=2020,7=2025; 120:3=name,… for the one at line 120
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) columns: Vec<NamedColumns>,
    /// If a list and the store have both changed since the export, accept the value in the list
    #[arg(long)]
    pub(crate) theirs: bool,
    /// The evaluation period of lists that name none
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<Period>,
    /// Identify items of a list without ids by their texts, where only one item matches
    #[arg(long)]
    pub(crate) by_text: bool,
}
