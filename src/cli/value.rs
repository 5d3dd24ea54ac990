//! Parsing of option values, with errors in both languages.
//!
//! The argument parser knows only one language, so an error holds both wordings.

use std::error::Error;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Date;

use crate::import::BadColumns;
use crate::office::period::this_year;
use crate::plan::case::BadCaseWord;
use crate::plan::due::{BadDue, BadDueRange};
use crate::plan::fate::BadFate;
use crate::plan::id::BadId;
use crate::plan::light::BadLight;
use crate::plan::money::BadMoney;
use crate::plan::period::{BadPeriod, BadPeriodKind};
use crate::plan::progress::BadProgress;
use crate::plan::rhythm::BadRhythm;
use crate::plan::status::BadStatus;
use crate::plan::target::read_reading;
use crate::plan::year::BadYear;
use crate::plan::yearly_target::BadWay;
use crate::plan::{self, AppraisalKind, AskedDue, AskedPeriod, Attainment, Condition, Due, Status, TextField, Year};
use crate::search::{Query, QueryError};
use crate::text::fold::to_half_width;
use crate::text::{Label, Language};

/// The reason why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    zh: String,
    en: String,
}

impl Wrong {
    /// Returns a reason with its two wordings.
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Wrong { zh: zh.into(), en: en.into() }
    }

    /// Returns the reason for a person.
    pub(crate) fn text(self, language: Language) -> String {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl Error for Wrong {}

impl From<BadStatus> for Wrong {
    fn from(error: BadStatus) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<BadYear> for Wrong {
    fn from(error: BadYear) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<BadMoney> for Wrong {
    fn from(error: BadMoney) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<BadDue> for Wrong {
    fn from(error: BadDue) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<BadProgress> for Wrong {
    fn from(error: BadProgress) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<QueryError> for Wrong {
    fn from(error: QueryError) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<BadFate> for Wrong {
    fn from(error: BadFate) -> Self {
        Wrong::new(error.text(Language::Zh), error.text(Language::En))
    }
}

impl From<ParseIntError> for Wrong {
    fn from(_: ParseIntError) -> Self {
        Wrong::new("请写整数", "write a whole number")
    }
}

/// Returns the Chinese wording of a parser's error.
pub(crate) fn in_chinese(reason: &(dyn Error + 'static)) -> String {
    let zh = Language::Zh;
    let known = || {
        None.or_else(|| reason.downcast_ref::<Wrong>().map(|error| error.zh.clone()))
            .or_else(|| reason.downcast_ref::<BadId>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadPeriod>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadPeriodKind>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadWay>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadCaseWord>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadLight>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadRhythm>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadDueRange>().map(|error| error.text(zh)))
            .or_else(|| reason.downcast_ref::<BadColumns>().map(|error| error.text(zh)))
    };
    known().unwrap_or_else(|| reason.to_string())
}

/// Parses a year with a text: `2025=93`.
pub(crate) fn of_year(text: &str) -> Result<(Year, String), Wrong> {
    let wrong = || Wrong::new("请写成 年份=内容，如 2025=93", "write YEAR=TEXT, such as 2025=93");
    let (year, text) = text.split_once(['=', '＝']).ok_or_else(wrong)?;
    Ok((self::year(year.trim())?, text.trim().to_string()))
}

/// Parses the first and the last year of a plan: `2021-2025`.
pub(crate) fn term(text: &str) -> Result<plan::Term, Wrong> {
    let wrong = |_| Wrong::new("请写规划期，如 2021-2025", "write the years of the plan, such as 2021-2025");
    plan::overlay::term(&to_half_width(text.trim())).map_err(wrong)
}

/// Parses the name of a field of a plan's text: `title`, `target-2025`.
pub(crate) fn text_field(text: &str) -> Result<TextField, Wrong> {
    let wrong = |_| {
        Wrong::new(
            format!("“{text}”不是规划内容的项名；如 title、target-2025"),
            format!("“{text}” is no field of a plan; fields are title, target-2025 and so on"),
        )
    };
    to_half_width(text.trim()).parse().map_err(wrong)
}

/// A value, or `none`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum OrNone<T> {
    Value(T),
    None,
}

/// Parses a due date; one without a year is in the present year.
pub(crate) fn due(text: &str) -> Result<Due, Wrong> {
    let asked: AskedDue = text.parse()?;
    asked.in_year(this_year()).ok_or_else(|| BadDue(text.to_string()).into())
}

/// Parses a due date, or `none`.
pub(crate) fn due_or_none(text: &str) -> Result<OrNone<Due>, Wrong> {
    or_none_by(text, due)
}

/// Parses a day; one without a year is in the present year.
pub(crate) fn day(text: &str) -> Result<Date, Wrong> {
    let due = text.parse::<AskedDue>().ok().and_then(|asked| asked.in_year(this_year()));
    let day = due.filter(|due| due.first_day() == due.last_day()).map(Due::last_day);
    day.ok_or_else(|| Wrong::new("请写日期，如 2026-03-31 或 3月31日", "write a day such as 2026-03-31"))
}

/// Parses a day, or `none`.
pub(crate) fn day_or_none(text: &str) -> Result<OrNone<Date>, Wrong> {
    let wrong =
        |_| Wrong::new("请写日期，如 2026-03-31 或 3月31日，或 none", "write a day such as 2026-03-31, or none");
    or_none_by(text, |text| day(text).map_err(wrong))
}

/// Parses a number, or `none`.
pub(crate) fn figure_or_none(text: &str) -> Result<OrNone<f64>, Wrong> {
    let wrong = || Wrong::new("请写数字，如 60 或 2.5，或 none", "write a number such as 60 or 2.5, or none");
    or_none_by(text, |text| to_half_width(text).parse().ok().filter(|n: &f64| n.is_finite()).ok_or_else(wrong))
}

/// Parses a value, or `none`.
pub(crate) fn or_none<T: FromStr<Err: Into<Wrong>>>(text: &str) -> Result<OrNone<T>, Wrong> {
    or_none_by(text, |text| text.parse().map_err(T::Err::into))
}

fn or_none_by<T>(text: &str, read: impl Fn(&str) -> Result<T, Wrong>) -> Result<OrNone<T>, Wrong> {
    match text.trim() {
        "" | "none" | "无" => Ok(OrNone::None),
        text => read(text).map(OrNone::Value),
    }
}

/// Parses a value of an indicator, or `none`.
pub(crate) fn reading(text: &str) -> Result<OrNone<f64>, Wrong> {
    or_none_by(text, |text| {
        read_reading(text).ok_or_else(|| {
            Wrong::new(
                "请写数字，如 78.5、78.5% 或 1,234；none 为清除",
                "write a number such as 78.5, 78.5% or 1,234, or none",
            )
        })
    })
}

/// Parses a year.
pub(crate) fn year(text: &str) -> Result<Year, Wrong> {
    let bare = to_half_width(text.trim().trim_end_matches('年'));
    bare.parse().map(Year).map_err(|_| Wrong::new("请写年份，如 2023", "write a year such as 2023"))
}

/// Parses the maximum number of entries to print.
pub(crate) fn limit(text: &str) -> Result<usize, Wrong> {
    let limit = text.trim().parse().ok().filter(|limit| *limit > 0);
    limit.ok_or_else(|| Wrong::new("请写大于 0 的整数", "write a whole number greater than 0"))
}

/// Parses a text, or `none`.
pub(crate) fn words(text: &str) -> Result<OrNone<String>, Wrong> {
    or_none_by(text, |text| Ok(text.to_string()))
}

/// Parses a judgement of an indicator, in English or Chinese.
pub(crate) fn judgement(text: &str) -> Result<OrNone<Attainment>, Wrong> {
    let is = |found: &Attainment, text: &str| found.name() == text || found.label(Language::Zh) == text;
    or_none_by(text, |text| {
        Attainment::ALL.into_iter().find(|found| is(found, text)).ok_or_else(|| {
            let zh = Attainment::ALL.map(|found| format!("{}（{}）", found.label(Language::Zh), found.name()));
            let en = Attainment::ALL.map(|found| format!("{} ({})", found.name(), found.label(Language::Zh)));
            Wrong::new(
                format!("“{text}”不是判断；请写 {}，或 none", zh.join("、")),
                format!("“{text}” is not a judgement; write one of {}, or none", en.join(", ")),
            )
        })
    })
}

/// Parses the kind of an appraisal.
pub(crate) fn appraisal_kind(text: &str) -> Result<AppraisalKind, Wrong> {
    text.parse().map_err(|()| {
        Wrong::new(
            "请写 third-party（第三方评估）或 survey（社会满意度调查）",
            "write third-party (第三方评估) or survey (社会满意度调查)",
        )
    })
}

/// A moment to compare: a sealed period, or now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A period in the state in which it was sealed.
    Sealed(AskedPeriod),
    /// The present state.
    Now,
}

impl FromStr for Moment {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        match text.trim() {
            "now" | "今" | "现在" | "目前" => Ok(Moment::Now),
            text => text.parse().map(Moment::Sealed).map_err(|error: BadPeriod| {
                let (zh, en) = (error.text(Language::Zh), error.text(Language::En));
                Wrong::new(format!("{zh}，或 now（目前）"), format!("{en}, or now"))
            }),
        }
    }
}

/// The word for tasks or projects, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind(pub(super) plan::Kind);

impl FromStr for Kind {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        match text.trim() {
            "task" | "tasks" | "任务" => Ok(Kind(plan::Kind::Task)),
            "project" | "projects" | "项目" | "重点项目" => Ok(Kind(plan::Kind::Project)),
            _ => Err(Wrong::new("请写任务（task）或项目（project）", "write task (任务) or project (项目)")),
        }
    }
}

/// A status to filter by; `None` stands for unreported (未报送).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusFilter(pub(super) Option<Status>);

impl FromStr for StatusFilter {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        match text.trim() {
            text if Condition::Unreported.names().contains(&text) => Ok(StatusFilter(None)),
            text => text.parse().map(|status| StatusFilter(Some(status))).map_err(|error: BadStatus| {
                let (zh, en) = (error.text(Language::Zh), error.text(Language::En));
                Wrong::new(format!("{zh}、未报（unreported）"), format!("{en}, unreported (未报)"))
            }),
        }
    }
}

/// Parses an idle time: a number of seconds, or a number with a unit.
pub(crate) fn waiting_time(text: &str) -> Result<Duration, Wrong> {
    let seconds = text.trim().parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()));
    let with_unit = || Duration::try_from(text.trim().parse::<jiff::SignedDuration>().ok()?).ok();
    seconds
        .or_else(with_unit)
        .ok_or_else(|| Wrong::new("请写时间，如 90s、15m、2h", "write a time such as 90s, 15m or 2h"))
}

/// Parses a query that is not empty.
pub(crate) fn query(text: &str) -> Result<Query, Wrong> {
    match Query::parse(text)?.in_year(this_year()) {
        query if query.is_empty() => Err(Wrong::new("请写要找的内容", "write what to look for")),
        query => Ok(query),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_read_in_both_languages() {
        for (text, status) in [
            ("completed", StatusFilter(Some(Status::Completed))),
            ("已完成", StatusFilter(Some(Status::Completed))),
            ("完成", StatusFilter(Some(Status::Completed))),
            ("已办结", StatusFilter(Some(Status::Completed))),
            ("unreported", StatusFilter(None)),
            ("未报", StatusFilter(None)),
        ] {
            assert_eq!(text.parse(), Ok(status), "{text}");
        }
    }

    #[test]
    fn waiting_times_are_read() {
        for (text, seconds) in
            [("90", 90.0), ("90s", 90.0), ("15m", 900.0), (" 2h ", 7200.0), ("200ms", 0.2), ("0", 0.0)]
        {
            assert_eq!(waiting_time(text), Ok(Duration::from_secs_f64(seconds)), "{text}");
        }
        for text in ["", "soon", "-5s", "5 apples"] {
            assert!(waiting_time(text).is_err(), "{text}");
        }
    }
}
