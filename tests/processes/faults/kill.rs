//! Processes killed at random moments, and processes that race to open a store.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use plandesk::store::Store;

use super::child::{Saver, start, start_desk};
use super::watch::{Random, Watch, add};
use crate::support::store::*;

/// The number of kills after which a new store is begun, so that the history does not grow without end.
const KILLS_A_STORE: u64 = 100;

/// Kills processes: half of the times one that saves, within the first 50 ms of its life; half of the times a desk
/// through which two clients save, and now and then a client as well. Prints the figures.
pub fn kills(rounds: u64) {
    let mut random = Random::seeded("kills");
    let began = std::time::Instant::now();
    let (mut early, mut told, mut mended) = (0, 0, BTreeMap::new());
    for first in (0..rounds).step_by(KILLS_A_STORE as usize) {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("store");
        let mut watch = Watch::begin(&dir);
        let kills = KILLS_A_STORE.min(rounds - first);
        early += kill_early(&dir, first, kills / 2, &mut watch, &mut random);
        told += kill_desks(&dir, first + kills / 2, kills - kills / 2, &mut watch, &mut random);
        watch.finish(&dir);
        add(&mut mended, &watch.mended);
    }
    println!(
        "{rounds} kills: {} acknowledged changes ({early} by processes of at most 50 ms, {told} by way of a desk), \
         0 lost, 0 stores that did not open; {mended:?}; {:.0} s",
        early + told,
        began.elapsed().as_secs_f64()
    );
    assert!(told > 0, "nothing was saved before the kills");
}

/// Kills a process that saves within the first 50 ms of its life, again and again. Returns the number of acknowledged
/// changes.
fn kill_early(dir: &Path, first: u64, times: u64, watch: &mut Watch, random: &mut Random) -> u64 {
    let mut acknowledged = 0;
    for round in first..first + times {
        let saver = Saver::start(dir);
        sleep(Duration::from_micros(random.below(50_000)));
        let said = saver.kill();
        acknowledged += said.len() as u64;
        watch.check(dir, said, &format!("kill {round}"));
    }
    acknowledged
}

/// Kills one desk after another while the same two clients save through them. Returns the number of acknowledged
/// changes.
fn kill_desks(dir: &Path, first: u64, times: u64, watch: &mut Watch, random: &mut Random) -> u64 {
    let mut acknowledged = 0;
    let mut clients = [Saver::client(dir), Saver::client(dir)];
    for round in first..first + times {
        let mut desk = start_desk(dir);
        let mut said = clients[random.below(2) as usize].first();
        assert!(!said.is_empty(), "kill {round}: nothing can be saved by way of this desk");
        sleep(Duration::from_micros(random.below(40_000)));
        if random.below(5) == 0 {
            let killed = std::mem::replace(&mut clients[random.below(2) as usize], Saver::client(dir));
            said.extend(killed.kill());
            sleep(Duration::from_micros(random.below(10_000)));
        }
        desk.kill().unwrap();
        desk.wait().unwrap();
        said.extend(clients.iter().flat_map(Saver::so_far));
        acknowledged += said.len() as u64;
        watch.check(dir, said, &format!("kill {round}, of a desk"));
    }
    let last: Vec<_> = clients.into_iter().flat_map(Saver::kill).collect();
    acknowledged += last.len() as u64;
    watch.check(dir, last, "what clients were told last");
    acknowledged
}

/// Starts several processes on one store at the same moment, again and again: one gets it, and the others are refused.
pub fn races(rounds: u64) {
    for round in 0..rounds {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("store");
        if round.is_multiple_of(2) {
            filled_store(&dir, 2, 2);
        }
        let mut racers: Vec<_> = (0..3).map(|_| start("hold", &dir)).collect();
        // All have their answer once two have ended; the winner waits until its pipe is closed.
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
        assert_eq!((opened.repairs, opened.dossiers.len()), (vec![], usize::from(round.is_multiple_of(2))));
    }
    println!("{rounds} races of 3 processes to start: one winner each, the others told who");
}
