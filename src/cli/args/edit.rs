//! Arguments of `edit`.

use clap::{ArgGroup, Args};

use crate::plan::{Region, TextField, Year};

use super::super::value;

/// Arguments of `edit`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("edit").required(true).multiple(true))]
pub(crate) struct EditArguments {
    /// Tasks, projects, indicators, headings (h3) and boxes (b1) by their ids, or plans
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Title; of an indicator, its name
    #[arg(long, visible_alias = "name", value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) title: Option<String>,
    /// Text of a task
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    /// Number as printed; "" for none
    #[arg(long, value_name = "NUMBER", group = "edit", allow_hyphen_values = true)]
    pub(crate) number: Option<String>,
    /// Heading to move tasks to: its id, or a part of it that no other heading has
    #[arg(long, value_name = "HEADING", group = "edit")]
    pub(crate) chapter: Option<String>,
    /// Box to move projects to: its id, or a part of its name that no other box has
    #[arg(long = "box", value_name = "BOX", group = "edit")]
    pub(crate) special_box: Option<String>,
    /// Group of its box that a project stands in; "" for none
    #[arg(long, value_name = "GROUP", group = "edit")]
    pub(crate) group: Option<String>,
    /// Category of an indicator; "" for none
    #[arg(long, value_name = "CATEGORY", group = "edit")]
    pub(crate) category: Option<String>,
    /// Unit of an indicator; "" for none
    #[arg(long, value_name = "UNIT", group = "edit")]
    pub(crate) unit: Option<String>,
    /// Nature of an indicator: binding or expected, or the Chinese word; "" for none
    #[arg(long, value_name = "NATURE", group = "edit")]
    pub(crate) nature: Option<String>,
    /// Definition of an indicator; "" for none
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) definition: Option<String>,
    /// Target of an indicator in a year, as a table prints it: 2025=93 (may be repeated); 2025= for none
    #[arg(long, value_name = "YEAR=TEXT", group = "edit", value_parser = value::of_year)]
    pub(crate) target: Vec<(Year, String)>,
    /// Baseline of an indicator in a year: 2020=76.5 (may be repeated)
    #[arg(long, value_name = "YEAR=TEXT", group = "edit", value_parser = value::of_year)]
    pub(crate) baseline: Vec<(Year, String)>,
    /// Figure that a task promises for a year (may be repeated)
    #[arg(long, value_name = "YEAR=TEXT", group = "edit", value_parser = value::of_year)]
    pub(crate) quantity: Vec<(Year, String)>,
    /// Region of a plan
    #[arg(long, value_name = "REGION", group = "edit")]
    pub(crate) region: Option<Region>,
    /// Sector of a plan
    #[arg(long, value_name = "SECTOR", group = "edit")]
    pub(crate) sector: Option<String>,
    /// First and last year of a plan: 2021-2025
    #[arg(long, value_name = "YEARS", group = "edit")]
    pub(crate) term: Option<String>,
    /// Edition of a plan: condensed, consultation-draft, issued or adjusted
    #[arg(long, value_name = "EDITION", group = "edit")]
    pub(crate) edition: Option<String>,
    /// Plan above, by its id; "" for none
    #[arg(long, value_name = "PLAN", group = "edit")]
    pub(crate) parent: Option<String>,
    /// Field to reset to the printed value, such as title or target-2025 (may be repeated)
    #[arg(long, value_name = "FIELD", group = "edit", value_parser = value::text_field)]
    pub(crate) as_printed: Vec<TextField>,
    /// Reason; required for an adjustment
    #[arg(long, value_name = "REASON", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
    /// Number of the document by which the plan was adjusted; without it, this is a correction
    #[arg(long, value_name = "DOCUMENT", requires = "reason")]
    pub(crate) by: Option<String>,
    /// Authority that decided the adjustment
    #[arg(long, value_name = "AUTHORITY", requires = "by")]
    pub(crate) authority: Option<String>,
    /// Day, month or year on which the adjustment takes effect: 2024-07-01, 2024年7月; from the beginning if left out
    #[arg(long, value_name = "DAY", requires = "by")]
    pub(crate) on: Option<String>,
}
