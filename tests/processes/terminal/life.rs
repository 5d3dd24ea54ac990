//! The start and end of the program, and the restored terminal.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use rustix::process::Signal;

use crate::support::pty::{PATIENCE, Screen};

fn started() -> (tempfile::TempDir, Screen) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut screen = Screen::start(home.path(), &[]);
    screen.wait_text("喀什");
    (home, screen)
}

#[test]
fn quitting_restores_the_terminal() {
    let (_home, mut screen) = started();
    assert!(screen.is_on_alternate_screen());
    screen.send("q");
    assert_eq!(screen.wait_exit(), 0);
    assert!(!screen.is_on_alternate_screen());
}

/// The working folder, set in the process that plays a terminal whose connection is lost.
const PLAYS_TERMINAL: &str = "PLANDESK_TEST_PLAYS_TERMINAL";

#[test]
fn a_lost_connection_ends_the_program() {
    if let Some(home) = std::env::var_os(PLAYS_TERMINAL) {
        return play_terminal(Path::new(&home));
    }
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut terminal = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "terminal::life::a_lost_connection_ends_the_program", "--nocapture"])
        .env(PLAYS_TERMINAL, home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a second process");
    let said = BufReader::new(terminal.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let pid = said.filter_map(|line| line.split_once("plandesk runs as ")?.1.parse::<u32>().ok()).next();
    let pid = pid.expect("the terminal's word that plandesk runs");
    assert!(runs(pid));

    terminal.kill().expect("killed");
    terminal.wait().expect("ended");
    let lost = Instant::now();
    while runs(pid) {
        assert!(lost.elapsed() < PATIENCE, "plandesk runs on without a terminal");
        std::thread::yield_now();
    }
}

/// Keeps the other end of plandesk's terminal open until it is killed, which closes that end as a lost connection does.
fn play_terminal(home: &Path) {
    let mut screen = Screen::start(home, &[]);
    screen.wait_text("喀什");
    println!("\nplandesk runs as {}", screen.pid());
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// Returns true if a process runs; one that has ended and has not been waited for does not.
fn runs(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn a_termination_signal_restores_the_terminal() {
    let (_home, mut screen) = started();
    screen.signal(Signal::TERM);
    screen.wait_exit();
    assert!(!screen.is_on_alternate_screen());
}

#[test]
fn the_screen_follows_the_terminal_s_size() {
    let (_home, mut screen) = started();
    screen
        .resize(120, 40)
        .wait("the hints on the last row", |text| text.lines().nth(39).is_some_and(|row| row.contains('?')));
    screen
        .resize(60, 15)
        .wait("the hints on the last row", |text| text.lines().nth(14).is_some_and(|row| row.contains('?')));
}

#[test]
fn suspending_restores_the_terminal_and_continuing_redraws_the_screen() {
    let (_home, mut screen) = started();
    screen.send("\u{1a}");
    screen.wait("the shell's screen", |_| true);
    let pid = screen.pid();
    let state = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let end = Instant::now() + PATIENCE;
    while !state().contains(") T ") {
        assert!(Instant::now() < end, "it was not suspended: {}", state());
        std::thread::yield_now();
    }
    screen.signal(Signal::CONT);
    screen.send("3").wait_text("牵头");
    assert!(screen.is_on_alternate_screen());
}

#[test]
fn the_screen_works_without_colours_and_in_the_c_locale() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let env = [("LANG", "C"), ("LC_ALL", "C"), ("NO_COLOR", "1"), ("TERM", "vt100")];
    let mut screen = Screen::start_with(home.path(), &[], &env, (80, 24));
    screen.wait_text("喀什").send("3").wait_text("牵头").send("q");
    assert_eq!(screen.wait_exit(), 0);
}
