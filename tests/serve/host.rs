//! Failures in the work for a client: the desk goes on for the others.
//!
//! The desk is this test binary started again: if a variable is set, [`child`] runs it with a faulty program.

use std::ffi::OsString;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use plandesk::export::ExportError;
use plandesk::keymap::Keymap;
use plandesk::office::client::{Client, ClientContext, Entry, Files, Streams};
use plandesk::serve::frame::Frame;
use plandesk::serve::hello::{Greeting, Hello, Want};
use plandesk::serve::work::Work;
use plandesk::serve::{attach, host, socket};
use plandesk::tui::Options;

const CHILD: &str = "PLANDESK_TEST_DESK";

/// Prints `done`, or fails in the way that the arguments name.
fn command(client: Client, arguments: Vec<OsString>, streams: Arc<dyn Streams>) -> u8 {
    match arguments[1].to_str().unwrap() {
        "panic" => panic!("a fault of {}", client.person.name),
        "hang" => {
            streams.print(b"hangs").unwrap();
            loop {
                std::thread::park();
            }
        }
        "store" => streams.print(client.context.store.unwrap().as_os_str().as_bytes()).unwrap(),
        "read" => {
            let read = client.files.open(Path::new("nobody-named-this"));
            streams.print(read.err().unwrap().to_string().as_bytes()).unwrap();
        }
        _ => streams.print(b"done").unwrap(),
    }
    7
}

/// Returns a screen that panics when something is exported.
fn screen(_: &Client) -> (Keymap, Options) {
    (Keymap::default_map(), Options { files: Some(Arc::new(Broken)), ..Options::default() })
}

/// Files that panic.
struct Broken;

impl Files for Broken {
    fn open(&self, _: &Path) -> io::Result<Box<dyn Read + '_>> {
        panic!("a fault while reading")
    }

    fn list(&self, _: &Path) -> io::Result<Vec<Entry>> {
        panic!("a fault while listing")
    }

    fn exists(&self, _: &Path) -> bool {
        panic!("a fault while looking")
    }

    fn write(&self, _: &Path, _: &[u8], _: bool) -> Result<(), ExportError> {
        panic!("a fault while exporting")
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        panic!("a fault while making a folder")
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        PathBuf::from(typed)
    }
}

/// Not a test of its own: the code of the process that other tests start.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    host::run(Path::new(&folder), Duration::from_secs(60), Work { command, screen }).unwrap();
}

struct FaultyDesk {
    folder: tempfile::TempDir,
    process: Child,
}

impl FaultyDesk {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "host::child", "--nocapture"])
            .env(CHILD, folder.path().join("store"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let desk = FaultyDesk { folder, process };
        let end = Instant::now() + Duration::from_secs(20);
        while attach::running(&desk.store()).is_none() {
            assert!(Instant::now() < end, "it does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        desk
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.store().join("desk.log")).unwrap()
    }

    /// Connects and sends a request, and leaves the rest to the test.
    fn come(&self, want: Want, arguments: &[&str]) -> UnixStream {
        let mut stream = socket::connect(&self.store()).unwrap();
        let context = ClientContext { name: Some("张三".to_string()), ..ClientContext::default() };
        let hello = Hello { greeting: Greeting::own(), context, want };
        Frame::Hello(serde_json::to_vec(&hello).unwrap()).write(&mut stream).unwrap();
        for argument in arguments {
            Frame::Argument(argument.as_bytes().to_vec()).write(&mut stream).unwrap();
        }
        stream
    }

    fn command(&self, what: &str) -> UnixStream {
        self.come(Want::Command { arguments: 2 }, &["plandesk", what])
    }

    fn screen(&self) -> UnixStream {
        self.come(Want::Screen { columns: 80, rows: 24, place: None }, &[])
    }
}

impl Drop for FaultyDesk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the frames that a desk sends until it ends the connection.
fn all(stream: &mut UnixStream) -> Vec<Frame> {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut frames = Vec::new();
    while let Some(frame) = Frame::read(stream).unwrap() {
        frames.push(frame);
    }
    frames
}

fn until_output(stream: &mut UnixStream) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    while !matches!(Frame::read(stream).unwrap(), Some(Frame::Output(_))) {}
}

fn fault(frames: &[Frame]) -> String {
    match frames.last() {
        Some(Frame::Fault(words)) => String::from_utf8(words.clone()).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_client_whose_work_panics_is_told_and_the_others_go_on() {
    let desk = FaultyDesk::start();
    let mut other = desk.screen();
    until_output(&mut other);

    let told = fault(&all(&mut desk.command("panic")));
    assert!(told.contains("a fault of 张三") && told.contains("desk.log"), "{told}");
    let mut screen = desk.screen();
    until_output(&mut screen);
    Frame::Input(b"3e\r".to_vec()).write(&mut screen).unwrap();
    assert!(fault(&all(&mut screen)).contains("a fault while exporting"));
    assert!(desk.log().contains("a fault of 张三") && desk.log().contains("a fault while exporting"));

    let frames = all(&mut desk.command("work"));
    assert_eq!(frames[1..], [Frame::Output(b"done".to_vec()), Frame::Exit(7)]);
    Frame::Input(b"q".to_vec()).write(&mut other).unwrap();
    assert_eq!(all(&mut other).last(), Some(&Frame::Exit(0)));
}

/// A position that is saved only after it was shown is lost if the desk is killed in between.
#[test]
fn a_position_is_saved_before_it_is_shown() {
    let desk = FaultyDesk::start();
    let mut screen = desk.screen();
    screen.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    Frame::Input(b"/mxb".to_vec()).write(&mut screen).unwrap();
    let (mut kept, mut shown) = (String::new(), false);
    while !shown {
        match Frame::read(&mut screen).unwrap().unwrap() {
            Frame::Place(place) => kept = String::from_utf8(place).unwrap(),
            Frame::Output(bytes) => shown = String::from_utf8_lossy(&bytes).contains("mxb"),
            _ => {}
        }
    }
    assert!(kept.contains("mxb"), "mxb is shown while {kept} is kept");
}

#[test]
fn a_client_whose_work_never_ends_delays_neither_the_others_nor_the_end() {
    let mut desk = FaultyDesk::start();
    let mut hangs = desk.command("hang");
    until_output(&mut hangs);
    assert_eq!(all(&mut desk.command("work")).last(), Some(&Frame::Exit(7)));
    let pid = rustix::process::Pid::from_child(&desk.process);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    let start = Instant::now();
    assert!(desk.process.wait().unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert!(desk.log().contains("1 clients left behind"), "{}", desk.log());
}

#[test]
fn a_client_that_disconnects_during_a_question_is_gone() {
    let desk = FaultyDesk::start();
    let mut stream = desk.command("read");
    while !matches!(Frame::read(&mut stream).unwrap(), Some(Frame::Open(_))) {}
    drop(stream);
    let mut stream = desk.command("read");
    while !matches!(Frame::read(&mut stream).unwrap(), Some(Frame::Open(_))) {}
    Frame::Failed { code: 13, text: Vec::new() }.write(&mut stream).unwrap();
    let frames = all(&mut stream);
    let [Frame::Output(words), Frame::Exit(7)] = &frames[..] else { panic!("{frames:?}") };
    assert!(String::from_utf8_lossy(words).contains("Permission denied"), "the error is the client's own");
}

/// The desk uses its own store, whatever store a client names.
#[test]
fn a_store_named_by_a_client_is_ignored() {
    let desk = FaultyDesk::start();
    let mut stream = socket::connect(&desk.store()).unwrap();
    let context = ClientContext { store: Some(PathBuf::from("/etc")), ..ClientContext::default() };
    let hello = Hello { greeting: Greeting::own(), context, want: Want::Command { arguments: 2 } };
    Frame::Hello(serde_json::to_vec(&hello).unwrap()).write(&mut stream).unwrap();
    for word in ["plandesk", "store"] {
        Frame::Argument(word.as_bytes().to_vec()).write(&mut stream).unwrap();
    }
    let frames = all(&mut stream);
    assert_eq!(frames[1..], [Frame::Output(desk.store().as_os_str().as_bytes().to_vec()), Frame::Exit(7)]);
}

/// A command line is refused when it exceeds the limit, before all of it is in memory.
#[test]
fn an_overlong_command_line_is_refused_before_its_end() {
    let desk = FaultyDesk::start();
    let mut stream = desk.come(Want::Command { arguments: 16_384 }, &[]);
    let sent = (0..16_384).take_while(|_| Frame::Argument(vec![b'x'; 64 << 10]).write(&mut stream).is_ok()).count();
    assert!(sent < 200, "{sent} arguments of 64 KB were taken");
    assert_eq!(all(&mut desk.command("work")).last(), Some(&Frame::Exit(7)));
}
