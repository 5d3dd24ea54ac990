//! The indicators that departments answer for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Dossier, Period};

/// The numbers of indicators that a department answers for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndicatorLoad {
    /// Those that it leads, alone or with others.
    pub led: u32,
    /// Those that it supports.
    pub supported: u32,
    /// Those that it leads and whose figure is awaited; see [`Dossier::awaits_reading`].
    pub awaited: u32,
}

impl IndicatorLoad {
    /// Returns two loads together.
    pub fn plus(self, other: IndicatorLoad) -> IndicatorLoad {
        IndicatorLoad {
            led: self.led + other.led,
            supported: self.supported + other.supported,
            awaited: self.awaited + other.awaited,
        }
    }

    /// Returns the loads of a plan's indicators by department as of a day; none if the plan does not have the period. The
    /// planning office enters the figures of those for which nobody answers: they are nobody's.
    pub fn by_department(dossier: &Dossier, period: Period, today: Date) -> BTreeMap<String, IndicatorLoad> {
        let mut loads: BTreeMap<String, IndicatorLoad> = BTreeMap::new();
        if !dossier.has(period) {
            return loads;
        }
        for indicator in dossier.plan.indicators.iter() {
            let assignment = dossier.responsible(indicator);
            let is_awaited = !assignment.lead.is_empty() && dossier.awaits_reading(indicator, period, today);
            for name in assignment.lead {
                let load = loads.entry(name).or_default();
                load.led += 1;
                load.awaited += u32::from(is_awaited);
            }
            for name in assignment.support {
                loads.entry(name).or_default().supported += 1;
            }
        }
        loads
    }
}
