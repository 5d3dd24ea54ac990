//! The way to a target: from the figure and the year that it begins with to those of the target that is due next.

use super::{Direction, start};
use crate::plan::{Indicator, Relation, Target, Year};

/// The part of the way that a year lies on: from the baseline, or the target before, to the target that is due
/// next, or the last one when all are past.
pub(super) struct Leg {
    /// Year and value at the beginning; `None` when there is no figure to start from.
    pub(super) from: Option<(Year, f64)>,
    pub(super) year: Year,
    pub(super) value: f64,
    pub(super) relation: Relation,
    pub(super) direction: Option<Direction>,
    /// The distance from the value within which an approximate target is met.
    pub(super) leeway: f64,
}

impl Leg {
    pub(super) fn of(indicator: &Indicator, direction: Option<Direction>, year: Year, about: f64) -> Option<Leg> {
        let mut targets: Vec<(&Target, f64)> =
            indicator.targets.iter().filter_map(|target| target.value.map(|value| (target, value))).collect();
        targets.sort_by_key(|(target, _)| target.year);
        let place = targets.iter().position(|(target, _)| target.year >= year).or(targets.len().checked_sub(1))?;
        let (target, value) = targets[place];
        let before = place.checked_sub(1).map(|place| (targets[place].0.year, targets[place].1));
        let from = before.or_else(|| start(indicator, direction)).filter(|&(first, _)| first < target.year);
        let leeway = if target.relation == Relation::About { value.abs() * about / 100.0 } else { 0.0 };
        Some(Leg { from, year: target.year, value, relation: target.relation, direction, leeway })
    }

    /// Returns the way of one year, from the figure before it to its own target; `None` for a target without a figure.
    pub(super) fn of_year(own: &Target, before: Option<f64>, direction: Option<Direction>, about: f64) -> Option<Leg> {
        let value = own.value?;
        let direction = direction.or(match own.relation {
            Relation::Above | Relation::AtLeast => Some(Direction::Higher),
            Relation::Below | Relation::AtMost => Some(Direction::Lower),
            Relation::Equal | Relation::About | Relation::Qualitative => None,
        });
        let from = before.map(|before| (own.year - 1, before));
        let leeway = if own.relation == Relation::About { value.abs() * about / 100.0 } else { 0.0 };
        Some(Leg { from, year: own.year, value, relation: own.relation, direction, leeway })
    }

    /// Returns true if the beginning is already as good as the end.
    pub(super) fn is_level_to_hold(&self) -> bool {
        self.from.is_some_and(|(_, base)| self.is_no_worse(base))
    }

    /// Returns true if a reading reaches the target.
    pub(super) fn is_met_by(&self, reading: f64) -> bool {
        match self.relation {
            Relation::Above => reading > self.value,
            Relation::Below => reading < self.value,
            _ => self.is_no_worse(reading),
        }
    }

    /// Returns true if a value is at least as good as the target's, strict or not.
    fn is_no_worse(&self, value: f64) -> bool {
        match self.direction {
            Some(Direction::Higher) => value >= self.value - self.leeway,
            Some(Direction::Lower) => value <= self.value + self.leeway,
            None => (value - self.value).abs() <= self.leeway,
        }
    }

    /// The part of the way from `base` to the target that a reading has gone; 1 is all of it.
    pub(super) fn progress(&self, base: f64, reading: f64) -> f64 {
        (reading - base) / (self.value - base)
    }

    /// The part of the time from the end of a year to the target's that has passed, 0–1.
    pub(super) fn time_passed(&self, from: Year, year: Year) -> f64 {
        self.time_passed_within(from, year, 1.0)
    }

    /// The same when only a share of the last year has passed.
    pub(super) fn time_passed_within(&self, from: Year, year: Year, share: f64) -> f64 {
        let passed = f64::from(year - from) - (1.0 - share);
        (passed / f64::from((self.year - from).max(1))).clamp(0.0, 1.0)
    }
}
