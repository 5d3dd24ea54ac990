//! A pop-up that asks for one line.

use crate::desk::Command;
use crate::plan::{Attainment, BoxIndex, ItemId, Period, PlanId};
use crate::text::Language;

use super::field::Field;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The progress of some tasks, in per cent.
    Progress(Vec<ItemId>),
    /// The due year of some tasks.
    Due(Vec<ItemId>),
    /// The responsible person of some tasks.
    Person(Vec<ItemId>),
    /// What some tasks are to reach in the period's year.
    Goal(Vec<ItemId>),
    /// The value of an indicator in a year.
    Reading(ItemId, i32),
    /// Why a person says that an indicator stands so in a year.
    Reason(ItemId, i32, Attainment),
    /// How the problem that a task's review raised in a period was solved.
    Solution(ItemId, Period),
    /// Why a command changes what is sealed.
    Amendment(Box<Command>),
    /// The file of a list that came back.
    List,
    /// The file that some rows, or some text, go to.
    File(Exported),
}

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

/// The pop-up.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What is asked for.
    pub asked: Asked,
    /// Which items it is for, in words.
    pub about: String,
    /// The line.
    pub field: Field,
    /// Why the line that was entered can't be taken.
    pub fault: Option<&'static str>,
}
