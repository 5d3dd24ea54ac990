//! The evaluation period that a list is about.

use crate::desk::{Desk, DeskError};
use crate::plan::{Period, Term};

/// The period asked for, or what is known to choose one for each plan.
#[derive(Debug, Clone, Copy)]
pub enum Periods {
    /// The one that was asked for.
    Given(Period),
    /// The one that somebody reviewed last, where the plan has it, else the one that the year means.
    Usual {
        /// The period of the latest review.
        reviewed: Option<Period>,
        /// This year.
        year: i32,
    },
}

impl Periods {
    /// Returns the period asked for, else the usual one.
    ///
    /// # Errors
    /// When the journal can't be read.
    pub fn chosen(desk: &Desk, asked: Option<Period>) -> Result<Self, DeskError> {
        if let Some(period) = asked {
            return Ok(Periods::Given(period));
        }
        Ok(Periods::Usual { reviewed: desk.last_reviewed()?, year: i32::from(jiff::Zoned::now().year()) })
    }

    /// Returns the period of all plans together, if one was asked for or reviewed.
    pub fn of_all(&self) -> Option<Period> {
        match *self {
            Periods::Given(period) => Some(period),
            Periods::Usual { reviewed, .. } => reviewed,
        }
    }

    /// Returns true if a plan of this term has the period that was asked for.
    pub fn fit(&self, term: Term) -> bool {
        match *self {
            Periods::Given(period) => term.has(period),
            Periods::Usual { .. } => true,
        }
    }

    /// Returns the period for a plan of this term.
    pub fn of(&self, term: Term) -> Period {
        match *self {
            Periods::Given(period) => period,
            Periods::Usual { reviewed, year } => {
                reviewed.filter(|period| term.has(*period)).unwrap_or_else(|| term.period_in(year))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_period_is_the_one_reviewed_last_where_the_plan_has_it() {
        let (short, long) = (Term { first: 2021, last: 2025 }, Term { first: 2022, last: 2030 });
        let usual = |reviewed| Periods::Usual { reviewed, year: 2026 };
        assert_eq!(usual(Some(Period::MidTerm)).of(short), Period::MidTerm);
        assert_eq!(usual(Some(Period::Annual(2021))).of(long), Period::Annual(2026));
        assert_eq!(usual(None).of(short), Period::Final);
        assert_eq!(Periods::Given(Period::Annual(1999)).of(long), Period::Annual(1999));
    }
}
