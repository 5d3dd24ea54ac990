//! Reviews (评估记录): how one task stands in one period.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Progress;
use super::record::{About, InWords, told};
use crate::text::{Label, Language};

/// The status of a task (状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Not started (未启动).
    NotStarted,
    /// In progress (推进中).
    InProgress,
    /// Completed (已完成).
    Completed,
    /// Lagging (滞后): behind what the time that has passed would ask for.
    Lagging,
    /// Adjusted (调整): changed or withdrawn by a revision of the plan.
    Adjusted,
}

impl Status {
    /// Every status in the order of the status keys.
    pub const ALL: [Status; 5] =
        [Status::NotStarted, Status::InProgress, Status::Completed, Status::Lagging, Status::Adjusted];

    /// The name in commands and files: `in-progress`.
    pub fn name(self) -> &'static str {
        match self {
            Status::NotStarted => "not-started",
            Status::InProgress => "in-progress",
            Status::Completed => "completed",
            Status::Lagging => "lagging",
            Status::Adjusted => "adjusted",
        }
    }

    /// Returns true if nothing more is due of a task with this status: it is completed, or taken out by an adjustment.
    pub fn settles(self) -> bool {
        matches!(self, Status::Completed | Status::Adjusted)
    }
}

impl Label for Status {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Status::NotStarted => ("未启动", "not started"),
            Status::InProgress => ("推进中", "in progress"),
            Status::Completed => ("已完成", "completed"),
            Status::Lagging => ("滞后", "lagging"),
            Status::Adjusted => ("调整", "adjusted"),
        };
        language.pick(zh, en)
    }
}

/// A text that names no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadStatus(pub String);

impl BadStatus {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadStatus(text) = self;
        match language {
            Language::Zh => {
                let names = Status::ALL.map(|status| format!("{}（{}）", status.label(Language::Zh), status.name()));
                format!("“{text}”不是状态；请写 {}", names.join("、"))
            }
            Language::En => {
                let names = Status::ALL.map(|status| format!("{} ({})", status.name(), status.label(Language::Zh)));
                format!("“{text}” is not a status; write one of {}", names.join(", "))
            }
        }
    }
}

impl FromStr for Status {
    type Err = BadStatus;

    fn from_str(text: &str) -> Result<Self, BadStatus> {
        let text = text.trim();
        Status::ALL
            .into_iter()
            .find(|s| s.name() == text || s.label(Language::Zh) == text || s.label(Language::En) == text)
            .ok_or_else(|| BadStatus(text.to_string()))
    }
}

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
    /// The progress to show and to average: as entered, or 100 for a completed task and 0 for one that was
    /// not started.
    pub fn effective_progress(&self) -> Option<Progress> {
        self.progress.or(match self.status {
            Some(Status::Completed) => Some(Progress::ALL),
            Some(Status::NotStarted) => Some(Progress::NONE),
            _ => None,
        })
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
