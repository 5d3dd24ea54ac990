//! Ranges of dues as a person asks for them: `2024`, `<2024`, `2023..2025`, `<=2025-06`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Due, Year};
use crate::text::Language;
use crate::text::fold::to_half_width;

/// The dues that are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "Stored")]
pub enum DueRange {
    /// Those whose last day lies from the first day of the one to the last day of the other; an open end has none.
    Within(Option<Due>, Option<Due>),
    /// No due (无).
    None,
}

impl DueRange {
    /// Returns everything that is due up to this.
    pub fn by(due: Due) -> DueRange {
        DueRange::Within(None, Some(due))
    }

    /// Returns true if a due is among them. No due is not an early due.
    pub fn holds(self, due: Option<Due>) -> bool {
        match self {
            DueRange::Within(first, last) => due.map(Due::last_day).is_some_and(|day| {
                first.is_none_or(|first| first.first_day() <= day) && last.is_none_or(|last| day <= last.last_day())
            }),
            DueRange::None => due.is_none(),
        }
    }
}

impl fmt::Display for DueRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DueRange::None | DueRange::Within(None, None) => f.write_str("none"),
            DueRange::Within(None, Some(last)) => write!(f, "≤{last}"),
            DueRange::Within(Some(first), None) => write!(f, "≥{first}"),
            DueRange::Within(Some(first), Some(last)) if first == last => write!(f, "={first}"),
            DueRange::Within(Some(first), Some(last)) => write!(f, "{first}..{last}"),
        }
    }
}

/// A range in files: as it is written, or as two years, which was once the form.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Written(String),
    Years {
        #[serde(rename = "Within")]
        within: [i32; 2],
    },
}

impl From<DueRange> for String {
    fn from(range: DueRange) -> String {
        range.to_string()
    }
}

impl From<Stored> for DueRange {
    fn from(stored: Stored) -> DueRange {
        match stored {
            Stored::Written(text) => text.to_lowercase().parse().unwrap_or(DueRange::None),
            Stored::Years { within: [first, last] } => {
                let year = |year| Year::plausible(year).and_then(Due::end_of_year);
                DueRange::Within(year(first), year(last))
            }
        }
    }
}

/// A text that names no range of dues.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadDueRange(pub String);

impl BadDueRange {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadDueRange(text) = self;
        match language {
            Language::Zh => {
                format!(
                    "“{text}”不是到期范围；请写 2024、2024-06、2024Q2、<2024、<=2024、>2024、>=2024、2023..2025 或 none（无）"
                )
            }
            Language::En => {
                format!(
                    "“{text}” names no dues; write 2024, 2024-06, 2024Q2, <2024, <=2024, >2024, >=2024, 2023..2025 or none (无)"
                )
            }
        }
    }
}

impl FromStr for DueRange {
    type Err = BadDueRange;

    fn from_str(text: &str) -> Result<Self, BadDueRange> {
        let folded = to_half_width(text).replace(' ', "").replace('≤', "<=").replace('≥', ">=");
        read(&folded).ok_or_else(|| BadDueRange(text.to_string()))
    }
}

/// Reads a text in half width and without blanks. A range that holds no day is none.
fn read(text: &str) -> Option<DueRange> {
    let due = |text: &str| text.parse::<Due>().ok();
    if matches!(text, "none" | "无") {
        return Some(DueRange::None);
    }
    let (first, last) = if let Some(last) = text.strip_prefix("<=") {
        (None, Some(due(last)?))
    } else if let Some(first) = text.strip_prefix(">=") {
        (Some(due(first)?), None)
    } else if let Some(after) = text.strip_prefix('<') {
        (None, Some(due(after)?.previous()?))
    } else if let Some(before) = text.strip_prefix('>') {
        (Some(due(before)?.next()?), None)
    } else if let Some(only) = due(text.trim_start_matches('=')) {
        (Some(only), Some(only))
    } else {
        let (first, last) = text.split_once("..").or_else(|| text.split_once(['-', '~', '—', '–', '至']))?;
        (Some(due(first)?), Some(due(last)?))
    };
    let is_empty = first.zip(last).is_some_and(|(first, last)| first.first_day() > last.last_day());
    (!is_empty).then_some(DueRange::Within(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: &str, last: &str) -> DueRange {
        let due = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        DueRange::Within(due(first), due(last))
    }

    #[test]
    fn ranges_are_read_as_a_planner_writes_them() {
        for (text, wanted) in [
            ("2024", range("2024", "2024")),
            ("=2024", range("2024", "2024")),
            ("2024年", range("2024", "2024")),
            ("<2024", range("", "2023")),
            ("＜２０２４", range("", "2023")),
            ("<=2024", range("", "2024")),
            ("≤2024", range("", "2024")),
            (">2024", range("2025", "")),
            (">=2024", range("2024", "")),
            ("≥ 2024", range("2024", "")),
            ("2023..2025", range("2023", "2025")),
            ("2022-2024", range("2022", "2024")),
            ("2022年—2024年", range("2022", "2024")),
            ("2022～2024", range("2022", "2024")),
            ("2022至2024", range("2022", "2024")),
            ("2024-06", range("2024-06", "2024-06")),
            ("2024Q2", range("2024Q2", "2024Q2")),
            ("<2024-01", range("", "2023-12")),
            (">2024H2", range("2025H1", "")),
            ("<=2024-06-30", range("", "2024-06-30")),
            ("2024Q2..2024Q3", range("2024Q2", "2024Q3")),
            ("无", DueRange::None),
            ("none", DueRange::None),
        ] {
            assert_eq!(text.parse(), Ok(wanted), "{text}");
            assert_eq!(wanted.to_string().parse(), Ok(wanted), "{wanted}");
            let json = serde_json::to_string(&wanted).unwrap();
            assert_eq!(serde_json::from_str::<DueRange>(&json).unwrap(), wanted, "{json}");
        }
        for text in ["", "soon", "..", "2023..", "-2023", "<", "24", "2024..2023", "2024-2023", "2023..24"] {
            assert!(text.parse::<DueRange>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_range_of_years_that_was_stored_is_read() {
        for (json, wanted) in [
            (r#"{"Within":[2023,2025]}"#, range("2023", "2025")),
            (r#"{"Within":[-2147483648,2025]}"#, range("", "2025")),
            (r#"{"Within":[2023,2147483647]}"#, range("2023", "")),
            (r#""None""#, DueRange::None),
        ] {
            assert_eq!(serde_json::from_str::<DueRange>(json).unwrap(), wanted, "{json}");
        }
    }

    #[test]
    fn a_due_is_held_against_the_range_by_its_last_day() {
        for (asked, due, is_held) in [
            ("2023..2025", "2023", true),
            ("2023..2025", "2026", false),
            ("2025", "2025-06", true),
            ("2025Q2", "2025-06", true),
            ("2025Q2", "2025H1", true),
            ("2025Q2", "2025", false),
            ("<=2025-06", "2025-06-30", true),
            ("<2025-06", "2025-06-01", false),
            (">2025-06", "2025", true),
        ] {
            let range: DueRange = asked.parse().unwrap();
            assert_eq!(range.holds(due.parse().ok()), is_held, "{asked} {due}");
        }
        assert!(!range("", "2025").holds(None));
        assert!(DueRange::None.holds(None));
    }
}
