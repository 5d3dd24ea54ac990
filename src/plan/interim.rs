//! Readings within a year (月度、季度数据): figures of an indicator up to the end of a month, a quarter or a half-year.
//!
//! A year takes its latest one until it has a reading of its own. Nobody is asked for them: an office enters those that
//! it has.

use std::collections::BTreeMap;

use super::{Dossier, ItemId, Period, Reading, Year};

/// A reading as a period has it: its own, or that of the part of a year that it goes on from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement<'a> {
    /// The year, or the part of a year, that was measured.
    pub period: Period,
    /// The year in which it lies.
    pub year: Year,
    /// The reading.
    pub reading: &'a Reading,
}

impl Measurement<'_> {
    /// Returns the share of its year that had passed, above 0 and up to 1.
    pub fn share_of_year(&self) -> f64 {
        share_of_year(self.period)
    }
}

/// Returns the share of a year that has passed at the end of a period, above 0 and up to 1.
pub fn share_of_year(period: Period) -> f64 {
    f64::from(period.last_month()) / 12.0
}

impl Dossier {
    /// Returns the reading that was entered for a year or for a part of one.
    pub fn reading(&self, item: &ItemId, period: Period) -> Option<&Reading> {
        if period.is_annual() {
            return self.readings.get(&(item.clone(), period.year()?));
        }
        if self.interim_readings.is_empty() {
            return None;
        }
        self.interim_readings.get(&(item.clone(), period))
    }

    /// Returns the readings of an indicator within years, earliest first.
    pub fn interim_readings_of(&self, item: &ItemId) -> Vec<Measurement<'_>> {
        if self.interim_readings.is_empty() {
            return Vec::new();
        }
        let own = self.interim_readings.range((item.clone(), Period::FIRST)..=(item.clone(), Period::LAST));
        let mut own: Vec<Measurement> =
            own.filter_map(|((_, period), reading)| Self::measurement(*period, reading)).collect();
        own.sort_by_key(|figure| self.plan.term.place(figure.period));
        own
    }

    fn measurement(period: Period, reading: &Reading) -> Option<Measurement<'_>> {
        Some(Measurement { period, year: period.year()?, reading })
    }

    /// Returns the readings of an indicator up to the end of a period, one for each year that has any, earliest first. A
    /// part of a year does not know what its whole year has.
    pub fn measurements<'a>(&'a self, item: &'a ItemId, until: Period) -> Vec<Measurement<'a>> {
        let year = self.plan.term.year_of(until);
        let end = (year, until.last_month());
        let last_whole = if until.year().is_some() && !until.is_annual() { year - 1 } else { year };
        let parts = self.interim_readings_of(item).into_iter();
        let parts = parts.filter(|part| (part.year, part.period.last_month()) <= end);
        let whole = self.readings_of(item).take_while(|(at, _)| *at <= last_whole);
        let whole = whole.filter_map(|(at, reading)| Self::measurement(Period::annual(at), reading));
        // Of each year the last one counts: the latest part, or the whole.
        let of_years: BTreeMap<Year, Measurement> = parts.chain(whole).map(|figure| (figure.year, figure)).collect();
        of_years.into_values().collect()
    }

    /// Returns the latest reading of an indicator up to the end of a period.
    pub fn latest_measurement<'a>(&'a self, item: &'a ItemId, until: Period) -> Option<Measurement<'a>> {
        self.measurements(item, until).pop()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::plan::{Attainment, Baseline, Indicator, ItemKind, LineSpan, Plan, PlanId, Target, Term, Thresholds};

    const TERM: Term = Term { first: Year(2026), last: Year(2030) };

    /// A dossier with an indicator from 50 in 2025 to 100 in 2030.
    fn dossier(readings: &[(&str, f64)]) -> (Dossier, Indicator) {
        let id = PlanId::new("x-2030").unwrap();
        let indicator = Indicator {
            id: id.item(ItemKind::Indicator, 1),
            category: None,
            nature: None,
            definition: None,
            stated: Default::default(),
            lines: LineSpan { first: 1, last: 1 },
            name: "覆盖率".into(),
            unit: Some("%".into()),
            baselines: vec![Baseline { year: Year(2025), text: "50".into(), value: Some(50.0) }],
            targets: vec![Target {
                year: Year(2030),
                text: "100".into(),
                value: Some(100.0),
                relation: crate::plan::Relation::Equal,
            }],
        };
        let plan = Plan { indicators: vec![indicator.clone()].into(), ..Plan::new(id, TERM) };
        let mut dossier = Dossier::new(Arc::new(plan));
        for (period, value) in readings {
            let period: Period = period.parse().unwrap();
            let reading = Reading { value: *value, amended: None };
            match period.year().filter(|_| period.is_annual()) {
                Some(year) => drop(dossier.readings.insert((indicator.id.clone(), year), reading)),
                None => drop(dossier.interim_readings.insert((indicator.id.clone(), period), reading)),
            }
        }
        (dossier, indicator)
    }

    fn latest(readings: &[(&str, f64)], until: &str) -> Option<(String, f64)> {
        let (dossier, indicator) = dossier(readings);
        let figure = dossier.latest_measurement(&indicator.id, until.parse().unwrap())?;
        Some((figure.period.to_string(), figure.reading.value))
    }

    #[test]
    fn a_year_takes_its_latest_part_until_it_has_a_reading_of_its_own() {
        let parts = [("2026-02", 51.0), ("2026Q1", 52.0), ("2026Q3", 57.0)];
        for (until, told) in [
            ("2026-01", None),
            ("2026-02", Some(("2026-02", 51.0))),
            ("2026Q1", Some(("2026Q1", 52.0))),
            ("2026H1", Some(("2026Q1", 52.0))),
            ("2026", Some(("2026Q3", 57.0))),
            ("2027Q1", Some(("2026Q3", 57.0))),
            ("final", Some(("2026Q3", 57.0))),
        ] {
            assert_eq!(latest(&parts, until), told.map(|(at, value)| (at.to_string(), value)), "{until}");
        }
        let closed = [&parts[..], &[("2026", 60.0)]].concat();
        assert_eq!(latest(&closed, "2026"), Some(("2026".into(), 60.0)));
        assert_eq!(latest(&closed, "2027-01"), Some(("2026".into(), 60.0)));
        assert_eq!(latest(&closed, "2026-12"), Some(("2026Q3".into(), 57.0)), "a part does not know its year");
    }

    #[test]
    fn a_part_of_a_year_is_judged_by_the_share_of_the_year_that_has_passed() {
        // Ten a year: 52.5 after the first quarter.
        for (reading, judged) in
            [(53.0, Attainment::FasterThanExpected), (52.5, Attainment::AsExpected), (100.0, Attainment::AheadOfTime)]
        {
            let (dossier, indicator) = dossier(&[("2026Q1", reading)]);
            let thresholds = Thresholds::default();
            assert_eq!(dossier.judge(&indicator, &thresholds, "2026Q1".parse().unwrap()), judged, "{reading}");
            assert_eq!(dossier.expected(&indicator, "2026Q1".parse().unwrap()), Some(52.5));
        }
        let (dossier, indicator) = dossier(&[]);
        let none = dossier.judge(&indicator, &Thresholds::default(), "2026Q1".parse().unwrap());
        assert_eq!(none, Attainment::CannotTell);
    }
}
