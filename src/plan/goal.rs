//! Yearly goals (年度目标): what a task is to reach in one year. A year's tasks with their goals are that year's
//! work plan (年度计划).

use serde::{Deserialize, Serialize};

/// What one task is to reach in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The goal in words; never blank.
    pub text: String,
}
