//! (being built)
use crate::plan::{ItemId, Plan};

/// Changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EditionChanges {
    /// Added.
    pub added: Vec<(ItemId, String)>,
    /// Changed.
    pub changed: Vec<(ItemId, String)>,
    /// Removed.
    pub removed: Vec<(ItemId, String)>,
}

/// Whether.
pub fn supersedes(_old: &Plan, _new: &Plan) -> bool {
    true
}

/// Succeed.
pub fn succeed(_old: &Plan, new: Plan) -> (Plan, EditionChanges) {
    (new, EditionChanges::default())
}
