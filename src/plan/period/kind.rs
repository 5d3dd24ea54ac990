//! The kinds of periods: one declaration each, from which names, writing, reading, order and storage follow.

use crate::text::{Label, Language, numeral};

/// The occasion of a period: what a report of it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The work of a year or a part of it is watched (监测).
    Monitoring,
    /// The plan is evaluated in the middle of its term (中期评估).
    MidTerm,
    /// The plan is evaluated at the end of its term (终期评估).
    Final,
}

/// All that there is to say of one kind.
struct Declaration {
    name: &'static str,
    labels: [&'static str; 2],
    /// The number of the kind in the keys of the state on disk: never changed, and never used for another.
    storage: u8,
    /// The number of such periods in a year; 0 for an evaluation, which a term has once.
    parts: u8,
    occasion: Occasion,
    /// True if plans keep it that say nothing else.
    is_usual: bool,
    /// The Chinese name of one such period without its year, by its number from 1. The English one is as it is written.
    zh: fn(u8) -> String,
    /// The name in narrow columns, where it is not as it is written.
    short: Option<fn(u8, Language) -> String>,
    /// The form in commands and files, behind the year if it has one.
    written: fn(u8) -> String,
    /// Other words that people type for it.
    synonyms: fn(u8) -> Vec<String>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident { $($field:ident: $value:expr,)* })*) => {
        /// A kind of period.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum PeriodKind {
            $($(#[$doc])* $variant,)*
        }

        impl PeriodKind {
            /// Every kind, in the order in which periods stand that end on the same day.
            pub const ALL: [PeriodKind; [$(stringify!($variant)),*].len()] = [$(PeriodKind::$variant),*];

            const fn declaration(self) -> &'static Declaration {
                match self {
                    $(PeriodKind::$variant => {
                        const DECLARATION: Declaration = Declaration { $($field: $value,)* };
                        &DECLARATION
                    })*
                }
            }
        }
    };
}

kinds! {
    /// A month (月).
    Month {
        name: "month",
        labels: ["月度", "monthly"],
        storage: 3,
        parts: 12,
        occasion: Occasion::Monitoring,
        is_usual: false,
        zh: |number| format!("{number}月"),
        short: Some(|number, language| match language {
            Language::Zh => format!("{number}月"),
            Language::En => format!("-{number:02}"),
        }),
        written: |number| format!("-{number:02}"),
        synonyms: |number| {
            let word = numeral::in_words(number.into());
            vec![format!("{number}月份"), format!("{word}月"), format!("{word}月份"), format!("-{number}"), format!("{number:02}月")]
        },
    }
    /// A quarter (季度).
    Quarter {
        name: "quarter",
        labels: ["季度", "quarterly"],
        storage: 4,
        parts: 4,
        occasion: Occasion::Monitoring,
        is_usual: false,
        zh: |number| format!("{}季度", numeral::in_words(number.into())),
        short: None,
        written: |number| format!("Q{number}"),
        synonyms: |number| {
            let word = numeral::in_words(number.into());
            let of = |number: &str| ["季度", "季"].map(|quarter| format!("{number}{quarter}"));
            [of(&word), of(&number.to_string()), of(&format!("第{word}")), of(&format!("第{number}"))].concat()
        },
    }
    /// Half a year (半年).
    HalfYear {
        name: "half-year",
        labels: ["半年", "half-yearly"],
        storage: 5,
        parts: 2,
        occasion: Occasion::Monitoring,
        is_usual: false,
        zh: |number| if number == 1 { "上半年" } else { "下半年" }.to_string(),
        short: None,
        written: |number| format!("H{number}"),
        synonyms: |_| Vec::new(),
    }
    /// Annual monitoring (年度).
    Year {
        name: "year",
        labels: ["年度", "annual"],
        storage: 0,
        parts: 1,
        occasion: Occasion::Monitoring,
        is_usual: true,
        zh: |_| "年度".to_string(),
        short: None,
        written: |_| String::new(),
        synonyms: |_| Vec::new(),
    }
    /// The mid-term evaluation (中期).
    MidTerm {
        name: "mid-term",
        labels: ["中期评估", "mid-term"],
        storage: 1,
        parts: 0,
        occasion: Occasion::MidTerm,
        is_usual: true,
        zh: |_| "中期评估".to_string(),
        short: Some(|_, language| language.pick("中期", "mid").to_string()),
        written: |_| "mid-term".to_string(),
        synonyms: |_| ["中期", "midterm"].map(str::to_string).to_vec(),
    }
    /// The final evaluation (终期).
    Final {
        name: "final",
        labels: ["终期评估", "final"],
        storage: 2,
        parts: 0,
        occasion: Occasion::Final,
        is_usual: true,
        zh: |_| "终期评估".to_string(),
        short: Some(|_, language| language.pick("终期", "fin.").to_string()),
        written: |_| "final".to_string(),
        synonyms: |_| vec!["终期".to_string()],
    }
}

impl PeriodKind {
    /// The name in commands and files: `half-year`.
    pub fn name(self) -> &'static str {
        self.declaration().name
    }

    /// The number of such periods in a year; 0 for an evaluation, which a term has once.
    pub fn parts(self) -> u8 {
        self.declaration().parts
    }

    /// The occasion: what a report of such a period is about.
    pub fn occasion(self) -> Occasion {
        self.declaration().occasion
    }

    /// Returns true if plans keep such periods that say nothing else.
    pub fn is_usual(self) -> bool {
        self.declaration().is_usual
    }

    /// The number of the kind in the keys of the state on disk.
    pub fn storage(self) -> u8 {
        self.declaration().storage
    }

    /// The numbers of such periods within a year, or within a term.
    pub(super) fn numbers(self) -> std::ops::RangeInclusive<u8> {
        1..=self.parts().max(1)
    }

    pub(super) fn words(self, number: u8, language: Language) -> String {
        let written = self.written(number);
        match (language, written.trim_start_matches('-')) {
            (Language::Zh, _) => (self.declaration().zh)(number),
            // A year is written as its number alone.
            (Language::En, "") => self.label(Language::En).to_string(),
            (Language::En, written) => written.to_string(),
        }
    }

    pub(super) fn short(self, number: u8, language: Language) -> String {
        self.declaration().short.map_or_else(|| self.written(number), |short| short(number, language))
    }

    pub(super) fn written(self, number: u8) -> String {
        (self.declaration().written)(number)
    }

    /// Returns the number of the period of this kind that a text names, in half width and lower case, without a year.
    pub(super) fn number_of(self, text: &str) -> Option<u8> {
        self.numbers().find(|&number| {
            let words = [Language::Zh, Language::En].map(|language| self.words(number, language));
            let names = words.into_iter().chain([self.written(number)]).chain((self.declaration().synonyms)(number));
            // A number alone may be a day, a month or anything else.
            names.filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit())).any(|name| name.to_lowercase() == text)
        })
    }
}

impl Label for PeriodKind {
    fn label(&self, language: Language) -> &'static str {
        let [zh, en] = self.declaration().labels;
        language.pick(zh, en)
    }
}

/// A text that names no kind of periods.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadPeriodKind(pub String);

impl BadPeriodKind {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadPeriodKind(text) = self;
        let names = PeriodKind::ALL.map(|kind| match language {
            Language::Zh => format!("{}（{}）", kind.label(Language::Zh), kind.name()),
            Language::En => format!("{} ({})", kind.name(), kind.label(Language::Zh)),
        });
        match language {
            Language::Zh => format!("“{text}”不是评估期的种类；请写 {}", names.join("、")),
            Language::En => format!("“{text}” is not a kind of periods; write one of {}", names.join(", ")),
        }
    }
}

impl std::str::FromStr for PeriodKind {
    type Err = BadPeriodKind;

    fn from_str(text: &str) -> Result<Self, BadPeriodKind> {
        let bare = text.trim();
        let is_named = |kind: &PeriodKind| {
            kind.name() == bare
                || kind
                    .declaration()
                    .labels
                    .iter()
                    .any(|label| label.trim_end_matches("评估") == bare.trim_end_matches("评估"))
        };
        PeriodKind::ALL.into_iter().find(is_named).ok_or_else(|| BadPeriodKind(text.to_string()))
    }
}

impl serde::Serialize for PeriodKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for PeriodKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
