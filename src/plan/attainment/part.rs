//! The attainment of an indicator within a year, by a figure up to the end of a month, a quarter or a half-year.

use super::leg::Leg;
use super::{Attainment, Direction, Thresholds};
use crate::plan::arithmetic::Arithmetic;
use crate::plan::{Indicator, Target, Year};

/// A share of a year that has passed, with what was set for that year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartOfYear<'a> {
    /// The year.
    pub year: Year,
    /// The share of it that has passed, above 0 and up to 1.
    pub share: f64,
    /// The year's own target.
    pub own: Option<&'a Target>,
    /// The figure before the year.
    pub before: Option<f64>,
}

impl PartOfYear<'_> {
    fn leg(&self, indicator: &Indicator, direction: Option<Direction>, about: f64) -> Option<Leg> {
        let own = self.own.and_then(|own| Leg::of_year(own, self.before, direction, about));
        own.or_else(|| Leg::of(indicator, direction, self.year, about))
    }
}

impl Thresholds {
    /// Judges the figure of a part of a year by what even progress asks for until then: on the way to the year's own
    /// target, or else on that of the plan. The yearly figure of what is counted adds up from the beginning of the year; a
    /// yearly rate is held against the whole target.
    pub fn judge_part(
        &self,
        indicator: &Indicator,
        direction: Option<Direction>,
        part: PartOfYear<'_>,
        reading: f64,
    ) -> Attainment {
        let Some(leg) = part.leg(indicator, direction, self.about) else { return Attainment::CannotTell };
        if Arithmetic::of(indicator) == Arithmetic::YearlyAverage {
            return self.by_average_so_far(indicator, &leg, part.share, reading);
        }
        match leg.from {
            Some(_) if leg.is_level_to_hold() && leg.is_met_by(reading) => Attainment::AsExpected,
            _ if leg.is_met_by(reading) => Attainment::AheadOfTime,
            None => Attainment::CannotTell,
            Some(_) if leg.is_level_to_hold() => Attainment::Behind,
            Some((from, base)) => {
                let time = leg.time_passed_within(from, part.year, part.share);
                self.by_progress(leg.progress(base, reading), time)
            }
        }
    }

    fn by_average_so_far(&self, indicator: &Indicator, leg: &Leg, share: f64, reading: f64) -> Attainment {
        let due = due_of_average(indicator, leg, share);
        let progress = match leg.direction {
            Some(Direction::Higher) => reading / due,
            Some(Direction::Lower) => due / reading,
            None => return Attainment::CannotTell,
        };
        match leg.is_met_by(reading) {
            // A rate may still fall back before the year is over.
            true if is_rate(indicator) => Attainment::AsExpected,
            true => Attainment::AheadOfTime,
            false if progress.is_finite() => self.by_progress(progress, 1.0),
            false => Attainment::CannotTell,
        }
    }
}

/// Returns the value that even progress asks for when a share of a year has passed; `None` without a figure at either
/// end of the way.
pub fn expected_of_part(indicator: &Indicator, direction: Option<Direction>, part: PartOfYear<'_>) -> Option<f64> {
    expected(indicator, &part.leg(indicator, direction, 0.0)?, part.year, part.share)
}

/// Returns the value that even progress on a way asks for when a share of a year has passed.
pub(super) fn expected(indicator: &Indicator, leg: &Leg, year: Year, share: f64) -> Option<f64> {
    if Arithmetic::of(indicator) == Arithmetic::YearlyAverage {
        return Some(due_of_average(indicator, leg, share));
    }
    let (first, base) = leg.from?;
    if leg.is_level_to_hold() {
        return Some(leg.value);
    }
    Some(base + (leg.value - base) * leg.time_passed_within(first, year, share))
}

/// Returns what is due of a yearly figure: of what is counted the share of the year, of a rate all of it.
fn due_of_average(indicator: &Indicator, leg: &Leg, share: f64) -> f64 {
    if is_rate(indicator) { leg.value } else { leg.value * share }
}

fn is_rate(indicator: &Indicator) -> bool {
    indicator.unit.as_deref().is_none_or(|unit| unit.contains(['%', '％', '‰']))
}
