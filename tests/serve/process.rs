//! The desk in the background, as seen from command lines.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plandesk::serve::attach::running;
use plandesk::serve::frame::{Frame, LARGEST, LARGEST_INPUT};
use plandesk::serve::hello::{Greeting, Hello, Want, Welcome};
use plandesk::serve::socket;
use regex::Regex;
use rustix::process::Signal;

use crate::support::cli::{Bench, Ran, end_desk, ran, signal, wait_end};
use crate::support::skipped::skipped;

/// Every subcommand that uses a store, in an order in which each has something to do.
const WALK: &[&str] = &[
    "plans",
    "plans --format json",
    "outline --plan 巴楚",
    "tasks --plan tongxin --period 2023",
    "tasks --department 卫健委 --format csv",
    "boxes --plan changji --format json",
    "indicators --lang en",
    "departments --plan bachu",
    "search mxb --limit 3",
    "search 没有这样的东西",
    "assign bachu-wsjk-2025/t1 bachu-wsjk-2025/t2 --lead 卫健委 --support 教育局 民政局 --due 2024",
    "assign bachu-wsjk-2025/t1 --lead 没有登记的局",
    "review bachu-wsjk-2025/t1 --period 2023 --status lagging --progress 40 --done 已完成一半 --problem 缺人",
    "review bachu-wsjk-2025/t1 --period 1999 --status lagging",
    "reading bachu-wsjk-2025/i1 --year 2023 --value 75.5",
    "undo",
    "redo",
    "undo --format json",
    "history bachu-wsjk-2025/t1",
    "export tasks --plan bachu --period 2023 --to list.xlsx",
    "export tasks --plan bachu --period 2023 --to list.xlsx",
    "export tasks --plan bachu --period 2023 --to nowhere/list.csv",
    "export indicators --to indicators.csv",
    "export boxes --to boxes.json --force",
    "export tasks --plan bachu --period 2023 --to sheets.xlsx --sheets",
    "export tasks --plan bachu --period 2023 --by-department lists",
    "export tasks --plan bachu --period 2023 --by-department lists",
    "import list.xlsx",
    "import list.xlsx no-such-list.xlsx",
    "import plan.txt --dry-run",
    "import plan.txt --format json",
    "import no-such-plan.txt",
    "report annual --plan bachu --year 2023 --to report.md",
    "report mid-term --plan bachu --to report.docx",
    "compare --sector 残疾人",
    "compare --tasks --plan bachu",
    "check --plan kashi-wsjk",
    "check --rules",
    "check --only nonsense",
    "backup kept.jsonl",
    "backup kept.jsonl",
    "review bachu-wsjk-2025/t3 --period 2023 --status completed",
    "restore kept.jsonl",
    "restore --undo",
    "restore --undo",
    "doctor --mend",
    "restore plan.txt",
    "history --limit 3 --format csv",
    "doctor",
    "keymap --format csv",
    "keymap --check plan.txt",
    "completions bash",
    "man review",
    "help tasks",
    "export tasks --sheets --to a.csv",
    "tasks --plan nonsense",
];

/// Masks differences that are not due to the desk: the folder, the time, and sled's size on disk.
fn masked(bench: &Bench, text: &str) -> String {
    let text = text.replace(&bench.file("").display().to_string(), "<FOLDER>/");
    let times = Regex::new(r"20\d\d-?\d\d-?\d\d[T \-]?(\d\d:?\d\d(:?\d\d)?)?([+-]\d\d:\d\d)?").unwrap();
    let sizes = Regex::new(r"(状态|state|，|,) ?\d+ KB").unwrap();
    sizes.replace_all(&times.replace_all(&text, "<TIME>"), "$1 <SIZE>").into_owned()
}

fn shown(bench: &Bench, ran: &Ran) -> String {
    format!("{}\n{}\n--- stderr\n{}", ran.code, masked(bench, &ran.stdout), masked(bench, &ran.stderr))
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_file() {
            found.push((name, fs::read(entry.path()).unwrap()));
        } else if name != "store" {
            found.extend(files(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        }
    }
    found.sort();
    found
}

#[test]
fn every_command_has_the_same_output_and_effect_through_the_desk() {
    let (alone, by_desk) = (Bench::loaded(), Bench::loaded());
    let plan = fs::read_to_string("data/plans/tongxin.txt").unwrap().replace("同心县", "河口县");
    for bench in [&alone, &by_desk] {
        fs::write(bench.file("plan.txt"), &plan).unwrap();
    }
    for line in WALK {
        let words = || line.split(' ');
        let expected = ran(&mut alone.command(words()));
        let found = ran(&mut by_desk.by_desk(words()));
        assert_eq!(shown(&by_desk, &found), shown(&alone, &expected), "plandesk {line}");
    }
    assert!(running(&by_desk.store()).is_some() && running(&alone.store()).is_none());
    let (expected, found) = (files(&alone.file("")), files(&by_desk.file("")));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected));
    assert!(names(&found).len() > 8, "{:?}", names(&found));
    for ((name, found), (_, expected)) in found.iter().zip(&expected) {
        // A backup contains times of entries and checksums that depend on them.
        assert!(found == expected || name == "kept.jsonl", "{name}");
    }
}

#[test]
fn commands_use_the_caller_s_standard_input_and_output() {
    let bench = Bench::loaded();
    let plan = fs::read_to_string("data/plans/tongxin.txt").unwrap().replace("同心县", "河口县");
    let mut child = bench.by_desk(["import", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(plan.as_bytes()).unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success() && said.contains("河口县"), "{said}");

    let mut reader = bench.by_desk(["tasks", "--format", "json"]);
    let mut child = reader.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "who has seen enough is no fault");
}

#[test]
fn twenty_clients_at_once_start_a_single_desk() {
    let bench = Bench::empty();
    let children: Vec<_> = (0..20)
        .map(|_| bench.by_desk(["plans"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let log = fs::read_to_string(bench.store().join("desk.log")).unwrap();
    assert_eq!(log.lines().filter(|line| line.contains("opens")).count(), 1, "{log}");
}

#[test]
fn a_desk_ends_after_a_while_without_clients() {
    let bench = Bench::loaded();
    ran(bench.by_desk(["plans"]).env("PLANDESK_IDLE", "200ms")).done();
    let pid = running(&bench.store()).unwrap();
    wait_end(&bench.store(), pid);
    assert!(!bench.store().join(socket::NAME).exists());
    assert!(bench.json("doctor")["findings"].as_array().unwrap().is_empty(), "it has flushed the state");
    ran(bench.by_desk(["plans"]).env("PLANDESK_IDLE", "soon")).failed(2);
}

#[test]
fn a_signal_ends_a_desk_after_it_has_flushed() {
    for how in [Signal::TERM, Signal::INT, Signal::HUP] {
        let bench = Bench::loaded();
        ran(&mut bench.by_desk("review bachu-wsjk-2025/t1 --period 2023 --status lagging".split(' '))).done();
        let pid = running(&bench.store()).unwrap();
        signal(pid, how);
        wait_end(&bench.store(), pid);
        let findings = &bench.json("doctor")["findings"];
        assert!(findings.as_array().unwrap().is_empty(), "{findings}");
    }
}

#[test]
fn acknowledged_changes_survive_a_killed_desk() {
    let bench = Bench::loaded();
    for (round, status) in ["lagging", "completed", "adjusted"].into_iter().enumerate() {
        let line = format!("review bachu-wsjk-2025/t{} --period 2023 --status {status}", round + 1);
        ran(&mut bench.by_desk(line.split(' '))).done();
        let pid = running(&bench.store()).unwrap();
        signal(pid, Signal::KILL);
        // Its socket stays behind, and the next command replaces it.
        let tasks = ran(&mut bench.by_desk("tasks --plan bachu --period 2023 --format json".split(' '))).done().stdout;
        let tasks: serde_json::Value = serde_json::from_str(&tasks).unwrap();
        assert_eq!(tasks[round]["review"]["status"], status);
        assert_ne!(running(&bench.store()), Some(pid));
    }
}

#[test]
fn a_desk_has_private_files_its_own_session_and_a_clean_environment() {
    let bench = Bench::loaded();
    fs::set_permissions(bench.store(), fs::Permissions::from_mode(0o755)).unwrap();
    ran(&mut bench.by_desk(["plans"])).done();
    for name in [socket::NAME, "desk.log", "desk.start", "lock"] {
        let mode = fs::metadata(bench.store().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
    let pid = running(&bench.store()).unwrap();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    assert_eq!((fields[3], fields[4]), (pid.to_string().as_str(), "0"), "a session of its own without a terminal");
    assert_eq!(fs::read_link(format!("/proc/{pid}/cwd")).unwrap(), Path::new("/"));
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap();
    assert!(!String::from_utf8_lossy(&environment).contains("PLANDESK"));
}

#[test]
fn a_full_log_is_rotated() {
    let bench = Bench::loaded();
    let (log, old) = (bench.store().join("desk.log"), bench.store().join("desk.log.1"));
    fs::write(&old, "the one before").unwrap();
    fs::write(&log, "x".repeat(256 << 10)).unwrap();
    ran(&mut bench.by_desk(["plans"])).done();
    assert_eq!(fs::metadata(&old).unwrap().len(), 256 << 10);
    let new = fs::read_to_string(&log).unwrap();
    assert!(new.contains("opens") && new.len() < 1000, "{new}");
}

#[test]
fn a_link_in_place_of_a_file_of_the_desk_is_not_followed() {
    for name in [socket::NAME, "desk.sock.new", "desk.log", "desk.start"] {
        let bench = Bench::loaded();
        let elsewhere = bench.file("elsewhere");
        fs::write(&elsewhere, "mine").unwrap();
        std::os::unix::fs::symlink(&elsewhere, bench.store().join(name)).unwrap();
        let told = ran(&mut bench.by_desk(["plans"])).stderr;
        assert!(running(&bench.store()).is_none() && !told.is_empty(), "{name}: {told}");
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine", "{name}");
    }
}

#[test]
fn no_desk_is_started_in_a_folder_that_others_can_write_to() {
    let bench = Bench::loaded();
    fs::set_permissions(bench.store(), fs::Permissions::from_mode(0o770)).unwrap();
    let ran = ran(&mut bench.by_desk(["plans"])).done();
    assert!(ran.stderr.contains("chmod go-w"), "{}", ran.stderr);
    assert!(running(&bench.store()).is_none());
}

#[test]
fn a_path_too_long_for_a_socket_still_gets_a_desk() {
    let bench = Bench::empty();
    let deep = bench.file(&"很深的文件夹/".repeat(12));
    ran(bench.by_desk(["plans"]).env("PLANDESK_STORE", &deep)).done();
    assert!(running(&deep).is_some());
    end_desk(&deep);
}

#[test]
fn commands_without_a_desk_start_none_and_fail_while_one_runs() {
    let bench = Bench::loaded();
    bench.line("plans").done();
    assert!(!bench.store().join("desk.log").exists());
    ran(&mut bench.by_desk(["plans"])).done();
    let pid = running(&bench.store()).unwrap().to_string();
    for line in ["plans", "restore a.jsonl", "undo"] {
        fs::write(bench.file("a.jsonl"), "").unwrap();
        let told = bench.line(line).failed(3).stderr;
        assert!(told.contains(&pid), "{line}: {told}");
    }
}

#[test]
fn commands_that_only_inspect_a_store_start_no_desk() {
    let bench = Bench::loaded();
    for line in ["doctor", "backup a.jsonl", "keymap", "check --rules", "man"] {
        ran(&mut bench.by_desk(line.split(' '))).done();
        assert!(running(&bench.store()).is_none(), "{line}");
    }
}

fn hello(want: Want) -> Frame {
    let hello = Hello { greeting: Greeting::own(), context: plandesk::office::client::ClientContext::default(), want };
    Frame::Hello(serde_json::to_vec(&hello).unwrap())
}

fn screen() -> Frame {
    hello(Want::Screen { columns: 80, rows: 24, place: None })
}

/// Sends bytes to the bench's desk, waits until it has ended the connection, and returns the last frame.
fn send(bench: &Bench, bytes: &[u8]) -> Option<Frame> {
    let mut stream = socket::connect(&bench.store()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // The desk may end the connection before it has received all of it.
    let _ = stream.write_all(bytes);
    let mut last = None;
    loop {
        match Frame::read(&mut stream) {
            Ok(Some(frame)) => last = Some(frame),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("the desk goes on"),
            Ok(None) | Err(_) => return last,
        }
    }
}

#[test]
fn an_invalid_frame_ends_only_the_connection_that_sent_it() {
    let bench = Bench::loaded();
    ran(&mut bench.by_desk(["plans"])).done();
    let mut other = socket::connect(&bench.store()).unwrap();
    screen().write(&mut other).unwrap();
    let pid = running(&bench.store()).unwrap();

    let after_hello = |bytes: &[u8]| [screen().encode(), bytes.to_vec()].concat();
    let oversized = [&[3u8][..], &u32::try_from(LARGEST + 1).unwrap().to_be_bytes(), &[b'j'; 64]].concat();
    let long_input = Frame::Input(vec![b'j'; LARGEST_INPUT + 1]).encode();
    for (what, bytes) in [
        ("a request of another protocol", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ("no hello", Frame::Redraw.encode()),
        ("half a hello", vec![1, 0, 0]),
        ("a hello of nothing", Frame::Hello(b"{".to_vec()).encode()),
        ("a hello that is endless", [&[1u8][..], &[255; 4], &[b' '; 1000]].concat()),
        ("garbage after the hello", after_hello(&[0xff; 100])),
        ("an oversized frame", after_hello(&oversized)),
        ("too much input in one frame", after_hello(&long_input)),
        ("an answer to no question", after_hello(&[Frame::More.encode(), Frame::Done(vec![]).encode()].concat())),
        ("another hello", after_hello(&screen().encode())),
        ("a flood", after_hello(&Frame::Input(vec![b'j'; LARGEST_INPUT]).encode().repeat(6000))),
    ] {
        send(&bench, &bytes);
        assert_eq!(running(&bench.store()), Some(pid), "the desk survives {what}");
    }
    let huge = hello(Want::Screen { columns: u16::MAX, rows: u16::MAX, place: Some("{".to_string()) });
    let quit = [huge.encode(), Frame::Input(b"q".to_vec()).encode()].concat();
    assert_eq!(send(&bench, &quit), Some(Frame::Exit(0)), "a window of absurd size");
    let memory = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let most = memory.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    assert!(most.is_some_and(|kilobytes: u64| kilobytes < 400_000), "{memory}");

    // The other client has noticed nothing.
    Frame::Input(b"q".to_vec()).write(&mut other).unwrap();
    let mut last = None;
    while let Ok(Some(frame)) = Frame::read(&mut other) {
        last = Some(frame);
    }
    assert_eq!(last, Some(Frame::Exit(0)));
    ran(&mut bench.by_desk(["plans"])).done();
}

#[test]
fn a_client_that_reads_nothing_does_not_delay_the_others() {
    let bench = Bench::loaded();
    ran(&mut bench.by_desk(["plans"])).done();
    let mut sleeper = socket::connect(&bench.store()).unwrap();
    screen().write(&mut sleeper).unwrap();
    // Each redraw is some kilobytes, which the client does not read.
    for _ in 0..2000 {
        Frame::Redraw.write(&mut sleeper).unwrap();
    }
    for status in ["lagging", "completed"] {
        let start = Instant::now();
        let line = format!("review bachu-wsjk-2025/t1 --period 2023 --status {status}");
        ran(&mut bench.by_desk(line.split(' '))).done();
        assert!(start.elapsed() < Duration::from_secs(30));
    }
    drop(sleeper);
}

/// Plays another version of the desk on the bench's socket: answers every hello, and nothing else.
fn play_desk(bench: &Bench, welcome: Option<Welcome>) -> UnixListener {
    let listener = socket::listen(&bench.store(), None).unwrap();
    let theirs = listener.try_clone().unwrap();
    std::thread::spawn(move || {
        for stream in theirs.incoming() {
            let mut stream: UnixStream = stream.unwrap();
            let welcome = welcome.clone();
            std::thread::spawn(move || {
                let _ = Frame::read(&mut stream);
                if let Some(welcome) = welcome {
                    let _ = Frame::Welcome(serde_json::to_vec(&welcome).unwrap()).write(&mut stream);
                }
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
            });
        }
    });
    listener
}

#[test]
fn a_silent_desk_is_reported_with_its_process() {
    let bench = Bench::loaded();
    let _desk = play_desk(&bench, None);
    let told = ran(&mut bench.by_desk(["plans"])).failed(3).stderr;
    assert!(told.contains(&format!("kill {}", std::process::id())), "{told}");
}

#[test]
fn a_desk_of_another_version_is_reported_while_others_use_it() {
    let bench = Bench::loaded();
    let greeting = Greeting { protocol: 99, version: "9.9.9".to_string() };
    let _desk = play_desk(&bench, Some(Welcome { greeting, pid: 4711, others: 2 }));
    let told = ran(&mut bench.by_desk(["plans"])).failed(3).stderr;
    assert!(told.contains("9.9.9") && told.contains("4711"), "{told}");
}

#[test]
fn an_idle_desk_ends_for_a_client_of_another_version() {
    let bench = Bench::loaded();
    ran(&mut bench.by_desk(["plans"])).done();
    let pid = running(&bench.store()).unwrap();
    let hello = br#"{"protocol":99,"version":"9.9.9","want":"something new"}"#;
    let end = Instant::now() + Duration::from_secs(30);
    let mut stream = loop {
        let mut stream = socket::connect(&bench.store()).unwrap();
        Frame::Hello(hello.to_vec()).write(&mut stream).unwrap();
        let Some(Frame::Welcome(words)) = Frame::read(&mut stream).unwrap() else { panic!("no welcome") };
        let welcome: Welcome = serde_json::from_slice(&words).unwrap();
        assert_eq!(welcome.pid, u32::try_from(pid).unwrap());
        // A command has its answer a moment before the desk has dropped it.
        if welcome.others == 0 {
            break stream;
        }
        assert!(Instant::now() < end, "somebody is still there");
    };
    Frame::Leave.write(&mut stream).unwrap();
    wait_end(&bench.store(), pid);
    ran(&mut bench.by_desk(["plans"])).done();
}

#[test]
fn a_store_that_another_process_has_open_is_busy() {
    let bench = Bench::loaded();
    let _other = plandesk::store::Store::open(&bench.store()).unwrap();
    let told = ran(&mut bench.by_desk(["plans"])).failed(3).stderr;
    assert!(told.contains(&std::process::id().to_string()), "{told}");
}

#[test]
fn problems_of_a_store_are_reported_as_without_a_desk() {
    let (alone, by_desk) = (Bench::loaded(), Bench::loaded());
    for bench in [&alone, &by_desk] {
        let journal = bench.store().join("journal/000001.jsonl");
        let sound = fs::read_to_string(&journal).unwrap();
        fs::write(&journal, sound.replacen("慢性病", "慢性丙", 1)).unwrap();
        fs::remove_dir_all(bench.store().join("state")).unwrap();
        // With the backup that it makes of itself, the store would be reassembled.
        let _ = fs::remove_dir_all(bench.store().join("backups"));
    }
    for line in ["plans", "doctor", "backup a.jsonl"] {
        let expected = ran(&mut alone.command(line.split(' ')));
        let found = ran(&mut by_desk.by_desk(line.split(' ')));
        assert_eq!(expected.code, 4, "{line}");
        assert_eq!(shown(&by_desk, &found), shown(&alone, &expected), "{line}");
    }
}

#[test]
fn a_full_disk_is_reported_and_reading_goes_on() {
    // A limit on file size acts like a full disk, for the desk and for a command alike.
    let bench = Bench::loaded();
    let limited = |line: &str| {
        let program = assert_cmd::cargo::cargo_bin!("plandesk");
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("ulimit -S -f 1; trap '' XFSZ; exec {} {line}", program.display()));
        command.env("PLANDESK_STORE", bench.store()).env("LANG", "zh_CN.UTF-8").env("PLANDESK_IDLE", "30s");
        ran(&mut command)
    };
    let review = "review bachu-wsjk-2025/t1 --period 2023 --status lagging";
    assert!(limited("plans").done().stdout.contains("巴楚"));
    for _ in 0..2 {
        let told = limited(review).failed(1).stderr;
        assert!(told.contains("空间"), "{told}");
    }
    // The same desk saves again once there is room.
    let pid = running(&bench.store()).unwrap();
    let room = rustix::process::Rlimit { current: None, maximum: None };
    rustix::process::prlimit(rustix::process::Pid::from_raw(pid), rustix::process::Resource::Fsize, room).unwrap();
    limited(review).done();
    assert_eq!(running(&bench.store()), Some(pid));
    end_desk(&bench.store());
    assert_eq!(bench.json("tasks --plan bachu --period 2023")[0]["review"]["status"], "lagging");
    assert!(bench.line("doctor").done().stdout.contains("没有发现损坏"));
}

#[test]
fn a_read_only_store_can_be_read() {
    let bench = Bench::loaded();
    let nobody = 65_534;
    if !rustix::process::getuid().is_root() {
        skipped("only root can become somebody who may not write");
        return;
    }
    for entry in [bench.file(""), bench.store(), bench.store().join("journal")] {
        fs::set_permissions(entry, fs::Permissions::from_mode(0o755)).unwrap();
    }
    fs::set_permissions(bench.store().join("journal/000001.jsonl"), fs::Permissions::from_mode(0o644)).unwrap();
    // A copy of the program that others may run; the one under test is in a folder of root's.
    let program = bench.file("plandesk");
    fs::copy(assert_cmd::cargo::cargo_bin!("plandesk"), &program).unwrap();
    let as_nobody = |line: &str| {
        let mut command = Command::new(&program);
        std::os::unix::process::CommandExt::uid(&mut command, nobody);
        command.args(line.split(' ')).env("PLANDESK_STORE", bench.store()).env("LANG", "zh_CN.UTF-8").env("HOME", "/");
        ran(&mut command)
    };
    let read = as_nobody("tasks --plan bachu").done();
    assert!(read.stdout.contains("巴楚") || read.stdout.contains("bachu"), "{}", read.stdout);
    assert!(read.stderr.contains("只能查看"), "{}", read.stderr);
    as_nobody("history --limit 3").done();
    let told = as_nobody("review bachu-wsjk-2025/t1 --period 2023 --status lagging").failed(1).stderr;
    assert!(told.contains("未获准") && running(&bench.store()).is_none(), "{told}");
}
