//! Lost connections over SSH, revoked keys, and clients for whom there is no room.
//!
//! A desk that needs a faulty program, or has to be full, is this test binary started again: if a variable is set,
//! [`child`] runs it.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use plandesk::desk::access::Person;
use plandesk::desk::{Actor, Role};
use plandesk::office::client::{Client, Streams};
use plandesk::serve::host::{self, NotOpened};
use plandesk::serve::ssh::{Door, Limits, host_key};
use plandesk::serve::work::Work;
use plandesk::tui::Event;
use russh::{Channel, ChannelMsg, client};
use rustix::process::Signal;

use crate::support::cli::{ran, signal};
use crate::support::ssh::{Office, Raw, has_client};

/// The variable with the store's folder.
const CHILD: &str = "PLANDESK_TEST_CUTS";
/// The variable with the number of clients that are at the desk already.
const CLIENTS: &str = "PLANDESK_TEST_CLIENTS";

/// Writes without end, and reads nothing.
fn flood(_: Client, _: Vec<OsString>, streams: Arc<dyn Streams>) -> u8 {
    while streams.print(&[b'x'; 32 << 10]).is_ok() {}
    0
}

/// Not a test of its own: the code of the process that other tests start.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let folder = Path::new(&folder);
    let clients: usize = std::env::var(CLIENTS).unwrap().parse().unwrap();
    let served = host::serve(folder, Work { command: flood, ..Work::default() }, |host| {
        let person = |number: usize| Person {
            name: format!("王五{number}"),
            unix: Vec::new(),
            keys: Vec::new(),
            department: None,
            role: Role::Viewer,
            indicators: Vec::new(),
        };
        let come = |number| {
            let events = std::sync::mpsc::sync_channel::<Event>(1).0;
            host.enter(&Actor::from(&person(number)), events).unwrap_or_else(|_| panic!())
        };
        let clients: Vec<_> = (0..clients).map(come).collect();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let door = Door::open(host, address, host_key(folder).unwrap(), Limits::default()).unwrap();
        eprintln!("{}", door.address());
        Ok::<_, NotOpened>((door, clients))
    });
    served.unwrap();
}

fn office(clients: usize) -> Office {
    let bench = Office::listed();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "ssh_cuts::child", "--nocapture"])
        .env(CHILD, bench.store())
        .env(CLIENTS, clients.to_string());
    command.stdout(Stdio::null());
    Office::of(bench, command)
}

/// Returns the output of a session on both streams until it ends, and its exit status.
#[track_caller]
fn told(raw: &Raw, session: &mut Channel<client::Msg>) -> (String, Option<u32>) {
    let (mut said, mut status) = (Vec::new(), None);
    let all = async {
        while let Some(message) = session.wait().await {
            match message {
                ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. } => said.extend_from_slice(&data),
                ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                ChannelMsg::Close => break,
                _ => {}
            }
        }
    };
    let ended = raw.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(30), all).await });
    assert!(ended.is_ok(), "the session goes on: {}", String::from_utf8_lossy(&said));
    (String::from_utf8_lossy(&said).into_owned(), status)
}

/// Opens a session that runs a command line.
fn command(raw: &Raw, line: &str) -> Channel<client::Msg> {
    let session = raw.session().unwrap();
    raw.runtime.block_on(session.exec(false, line)).unwrap();
    session
}

/// Returns the contents of the store that an import could change.
fn state(office: &Office) -> String {
    ["history --format csv", "plans --format csv", "tasks --format csv"]
        .map(|line| office.runs("viewer", line).done().stdout)
        .concat()
}

/// Returns the first half of a document, which is a document too, and that of a list, whose rows are complete.
fn halves() -> [(&'static str, Vec<u8>); 2] {
    let document = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/tongxin.txt")).unwrap();
    let middle = document.len() / 2 + document[..].bytes().skip(document.len() / 2).position(|b| b == b'\n').unwrap();
    let list = "id,评估期,状态\nbachu-wsjk-2025/t1,2023,已完成\n";
    [("import - --accept-loss", document.as_bytes()[..middle].to_vec()), ("import list.csv", list.as_bytes().to_vec())]
}

#[test]
fn input_cut_off_by_a_lost_connection_is_not_imported() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    for (line, half) in halves() {
        let before = state(&office);
        for is_closed in [true, false] {
            let raw = office.raw("planner");
            let session = command(&raw, line);
            raw.runtime.block_on(session.data_bytes(half.clone())).unwrap();
            // Once this is answered, everything sent before it has arrived.
            let other = raw.session().unwrap();
            let cuts = office.log().matches("cut off before its end").count();
            if is_closed {
                raw.runtime.block_on(session.close()).unwrap();
            } else {
                raw.runtime.shutdown_background();
            }
            let end = Instant::now() + Duration::from_secs(30);
            while office.log().matches("cut off before its end").count() == cuts {
                assert!(Instant::now() < end, "{line}, {is_closed}: {}", office.log());
                std::thread::sleep(Duration::from_millis(20));
            }
            drop((other, session));
        }
        assert!(state(&office) == before, "{line} has taken a half");
        // With its end signalled the input is complete, and is imported.
        let raw = office.raw("planner");
        let mut session = command(&raw, line);
        raw.runtime.block_on(async {
            session.data_bytes(half).await.unwrap();
            session.eof().await.unwrap();
        });
        let (said, _) = told(&raw, &mut session);
        assert!(state(&office) != before, "{line}: {said}");
    }
}

#[test]
fn a_client_killed_while_sending_unread_input_is_gone() {
    if !has_client() {
        return;
    }
    let mut office = office(0);
    let send = || {
        let mut client = office.ssh("planner", &["x@127.0.0.1", "flood"]);
        client.stdin(fs::File::open("/dev/zero").unwrap()).stdout(Stdio::piped()).spawn().unwrap()
    };
    let mut clients = [send(), send()];
    office.wait_log("sends input that no command reads");
    for client in &mut clients {
        client.kill().unwrap();
        client.wait().unwrap();
    }
    let end = Instant::now() + Duration::from_secs(60);
    while office.log().lines().filter(|line| line.contains("has left") || line.contains("is gone")).count() < 2 {
        assert!(Instant::now() < end, "{}", office.log());
        std::thread::sleep(Duration::from_millis(20));
    }
    signal(i32::try_from(office.server.id()).unwrap(), Signal::TERM);
    office.server.wait().unwrap();
    assert!(office.log().contains("0 clients left behind"), "{}", office.log());
}

/// Changes the list of people.
fn rewrite(office: &Office, change: impl FnOnce(String) -> String) {
    let path = office.bench.store().join("access.toml");
    let text = change(fs::read_to_string(&path).unwrap());
    fs::write(&path, text).unwrap();
}

/// Returns the list with another key for the person of a role.
fn replace_key(text: String, role: &str) -> String {
    let people = text.split("[[person]]").map(|person| match person.contains(role) {
        true => {
            let old = person.split('"').nth(3).unwrap();
            person.replace(old, "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        }
        false => person.to_string(),
    });
    people.collect::<Vec<_>>().join("[[person]]")
}

#[test]
fn a_revoked_key_is_refused_on_an_open_connection() {
    if !has_client() {
        return;
    }
    for is_replaced in [true, false] {
        let office = Office::open();
        let raw = office.raw("planner");
        let mut screen = raw.screen(80, 24);
        raw.wait(&mut screen, "张三");
        raw.runtime.block_on(screen.data_bytes("3")).unwrap();
        raw.wait(&mut screen, "牵头");
        let mut opened_before = raw.session().unwrap();
        let mut input = command(&raw, "import list.csv");
        // A command has been admitted once a later session is answered, and waits for its input.
        let (said, status) = told(&raw, &mut command(&raw, "plans"));
        assert_eq!(status, Some(0), "{said}");
        rewrite(&office, |text| match is_replaced {
            true => replace_key(text, "planner"),
            false => format!("[[person]]{}", text.split("[[person]]").nth(2).unwrap()),
        });
        let before = state(&office);
        let (said, status) = told(&raw, &mut command(&raw, "plans"));
        assert!(!said.contains("bachu") && said.contains("access.toml"), "{said}");
        assert_eq!(status, Some(1));
        raw.runtime.block_on(opened_before.exec(false, "plans")).unwrap();
        let (said, _) = told(&raw, &mut opened_before);
        assert!(!said.contains("bachu") && said.contains("access.toml"), "{said}");
        // A command admitted before may read to its end, and changes nothing.
        raw.runtime.block_on(async {
            // It may have been refused already.
            let _ = input.data_bytes(halves()[1].1.clone()).await;
            let _ = input.eof().await;
        });
        assert_ne!(told(&raw, &mut input).1, Some(0));
        raw.runtime.block_on(screen.data_bytes("x")).unwrap();
        let (said, status) = told(&raw, &mut screen);
        assert!(said.contains("access.toml") && said.contains("\x1b[?1049l"), "its terminal is given back: {said:?}");
        assert_eq!(status, Some(1));
        assert!(state(&office) == before, "nothing has changed");
        // A colleague whose entry is unchanged goes on.
        office.runs("viewer", "plans").done();
    }
}

#[test]
fn a_screen_goes_on_while_the_list_of_people_has_a_fault_and_when_it_changes_for_others() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let mut screen = office.screen("planner");
    screen.wait("张三");
    rewrite(&office, |text| text + "\n这一行有错\n");
    screen.send("3").wait("牵头").send("x").wait("access.toml");
    rewrite(&office, |text| replace_key(text.replace("\n这一行有错\n", ""), "viewer"));
    screen.send("\x1b").send("x").wait("已存");
}

#[test]
fn a_client_is_told_when_the_desk_is_full() {
    if !has_client() {
        return;
    }
    let office = office(512);
    let raw = office.raw("planner");
    let (said, status) = told(&raw, &mut command(&raw, "flood"));
    assert!(said.contains("工作台已满"), "{said}");
    assert_eq!(status, Some(1));
    let mut screen = raw.screen(80, 24);
    let (said, status) = told(&raw, &mut screen);
    assert!(said.contains("工作台已满"), "{said}");
    assert_eq!(status, Some(1));
    // OpenSSH's own client ends with this message.
    let told = office.runs("viewer", "flood").failed(1).stderr;
    assert!(told.contains("工作台已满"), "{told}");
}

#[test]
fn unauthenticated_connections_leave_room_for_people_with_keys() {
    if !has_client() {
        return;
    }
    let office = office(0);
    let raw = office.raw("planner");
    let address = format!("127.0.0.1:{}", office.port);
    // Slow ones first, more than there are places; then loops of clients that reconnect again and again.
    let slow: Vec<_> = (0..55).map(|_| TcpStream::connect(&address).unwrap()).collect();
    office.wait_log("was displaced by a new connection");
    assert!(raw.session().is_some());
    let is_over = Arc::new(AtomicBool::new(false));
    let loops: Vec<_> = (2..12).map(|last| hammer(last, office.port.parse().unwrap(), Arc::clone(&is_over))).collect();
    for attempt in 0..5 {
        let said = office.ssh("viewer", &["-T", "x@127.0.0.1"]).output().unwrap().stderr;
        assert!(said.starts_with(b"plandesk"), "attempt {attempt}: {}", String::from_utf8_lossy(&said));
    }
    is_over.store(true, Ordering::Release);
    let tries: usize = loops.into_iter().map(|tried| tried.join().unwrap()).sum();
    assert!(tries > 10, "the door was hammered at {tries} times");
    drop(slow);
    // The log still names the people who were admitted, and has only a few lines on strangers.
    let visitors = fs::read_to_string(office.bench.store().join("visitors.log")).unwrap();
    assert!(visitors.contains("张三 has come") && visitors.contains("李四 has come"), "{visitors}");
    assert!(office.log().lines().count() < 100, "{}", office.log());
}

/// Connects from an address of this machine again and again, and sends invalid data. Returns the number of connections.
fn hammer(last: u8, port: u16, is_over: Arc<AtomicBool>) -> std::thread::JoinHandle<usize> {
    use rustix::net::{AddressFamily, SocketType, bind, connect, socket};
    std::thread::spawn(move || {
        let (from, to) = (SocketAddr::from(([127, 0, 0, last], 0)), SocketAddr::from(([127, 0, 0, 1], port)));
        let mut tries = 0;
        while !is_over.load(Ordering::Acquire) {
            tries += 1;
            let Ok(stream) = socket(AddressFamily::INET, SocketType::STREAM, None) else { continue };
            if bind(&stream, &from).and_then(|()| connect(&stream, &to)).is_ok() {
                let _ = TcpStream::from(stream).write_all(b"SSH-2.0-x\r\n\0\0\0\x0cgarbage");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        tries
    })
}

#[test]
fn slow_or_weak_algorithms_are_not_negotiated() {
    if !has_client() {
        return;
    }
    let office = office(0);
    for refused in ["KexAlgorithms=diffie-hellman-group18-sha512", "KexAlgorithms=ecdh-sha2-nistp521"] {
        let ended = ran(&mut office.ssh("viewer", &["-o", refused, "-T", "x@127.0.0.1"]));
        assert_eq!(ended.code, 255, "{refused}: {}", ended.stderr);
    }
    let agreed =
        office.ssh("viewer", &["-o", "KexAlgorithms=curve25519-sha256", "-T", "x@127.0.0.1"]).output().unwrap();
    assert!(agreed.stderr.starts_with(b"plandesk"), "one that is offered is agreed on");
    let mut greeting = [0; 17];
    TcpStream::connect(format!("127.0.0.1:{}", office.port)).unwrap().read_exact(&mut greeting).unwrap();
    assert_eq!(&greeting, b"SSH-2.0-plandesk\r");
}

#[test]
fn connections_of_one_person_do_not_keep_others_out() {
    if !has_client() {
        return;
    }
    let office = office(0);
    let many: Vec<Raw> = (0..24).map(|_| office.raw("viewer")).collect();
    let one_more = office.raw("viewer");
    let (said, status) = told(&one_more, &mut command(&one_more, "flood"));
    assert!(said.contains("工作台已满") && status == Some(1), "{said}");
    let colleague = office.raw("planner");
    colleague.wait(&mut command(&colleague, "flood"), "xxx");
    drop(many);
}

#[test]
fn a_backup_is_not_restored_once_the_sender_s_key_is_revoked() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    rewrite(&office, |text| text.replace("planner", "admin"));
    let raw = office.raw("planner");
    let mut saving = command(&raw, "backup x");
    let (backup, status) = raw.rest(&mut saving);
    assert_eq!(status, Some(0));
    office.runs("planner", "review bachu-wsjk-2025/t1 --period 2023 --status completed").done();
    let send = |session: &mut Channel<client::Msg>| {
        raw.runtime.block_on(async {
            // It may have been refused already.
            let _ = session.data_bytes(backup.clone()).await;
            let _ = session.eof().await;
        });
        told(&raw, session)
    };
    let mut restoring = command(&raw, "restore x --yes");
    // It has been admitted once a later one has been served.
    told(&raw, &mut command(&raw, "plans"));
    let before = state(&office);
    rewrite(&office, |text| replace_key(text, "admin"));
    let (said, status) = send(&mut restoring);
    assert!(said.contains("access.toml") && status == Some(1), "{said}");
    assert!(state(&office) == before);
}
