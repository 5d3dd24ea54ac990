//! Hits: what a search gives back.

use serde::Serialize;

use crate::plan::PlanId;
use crate::text::{Label, Language};

/// The kind of a hit. In the order in which hits of equal score are listed: work comes first.
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
    /// Every kind.
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

/// The way in which a text was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchClass {
    /// Exactly as typed.
    Exact,
    /// The same but for width, case, punctuation and blanks.
    Folded,
    /// By pinyin: whole syllables, initials, or both mixed with characters.
    Pinyin,
    /// All characters in order, close together.
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

/// A piece of a text, and which of its characters matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The piece, on one line, with `…` where the text goes on.
    pub text: String,
    /// Indices of the matched characters in `text`, ascending.
    pub matched: Vec<usize>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Its kind.
    pub kind: HitKind,
    /// The identity: of a plan, task, project or indicator its own; of a chapter `plan#n<place in the outline>`,
    /// of a box `plan#b<place>`, both from 0; of a department its name.
    pub id: String,
    /// The plan that it belongs to; none for a department.
    pub plan: Option<PlanId>,
    /// The title.
    pub title: String,
    /// The headings that it stands under, outermost first; for a project its box and group too.
    pub path: Vec<String>,
    /// The higher, the better; hits come in this order.
    pub score: i64,
    /// The way in which it was found: the weakest of those of its words.
    pub class: MatchClass,
    /// True if every word stands in the title or the names around it, so that no snippet is needed.
    pub in_title: bool,
    /// Indices of the matched characters in the title, ascending.
    pub matched: Vec<usize>,
    /// The part of the text that holds words that the title has not.
    pub snippet: Option<Snippet>,
}

/// The best hits of a search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Results {
    /// The best, as many as were asked for.
    pub hits: Vec<Hit>,
    /// True if no other can be better: not of a first page that came from some of the candidates.
    pub ranked: bool,
    /// The number of all hits, once they are counted.
    pub total: Option<usize>,
}
