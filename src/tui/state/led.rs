//! The work of main leads: of the tasks of each, the number reported on and completed in each period.

use std::collections::HashMap;

use crate::plan::progress::per_cent;
use crate::plan::roll_up::PlanRollUp;
use crate::plan::{Dossier, ItemId, Period, Rhythm};

/// The share of some tasks that is done in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// All of them.
    pub tasks: u32,
    /// Those with a status.
    pub reported: u32,
    /// Those that are completed.
    pub completed: u32,
}

impl Share {
    /// Returns two shares together.
    pub fn plus(self, other: Share) -> Share {
        Share {
            tasks: self.tasks + other.tasks,
            reported: self.reported + other.reported,
            completed: self.completed + other.completed,
        }
    }

    /// Returns the share that is completed, in per cent, rounded; `None` as long as nothing is reported.
    pub fn completion(self) -> Option<u32> {
        if self.reported == 0 { None } else { per_cent(self.completed, self.tasks) }
    }
}

/// The tasks of a plan that have one main lead.
#[derive(Debug)]
pub struct Led {
    /// The lead, as the plan's counts number it.
    pub lead: u32,
    /// The share done in each period of the plan.
    pub shares: Vec<(Period, Share)>,
}

/// Returns the work of the main leads of a plan, and of the tasks without one.
pub fn led(counts: &PlanRollUp, dossier: &Dossier) -> Vec<Led> {
    let plan = &dossier.plan;
    let periods = dossier.periods();
    // All tasks of each lead, and those that are marked.
    let mut counts_of = vec![[0, 0]; counts.departments().count()];
    let mut lead_of: HashMap<&ItemId, usize> = HashMap::new();
    for (task, lead) in plan.tasks.iter().zip(&counts.leads) {
        let lead = *lead as usize;
        counts_of[lead][0] += 1;
        counts_of[lead][1] += u32::from(dossier.marks.contains_key(&task.id));
        if !dossier.reviews.is_empty() {
            lead_of.insert(&task.id, lead);
        }
    }
    let share = |period: &Period, [all, marked]: [u32; 2]| match dossier.rhythm(period.kind()) {
        Rhythm::Marked => Share { tasks: marked, ..Share::default() },
        Rhythm::All | Rhythm::None => Share { tasks: all, ..Share::default() },
    };
    let unreported = |tasks: &[u32; 2]| periods.iter().map(|period| share(period, *tasks)).collect();
    let mut by_lead: Vec<Vec<Share>> = counts_of.iter().map(unreported).collect();
    for ((item, of), review) in &dossier.reviews {
        let (Some(status), Some(lead)) = (review.status, lead_of.get(item)) else { continue };
        // A review speaks for its own period, and for the longer ones that have no other word.
        let speaks_for = |period: Period| {
            period == *of
                || period.last_part(of.kind()) == Some(*of)
                    && dossier.review(item, period).is_some_and(|in_force| std::ptr::eq(in_force, review))
        };
        for (at, period) in periods.iter().enumerate().filter(|(_, period)| speaks_for(**period)) {
            if dossier.asks(item, *period) {
                let share = &mut by_lead[*lead][at];
                share.reported += 1;
                share.completed += u32::from(status.is_done());
            }
        }
    }
    let in_periods = |shares: Vec<Share>| periods.iter().copied().zip(shares).collect();
    let by_lead = (0..).zip(by_lead).zip(counts_of).filter(|(_, [tasks, _])| *tasks > 0);
    by_lead.map(|((lead, shares), _)| Led { lead, shares: in_periods(shares) }).collect()
}
