//! Edits: a record before and after.
//!
//! A [`Change`](super::Change) names its record, what the record was before and what it is after. So it can be checked
//! against the present state, written to the journal, taken back by exchanging the two, and told to others.

use serde::{Deserialize, Serialize};

/// One record before and after. `None` is a record that does not exist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit<T> {
    /// The record as it was.
    pub before: Option<T>,
    /// The record as it is now.
    pub after: Option<T>,
}

impl<T: PartialEq> Edit<T> {
    /// Returns true if the edit has no effect.
    pub fn is_idle(&self) -> bool {
        self.before == self.after
    }

    /// Returns the edit that takes this one back.
    pub fn inverse(self) -> Self {
        Edit { before: self.after, after: self.before }
    }
}
