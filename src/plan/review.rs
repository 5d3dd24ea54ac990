//! Reviews (评估记录): how one task stands in one period.

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{Progress, Status};
use crate::text::Label;

/// The review of one task in one [`Period`](super::Period).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// The status; `None` while only words have been entered.
    pub status: Option<Status>,
    /// The progress.
    pub progress: Option<Progress>,
    /// The work that was done (进展情况).
    pub done: Option<String>,
    /// The problem (存在问题).
    pub problem: Option<String>,
    /// The next step (下一步措施).
    pub next: Option<String>,
    /// The evidence (佐证材料): a document's number, a date, a file or a link.
    pub evidence: Option<String>,
    /// Why it was changed after its period had been sealed (修正说明).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended: Option<String>,
}

impl Review {
    /// The progress to show and to average: as entered, or as the status implies.
    pub fn effective_progress(&self) -> Option<Progress> {
        self.progress.or(self.status.and_then(Status::implied_progress))
    }
}

impl InWords for Review {
    fn fields(review: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let review = review.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("状态", "status"), told(review.status, |status| status.label(about.language))),
            (name("进度", "progress"), told(review.progress, |progress| format!("{progress}%"))),
            (name("进展", "done"), review.done.unwrap_or_default()),
            (name("问题", "problem"), review.problem.unwrap_or_default()),
            (name("下一步", "next"), review.next.unwrap_or_default()),
            (name("佐证", "evidence"), review.evidence.unwrap_or_default()),
            (name("修正说明", "amended"), review.amended.unwrap_or_default()),
        ]
    }
}
