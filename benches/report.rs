//! Measures the time to generate a report: the health plan of 喀什 (53 tasks, 27 projects, 24 indicators) with an
//! office's entries, from the dossier to the bytes of the file; and the time to write a final pack of 102 tasks and
//! projects with an entry each, from the dossier to the files on disk.
//!
//! `cargo bench --bench report`; `-- write FOLDER` writes reports of every kind there, for inspection.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/report.rs"]
mod report_support;

use std::path::Path;
use std::time::{Duration, Instant};

use plandesk::desk::{Command, Field, ReviewEdit};
use plandesk::office::local::LocalFiles;
use plandesk::office::pack;
use plandesk::plan::{Dossier, ItemId, Period, Status, Thresholds, Year};
use plandesk::report::{Format, Request, Wording};

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
        tell(name, &mut times);
    }
    measure_pack();
}

fn tell(name: &str, times: &mut [Duration]) {
    times.sort();
    println!("{name}: median {:?}, slowest {:?}", times[times.len() / 2], times[times.len() - 1]);
}

/// The plan of 102 tasks and projects.
const LARGE: &str = "kashi-cjr-2025";

fn measure_pack() {
    let (_folder, desk) = report_support::desk();
    let statuses = [Status::Completed, Status::InProgress, Status::Lagging];
    let named = |desk: &plandesk::desk::Desk| std::sync::Arc::clone(desk.snapshot().plan_named(LARGE).unwrap());
    for (at, status) in statuses.into_iter().enumerate() {
        let dossier = named(&desk);
        let items = dossier.plan.tasks.iter().skip(at).step_by(statuses.len());
        let items: Vec<ItemId> = items.map(|task| task.id.clone()).collect();
        let words = |text: &str| Field::Set(text.to_string());
        let edit = ReviewEdit {
            status: Field::Set(status),
            done: words("印发实施方案，建立联席会议制度，服务残疾人1200人次"),
            problem: words("县级配套资金没有到位"),
            next: words("列入下一年度预算，一季度拨付到位"),
            ..ReviewEdit::default()
        };
        report_support::execute(&desk, Command::Review { items, period: Period::FINAL, edit });
    }
    let (dossier, wording) = (named(&desk), Wording::default());
    let mut times: Vec<Duration> = (0..ROUNDS / 5).map(|_| pack_once(&dossier, &wording)).collect();
    tell("pack of 102 tasks and projects", &mut times);
}

fn pack_once(dossier: &Dossier, wording: &Wording) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let request = Request::full(Period::FINAL, report_support::today(), Thresholds::default(), wording);
    let started = Instant::now();
    let packed = pack::write(&LocalFiles, dossier, &request, folder.path(), false).unwrap();
    assert!(packed.files.len() > 8);
    started.elapsed()
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
