//! Progress: how much of a task is done, in whole per cent.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::Language;
use crate::text::fold::to_half_width;

/// A progress in per cent, 0–100. It is stored as the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Progress(u8);

impl Progress {
    /// Nothing is done.
    pub const NONE: Progress = Progress(0);
    /// All is done.
    pub const ALL: Progress = Progress(100);
    /// The least and the greatest per cent.
    pub const RANGE: RangeInclusive<u8> = 0..=100;

    /// The number of per cent.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Progress> for u8 {
    fn from(progress: Progress) -> u8 {
        progress.0
    }
}

/// Returns a share in whole per cent, halves rounded up as spreadsheets do; `None` of nothing.
pub fn per_cent(part: u32, whole: u32) -> Option<u32> {
    (u64::from(part) * 200 + u64::from(whole))
        .checked_div(u64::from(whole) * 2)
        .and_then(|percent| u32::try_from(percent).ok())
}

/// A text or a number that is no progress.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadProgress(pub String);

impl BadProgress {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let BadProgress(text) = self;
        match language {
            Language::Zh => format!("“{text}”不是进度；进度为 0 至 100 的整数"),
            Language::En => format!("“{text}” is not a progress; progress is a whole number from 0 to 100"),
        }
    }
}

impl TryFrom<u8> for Progress {
    type Error = BadProgress;

    fn try_from(percent: u8) -> Result<Progress, BadProgress> {
        if Progress::RANGE.contains(&percent) { Ok(Progress(percent)) } else { Err(BadProgress(percent.to_string())) }
    }
}

/// Reads `60`, `60%` and the same in full width.
impl FromStr for Progress {
    type Err = BadProgress;

    fn from_str(text: &str) -> Result<Progress, BadProgress> {
        let folded = to_half_width(text);
        let digits = folded.trim().trim_end_matches('%').trim_end();
        let percent = digits.parse().ok().and_then(|percent: u8| percent.try_into().ok());
        percent
            .filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .ok_or_else(|| BadProgress(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_whole_number_of_per_cent() {
        for (text, percent) in [
            ("60", Some(60)),
            (" ６０％ ", Some(60)),
            ("60 %", Some(60)),
            ("0", Some(0)),
            ("100", Some(100)),
            ("101", None),
            ("256", None),
            ("-1", None),
            ("+1", None),
            ("6.5", None),
            ("", None),
        ] {
            assert_eq!(text.parse().ok().map(Progress::get), percent, "{text}");
        }
    }

    #[test]
    fn shares_are_rounded_as_spreadsheets_round_them() {
        for (part, whole, percent) in
            [(2, 3, Some(67)), (1, 3, Some(33)), (1, 200, Some(1)), (1, 201, Some(0)), (5, 5, Some(100)), (0, 0, None)]
        {
            assert_eq!(per_cent(part, whole), percent, "{part} of {whole}");
        }
        assert_eq!(per_cent(u32::MAX, u32::MAX), Some(100));
    }

    #[test]
    fn progress_is_stored_as_a_number() {
        assert_eq!(serde_json::to_string(&Some(Progress(60))).unwrap(), "60");
        assert_eq!(serde_json::from_str::<Progress>("60").unwrap(), Progress(60));
        assert!(serde_json::from_str::<Progress>("101").is_err());
    }
}
