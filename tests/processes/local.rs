//! The session at a real terminal: a process of its own behind a pseudo-terminal.
//!
//! The process is this test binary started again: if a variable is set, [`child`] runs the session instead of testing.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use plandesk::desk::Actor;
use plandesk::keymap::Keymap;
use plandesk::tui::{Options, run_local};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::files::Broken;
use crate::support::plans;
use crate::support::tui::options;

const CHILD: &str = "PLANDESK_TEST_CHILD";
const STORE: &str = "PLANDESK_TEST_STORE";

/// Not a test of its own: the code of the process that other tests start.
#[test]
fn child() {
    let Ok(what) = std::env::var(CHILD) else { return };
    let desk = plans::desk_in(std::env::var(STORE).unwrap().as_ref());
    let actor = Actor::owner("规划科");
    let mut options = Options { notes: vec![], ..options() };
    if what == "panic" {
        options.files = Some(Arc::new(Broken));
    }
    match run_local(desk, actor, Arc::new(Keymap::default_map()), options) {
        Ok(()) => println!("BYE"),
        Err(error) => println!("ERROR {error}"),
    }
}

/// A process at a pseudo-terminal.
struct Process {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    emulator: vt100::Parser,
    bytes: Vec<u8>,
    folder: tempfile::TempDir,
}

impl Process {
    fn start(what: &str) -> Process {
        let pty = native_pty_system();
        let pair = pty.openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "local::child", "--nocapture", "--test-threads=1"]);
        let folder = tempfile::tempdir().unwrap();
        command.env(CHILD, what);
        command.env(STORE, folder.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keyboard = Some(pair.master.take_writer().unwrap());
        let emulator = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        Process { child, master: Some(pair.master), keyboard, output, emulator, bytes: Vec::new(), folder }
    }

    fn send(&mut self, bytes: &[u8]) {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
    }

    fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.screen().contains(text) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.emulator.process(&bytes);
                    self.bytes.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("waited in vain for {text}; the screen is\n{}", self.screen())
                }
            }
        }
    }

    /// Waits until the process has ended.
    #[track_caller]
    fn end(&mut self) {
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(30), "it goes on");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Returns the state of the process from its entry in the process table; `T` if it is stopped.
    fn state(&self) -> char {
        let pid = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit_once(") ").unwrap().1.chars().next().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn a_session_restores_the_terminal_when_it_ends() {
    let mut process = Process::start("run");
    process.wait_for("河口 残疾人");
    assert!(process.emulator.screen().alternate_screen() && process.emulator.screen().bracketed_paste());
    process.send(b"3");
    process.wait_for("按比例安置就业");
    process.send(b"q");
    process.wait_for("BYE");
    let screen = process.emulator.screen();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    process.end();
}

#[test]
fn a_session_follows_the_size_of_the_window() {
    let mut process = Process::start("run");
    process.wait_for("总览");
    let size = PtySize { rows: 30, cols: 120, pixel_width: 0, pixel_height: 0 };
    process.master.as_ref().unwrap().resize(size).unwrap();
    process.emulator.screen_mut().set_size(30.try_into().unwrap(), 120.try_into().unwrap());
    process.wait_for("/ 搜索 p 评估期");
}

#[test]
fn a_lost_terminal_ends_the_session_and_keeps_drafts() {
    let mut process = Process::start("run");
    process.wait_for("总览");
    process.send("3n写到一半".as_bytes());
    process.wait_for("写到一半");
    process.keyboard = None;
    process.master = None;
    // The reader's thread holds the terminal open until it is dropped with the channel.
    let (_, empty) = channel();
    drop(std::mem::replace(&mut process.output, empty));
    process.signal(rustix::process::Signal::HUP);
    process.end();
    let drafts = plans::desk_in(process.folder.path()).drafts(&Actor::owner("规划科"));
    // Dropping the keyboard presses Enter.
    assert_eq!(drafts.iter().map(|draft| draft.texts[0].trim_end()).collect::<Vec<_>>(), ["写到一半"]);
}

#[test]
fn a_termination_signal_ends_the_session_and_restores_the_terminal() {
    let mut process = Process::start("run");
    process.wait_for("总览");
    process.signal(rustix::process::Signal::TERM);
    process.wait_for("BYE");
    assert!(!process.emulator.screen().alternate_screen());
    process.end();
}

#[test]
fn a_session_can_be_suspended_and_resumed() {
    let mut process = Process::start("run");
    process.wait_for("总览");
    process.send(b"\x1a");
    let start = Instant::now();
    while process.state() != 'T' {
        assert!(start.elapsed() < Duration::from_secs(30), "it does not stop");
        thread::sleep(Duration::from_millis(5));
    }
    process.signal(rustix::process::Signal::CONT);
    process.send(b"3");
    process.wait_for("按比例安置就业");
    process.send(b"q");
    process.wait_for("BYE");
}

#[test]
fn a_panic_restores_the_terminal_and_is_reported() {
    let mut process = Process::start("panic");
    process.wait_for("总览");
    process.send(b"3e\r");
    process.wait_for("ERROR plandesk has failed: a fault");
    assert!(!process.emulator.screen().alternate_screen());
    process.end();
}

#[test]
fn without_a_terminal_the_session_gives_advice() {
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "local::child", "--nocapture"])
        .env(CHILD, "run")
        .env(STORE, folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("ERROR the screen needs a terminal"), "{text}");
}
