//! Terms and evaluation periods (评估期).
//!
//! A plan is monitored each year (年度监测), evaluated in the middle of its term (中期评估) and at its end
//! (终期评估). It may be watched by months, quarters or half-years as well.

mod kind;
mod term;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Year;
use crate::text::Language;
use crate::text::fold::to_half_width;

pub use kind::{BadPeriodKind, Occasion, PeriodKind};
pub use term::Term;

/// One evaluation period of a plan. Written `2023`, `2026-03`, `2026Q1`, `2026H1`, `mid-term`, `final` in commands and
/// files.
///
/// The order is one of keys; periods fall in the order of [`Term::place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    kind: PeriodKind,
    /// 0 for an evaluation.
    year: Year,
    /// The number within the year, from 1; 0 for an evaluation.
    number: u8,
}

impl Period {
    /// The first of all periods in the order of keys, for ranges of them.
    pub const FIRST: Period = Period { kind: PeriodKind::ALL[0], year: Year::MIN, number: 0 };
    /// The last of all periods in the order of keys, for ranges of them.
    pub const LAST: Period =
        Period { kind: PeriodKind::ALL[PeriodKind::ALL.len() - 1], year: Year::MAX, number: u8::MAX };
    /// The mid-term evaluation.
    pub const MID_TERM: Period = Period::evaluation(PeriodKind::MidTerm);
    /// The final evaluation.
    pub const FINAL: Period = Period::evaluation(PeriodKind::Final);

    /// The annual monitoring of a year.
    pub const fn annual(year: Year) -> Period {
        Period { kind: PeriodKind::Year, year, number: 1 }
    }

    /// The period of a kind in a year by its number there, from 1; `None` if a year has no such period.
    pub fn of_year(kind: PeriodKind, year: Year, number: u8) -> Option<Period> {
        (kind.parts() > 0 && kind.numbers().contains(&number)).then_some(Period { kind, year, number })
    }

    const fn evaluation(kind: PeriodKind) -> Period {
        Period { kind, year: Year(0), number: 0 }
    }

    /// The kind.
    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    /// The year in which it lies; `None` for an evaluation, which the term decides.
    pub fn year(self) -> Option<Year> {
        (self.kind.parts() > 0).then_some(self.year)
    }

    /// The number among the periods of its kind in its year, from 1; 0 for an evaluation.
    pub fn number(self) -> u8 {
        self.number
    }

    /// The month in which it ends.
    pub fn last_month(self) -> u8 {
        12_u8.checked_div(self.kind.parts()).map_or(12, |months| months * self.number)
    }

    /// The first day; `None` for an evaluation, which has no year of its own, and beyond the calendar.
    pub fn first_day(self) -> Option<Date> {
        let months = 12_u8.checked_div(self.kind.parts())?;
        date(self.year, self.last_month() - months + 1)
    }

    /// The last day; `None` for an evaluation, which has no year of its own, and beyond the calendar.
    pub fn last_day(self) -> Option<Date> {
        self.year()?;
        last_day_of(self.year, self.last_month())
    }

    /// Returns the period of a kind that holds a day; `None` for evaluations.
    pub fn holding(kind: PeriodKind, day: Date) -> Option<Period> {
        let months = 12_u8.checked_div(kind.parts())?;
        Period::of_year(kind, Year::of(day), (day.month().unsigned_abs() - 1) / months + 1)
    }

    /// The key that chooses it from a list: the last digit of a year, the first letter of an evaluation.
    pub fn key(self) -> Option<char> {
        match self.year() {
            Some(year) if self.is_annual() => char::from_digit(year.get().unsigned_abs() % 10, 10),
            Some(_) => None,
            None => self.to_string().chars().next(),
        }
    }

    /// Returns true if `other` is the period itself or lies in it. An evaluation holds no others.
    pub fn contains(self, other: Period) -> bool {
        let starts = |period: Period| period.last_month() - 12_u8.checked_div(period.kind.parts()).unwrap_or(0);
        let is_part = self.year().is_some() && self.year() == other.year();
        self == other || is_part && starts(self) <= starts(other) && other.last_month() <= self.last_month()
    }

    /// The last period of a shorter kind in it; `None` if the kind is not shorter, or it is an evaluation.
    pub fn last_part(self, kind: PeriodKind) -> Option<Period> {
        let parts = kind.parts();
        let number = (self.kind.parts() > 0 && parts > self.kind.parts()).then(|| self.last_month() / (12 / parts))?;
        Period::of_year(kind, self.year, number)
    }

    /// Returns true if it is the whole of a year.
    pub fn is_annual(self) -> bool {
        self.kind.parts() == 1
    }

    /// Returns true if it rests on the readings of a year: readings are of whole years, of which an evaluation takes in all
    /// up to its own.
    pub fn rests_on_readings_of(self, year: Year, term: Term) -> bool {
        match self.year() {
            Some(own) => self.is_annual() && own == year,
            None => year <= term.year_of(self),
        }
    }

    /// The period's name on screens: `2023 年度`, `2026年一季度`, `中期评估`.
    pub fn name(self, language: Language) -> String {
        let words = self.kind.words(self.number, language);
        match (self.year(), language) {
            (None, _) => words,
            (Some(year), Language::Zh) if self.is_annual() => format!("{year} {words}"),
            (Some(year), Language::Zh) => format!("{year}年{words}"),
            (Some(year), Language::En) if self.kind.parts() == 12 => format!("{year}-{words}"),
            (Some(year), Language::En) => format!("{year} {words}"),
        }
    }

    /// The name where there is little room, at most five columns wide: `2023`, `3月`, `Q1`, `中期`. Parts of a year
    /// stand before their year, which need not be said again.
    pub fn short_name(self, language: Language) -> String {
        match self.year() {
            Some(year) if self.is_annual() => year.to_string(),
            _ => self.kind.short(self.number, language),
        }
    }

    /// Examples of how periods are written, for messages and help texts.
    pub fn examples(language: Language) -> &'static str {
        language.pick(
            "年份（如 2023）、月（2026-03、3月）、季度（2026Q1、一季度）、半年（2026H1、上半年）、中期（mid-term）或终期（final）",
            "a year such as 2023, a month (2026-03), a quarter (2026Q1), half a year (2026H1), mid-term (中期) or final (终期)",
        )
    }
}

/// Returns the first day of a month.
fn date(year: Year, month: u8) -> Option<Date> {
    Date::new(year.get().try_into().ok()?, month.try_into().ok()?, 1).ok()
}

/// Returns the last day of a month.
fn last_day_of(year: Year, month: u8) -> Option<Date> {
    date(year, month).map(Date::last_of_month)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year() {
            write!(f, "{year}")?;
        }
        f.write_str(&self.kind.written(self.number))
    }
}

/// A period as a person asks for it, perhaps without its year: 3月, 一季度, 上半年.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedPeriod {
    /// A period with all that tells it from others.
    Period(Period),
    /// One of each year.
    OfAYear(PeriodKind, u8),
}

impl AskedPeriod {
    /// Returns the period that is meant in a year.
    pub fn in_year(self, year: Year) -> Period {
        match self {
            AskedPeriod::Period(period) => period,
            AskedPeriod::OfAYear(kind, number) => Period { kind, year, number },
        }
    }

    /// Returns the period that is meant of a plan: one of this year, or of the nearest year of its term.
    pub fn in_term(self, term: Term, this_year: Year) -> Period {
        self.in_year(this_year.clamp(term.first, term.last.max(term.first)))
    }
}

impl FromStr for AskedPeriod {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        let folded = to_half_width(text).to_lowercase();
        let bare: String = folded.trim().trim_end_matches("评估").trim_end_matches("年度").split_whitespace().collect();
        let of_a_year = |text: &str| {
            let kinds = PeriodKind::ALL.into_iter().filter(|kind| kind.parts() > 1);
            kinds.filter_map(|kind| Some((kind, kind.number_of(text)?))).next()
        };
        let with_year = || {
            let (digits, rest) = bare.split_at_checked(4)?;
            let year = Year::of_digits(digits)?;
            let rest = rest.strip_prefix('年').unwrap_or(rest);
            if rest.is_empty() {
                return Some(Period::annual(year));
            }
            let (kind, number) =
                of_a_year(rest).or_else(|| of_a_year(rest.strip_prefix('-').filter(|r| !r.starts_with('-'))?))?;
            Period::of_year(kind, year, number)
        };
        let evaluation = || {
            let mut kinds = PeriodKind::ALL.into_iter().filter(|kind| kind.parts() == 0);
            kinds.find(|kind| kind.number_of(&bare).is_some()).map(Period::evaluation)
        };
        let whole = with_year().or_else(evaluation).map(AskedPeriod::Period);
        whole
            .or_else(|| {
                let (kind, number) = of_a_year(&bare).filter(|_| !bare.starts_with('-'))?;
                Some(AskedPeriod::OfAYear(kind, number))
            })
            .ok_or_else(|| BadPeriod(text.to_string()))
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
            Language::Zh => format!("“{text}”不是评估期；请写{}", Period::examples(language)),
            Language::En => format!("“{text}” is not a period; write {}", Period::examples(language)),
        }
    }
}

/// Reads a period that is told with its year, as files have it.
impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        match text.parse()? {
            AskedPeriod::Period(period) => Ok(period),
            AskedPeriod::OfAYear(..) => Err(BadPeriod(text.to_string())),
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
    use crate::text::Label;

    fn period(kind: PeriodKind, year: Year, number: u8) -> Period {
        Period::of_year(kind, year, number).unwrap()
    }

    #[test]
    fn five_year_plans_have_their_known_terms() {
        let term = |n| Term::of_five_year_plan(n).map(|term| [term.first.get(), term.last.get()]);
        assert_eq!(term(12), Some([2011, 2015]));
        assert_eq!(term(13), Some([2016, 2020]));
        assert_eq!(term(14), Some([2021, 2025]));
        assert_eq!(term(15), Some([2026, 2030]));
        assert_eq!(term(0), None);
    }

    #[test]
    fn periods_come_in_the_order_in_which_they_fall() {
        let usual = || PeriodKind::ALL.into_iter().filter(|kind| kind.is_usual());
        let names = |term: Term, kinds: &[PeriodKind]| -> Vec<String> {
            term.periods(kinds.iter().copied()).iter().map(Period::to_string).collect()
        };
        let five = Term { first: Year(2021), last: Year(2025) };
        assert_eq!(
            names(five, &usual().collect::<Vec<_>>()),
            ["2021", "2022", "2023", "mid-term", "2024", "2025", "final"]
        );
        assert_eq!(Term { first: Year(2022), last: Year(2030) }.periods(usual()).len(), 11);
        let one = Term { first: Year(2026), last: Year(2026) };
        assert_eq!(
            names(one, &PeriodKind::ALL),
            [
                "2026-01", "2026-02", "2026-03", "2026Q1", "2026-04", "2026-05", "2026-06", "2026Q2", "2026H1",
                "2026-07", "2026-08", "2026-09", "2026Q3", "2026-10", "2026-11", "2026-12", "2026Q4", "2026H2", "2026",
                "mid-term", "final"
            ]
        );
    }

    #[test]
    fn what_is_due_later_than_yesterday_is_not_late_in_any_period() {
        let term = Term { first: Year(2022), last: Year(2030) };
        for (period, today, over) in [
            (Period::FINAL, "2026-11-30", "2026-11-29"),
            (Period::FINAL, "2030-12-31", "2030-12-30"),
            (Period::FINAL, "2031-01-01", "2030-12-31"),
            (Period::FINAL, "2040-01-01", "2030-12-31"),
            (Period::MID_TERM, "2026-12-31", "2026-12-30"),
            (Period::MID_TERM, "2027-01-01", "2026-12-31"),
            (Period::annual(Year(2023)), "2026-11-30", "2023-12-31"),
            (Period::annual(Year(2026)), "2026-11-30", "2026-11-29"),
            (period(PeriodKind::Quarter, Year(2023), 1), "2026-11-30", "2023-03-31"),
            (period(PeriodKind::Month, Year(2024), 2), "2026-11-30", "2024-02-29"),
        ] {
            assert_eq!(term.day_over(period, today.parse().unwrap()).to_string(), over, "{period} {today}");
        }
    }

    #[test]
    fn periods_are_read_in_both_languages() {
        use PeriodKind::{HalfYear, Month, Quarter};
        for (text, wanted) in [
            ("2023", Period::annual(Year(2023))),
            ("2023年", Period::annual(Year(2023))),
            ("2023 年度", Period::annual(Year(2023))),
            ("２０２３年", Period::annual(Year(2023))),
            ("mid-term", Period::MID_TERM),
            ("中期评估", Period::MID_TERM),
            ("终期", Period::FINAL),
            ("2026-03", period(Month, Year(2026), 3)),
            ("2026-3", period(Month, Year(2026), 3)),
            ("2026年3月", period(Month, Year(2026), 3)),
            ("2026年十二月", period(Month, Year(2026), 12)),
            ("2026年3月份", period(Month, Year(2026), 3)),
            ("2026Q1", period(Quarter, Year(2026), 1)),
            ("2026q4", period(Quarter, Year(2026), 4)),
            ("2026-Q1", period(Quarter, Year(2026), 1)),
            ("2026 Q1", period(Quarter, Year(2026), 1)),
            ("2026年一季度", period(Quarter, Year(2026), 1)),
            ("2026年第3季度", period(Quarter, Year(2026), 3)),
            ("2026H1", period(HalfYear, Year(2026), 1)),
            ("2026年下半年", period(HalfYear, Year(2026), 2)),
        ] {
            assert_eq!(text.parse(), Ok(wanted), "{text}");
        }
        for text in ["23", "2026-13", "2026-0", "2026Q5", "2026H3", "3月", "2026-031", "03", "", "12", "2026 03 05"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_without_its_year_is_one_of_this_year_or_of_the_nearest_of_the_plan() {
        use PeriodKind::{HalfYear, Month, Quarter};
        let term = Term { first: Year(2021), last: Year(2025) };
        for (text, kind, number) in [
            ("3月", Month, 3),
            ("一季度", Quarter, 1),
            ("Q4", Quarter, 4),
            ("上半年", HalfYear, 1),
            ("h2", HalfYear, 2),
        ] {
            let asked: AskedPeriod = text.parse().unwrap();
            assert_eq!(asked.in_term(term, Year(2024)), period(kind, Year(2024), number), "{text}");
            assert_eq!(asked.in_term(term, Year(2026)), period(kind, Year(2025), number), "{text}");
        }
        assert_eq!("2023".parse::<AskedPeriod>().unwrap().in_term(term, Year(2026)), Period::annual(Year(2023)));
        assert!("12".parse::<AskedPeriod>().is_err());
    }

    #[test]
    fn every_period_is_read_from_how_it_is_written_and_named() {
        let term = Term { first: Year(2021), last: Year(2030) };
        for period in term.periods(PeriodKind::ALL) {
            let names = [period.to_string(), period.name(Language::Zh), period.name(Language::En)];
            for name in names {
                let read = name.trim_end_matches(" annual").parse();
                assert_eq!(read, Ok(period), "{name}");
            }
        }
        for kind in PeriodKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert!([Language::Zh, Language::En].iter().all(|language| kind.label(*language).parse() == Ok(kind)));
        }
    }
}
