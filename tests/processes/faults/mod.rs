//! Faults made to happen, in a short run. The long run is `cargo bench --bench faults`.
//!
//! `PLANDESK_FAULT_SEED` repeats a run. What needs root to mount file systems is skipped without it, with a word.

pub mod child;
mod damage;
mod disk;
mod kill;
mod power;
mod watch;

pub use watch::Random;

use crate::support::skipped::skipped;

/// Not a test of its own: what the started processes do.
#[test]
fn in_another_process() {
    child::play();
}

fn or_skipped(done: bool) {
    if !done {
        skipped("mounting file systems, or making files immutable, needs root");
    }
}

#[test]
fn whatever_was_acknowledged_survives_kills() {
    kill::kills(60);
}

#[test]
fn of_processes_that_race_to_start_one_gets_the_store() {
    kill::races(6);
}

#[test]
fn whatever_was_acknowledged_survives_power_cuts() {
    or_skipped(power::cuts(4));
}

#[test]
fn whatever_a_disk_does_to_unsynced_writes_loses_nothing() {
    power::unsynced(40);
}

#[test]
fn a_full_disk_loses_nothing_and_saving_goes_on_with_room() {
    or_skipped(disk::full(4));
}

#[test]
fn a_read_only_disk_is_told() {
    or_skipped(disk::read_only());
}

#[test]
fn permission_that_is_taken_away_is_told_and_may_come_back() {
    or_skipped(disk::permission_taken_away());
}

#[test]
fn a_disk_that_stands_still_is_waited_for() {
    or_skipped(disk::slow(1));
}

#[test]
fn a_bit_flipped_anywhere_loses_nothing() {
    damage::flips(60);
}

#[test]
fn what_a_ruined_store_can_not_bring_back_is_named() {
    damage::ruins(40);
}

#[test]
fn a_last_file_cut_off_anywhere_loses_nothing_that_is_whole() {
    damage::cuts_of_the_last_file(97);
}
