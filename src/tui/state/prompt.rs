//! Files to be written: what goes into them, and why one was not written.

use crate::export::sheet::Sheet;
use crate::office::roll_up::By;
use crate::plan::{BoxIndex, ItemId, Period, PlanId};
use crate::text::Language;

/// The content of a file to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Exported {
    /// Tasks and projects in this order.
    Tasks(Vec<ItemId>),
    /// Indicators in this order.
    Indicators(Vec<ItemId>),
    /// Every box of the plans in view: plan and place.
    Boxes(Vec<(PlanId, BoxIndex)>),
    /// Supervision notices (督办单) to these departments, a file each.
    Notices(Vec<String>),
    /// A workbook with a sheet for each department of these tasks and projects.
    Sheets(Vec<ItemId>),
    /// A workbook for each department of these tasks and projects, in a folder.
    Workbooks(Vec<ItemId>),
    /// The draft of a plan's evaluation report.
    Report(PlanId),
    /// Everything that is handed in for the evaluation of a plan, in a folder.
    Pack(PlanId),
    /// The dispatch sheet of these tasks and projects.
    Milestones(Vec<ItemId>),
    /// So many claimed results of a plan, drawn at random.
    Sample(PlanId, usize),
    /// A roll-up.
    RollUp(By, Sheet),
    /// The tasks of a plan beside those of the plan above.
    Counterparts(PlanId, Sheet),
    /// A table of the rows of a view.
    Table(Sheet),
    /// Everything with its history.
    Backup,
    /// A text as it stands.
    Text(String),
}

impl Exported {
    /// Returns the number of rows, where there are rows.
    pub fn rows(&self) -> Option<usize> {
        match self {
            Exported::Tasks(items)
            | Exported::Indicators(items)
            | Exported::Sheets(items)
            | Exported::Milestones(items)
            | Exported::Workbooks(items) => Some(items.len()),
            Exported::Boxes(boxes) => Some(boxes.len()),
            Exported::RollUp(_, sheet) | Exported::Counterparts(_, sheet) | Exported::Table(sheet) => {
                Some(sheet.rows.len())
            }
            Exported::Notices(_)
            | Exported::Report(_)
            | Exported::Pack(_)
            | Exported::Sample(..)
            | Exported::Backup
            | Exported::Text(_) => None,
        }
    }
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportRequest {
    /// The file's name, as typed.
    pub file: String,
    /// The content.
    pub content: Exported,
    /// The period whose reviews are meant.
    pub period: Period,
    /// The language of its headings.
    pub language: Language,
    /// True if a file of that name may be replaced: the person was asked.
    pub overwrite: bool,
}

/// The reason why no file was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotExported {
    /// There is a file of that name, and [`ExportRequest::overwrite`] was not set.
    Exists,
    /// The reason in words, with what to do.
    Failed(String),
}
