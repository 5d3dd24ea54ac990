//! Tasks (任务), special boxes (专栏) and their key projects (重点项目).

use serde::{Deserialize, Serialize};

use super::{Assignment, ItemId, LineSpan, NodeIndex, Year};

/// The kind of an item: a task of the text or a project of a special box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A task (任务).
    Task,
    /// A key project (重点项目).
    Project,
}

/// The place of a box in [`Plan::boxes`](super::Plan::boxes).
pub type BoxIndex = usize;

/// A figure that a task's text promises for a year, such as 80% of township hospitals by 2025.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The year by whose end it is promised.
    pub year: Year,
    /// The clause of the text that holds it.
    pub text: String,
}

/// A measure that somebody has to carry out: a leaf of an action chapter, or an item of a special box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Stays the same through every edition.
    pub id: ItemId,
    /// The number as printed (`1.`, `（二）`, `——`), or empty.
    pub number: String,
    /// The task's name: its leading sentence or clause, without the number.
    pub title: String,
    /// The whole text, the title included, paragraphs parted by line feeds.
    pub text: String,
    /// The heading that the task stands under; for a task that is a whole section, that section's parent.
    pub node: NodeIndex,
    /// For a project, the box that lists it.
    pub special_box: Option<BoxIndex>,
    /// For a project in a group of its box (`一、资金类`), the group's title.
    pub group: Option<String>,
    /// Departments and roles that the document states, and the due year that the text names.
    pub stated: Assignment,
    /// A guess from the wording, offered to the planner and never in force by itself.
    pub offered: Option<Assignment>,
    /// Figures promised with a year.
    pub quantities: Vec<Quantity>,
    /// Its lines in the source.
    pub lines: LineSpan,
}

impl Task {
    /// Returns its kind.
    pub fn kind(&self) -> Kind {
        match self.special_box {
            None => Kind::Task,
            Some(_) => Kind::Project,
        }
    }
}

/// A framed list of key projects, or the frame of an indicator table, which holds no projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialBox {
    /// As printed, without blanks: `专栏3`.
    pub number: String,
    /// The box's title.
    pub title: String,
    /// The heading that the box belongs to.
    pub node: NodeIndex,
    /// Text of the box that is no item's: notes, an introduction.
    pub notes: Vec<super::Paragraph>,
    /// Its lines in the source.
    pub lines: LineSpan,
}
