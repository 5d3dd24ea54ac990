//! The judgements of indicators in the period.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::plan::{Attainment, Dossier, Indicator, IndicatorLoad, Judgement, Measurement, Nature, Period, Thresholds};
use crate::report::{Miss, will_miss};

use super::data::Data;

/// The number of indicators of a plan by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Reached, or at least as far as expected.
    pub met: u32,
    /// Behind.
    pub behind: u32,
    /// All.
    pub total: u32,
}

impl Tally {
    /// Returns two tallies together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally { met: self.met + other.met, behind: self.behind + other.behind, total: self.total + other.total }
    }
}

/// Returns an indicator's judgement in the period.
pub fn judge(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Attainment {
    dossier.judge(indicator, &data.snapshot.settings().thresholds, data.period)
}

/// Returns the projected miss of a binding indicator that will not reach its target at the pace so far.
pub fn warning(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Option<Miss> {
    if indicator.nature != Some(Nature::Binding) {
        return None;
    }
    will_miss(dossier, indicator, &data.snapshot.settings().thresholds, data.period)
}

/// Returns the judgement by hand of an indicator in the period.
pub fn by_hand<'a>(data: &Data, dossier: &'a Dossier, indicator: &Indicator) -> Option<&'a Judgement> {
    dossier.judgements.get(&(indicator.id.clone(), data.year(&dossier.plan)))
}

/// Returns the latest reading up to the end of the period.
pub fn latest<'a>(data: &Data, dossier: &'a Dossier, indicator: &'a Indicator) -> Option<Measurement<'a>> {
    dossier.latest_measurement(&indicator.id, data.period)
}

/// Returns the value that the time passed asks for in the period.
pub fn expected(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Option<f64> {
    dossier.expected(indicator, data.period)
}

/// The judgements of a plan's indicators in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// The judgements of all of them together.
    pub tally: Tally,
    /// The places of the binding ones that will miss their targets.
    pub warnings: Vec<usize>,
    /// True if the latest reading of one is of a year before the period's.
    pub has_older_readings: bool,
    /// The number of those whose figures somebody is to report who has not yet.
    pub awaited: u32,
    /// The numbers of them by the departments that answer for them.
    pub departments: BTreeMap<String, IndicatorLoad>,
}

impl Judged {
    /// Judges a plan's indicators; none of a plan that does not have the period.
    pub fn of(dossier: &Dossier, period: Period, today: Date, thresholds: &Thresholds) -> Judged {
        let mut judged = Judged::default();
        if !dossier.has(period) {
            return judged;
        }
        let year = dossier.plan.term.year_of(period);
        for (place, indicator) in dossier.plan.indicators.iter().enumerate() {
            judged.tally.total += 1;
            let latest = dossier.latest_measurement(&indicator.id, period);
            judged.has_older_readings |= latest.is_some_and(|latest| latest.year < year);
            let attainment = dossier.judge(indicator, thresholds, period);
            judged.tally.met += u32::from(attainment.is_well());
            judged.tally.behind += u32::from(attainment == Attainment::Behind);
            let can_miss = indicator.nature == Some(Nature::Binding) && attainment != Attainment::CannotTell;
            if can_miss && will_miss(dossier, indicator, thresholds, period).is_some() {
                judged.warnings.push(place);
            }
            // The planning office enters the figures of those for which nobody answers.
            let is_led = || !dossier.responsible(indicator).lead.is_empty();
            judged.awaited += u32::from(dossier.awaits_reading(indicator, period, today) && is_led());
        }
        judged.departments = IndicatorLoad::by_department(dossier, period, today);
        judged
    }
}
