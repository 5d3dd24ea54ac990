//! Measures response times and bytes sent to the terminal, with the real program in a pseudo-terminal of 80 × 24.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on says so by a panic")]

#[allow(dead_code, reason = "tests and benches each use a part")]
#[path = "../tests/support/pty.rs"]
mod pty;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pty::Screen;

const STARTS: usize = 20;
const MOVES: usize = 40;

fn main() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut screen = Screen::start(home.path(), &["--embedded"]);
    screen.wait_text("喀什").send("q");
    screen.wait_exit();
    first_frame(&home, "without a desk", &["--embedded"], || {});
    first_frame(&home, "with a desk to be started", &[], || end_desk(&home));
    let mut guest = start(&home, &[]);
    first_frame(&home, "at a desk that runs", &[], || {});
    command_line(&home, "at a desk that runs", &["plans"]);
    guest.send("q");
    guest.wait_exit();
    end_desk(&home);
    command_line(&home, "without a desk", &["plans", "--embedded"]);
    let mut screen = start(&home, &[]);
    screen.send("3").wait_text("编号").settle();
    cursor_move(&mut screen);
    status_change(&mut screen);
    news(&home, &mut screen);
}

fn start(home: &tempfile::TempDir, args: &[&str]) -> Screen {
    let mut screen = Screen::start(home.path(), args);
    screen.wait_text("喀什");
    screen
}

/// Ends the desk, if one is running, and waits for its end.
fn end_desk(home: &tempfile::TempDir) {
    let store = home.path().join("store");
    let Some(pid) = plandesk::serve::attach::running(&store) else { return };
    let process = rustix::process::Pid::from_raw(pid).expect("a process");
    rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("told to end");
    while std::fs::File::open(store.join("lock")).is_ok_and(|lock| lock.try_lock().is_err()) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn first_frame(home: &tempfile::TempDir, how: &str, args: &[&str], prepare: impl Fn()) {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        prepare();
        let begun = Instant::now();
        let mut screen = start(home, args);
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        screen.send("q");
        screen.wait_exit();
    }
    print(&format!("first frame from process start, store with the bundled plans, {how}"), "ms", &mut times);
}

fn command_line(home: &tempfile::TempDir, how: &str, args: &[&str]) {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_plandesk"));
        command.args(args).env("PLANDESK_STORE", home.path().join("store")).stdout(Stdio::null());
        assert!(command.status().expect("it runs").success());
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    print(&format!("the command line `plans`, {how}"), "ms", &mut times);
}

/// Measures the time from a change on one screen until another screen shows it.
fn news(home: &tempfile::TempDir, first: &mut Screen) {
    let mut second = start(home, &[]);
    second.send("3").wait_text("编号").settle();
    let mut times = Vec::new();
    for step in 0..MOVES {
        let (key, word) = if step % 2 == 0 { ("x", "已完成") } else { ("z", "滞后") };
        let begun = Instant::now();
        first.send(key);
        second.wait("the news", |text| {
            text.lines().next_back().is_some_and(|row| row.contains("改了") && row.contains(word))
        });
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    print("status key of one to the news on another's screen", "ms", &mut times);
}

fn cursor_move(screen: &mut Screen) {
    let mut bytes = Vec::new();
    for step in 0..MOVES {
        let before = screen.received;
        screen.send(if step % 20 < 10 { "j" } else { "k" }).settle();
        #[expect(clippy::cast_precision_loss, reason = "some hundred bytes")]
        bytes.push((screen.received - before) as f64);
    }
    print("cursor one row down or up, detail pane included", "bytes", &mut bytes);
}

fn status_change(screen: &mut Screen) {
    let mut times = Vec::new();
    for step in 0..MOVES {
        let (key, word) = if step % 2 == 0 { ("x", "已完成") } else { ("z", "滞后") };
        let start = Instant::now();
        screen.send(key).wait("the word that it is saved", |text| {
            text.lines().rev().take(2).any(|row| row.contains("已存") && row.contains(word))
        });
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    print("status key to “saved” on the screen", "ms", &mut times);
}

fn print(what: &str, unit: &str, values: &mut [f64]) {
    values.sort_by(f64::total_cmp);
    let at = |share: usize| values[(values.len() - 1) * share / 100];
    println!("{what}: p50 {:.1} {unit}, p95 {:.1} {unit}, max {:.1} {unit}", at(50), at(95), at(100));
}
