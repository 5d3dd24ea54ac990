//! The evaluation period of a list.

use crate::desk::{Desk, DeskError, Snapshot};
use crate::plan::{AskedPeriod, Dossier, Period, Year};

/// The choice of an evaluation period, from which that of each plan follows.
#[derive(Debug, Clone, Copy)]
pub enum Periods {
    /// The requested period.
    Given {
        /// The period as requested.
        asked: AskedPeriod,
        /// The present year.
        year: Year,
    },
    /// The period reviewed last, if the plan has it; otherwise the one for the present year.
    Usual {
        /// The period of the latest review.
        reviewed: Option<Period>,
        /// The present year.
        year: Year,
    },
}

/// Returns the present year.
pub fn this_year() -> Year {
    Year::of(jiff::Zoned::now().date())
}

impl Periods {
    /// Returns the choice of a requested period, or of the usual one if there is no request.
    ///
    /// # Errors
    /// Fails if the journal can't be read.
    pub fn chosen(desk: &Desk, asked: Option<AskedPeriod>) -> Result<Self, DeskError> {
        match asked {
            Some(asked) => Ok(Periods::given(asked)),
            None => Ok(Periods::Usual { reviewed: desk.last_reviewed()?, year: this_year() }),
        }
    }

    /// Returns the choice of a requested period, in the present year if it names none.
    pub fn given(asked: AskedPeriod) -> Self {
        Periods::Given { asked, year: this_year() }
    }

    /// Returns the common period of all plans: the requested one or the one reviewed last.
    pub fn of_all(&self) -> Option<Period> {
        match *self {
            Periods::Given { asked, year } => Some(asked.in_year(year)),
            Periods::Usual { reviewed, .. } => reviewed,
        }
    }

    /// Returns true if a plan has the requested period.
    pub fn fit(&self, dossier: &Dossier) -> bool {
        match self {
            Periods::Given { .. } => dossier.has(self.of(dossier)),
            Periods::Usual { .. } => true,
        }
    }

    /// Returns the period for a plan.
    pub fn of(&self, dossier: &Dossier) -> Period {
        let term = dossier.plan.term;
        match *self {
            Periods::Given { asked, year } => asked.in_term(term, year),
            Periods::Usual { reviewed, year } => {
                reviewed.filter(|period| dossier.has(*period)).unwrap_or_else(|| dossier.period_in(year))
            }
        }
    }
}

/// Returns the period that most plans are in this year; the first one of those that are equally frequent.
pub fn of_most(snapshot: &Snapshot) -> Period {
    let year = Year::of(snapshot.today());
    let mut counts: Vec<(Period, usize)> = Vec::new();
    for dossier in snapshot.dossiers() {
        let period = dossier.period_in(year);
        match counts.iter_mut().find(|(known, _)| *known == period) {
            Some((_, count)) => *count += 1,
            None => counts.push((period, 1)),
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(Period::annual(year), |(period, _)| *period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture;
    use crate::plan::Term;

    #[test]
    fn the_default_period_is_the_one_reviewed_last() {
        let of = |first, last| {
            let mut dossier = fixture::dossier();
            std::sync::Arc::make_mut(&mut dossier.plan).term = Term { first, last };
            dossier
        };
        let (short, long) = (of(Year(2021), Year(2025)), of(Year(2022), Year(2030)));
        let usual = |reviewed| Periods::Usual { reviewed, year: Year(2026) };
        assert_eq!(usual(Some(Period::MID_TERM)).of(&short), Period::MID_TERM);
        assert_eq!(usual(Some(Period::annual(Year(2021)))).of(&long), Period::annual(Year(2026)));
        assert_eq!(usual(None).of(&short), Period::FINAL);
        let asked = |text: &str| Periods::Given { asked: text.parse().unwrap(), year: Year(2026) };
        assert_eq!(asked("1999").of(&long), Period::annual(Year(1999)));
        assert_eq!(asked("一季度").of(&long).to_string(), "2026Q1");
        assert_eq!(asked("一季度").of(&short).to_string(), "2025Q1");
    }
}
