//! Division of work (任务分解): who leads a task, who supports, who answers for it, and by when.

use serde::{Deserialize, Serialize};

/// Who does a task and by when. Departments are named by their canonical names.
///
/// The same shape serves for what a document itself says ([`Task::stated`](super::Task::stated)), for a guess
/// from its wording ([`Task::offered`](super::Task::offered)) and for what a planner decided
/// ([`Dossier::assignments`](super::Dossier::assignments)).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assignment {
    /// Lead departments (牵头单位): the main lead first, then joint leads; empty when there is none yet.
    pub lead: Vec<String>,
    /// Supporting departments (配合单位) in the order given.
    pub support: Vec<String>,
    /// The responsible person (责任人).
    pub person: Option<String>,
    /// The year by whose end the task is due.
    pub due: Option<i32>,
}

impl Assignment {
    /// Whether nothing has been said.
    pub fn is_empty(&self) -> bool {
        *self == Assignment::default()
    }

    /// Whether a department takes part in either role.
    pub fn involves(&self, department: &str) -> bool {
        self.lead.iter().chain(&self.support).any(|d| d == department)
    }
}
