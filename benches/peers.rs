//! The search compared with similar programs, in one run over the same records and keystrokes: nucleo as Helix uses it,
//! with one thread and with two, fuzzy-matcher alone, and fzf and skim if they are installed.
//!
//! `cargo bench --bench peers`; `-- 100000` measures one size, `-- 1000000 nucleo` one size with only some of the
//! programs: at a million records all of them take a quarter of an hour. Each record is one line for the others: its
//! title and its text. Keystrokes are the Chinese ones, since none of the others knows pinyin.
//!
//! The first page is what a screen shows. nucleo has it when its snapshot for the line is complete: this is measured
//! for a line that is being extended, for which nucleo only searches the previous matches, and for a new line, as after
//! a paste or a change in the middle; plandesk treats every line as new.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/keystrokes.rs"]
mod keystrokes;
#[path = "support/province.rs"]
mod province;

use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use keystrokes::{CHINESE, at, keystrokes as typed, median, ms, percentiles, timed};
use nucleo::pattern::{CaseMatching, Normalization};
use nucleo::{Config, Nucleo};
use plandesk::plan::{Departments, Dossier};
use plandesk::search::record::{self, Record};
use plandesk::search::{Index, Query};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// The number of hits requested.
const HITS: usize = 200;
/// The number of hits on a screen.
const PAGE: u32 = 48;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let one = words.iter().find_map(|word| word.parse().ok());
    let peers: Vec<&str> = words.iter().map(String::as_str).filter(|word| word.parse::<usize>().is_err()).collect();
    println!(
        "| records | who | p50 / p95 / max ms to the first page | plandesk is so many times faster at p50, p95, max |"
    );
    println!("|---|---|---|---|");
    one.map_or(SIZES.to_vec(), |size| vec![size]).into_iter().for_each(|size| compare(size, &peers));
}

fn compare(size: usize, peers: &[&str]) {
    let dossiers = province::dossiers(size);
    let lines: Vec<String> = dossiers.iter().flat_map(lines_of).collect();
    let ours = {
        let index = Index::build(&dossiers, &Departments::bundled());
        let measured = |line| median((0..3).map(|_| first_page(&index, line)).collect());
        typed(&CHINESE).into_iter().map(measured).collect::<Vec<_>>()
    };
    drop(dossiers);
    println!("| {} | plandesk | {} | |", lines.len(), percentiles(&ours));
    let is_wanted = |name: &str| peers.is_empty() || peers.iter().any(|peer| name.contains(peer));
    for (threads, typing) in [(1, Typing::On), (2, Typing::On), (2, Typing::Anew)] {
        let name = format!("nucleo, {threads} threads, {}", typing.name());
        if is_wanted(&name) {
            row(&ours, &lines, &name, &nucleo_times(&lines, threads, typing));
        }
    }
    if is_wanted("fuzzy-matcher") {
        row(&ours, &lines, "fuzzy-matcher, 1 thread", &fuzzy_matcher_times(&lines));
    }
    let mut file = tempfile::NamedTempFile::new().unwrap();
    lines.iter().for_each(|line| writeln!(file, "{line}").unwrap());
    file.flush().unwrap();
    for (program, arguments) in [("fzf", ["--filter"].as_slice()), ("sk", &["--algo", "skim_v2", "--filter"])] {
        if !is_wanted(program) {
            continue;
        }
        match process_times(program, arguments, file.path()) {
            Some((times, reading)) => {
                let name = format!("{program}, whole process; {reading:.0} ms to start, read and match nothing");
                row(&ours, &lines, &name, &times);
            }
            None => println!("| {} | {program} | not installed here, so not measured | |", lines.len()),
        }
    }
}

/// A line that is being extended, so that nucleo only searches the previous matches, or a new one.
#[derive(Clone, Copy, PartialEq)]
enum Typing {
    On,
    Anew,
}

impl Typing {
    fn name(self) -> &'static str {
        match self {
            Typing::On => "typed on",
            Typing::Anew => "each line anew",
        }
    }
}

fn row(ours: &[Duration], lines: &[String], who: &str, theirs: &[Duration]) {
    let times = [0.5, 0.95, 1.0].map(|share| at(theirs, share).as_secs_f64() / at(ours, share).as_secs_f64());
    let times = times.map(|times| format!("{times:.1}")).join(", ");
    println!("| {} | {who} | {} | {times} |", lines.len(), percentiles(theirs));
}

fn lines_of(dossier: &Arc<Dossier>) -> Vec<String> {
    let plan = &dossier.plan;
    let parts = (0..record::count(plan)).filter_map(|number| record::part(plan, number));
    let line = |record: Record| format!("{} {}", record.title.text(), record.body().text()).replace('\n', " ");
    parts.map(|part| line(Record::new(plan, part))).collect()
}

fn first_page(index: &Index, line: &str) -> Duration {
    let query = Query::parse(line).unwrap();
    let started = std::time::Instant::now();
    let mut first = None;
    // The steps after the first page run in the background, and are cancelled by the next key.
    let outdated = std::sync::atomic::AtomicBool::new(false);
    let is_outdated = || outdated.load(std::sync::atomic::Ordering::Relaxed);
    index.search_in_steps(&query, HITS, &is_outdated, |_| {
        first.get_or_insert_with(|| started.elapsed());
        outdated.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    first.unwrap_or_else(|| started.elapsed())
}

/// Returns the times of nucleo as Helix uses it: the items are in memory, extending a query is an append, and the page
/// is ready once the workers are idle.
fn nucleo_times(lines: &[String], threads: usize, typing: Typing) -> Vec<Duration> {
    let mut nucleo: Nucleo<u32> = Nucleo::new(Config::DEFAULT, Arc::new(|| ()), Some(threads), 1);
    let injector = nucleo.injector();
    for (number, line) in (0..).zip(lines) {
        injector.push(number, |_, columns| columns[0] = line.as_str().into());
    }
    settle(&mut nucleo);
    let mut before = "";
    let time = |line: &'static str| {
        let append = typing == Typing::On && !before.is_empty() && line.starts_with(before);
        before = line;
        timed(|| {
            nucleo.pattern.reparse(0, line, CaseMatching::Smart, Normalization::Smart, append);
            settle(&mut nucleo);
            let snapshot = nucleo.snapshot();
            let count = snapshot.matched_item_count().min(PAGE);
            snapshot.matched_items(0..count).map(|item| *item.data).collect::<Vec<_>>()
        })
        .1
    };
    typed(&CHINESE).into_iter().map(time).collect()
}

fn settle(nucleo: &mut Nucleo<u32>) {
    while nucleo.tick(10).running {}
}

/// Returns the times of scoring every line by one matcher, word by word, and choosing the best.
fn fuzzy_matcher_times(lines: &[String]) -> Vec<Duration> {
    let matcher = SkimMatcherV2::default();
    let search = |typed: &str| {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let score = |line: &String| words.iter().map(|word| matcher.fuzzy_match(line, word)).sum::<Option<i64>>();
        let scored = lines.iter().enumerate().filter_map(|(number, line)| Some((-score(line)?, number)));
        let mut scored: Vec<_> = scored.collect();
        if scored.len() > HITS {
            scored.select_nth_unstable(HITS);
            scored.truncate(HITS);
        }
        scored.sort_unstable();
        scored
    };
    typed(&CHINESE).into_iter().map(|line| timed(|| search(line)).1).collect()
}

/// Returns the times of whole processes, one per query, and the time for a query without matches; `None` if the program
/// is not installed.
fn process_times(program: &str, arguments: &[&str], file: &std::path::Path) -> Option<(Vec<Duration>, f64)> {
    let run = |query: &str| {
        let input = File::open(file).ok()?;
        let mut command = Command::new(program);
        command.args(arguments).arg(query).stdin(input).stdout(Stdio::null()).stderr(Stdio::null());
        let (status, time) = timed(|| command.status());
        status.ok().map(|_| time)
    };
    let reading = ms(run("zzqxzzqx")?);
    Some((CHINESE.iter().filter_map(|query| run(query)).collect(), reading))
}
