//! Tests that know plandesk from outside: the program, and the files described in its documents for users.
//!
//! They record the changes that the program has reported as saved, cause faults, and hold the program to
//! `docs/recovery.md`. `PLANDESK_OUTSIDE_SECONDS` sets the duration of each test, 2 s by default; `PLANDESK_FAULT_SEED`
//! repeats a run: `PLANDESK_OUTSIDE_SECONDS=600 cargo test --test processes outside -- --nocapture --test-threads 1`.

mod hostile;
mod kills;
mod office;
mod roles;
mod ruins;

use std::time::{Duration, Instant};

use crate::faults::Random;

/// Calls `round` until the time is over, at least once. Returns the number of calls.
fn until_time_is_over(mut round: impl FnMut(u64)) -> u64 {
    let seconds = std::env::var("PLANDESK_OUTSIDE_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(2);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut rounds = 0;
    while rounds == 0 || Instant::now() < end {
        round(rounds);
        rounds += 1;
    }
    rounds
}

#[test]
fn killed_commands_and_desks_lose_nothing_acknowledged() {
    kills::at_random_moments(&mut Random::seeded("kills from outside"));
}

#[test]
fn commands_killed_at_a_system_call_lose_nothing_acknowledged() {
    kills::at_system_calls(&mut Random::seeded("kills at system calls"));
}

#[test]
fn failing_system_calls_lose_nothing_acknowledged_and_cause_no_panic() {
    kills::errors_of_system_calls(&mut Random::seeded("errors of system calls"));
}

#[test]
fn ruined_files_lose_nothing_acknowledged_unreported() {
    ruins::of_every_kind(&mut Random::seeded("ruined files"));
}

#[test]
fn no_role_can_change_more_than_it_may() {
    roles::refuse_what_is_not_theirs(&mut Random::seeded("roles"));
}

#[test]
fn hostile_files_are_refused_and_change_nothing() {
    hostile::files_of_every_kind(&mut Random::seeded("hostile files"));
}
