//! Measures the time to count 100,000 tasks after a review of one of them: in ten plans, of which one changed, and in a
//! single plan.
//!
//! `cargo bench --bench roll_up`
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/plan.rs"]
mod plan;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/store.rs"]
mod store_support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use plandesk::plan::roll_up::{PlanRollUp, RollUp};
use plandesk::plan::{Decision, Dossier, Due, ItemKind, Kept, Period, Review, Status, Year};

const ROUNDS: usize = 50;
const PERIOD: Period = Period::annual(Year(2023));

fn main() {
    measure("10 plans of 10,000", 10, 10_000);
    measure("1 plan of 100,000", 1, 100_000);
}

/// Returns a plan in which every task is assigned, and reviewed in three periods.
fn dossier(name: &str, tasks: u32) -> Arc<Dossier> {
    let mut dossier = Dossier::new(store_support::sample_plan(name, tasks, "健康"));
    for (at, task) in dossier.plan.tasks.clone().iter().enumerate() {
        let lead = Some(vec![format!("部门{}", at % 40)]);
        let decision = Decision { lead, due: Some(Due::end_of_year(Year(2022))), ..Decision::default() };
        dossier.decisions.insert(task.id.clone(), decision);
        for period in [Period::annual(Year(2021)), Period::annual(Year(2022)), PERIOD] {
            let status = Some(Status::ALL[at % Status::ALL.len()]);
            dossier.reviews.insert((task.id.clone(), period), Review { status, ..Review::default() });
        }
    }
    Arc::new(dossier)
}

fn measure(name: &str, plans: usize, tasks: u32) {
    let mut dossiers: Vec<Arc<Dossier>> = (0..plans).map(|at| dossier(&format!("plan-{at}-2025"), tasks)).collect();
    let mut roll_ups = Kept::default();
    let mut times: Vec<Duration> = Vec::new();
    for round in 0..=ROUNDS {
        let id = dossiers[0].plan.id.item(ItemKind::Task, u32::try_from(round).unwrap() + 1);
        let review = Review { status: Some(Status::Completed), ..Review::default() };
        Arc::make_mut(&mut dossiers[0]).reviews.insert((id, PERIOD), review);
        let started = Instant::now();
        roll_ups.renew(&dossiers, |_, dossier| PlanRollUp::of(dossier, PERIOD, jiff::civil::Date::MAX));
        let all = roll_ups.all().fold(RollUp::default(), |sum, counts| sum.plus(counts.all));
        times.push(started.elapsed());
        assert_eq!(all.total, tasks * u32::try_from(plans).unwrap());
    }
    let first = times.remove(0);
    times.sort();
    println!("{name}: first {first:?}; after a change median {:?}, slowest {:?}", times[ROUNDS / 2], times[ROUNDS - 1]);
}
