//! Cases (督办件): matters that the office has a department settle, on their way from 立项 to 销号.
//!
//! A case is opened about one or several items of a plan and is addressed to one department. Each [`CaseStep`] then moves
//! it along the [`chain`]. Where it stands, whose turn it is and by when is never stored: the [`standing`] follows from
//! the steps and from the office's [`limits`].

mod chain;
mod limits;
mod standing;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::id::BadId;
use super::record::{About, InWords, Record, told};
use super::{ItemId, PlanId, day};
use crate::text::Label;

pub use chain::{BadCaseWord, CaseAct, CaseState, Detail, Grade, Side};
pub use limits::{CaseLimits, CasePreset};
pub use standing::{CaseAt, CaseStanding, sort};

/// The number of a case within its plan, counted from 1; written `c1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(pub u32);

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0)
    }
}

/// The identity of a case: `kashi-wsjk-2025/c1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseId {
    /// The plan that it is about.
    pub plan: PlanId,
    /// Its number.
    pub number: CaseNumber,
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.plan, self.number)
    }
}

impl FromStr for CaseId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let read = || {
            let (plan, number) = text.rsplit_once("/c")?;
            let number = number.parse().ok().filter(|number| *number > 0)?;
            Some(CaseId { plan: PlanId::new(plan).ok()?, number: CaseNumber(number) })
        };
        read().ok_or_else(|| BadId(text.to_string()))
    }
}

impl Serialize for CaseId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CaseId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A case as it was opened (立项).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The matter; never blank.
    pub title: String,
    /// The department that is to settle it, by the name that it had then.
    pub department: String,
    /// The tasks, projects and indicators that it is about; never empty.
    pub items: Vec<ItemId>,
    /// The person who opened it.
    pub by: String,
    /// The day on which it was opened.
    #[serde(with = "day")]
    pub day: Date,
    /// The demand (督办要求), in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// By when the department is to answer, where the time limits do not say it.
    #[serde(default, with = "day::option", skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The number that the office gave it (文号), such as 某督〔2026〕5号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStep {
    /// The act.
    pub act: CaseAct,
    /// The person who did it.
    pub by: String,
    /// The day on which it was done.
    #[serde(with = "day")]
    pub day: Date,
    /// An answer, a reason or a remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The day up to which more time is asked for or granted.
    #[serde(default, with = "day::option", skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The grade of an evaluation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

impl CaseAt<'_> {
    /// Returns the identity of the case.
    pub fn id(&self) -> CaseId {
        CaseId { plan: self.dossier.plan.id.clone(), number: self.number }
    }

    /// Returns the name of the case in letters and messages: the office's number, else its identity.
    pub fn name(&self) -> String {
        self.case.reference.clone().unwrap_or_else(|| self.id().to_string())
    }
}

impl Record {
    /// Returns true if this is a step of a case that could not be there without `earlier`: the case or a step before it.
    pub fn follows(&self, earlier: &Record) -> bool {
        let Record::CaseStep(plan, case, step) = self else { return false };
        match earlier {
            Record::Case(of, other) => (of, other) == (plan, case),
            Record::CaseStep(of, other, number) => (of, other) == (plan, case) && number < step,
            _ => false,
        }
    }
}

impl InWords for Case {
    fn fields(case: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        let items = |case: &Case| case.items.iter().map(ItemId::short).collect::<Vec<_>>().join(" ");
        vec![
            (name("督办事项", "matter"), told(case, |case| &case.title)),
            (name("承办单位", "department"), told(case, |case| &case.department)),
            (name("涉及条目", "items"), told(case, items)),
            (name("督办要求", "demand"), told(case.and_then(|case| case.words.as_ref()), |words| words)),
            (name("答复时限", "answer by"), told(case.and_then(|case| case.due), |due| due)),
            (name("文号", "number"), told(case.and_then(|case| case.reference.as_ref()), |number| number)),
            (name("立项人", "opened by"), told(case, |case| &case.by)),
            (name("立项日期", "opened on"), told(case, |case| case.day)),
        ]
    }
}

impl InWords for CaseStep {
    fn fields(step: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("步骤", "step"), told(step, |step| step.act.label(about.language))),
            (name("内容", "words"), told(step.and_then(|step| step.words.as_ref()), |words| words)),
            (name("延期至", "until"), told(step.and_then(|step| step.until), |until| until)),
            (name("评价等次", "grade"), told(step.and_then(|step| step.grade), |grade| grade.label(about.language))),
            (name("经办人", "by"), told(step, |step| &step.by)),
            (name("日期", "on"), told(step, |step| step.day)),
        ]
    }
}

/// Returns the title of a case about some items that is given none, from the title of the first one. Like the titles of
/// tasks it is Chinese.
pub fn usual_title(first: &str, items: usize) -> String {
    if items > 1 { format!("{first}等 {items} 项") } else { first.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_id_is_read_back_as_it_was_written() {
        for text in ["kashi-wsjk-2025/c7", "a/c1"] {
            assert_eq!(text.parse::<CaseId>().map(|id| id.to_string()), Ok(text.to_string()));
        }
        for text in ["", "a/t1", "a/c", "a/c0", "a/cx", "喀什/c1", "c1"] {
            assert!(text.parse::<CaseId>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_step_follows_its_case_and_the_steps_before_it() {
        let plan = || PlanId::new("a").unwrap();
        let (case, step) = (|n| Record::Case(plan(), CaseNumber(n)), |n, k| Record::CaseStep(plan(), CaseNumber(n), k));
        for (later, earlier, follows) in [
            (step(1, 1), case(1), true),
            (step(1, 2), step(1, 1), true),
            (step(1, 1), step(1, 2), false),
            (step(1, 1), case(2), false),
            (step(2, 2), step(1, 1), false),
            (case(1), case(1), false),
        ] {
            assert_eq!(later.follows(&earlier), follows, "{later} {earlier}");
        }
    }
}
