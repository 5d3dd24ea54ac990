//! Fault injection over a long time: `cargo bench --bench faults`. It takes about half an hour.
//!
//! With numbers, only the named faults are injected, as often as given:
//! `cargo bench --bench faults -- --kills 10000 --races 100 --cuts 500 --unsynced 2000 --full 100 --slow 10 --flips 5000
//! --ruins 2000 --torn 1`, where the last cuts the journal's last file off at every byte, or at every so many.
//! `PLANDESK_FAULT_SEED` repeats a run; power cuts, full and slow disks need root, to mount file systems.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/processes/faults/child.rs"]
mod child;
#[path = "../tests/processes/faults/damage.rs"]
mod damage;
#[path = "../tests/processes/faults/disk.rs"]
mod disk;
#[path = "../tests/processes/faults/kill.rs"]
mod kill;
#[path = "../tests/processes/faults/power.rs"]
mod power;
mod support {
    #[allow(dead_code, reason = "tests and benches each use a part")]
    #[path = "../../tests/support/plan.rs"]
    pub mod plan;
    #[allow(dead_code, reason = "tests and benches each use a part")]
    #[path = "../../tests/support/store.rs"]
    pub mod store;
}
#[path = "../tests/processes/faults/watch.rs"]
mod watch;

/// The option of a fault, the number of injections in a full run, and the function that injects it.
type Fault = (&'static str, u64, fn(u64));

const FAULTS: [Fault; 9] = [
    ("--kills", 10_000, kill::kills),
    ("--races", 100, kill::races),
    ("--cuts", 500, |rounds| skipped_unless(power::cuts(rounds), "power cuts on ext4")),
    ("--unsynced", 2_000, power::unsynced),
    ("--full", 100, |rounds| skipped_unless(disk::full(rounds), "full disks")),
    ("--slow", 10, |rounds| skipped_unless(disk::slow(rounds), "slow disks")),
    ("--flips", 5_000, damage::flips),
    ("--ruins", 2_000, damage::ruins),
    ("--torn", 1, |step| damage::cuts_of_the_last_file(step as usize)),
];

fn main() {
    if child::play() {
        return;
    }
    let arguments: Vec<String> = std::env::args().collect();
    let asked = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        Some(arguments.get(place + 1).and_then(|rounds| rounds.parse().ok()).expect("a number after the fault's name"))
    };
    let all = !FAULTS.iter().any(|(name, ..)| asked(name).is_some());
    for (name, usual, make) in FAULTS {
        if let Some(rounds) = asked(name).or(all.then_some(usual)) {
            make(rounds);
        }
    }
    if all {
        skipped_unless(disk::read_only(), "a read-only disk");
        skipped_unless(disk::permission_taken_away(), "permission taken away");
    }
}

fn skipped_unless(done: bool, what: &str) {
    if !done {
        println!("{what}: skipped, since mounting file systems needs root");
    }
}
