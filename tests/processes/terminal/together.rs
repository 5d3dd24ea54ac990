//! Several people at one desk, each at a terminal of their own.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use plandesk::serve::attach::running;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::pty::{PATIENCE, Screen};

fn screen_of(home: &Path, person: &str, args: &[&str]) -> Screen {
    let mut screen = Screen::start_with(home, args, &[("PLANDESK_ACTOR", person)], (100, 24));
    screen.wait_text("喀什");
    screen
}

fn desk(home: &Path) -> Pid {
    Pid::from_raw(running(&home.join("store")).expect("a desk")).expect("a process")
}

/// Waits until the desk has ended.
fn wait_end(home: &Path) {
    let end = Instant::now() + PATIENCE;
    while running(&home.join("store")).is_some() {
        assert!(Instant::now() < end, "the desk is still there");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn plandesk(home: &Path, line: &str) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plandesk"));
    command.args(line.split(' ')).env("PLANDESK_STORE", home.join("store")).env("PLANDESK_IDLE", "300ms");
    command.env("PLANDESK_ACTOR", "张三").env("LANG", "zh_CN.UTF-8").output().expect("it runs")
}

#[test]
fn two_people_see_each_other_and_each_other_s_changes() {
    let home = tempfile::tempdir().expect("a folder");
    let mut first = screen_of(home.path(), "李四", &[]);
    assert!(!first.text().contains("与"), "nobody else is there");
    let mut second = screen_of(home.path(), "张三", &[]);
    first.wait("the other's name in the header", |text| text.lines().next().is_some_and(|row| row.contains("与 张三")));
    second.wait("the other's name", |text| text.lines().next().is_some_and(|row| row.contains("与 李四")));
    first.send("3").wait_text("牵头");
    second.send("3").wait_text("牵头");
    second.send("x").wait_text("✓ 已存");
    first.wait_text("张三 改了").wait_text("✓ 完成");
    second.send("q");
    assert_eq!(second.wait_exit(), 0);
    first.wait("a header without the other", |text| !text.contains("与 张三"));
    first.send("q");
    first.wait_exit();
    wait_end(home.path());
}

#[test]
fn a_command_line_changes_what_a_screen_shows() {
    let home = tempfile::tempdir().expect("a folder");
    let mut screen = screen_of(home.path(), "李四", &[]);
    screen.send("3").wait_text("牵头");
    let ran = plandesk(home.path(), "review bachu-wsjk-2025/t1 --period final --status lagging");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    screen.wait_text("张三 改了");
    let alone = plandesk(home.path(), "plans --embedded");
    assert_eq!(alone.status.code(), Some(3));
    let said = String::from_utf8_lossy(&alone.stderr).into_owned();
    assert!(said.contains(&desk(home.path()).as_raw_nonzero().to_string()), "{said}");
}

#[test]
fn after_a_desk_is_killed_the_screen_goes_on_at_a_new_one() {
    let home = tempfile::tempdir().expect("a folder");
    let mut screen = screen_of(home.path(), "李四", &[]);
    screen.send("/巴楚 mxb").wait_text("聚焦慢性病管理与控制").send("\r").wait_text("聚焦慢性病管理与控制");
    screen.send("x").wait_text("✓ 已存").send("n").wait_text("进展").send("已建成两处").wait_text("已建成两处");
    let before = desk(home.path());
    kill_process(before, Signal::KILL).expect("killed");
    screen.wait_text("回到原处").wait_text("已建成两处");
    assert_ne!(desk(home.path()), before);
    // Unsaved text can still be saved, and saved changes are there.
    screen.send("\x13").wait_text("✓ 已存").send("\x1b").wait_text("✓ 完成");
    screen.send("q");
    assert_eq!(screen.wait_exit(), 0);
    let reviewed = plandesk(home.path(), "tasks --text 聚焦慢性病管理与控制 --format json");
    let reviewed = String::from_utf8_lossy(&reviewed.stdout).into_owned();
    assert!(reviewed.contains("已建成两处") && reviewed.contains("completed"), "{reviewed}");
}

#[test]
fn a_desk_that_is_told_to_end_ends_all_sessions() {
    let home = tempfile::tempdir().expect("a folder");
    let mut screens = [screen_of(home.path(), "李四", &[]), screen_of(home.path(), "张三", &[])];
    kill_process(desk(home.path()), Signal::TERM).expect("told");
    for screen in &mut screens {
        assert_eq!(screen.wait_exit(), 1);
        assert!(!screen.is_on_alternate_screen());
        assert!(screen.text().contains("已被要求结束"), "{}", screen.text());
    }
    wait_end(home.path());
    assert!(!home.path().join("store/desk.sock").exists());
}

#[test]
fn a_session_of_a_hanging_desk_can_be_left() {
    let home = tempfile::tempdir().expect("a folder");
    let mut screen = screen_of(home.path(), "李四", &[]);
    let stopped = desk(home.path());
    kill_process(stopped, Signal::STOP).expect("stopped");
    screen.send("3").wait_text("没有应答");
    screen.send("\x03");
    assert_eq!(screen.wait_exit(), 3);
    assert!(screen.text().contains(&stopped.as_raw_nonzero().to_string()), "{}", screen.text());
    kill_process(stopped, Signal::KILL).expect("killed");
}
