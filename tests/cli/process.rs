//! The program as a process: exit statuses, concurrent processes, kills, closed pipes, help and version.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use plandesk::desk::{Desk, WhenEmpty};
use plandesk::plan::Departments;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};

use crate::support::cli::{Bench, ran};

#[test]
fn a_change_is_on_disk_once_it_is_reported_as_saved() {
    let bench = Bench::loaded();
    for (round, status) in ["lagging", "completed", "in-progress", "adjusted"].into_iter().cycle().take(12).enumerate()
    {
        let line = format!("review bachu-wsjk-2025/t{} --period 2023 --status {status}", round % 3 + 1);
        let mut child = bench.command(line.split(' ')).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(said.contains("已保存"), "{said}");
        let tasks = bench.json("tasks --plan 巴楚 --period 2023");
        assert_eq!(tasks[round % 3]["review"]["status"], status);
    }
}

#[test]
fn a_kill_at_any_moment_leaves_a_store_that_opens() {
    let bench = Bench::empty();
    for _ in 0..8 {
        let mut child = bench.command(["plans"]).stdout(Stdio::piped()).spawn().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(bench.json("plans").as_array().unwrap().len(), 6);
}

#[test]
fn a_store_that_another_process_has_open_is_busy() {
    let bench = Bench::loaded();
    let (desk, _) = Desk::open(&bench.store(), Departments::default(), WhenEmpty::StayEmpty).unwrap();
    for line in ["plans", "review bachu-wsjk-2025/t1 --period 2023 --status completed"] {
        let told = bench.line(line).failed(3).stderr;
        assert!(!told.contains("--embedded"), "{told}");
    }
    bench.line("doctor").done();
    drop(desk);
    bench.line("plans").done();
}

#[test]
fn a_store_that_is_busy_for_a_moment_is_waited_for() {
    let bench = Bench::loaded();
    let lock = File::open(bench.store().join("lock")).unwrap();
    lock.lock().unwrap();
    let events = inotify::init(CreateFlags::CLOEXEC).unwrap();
    inotify::add_watch(&events, bench.store().join("lock"), WatchFlags::CLOSE).unwrap();
    let mut child = bench.command(["plans"]).stdout(Stdio::null()).spawn().unwrap();
    // The program does not report that it waits, but it closes the file that it could not lock.
    let patience = Timespec { tv_sec: 30, tv_nsec: 0 };
    assert_eq!(poll(&mut [PollFd::new(&events, PollFlags::IN)], Some(&patience)).unwrap(), 1, "it has not come");
    assert_eq!(child.try_wait().unwrap(), None);
    drop(lock);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let bench = Bench::loaded();
    for format in ["table", "json", "csv"] {
        let mut command = bench.command(["tasks", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn the_store_is_found_by_option_environment_or_default() {
    let bench = Bench::empty();
    let home = bench.file("home");
    let exists = |path: &str| bench.file(path).exists();
    ran(bench.command(["plans", "--store", "by-option"]).env("PLANDESK_STORE", "by-environment")).done();
    assert!(exists("by-option") && !exists("by-environment"));
    ran(bench.command(["plans"]).env("PLANDESK_STORE", "by-environment")).done();
    assert!(exists("by-environment"));
    ran(bench.command(["plans"]).env_remove("PLANDESK_STORE").env("XDG_DATA_HOME", &home)).done();
    assert!(exists("home/plandesk"));
    ran(bench.command(["plans"]).env("PLANDESK_STORE", "").env_remove("XDG_DATA_HOME").env("HOME", &home)).done();
    assert!(exists("home/.local/share/plandesk"));
}

#[test]
fn the_doctor_reports_on_the_store() {
    let bench = Bench::loaded();
    let health = bench.json("doctor");
    assert_eq!((&health["entries"], &health["sound"]), (&1.into(), &true.into()));
    assert!(bench.line("doctor").done().stdout.contains("没有发现损坏"));
    Bench::empty().line("doctor").failed(1);
}

#[test]
fn a_damaged_journal_is_reported_and_not_changed() {
    let bench = Bench::loaded();
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status completed").done();
    let journal = std::fs::read_dir(bench.store().join("journal")).unwrap().map(|e| e.unwrap().path()).min().unwrap();
    let sound = std::fs::read_to_string(&journal).unwrap();
    let damaged = sound.replacen("慢性病", "慢性丙", 1);
    assert_ne!(sound, damaged);
    std::fs::write(&journal, &damaged).unwrap();
    for part in ["state", "backups"] {
        std::fs::remove_dir_all(bench.store().join(part)).unwrap();
    }
    bench.line("plans").failed(4);
    assert_eq!(bench.line("doctor").code, 4);
    let told = bench.line("doctor --lang en").stderr;
    assert!(told.contains("line 2") && told.contains("doctor --mend"), "{told}");
    bench.line("doctor --mend").failed(4);
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), damaged);
    std::fs::write(bench.file("a.jsonl"), "the last good one").unwrap();
    let rescued = bench.line("backup a.jsonl --force").failed(4);
    assert!(rescued.stderr.contains("a.jsonl.partial"), "{}", rescued.stderr);
    assert_eq!(std::fs::read_to_string(bench.file("a.jsonl")).unwrap(), "the last good one");
    let partial = std::fs::read_to_string(bench.file("a.jsonl.partial")).unwrap();
    assert!(!partial.is_empty() && sound.starts_with(&partial), "what is intact is kept");
    assert!(bench.line("backup a.jsonl --force").failed(4).stderr.contains("a.jsonl.partial"));
}

#[test]
fn a_damaged_history_is_reported_and_mended_by_the_advice_given() {
    let bench = Bench::loaded();
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status completed").done();
    let tasks = bench.json("tasks --period 2023");
    let journal = std::fs::read_dir(bench.store().join("journal")).unwrap().map(|e| e.unwrap().path()).min().unwrap();
    let sound = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, sound.replacen("慢性病", "慢性", 1)).unwrap();
    let told = bench.line("tasks --period 2023 --format json").done();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&told.stdout).unwrap(), tasks);
    assert!(told.stderr.contains("第 2 行") && told.stderr.contains("doctor --mend"), "{}", told.stderr);
    assert!(bench.line("backup a.jsonl").failed(4).stderr.contains("全部现有数据"));
    std::fs::remove_dir_all(bench.store().join("backups")).unwrap();
    let mended = bench.line("doctor --mend").done().stdout;
    assert!(mended.contains("现有数据完好") && mended.contains("before-mend-001"), "{mended}");
    assert_eq!(bench.json("tasks --period 2023"), tasks);
    assert_eq!(bench.line("tasks --period 2023").done().stderr, "");
    assert!(bench.line("history").done().stdout.contains("从损坏中找回"));
    bench.line("undo").done();
    bench.line("undo").failed(1);
    assert!(bench.line("doctor").done().stdout.contains("没有发现损坏"));
}

#[test]
fn restoring_a_backup_brings_everything_back_and_keeps_the_replaced_store() {
    let bench = Bench::loaded();
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status completed").done();
    bench.line("backup a.jsonl").done();
    assert!(bench.line("backup a.jsonl").failed(1).stderr.contains("--force"));
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status lagging").done();
    let history = |bench: &Bench| bench.json("history").as_array().unwrap().len();
    assert_eq!(history(&bench), 3);
    let restored = bench.json("restore a.jsonl");
    assert_eq!(restored["entries"], 2);
    assert!(std::path::Path::new(restored["kept"].as_str().unwrap()).exists());
    assert_eq!(bench.json("tasks --plan 巴楚 --period 2023")[0]["review"]["status"], "completed");
    bench.line("backup b.jsonl").done();
    let lines = |name: &str| -> Vec<String> {
        std::fs::read_to_string(bench.file(name)).unwrap().lines().map(str::to_string).collect()
    };
    let (before, after) = (lines("a.jsonl"), lines("b.jsonl"));
    assert_eq!(before[..3], after[..3], "the header and both entries are the very same");
    assert!(after.len() == before.len() + 1 && after[3].contains(r#""what":"restore""#), "{after:?}");
}

#[test]
fn a_store_too_damaged_to_open_is_reassembled_from_its_own_backup() {
    let bench = Bench::loaded();
    let plans = bench.json("plans");
    let journal = bench.store().join("journal/000001.jsonl");
    let sound = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, sound.replacen("慢性病", "慢性丙", 1)).unwrap();
    std::fs::remove_dir_all(bench.store().join("state")).unwrap();
    let told = bench.line("plans --lang en").done().stderr;
    assert!(told.contains("no change was lost") && told.contains("before-mend-001"), "{told}");
    assert_eq!(bench.line("plans").done().stderr, "");
    assert_eq!(bench.json("plans"), plans);
    assert_eq!(std::fs::read_to_string(&journal).unwrap(), sound);
    let health = bench.json("doctor");
    assert_eq!((&health["sound"], &health["findings"]), (&true.into(), &serde_json::json!([])));
    assert!(health["index_records"].as_u64().unwrap() > 500 && health["backups"][0].is_string());
}

#[test]
fn the_doctor_checks_the_stored_search_index() {
    let bench = Bench::loaded();
    let before = bench.json("doctor");
    assert_eq!(before["findings"], serde_json::json!([]));
    let records = before["index_records"].clone();
    std::fs::create_dir_all(bench.store().join("search")).unwrap();
    std::fs::write(bench.store().join("search/0123456789abcdef.shelf"), "not what was written").unwrap();
    let health = bench.json("doctor");
    assert_eq!((&health["sound"], &health["index_records"]), (&true.into(), &records));
    let found = health["findings"]
        .as_array()
        .unwrap()
        .iter()
        .any(|finding| finding.as_str().unwrap().contains("search/0123456789abcdef.shelf 已损坏，下次启动会重建"));
    assert!(found, "{health}");
}

#[test]
fn a_restore_can_be_previewed_and_undone() {
    let bench = Bench::loaded();
    bench.line("backup a.jsonl.gz").done();
    bench.line("review bachu-wsjk-2025/t1 --period 2023 --status completed").done();
    let history = bench.json("history");
    let look = bench.line("restore a.jsonl.gz --dry-run --lang en").done().stdout;
    assert!(look.contains("removed  1 entries") && look.contains("reviews 1 → 0"), "{look}");
    let look = bench.json("restore a.jsonl.gz --dry-run");
    assert_eq!((&look["going"], &look["then"]["entries"]), (&1.into(), &1.into()));
    assert_eq!(bench.json("history"), history, "a look changes nothing");
    bench.line("restore --undo").failed(1);
    bench.line("restore a.jsonl.gz --yes").done();
    let restored = bench.json("history");
    assert_eq!((restored.as_array().unwrap().len(), &restored[0]["what"]), (2, &"restore".into()));
    assert!(bench.line("restore --undo --dry-run").done().stdout.contains("会得到  1 条"));
    assert!(bench.line("restore --undo").done().stderr.contains("before-restore"));
    let undone = bench.json("history");
    assert_eq!(undone[0]["what"], "restore");
    for (number, entry) in history.as_array().unwrap().iter().enumerate() {
        let again = &undone[number + 1];
        assert_eq!(
            (&again["seq"], &again["what"], &again["changes"]),
            (&entry["seq"], &entry["what"], &entry["changes"])
        );
    }
}

#[test]
fn a_file_that_is_no_backup_changes_nothing() {
    let bench = Bench::loaded();
    std::fs::write(bench.file("bad.jsonl"), "买菜清单\n").unwrap();
    for language in ["zh", "en"] {
        let refused = bench.run(["restore", "bad.jsonl", "--lang", language]).failed(1).stderr;
        assert!(refused.contains("bad.jsonl") && !refused.contains("plandesk restore"), "{refused}");
    }
    bench.line("backup good.jsonl").done();
    let good = std::fs::read_to_string(bench.file("good.jsonl")).unwrap();
    std::fs::write(bench.file("cut.jsonl"), good.replacen("慢性病", "慢性丙", 1)).unwrap();
    let refused = bench.line("restore cut.jsonl --lang en").failed(1).stderr;
    assert!(refused.contains("cut.jsonl") && refused.contains("line 2"), "{refused}");
    assert!(!refused.contains("plandesk restore"), "{refused}");
    bench.line("restore missing.jsonl").failed(1);
    assert_eq!(bench.json("plans").as_array().unwrap().len(), 6);
    Bench::empty().line("backup a.jsonl").failed(1);
}

#[test]
fn help_and_version_go_to_stdout_in_the_right_language() {
    let bench = Bench::empty();
    assert!(bench.line("--help").done().stdout.contains("任务分解"));
    assert!(bench.line("--help --lang en").done().stdout.contains("Assign tasks"));
    assert!(bench.line("help").done().stdout.contains("任务分解"));
    assert_eq!(bench.line("help tasks").done().stdout, bench.line("tasks --help").done().stdout);
    bench.line("help taks").failed(2);
    assert!(bench.line("tasks -h").done().stdout.contains("--due"));
    assert_eq!(bench.line("--version").done().stdout.trim(), concat!("plandesk ", env!("CARGO_PKG_VERSION")));
    assert!(!bench.store().exists(), "asking for help makes no store");
}

#[test]
fn wrong_usage_is_reported_on_stderr() {
    let bench = Bench::empty();
    assert!(bench.line("taks").failed(2).stderr.contains("tasks"), "a slip gets a suggestion");
    assert!(bench.line("tasks --nope").failed(2).stderr.contains("--nope"));
    assert!(bench.line("tasks --due soon --lang en").failed(2).stderr.contains("2023..2025"));
    bench.run(["search", ""]).failed(2);
    bench.run(["search", " ", ""]).failed(2);
    bench.run(["tasks", "--text", " "]).failed(2);
    bench.line("search 康复 --limit 0").failed(2);
    bench.line("history --limit 0").failed(2);
    assert!(!bench.store().exists());
}

#[test]
fn the_screen_needs_a_terminal() {
    let bench = Bench::loaded();
    let ran = ran(&mut bench.command([] as [&str; 0])).failed(1);
    assert!(ran.stderr.contains("--help"));
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let bench = Bench::empty();
    for shell in ["bash", "zsh", "fish"] {
        assert!(bench.line(&format!("completions {shell}")).done().stdout.contains("plandesk"), "{shell}");
    }
    assert!(bench.line("man").done().stdout.contains(".TH plandesk"));
    assert!(bench.line("man review").done().stdout.contains("period"));
    bench.line("man nonsense").failed(2);
    bench.line("completions tcsh").failed(2);
}

#[test]
fn the_keys_in_force_are_printed_and_a_keymap_file_is_checked() {
    let bench = Bench::empty();
    assert!(bench.line("keymap").done().stdout.contains("undo"));
    bench.line("keymap --check missing.toml").failed(1);
    std::fs::write(bench.file("bad.toml"), "[global]\n\"x\" = \"no-such-action\"\n").unwrap();
    assert!(bench.line("keymap --check bad.toml").failed(1).stderr.contains("no-such-action"));
    std::fs::write(bench.file("good.toml"), "").unwrap();
    bench.line("keymap --check good.toml").done();
}
