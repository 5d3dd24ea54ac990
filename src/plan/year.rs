//! Years: the one range of years that plandesk knows, and the one way of reading them.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::text::Language;
use crate::text::fold::to_half_width;

/// A calendar year that a plan can speak of.
///
/// The range keeps slips of the hand (`24`, `20255`) and other numbers of four digits out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Year(i32);

impl Year {
    /// The first and the last year.
    pub const RANGE: RangeInclusive<i32> = 1949..=2100;

    /// The year, if it is in the range.
    pub fn new(year: i32) -> Option<Year> {
        Year::RANGE.contains(&year).then_some(Year(year))
    }

    /// The number of the year, if a text is nothing but its four digits.
    pub fn of_digits(text: &str) -> Option<i32> {
        let is_plain = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().and_then(Year::new).filter(|_| is_plain).map(Year::get)
    }

    /// The number of the year.
    pub fn get(self) -> i32 {
        self.0
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
        Year::of_digits(digits).map(Year).ok_or_else(|| BadYear(text.to_string()))
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
