//! Measures the time per keystroke of the search: every prefix of typical queries, over a province of 10 thousand, 100
//! thousand and a million records made from the bundled plans.
//!
//! `cargo bench --bench search`; `-- 100000` measures one size, `-- show QUERY` prints the hits among 10 thousand, `--
//! time 100000 QUERY` the steps of one line a thousand times, or without a query of all keystrokes, `-- official`
//! measures the plans of the official texts in `PLANDESK_REAL_DOCUMENTS`.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/keystrokes.rs"]
mod keystrokes;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/plan.rs"]
mod plan;
#[path = "support/province.rs"]
mod province;
#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/search.rs"]
mod search_sample;

use std::sync::Arc;
use std::time::Duration;

use keystrokes::{CHINESE, PINYIN, at, keystrokes as typed, median, memory, ms, percentiles, timed};
use plandesk::desk::SegmentFolder;
use plandesk::plan::{Departments, Dossier, Year};
use plandesk::search::indexer::SegmentStore;
use plandesk::search::record::{self, Record};
use plandesk::search::{Index, Query, Segment};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// The number of hits requested, as for the screen.
const HITS: usize = 200;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let departments = Departments::bundled();
    match words.first().map(String::as_str) {
        Some("show") => show(&Index::build(&province::dossiers(SIZES[0]), &departments), &words[1..].join(" ")),
        Some("time") => {
            let index = Index::build(&province::dossiers(words[1].parse().unwrap()), &departments);
            match words[2..].join(" ").as_str() {
                "" => typed(&CHINESE).into_iter().chain(typed(&PINYIN)).for_each(|line| time(&index, line, 7)),
                line => time(&index, line, 1000),
            }
        }
        Some("official") => {
            let plans = search_sample::plans().into_iter().map(|plan| Arc::new(Dossier::new(Arc::new(plan))));
            measure(&plans.collect::<Vec<_>>(), &departments, 20, None);
        }
        Some("taken") => taken(&province::dossiers(words[1].parse().unwrap()), &departments, &words[2]),
        Some(size) => measure_province(size.parse().unwrap(), &departments),
        None => SIZES.iter().for_each(|&size| measure_province(size, &departments)),
    }
}

fn measure_province(records: usize, departments: &Departments) {
    measure(&province::dossiers(records), departments, 5, Some(records));
}

/// Measures an index of dossiers: a province of a certain size, or others.
fn measure(dossiers: &[Arc<Dossier>], departments: &Departments, rounds: usize, size: Option<usize>) {
    let text: usize = dossiers.iter().map(|dossier| text_of(dossier)).sum();
    let with_plans = megabytes();
    let (index, built) = timed(|| Index::build(dossiers, departments));
    println!("## {} records of {} plans, {:.1} MB of text", index.len(), dossiers.len(), text as f64 / 1e6);
    let grown = megabytes() - with_plans;
    println!("memory: {with_plans:.0} MB with the plans alone, {grown:.1} MB more with the index just made");
    println!("index: built in {:.0} ms", ms(built));
    size.into_iter().for_each(|size| take_up(&index, size));
    keeping(&index, dossiers, departments, text);
    following(&index, dossiers, departments);
    let chinese = steps(&index, "Chinese", &typed(&CHINESE), rounds);
    let pinyin = steps(&index, "pinyin", &typed(&PINYIN), rounds);
    println!(
        "pinyin / Chinese at p50: {:.2}, at p95: {:.2}",
        ratio(&pinyin, &chinese, 0.5),
        ratio(&pinyin, &chinese, 0.95)
    );
}

/// Returns the memory of the process in millions of bytes.
fn megabytes() -> f64 {
    memory() * f64::from(1 << 20) / 1e6
}

fn ratio(a: &[Duration], b: &[Duration], share: f64) -> f64 {
    at(a, share).as_secs_f64() / at(b, share).as_secs_f64()
}

fn text_of(dossier: &Dossier) -> usize {
    let plan = &dossier.plan;
    let parts = (0..record::count(plan)).filter_map(|number| record::part(plan, number));
    parts.map(|part| Record::new(plan, part)).map(|record| record.title.text().len() + record.body().text().len()).sum()
}

/// Loads the segments in another process, as a start does if nothing has to be rebuilt.
fn take_up(index: &Index, records: usize) {
    let folder = tempfile::tempdir().unwrap();
    SegmentFolder::of(folder.path()).save(&index.segments().cloned().collect::<Vec<_>>());
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.arg("taken").arg(records.to_string()).arg(folder.path()).status().unwrap();
}

/// Prints the memory of an index loaded from a folder.
fn taken(dossiers: &[Arc<Dossier>], departments: &Departments, folder: &str) {
    let before = megabytes();
    let index = SegmentFolder::of(folder.as_ref()).index(dossiers.iter(), departments);
    println!("taken up in a new process: {:.1} MB more for {} records", megabytes() - before, index.len());
}

/// Measures the stored index, and the time to load it.
fn keeping(index: &Index, dossiers: &[Arc<Dossier>], departments: &Departments, text: usize) {
    let write = |segment: &Arc<Segment>| {
        let mut bytes = Vec::new();
        segment.write(&mut bytes).unwrap();
        bytes
    };
    let (files, written) = timed(|| index.segments().map(write).collect::<Vec<_>>());
    let bytes: usize = files.iter().map(Vec::len).sum();
    let (segments, read) =
        timed(|| files.iter().map(|bytes| Arc::new(Segment::read(bytes).unwrap())).collect::<Vec<_>>());
    drop(files);
    let (taken, checked) = timed(|| Index::from_segments(segments, dossiers, departments, &|_, _| true).unwrap());
    assert_eq!(taken.len(), index.len());
    let share = bytes as f64 / text as f64;
    println!(
        "kept: {:.1} MB, {share:.2} of the text; written in {:.0} ms, read in {:.0} ms, prints compared in {:.0} ms",
        bytes as f64 / 1e6,
        ms(written),
        ms(read),
        ms(checked)
    );
}

/// Measures the time to update the index after a review, and after a change of a plan's text.
fn following(index: &Index, dossiers: &[Arc<Dossier>], departments: &Departments) {
    let mut reviewed = dossiers.to_vec();
    reviewed[0] = Arc::new(province::reviewed(&dossiers[0], plandesk::plan::Period::annual(Year(2023))));
    let (_, after_review) = timed(|| index.renewed(&reviewed, departments));
    let mut plan = (*dossiers[0].plan).clone();
    plan.tasks[0].text.push_str("另有补充。");
    reviewed[0] = Arc::new(Dossier::new(Arc::new(plan)));
    let (_, after_words) = timed(|| index.renewed(&reviewed, departments));
    println!("followed: a review in {:.1} ms, new words of a plan in {:.0} ms", ms(after_review), ms(after_words));
}

/// Prints the times of each keystroke until the first page, until all hits in exact order, and until the count. Returns
/// those until the first page.
fn steps(index: &Index, name: &str, lines: &[&str], rounds: usize) -> Vec<Duration> {
    let mut all: [Vec<(Duration, &str)>; 3] = Default::default();
    for line in lines {
        let Ok(query) = Query::parse(line) else { continue };
        let times: Vec<[Duration; 3]> = (0..rounds).map(|_| step_times(index, &query)).collect();
        for (step, all) in all.iter_mut().enumerate() {
            all.push((median(times.iter().map(|times| times[step]).collect()), line));
        }
    }
    println!("{name}, {} keystrokes, p50 / p95 / max ms", all[0].len());
    for (what, times) in ["first page", "exact ranking", "all counted"].iter().zip(&mut all) {
        times.sort();
        let slowest: Vec<String> =
            times.iter().rev().take(4).map(|(time, line)| format!("{line} {:.1}", ms(*time))).collect();
        let times: Vec<Duration> = times.iter().map(|(time, _)| *time).collect();
        println!("  {what:13} {}   slowest: {}", percentiles(&times), slowest.join(", "));
    }
    let [first, ..] = all;
    first.into_iter().map(|(time, _)| time).collect()
}

/// Prints the steps of one line: until the first page, all hits in the exact ranking, and the count.
fn time(index: &Index, line: &str, rounds: usize) {
    let Ok(query) = Query::parse(line) else { return };
    let times: Vec<[Duration; 3]> = (0..rounds).map(|_| step_times(index, &query)).collect();
    let step = |step: usize| ms(median(times.iter().map(|times| times[step]).collect()));
    println!("{:8.3} {:8.3} {:8.3} ms  {line}", step(0), step(1), step(2));
}

fn step_times(index: &Index, query: &Query) -> [Duration; 3] {
    let started = std::time::Instant::now();
    let (mut first, mut exact) = (None, None);
    index.search_in_steps(query, HITS, &|| false, |results| {
        first.get_or_insert_with(|| started.elapsed());
        if results.ranked && results.total.is_none() {
            exact = Some(started.elapsed());
        }
    });
    let all = started.elapsed();
    [first.unwrap_or(all), exact.unwrap_or(all), all]
}

fn show(index: &Index, line: &str) {
    match Query::parse(line) {
        Err(error) => println!("{error}"),
        Ok(query) => {
            let results = index.search(&query, 12);
            println!("{:?} hits", results.total);
            for hit in results.hits {
                println!("{:8} {:?} {} {:?}", hit.score, hit.class, hit.title, hit.matched);
                if let Some(snippet) = hit.snippet {
                    println!("         {} {:?}", snippet.text, snippet.matched);
                }
            }
        }
    }
}
