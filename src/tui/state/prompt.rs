//! Files to be written: what goes into them, and why one was not written.

use crate::plan::{BoxIndex, ItemId, Period, PlanId};
use crate::text::Language;

/// What is to be written to a file.
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
    /// A text as it stands.
    Text(String),
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportRequest {
    /// The file's name, as typed.
    pub file: String,
    /// What goes into it.
    pub content: Exported,
    /// The period whose reviews are meant.
    pub period: Period,
    /// The language of its headings.
    pub language: Language,
    /// Whether a file of that name may be replaced: the person was asked.
    pub overwrite: bool,
}

/// Why no file was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotExported {
    /// There is a file of that name, and [`ExportRequest::overwrite`] was not set.
    Exists,
    /// What went wrong, and what to do, in words.
    Failed(String),
}
