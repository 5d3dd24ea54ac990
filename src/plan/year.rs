//! Years: their one type, the one range of them that plandesk takes for likely, and the one way of reading them.

use std::fmt;
use std::ops::{Add, RangeInclusive, Sub};
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Language;
use crate::text::fold::to_half_width;

/// A calendar year.
///
/// Of the years that people and documents state, [`Year::plausible`] and what reads texts take only those in
/// [`Year::RANGE`], which keeps slips of the hand (`24`, `20255`) and other numbers of four digits out. Years that are
/// reckoned or that a store holds have no bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(pub i32);

impl Year {
    /// The first and the last year that a plan can speak of.
    pub const RANGE: RangeInclusive<Year> = Year(1949)..=Year(2100);
    /// The lower bound of all years, for ranges with an open end.
    pub const MIN: Year = Year(i32::MIN);
    /// The upper bound of all years, for ranges with an open end.
    pub const MAX: Year = Year(i32::MAX);

    /// Returns the year of this number, if it is in [`Year::RANGE`].
    pub fn plausible(number: i32) -> Option<Year> {
        Some(Year(number)).filter(|year| Year::RANGE.contains(year))
    }

    /// Returns the year of a text that is nothing but its four digits.
    pub fn of_digits(text: &str) -> Option<Year> {
        let is_plain = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().and_then(Year::plausible).filter(|_| is_plain)
    }

    /// Returns the year in which a day lies.
    pub fn of(day: Date) -> Year {
        Year(i32::from(day.year()))
    }

    /// Returns the number of the year.
    pub fn get(self) -> i32 {
        self.0
    }

    /// Returns the years from this one to `last`, both included.
    pub fn through(self, last: Year) -> impl DoubleEndedIterator<Item = Year> + Clone {
        (self.0..=last.0).map(Year)
    }
}

/// The year some years later.
impl Add<i32> for Year {
    type Output = Year;

    fn add(self, years: i32) -> Year {
        Year(self.0 + years)
    }
}

/// The year some years earlier.
impl Sub<i32> for Year {
    type Output = Year;

    fn sub(self, years: i32) -> Year {
        Year(self.0 - years)
    }
}

/// The number of years from another one to this.
impl Sub for Year {
    type Output = i32;

    fn sub(self, earlier: Year) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that names no year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadYear(pub String);

impl BadYear {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let (BadYear(text), first, last) = (self, Year::RANGE.start(), Year::RANGE.end());
        match language {
            Language::Zh => format!("“{text}”不是年份；请写 {first}–{last} 之间的年份，如 2024"),
            Language::En => format!("“{text}” is not a year; write one between {first} and {last}, such as 2024"),
        }
    }
}

/// Reads `2024`, `2024年` and the same in full width.
impl FromStr for Year {
    type Err = BadYear;

    fn from_str(text: &str) -> Result<Year, BadYear> {
        let folded = to_half_width(text);
        let digits = folded.trim().trim_end_matches('年').trim_end();
        Year::of_digits(digits).ok_or_else(|| BadYear(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_in_digits_of_either_width() {
        for (text, year) in [
            ("2024", Some(2024)),
            (" 2024年 ", Some(2024)),
            ("２０２４", Some(2024)),
            ("1949", Some(1949)),
            ("1948", None),
            ("2101", None),
            ("24", None),
            ("02024", None),
            ("+2024", None),
            ("2024年底", None),
            ("", None),
        ] {
            assert_eq!(text.parse().ok().map(Year::get), year, "{text}");
        }
    }
}
