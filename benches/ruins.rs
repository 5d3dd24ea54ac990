//! Stores with 34,000 entries, damaged in every known way, each opened by a process of its own: `cargo bench --bench
//! ruins`. None may take more than 5 s or 200 MB to be opened, mended or refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/keystrokes.rs"]
mod keystrokes;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/plan.rs"]
mod plan;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/store.rs"]
mod store_support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use plandesk::plan::ItemKind;
use plandesk::store::{Options, Store};
use store_support::*;

/// The number of entries in the store, including the imports of its plans.
const ENTRIES: u32 = 34_000;
const PLANS: u32 = 6;
const TASKS: u32 = 76;
/// The size at which a file of the journal is closed, so that there are several.
const FILE: u64 = 4 << 20;
/// The maximum time in seconds and memory in megabytes.
const MOST: (f64, f64) = (5.0, 200.0);
/// The environment variable that tells the child process which store to open.
const STORE: &str = "PLANDESK_BENCH_STORE";

/// A name, and the function that damages a store, with another store to take files from.
type Ruin = (&'static str, fn(&Path, &Path));

const RUINS: [Ruin; 20] = [
    ("nothing", |_, _| {}),
    ("state removed", |store, _| remove(&store.join("state"))),
    ("state of another store", |store, other| exchange(store, other, "state")),
    ("journal removed", |store, _| remove(&store.join("journal"))),
    ("journal of another store", |store, other| exchange(store, other, "journal")),
    ("journal and state removed", |store, _| ["journal", "state"].iter().for_each(|part| remove(&store.join(part)))),
    ("a closed file removed", |store, _| remove(&first(store))),
    ("a closed file emptied", |store, _| change(&first(store), Vec::clear)),
    ("a closed file cut in half", |store, _| change(&first(store), |bytes| bytes.truncate(bytes.len() / 2))),
    ("a closed file zeroed from its middle", |store, _| change(&first(store), |bytes| zero_half(bytes))),
    ("a bit of a closed file flipped", |store, _| change(&first(store), |bytes| flip(bytes))),
    ("every closed file emptied, no state", |store, _| {
        closed(store).iter().for_each(|file| change(file, Vec::clear));
        remove(&store.join("state"));
    }),
    ("the last file emptied", |store, _| change(&last(store), Vec::clear)),
    ("the last file cut in half", |store, _| change(&last(store), |bytes| bytes.truncate(bytes.len() / 2))),
    ("the last file zeroed from its middle", |store, _| change(&last(store), |bytes| zero_half(bytes))),
    ("a bit in the last file flipped", |store, _| change(&last(store), |bytes| flip(bytes))),
    ("the last file's lines in reverse", |store, _| change(&last(store), reverse)),
    ("the last file's lines twice", |store, _| change(&last(store), |bytes| bytes.extend_from_within(..))),
    ("a file of another store after the last", |store, other| {
        fs::copy(last(other), store.join("journal/000099.jsonl")).map(drop).unwrap();
    }),
    ("every file zeroed from its middle, no state", |store, _| {
        files(store).iter().for_each(|file| change(file, |bytes| zero_half(bytes)));
        remove(&store.join("state"));
    }),
];

fn main() {
    if let Some(store) = std::env::var_os(STORE) {
        return open(Path::new(&store));
    }
    let place = tempfile::tempdir().unwrap();
    let (whole, other) = (place.path().join("whole"), place.path().join("other"));
    fill(&whole, ENTRIES - PLANS);
    fill(&other, 2000);
    println!("{} files of the journal; seconds and megabytes to open the store:", files(&whole).len());
    let mut failed = false;
    for (name, ruin) in RUINS {
        let store = place.path().join("ruined");
        copy_folder(&whole, &store);
        ruin(&store, &other);
        let opened = Command::new(std::env::current_exe().unwrap()).env(STORE, &store).output().unwrap();
        let told = String::from_utf8(opened.stdout).unwrap();
        let figures: Vec<f64> = told.split(' ').take(2).filter_map(|figure| figure.parse().ok()).collect();
        let [seconds, memory] = figures[..] else {
            panic!("{name}: {told}{}", String::from_utf8_lossy(&opened.stderr))
        };
        let is_in_bounds = seconds <= MOST.0 && memory <= MOST.1;
        failed |= !is_in_bounds;
        println!("{name}: {}{}", told.trim_end(), if is_in_bounds { "" } else { "  TOO MUCH" });
        remove(&store);
    }
    assert!(!failed, "some ruined stores take too much");
}

/// Creates a store with plans and reviews, whose journal files are closed early.
fn fill(dir: &Path, reviews: u32) {
    let options = Options { segment_bytes: FILE, ..Options::default() };
    let (mut store, _) = Store::open_with(dir, options).unwrap();
    let wording = "健全服务网络，改善设施条件，加强人员培训，推动优质资源下沉，逐步实现城乡服务均等化".repeat(2);
    for number in 0..PLANS {
        store.append(import(sample_plan(&plan_name(number), TASKS, &wording))).unwrap();
    }
    for number in 0..reviews {
        let item = plan_id(&plan_name(number % PLANS)).item(ItemKind::Task, number / PLANS % TASKS + 1);
        store.append(review(store.dossiers(), &item, (number % 101) as u8)).unwrap();
    }
    store.flush();
}

fn plan_name(number: u32) -> String {
    format!("mou{number}-wsjk-2025")
}

/// Opens a store, and prints the seconds, the megabytes, and the result.
fn open(dir: &Path) {
    let began = Instant::now();
    let result = match Store::open(dir) {
        Ok((store, opened)) => format!("{} entries, {} repairs", store.last_seq(), opened.repairs.len()),
        Err(error) => format!("refused: {}", error.to_string().chars().take(60).collect::<String>()),
    };
    println!("{:.2} {:.0} {result}", began.elapsed().as_secs_f64(), keystrokes::peak_memory());
}

fn files(store: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(store.join("journal")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

fn closed(store: &Path) -> Vec<PathBuf> {
    let mut files = files(store);
    files.pop();
    files
}

fn first(store: &Path) -> PathBuf {
    closed(store).remove(0)
}

fn last(store: &Path) -> PathBuf {
    files(store).pop().unwrap()
}

fn remove(path: &Path) {
    match path.is_dir() {
        true => fs::remove_dir_all(path).unwrap(),
        false => fs::remove_file(path).unwrap(),
    }
}

fn exchange(store: &Path, other: &Path, part: &str) {
    remove(&store.join(part));
    copy_folder(&other.join(part), &store.join(part));
}

fn change(file: &Path, how: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(file).unwrap();
    how(&mut bytes);
    fs::write(file, bytes).unwrap();
}

fn zero_half(bytes: &mut [u8]) {
    let half = bytes.len() / 2;
    bytes[half..].fill(0);
}

fn flip(bytes: &mut [u8]) {
    let half = bytes.len() / 2;
    bytes[half] ^= 1;
}

fn reverse(bytes: &mut Vec<u8>) {
    *bytes = bytes.split_inclusive(|byte| *byte == b'\n').rev().flatten().copied().collect();
}
