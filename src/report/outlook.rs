//! The outlook (趋势判断): whether an indicator will reach its target at its average pace so far.

use crate::plan::attainment::expected_at;
use crate::plan::{Attainment, Direction, Dossier, Indicator, Period, Thresholds, Year};

/// The position of an indicator on its way: from the baseline, or the previous target, to the next target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Way {
    from: (Year, f64),
    reading: (Year, f64),
    target: (Year, f64),
}

impl Way {
    /// Returns the way; `None` if the value at either end is missing, if the reading is too early, or if the target is
    /// a level that was reached from the start.
    pub(super) fn of(indicator: &Indicator, direction: Option<Direction>, reading: (Year, f64)) -> Option<Way> {
        let mut targets: Vec<(Year, f64)> =
            indicator.targets.iter().filter_map(|target| Some((target.year, target.value?))).collect();
        targets.sort_by_key(|(year, _)| *year);
        let next = targets.iter().position(|(year, _)| *year >= reading.0).or(targets.len().checked_sub(1))?;
        let measured = indicator.baselines.iter().filter(|b| b.value.is_some()).map(|b| b.year).max();
        let start = match next.checked_sub(1) {
            Some(before) => targets[before].0,
            None => measured.or_else(|| indicator.baselines.iter().map(|b| b.year).max())?,
        };
        let (target, from) = (targets[next], expected_at(indicator, direction, start)?);
        let is_level = (from - target.1).abs() < f64::EPSILON * target.1.abs().max(1.0);
        (!is_level && start < reading.0).then_some(Way { from: (start, from), reading, target })
    }

    /// Returns the progress as a share of the way.
    pub(super) fn gone(&self) -> f64 {
        (self.reading.1 - self.from.1) / (self.target.1 - self.from.1)
    }

    /// Returns the elapsed time as a share of the whole, 0–1.
    pub(super) fn passed(&self) -> f64 {
        (f64::from(self.reading.0 - self.from.0) / f64::from(self.target.0 - self.from.0)).clamp(0.0, 1.0)
    }

    /// Returns the year of the target at its end.
    pub(super) fn target_year(&self) -> Year {
        self.target.0
    }

    /// Returns true if the target is reached in its year at the average pace, as far as figures are printed.
    fn suffices(&self, indicator: &Indicator) -> bool {
        // Binary numbers are inexact.
        self.gone() >= self.passed() - 1e-9
            || indicator.figure(self.forecast().projected) == indicator.figure(self.target.1)
    }

    /// Returns the forecast at the average pace.
    pub(super) fn forecast(&self) -> Forecast {
        let years = f64::from(self.reading.0 - self.from.0);
        let projected = self.from.1 + (self.reading.1 - self.from.1) * f64::from(self.target.0 - self.from.0) / years;
        // Binary numbers are inexact: a pace that just suffices for a year must not become two.
        let needed = (years / self.gone() - 1e-9).ceil();
        let is_near = needed > 0.0 && needed <= f64::from(FARTHEST);
        #[expect(clippy::cast_possible_truncation, reason = "at most FARTHEST")]
        let reached_in = is_near.then(|| self.from.0 + needed as i32);
        Forecast { projected, reached_in }
    }
}

/// The maximum number of years, from the beginning of a way, for which a forecast is made.
const FARTHEST: i32 = 30;

/// The forecast at the average pace so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Forecast {
    /// The value in the year of the target.
    pub(super) projected: f64,
    /// The year in which the target would be reached; `None` if the value moves away from it, or for too distant years.
    pub(super) reached_in: Option<Year>,
}

/// The forecast of a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Outlook {
    /// The target is reached.
    Reached,
    /// The target will be reached at the average pace so far, or if the level is held.
    OnPace,
    /// The target will be narrowly missed at the average pace so far, though the indicator is not judged behind.
    Close(Forecast),
    /// The target will be missed at the average pace so far. Holds the forecast, if there is one.
    Short(Option<Forecast>),
    /// The year of the target has passed without reaching it. Holds the year in which it would be reached, if known.
    Missed(Option<Year>),
    /// No forecast is possible.
    Unknown,
}

impl Outlook {
    /// Returns the outlook of an indicator judged by this reading.
    pub(super) fn of(
        indicator: &Indicator,
        direction: Option<Direction>,
        reading: Option<(Year, f64)>,
        attainment: Attainment,
    ) -> Outlook {
        let Some(reading) = reading else { return Outlook::Unknown };
        let last = indicator.targets.iter().filter(|target| target.value.is_some()).map(|target| target.year).max();
        let is_due = last.is_some_and(|year| reading.0 >= year);
        match (attainment, Way::of(indicator, direction, reading)) {
            (Attainment::CannotTell, _) => Outlook::Unknown,
            (Attainment::AheadOfTime, _) => Outlook::Reached,
            (Attainment::Behind, way) if is_due => Outlook::Missed(way.and_then(|way| way.forecast().reached_in)),
            (_, _) if is_due => Outlook::Reached,
            (Attainment::Behind, None) => Outlook::Short(None),
            (_, None) => Outlook::OnPace,
            (_, Some(way)) if way.suffices(indicator) => Outlook::OnPace,
            (Attainment::Behind, Some(way)) => Outlook::Short(Some(way.forecast())),
            (_, Some(way)) => Outlook::Close(way.forecast()),
        }
    }

    /// Returns true if the target will be missed at the average pace so far, or was missed.
    pub(super) fn is_miss(self) -> bool {
        self.miss().is_some()
    }

    /// Returns the forecast for a target that is or will be missed.
    pub(super) fn miss(self) -> Option<Miss> {
        let miss = |forecast: Option<Forecast>| Miss {
            projected: forecast.map(|forecast| forecast.projected),
            reached_in: forecast.and_then(|forecast| forecast.reached_in),
        };
        match self {
            Outlook::Close(forecast) => Some(miss(Some(forecast))),
            Outlook::Short(forecast) => Some(miss(forecast)),
            Outlook::Missed(reached_in) => Some(Miss { projected: None, reached_in }),
            Outlook::Reached | Outlook::OnPace | Outlook::Unknown => None,
        }
    }

    /// Returns the year in which a missed target would be reached.
    pub(super) fn reached_in(self) -> Option<Year> {
        self.miss()?.reached_in
    }

    /// Returns the word for the column 预计能否完成.
    pub(super) fn word(self) -> &'static str {
        match self {
            Outlook::Reached => "已实现",
            Outlook::OnPace => "预计能完成",
            Outlook::Close(_) => "须加快",
            Outlook::Short(_) => "难以完成",
            Outlook::Missed(_) => "未实现",
            Outlook::Unknown => "无法判断",
        }
    }
}

/// The forecast for a missed target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// The value in the year of the target, if it can be computed.
    pub projected: Option<f64>,
    /// The year in which the target would be reached, if it can be computed.
    pub reached_in: Option<Year>,
}

/// Returns the forecast for an indicator that will miss its target at its pace up to the end of a period, or has missed
/// it; `None` if it reaches it.
pub fn will_miss(dossier: &Dossier, indicator: &Indicator, thresholds: &Thresholds, period: Period) -> Option<Miss> {
    let year = dossier.plan.term.year_of(period);
    let readings = dossier.readings_of(&indicator.id).map(|(at, reading)| (at, reading.value));
    let reading = readings.take_while(|(at, _)| *at <= year).last();
    let judged = dossier.judge(indicator, thresholds, period);
    let indicator = dossier.in_period(indicator, period);
    Outlook::of(&indicator, dossier.direction(&indicator), reading, judged).miss()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::attainment::{Thresholds, direction};
    use crate::plan::target::{read_target, read_value};
    use crate::plan::{Baseline, ItemKind, LineSpan, PlanId, Term};

    fn indicator(name: &str, base: &str, goal: &str) -> Indicator {
        let value = read_value(base);
        Indicator {
            id: PlanId::new("a").unwrap().item(ItemKind::Indicator, 1),
            category: None,
            name: name.into(),
            unit: Some("%".into()),
            nature: None,
            definition: None,
            stated: Default::default(),
            baselines: vec![Baseline { year: Year(2020), text: base.into(), value }],
            targets: vec![read_target(goal, Year(2025), value, Term { first: Year(2021), last: Year(2025) })],
            lines: LineSpan::at(1),
        }
    }

    #[test]
    fn the_average_pace_decides() {
        let close = |projected, year| Outlook::Close(Forecast { projected, reached_in: Some(year) });
        let short = |projected, reached_in| Outlook::Short(Some(Forecast { projected, reached_in }));
        for (name, base, goal, year, value, outlook) in [
            ("覆盖率", "50", "≥100", 2023, 80.0, Outlook::OnPace),
            ("覆盖率", "50", "≥100", 2023, 70.0, close(50.0 + 100.0 / 3.0, Year(2028))),
            ("覆盖率", "50", "≥100", 2023, 56.0, short(60.0, Some(Year(2045)))),
            ("覆盖率", "50", "≥100", 2023, 52.0, short(50.0 + 10.0 / 3.0, None)),
            ("覆盖率", "50", "≥100", 2023, 44.0, short(40.0, None)),
            ("覆盖率", "50", "≥100", 2023, 100.0, Outlook::Reached),
            // At 99.996 the figure that is printed is that of the target.
            ("覆盖率", "50", "≥100", 2023, 79.9975, Outlook::OnPace),
            ("覆盖率", "50", "≥100", 2025, 99.0, Outlook::Missed(Some(Year(2026)))),
            ("覆盖率", "50", "≥100", 2025, 100.0, Outlook::Reached),
            ("死亡率", "20", "10", 2022, 16.0, Outlook::OnPace),
            ("死亡率", "20", "10", 2022, 18.0, close(15.0, Year(2030))),
            ("接种率", "95", "≥95", 2023, 96.0, Outlook::OnPace),
            ("接种率", "95", "≥95", 2023, 90.0, Outlook::Short(None)),
            ("覆盖率", "", "与全国同步", 2023, 90.0, Outlook::Unknown),
        ] {
            let indicator = indicator(name, base, goal);
            let judged =
                Thresholds::default().judge(&indicator, direction(&indicator), [(Year(year), value)], Year(year));
            let found = Outlook::of(&indicator, direction(&indicator), Some((Year(year), value)), judged);
            let near =
                |a: Forecast, b: Forecast| (a.projected - b.projected).abs() < 1e-9 && a.reached_in == b.reached_in;
            let is_same = match (found, outlook) {
                (Outlook::Short(Some(a)), Outlook::Short(Some(b))) | (Outlook::Close(a), Outlook::Close(b)) => {
                    near(a, b)
                }
                _ => found == outlook,
            };
            assert!(is_same, "{name} {base} {goal} {year} {value}: {found:?}");
        }
    }

    #[test]
    fn the_pace_is_measured_from_the_previous_target() {
        let mut indicator = indicator("管理率", "10", "20");
        indicator.targets.push(read_target("30", Year(2030), Some(10.0), Term { first: Year(2022), last: Year(2030) }));
        let way = Way::of(&indicator, direction(&indicator), (Year(2026), 24.0)).unwrap();
        assert_eq!((way.gone(), way.passed(), way.forecast().projected), (0.4, 0.2, 40.0));
    }
}
