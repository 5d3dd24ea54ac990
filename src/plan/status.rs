//! The statuses of tasks (状态): one declaration each, from which screens, filters, reports, lists to fill in, searches
//! and the command line take what they need.
//!
//! A status is told from others by its name, words and mark. Whatever counts, colours or judges asks for its [`Sense`]
//! instead, so that one more status of a known sense is one more declaration.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Progress;
use crate::text::width::AmbiguousWidth;
use crate::text::{Label, Language};

/// The sense of a status: what counts, colours and verdicts go by. In the order in which reports speak of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sense {
    /// Everything is done.
    Done,
    /// The work goes on as it should.
    Going,
    /// The work is behind what the time that has passed would ask for.
    Behind,
    /// Nothing has begun.
    Waiting,
    /// The task was changed or withdrawn by a revision of the plan, and is not judged any more.
    Changed,
}

/// All that there is to say of one status.
struct Declaration {
    name: &'static str,
    labels: [&'static str; 2],
    short: [&'static str; 2],
    /// One column wide: where ambiguous characters are narrow, and in ASCII.
    marks: [&'static str; 2],
    sense: Sense,
    synonyms: &'static [&'static str],
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $variant:ident $name:literal {
        label: $zh:literal $en:literal,
        short: $short_zh:literal $short_en:literal,
        mark: $narrow:literal $ascii:literal,
        sense: $sense:ident,
        synonyms: [$($synonym:literal)*],
    })*) => {
        /// The status of a task (状态).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Status {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Status {
            /// Every status in the order of the status keys.
            pub const ALL: [Status; [$($name),*].len()] = [$(Status::$variant),*];

            const fn declaration(self) -> &'static Declaration {
                match self {
                    $(Status::$variant => &Declaration {
                        name: $name,
                        labels: [$zh, $en],
                        short: [$short_zh, $short_en],
                        marks: [$narrow, $ascii],
                        sense: Sense::$sense,
                        synonyms: &[$($synonym),*],
                    },)*
                }
            }
        }
    };
}

// The synonyms are what offices write in lists beside the label. Words that may mean two statuses, such as 基本完成,
// are not among them.
statuses! {
    /// Not started (未启动).
    NotStarted "not-started" {
        label: "未启动" "not started",
        short: "未启" "open",
        mark: "○" "o",
        sense: Waiting,
        synonyms: ["未开始" "未开展" "未启动实施" "尚未启动" "尚未开展" "尚未开始" "还未启动" "待启动"],
    }
    /// In progress (推进中).
    InProgress "in-progress" {
        label: "推进中" "in progress",
        short: "推进" "wip",
        mark: "●" "+",
        sense: Going,
        synonyms: [
            "正在推进" "推进" "进行中" "正在进行" "正在进行中" "正在实施" "实施中" "有序推进" "稳步推进" "正常推进" "持续推进"
            "序时推进" "按计划推进" "按序时推进" "按序时进度推进" "达到序时进度" "达到进度" "符合序时进度" "长期坚持" "长期推进"
            "已启动" "在建" "○"
        ],
    }
    /// Completed (已完成).
    Completed "completed" {
        label: "已完成" "completed",
        short: "完成" "done",
        mark: "✓" "v",
        sense: Done,
        synonyms: [
            "完成" "已办结" "办结" "已完结" "全部完成" "全面完成" "已全部完成" "已全面完成" "完成任务" "已销号" "√" "✓" "✔" "☑"
        ],
    }
    /// Lagging (滞后): behind what the time that has passed would ask for.
    Lagging "lagging" {
        label: "滞后" "lagging",
        short: "滞后" "late",
        mark: "!" "!",
        sense: Behind,
        synonyms: [
            "进度滞后" "已滞后" "推进滞后" "推进缓慢" "进展缓慢" "未达序时进度" "未达到序时进度" "慢于序时进度" "落后序时进度"
        ],
    }
    /// Adjusted (调整): changed or withdrawn by a revision of the plan.
    Adjusted "adjusted" {
        label: "调整" "adjusted",
        short: "调整" "adj.",
        mark: "◇" "~",
        sense: Changed,
        synonyms: ["已调整" "调整实施" "申请调整" "取消" "已取消" "不再实施"],
    }
}

impl Status {
    /// Every status after `None`, which stands for a task without one (未报送).
    pub fn all_and_none() -> impl Iterator<Item = Option<Status>> {
        std::iter::once(None).chain(Status::ALL.into_iter().map(Some))
    }

    /// Every status in the order in which a report speaks of them, and then `None`.
    pub fn in_reports() -> impl Iterator<Item = Option<Status>> {
        let mut statuses = Status::ALL;
        statuses.sort_by_key(|status| status.sense());
        statuses.into_iter().map(Some).chain([None])
    }

    /// The name in commands and files: `in-progress`.
    pub fn name(self) -> &'static str {
        self.declaration().name
    }

    /// The Chinese and the English word.
    pub fn labels(self) -> [&'static str; 2] {
        self.declaration().labels
    }

    /// A word for narrow columns: at most four columns in Chinese, five in English.
    pub fn short(self, language: Language) -> &'static str {
        let [zh, en] = self.declaration().short;
        language.pick(zh, en)
    }

    /// The mark on screens, one column wide.
    pub fn mark(self, ambiguous: AmbiguousWidth) -> &'static str {
        let [narrow, ascii] = self.declaration().marks;
        match ambiguous {
            AmbiguousWidth::Narrow => narrow,
            AmbiguousWidth::Wide => ascii,
        }
    }

    /// The sense, which counts, colours and verdicts go by.
    pub fn sense(self) -> Sense {
        self.declaration().sense
    }

    /// Returns true if the task is completed.
    pub fn is_done(self) -> bool {
        self.sense() == Sense::Done
    }

    /// Returns true if the task lags behind.
    pub fn is_behind(self) -> bool {
        self.sense() == Sense::Behind
    }

    /// Returns true if an adjustment of the plan takes the task out of what is judged.
    pub fn is_changed(self) -> bool {
        self.sense() == Sense::Changed
    }

    /// Returns true if nothing more is due of a task with this status: it is completed, or taken out by an adjustment.
    pub fn settles(self) -> bool {
        self.is_done() || self.is_changed()
    }

    /// The progress that a task with this status has when none was entered.
    pub fn implied_progress(self) -> Option<Progress> {
        match self.sense() {
            Sense::Done => Some(Progress::ALL),
            Sense::Waiting => Some(Progress::NONE),
            Sense::Going | Sense::Behind | Sense::Changed => None,
        }
    }

    /// The statuses by their labels, for a message or a help text in a language: `未启动、推进中、…`.
    pub fn listed(language: Language) -> String {
        let labels: Vec<_> = Status::ALL.iter().map(|status| status.label(language)).collect();
        labels.join(language.pick("、", ", "))
    }

    /// The statuses as they are written in commands, with the word of the other language:
    /// `not-started (未启动), in-progress (推进中), …`.
    pub fn written(language: Language) -> String {
        match language {
            Language::Zh => Status::ALL.map(|status| format!("{}（{}）", status.labels()[0], status.name())).join("、"),
            Language::En => Status::ALL.map(|status| format!("{} ({})", status.name(), status.labels()[0])).join(", "),
        }
    }
}

impl Label for Status {
    fn label(&self, language: Language) -> &'static str {
        let [zh, en] = self.labels();
        language.pick(zh, en)
    }
}

/// `None` is a task without a status.
impl Label for Option<Status> {
    fn label(&self, language: Language) -> &'static str {
        self.map_or(language.pick("未报送", "unreported"), |status| status.label(language))
    }
}

/// A text that names no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadStatus(pub String);

impl BadStatus {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let (BadStatus(text), statuses) = (self, Status::written(language));
        match language {
            Language::Zh => format!("“{text}”不是状态；请写 {statuses}"),
            Language::En => format!("“{text}” is not a status; write one of {statuses}"),
        }
    }
}

/// Reads a name, a label in either language, or another word that offices have for a status.
impl FromStr for Status {
    type Err = BadStatus;

    fn from_str(text: &str) -> Result<Self, BadStatus> {
        let text = text.trim();
        let is_named = |status: &Status| {
            let Declaration { name, labels, synonyms, .. } = status.declaration();
            *name == text || labels.contains(&text) || synonyms.contains(&text)
        };
        Status::ALL.into_iter().find(is_named).ok_or_else(|| BadStatus(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::width::width;

    #[test]
    fn no_name_word_or_mark_means_two_statuses() {
        let mut seen = HashSet::new();
        for status in Status::ALL {
            let declaration = status.declaration();
            let names: HashSet<&str> =
                declaration.labels.into_iter().chain([declaration.name]).chain(declaration.synonyms.to_vec()).collect();
            assert!(names.iter().all(|name| seen.insert(*name)), "{names:?}");
        }
        for of in [0, 1] {
            let marks: HashSet<_> = Status::ALL.map(|status| status.declaration().marks[of]).into_iter().collect();
            assert_eq!(marks.len(), Status::ALL.len(), "{marks:?}");
        }
    }

    #[test]
    fn words_for_narrow_columns_and_marks_fit_them() {
        for status in Status::ALL {
            for (language, most) in [(Language::Zh, 4), (Language::En, 5)] {
                assert!(width(status.short(language), AmbiguousWidth::Wide) <= most, "{status:?}");
            }
            for ambiguous in [AmbiguousWidth::Narrow, AmbiguousWidth::Wide] {
                assert_eq!(width(status.mark(ambiguous), ambiguous), 1, "{status:?}");
            }
        }
    }

    #[test]
    fn statuses_are_stored_and_read_by_their_names() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("\"{}\"", status.name()));
            assert_eq!(status.name().parse(), Ok(status));
            assert!(status.labels().iter().all(|label| label.parse() == Ok(status)));
        }
        assert!("great".parse::<Status>().is_err());
    }

    #[test]
    fn reports_speak_first_of_what_is_done_and_last_of_what_was_not_reported() {
        let words: Vec<_> = Status::in_reports().map(|status| status.label(Language::Zh)).collect();
        assert_eq!(words, ["已完成", "推进中", "滞后", "未启动", "调整", "未报送"]);
    }
}
