//! Measures the times that a person waits with the plans of a province: the start, and every view with the keys pressed
//! in it, at 100 thousand and a million records made from the bundled plans; the start also with 5 % of them corrected;
//! and the frames of every view with all columns at ten thousand.
//!
//! `cargo bench --bench scale`; `-- 100000` measures one size, `-- frames` only the frames. Creating a store with a
//! million records takes long: `-- make FOLDER 1000000` creates one to keep, `-- in FOLDER` measures it. Each
//! measurement is a process of its own, so that the memory is that of one session.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/keystrokes.rs"]
mod keystrokes;
#[path = "support/province.rs"]
mod province;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use keystrokes::{memory, ms, peak_memory, timed};
use plandesk::desk::{Actor, Desk, WhenEmpty};
use plandesk::keymap::Keymap;
use plandesk::plan::overlay::Correction;
use plandesk::plan::{Change, Departments, Edit, Period, Subject, TextField, Year};
use plandesk::store::{NewEntry, Store};
use plandesk::tui::{Event, Options, Session};

const SIZES: [usize; 2] = [100_000, 1_000_000];
/// The number of records for the frames that are compared with their goal.
const FRAME_RECORDS: usize = 10_000;
/// The maximum time of a frame in milliseconds: a sixtieth of a second.
const FRAME_GOAL: f64 = 16.0;
/// The size of a screen on which every table shows all of its columns.
const VERY_WIDE: (u16, u16) = (400, 60);
/// The number of presses of the sort key: more than any table has columns.
const SORTS: usize = 20;
/// The size of the screen for the other measurements.
const WIDE: (u16, u16) = (120, 40);

/// The number of plans in one entry of the history.
const PLANS_AN_ENTRY: usize = 20;
/// One in this many plans has reviews.
const REVIEWED: usize = 4;
/// One in this many tasks and indicators has a corrected title.
const EDITED: usize = 20;
/// The number of times that each key is pressed.
const TIMES: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", folder, size] => make(Path::new(folder), size.parse().unwrap()),
        ["in", folder] => measure(folder),
        ["start", folder] => start(folder),
        ["views", folder] => views(folder),
        ["plan", folder] => views_of_one(folder),
        ["frames"] => framed(),
        ["frames", folder] => frames(folder),
        [size] => made_and_measured(size.parse().unwrap()),
        _ => {
            framed();
            SIZES.into_iter().for_each(made_and_measured);
        }
    }
}

fn made_and_measured(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), size);
    measure(folder.path().to_str().unwrap());
    edit(folder.path());
    measure_start(folder.path().to_str().unwrap());
}

/// Corrects the title of every twentieth task and indicator, which is 5 % of them.
fn edit(folder: &Path) {
    let (mut store, opened) = Store::open(folder).unwrap();
    let mut corrected = 0;
    let (began, mut at) = (Instant::now(), 0_usize);
    for dossier in opened.dossiers.values() {
        let plan = &dossier.printed;
        let titles = plan.tasks.iter().map(|task| (&task.id, &task.title));
        let titles = titles.chain(plan.indicators.iter().map(|indicator| (&indicator.id, &indicator.name)));
        let mut changes = Vec::new();
        for (item, title) in titles {
            at += 1;
            if at % EDITED != 0 {
                continue;
            }
            let (printed, value) = (Some(title.clone()), Some(format!("{title}（订正）")));
            let edit = Edit { before: None, after: Some(Correction { printed, value, reason: None }) };
            changes.push(Change::Correction { subject: Subject::Item(item.clone()), field: TextField::Title, edit });
        }
        corrected += changes.len();
        let (at, who, what) = ("2026-01-06T09:00:00+08:00".to_string(), "测".to_string(), "correct".to_string());
        if !changes.is_empty() {
            store.append(NewEntry { at, who, what, changes, ..NewEntry::default() }).unwrap();
        }
    }
    println!("## the same with {corrected} titles corrected, which took {:.1} s", began.elapsed().as_secs_f64());
}

fn framed() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), FRAME_RECORDS);
    run(folder.path().to_str().unwrap(), &["frames"]);
}

fn make(folder: &Path, size: usize) {
    let dossiers = province::dossiers(size);
    let records: usize = dossiers.iter().map(|dossier| province::records_of(&dossier.plan)).sum();
    let (mut store, _) = Store::open(folder).unwrap();
    let mut append = |changes: Vec<Change>| {
        let (at, who, what) = ("2026-01-05T09:00:00+08:00".to_string(), "测".to_string(), "import".to_string());
        store.append(NewEntry { at, who, what, changes, ..NewEntry::default() }).unwrap();
    };
    let began = Instant::now();
    for part in dossiers.chunks(PLANS_AN_ENTRY) {
        let plan = |plan: &Arc<_>| Edit { before: None, after: Some(Arc::clone(plan)) };
        append(part.iter().map(|d| Change::Plan { plan: d.plan.id.clone(), edit: plan(&d.plan) }).collect());
    }
    for dossier in dossiers.iter().step_by(REVIEWED) {
        let reviews = province::reviewed(dossier, Period::annual(Year(2023))).reviews;
        let change = |((item, period), review)| Change::Review {
            item,
            period,
            edit: Edit { before: None, after: Some(review) },
        };
        append(reviews.into_iter().map(change).collect());
    }
    drop(store);
    println!(
        "## {records} records of {} plans, taken into a store in {:.1} s",
        dossiers.len(),
        began.elapsed().as_secs_f64()
    );
}

fn measure(folder: &str) {
    measure_start(folder);
    run(folder, &["views", "plan"]);
}

/// Measures the second start: the first one builds and stores the index.
fn measure_start(folder: &str) {
    run(folder, &["start", "start"]);
}

fn run(folder: &str, parts: &[&str]) {
    for part in parts {
        let program = std::env::current_exe().unwrap();
        assert!(Command::new(program).args([part, folder]).status().unwrap().success());
    }
}

/// A session with its channel for events from other threads.
struct Seat {
    session: Session<std::io::Sink>,
    news: Receiver<()>,
}

impl Seat {
    fn new(desk: &Arc<Desk>, size: (u16, u16)) -> Seat {
        let (sender, news) = sync_channel(16);
        let wake = move || _ = sender.try_send(());
        let options = Options { period: Some(Period::annual(Year(2023))), ..Options::default() };
        let keymap = Arc::new(Keymap::default_map());
        let (actor, desk) = (Actor::owner("测"), Arc::clone(desk));
        let session = Session::new(desk, actor, keymap, options, std::io::sink(), size, wake).unwrap();
        let mut seat = Seat { session, news };
        seat.session.draw().unwrap();
        seat
    }

    /// Returns the time from a key to the frame.
    fn press(&mut self, keys: &str) -> Duration {
        let began = Instant::now();
        self.session.take(Event::Bytes(keys.as_bytes().to_vec()));
        if self.session.patience().is_some() {
            self.session.nothing_followed();
        }
        self.session.draw().unwrap();
        began.elapsed()
    }

    fn screen(&self) -> String {
        self.session.shown().content().iter().map(|cell| cell.symbol()).collect()
    }

    /// Handles events until the screen is as wanted.
    fn wait(&mut self, wanted: impl Fn(&str) -> bool) {
        while !wanted(&self.screen()) {
            self.news.recv().unwrap();
            self.session.take(Event::Wake);
            self.session.draw().unwrap();
        }
    }
}

fn open(folder: &str) -> Arc<Desk> {
    Arc::new(Desk::open(Path::new(folder), Departments::bundled(), WhenEmpty::StayEmpty).unwrap().0)
}

fn start(folder: &str) {
    let began = Instant::now();
    let (desk, opened) = timed(|| open(folder));
    let (mut seat, session) = timed(|| Seat::new(&desk, WIDE));
    let first_frame = began.elapsed();
    println!(
        "start: first frame after {:.0} ms (store read in {:.0}, session in {:.0}), {:.0} MB",
        ms(first_frame),
        ms(opened),
        ms(session),
        memory()
    );
    seat.press("/");
    seat.press("残");
    seat.wait(|screen| screen.contains("条"));
    println!(
        "start: first answer of the search after {:.0} ms, {:.0} MB, at most {:.0} MB",
        ms(began.elapsed()),
        memory(),
        peak_memory()
    );
}

/// The work in a view: its name, the keys that open it, and the keys pressed in it.
type Tour = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const MOVES: [(&str, &str); 5] =
    [("down", "j"), ("a page down", "\x1b[6~"), ("the end", "G"), ("up", "k"), ("the top", "g")];

const TOURS: [Tour; 11] = [
    ("overview", "1", &[("unfold", "\x1b[C")]),
    ("outline", "2", &[]),
    (
        "tasks",
        "3",
        &[
            ("sort", "S"),
            ("turn round", "R"),
            ("overdue", "D"),
            ("all again", "F"),
            ("unreported", "N"),
            ("all again", "F"),
            ("mark", "v"),
            ("status", "x"),
            ("undo", "u"),
        ],
    ),
    ("boxes", "4", &[]),
    ("indicators", "5", &[]),
    ("departments", "6", &[]),
    ("compare", "7", &[]),
    ("check", "8", &[]),
    ("problems", "9", &[]),
    ("matrix", "0", &[("by department", "b")]),
    ("search", "/", &[("a character", "残"), ("another", "疾"), ("a letter", " c"), ("back", "\x1b")]),
];

fn views(folder: &str) {
    let desk = open(folder);
    let mut seat = Seat::new(&desk, WIDE);
    println!("all plans in view, ms from a key to the frame, slowest of {TIMES}:");
    tours(&mut seat);
    println!("memory: {:.0} MB, at most {:.0} MB", memory(), peak_memory());
}

fn views_of_one(folder: &str) {
    let desk = open(folder);
    let mut seat = Seat::new(&desk, WIDE);
    seat.press("P");
    let open_picker = seat.press("j");
    let choose = seat.press("\r");
    println!("one plan in view (list of plans {:.1}, chosen {:.1}):", ms(open_picker), ms(choose));
    tours(&mut seat);
}

/// Prints the time of a frame in each view, from the key to the output, beside the goal.
fn frames(folder: &str) {
    let desk = open(folder);
    let mut seat = Seat::new(&desk, VERY_WIDE);
    let (columns, rows) = VERY_WIDE;
    println!("frames at {columns} x {rows} with all columns, ms; goal: at most {FRAME_GOAL}");
    for (name, keys, tour) in TOURS.into_iter().filter(|(name, ..)| *name != "search") {
        seat.press(keys);
        if name == "check" {
            seat.wait(|screen| !screen.contains("正在"));
        }
        let moves = (0..TIMES * 4).flat_map(|_| MOVES.iter().map(|(_, keys)| *keys));
        let mut times: Vec<f64> = moves.map(|keys| ms(seat.press(keys))).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        let others = tour.iter().map(|(what, keys)| format!("{what} {:.1}", ms(seat.press(keys))));
        let others: Vec<String> = others.collect();
        let verdict = if at(100) <= FRAME_GOAL { "met" } else { "not met" };
        let moved = format!("p50 {:.1}, p95 {:.1}, max {:.1}", at(50), at(95), at(100));
        // As many times as the widest table has columns, and once more for the usual order.
        let sorted = (0..SORTS).map(|_| seat.press("S")).max().unwrap_or_default();
        println!("  {name}: {moved} ({verdict}); sorted by any column {:.1}, {}", ms(sorted), others.join(", "));
    }
}

fn tours(seat: &mut Seat) {
    for (name, keys, tour) in TOURS {
        let opened = seat.press(keys);
        if name == "check" {
            seat.wait(|screen| !screen.contains("正在"));
        }
        let mut told = vec![format!("open {:.1}", ms(opened))];
        for (what, keys) in MOVES.iter().filter(|_| name != "search").chain(tour) {
            let times = if MOVES.iter().any(|(moves, _)| moves == what) { TIMES } else { 1 };
            let slowest = (0..times).map(|_| seat.press(keys)).max().unwrap_or_default();
            told.push(format!("{what} {:.1}", ms(slowest)));
        }
        println!("  {name}: {}", told.join(", "));
    }
}
