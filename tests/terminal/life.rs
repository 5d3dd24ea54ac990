//! How the program comes, goes, and gives the terminal back.

use std::time::Duration;

use rustix::process::Signal;

use crate::pty::Screen;

fn started() -> (tempfile::TempDir, Screen) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut screen = Screen::start(home.path(), &[]);
    screen.wait_text("喀什");
    (home, screen)
}

#[test]
fn quitting_gives_the_terminal_back() {
    let (_home, mut screen) = started();
    assert!(screen.is_on_alternate_screen());
    screen.send("q");
    let (_, code) = screen.wait_exit();
    assert_eq!(code, 0);
    assert!(!screen.is_on_alternate_screen());
}

#[test]
fn a_lost_connection_ends_the_program_within_a_second() {
    let (_home, mut screen) = started();
    screen.hang_up();
    let (took, _) = screen.wait_exit();
    assert!(took < Duration::from_secs(1), "it took {took:?}");
}

#[test]
fn a_terminate_signal_gives_the_terminal_back() {
    let (_home, mut screen) = started();
    screen.signal(Signal::TERM);
    let (took, _) = screen.wait_exit();
    assert!(took < Duration::from_secs(1), "it took {took:?}");
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
fn suspending_gives_the_terminal_back_and_continuing_draws_the_screen_again() {
    let (_home, mut screen) = started();
    screen.send("\u{1a}");
    screen.wait("the shell's screen", |_| true);
    let pid = screen.pid();
    let state = || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let end = std::time::Instant::now() + Duration::from_secs(20);
    while !state().contains(") T ") {
        assert!(std::time::Instant::now() < end, "it was not suspended: {}", state());
        std::thread::yield_now();
    }
    screen.signal(Signal::CONT);
    screen.send("3").wait_text("牵头");
    assert!(screen.is_on_alternate_screen());
}

#[test]
fn a_second_program_on_the_same_store_is_told_who_has_it() {
    let (home, first) = started();
    let mut second = Screen::start(home.path(), &[]);
    second.wait_text(&first.pid().to_string());
    let (_, code) = second.wait_exit();
    assert_eq!(code, 3);
}

#[test]
fn it_works_without_colours_and_with_the_c_locale() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let env = [("LANG", "C"), ("LC_ALL", "C"), ("NO_COLOR", "1"), ("TERM", "vt100")];
    let mut screen = Screen::start_with(home.path(), &[], &env, (80, 24));
    screen.wait_text("喀什").send("3").wait_text("牵头").send("q");
    assert_eq!(screen.wait_exit().1, 0);
}
