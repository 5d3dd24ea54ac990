//! The memory of a desk does not grow with the changes that it has saved.
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

/// The number of concurrent connections, each with one command after another.
const CONNECTIONS: usize = 10;
/// The number of parts; memory is measured after each.
const PARTS: u32 = 10;
/// KiB that the system's allocator may add, since it keeps memory for each thread that has run.
const ALLOCATOR: f64 = 10_240.0;

/// The minimum of some measurements is compared with that of later ones, since a desk needs more memory for a moment
/// while it compresses a file or makes a backup.
#[test]
fn memory_does_not_grow_with_the_changes_saved() {
    let commands = std::env::var("PLANDESK_GROWTH_COMMANDS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("store");
    filled_store(&dir, TASKS, 0);
    let mut desk = Running(start_desk(&dir));
    while ask_the_desk(&dir, "first", 0).is_none() {
        assert!(desk.try_wait().unwrap().is_none(), "the desk has ended");
        thread::sleep(Duration::from_millis(10));
    }
    let measured = (1..=PARTS).map(|part| {
        save(&dir, commands / PARTS);
        let memory = resident(desk.id());
        println!("{} changes over {CONNECTIONS} connections: {memory:.0} KiB", part * (commands / PARTS));
        memory
    });
    let measured: Vec<f64> = measured.collect();
    let least = |parts: &[f64]| parts.iter().copied().fold(f64::INFINITY, f64::min);
    let (before, after) = (least(&measured[1..5]), least(&measured[6..]));
    assert!(after - before < ALLOCATOR, "{before:.0} KiB became {after:.0} KiB");
}

/// Saves so many changes through the desk over several concurrent connections.
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
