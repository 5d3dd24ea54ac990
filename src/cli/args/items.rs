//! Arguments of the commands that add, move and end items, and of `new-plan`.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use crate::plan::{Due, ItemId, Region, Year};

use super::super::value::{self, OrNone};

/// The kinds of items that can be added to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Made {
    Task,
    Project,
    Indicator,
    Heading,
    Box,
}

/// Arguments of `add`.
#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// Task, project, indicator, heading or box
    #[arg(value_enum, value_name = "KIND", hide_possible_values = true, required_unless_present = "outline")]
    pub(crate) made: Option<Made>,
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    /// Several items, one per line, from a file or standard input (-); tabs indent
    #[arg(long, value_name = "FILE", conflicts_with_all = ["made", "title", "text", "number", "chapter", "special_box", "group", "category", "unit", "nature", "definition", "target", "baseline"])]
    pub(crate) outline: Option<PathBuf>,
    /// Title; of an indicator, its name
    #[arg(
        long,
        visible_alias = "name",
        value_name = "TEXT",
        allow_hyphen_values = true,
        required_unless_present = "outline"
    )]
    pub(crate) title: Option<String>,
    /// Text of a task [default: its title]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// Number
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(crate) number: Option<String>,
    /// Heading above it: its id, or a part of it that no other heading has
    #[arg(long, value_name = "HEADING")]
    pub(crate) chapter: Option<String>,
    /// Box of a project: its id, or a part of its name that no other box has
    #[arg(long = "box", value_name = "BOX")]
    pub(crate) special_box: Option<String>,
    /// Group of its box that a project stands in
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// Category of an indicator
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) category: Option<String>,
    /// Unit of an indicator
    #[arg(long, value_name = "UNIT")]
    pub(crate) unit: Option<String>,
    /// Nature of an indicator: binding or expected, or the Chinese word
    #[arg(long, value_name = "NATURE")]
    pub(crate) nature: Option<String>,
    /// Definition of an indicator
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) definition: Option<String>,
    /// Target of an indicator in a year, as a table prints it: 2025=93 (may be repeated)
    #[arg(long, value_name = "YEAR=TEXT", value_parser = value::of_year)]
    pub(crate) target: Vec<(Year, String)>,
    /// Baseline of an indicator in a year: 2020=76.5 (may be repeated)
    #[arg(long, value_name = "YEAR=TEXT", value_parser = value::of_year)]
    pub(crate) baseline: Vec<(Year, String)>,
}

/// Arguments of `split`.
#[derive(Debug, Args)]
pub(crate) struct SplitArguments {
    /// The task or project that is split; its reviews stay with it
    #[arg(value_name = "ID")]
    pub(crate) id: ItemId,
    /// Title of the new one
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) title: String,
    /// Text of the new one [default: its title]
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// Tasks, projects or indicators that end
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// The item into which they are merged
    #[arg(long, value_name = "ID")]
    pub(crate) into: ItemId,
    /// Reason
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) reason: String,
    /// Number of the deciding document
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) by: Option<String>,
}

/// Arguments of `move`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("where").required(true).multiple(true))]
pub(crate) struct MoveArguments {
    /// Tasks or projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Heading to move tasks to: its id, or a part of it that no other heading has
    #[arg(long, value_name = "HEADING", group = "where", conflicts_with = "special_box")]
    pub(crate) chapter: Option<String>,
    /// Box to move projects to: its id, or a part of its name that no other box has
    #[arg(long = "box", value_name = "BOX", group = "where")]
    pub(crate) special_box: Option<String>,
    /// Task of the same heading or box after which to place them; first to place them before all others
    #[arg(long, value_name = "ID", group = "where")]
    pub(crate) behind: Option<String>,
    /// Reason
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
}

/// Arguments of `end`.
#[derive(Debug, Args)]
pub(crate) struct EndArguments {
    /// Tasks, projects or indicators
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Reason
    #[arg(long, value_name = "REASON", required_unless_present = "resume", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
    /// Number of the deciding document
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) by: Option<String>,
    /// Resume them instead
    #[arg(long, conflicts_with_all = ["reason", "by"])]
    pub(crate) resume: bool,
}

/// Arguments of `new-plan`.
#[derive(Debug, Args)]
pub(crate) struct NewPlanArguments {
    /// Title
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: String,
    /// Region, such as 喀什地区
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Region,
    /// Sector, such as 卫生健康
    #[arg(long, value_name = "SECTOR")]
    pub(crate) sector: String,
    /// First and last year: 2021-2025
    #[arg(long, value_name = "YEARS", value_parser = value::term)]
    pub(crate) term: crate::plan::Term,
    /// Content, one item per line, from a file or standard input (-); tabs indent
    #[arg(long, value_name = "FILE")]
    pub(crate) outline: Option<PathBuf>,
}

/// Arguments of `step`.
#[derive(Debug, Args)]
pub(crate) struct StepArguments {
    /// The task or project
    #[arg(value_name = "ID")]
    pub(crate) id: ItemId,
    /// Number of the step [default: a new one]
    #[arg(value_name = "N", required_unless_present = "title")]
    pub(crate) number: Option<u32>,
    /// Title of the step
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) title: Option<String>,
    /// Department, by any of its names; "" removes it
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    /// Responsible person; "" removes it
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Option<String>,
    /// Due date: {dues}; none removes it
    #[arg(long, value_name = "WHEN", value_parser = value::due_or_none)]
    pub(crate) due: Option<OrNone<Due>>,
    /// Mark it as done
    #[arg(long)]
    pub(crate) done: bool,
    /// Mark it as not done
    #[arg(long, conflicts_with = "done")]
    pub(crate) not_done: bool,
    /// Remove the step
    #[arg(long, requires = "number", conflicts_with_all = ["title", "department", "person", "due", "done", "not_done"])]
    pub(crate) remove: bool,
}
