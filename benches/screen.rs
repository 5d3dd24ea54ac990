//! What a person waits for and what the line carries, measured on the real program in a pseudo-terminal of 80 × 24.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that can't go on says so by a panic")]

#[path = "../tests/terminal/pty.rs"]
mod pty;

use std::time::Instant;

use pty::Screen;

const STARTS: usize = 20;
const MOVES: usize = 40;

fn main() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut screen = Screen::start(home.path(), &[]);
    screen.wait_text("喀什").send("q");
    screen.wait_exit();
    first_frame(&home);
    let mut screen = Screen::start(home.path(), &[]);
    screen.wait_text("喀什").send("3").wait_text("编号").settle();
    cursor_move(&mut screen);
    status_change(&mut screen);
}

fn first_frame(home: &tempfile::TempDir) {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let start = Instant::now();
        let mut screen = Screen::start(home.path(), &[]);
        screen.wait_text("喀什");
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        screen.send("q");
        screen.wait_exit();
    }
    print("first frame from process start, store with the bundled plans", "ms", &mut times);
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
        let (key, word) = if step % 2 == 0 { ("x", "✓ 已完成") } else { ("z", "滞后") };
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
