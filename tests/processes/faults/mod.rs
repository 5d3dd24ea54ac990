//! Injected faults, in a short run. The long run is `cargo bench --bench faults`.
//!
//! `PLANDESK_FAULT_SEED` repeats a run. Tests that need root to mount file systems are skipped without it, with a
//! message.

pub mod child;
mod damage;
pub mod disk;
mod kill;
mod power;
mod watch;

pub use watch::Random;

use crate::support::skipped::skipped;

/// Not a test of its own: the code of the processes that other tests start.
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
fn acknowledged_changes_survive_kills() {
    kill::kills(60);
}

#[test]
fn only_one_of_several_starting_processes_gets_the_store() {
    kill::races(6);
}

#[test]
fn acknowledged_changes_survive_power_cuts() {
    or_skipped(power::cuts(4));
}

#[test]
fn acknowledged_changes_survive_any_loss_of_unsynced_writes() {
    power::unsynced(40);
}

#[test]
fn a_full_disk_loses_nothing_and_saving_goes_on_with_room() {
    or_skipped(disk::full(4));
}

#[test]
fn a_read_only_disk_is_reported() {
    or_skipped(disk::read_only());
}

#[test]
fn a_lost_permission_is_reported_and_saving_resumes_once_it_is_back() {
    or_skipped(disk::permission_taken_away());
}

#[test]
fn saves_wait_for_a_stalled_disk() {
    or_skipped(disk::slow(1));
}

#[test]
fn a_bit_flipped_anywhere_loses_nothing() {
    damage::flips(60);
}

#[test]
fn entries_that_a_ruined_store_can_not_recover_are_named() {
    damage::ruins(40);
}

#[test]
fn a_last_file_cut_off_anywhere_loses_no_complete_entry() {
    damage::cuts_of_the_last_file(97);
}
