//! Other processes that work on a store: this test binary started again in a role, given by [`ROLE`].

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, mpsc};
use std::time::Duration;

use plandesk::office::client::ClientContext;
use plandesk::plan::ItemKind;
use plandesk::serve::frame::Frame;
use plandesk::serve::hello::{Greeting, Hello, Want};
use plandesk::serve::socket;
use plandesk::store::{BackupPolicy, NewEntry, Options, Store, StoreError};

use crate::support::store::*;

const ROLE: &str = "PLANDESK_FAULT_ROLE";
const DIR: &str = "PLANDESK_FAULT_DIR";
pub const PLAN: &str = "mou-wsjk-2025";
pub const TASKS: u32 = 20;

/// So short that files of the journal are closed and compressed all the time.
pub const OPTIONS: Options = Options { backups: BackupPolicy { keep: 2 }, segment_bytes: 32 << 10 };

/// Starts this test binary again in a role of [`play`]. Its output can be read from a pipe.
pub fn start(role: &str, dir: &Path) -> Child {
    start_test("faults::in_another_process", role, dir)
}

/// Starts a test of this test binary in a process of its own, with a role and a folder for [`role`]. Its output can be
/// read from a pipe.
pub fn start_test(test: &str, role: &str, dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(ROLE, role)
        .env(DIR, dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Returns the role and the folder that this process was started with, if it was.
pub fn role() -> Option<(String, PathBuf)> {
    Some((std::env::var(ROLE).ok()?, std::env::var_os(DIR)?.into()))
}

/// Plays the role that this process was started in and returns true; returns false if it has none.
pub fn play() -> bool {
    let Some((role, dir)) = role() else { return false };
    match role.as_str() {
        "save" => save_from_two_sessions(&dir),
        "client" => save_by_way_of_the_desk(&dir),
        "hold" => hold(&dir),
        _ => panic!("{role}"),
    }
    true
}

/// Two sessions save one change after another, and print each once it is saved.
fn save_from_two_sessions(dir: &Path) {
    let (store, _) = Store::open_with(dir, OPTIONS).unwrap();
    let store = Arc::new(Mutex::new(store));
    let sessions: Vec<_> = (0..2)
        .map(|session| {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                for number in 0.. {
                    save(&mut store.lock().unwrap(), session, number);
                }
            })
        })
        .collect();
    for session in sessions {
        session.join().unwrap();
    }
}

fn save(store: &mut MutexGuard<Store>, session: u32, number: u32) {
    let item = plan_id(PLAN).item(ItemKind::Task, (number * 2 + session) % TASKS + 1);
    let who = format!("{}-{session}-{number}", std::process::id());
    // A day passes every few saves, and at times the clock is set back.
    let at = format!("2023-{:02}-{:02}T09:00:00+08:00", number / 200 % 12 + 1, number / 10 % 28 + 1);
    let entry = NewEntry { who: who.clone(), at, ..review(store.dossiers(), &item, (number % 101) as u8) };
    let seq = store.append(entry).unwrap();
    println!("\nsaved {seq} {who}");
}

/// Saves one change after another through the desk that has the store, as command lines do, and prints each once the
/// desk has acknowledged it. If there is no desk, it waits for the next.
fn save_by_way_of_the_desk(dir: &Path) {
    for number in 0.. {
        let who = format!("{}-desk-{number}", std::process::id());
        match ask_the_desk(dir, &who, number) {
            Some(seq) => println!("\nsaved {seq} {who}"),
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Executes a command line at the desk, and returns the number of the entry that the desk has acknowledged.
pub fn ask_the_desk(dir: &Path, who: &str, number: u32) -> Option<u64> {
    let mut stream = socket::connect(dir).ok()?;
    let (task, progress) = (number % TASKS + 1, number % 101);
    let line = format!("plandesk review {PLAN}/t{task} --period 2023 --progress {progress} --done {who} --format json");
    let context =
        ClientContext { name: Some(who.to_string()), store: Some(dir.to_path_buf()), ..ClientContext::default() };
    let want = Want::Command { arguments: line.split(' ').count() };
    let hello = Hello { greeting: Greeting::own(), context, want };
    Frame::Hello(serde_json::to_vec(&hello).unwrap()).write(&mut stream).ok()?;
    for argument in line.split(' ') {
        Frame::Argument(argument.as_bytes().to_vec()).write(&mut stream).ok()?;
    }
    let mut said = Vec::new();
    while let Ok(Some(frame)) = Frame::read(&mut stream) {
        match frame {
            Frame::Output(bytes) => said.extend(bytes),
            Frame::Exit(_) => break,
            _ => {}
        }
    }
    // An answer that was read is an acknowledgement, however the connection ended.
    serde_json::from_slice::<serde_json::Value>(&said).ok()?["seq"].as_u64()
}

/// Starts the program itself as the desk of a store. Its messages are in its log.
pub fn start_desk(dir: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_plandesk"))
        .args(["serve", "--store", dir.as_os_str().to_str().unwrap()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Keeps the store open until the pipe is closed.
pub fn hold(dir: &Path) {
    match Store::open(dir) {
        Ok(_store) => {
            println!("\nholding");
            std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        }
        Err(StoreError::Busy { .. }) => println!("\nbusy"),
        Err(error) => println!("\n{error}"),
    }
}

/// A process that saves, and the changes that it has acknowledged.
pub struct Saver {
    pub process: Child,
    lines: mpsc::Receiver<String>,
}

impl Saver {
    pub fn start(dir: &Path) -> Saver {
        Saver::in_role("save", dir)
    }

    /// Starts a process that saves through the desk.
    pub fn client(dir: &Path) -> Saver {
        Saver::in_role("client", dir)
    }

    fn in_role(role: &str, dir: &Path) -> Saver {
        let mut process = start(role, dir);
        let (sender, lines) = mpsc::channel();
        let output = BufReader::new(process.stdout.take().unwrap());
        std::thread::spawn(move || {
            // A line without its end was cut off and acknowledges nothing.
            for line in output.split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).into_owned();
                if line.starts_with("saved ") && sender.send(line).is_err() {
                    break;
                }
            }
        });
        Saver { process, lines }
    }

    /// Waits until something is saved, and returns it.
    pub fn first(&self) -> Vec<(u64, String)> {
        self.lines.recv_timeout(Duration::from_secs(60)).iter().filter_map(|line| parse(line)).collect()
    }

    /// Stops the process and returns the changes that it has acknowledged.
    pub fn so_far(&self) -> Vec<(u64, String)> {
        let mut said = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_millis(20)) {
            said.extend(parse(&line));
        }
        said
    }

    /// Kills the process and gives what it had said was saved.
    pub fn kill(mut self) -> Vec<(u64, String)> {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.lines.iter().filter_map(|line| parse(&line)).collect()
    }
}

fn parse(line: &str) -> Option<(u64, String)> {
    let (seq, who) = line.strip_prefix("saved ")?.split_once(' ')?;
    // The last line of a process that was killed can lack its end.
    (who.split('-').count() == 3).then_some((seq.parse().ok()?, who.to_string()))
}
