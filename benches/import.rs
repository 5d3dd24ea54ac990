//! Measures the time to read the bundled condensed editions, and the official texts if available; with `-- thousand`,
//! the time to import a thousand documents into a new store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't go on says so by a panic"
)]

#[path = "support/province.rs"]
mod province;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plandesk::import;
use plandesk::plan::Departments;

const ROUNDS: usize = 20;

fn main() {
    let asked = std::env::args().nth(1);
    if asked.as_deref() == Some("thousand") {
        return thousand();
    }
    let departments = Departments::bundled();
    report(
        "bundled condensed editions",
        &documents(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans"))),
        &departments,
    );
    if std::env::args().any(|argument| argument == "--large") {
        large(&departments);
        return;
    }
    match std::env::var_os("PLANDESK_REAL_DOCUMENTS") {
        Some(folder) => report("official texts", &documents(&Path::new(&folder).join("plans")), &departments),
        None => println!("official texts: left out, since PLANDESK_REAL_DOCUMENTS does not name the folder above them"),
    }
}

fn documents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder of documents").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| (file.display().to_string(), std::fs::read(file).expect("a document"))).collect()
}

/// Measures documents much larger than plans, to show that the time is proportional to the length.
fn large(departments: &Departments) {
    let plan = include_str!("../data/plans/changji.txt");
    let times = |bytes: usize| plan.repeat(bytes / plan.len());
    let line = plan.replace(['\n', '\r', '\t'], "");
    for (what, text) in [
        ("16 MB of one plan repeated", times(16_000_000)),
        ("63 MB of one plan repeated", times(63_000_000)),
        ("one line of 1,000,000 characters", line.chars().cycle().take(1_000_000).collect()),
        ("one line of 4,000,000 characters", line.chars().cycle().take(4_000_000).collect()),
        ("100,000 short lines", "加强领导\n".repeat(100_000)),
        ("400,000 short lines", "加强领导\n".repeat(400_000)),
        ("20,000 lines of boxes", "专栏1 项目\n".repeat(20_000)),
        ("80,000 lines of boxes", "专栏1 项目\n".repeat(80_000)),
        ("100,000 rows of tasks", format!("序号\t任务\t牵头单位\n{}", "1\t办好学校\t县教育局\n".repeat(100_000))),
    ] {
        let start = Instant::now();
        let items = import::read("large.txt", text.as_bytes(), departments)
            .map(|document| document.plans.iter().map(|plan| plan.tasks.len()).sum::<usize>());
        println!("import, {what}: {items:?} items in {:.2} s", start.elapsed().as_secs_f64());
    }
}

/// Measures the import of a thousand documents into a new store, and a second import.
fn thousand() {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = Vec::new();
    for (name, text) in province::documents(1000) {
        files.push(folder.path().join(name));
        std::fs::write(files.last().unwrap(), text).unwrap();
    }
    for what in ["into a new store", "once more, all known"] {
        let start = Instant::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_plandesk"));
        program.args(["--embedded", "import"]).args(&files).stdout(Stdio::null());
        let mut import = program.env("PLANDESK_STORE", folder.path().join("store")).spawn().unwrap();
        let mut most = 0.0_f64;
        let status = loop {
            most = most.max(peak_memory(import.id()));
            if let Some(status) = import.try_wait().unwrap() {
                break status;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let took = start.elapsed().as_secs_f64();
        println!("import, {} documents {what}: {took:.1} s, at most {most:.0} MB, {status}", files.len());
    }
}

/// Returns the peak memory of a process in megabytes.
fn peak_memory(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn report(what: &str, documents: &[(String, Vec<u8>)], departments: &Departments) {
    let mut times: Vec<f64> = Vec::new();
    let mut items = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        items = documents
            .iter()
            .flat_map(|(file, bytes)| import::read(file, bytes, departments).expect("a plan").plans)
            .map(|plan| plan.tasks.len() + plan.indicators.len())
            .sum();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let bytes: usize = documents.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "import, {what}: {} documents, {} kB, {items} tasks, projects and indicators: median {:.1} ms, max {:.1} ms",
        documents.len(),
        bytes / 1000,
        times[times.len() / 2],
        times[times.len() - 1],
    );
}
