//! Due years (到期) as a person asks for them: `2024`, `<2024`, `2023..2025`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Year;
use crate::text::Language;
use crate::text::fold::to_half_width;

/// Which due years are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DueYears {
    /// From the first to the last year, both included; an open end is the least or the greatest number.
    Within(Year, Year),
    /// No due year (无).
    None,
}

impl DueYears {
    /// Returns every year up to this one.
    pub fn by(year: Year) -> DueYears {
        DueYears::Within(Year::MIN, year)
    }

    /// Returns true if a due year is among them. No year is not an early year.
    pub fn holds(self, due: Option<Year>) -> bool {
        match self {
            DueYears::Within(first, last) => due.is_some_and(|year| (first..=last).contains(&year)),
            DueYears::None => due.is_none(),
        }
    }
}

impl fmt::Display for DueYears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            DueYears::None => f.write_str("none"),
            DueYears::Within(Year::MIN, last) => write!(f, "≤{last}"),
            DueYears::Within(first, Year::MAX) => write!(f, "≥{first}"),
            DueYears::Within(first, last) if first == last => write!(f, "={first}"),
            DueYears::Within(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

/// A text that names no due years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadDueYears(pub String);

impl BadDueYears {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadDueYears(text) = self;
        match language {
            Language::Zh => {
                format!("“{text}”不是到期年份；请写 2024、<2024、<=2024、>2024、>=2024、2023..2025 或 none（无）")
            }
            Language::En => {
                format!(
                    "“{text}” names no due years; write 2024, <2024, <=2024, >2024, >=2024, 2023..2025 or none (无)"
                )
            }
        }
    }
}

impl FromStr for DueYears {
    type Err = BadDueYears;

    fn from_str(text: &str) -> Result<Self, BadDueYears> {
        let folded = to_half_width(text).replace(['年', ' '], "").replace('≤', "<=").replace('≥', ">=");
        read(&folded).ok_or_else(|| BadDueYears(text.to_string()))
    }
}

/// Reads a text in half width and without blanks. A range that holds no year is none.
fn read(text: &str) -> Option<DueYears> {
    let year = Year::of_digits;
    if matches!(text, "none" | "无") {
        return Some(DueYears::None);
    }
    let (first, last) = if let Some(last) = text.strip_prefix("<=") {
        (Year::MIN, year(last)?)
    } else if let Some(first) = text.strip_prefix(">=") {
        (year(first)?, Year::MAX)
    } else if let Some(after) = text.strip_prefix('<') {
        (Year::MIN, year(after)? - 1)
    } else if let Some(before) = text.strip_prefix('>') {
        (year(before)? + 1, Year::MAX)
    } else if let Some((first, last)) = text.split_once("..").or_else(|| text.split_once(['-', '~', '—', '–', '至']))
    {
        (year(first)?, year(last)?)
    } else {
        let only = year(text.trim_start_matches('='))?;
        (only, only)
    };
    (first <= last).then_some(DueYears::Within(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_years_are_read_as_a_planner_writes_them() {
        use DueYears::{None, Within};
        for (text, years) in [
            ("2024", Within(Year(2024), Year(2024))),
            ("=2024", Within(Year(2024), Year(2024))),
            ("2024年", Within(Year(2024), Year(2024))),
            ("<2024", Within(Year::MIN, Year(2023))),
            ("＜２０２４", Within(Year::MIN, Year(2023))),
            ("<=2024", Within(Year::MIN, Year(2024))),
            ("≤2024", Within(Year::MIN, Year(2024))),
            (">2024", Within(Year(2025), Year::MAX)),
            (">=2024", Within(Year(2024), Year::MAX)),
            ("≥ 2024", Within(Year(2024), Year::MAX)),
            ("2023..2025", Within(Year(2023), Year(2025))),
            ("2022-2024", Within(Year(2022), Year(2024))),
            ("2022年—2024年", Within(Year(2022), Year(2024))),
            ("2022～2024", Within(Year(2022), Year(2024))),
            ("2022至2024", Within(Year(2022), Year(2024))),
            ("无", None),
            ("none", None),
        ] {
            assert_eq!(text.parse(), Ok(years), "{text}");
            assert_eq!(years.to_string().parse(), Ok(years), "{years}");
        }
        for text in ["", "soon", "..", "2023..", "-2023", "<", "24", "2024..2023", "2024-2023", "2023..24"] {
            assert!(text.parse::<DueYears>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_due_year_is_held_against_the_range() {
        assert!(DueYears::Within(Year(2023), Year(2025)).holds(Some(Year(2023))));
        assert!(!DueYears::Within(Year(2023), Year(2025)).holds(Some(Year(2026))));
        assert!(!DueYears::Within(Year::MIN, Year(2025)).holds(None));
        assert!(DueYears::None.holds(None));
    }
}
