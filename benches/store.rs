//! Measures saving and opening, compared with the minimum that the disk allows in the same run.
//!
//! `cargo bench --bench store`. The store is in the folder named by `PLANDESK_BENCH_DIR`, or else in the system's
//! folder for temporary files; on a memory disk a bare append costs nothing and the ratios are meaningless.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/plan.rs"]
mod plan;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/store.rs"]
mod store_support;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use plandesk::plan::ItemKind;
use plandesk::plan::dossier::{Dossiers, apply_all};
use plandesk::store::{NewEntry, Options, Store};
use store_support::*;

/// Plans with the sizes of the bundled ones: 457 tasks and projects.
const PLANS: [(&str, u32); 6] = [
    ("kashi-wsjk-2025", 80),
    ("kashi-cjr-2025", 102),
    ("bachu-wsjk-2025", 52),
    ("changji-cjr-2025", 102),
    ("tongxin-cjr-2025", 60),
    ("balikun-jk-2030", 61),
];
const REVIEWS: u32 = 3000;
const SAVES: usize = 3000;

fn main() {
    let place = match std::env::var_os("PLANDESK_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let dir = place.path().join("store");
    let dossiers = six_plans(&dir);
    sizes(&dir);
    let dossiers = saving(&dir, dossiers, Options::default());
    println!("the same while files of the journal are closed and compressed all the time:");
    let dossiers = saving(&dir, dossiers, Options { segment_bytes: 128 << 10, ..Options::default() });
    growth(&dir, dossiers);
    sizes(&dir);
    opening(&dir, place.path());
    history(&dir);
}

fn six_plans(dir: &Path) -> Dossiers {
    let (mut store, mut dossiers) = open_clean(dir);
    let wording = "健全服务网络，改善设施条件，加强人员培训，推动优质资源下沉，逐步实现城乡服务均等化".repeat(2);
    let began = Instant::now();
    for (name, tasks) in PLANS {
        save(&mut store, &mut dossiers, import(sample_plan(name, tasks, &wording)));
    }
    println!("import of six plans, 457 items: {:.1} ms", ms(began.elapsed()));
    for number in 0..REVIEWS {
        let entry = nth_review(&dossiers, number);
        save(&mut store, &mut dossiers, entry);
    }
    dossiers
}

fn save(store: &mut Store, dossiers: &mut Dossiers, entry: NewEntry) {
    apply_all(dossiers, &entry.changes).unwrap();
    store.append(entry).unwrap();
}

fn nth_review(dossiers: &Dossiers, number: u32) -> NewEntry {
    let (name, tasks) = PLANS[number as usize % PLANS.len()];
    let item = plan_id(name).item(ItemKind::Task, number / 6 % tasks + 1);
    review(dossiers, &item, (number % 101) as u8)
}

/// Measures saves and bare appends of lines with the same length alternately, so that both see the same disk.
fn saving(dir: &Path, mut dossiers: Dossiers, options: Options) -> Dossiers {
    let (mut store, _) = Store::open_with(dir, options).unwrap();
    let line = vec![b'x'; line_length(dir)];
    let mut bare_file = File::options().append(true).create(true).open(dir.with_file_name("bare")).unwrap();
    let (mut bare, mut saved) = (Vec::new(), Vec::new());
    let mut append_bare = || {
        let began = Instant::now();
        bare_file.write_all(&line).unwrap();
        bare_file.sync_data().unwrap();
        bare.push(began.elapsed());
    };
    for number in 0..SAVES as u32 {
        let entry = nth_review(&dossiers, number);
        apply_all(&mut dossiers, &entry.changes).unwrap();
        // The order alternates, in case the first of the two always slows down the second.
        let bare_first = number / 2 % 2 == 0;
        if bare_first {
            append_bare();
        }
        let began = Instant::now();
        store.append(entry).unwrap();
        saved.push(began.elapsed());
        if !bare_first {
            append_bare();
        }
    }
    println!("one status change saved, {SAVES} times, lines of {} bytes:", line.len());
    let compare = |name: &str, saved: Duration, bare: Duration| {
        let ratio = ms(saved) / ms(bare);
        println!("  {name}: {:.3} ms; bare write + fdatasync {:.3} ms; ratio {ratio:.2}", ms(saved), ms(bare));
    };
    compare("mean", saved.iter().sum::<Duration>() / SAVES as u32, bare.iter().sum::<Duration>() / SAVES as u32);
    for share in [10, 50, 95, 99, 100] {
        compare(&format!("p{share}"), percentile(&mut saved, share), percentile(&mut bare, share));
    }
    dossiers
}

/// Measures the memory in MB of an open store while more and more is saved.
fn growth(dir: &Path, mut dossiers: Dossiers) {
    let (mut store, _) = open_clean(dir);
    let resident = || {
        let pages = fs::read_to_string("/proc/self/statm").ok()?;
        pages.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096 / 1_000_000)
    };
    let mut sizes = vec![resident().unwrap_or(0)];
    for _ in 0..5 {
        for number in 0..5000 {
            let entry = nth_review(&dossiers, number);
            save(&mut store, &mut dossiers, entry);
        }
        sizes.push(resident().unwrap_or(0));
    }
    println!("memory after each 5,000 saves of one process: {sizes:?} MB");
}

fn line_length(dir: &Path) -> usize {
    let mut files: Vec<_> = fs::read_dir(dir.join("journal")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let journal = fs::read(files.pop().unwrap()).unwrap();
    journal.split(|&byte| byte == b'\n').rev().nth(1).map_or(500, <[u8]>::len) + 1
}

fn opening(dir: &Path, place: &Path) {
    let mut times = Vec::new();
    let mut closing = Vec::new();
    for _ in 0..30 {
        let began = Instant::now();
        let opened = black_box(open_clean(dir));
        times.push(began.elapsed());
        let began = Instant::now();
        drop(opened);
        closing.push(began.elapsed());
    }
    report("opening", &mut times);
    report("closing", &mut closing);
    let mut times = Vec::new();
    for number in 0..10 {
        let copy: PathBuf = place.join(number.to_string());
        copy_folder(dir, &copy);
        fs::remove_dir_all(copy.join("state")).unwrap();
        let began = Instant::now();
        let opened = Store::open(&copy).unwrap();
        times.push(began.elapsed());
        drop(opened);
    }
    report("opening without a state (replay of the whole journal, state made anew)", &mut times);
}

fn history(dir: &Path) {
    let (store, _) = open_clean(dir);
    let began = Instant::now();
    let entries = store.history().unwrap();
    let elapsed = began.elapsed();
    let speed = entries.len() as f64 / elapsed.as_secs_f64();
    println!("history: {} entries in {:.1} ms, {speed:.0} entries a second", entries.len(), ms(elapsed));
    let began = Instant::now();
    black_box(store.last(1).unwrap());
    println!("the last entry: {:.1} ms", ms(began.elapsed()));
}

fn sizes(dir: &Path) {
    let size = |name| fs::read_dir(dir.join(name)).unwrap().map(|f| f.unwrap().metadata().unwrap().len()).sum::<u64>();
    println!("journal {:.1} MB, state {:.1} MB", size("journal") as f64 / 1e6, size("state") as f64 / 1e6);
}

fn report(what: &str, times: &mut [Duration]) {
    println!("{what}: p50 {:.1} ms, p95 {:.1} ms", ms(percentile(times, 50)), ms(percentile(times, 95)));
}

fn percentile(times: &mut [Duration], share: usize) -> Duration {
    times.sort();
    times[(times.len() - 1) * share / 100]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
