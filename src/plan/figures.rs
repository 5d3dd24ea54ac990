//! The counts of what a plan holds.

use serde::Serialize;

use super::{Kind, Nature, Plan};

/// The counts of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Its chapters.
    pub chapters: usize,
    /// Its tasks, without projects.
    pub tasks: usize,
    /// Its special boxes.
    pub boxes: usize,
    /// The projects of its boxes.
    pub projects: usize,
    /// Its indicators.
    pub indicators: usize,
    /// The binding ones among them.
    pub binding: usize,
}

impl Figures {
    /// Counts a plan.
    pub fn of(plan: &Plan) -> Self {
        let of_kind = |kind| plan.tasks.iter().filter(|task| task.kind() == kind).count();
        Figures {
            chapters: plan.chapters().count(),
            tasks: of_kind(Kind::Task),
            boxes: plan.boxes.len(),
            projects: of_kind(Kind::Project),
            indicators: plan.indicators.len(),
            binding: plan.indicators.iter().filter(|i| i.nature == Some(Nature::Binding)).count(),
        }
    }
}
