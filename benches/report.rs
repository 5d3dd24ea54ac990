//! Measures the time to generate a report: the health plan of 喀什 (53 tasks, 27 projects, 24 indicators) with an
//! office's entries, from the dossier to the bytes of the file.
//!
//! `cargo bench --bench report`; `-- write FOLDER` writes reports of every kind there, for inspection.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/report.rs"]
mod report_support;

use std::path::Path;
use std::time::{Duration, Instant};

use plandesk::plan::{Period, Year};
use plandesk::report::Format;

const FORMATS: [(&str, Format); 3] = [("md", Format::Markdown), ("html", Format::Html), ("docx", Format::Docx)];
const ROUNDS: usize = 50;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.as_slice() {
        [command, folder] if command == "write" => write(Path::new(folder)),
        _ => measure(),
    }
}

fn measure() {
    let dossier = report_support::entered(Period::MID_TERM);
    for (name, format) in FORMATS {
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let started = Instant::now();
                let report = report_support::full(&dossier, Period::MID_TERM);
                assert!(report.bytes(format).unwrap().len() > 1000);
                started.elapsed()
            })
            .collect();
        times.sort();
        println!("{name}: median {:?}, slowest {:?}", times[ROUNDS / 2], times[ROUNDS - 1]);
    }
}

fn write(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let blank = report_support::blank();
    for (kind, period) in
        [("annual", Period::annual(Year(2023))), ("mid-term", Period::MID_TERM), ("final", Period::FINAL)]
    {
        let entered = report_support::entered(period);
        for (state, dossier) in [("entered", &entered), ("blank", &blank)] {
            let report = report_support::full(dossier, period);
            for (ending, format) in FORMATS {
                let bytes = report.bytes(format).unwrap();
                std::fs::write(folder.join(format!("{kind}-{state}.{ending}")), bytes).unwrap();
            }
        }
    }
}
