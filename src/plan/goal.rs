//! Yearly goals (年度目标): what a task is to reach in one year. A year's tasks with their goals are that year's
//! work plan (年度计划).

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};

/// The goal of one task in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The goal in words; never blank.
    pub text: String,
}

impl InWords for Goal {
    fn fields(goal: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        vec![(about.language.pick("年度目标", "goal"), told(goal, |goal| &goal.text))]
    }
}
