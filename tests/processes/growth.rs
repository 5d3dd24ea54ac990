//! The growth of a desk's memory with the number of saves.
//!
//! `PLANDESK_GROWTH_COMMANDS` sets how many changes are saved:
//! `PLANDESK_GROWTH_COMMANDS=100000 cargo test --test processes growth -- --nocapture`.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::faults::child::{TASKS, ask_the_desk, start_desk};
use crate::load::process::{Running, resident};
use crate::support::store::filled_store;

/// Connections at a time, each with one command after the other.
const CONNECTIONS: usize = 10;
/// Changes saved before the first measurement.
const WARM: u32 = 200;
/// KiB that the system's allocator may add over time: it keeps memory for each of the threads that have run at once.
const ALLOCATOR: f64 = 10_240.0;
/// KiB for each change: the state keeps the number and the checksum of every entry of the journal.
const ENTRY: f64 = 0.5;

#[test]
fn memory_does_not_grow_with_the_changes_saved_but_for_their_checksums() {
    let commands = std::env::var("PLANDESK_GROWTH_COMMANDS").ok().and_then(|count| count.parse().ok()).unwrap_or(800);
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    filled_store(&dir, TASKS, 0);
    let mut desk = Running(start_desk(&dir));
    while ask_the_desk(&dir, "first", 0).is_none() {
        assert!(desk.try_wait().unwrap().is_none(), "the desk has ended");
        thread::sleep(Duration::from_millis(10));
    }
    save(&dir, WARM);
    let before = resident(desk.id());
    save(&dir, commands);
    let after = resident(desk.id());
    println!("{commands} changes over {CONNECTIONS} connections: {before:.0} KiB before, {after:.0} KiB after");
    let most = ALLOCATOR + ENTRY * f64::from(commands);
    assert!(after - before < most, "{commands} changes took {:.0} KiB, and may take {most:.0}", after - before);
}

/// Saves so many changes by way of the desk, over several connections at a time.
fn save(dir: &Path, count: u32) {
    let next = AtomicU32::new(0);
    thread::scope(|scope| {
        for connection in 0..CONNECTIONS {
            let next = &next;
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    assert!(ask_the_desk(dir, &format!("{connection}-{number}"), number).is_some(), "change {number}");
                }
            });
        }
    });
}
