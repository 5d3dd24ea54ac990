//! Limits for clients over SSH, and clients whose work panics.
//!
//! The desk is this test binary started again: if a variable is set, [`child`] runs it with a faulty program and with
//! limits that a test can wait for.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use plandesk::keymap::Keymap;
use plandesk::office::client::{Client, Streams};
use plandesk::serve::frame::Frame;
use plandesk::serve::hello::Welcome;
use plandesk::serve::host::{self, NotOpened};
use plandesk::serve::socket;
use plandesk::serve::ssh::{Door, Limits, host_key};
use plandesk::serve::work::Work;
use plandesk::tui::Options;
use rustix::process::Signal;

use crate::support::cli::{ran, signal};
use crate::support::ssh::{Office, Trusting, has_client};

/// The variable with the store's folder and the maximal number of connections.
const CHILD: &str = "PLANDESK_TEST_DESK";
/// The variable with the limit to be reached: its time is short, and the others are long.
const SHORT: &str = "PLANDESK_TEST_SHORT";

/// Prints `done`, or fails in the way that the arguments name.
fn command(client: Client, arguments: Vec<OsString>, streams: Arc<dyn Streams>) -> u8 {
    match arguments[1].to_str().unwrap() {
        "panic" => panic!("a fault of {}", client.person.name),
        "flood" => while streams.print(&[b'x'; 32 << 10]).is_ok() {},
        "stay" => {
            while streams.is_there() {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        "read" => drop(streams.input().read_to_end(&mut Vec::new())),
        _ => streams.print(b"done").unwrap(),
    }
    7
}

/// Returns a screen for everybody except 李四, for whom it panics.
fn screen(client: &Client) -> (Keymap, Options) {
    assert_ne!(client.person.name, "李四", "a fault of the screen");
    (Keymap::default_map(), Options::default())
}

/// Not a test of its own: the code of the process that other tests start.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let folder = Path::new(&folder);
    let short = std::env::var(SHORT).unwrap();
    let limit = |name: &str, short_time| if short == name { short_time } else { Duration::from_secs(120) };
    let mut limits = Limits {
        connections: if short == "connections" { 3 } else { 100 },
        // Each is long enough for a slow machine to do what comes before the limit.
        handshake: limit("handshake", Duration::from_secs(5)),
        idle: limit("idle", Duration::from_secs(5)),
        silence: limit("silence", Duration::from_secs(6)),
        ..Limits::default()
    };
    if short == "typed" {
        limits.typed = 1 << 10;
    }
    let served = host::serve(folder, Work { command, screen }, |host| {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let door = Door::open(host, address, host_key(folder).unwrap(), limits).unwrap();
        eprintln!("{}", door.address());
        Ok::<_, NotOpened>(door)
    });
    served.unwrap();
}

fn office(short: &str) -> Office {
    let bench = Office::listed();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "ssh_limits::child", "--nocapture"]).env(CHILD, bench.store()).env(SHORT, short);
    command.stdout(Stdio::null());
    Office::of(bench, command)
}

/// Returns the number of clients that the desk reports to a new one.
fn clients(office: &Office) -> usize {
    let mut stream = socket::connect(&office.bench.store()).unwrap();
    Frame::Hello(br#"{"protocol":99,"version":"9.9.9"}"#.to_vec()).write(&mut stream).unwrap();
    let Some(Frame::Welcome(words)) = Frame::read(&mut stream).unwrap() else { panic!("no welcome") };
    serde_json::from_slice::<Welcome>(&words).unwrap().others
}

#[track_caller]
fn wait_clients(office: &Office, number: usize) {
    let end = Instant::now() + Duration::from_secs(30);
    while clients(office) != number {
        assert!(Instant::now() < end, "{} clients are there", clients(office));
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Reads until the desk ends the connection.
#[track_caller]
fn until_end(stream: &mut TcpStream) {
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    if let Err(error) = stream.read_to_end(&mut Vec::new()) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "the desk keeps the connection");
    }
}

#[test]
fn a_session_that_panics_is_told_and_the_others_go_on() {
    if !has_client() {
        return;
    }
    let office = office("none");
    let planner = office.raw("planner");
    let mut screen = planner.screen(80, 24);
    planner.wait(&mut screen, "张三");
    let viewer = office.raw("viewer");
    let mut broken = viewer.screen(80, 24);
    let (said, status) = viewer.rest(&mut broken);
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(said.contains("plandesk 出错") && said.contains("\x1b[?1049l"), "its terminal is given back: {said:?}");
    assert_eq!(status, Some(1));
    let told = office.runs("viewer", "panic").failed(1).stderr;
    assert!(told.contains("plandesk has failed"), "{told}");
    let log = office.log();
    assert!(log.contains("a fault of the screen") && log.contains("a fault of 李四"), "{log}");
    assert_eq!(ran(&mut office.ssh("viewer", &["x@127.0.0.1", "work"])).stdout, "done");
    planner.runtime.block_on(screen.data_bytes("q")).unwrap();
    assert_eq!(planner.rest(&mut screen).1, Some(0));
    wait_clients(&office, 0);
}

#[test]
fn a_client_that_vanishes_without_reading_leaves_nothing_behind() {
    if !has_client() {
        return;
    }
    let office = office("none");
    let mut clients: Vec<_> = (0..3)
        .map(|_| office.ssh("planner", &["x@127.0.0.1", "flood"]).stdout(Stdio::piped()).spawn().unwrap())
        .collect();
    wait_clients(&office, 3);
    // The part that fits into the buffers in between has been sent; the rest waits, and does not grow.
    assert_eq!(ran(&mut office.ssh("viewer", &["x@127.0.0.1", "work"])).stdout, "done");
    for client in &mut clients {
        client.kill().unwrap();
        client.wait().unwrap();
    }
    wait_clients(&office, 0);
    assert!(office.memory() < 400_000, "{} kB", office.memory());
}

#[test]
fn a_hanging_client_is_dropped_although_it_keeps_its_connection() {
    if !has_client() {
        return;
    }
    let office = office("silence");
    let mut screen = office.screen("planner");
    screen.wait("张三");
    let mut flood = office.ssh("planner", &["x@127.0.0.1", "flood"]).stdout(Stdio::piped()).spawn().unwrap();
    wait_clients(&office, 2);
    for client in [screen.client.id(), flood.id()] {
        signal(i32::try_from(client).unwrap(), Signal::STOP);
    }
    wait_clients(&office, 0);
    flood.kill().unwrap();
    flood.wait().unwrap();
}

#[test]
fn an_idle_screen_is_closed_and_its_draft_kept() {
    if !has_client() {
        return;
    }
    let office = office("idle");
    let raw = office.raw("planner");
    let mut screen = raw.screen(80, 24);
    raw.wait(&mut screen, "张三");
    raw.runtime.block_on(screen.data_bytes("3n写到一半")).unwrap();
    // Meanwhile a command that waits for input that never comes, and afterwards two connections that are not used.
    let other = office.raw("viewer");
    let mut command = other.session().unwrap();
    other.runtime.block_on(command.exec(false, "read")).unwrap();
    raw.rest(&mut screen);
    office.wait_log("idle for too long");
    assert_eq!(std::fs::read_dir(office.bench.store().join("drafts")).unwrap().count(), 1);
    other.rest(&mut command);
    office.wait_log("has opened nothing for too long");
    wait_clients(&office, 0);
}

#[test]
fn a_client_without_a_key_in_time_is_disconnected() {
    if !has_client() {
        return;
    }
    let office = office("handshake");
    let mut streams = ["", "SSH-2.0-x\r\n"].map(|said| {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", office.port)).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        stream
    });
    // Meanwhile a client that has completed the key exchange and then does not authenticate.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let port: u16 = office.port.parse().unwrap();
    let config = Arc::new(russh::client::Config::default());
    let handle = runtime.block_on(russh::client::connect(config, ("127.0.0.1", port), Trusting)).unwrap();
    streams.iter_mut().for_each(until_end);
    office.wait_log("has not spoken SSH");
    office.wait_log("has shown no key in time");
    drop(handle);
}

#[test]
fn a_client_that_sends_more_than_anybody_types_is_disconnected() {
    if !has_client() {
        return;
    }
    let office = office("typed");
    let raw = office.raw("planner");
    let mut screen = raw.screen(80, 24);
    raw.wait(&mut screen, "张三");
    // One piece is too much by itself, however slowly the next would come.
    raw.runtime.block_on(screen.data_bytes(vec![b'j'; 2 << 10])).unwrap();
    raw.rest(&mut screen);
    office.wait_log("张三 sends more than anybody types");
    assert_eq!(ran(&mut office.ssh("viewer", &["x@127.0.0.1", "work"])).stdout, "done");
}

/// Long work checks that its client is still connected, however it was told to stop.
#[test]
fn the_work_of_a_client_that_has_left_ends() {
    if !has_client() {
        return;
    }
    let office = office("none");
    let raw = office.raw("planner");
    let session = raw.session().unwrap();
    raw.runtime.block_on(session.exec(true, "stay")).unwrap();
    wait_clients(&office, 1);
    raw.runtime.block_on(session.close()).unwrap();
    wait_clients(&office, 0);
    let gone = office.raw("planner");
    let session = gone.session().unwrap();
    gone.runtime.block_on(session.exec(true, "stay")).unwrap();
    wait_clients(&office, 1);
    drop((session, gone));
    wait_clients(&office, 0);
}

#[test]
fn connections_and_sessions_are_limited_in_number() {
    if !has_client() {
        return;
    }
    let office = office("connections");
    let raw = office.raw("planner");
    let sessions: Vec<_> = (0..10).map(|_| raw.session().unwrap()).collect();
    assert!(raw.session().is_none(), "the eleventh");
    let (mut second, _third) = (office.raw("viewer"), office.raw("viewer"));
    let told = ran(&mut office.ssh("viewer", &["x@127.0.0.1", "work"])).failed(1).stderr;
    assert!(told.contains("工作台已满"), "{told}");
    office.wait_log("there is no room for another connection of 李四");
    // A client that has left makes room, for sessions and for connections.
    raw.runtime.block_on(sessions[0].close()).unwrap();
    let end = Instant::now() + Duration::from_secs(30);
    while raw.session().is_none() {
        assert!(Instant::now() < end, "there is no room for another session");
    }
    let _ = second.runtime.block_on(second.handle.disconnect(russh::Disconnect::ByApplication, "", ""));
    second.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(30), &mut second.handle).await }).ok();
    while ran(&mut office.ssh("planner", &["x@127.0.0.1", "work"])).stdout != "done" {
        assert!(Instant::now() < end, "there is no room for another connection");
    }
}
