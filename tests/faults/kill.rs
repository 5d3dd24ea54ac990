//! Processes killed at random points, and processes that race to start.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use plandesk::store::Store;

use crate::child::{Saver, start};
use crate::store_support::*;
use crate::watch::{Random, Watch, add};

/// A new store is begun after so many kills, lest the history grows without end.
const KILLS_A_STORE: u64 = 100;

/// Kills a process that saves from two sessions, half of the times within the first 50 ms of its life, else while it is
/// saving. Prints the figures.
pub fn kills(rounds: u64) {
    let mut random = Random::seeded("kills");
    let began = std::time::Instant::now();
    let (mut acknowledged, mut mended) = (0, BTreeMap::new());
    for first in (0..rounds).step_by(KILLS_A_STORE as usize) {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("store");
        let mut watch = Watch::begin(&dir);
        for round in first..rounds.min(first + KILLS_A_STORE) {
            let said = life_and_death(&dir, round, &mut random);
            watch.check(&dir, said, &format!("kill {round}"));
        }
        acknowledged += watch.finish(&dir);
        add(&mut mended, &watch.mended);
    }
    println!(
        "{rounds} kills: {acknowledged} acknowledged changes, 0 lost, 0 stores that did not open; {mended:?}; {:.0} s",
        began.elapsed().as_secs_f64()
    );
    assert!(rounds < 20 || acknowledged > 0, "nothing was saved before the kills");
}

fn life_and_death(dir: &Path, round: u64, random: &mut Random) -> Vec<(u64, String)> {
    let saver = Saver::start(dir);
    let mut said = Vec::new();
    if round.is_multiple_of(2) {
        sleep(Duration::from_micros(random.below(50_000)));
    } else {
        said = saver.first();
        sleep(Duration::from_micros(random.below(40_000)));
    }
    said.extend(saver.kill());
    said
}

/// Several processes start on one store at the same moment, again and again: one gets it, and the others are told.
pub fn races(rounds: u64) {
    for round in 0..rounds {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("store");
        if round.is_multiple_of(2) {
            filled_store(&dir, 2, 2);
        }
        let mut racers: Vec<_> = (0..3).map(|_| start("hold", &dir)).collect();
        // All have their answer once two have ended; the winner waits for its pipe to be closed.
        let mut said = Vec::new();
        let mut ended = 0;
        while ended < 2 {
            ended = racers.iter_mut().filter_map(|racer| racer.try_wait().unwrap()).count();
            sleep(Duration::from_millis(1));
        }
        for mut racer in racers {
            drop(racer.stdin.take());
            let mut output = String::new();
            racer.stdout.take().unwrap().read_to_string(&mut output).unwrap();
            racer.wait().unwrap();
            said.extend(output.lines().filter(|line| ["holding", "busy"].contains(line)).map(str::to_string));
        }
        said.sort();
        assert_eq!(said, ["busy", "busy", "holding"], "race {round}");
        let (_, opened) = Store::open(&dir).unwrap();
        assert_eq!((opened.account, opened.dossiers.len()), (vec![], usize::from(round.is_multiple_of(2))));
    }
    println!("{rounds} races of 3 processes to start: one winner each, the others told who");
}
