//! Many people at one desk: response times to their own keys and to changes by others, and the cost of each session.
//!
//! `cargo bench --bench load`; the defaults are `-- --sessions 100 --seconds 30 --actions 0 --records 0`. Half of the
//! sessions connect to the desk's socket and speak its protocol, the other half use OpenSSH's client on the loopback
//! interface. Each presses five keys per second: moves, a search typed key by key, statuses and notes that are saved.
//! In addition, one session changes the first row twice per second, and eight watch it. `--actions N` then presses N
//! keys as fast as the desk answers, for at most `--limit SECONDS`, to show whether memory grows: 1,800,000 keys are an
//! hour of a hundred people. `--records N` uses a store with a province of plans instead of the bundled ones.
//!
//! For comparison, tmux runs in the same way: a server with the same number of attached clients, each of which reads
//! the same plans in a pager, with the same number of keys.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/crowd.rs"]
mod crowd;
#[path = "support/keystrokes.rs"]
mod keystrokes;
#[path = "support/multiplexer.rs"]
mod multiplexer;
#[path = "support/office.rs"]
mod office;
#[path = "support/process.rs"]
mod process;
#[path = "support/province.rs"]
mod province;
#[path = "support/script.rs"]
mod script;
#[path = "support/wire.rs"]
mod wire;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crowd::{Crowd, Figures, Pace, Part, Seat};
use keystrokes::{at, ms};
use multiplexer::Multiplexer;
use office::Office;
use plandesk::plan::{Change, Edit};
use plandesk::store::{NewEntry, Store};
use process::{cpu, resident, share, threads};
use script::{Kind, LOOK, READ, ROWS, WORK};

/// The time between two keys of a person.
const EVERY: Duration = Duration::from_millis(200);
const WATCHERS: usize = 8;
/// The duration of looking only, and of reading in pagers.
const LOOKING: Duration = Duration::from_secs(10);

struct Options {
    sessions: usize,
    seconds: u64,
    actions: usize,
    limit: u64,
    records: usize,
}

impl Options {
    fn read() -> Options {
        let mut options = Options { sessions: 100, seconds: 30, actions: 0, limit: 120, records: 0 };
        let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
        while let Some(word) = words.next() {
            let value = words.next().and_then(|value| value.parse::<usize>().ok());
            let value = value.unwrap_or_else(|| panic!("{word} needs a number"));
            match word.as_str() {
                "--sessions" => options.sessions = value,
                "--seconds" => options.seconds = value as u64,
                "--actions" => options.actions = value,
                "--limit" => options.limit = value as u64,
                "--records" => options.records = value,
                _ => panic!("{word} is no option"),
            }
        }
        options
    }
}

/// The cost of a key: bytes on the screen's side of the wire, and CPU time of the server's processes.
struct Cost {
    bytes: f64,
    cpu: f64,
    p50: f64,
    p95: f64,
    session: f64,
}

fn main() {
    let options = Options::read();
    let folder = tempfile::tempdir().unwrap();
    let ours = at_a_desk(&options, folder.path());
    match in_pagers(&options, folder.path()) {
        Some(theirs) => compare(&ours, &theirs),
        None => println!("tmux or less is not installed here"),
    }
}

/// Runs everybody at a desk. Returns the cost of looking only, which can be compared with a pager.
fn at_a_desk(options: &Options, folder: &Path) -> Cost {
    if options.records > 0 {
        fill(&folder.join("store"), options.records);
    }
    let office = Office::open(Path::new(env!("CARGO_BIN_EXE_plandesk")), folder);
    println!("# plandesk, {} sessions, {} cores", options.sessions, std::thread::available_parallelism().unwrap());
    let (mut crowd, session) = attach(options, &office);
    let figures = paced(&mut crowd, &office, Duration::from_secs(options.seconds));
    report("at work, five keys a second each", &figures);
    after_load(&mut crowd, &office, "after the load");
    if options.actions > 0 {
        growth(options, &mut crowd, &office);
    }
    crowd.follow(LOOK);
    crowd.seats.retain(|seat| !seat.is_beside());
    crowd.settle();
    let before = cpu(office.pid());
    let figures = paced(&mut crowd, &office, LOOKING);
    report("looking and searching only", &figures);
    cost(&figures, cpu(office.pid()) - before, session)
}

/// Connects everybody, and prints the memory per session. Returns it in MiB.
fn attach(options: &Options, office: &Office) -> (Crowd, f64) {
    let mut first = Crowd { seats: vec![Seat::new(office.by_socket(0), Part::Watcher)] };
    first.wait_text("规划工作台");
    first.all_type(|_| "/康复".to_string());
    drop(first);
    std::thread::sleep(Duration::from_millis(500));
    let pid = office.pid();
    let empty = resident(pid);
    println!("memory with nobody: {:.1} MiB, {} threads", empty / 1024.0, threads(pid));
    let by_ssh = if office.has_ssh() { options.sessions / 2 } else { 0 };
    let by_socket = options.sessions - by_ssh;
    let mut crowd = Crowd::default();
    let (mut before, mut all) = (empty, 0.0);
    for (count, door) in [(by_socket, "socket"), (by_ssh, "SSH")].into_iter().filter(|(count, _)| *count > 0) {
        let begun = Instant::now();
        for number in 0..count {
            let wire = if door == "SSH" { office.by_ssh(number) } else { office.by_socket(number) };
            crowd.seats.push(Seat::new(wire, Part::Worker(WORK)));
        }
        crowd.wait_text("规划工作台");
        crowd.settle();
        let now = resident(pid);
        let each = (now - before) / 1024.0 / count as f64;
        let took = begun.elapsed();
        println!("{count} come by {door} in {took:.1?}: {each:.2} MiB each, {} threads in all", threads(pid));
        (before, all) = (now, now - empty);
    }
    // Each works on rows of their own, below the first page.
    crowd.all_type(|number| format!("3{}", "j".repeat(20 + number * ROWS)));
    let session = (resident(pid) - empty) / 1024.0 / options.sessions as f64;
    println!(
        "idle at their tasks: {session:.2} MiB each (at the start: {:.2})",
        all / 1024.0 / options.sessions as f64
    );
    for number in 0..=WATCHERS {
        let wire = if number % 2 == 1 && office.has_ssh() { office.by_ssh(number) } else { office.by_socket(number) };
        let part = if number == 0 { Part::Announcer } else { Part::Watcher };
        crowd.seats.push(Seat::new(wire, part));
    }
    crowd.wait_text("规划工作台");
    let beside = options.sessions;
    crowd.all_type(|number| if number < beside { String::new() } else { "3".to_string() });
    (crowd, session)
}

/// Measures everybody pressing five keys per second, and prints the cost.
fn paced(crowd: &mut Crowd, office: &Office, time: Duration) -> Figures {
    let clients: Vec<u32> = crowd.seats.iter().filter_map(|seat| seat.wire.client()).collect();
    let all = |clients: &[u32]| clients.iter().map(|pid| cpu(*pid)).sum::<Duration>();
    let (desk, mine, theirs) = (cpu(office.pid()), cpu(std::process::id()), all(&clients));
    let figures = crowd.work(Pace { every: EVERY, keys: usize::MAX, time }, |_| ());
    let used = |now: Duration, before: Duration| (now - before).as_secs_f64() / figures.took.as_secs_f64() * 100.0;
    println!(
        "\n{:.0} keys a second; of one core the desk takes {:.0} %, the SSH clients {:.0} %, whoever plays them {:.0} %",
        figures.keys() as f64 / figures.took.as_secs_f64(),
        used(cpu(office.pid()), desk),
        used(all(&clients), theirs),
        used(cpu(std::process::id()), mine),
    );
    let per_key = ms(cpu(office.pid()) - desk) / figures.keys() as f64;
    println!("the desk's CPU per key: {per_key:.3} ms");
    figures
}

fn report(what: &str, figures: &Figures) {
    println!("{what}: {} keys, {} of them unanswered", figures.keys(), figures.lost);
    let row = |what: &str, times: &[Duration]| {
        if !times.is_empty() {
            let [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1.0].map(|share| ms(at(times, share)));
            println!("  {what}: p50 {p50:.1}, p95 {p95:.1}, p99 {p99:.1}, max {max:.1} ms ({} times)", times.len());
        }
    };
    row("key to changed frame", &figures.all());
    for (kind, times) in &figures.answers {
        row(
            match kind {
                Kind::Move => "  moves",
                Kind::Type => "  typed, opened",
                Kind::Leave => "  left by Esc, which waits 25 ms for the rest of a sequence",
                Kind::Save => "  key to “saved”",
                Kind::Page => "  pages",
            },
            times,
        );
    }
    row("a change on another's screen", &figures.news);
    let keys = figures.keys() as f64;
    println!(
        "  bytes per key: {:.0} up to its frame; {:.0} with all that others' changes bring",
        figures.own_bytes as f64 / keys,
        figures.bytes as f64 / keys
    );
}

fn after_load(crowd: &mut Crowd, office: &Office, when: &str) {
    crowd.settle();
    println!("memory {when}: {:.1} MiB", resident(office.pid()) / 1024.0);
}

/// Measures keys as fast as the desk answers, and the growth of its memory.
fn growth(options: &Options, crowd: &mut Crowd, office: &Office) {
    let begun = Instant::now();
    let every = (options.actions / 40).clamp(1000, 10_000);
    let mut samples: Vec<(f64, f64)> = Vec::new();
    let pace = Pace { every: Duration::ZERO, keys: options.actions, time: Duration::from_secs(options.limit) };
    let figures = crowd.work(pace, |pressed| {
        if pressed / every > samples.len() {
            samples.push((pressed as f64, resident(office.pid())));
        }
    });
    report("as fast as the desk answers", &figures);
    let hours = figures.keys() as f64 / (options.sessions * 5 * 3600) as f64;
    println!("{} keys in {:.0?}: {hours:.2} hours at five a second each", figures.keys(), begun.elapsed());
    let shown: Vec<String> = samples.iter().map(|(_, kib)| format!("{:.1}", kib / 1024.0)).collect();
    println!("memory after each {every} keys: {} MiB", shown.join(" "));
    println!("slope of the second half: {:.2} KiB per 1000 keys", slope(&samples[samples.len() / 2..]) * 1000.0);
    after_load(crowd, office, "at the end");
}

/// Returns the slope of the regression line through some points.
fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (up, along) =
        points.iter().fold((0.0, 0.0), |(up, along), p| (up + (p.0 - x) * (p.1 - y), along + (p.0 - x).powi(2)));
    if along == 0.0 { 0.0 } else { up / along }
}

fn cost(figures: &Figures, used: Duration, session: f64) -> Cost {
    let (keys, times) = (figures.keys() as f64, figures.all());
    let [p50, p95] = [0.5, 0.95].map(|share| ms(at(&times, share)));
    Cost { bytes: figures.bytes as f64 / keys, cpu: ms(used) / keys, p50, p95, session }
}

/// Runs the same number of people in pagers within tmux; returns `None` if it is not installed.
fn in_pagers(options: &Options, folder: &Path) -> Option<Cost> {
    let text = folder.join("plans.txt");
    let plans = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans")).unwrap();
    let texts = plans.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "txt"));
    fs::write(&text, texts.map(|path| fs::read_to_string(path).unwrap()).collect::<String>()).unwrap();
    let bare = Multiplexer::start(&folder.join("one.sock"), &text, 1)?;
    let empty = resident(bare.server);
    drop(bare);
    let multiplexer = Multiplexer::start(&folder.join("all.sock"), &text, options.sessions)?;
    let mut crowd = Crowd::default();
    for number in 0..options.sessions {
        crowd.seats.push(Seat::new(multiplexer.attach(number), Part::Worker(READ)));
    }
    crowd.wait_text("[s");
    crowd.settle();
    multiplexer.end_with_clients();
    let (server, pagers) = (multiplexer.server, multiplexer.pagers());
    assert_eq!(pagers.len(), options.sessions);
    let clients: Vec<u32> = crowd.seats.iter().filter_map(|seat| seat.wire.client()).collect();
    println!("\n# tmux, {} attached clients, each before less", options.sessions);
    let grown = (resident(server) - empty) / 1024.0 / options.sessions as f64;
    let mean = |pids: &[u32]| pids.iter().map(|pid| share(*pid)).sum::<f64>() / 1024.0 / pids.len() as f64;
    let (pager, client) = (mean(&pagers), mean(&clients));
    println!("memory each: {grown:.2} MiB in the server, {pager:.2} the pager, {client:.2} the client");
    let all = || cpu(server) + pagers.iter().chain(&clients).map(|pid| cpu(*pid)).sum::<Duration>();
    let before = all();
    let figures = crowd.work(Pace { every: EVERY, keys: usize::MAX, time: LOOKING }, |_| ());
    let used = all() - before;
    println!("CPU of the server, the pagers and the clients per key: {:.3} ms", ms(used) / figures.keys() as f64);
    report("reading", &figures);
    Some(cost(&figures, used, grown + pager))
}

fn compare(ours: &Cost, theirs: &Cost) {
    println!("\n| looking only, per key | plandesk | tmux with less | ratio |\n|---|---|---|---|");
    let row = |what: &str, ours: f64, theirs: f64| {
        println!("| {what} | {ours:.3} | {theirs:.3} | {:.2} |", ours / theirs);
    };
    row("bytes", ours.bytes, theirs.bytes);
    row("CPU, ms", ours.cpu, theirs.cpu);
    row("to the frame, p50 ms", ours.p50, theirs.p50);
    row("to the frame, p95 ms", ours.p95, theirs.p95);
    row("memory of an idle session, MiB", ours.session, theirs.session);
}

/// Creates a store with a province of plans.
fn fill(folder: &Path, records: usize) {
    let (mut store, _) = Store::open(folder).unwrap();
    let plans = province::dossiers(records).into_iter().map(|dossier| Arc::clone(&dossier.plan));
    let changes =
        plans.map(|plan| Change::Plan { plan: plan.id.clone(), edit: Edit { before: None, after: Some(plan) } });
    let (at, who, what) = ("2026-01-01T00:00:00+08:00".to_string(), "load".to_string(), "import".to_string());
    store.append(NewEntry { at, who, what, changes: changes.collect(), ..NewEntry::default() }).unwrap();
}
