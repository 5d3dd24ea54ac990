//! Terms: the years that plans cover, and the order in which periods fall in them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Occasion, Period, PeriodKind, Year};
use crate::text::numeral::in_words;

/// The years that a plan covers, both included: 2021–2025 for 十四五.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "[Year; 2]", into = "[Year; 2]")]
pub struct Term {
    /// The first year.
    pub first: Year,
    /// The last year, by whose end the targets are due.
    pub last: Year,
}

impl From<[Year; 2]> for Term {
    fn from([first, last]: [Year; 2]) -> Self {
        Term { first, last }
    }
}

impl From<Term> for [Year; 2] {
    fn from(term: Term) -> Self {
        [term.first, term.last]
    }
}

impl Term {
    /// The term of the `n`th five-year plan: the first began in 1953, and since the tenth (2001–2005) they
    /// follow each other without a gap.
    pub fn of_five_year_plan(n: u32) -> Option<Term> {
        let n = i32::try_from(n).ok().filter(|n| (6..=40).contains(n))?;
        Some(Term { first: Year(1951 + 5 * n), last: Year(1955 + 5 * n) })
    }

    /// Returns the name of the five-year plan whose term it is: 十四五 for 2021–2025.
    pub fn five_year_plan(self) -> Option<String> {
        let number = (6..=40).find(|n| Term::of_five_year_plan(*n) == Some(self))?;
        Some(format!("{}五", in_words(number)))
    }

    /// Returns its years, earliest first.
    pub fn years(self) -> impl DoubleEndedIterator<Item = Year> + Clone {
        self.first.through(self.last)
    }

    /// Returns true if a year lies within the term.
    pub fn contains(self, year: Year) -> bool {
        (self.first..=self.last).contains(&year)
    }

    /// The year in which the mid-term evaluation is held: the middle one, the earlier of two.
    pub fn middle(self) -> Year {
        self.first + (self.last - self.first) / 2
    }

    /// Every period of some kinds in the term, in the order in which they fall: a quarter follows its last month, the
    /// mid-term evaluation the middle year, the final one the last year.
    pub fn periods(self, kinds: impl IntoIterator<Item = PeriodKind>) -> Vec<Period> {
        let mut periods: Vec<Period> = kinds.into_iter().flat_map(|kind| self.periods_of(kind)).collect();
        periods.sort_by_key(|period| self.place(*period));
        periods
    }

    fn periods_of(self, kind: PeriodKind) -> Vec<Period> {
        match kind.parts() {
            0 => vec![Period::evaluation(kind)],
            _ => self
                .years()
                .flat_map(|year| kind.numbers().filter_map(move |number| Period::of_year(kind, year, number)))
                .collect(),
        }
    }

    /// Returns true if a period lies in the term.
    pub fn has(self, period: Period) -> bool {
        period.year().is_none_or(|year| self.contains(year))
    }

    /// The period that a person working in `year` most likely means: that year, or the final evaluation when
    /// the term is over.
    pub fn period_in(self, year: Year) -> Period {
        if year > self.last { Period::FINAL } else { Period::annual(year.max(self.first)) }
    }

    /// The year up to which a period looks: its own, the middle or the last.
    pub fn year_of(self, period: Period) -> Year {
        period.year().unwrap_or(match period.kind().occasion() {
            Occasion::MidTerm => self.middle(),
            Occasion::Monitoring | Occasion::Final => self.last,
        })
    }

    /// Returns the period whose readings a period is about: itself, and for an evaluation the year up to which it looks.
    pub fn measured_in(self, period: Period) -> Period {
        if period.year().is_some() { period } else { Period::annual(self.year_of(period)) }
    }

    /// The day on which a period ends; `None` beyond the calendar.
    pub fn last_day(self, period: Period) -> Option<Date> {
        super::last_day_of(self.year_of(period), period.last_month())
    }

    /// Returns the last day that is over both at the end of a period and on a day of the calendar: what was due by then
    /// and is not done is late.
    pub fn day_over(self, period: Period, today: Date) -> Date {
        let yesterday = today.yesterday().unwrap_or(today);
        self.last_day(period).map_or(yesterday, |end| end.min(yesterday))
    }

    /// The place of a period in the order in which periods fall: the year and the month in which it ends, and of those
    /// that end together the longer one last.
    pub fn place(self, period: Period) -> (Year, u8, PeriodKind) {
        (self.year_of(period), period.last_month(), period.kind())
    }
}
