//! A harness that knows plandesk from outside: the program, and the files that its pages for users describe.
//!
//! It notes what the program has called saved, causes faults, and holds the program to what `docs/recovery.md` says.
//! `PLANDESK_OUTSIDE_SECONDS` sets how long each test goes on, 2 s without it; `PLANDESK_FAULT_SEED` repeats a run:
//! `PLANDESK_OUTSIDE_SECONDS=600 cargo test --test processes outside -- --nocapture --test-threads 1`.

mod hostile;
mod kills;
mod office;
mod roles;
mod ruins;

use std::time::{Duration, Instant};

use crate::faults::Random;

/// Calls `round` until the time is over, once at least; returns how often.
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
fn commands_and_desks_that_are_killed_lose_nothing_acknowledged() {
    kills::at_random_moments(&mut Random::seeded("kills from outside"));
}

#[test]
fn commands_that_are_killed_at_a_system_call_lose_nothing_acknowledged() {
    kills::at_system_calls(&mut Random::seeded("kills at system calls"));
}

#[test]
fn errors_of_the_system_lose_nothing_acknowledged_and_end_in_no_panic() {
    kills::errors_of_system_calls(&mut Random::seeded("errors of system calls"));
}

#[test]
fn files_that_are_ruined_lose_nothing_acknowledged_without_a_word() {
    ruins::of_every_kind(&mut Random::seeded("ruined files"));
}

#[test]
fn no_role_changes_what_it_may_not() {
    roles::refuse_what_is_not_theirs(&mut Random::seeded("roles"));
}

#[test]
fn hostile_files_are_refused_and_change_nothing() {
    hostile::files_of_every_kind(&mut Random::seeded("hostile files"));
}
