//! The time limits of cases, in days.

use serde::Deserialize;

/// The numbers of days within which cases are to go on. Calendar days, since the days off of a year are set anew each
/// year; a step on the last day is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseLimits {
    /// For what has arrived to be taken up: an opened case handed over, one handed over signed for, an extension decided.
    pub start: u16,
    /// For the first word of the department, after it was handed over.
    pub first: u16,
    /// For its answer, after it was handed over.
    pub answer: u16,
    /// For the case to be closed, after it was handed over.
    pub done: u16,
}

/// The limits of a known way of working, for an office to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum CasePreset {
    /// 13710: taken up within 1 day, a first word after 3, the answer after 7, done after 10, and nothing left over.
    #[serde(rename = "13710")]
    OneThreeSevenTen,
}

impl CasePreset {
    /// Returns its limits.
    pub fn limits(self) -> CaseLimits {
        match self {
            CasePreset::OneThreeSevenTen => CaseLimits { start: 1, first: 3, answer: 7, done: 10 },
        }
    }
}

/// Those of 13710.
impl Default for CaseLimits {
    fn default() -> Self {
        CasePreset::OneThreeSevenTen.limits()
    }
}

impl CaseLimits {
    /// Returns true if no limit ends before one that comes earlier in the chain.
    pub fn are_in_order(&self) -> bool {
        self.first <= self.answer && self.answer <= self.done
    }
}
