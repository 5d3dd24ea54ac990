//! How indicators stand in the period: where the screen asks for judgements.

use crate::plan::{Attainment, Dossier, Indicator, Judgement, Nature};
use crate::report::{Miss, will_miss};

use super::data::Data;

/// How many indicators of a plan stand well.
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
    /// Two tallies together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally { met: self.met + other.met, behind: self.behind + other.behind, total: self.total + other.total }
    }
}

/// An indicator's judgement in the period.
pub fn judge(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Attainment {
    dossier.judge(indicator, &data.snapshot.settings().thresholds, data.year(&dossier.plan))
}

/// What will become of a binding indicator that misses its target at the pace so far.
pub fn warning(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Option<Miss> {
    if indicator.nature != Some(Nature::Binding) {
        return None;
    }
    will_miss(dossier, indicator, &data.snapshot.settings().thresholds, data.year(&dossier.plan))
}

/// What a person said of an indicator in the period.
pub fn by_hand<'a>(data: &Data, dossier: &'a Dossier, indicator: &Indicator) -> Option<&'a Judgement> {
    dossier.judgements.get(&(indicator.id.clone(), data.year(&dossier.plan)))
}

/// The latest reading up to the period's year.
pub fn latest(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Option<(i32, f64)> {
    let year = data.year(&dossier.plan);
    dossier.readings_of(&indicator.id).filter(|(at, _)| *at <= year).last().map(|(at, reading)| (at, reading.value))
}

/// The value that the time passed asks for in the period.
pub fn expected(data: &Data, dossier: &Dossier, indicator: &Indicator) -> Option<f64> {
    dossier.expected_at(indicator, data.year(&dossier.plan))
}

/// The judgements of all indicators of a plan together.
pub fn tally(data: &Data, dossier: &Dossier) -> Tally {
    let mut tally = Tally::default();
    for indicator in &dossier.plan.indicators {
        tally.total += 1;
        match judge(data, dossier, indicator) {
            Attainment::AheadOfTime | Attainment::FasterThanExpected | Attainment::AsExpected => tally.met += 1,
            Attainment::Behind => tally.behind += 1,
            Attainment::CannotTell => {}
        }
    }
    tally
}

/// A figure as short as it can be: no needless decimals.
pub fn figure(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}
