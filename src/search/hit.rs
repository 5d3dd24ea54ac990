//! Hits: the results of a search.

use serde::Serialize;

use crate::plan::PlanId;
use crate::text::{Label, Language};

/// The kind of a hit, in the order in which hits with equal scores are listed: work comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitKind {
    /// A task (任务).
    Task,
    /// A key project (重点项目).
    Project,
    /// An indicator (指标).
    Indicator,
    /// A plan (规划).
    Plan,
    /// A special box (专栏).
    Box,
    /// A heading of the outline with the text below it (章节).
    Chapter,
    /// A department (责任单位).
    Department,
}

impl HitKind {
    /// All kinds.
    pub const ALL: [HitKind; 7] = [
        HitKind::Task,
        HitKind::Project,
        HitKind::Indicator,
        HitKind::Plan,
        HitKind::Box,
        HitKind::Chapter,
        HitKind::Department,
    ];
}

impl Label for HitKind {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            HitKind::Task => ("任务", "task"),
            HitKind::Project => ("项目", "project"),
            HitKind::Indicator => ("指标", "indicator"),
            HitKind::Plan => ("规划", "plan"),
            HitKind::Box => ("专栏", "box"),
            HitKind::Chapter => ("章节", "chapter"),
            HitKind::Department => ("部门", "department"),
        };
        language.pick(zh, en)
    }
}

/// The way in which a text matched, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchClass {
    /// Exactly as typed.
    Exact,
    /// The same except for width, case, punctuation and blanks.
    Folded,
    /// By pinyin: complete syllables, initials, or both mixed with characters.
    Pinyin,
    /// All characters in order and close together.
    Fuzzy,
}

impl Label for MatchClass {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            MatchClass::Exact => ("原文", "exact"),
            MatchClass::Folded => ("同形", "folded"),
            MatchClass::Pinyin => ("拼音", "pinyin"),
            MatchClass::Fuzzy => ("近似", "fuzzy"),
        };
        language.pick(zh, en)
    }
}

/// An excerpt from a text, with the characters that matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The excerpt on one line, with `…` where the text continues.
    pub text: String,
    /// Indices of the matched characters in `text`, ascending.
    pub matched: Vec<usize>,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The kind of the record.
    pub kind: HitKind,
    /// The id: of a plan, task, project or indicator its own; of a chapter `plan#n<index in the outline>`, of a box
    /// `plan#b<index>`, both from 0; of a department its name.
    pub id: String,
    /// The plan that it belongs to; `None` for a department.
    pub plan: Option<PlanId>,
    /// The title.
    pub title: String,
    /// The headings above it, outermost first; for a project also its box and group.
    pub path: Vec<String>,
    /// The score; hits are listed by descending score.
    pub score: i64,
    /// The weakest match class among the words.
    pub class: MatchClass,
    /// True if every word was found in the title or the context, so that no snippet is needed.
    pub in_title: bool,
    /// Indices of the matched characters in the title, ascending.
    pub matched: Vec<usize>,
    /// An excerpt from the text around the words that are not in the title.
    pub snippet: Option<Snippet>,
}

/// The best hits of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Results {
    /// The best hits, at most as many as were requested.
    pub hits: Vec<Hit>,
    /// True if no better hit exists. False for a first page that was made from a part of the candidates.
    pub ranked: bool,
    /// The number of all hits, once counted.
    pub total: Option<usize>,
}
