//! Replacing one desk by another, and messages from clients that are not plandesk.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use plandesk::office::client::ClientContext;
use plandesk::serve::attach::running;
use plandesk::serve::frame::Frame;
use plandesk::serve::hello::{Greeting, Hello, Want, Welcome};
use plandesk::serve::socket;

use crate::support::cli::{Bench, end_desk, ran};

/// `plandesk serve`, once it reports that it is ready. It is ended when this is dropped.
struct Serving(Child);

impl Serving {
    fn start(bench: &Bench) -> Serving {
        let mut server = bench.by_desk(["serve"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(server.stderr.take().unwrap());
        let (mut line, mut said) = (String::new(), String::new());
        while !line.contains("Ctrl-C") {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "the desk is not open: {said}");
            said.push_str(&line);
        }
        Serving(server)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn come(bench: &Bench, context: ClientContext, want: Want) -> UnixStream {
    let mut stream = socket::connect(&bench.store()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let hello = Hello { greeting: Greeting::own(), context, want };
    Frame::Hello(serde_json::to_vec(&hello).unwrap()).write(&mut stream).unwrap();
    stream
}

/// Waits until nobody is at the desk: a command has its answer a moment before the desk has dropped it.
fn wait_alone(bench: &Bench) {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let mut stream = socket::connect(&bench.store()).unwrap();
        Frame::Hello(br#"{"protocol":99,"version":"9.9.9"}"#.to_vec()).write(&mut stream).unwrap();
        let Some(Frame::Welcome(words)) = Frame::read(&mut stream).unwrap() else { panic!("no welcome") };
        if serde_json::from_slice::<Welcome>(&words).unwrap().others == 0 {
            return;
        }
        assert!(Instant::now() < end, "somebody is still there");
    }
}

#[test]
fn serve_replaces_an_idle_desk() {
    let bench = Bench::loaded();
    ran(&mut bench.by_desk("review bachu-wsjk-2025/t1 --period 2023 --status lagging".split(' '))).done();
    let before = running(&bench.store()).unwrap();
    wait_alone(&bench);
    let serving = Serving::start(&bench);
    let now = running(&bench.store()).unwrap();
    assert_ne!(now, before);
    assert_eq!(u32::try_from(now).unwrap(), serving.0.id());
    let tasks = ran(&mut bench.by_desk("tasks --plan bachu --period 2023 --format json".split(' '))).done().stdout;
    assert!(tasks.contains("lagging"));
    // That one is replaced by no other.
    let told = ran(&mut bench.by_desk(["serve"])).failed(3).stderr;
    assert!(told.contains(&format!("kill {now}")), "{told}");
    assert_eq!(running(&bench.store()), Some(now));
}

#[test]
fn serve_names_the_people_at_a_desk_that_it_can_not_replace() {
    let bench = Bench::loaded();
    ran(&mut bench.by_desk(["plans"])).done();
    let pid = running(&bench.store()).unwrap();
    let context = ClientContext { name: Some("王芳".to_string()), ..ClientContext::default() };
    let mut screen = come(&bench, context, Want::Screen { columns: 80, rows: 24, place: None });
    while !matches!(Frame::read(&mut screen).unwrap(), Some(Frame::Output(_))) {}
    let told = ran(&mut bench.by_desk(["serve"])).failed(3).stderr;
    assert!(told.contains("王芳") && told.contains(&format!("kill {pid}")), "{told}");
    // The client that was there has noticed nothing.
    Frame::Input(b"q".to_vec()).write(&mut screen).unwrap();
    let mut last = None;
    while let Ok(Some(frame)) = Frame::read(&mut screen) {
        last = Some(frame);
    }
    assert_eq!(last, Some(Frame::Exit(0)));
}

#[test]
fn a_desk_of_another_version_that_does_not_end_is_reported_with_its_process() {
    let bench = Bench::loaded();
    let listener = socket::listen(&bench.store(), None).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let greeting = Greeting { protocol: 99, version: "9.9.9".to_string() };
                let welcome = Welcome { greeting, pid: 4711, others: 0 };
                let _ = Frame::read(&mut stream);
                let _ = Frame::Welcome(serde_json::to_vec(&welcome).unwrap()).write(&mut stream);
                let _ = std::io::copy(&mut stream, &mut std::io::sink());
            });
        }
    });
    for line in ["plans", "serve"] {
        let told = ran(&mut bench.by_desk([line])).failed(3).stderr;
        assert!(told.contains("9.9.9") && told.contains("kill 4711"), "{line}: {told}");
    }
}

#[test]
fn paths_sent_by_a_client_open_no_store_and_no_socket() {
    let bench = Bench::loaded();
    ran(&mut bench.by_desk(["plans"])).done();
    let pid = running(&bench.store());
    let elsewhere = bench.file("elsewhere");
    let secret = bench.file("secret.txt");
    fs::write(&secret, "秘密").unwrap();
    let path = secret.display().to_string();
    let other = elsewhere.display().to_string();
    for line in [
        vec!["serve", "--ssh", "127.0.0.1:0"],
        vec!["--store", &other, "serve"],
        vec!["--store", &other, "plans"],
        vec!["--embedded", "--store", &other, "plans"],
        vec!["doctor", "--mend"],
        vec!["import", &path],
        vec!["restore", &path],
        vec!["keymap", "--check", &path],
    ] {
        let context =
            ClientContext { store: Some(elsewhere.clone()), keymap: Some(secret.clone()), ..ClientContext::default() };
        let mut stream = come(&bench, context, Want::Command { arguments: line.len() + 1 });
        for argument in ["plandesk"].iter().chain(&line) {
            Frame::Argument(argument.as_bytes().to_vec()).write(&mut stream).unwrap();
        }
        loop {
            let frame = Frame::read(&mut stream).unwrap();
            if let Some(Frame::Output(said) | Frame::Note(said)) = &frame {
                assert!(!String::from_utf8_lossy(said).contains("秘密"), "{line:?}");
            }
            let question = matches!(&frame, Some(Frame::Open(_) | Frame::More | Frame::Exists(_)));
            if question {
                Frame::Failed { code: 2, text: Vec::new() }.write(&mut stream).unwrap();
            } else if matches!(frame, None | Some(Frame::Exit(_) | Frame::Fault(_))) {
                break;
            }
        }
        assert!(!elsewhere.exists(), "{line:?}");
        assert_eq!(running(&bench.store()), pid, "{line:?}");
    }
    end_desk(&bench.store());
}
