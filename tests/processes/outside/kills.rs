//! Commands and desks that are killed.

use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};

use super::office::{Office, change, documented, words_of};
use super::until_time_is_over;
use crate::faults::Random;
use crate::support::skipped::skipped;

/// The number of microseconds from their start within which commands are killed.
const LIFE: u64 = 150_000;
/// The number of changes saved through a desk before it is killed.
const BETWEEN: u64 = 4;

/// Kills commands that work without a desk, and desks through which several commands save.
pub fn at_random_moments(random: &mut Random) {
    let mut office = Office::open();
    let rounds = until_time_is_over(|round| {
        let what = format!("kill {round}");
        match round % 2 {
            0 => kill_a_command(&mut office, random),
            _ => kill_desks(&mut office, round, random),
        }
        office.check(&what);
    });
    println!("{rounds} rounds of kills: {} acknowledged changes, 0 lost", office.acknowledged.len());
    assert!(!office.acknowledged.is_empty(), "nothing was saved before the kills");
}

fn kill_a_command(office: &mut Office, random: &mut Random) {
    let arguments = office.next_change("command");
    let mut command = office.bench.command(&arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_micros(random.below(LIFE)));
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() || output.status.signal().is_some(), "{}", output.status);
    office.note(&output.stdout, words_of(&arguments));
}

/// Kills the desk again and again while two people save through it; their commands start the next one.
fn kill_desks(office: &mut Office, round: u64, random: &mut Random) {
    let (is_over, saved) = (AtomicBool::new(false), AtomicU64::new(0));
    let bench = &office.bench;
    let said = thread::scope(|scope| {
        let (is_over, saved) = (&is_over, &saved);
        let people = ["甲", "乙"].map(|who| {
            scope.spawn(move || {
                let mut said = Vec::new();
                for number in (round * 1_000..).take_while(|_| !is_over.load(Ordering::Relaxed)) {
                    let arguments = change(who, number);
                    let Output { stdout, .. } = bench.by_desk(&arguments).output().unwrap();
                    saved.fetch_add(u64::from(!stdout.is_empty()), Ordering::Relaxed);
                    said.push((stdout, words_of(&arguments).to_string()));
                }
                said
            })
        });
        for goal in [BETWEEN, 2 * BETWEEN] {
            while saved.load(Ordering::Relaxed) < goal && !people.iter().any(|person| person.is_finished()) {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_micros(random.below(40_000)));
            kill_the_desk(&bench.store());
        }
        is_over.store(true, Ordering::Relaxed);
        people.into_iter().flat_map(|person| person.join().unwrap()).collect::<Vec<_>>()
    });
    for (stdout, words) in said {
        office.note(&stdout, &words);
    }
    // The desk that was started last may not listen at its socket yet.
    let end = Instant::now() + Duration::from_secs(60);
    while documented(office.bench.command(["plans"]), "looking whether the desk is gone").code == 3 {
        assert!(Instant::now() < end, "the desk does not end");
        kill_the_desk(&office.bench.store());
    }
}

/// Kills the process that answers at a store's socket, if there is one.
fn kill_the_desk(store: &Path) {
    let Ok(stream) = UnixStream::connect(store.join("desk.sock")) else { return };
    let peer = rustix::net::sockopt::socket_peercred(&stream).unwrap();
    let _ = kill_process(peer.pid, Signal::KILL);
}

/// System calls that a save, or the opening before it, makes, and the greatest number of each before the kill.
const CALLS: [(&str, u64); 9] = [
    ("openat", 60),
    ("write", 8),
    ("pwrite64", 8),
    ("fsync", 5),
    ("fdatasync", 3),
    ("ftruncate", 3),
    ("rename", 3),
    ("unlink", 3),
    ("close", 60),
];

/// Returns true if there is a strace that can inject faults; prints a message otherwise.
fn has_strace() -> bool {
    let traced = Command::new("strace").args(["-qq", "-e", "inject=chdir:signal=KILL:when=1", "true"]).output();
    let can_inject = traced.is_ok_and(|output| output.status.success());
    if !can_inject {
        skipped("there is no strace that can inject signals");
    }
    can_inject
}

/// Kills commands, by means of strace, when they make a system call for a certain time.
pub fn at_system_calls(random: &mut Random) {
    if !has_strace() {
        return;
    }
    let mut office = Office::open();
    let mut killed = 0;
    let rounds = until_time_is_over(|_| {
        let (call, most) = CALLS[random.below(CALLS.len() as u64) as usize];
        let when = random.below(most) + 1;
        let arguments = office.next_change("traced");
        let output = traced(&office.bench.command(&arguments), call, &format!("signal=KILL:when={when}"));
        assert!(output.status.success() || output.status.signal().is_some(), "{call} {when}: {}", output.status);
        killed += u64::from(!output.status.success());
        office.note(&output.stdout, words_of(&arguments));
        office.check(&format!("a kill at {call} {when}"));
    });
    println!(
        "{killed} of {rounds} commands killed at a system call: {} acknowledged changes, 0 lost",
        office.acknowledged.len()
    );
}

/// System calls that write, and the greatest number of each before they fail.
const WRITES: [(&str, u64); 7] =
    [("write", 8), ("pwrite64", 12), ("fsync", 5), ("fdatasync", 3), ("ftruncate", 3), ("rename", 3), ("unlink", 3)];

/// Makes system calls of commands fail, one of them or all from one on. Nothing acknowledged is lost, and nothing
/// acknowledged is reported as a failure afterwards.
pub fn errors_of_system_calls(random: &mut Random) {
    if !has_strace() {
        return;
    }
    let mut office = Office::open();
    let mut refused = 0;
    let rounds = until_time_is_over(|_| {
        let (call, most) = WRITES[random.below(WRITES.len() as u64) as usize];
        let error = ["EIO", "ENOSPC", "EDQUOT"][random.below(3) as usize];
        let when = format!("{}{}", random.below(most) + 1, ["", "+"][random.below(2) as usize]);
        let arguments = office.next_change("failing");
        let output = traced(&office.bench.command(&arguments), call, &format!("error={error}:when={when}"));
        let told = String::from_utf8_lossy(&output.stderr);
        let what = format!("{error} of {call} {when}: {}: {told}", output.status);
        let code = output.status.code().unwrap_or_else(|| panic!("{what}"));
        assert!((0..=5).contains(&code) && !told.contains("panicked"), "{what}");
        let is_acknowledged = office.note(&output.stdout, words_of(&arguments));
        // If the answer could not be written, nobody has read it.
        assert!(is_acknowledged == (code == 0) || call == "write", "{what}");
        refused += u64::from(code != 0);
        office.check(&what);
    });
    println!(
        "{rounds} commands with errors of the system, {refused} refused: {} acknowledged, 0 lost",
        office.acknowledged.len()
    );
}

/// Runs a command with a fault that strace injects at a system call.
fn traced(command: &Command, call: &str, fault: &str) -> Output {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    traced.args(["-e", &format!("inject={call}:{fault}")]);
    traced.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    traced.output().unwrap()
}
