//! Terms and evaluation periods (评估期).
//!
//! A plan is monitored each year (年度监测), evaluated in the middle of its term (中期评估) and at its end
//! (终期评估).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Year;
use crate::text::Language;

/// The years that a plan covers, both included: 2021–2025 for 十四五.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "[i32; 2]", into = "[i32; 2]")]
pub struct Term {
    /// The first year.
    pub first: i32,
    /// The last year, by whose end the targets are due.
    pub last: i32,
}

impl From<[i32; 2]> for Term {
    fn from([first, last]: [i32; 2]) -> Self {
        Term { first, last }
    }
}

impl From<Term> for [i32; 2] {
    fn from(term: Term) -> Self {
        [term.first, term.last]
    }
}

impl Term {
    /// The term of the `n`th five-year plan: the first began in 1953, and since the tenth (2001–2005) they
    /// follow each other without a gap.
    pub fn of_five_year_plan(n: u32) -> Option<Term> {
        let n = i32::try_from(n).ok().filter(|n| (6..=40).contains(n))?;
        Some(Term { first: 1951 + 5 * n, last: 1955 + 5 * n })
    }

    /// Returns true if a year lies within the term.
    pub fn contains(self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }

    /// The year in which the mid-term evaluation is held: the middle one, the earlier of two.
    pub fn middle(self) -> i32 {
        self.first + (self.last - self.first) / 2
    }

    /// Every period of the term in the order in which they fall: the mid-term evaluation follows the middle
    /// year, the final one the last year.
    pub fn periods(self) -> Vec<Period> {
        let mut periods = Vec::new();
        for year in self.first..=self.last {
            periods.push(Period::Annual(year));
            if year == self.middle() {
                periods.push(Period::MidTerm);
            }
        }
        periods.push(Period::Final);
        periods
    }

    /// Returns true if a period is one of the term's.
    pub fn has(self, period: Period) -> bool {
        match period {
            Period::Annual(year) => self.contains(year),
            Period::MidTerm | Period::Final => true,
        }
    }

    /// The period that a person working in `year` most likely means: that year, or the final evaluation when
    /// the term is over.
    pub fn period_in(self, year: i32) -> Period {
        if year > self.last { Period::Final } else { Period::Annual(year.max(self.first)) }
    }

    /// The year up to which a period looks: its own, the middle or the last.
    pub fn year_of(self, period: Period) -> i32 {
        match period {
            Period::Annual(year) => year,
            Period::MidTerm => self.middle(),
            Period::Final => self.last,
        }
    }
}

/// One evaluation period of a plan. Written `2023`, `mid-term`, `final` in commands and files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// Annual monitoring (年度) of one year.
    Annual(i32),
    /// The mid-term evaluation (中期).
    MidTerm,
    /// The final evaluation (终期).
    Final,
}

impl Period {
    /// The first of all periods in the order of keys, for ranges of them.
    pub const FIRST: Period = Period::Annual(i32::MIN);
    /// The last of all periods in the order of keys, for ranges of them.
    pub const LAST: Period = Period::Final;

    /// The period's name on screens: `2023 年度`, `中期评估`.
    pub fn name(self, language: Language) -> String {
        match self {
            Period::Annual(year) => match language {
                Language::Zh => format!("{year} 年度"),
                Language::En => format!("{year} annual"),
            },
            Period::MidTerm => language.pick("中期评估", "mid-term").to_string(),
            Period::Final => language.pick("终期评估", "final").to_string(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Annual(year) => write!(f, "{year}"),
            Period::MidTerm => f.write_str("mid-term"),
            Period::Final => f.write_str("final"),
        }
    }
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadPeriod(pub String);

impl BadPeriod {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadPeriod(text) = self;
        match language {
            Language::Zh => format!("“{text}”不是评估期；请写年份（如 2023）、中期（mid-term）或终期（final）"),
            Language::En => {
                format!("“{text}” is not a period; write a year such as 2023, mid-term (中期) or final (终期)")
            }
        }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        let bare = text.trim().trim_end_matches("评估").trim_end_matches("年度").trim_end_matches('年').trim();
        match bare {
            "mid-term" | "midterm" | "中期" => Ok(Period::MidTerm),
            "final" | "终期" => Ok(Period::Final),
            _ => Year::of_digits(bare).map(Period::Annual).ok_or_else(|| BadPeriod(text.to_string())),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_year_plans_have_their_known_terms() {
        let term = |n| Term::of_five_year_plan(n).map(<[i32; 2]>::from);
        assert_eq!(term(12), Some([2011, 2015]));
        assert_eq!(term(13), Some([2016, 2020]));
        assert_eq!(term(14), Some([2021, 2025]));
        assert_eq!(term(15), Some([2026, 2030]));
        assert_eq!(term(0), None);
    }

    #[test]
    fn periods_come_in_the_order_in_which_they_fall() {
        let names: Vec<String> = Term { first: 2021, last: 2025 }.periods().iter().map(Period::to_string).collect();
        assert_eq!(names, ["2021", "2022", "2023", "mid-term", "2024", "2025", "final"]);
        assert_eq!(Term { first: 2022, last: 2030 }.periods().len(), 11);
    }

    #[test]
    fn periods_are_read_in_both_languages() {
        for (text, period) in [
            ("2023", Period::Annual(2023)),
            ("2023年", Period::Annual(2023)),
            ("2023 年度", Period::Annual(2023)),
            ("mid-term", Period::MidTerm),
            ("中期评估", Period::MidTerm),
            ("终期", Period::Final),
        ] {
            assert_eq!(text.parse(), Ok(period), "{text}");
        }
        assert!("23".parse::<Period>().is_err());
    }
}
