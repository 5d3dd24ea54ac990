//! Due (到期): by when something is to be done, as precisely as a text or a person says it.

mod range;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{AskedPeriod, Period, PeriodKind, Year};
use crate::text::Language;
use crate::text::fold::to_half_width;

pub use range::{BadDueRange, DueRange};

/// A day, or the month, quarter, half-year or year by whose end something is due. Written `2025-06-30`, `2025-06`,
/// `2025Q2`, `2025H1`, `2025` in commands and files.
///
/// The order is that of the last days; of those that end together the shorter one comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Due {
    last_day: Date,
    /// The kind of the period that ends with the last day; `None` for the day alone.
    span: Option<PeriodKind>,
}

impl Due {
    /// Returns the due of a day.
    pub fn day(day: Date) -> Due {
        Due { last_day: day, span: None }
    }

    /// Returns the due of the end of a period; `None` for an evaluation, which has no year of its own.
    pub fn end_of(period: Period) -> Option<Due> {
        Some(Due { last_day: period.last_day()?, span: Some(period.kind()) })
    }

    /// Returns the due of the end of a year; `None` for a year that the calendar does not have.
    pub fn end_of_year(year: Year) -> Option<Due> {
        Due::end_of(Period::annual(year))
    }

    /// The last day on which it is not late yet.
    pub fn last_day(self) -> Date {
        self.last_day
    }

    /// The first day of what is named.
    pub fn first_day(self) -> Date {
        self.period().and_then(Period::first_day).unwrap_or(self.last_day)
    }

    /// The year of the last day.
    pub fn year(self) -> Year {
        Year::of(self.last_day)
    }

    /// Returns the period by whose end it is due; `None` for a day.
    fn period(self) -> Option<Period> {
        Period::holding(self.span?, self.last_day)
    }

    /// Returns the due of the same length just before it; `None` at the beginning of the calendar.
    fn previous(self) -> Option<Due> {
        self.of_same_length(self.first_day().yesterday().ok()?)
    }

    /// Returns the due of the same length just after it; `None` at the end of the calendar.
    fn next(self) -> Option<Due> {
        self.of_same_length(self.last_day.tomorrow().ok()?)
    }

    fn of_same_length(self, day: Date) -> Option<Due> {
        self.span.map_or(Some(Due::day(day)), |kind| Due::end_of(Period::holding(kind, day)?))
    }

    /// Returns the due as people say it: `2025年6月`, `2025年上半年`.
    pub fn name(self, language: Language) -> String {
        match (self.period(), language) {
            (Some(period), Language::Zh) if !period.is_annual() => period.name(language),
            (None, Language::Zh) => {
                let day = self.last_day;
                format!("{}年{}月{}日", day.year(), day.month(), day.day())
            }
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.period() {
            Some(period) => period.fmt(f),
            None => self.last_day.fmt(f),
        }
    }
}

/// A due as a person asks for it, perhaps without its year: 6月底前, 上半年, 6月30日.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedDue {
    /// A due with all that tells it from others.
    Due(Due),
    /// The end of a period of each year.
    Period(PeriodKind, u8),
    /// A month and a day of each year.
    Day(i8, i8),
}

impl AskedDue {
    /// Returns the due that is meant in a year; `None` for a day that the year does not have.
    pub fn in_year(self, year: Year) -> Option<Due> {
        match self {
            AskedDue::Due(due) => Some(due),
            AskedDue::Period(kind, number) => Due::end_of(Period::of_year(kind, year, number)?),
            AskedDue::Day(month, day) => Some(Due::day(Date::new(year.get().try_into().ok()?, month, day).ok()?)),
        }
    }
}

/// Reads `2025-06-30`, `2025年6月底前`, `2025/6`, `二季度`, `上半年`, `6月30日前` and the like, in either width.
impl FromStr for AskedDue {
    type Err = BadDue;

    fn from_str(text: &str) -> Result<Self, BadDue> {
        const LIMITS: [&str; 11] = ["完成", "以前", "之前", "年底", "年末", "月底", "月末", "前", "底", "末", "内"];
        let folded: String = to_half_width(text).to_lowercase().split_whitespace().collect();
        let mut bare = folded.as_str();
        while let Some((limit, rest)) = LIMITS.iter().find_map(|limit| Some((limit, bare.strip_suffix(limit)?))) {
            // 年底 and 月底 leave their unit behind: 2025年底, 6月底; 2025年年底 has it twice.
            let unit = limit.chars().next().filter(|unit| matches!(unit, '年' | '月'));
            bare = if unit.is_some_and(|unit| !rest.ends_with(unit)) {
                &bare[..rest.len() + '年'.len_utf8()]
            } else {
                rest
            };
        }
        numbered(bare)
            .or_else(|| match bare.parse().ok()? {
                AskedPeriod::Period(period) => Due::end_of(period).map(AskedDue::Due),
                AskedPeriod::OfAYear(kind, number) => Some(AskedDue::Period(kind, number)),
            })
            .ok_or_else(|| BadDue(text.to_string()))
    }
}

/// Reads a month or a day in digits: `2025-6-30`, `2025/06`, `2025.6`, `2025年6月30日`, `6月30日`.
fn numbered(text: &str) -> Option<AskedDue> {
    let is_mark = |c: char| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号');
    let (body, is_day) = match text.strip_suffix(['日', '号']) {
        Some(body) => (body, true),
        None => (text.strip_suffix('月').unwrap_or(text), false),
    };
    let parts: Vec<&str> = body.split(is_mark).collect();
    if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let month_and_day = |month: &str, day: &str| Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?));
    match parts[..] {
        [year, month, day] => {
            let (month, day) = month_and_day(month, day)?;
            let year = Year::of_digits(year)?.get().try_into().ok()?;
            Some(AskedDue::Due(Due::day(Date::new(year, month, day).ok()?)))
        }
        [month, day] if is_day && body.contains('月') => {
            let (month, day) = month_and_day(month, day)?;
            // A leap year has every day.
            Date::new(2024, month, day).ok().map(|_| AskedDue::Day(month, day))
        }
        [year, month] if !is_day => {
            let month = format!("{year}-{month}").parse().ok()?;
            Due::end_of(month).map(AskedDue::Due)
        }
        _ => None,
    }
}

/// A text that does not say by when something is due.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct BadDue(pub String);

impl BadDue {
    /// The message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let (BadDue(text), examples) = (self, Due::examples(language));
        match language {
            Language::Zh => format!("“{text}”不是完成时限；请写{examples}"),
            Language::En => format!("“{text}” does not say when something is due; write {examples}"),
        }
    }
}

impl Due {
    /// Examples of how dues are written, for messages and help texts.
    pub fn examples(language: Language) -> &'static str {
        language.pick(
            "年（2025）、半年（2025H1、2025年上半年）、季度（2025Q2）、月（2025-06、2025年6月底前）或日（2025-06-30）",
            "a year (2025), half a year (2025H1), a quarter (2025Q2), a month (2025-06) or a day (2025-06-30)",
        )
    }
}

/// Reads a due that is told with its year, as files have it.
impl FromStr for Due {
    type Err = BadDue;

    fn from_str(text: &str) -> Result<Self, BadDue> {
        match text.parse()? {
            AskedDue::Due(due) => Ok(due),
            AskedDue::Period(..) | AskedDue::Day(..) => Err(BadDue(text.to_string())),
        }
    }
}

/// The end of a year is written as the number of the year, which is all that there was once; all else as text. The
/// compact form of the state is told in [`compact`](Due::compact).
impl Serialize for Due {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            serializer.serialize_i32(self.compact())
        } else if self.is_whole_year() {
            self.year().serialize(serializer)
        } else {
            serializer.collect_str(self)
        }
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(Written);
        }
        let number = i32::deserialize(deserializer)?;
        Due::of_compact(number).ok_or_else(|| D::Error::custom("not a due"))
    }
}

impl Due {
    fn is_whole_year(self) -> bool {
        self.period().is_some_and(Period::is_annual)
    }

    /// Returns the number by which the state on disk knows it: that of the year for the end of a year, and for others
    /// the digits of the last day and the number of the kind of period, 0 for a day, behind each other.
    fn compact(self) -> i32 {
        if self.is_whole_year() {
            return self.year().get();
        }
        let day = self.last_day;
        let digits = (i32::from(day.year()) * 100 + i32::from(day.month())) * 100 + i32::from(day.day());
        digits * 10 + self.span.map_or(0, |kind| kind.storage().into())
    }

    fn of_compact(number: i32) -> Option<Due> {
        if number < 10_000 {
            return Due::end_of_year(Year(number));
        }
        let parts_of_years = || PeriodKind::ALL.into_iter().filter(|kind| kind.parts() > 1);
        let span = match number % 10 {
            0 => None,
            kind => Some(parts_of_years().find(|other| i32::from(other.storage()) == kind)?),
        };
        let digits = number / 10;
        let part = |digits: i32| i8::try_from(digits % 100).ok();
        let last_day = Date::new(i16::try_from(digits / 10_000).ok()?, part(digits / 100)?, part(digits)?).ok()?;
        let due = Due { last_day, span };
        (due.of_same_length(last_day) == Some(due)).then_some(due)
    }
}

struct Written;

impl Visitor<'_> for Written {
    type Value = Due;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a year, or a text such as 2025-06")
    }

    fn visit_i64<E: Error>(self, year: i64) -> Result<Due, E> {
        i32::try_from(year)
            .ok()
            .map(Year)
            .and_then(Due::end_of_year)
            .ok_or_else(|| E::custom("not a year of the calendar"))
    }

    fn visit_u64<E: Error>(self, year: u64) -> Result<Due, E> {
        self.visit_i64(i64::try_from(year).unwrap_or(i64::MAX))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Due, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dues_are_read_as_people_type_them() {
        for (text, written, last_day) in [
            ("2025", "2025", "2025-12-31"),
            ("2025年", "2025", "2025-12-31"),
            ("2025年底前", "2025", "2025-12-31"),
            ("２０２５年年底", "2025", "2025-12-31"),
            ("2025年末", "2025", "2025-12-31"),
            ("2025-06", "2025-06", "2025-06-30"),
            ("2025/6", "2025-06", "2025-06-30"),
            ("2025.06", "2025-06", "2025-06-30"),
            ("2025年6月", "2025-06", "2025-06-30"),
            ("2025年6月底前", "2025-06", "2025-06-30"),
            ("2025年6月底前完成", "2025-06", "2025-06-30"),
            ("2024年2月末", "2024-02", "2024-02-29"),
            ("2025Q2", "2025Q2", "2025-06-30"),
            ("2025年二季度", "2025Q2", "2025-06-30"),
            ("2025年第三季度末", "2025Q3", "2025-09-30"),
            ("2025H1", "2025H1", "2025-06-30"),
            ("2025年上半年", "2025H1", "2025-06-30"),
            ("2025-06-30", "2025-06-30", "2025-06-30"),
            ("2025/6/5", "2025-06-05", "2025-06-05"),
            ("2025年6月5日前", "2025-06-05", "2025-06-05"),
        ] {
            let due: Due = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((due.to_string().as_str(), due.last_day().to_string().as_str()), (written, last_day), "{text}");
        }
        for text in
            ["", "24", "soon", "2025-13", "2025-02-30", "2025年以后", "20250630", "2024-2025", "mid-term", "上半年"]
        {
            assert!(text.parse::<Due>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_due_without_its_year_is_one_of_the_year_that_is_given() {
        for (text, written) in [
            ("上半年", "2026H1"),
            ("6月底前", "2026-06"),
            ("二季度", "2026Q2"),
            ("6月30日前", "2026-06-30"),
            ("2025年6月", "2025-06"),
        ] {
            let due = text.parse::<AskedDue>().ok().and_then(|asked| asked.in_year(Year(2026)));
            assert_eq!(due.map(|due| due.to_string()).as_deref(), Some(written), "{text}");
        }
        assert_eq!("2月29日".parse::<AskedDue>().unwrap().in_year(Year(2026)), None);
        assert!("2月30日".parse::<AskedDue>().is_err());
    }

    #[test]
    fn dues_come_in_the_order_of_their_last_days() {
        let mut dues: Vec<Due> = ["2025", "2025-07", "2025H1", "2025-06-30", "2025Q2", "2025-06", "2024"]
            .map(|text| text.parse().unwrap())
            .into();
        dues.sort();
        let written: Vec<String> = dues.iter().map(Due::to_string).collect();
        assert_eq!(written, ["2024", "2025-06-30", "2025-06", "2025Q2", "2025H1", "2025-07", "2025"]);
    }

    #[test]
    fn a_due_is_told_in_chinese_as_documents_do() {
        for (text, name) in [
            ("2025", "2025"),
            ("2025-06", "2025年6月"),
            ("2025Q2", "2025年二季度"),
            ("2025H2", "2025年下半年"),
            ("2025-06-30", "2025年6月30日"),
        ] {
            let due: Due = text.parse().unwrap();
            assert_eq!(due.name(Language::Zh), name);
            assert_eq!(due.name(Language::En), text);
            assert_eq!(name.parse(), Ok(due));
        }
    }

    #[test]
    fn a_year_is_stored_as_its_number_as_it_always_was() {
        let year = Due::end_of_year(Year(2025)).unwrap();
        assert_eq!(serde_json::to_string(&year).unwrap(), "2025");
        assert_eq!(postcard::to_allocvec(&year).unwrap(), postcard::to_allocvec(&2025_i32).unwrap());
        assert_eq!(serde_json::to_string(&"2025-06".parse::<Due>().unwrap()).unwrap(), "\"2025-06\"");
        for broken in ["\"soon\"", "99999", "true", "null"] {
            assert!(serde_json::from_str::<Due>(broken).is_err(), "{broken}");
        }
        for broken in [202_506_293, 202_506_301, 202_506_309, 202_513_010, -5_000_000] {
            let bytes = postcard::to_allocvec(&broken).unwrap();
            assert!(postcard::from_bytes::<Due>(&bytes).is_err(), "{broken}");
        }
    }

    fn any_due() -> impl Strategy<Value = Due> {
        let day = (1949_i16..=2100, 1_i8..=12, 1_i8..=28);
        (day, prop::sample::select(vec![None, Some(1), Some(4), Some(2), Some(12)])).prop_map(|((y, m, d), parts)| {
            let day = Date::new(y, m, d).unwrap();
            let kind = |parts| PeriodKind::ALL.into_iter().find(|kind| kind.parts() == parts).unwrap();
            parts.map_or(Due::day(day), |parts| Due::end_of(Period::holding(kind(parts), day).unwrap()).unwrap())
        })
    }

    proptest! {
        #[test]
        fn a_due_that_is_written_is_read_again(due in any_due()) {
            prop_assert_eq!(due.to_string().parse(), Ok(due));
            prop_assert_eq!(due.name(Language::Zh).parse(), Ok(due));
            prop_assert_eq!(serde_json::from_str::<Due>(&serde_json::to_string(&due).unwrap()).unwrap(), due);
            prop_assert_eq!(postcard::from_bytes::<Due>(&postcard::to_allocvec(&due).unwrap()).unwrap(), due);
            prop_assert!(due.first_day() <= due.last_day());
            prop_assert_eq!(due.next().and_then(Due::previous), Some(due));
        }

        #[test]
        fn any_text_can_be_read(text in r"[0-9年月日号底末前初内季度上下半第一二三四QH/. 完成-]{0,16}") {
            let _ = text.parse::<AskedDue>();
        }
    }
}
