//! Arguments of the command that takes documents and lists in.

use std::path::PathBuf;

use clap::Args;

use crate::import::NamedColumns;
use crate::plan::{Period, Term};

use super::value;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Documents (.docx, or plain text), or lists that came back filled in (.xlsx, .csv); - is stdin
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Say what would be imported, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Keep a text as a plan although it does not read like one (an interpretation, a report, news)
    #[arg(long)]
    pub(crate) as_plan: bool,
    /// Accept that a new edition drops more than a tenth of the plan's items, or all of its indicators
    #[arg(long)]
    pub(crate) accept_loss: bool,
    /// The years of plans whose titles name none: 2024-2026
    #[arg(long, value_name = "YEARS", value_parser = value::term)]
    pub(crate) term: Option<Term>,
    /// The columns of a table that can't be read: 3=name,4=unit,5=2020,7=2025; 120:3=name,… for the one at line 120
    #[arg(long, value_name = "COLUMNS")]
    pub(crate) columns: Vec<NamedColumns>,
    /// Where a list and the store were both changed since the list was exported, take what the list says
    #[arg(long)]
    pub(crate) theirs: bool,
    /// The evaluation period of lists that name none
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<Period>,
    /// Find the items of a list that has lost its ids by their words, where just one item has them
    #[arg(long)]
    pub(crate) by_text: bool,
}
