//! Access over SSH with OpenSSH's own client. Without it these tests are skipped with a message.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::cli::{ran, signal};
use crate::support::roles::is_forbidden;
use crate::support::ssh::{Office, granted, has_client};

#[test]
fn a_key_decides_the_person_and_the_role_their_permissions() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    assert!(office.runs("planner", "plans").done().stdout.contains("bachu-wsjk-2025"));
    let told = office.runs("viewer", "review bachu-wsjk-2025/t1 --period 2023 --status completed").failed(1).stderr;
    assert!(told.contains("李四") && told.contains("张三"), "who may not, and who may: {told}");
    let told = office.runs("viewer", "review bachu-wsjk-2025/t1 --lang en --period 2023 --status completed").failed(1);
    assert!(told.stderr.contains("may not report on tasks"), "in the language asked for: {}", told.stderr);
    office.runs("planner", "review bachu-wsjk-2025/t1 --period 2023 --status completed").done();
    let history = office.runs("viewer", "history --limit 1 --format csv").done().stdout;
    assert!(history.contains("张三"), "{history}");
    let stranger = office.bench.file("stranger");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(stranger).status();
    assert!(made.unwrap().success());
    assert!(office.runs("stranger", "plans").failed(255).stderr.contains("Permission denied"));
    let log = fs::read_to_string(office.bench.store().join("desk.log")).unwrap();
    assert!(log.contains("turned away: SHA256:"), "to be put into access.toml: {log}");
}

/// Over SSH the desk executes the same commands as locally (`tests/cli/permissions.rs` has the whole table). A key
/// gives the permissions of its person, by role, department and indicators.
#[test]
fn a_reporter_s_key_can_change_their_own_work_only() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let (own, other) = ("tongxin-cjr-2025/t1", "tongxin-cjr-2025/t2");
    for (item, lead) in [(own, "民政局"), (other, "教育局")] {
        office.runs("planner", &format!("assign {item} --lead {lead}")).done();
    }
    let file = office.bench.store().join("access.toml");
    let people = fs::read_to_string(&file).unwrap();
    let reporter = "\"reporter\"\ndepartment = \"民政局\"\nindicators = [\"tongxin-cjr-2025/i1\"]";
    fs::write(&file, people.replace("\"viewer\"", reporter)).unwrap();
    let entries = || office.runs("planner", "history --format csv").done().stdout.lines().count();
    let before = entries();
    for line in [
        format!("review {other} --period 2023 --status lagging"),
        format!("review {own} {other} --period 2023 --status lagging"),
        format!("step {other} --title 选址"),
        "reading tongxin-cjr-2025/i2 --year 2023 --value 2".to_string(),
        format!("assign {own} --lead 教育局"),
        format!("edit {own} --title 另一个 --reason 有误"),
        format!("end {own} --reason 已并入"),
        "seal --plan tongxin-cjr-2025 --period 2022 --yes".to_string(),
        "archive tongxin-cjr-2025".to_string(),
        "remove tongxin-cjr-2025 --yes".to_string(),
        "restore --undo".to_string(),
        "doctor --mend".to_string(),
    ] {
        let told = office.runs("viewer", &format!("{line} --lang en"));
        assert!(told.code == 1 && is_forbidden(&told.stderr), "{line}: {} {}", told.code, told.stderr);
        assert_eq!(entries(), before, "{line}");
    }
    for line in [
        format!("review {own} --period 2023 --status lagging"),
        format!("step {own} --title 选址"),
        "reading tongxin-cjr-2025/i1 --year 2023 --value 2".to_string(),
        "undo".to_string(),
    ] {
        office.runs("viewer", &line).done();
    }
    assert_eq!(entries(), before + 4);
}

#[test]
fn files_are_sent_by_standard_input_and_received_by_standard_output() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let list = ran(&mut office.ssh("planner", &["x@127.0.0.1", "export tasks --plan tongxin --to list.csv"])).done();
    assert!(list.stdout.contains("tongxin-cjr-2025/t1") && list.stderr.contains("60"), "{}", list.stderr);
    assert!(!office.bench.file("list.csv").exists() && !office.bench.store().join("list.csv").exists());
    let plan = fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/tongxin.txt")).unwrap();
    let mut command = office.ssh("planner", &["x@127.0.0.1", "import - --dry-run"]);
    assert!(ran(command.stdin(plan)).done().stdout.contains("tongxin-cjr-2025"));
    let secret = office.runs("planner", "import /etc/passwd --dry-run").failed(1);
    assert!(!secret.stdout.contains("root:") && !secret.stderr.contains("root:"));
}

#[test]
fn shell_forwarding_and_subsystem_are_refused_with_openssh() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    ran(&mut office.ssh("planner", &["x@127.0.0.1"])).failed(1);
    office.runs("planner", "sh -c id").failed(2);
    office.runs("planner", "plans; id").failed(2);
    office.runs("planner", "tasks 'open").failed(2);
    ran(&mut office.ssh("planner", &["-s", "x@127.0.0.1", "sftp"])).failed(255);
    ran(&mut office.ssh("planner", &["-W", "127.0.0.1:22", "x@127.0.0.1"])).failed(255);
    office.runs("planner", "plans").done();
}

#[test]
fn a_screen_works_over_ssh_and_drafts_survive_a_lost_connection() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let mut screen = office.screen("planner");
    screen.wait("张三").send("3").wait("牵头").send("x").wait("✓ 已存");
    screen.send("n").wait("进展").send("已经开工").wait("已经开工");
    drop(screen);
    let mut again = office.screen("planner");
    again.wait("没保存的文字");
    assert!(office.runs("viewer", "history --limit 1").done().stdout.contains("已完成"));
}

/// Returns true if somebody has connected to a listener.
fn knocked(door: &TcpListener) -> bool {
    door.set_nonblocking(true).unwrap();
    door.accept().is_ok()
}

#[test]
fn every_kind_of_forwarding_is_refused() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let target = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = target.local_addr().unwrap().to_string();
    let (theirs, ours) = (office.bench.file("theirs.sock"), office.bench.file("ours.sock"));
    let unix = UnixListener::bind(&theirs).unwrap();
    let strict = ["-o", "ExitOnForwardFailure=yes", "-o", "LogLevel=ERROR"];
    // Local forwarding to the desk's machine: the client reports that it is refused.
    for to in [format!("0:{address}"), format!("{}:{address}", ours.display())] {
        let told =
            ran(&mut office.ssh_with("planner", &strict, &["-R", &to, "x@127.0.0.1", "plans"])).failed(255).stderr;
        assert!(told.contains("forward"), "{told}");
    }
    assert!(!ours.exists());
    // Dynamic forwarding: the client listens at a port of its own, which leads nowhere.
    let raw = office.raw("planner");
    let port = u32::from(target.local_addr().unwrap().port());
    raw.runtime.block_on(async {
        assert!(raw.handle.channel_open_direct_tcpip("127.0.0.1", port, "127.0.0.1", 1).await.is_err());
        let path = theirs.display().to_string();
        assert!(raw.handle.channel_open_direct_streamlocal(path).await.is_err());
    });
    let local = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for forward in [["-L".to_string(), format!("{local}:{address}")], ["-D".to_string(), local.to_string()]] {
        let mut client = office.ssh("planner", &["-N", &forward[0], &forward[1], "x@127.0.0.1"]).spawn().unwrap();
        let mut way = loop {
            match TcpStream::connect(local) {
                Ok(way) => break way,
                Err(_) => assert!(client.try_wait().unwrap().is_none(), "the client has no door"),
            }
        };
        way.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // SOCKS5: no authentication, then the address. For the other port these are arbitrary bytes.
        let port = target.local_addr().unwrap().port().to_be_bytes();
        let _ = way.write_all(&[&[5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1][..], &port].concat());
        let mut answer = Vec::new();
        let _ = way.read_to_end(&mut answer);
        assert!(answer.len() <= 12 && answer.get(3) != Some(&0), "{answer:?}");
        client.kill().unwrap();
        client.wait().unwrap();
    }
    assert!(!knocked(&target));
    unix.set_nonblocking(true).unwrap();
    assert!(unix.accept().is_err());
    office.runs("planner", "plans").done();
}

#[test]
fn agent_display_environment_and_subsystem_are_refused() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let raw = office.raw("planner");
    let mut session = raw.session().unwrap();
    raw.runtime.block_on(async {
        session.agent_forward(true).await.unwrap();
        assert!(!granted(&mut session).await, "an agent");
        session.request_x11(true, false, "MIT-MAGIC-COOKIE-1", "00", 0).await.unwrap();
        assert!(!granted(&mut session).await, "a display");
        for (name, value) in [("PLANDESK_STORE", "/nowhere"), ("PLANDESK_ACTOR", "别人"), ("LANG", "en_US.UTF-8")] {
            session.set_env(true, name, value).await.unwrap();
            assert!(!granted(&mut session).await, "{name}");
        }
        for name in ["sftp", "netconf", "sh"] {
            session.request_subsystem(true, name).await.unwrap();
            assert!(!granted(&mut session).await, "{name}");
        }
    });
    let environment = ["-o", "SetEnv=PLANDESK_ACTOR=别人 LANG=en_US.UTF-8", "-o", "LogLevel=ERROR"];
    let line = "review bachu-wsjk-2025/t1 --period 2023 --status lagging";
    let told = ran(&mut office.ssh_with("planner", &environment, &["x@127.0.0.1", line])).done().stderr;
    assert!(!told.contains("saved"), "in Chinese: {told}");
    assert!(office.runs("planner", "history --limit 1").done().stdout.contains("张三"));
}

#[test]
fn no_file_is_reached_by_scp_sftp_or_paths() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let (here, there) = (office.bench.file("here"), office.bench.file("there"));
    fs::write(&here, "x").unwrap();
    fs::write(&there, "秘密").unwrap();
    let copies = |program: &str, flag: &str, from: &str, to: &str| {
        let mut command = Command::new(program);
        let known = format!("UserKnownHostsFile={}", office.bench.file("known").display());
        command.args(["-F", "none", "-q", "-P", &office.port, "-o", "StrictHostKeyChecking=accept-new", "-o", &known]);
        command.args(["-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-i"]).arg(office.bench.file("planner"));
        command.args([flag, from, to]).stdin(Stdio::null()).output().map(|output| output.status.success())
    };
    for flag in ["-O", "-s"] {
        let remote = |path: &std::path::Path| format!("x@127.0.0.1:{}", path.display());
        for (from, to) in [
            (here.display().to_string(), remote(&office.bench.file("new"))),
            (remote(&there), office.bench.file("got").display().to_string()),
        ] {
            if let Ok(done) = copies("scp", flag, &from, &to) {
                assert!(!done, "scp {flag} {from} {to}");
            }
        }
    }
    for name in ["new", "got"] {
        assert!(!office.bench.file(name).exists(), "{name}");
    }
    let path = there.display().to_string();
    for line in [
        format!("import {path} --dry-run"),
        format!("keymap --check {path}"),
        format!("restore {path}"),
        format!("plans --store {}", office.bench.file("elsewhere").display()),
        format!("export tasks --plan bachu --by-department {}", office.bench.file("lists").display()),
    ] {
        let ran = office.runs("planner", &line);
        assert!(!ran.stdout.contains("秘密") && !ran.stderr.contains("秘密"), "{line}");
    }
    office.runs("planner", &format!("backup {path} --force")).done();
    assert_eq!(fs::read_to_string(&there).unwrap(), "秘密");
    assert!(!office.bench.file("elsewhere").exists() && !office.bench.file("lists").exists());
}

#[test]
fn a_remote_command_can_not_serve_or_start_a_desk() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    // From the first time on, the client stores the host's key beside its own.
    office.runs("planner", "plans").done();
    let before = fs::read_dir(office.bench.file("")).unwrap().count();
    for line in ["serve", "serve --ssh 127.0.0.1:0", "serve --store elsewhere", "desk --store elsewhere"] {
        office.runs("planner", line).failed(2);
    }
    assert_eq!(fs::read_dir(office.bench.file("")).unwrap().count(), before);
    let told = office.runs("planner", "doctor --format json").done().stdout;
    assert!(told.contains(&office.bench.store().display().to_string()), "it is this store that is told of: {told}");
}

#[test]
fn any_sequence_of_window_sizes_is_drawn_or_ends_the_session() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let raw = office.raw("planner");
    for (columns, rows) in [(0, 0), (1, 1), (80, 0), (u32::MAX, u32::MAX), (65_536, 65_536)] {
        let mut screen = raw.screen(columns, rows);
        // The screen draws whatever fits.
        raw.wait(&mut screen, "");
        raw.runtime.block_on(screen.data_bytes("q")).unwrap();
        assert_eq!(raw.rest(&mut screen).1, Some(0), "{columns}×{rows}");
    }
    let mut other = office.screen("viewer");
    other.wait("李四");
    let mut screen = raw.screen(80, 24);
    raw.wait(&mut screen, "张三");
    raw.runtime.block_on(async {
        for size in 0..20_000_u32 {
            // A client that asks for more than is drawn may be disconnected.
            if screen.window_change(size % 3000, size % 700, 0, 0).await.is_err() {
                break;
            }
        }
        let _ = screen.data_bytes("q").await;
    });
    raw.rest(&mut screen);
    other.send("3").wait("牵头");
    assert!(office.memory() < 400_000, "{} kB", office.memory());
}

#[test]
fn a_client_that_floods_the_desk_is_disconnected_and_the_others_go_on() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let mut other = office.screen("viewer");
    other.wait("李四");
    let raw = office.raw("planner");
    let mut screen = raw.screen(80, 24);
    raw.wait(&mut screen, "张三");
    let words = "sends more than anybody types";
    raw.runtime.block_on(async {
        let flood = async {
            while screen.data_bytes(vec![b'j'; 32 << 10]).await.is_ok() {}
            // The window is not enlarged once the session is over; the desk's message is still to come.
            std::future::pending::<()>().await;
        };
        let told = async {
            while !office.log().contains(words) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let either = async {
            tokio::select! { () = flood => {}, () = told => {} }
        };
        assert!(tokio::time::timeout(Duration::from_secs(60), either).await.is_ok(), "{}", office.log());
    });
    raw.rest(&mut screen);
    other.send("3").wait("牵头");
    // A session without a program, and a command that reads nothing, drop the data or let it wait; memory does not
    // grow.
    let idle = raw.session().unwrap();
    let command = raw.session().unwrap();
    raw.runtime.block_on(async {
        command.exec(false, "plans").await.unwrap();
        let flood = |session: russh::Channel<russh::client::Msg>| async move {
            for _ in 0..1024 {
                let sent = session.data_bytes(vec![b'j'; 32 << 10]);
                if !matches!(tokio::time::timeout(Duration::from_secs(2), sent).await, Ok(Ok(()))) {
                    break;
                }
            }
        };
        tokio::join!(flood(idle), flood(command));
    });
    office.runs("viewer", "plans").done();
    assert!(office.memory() < 400_000, "{} kB", office.memory());
}

#[test]
fn invalid_ssh_data_does_no_harm() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let mut other = office.screen("viewer");
    other.wait("李四");
    let address = format!("127.0.0.1:{}", office.port);
    let packets = [&b"SSH-2.0-x\r\n"[..], &[0xff; 4096]].concat();
    let small = [&b"SSH-2.0-\x1b[2J\x1b]0;x\x07\r\n"[..], &[0, 0, 0, 12, 4, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat();
    for (what, bytes) in [
        ("a request of another protocol", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("zeros", vec![0; 100_000]),
        ("a line without an end", vec![b'S'; 1 << 20]),
        ("a version and garbage", packets),
        ("a version of escapes and a message of no kind", small),
        ("an old version", b"SSH-1.5-x\r\n".to_vec()),
    ] {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(25))).unwrap();
        // The desk may end the connection before it has received all of it.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut rest = Vec::new();
        if let Err(error) = stream.read_to_end(&mut rest) {
            assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "{what} keeps the connection");
        }
        other.send("2").wait("李四").send("1");
    }
    other.send("3").wait("牵头");
    assert!(!office.log().contains('\u{1b}'));
    assert!(office.memory() < 400_000, "{} kB", office.memory());
}

/// Returns a proxy to the desk that corrupts what the client sends from a certain byte on.
fn spoiling(port: &str, after: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (own, desk) = (listener.local_addr().unwrap().port().to_string(), format!("127.0.0.1:{port}"));
    std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut server = TcpStream::connect(desk).unwrap();
        let (mut back, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut back, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Both);
        });
        let (mut buffer, mut sent) = ([0; 1024], 0);
        while let Ok(count @ 1..) = client.read(&mut buffer) {
            for byte in &mut buffer[..count] {
                sent += 1;
                if sent > after {
                    *byte ^= 0x55;
                }
            }
            if server.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = client.shutdown(std::net::Shutdown::Both);
        let _ = server.shutdown(std::net::Shutdown::Both);
    });
    own
}

#[test]
fn garbage_within_a_session_ends_only_that_session() {
    if !has_client() {
        return;
    }
    let mut office = Office::open();
    let mut other = office.screen("viewer");
    other.wait("李四");
    let door = office.port.clone();
    // In the version, among the keys, while the person's key is presented, and during the session.
    for after in [5, 300, 1600, 6000] {
        office.port = spoiling(&door, after);
        let mut client = office.ssh("planner", &["x@127.0.0.1", "import", "-", "--dry-run"]);
        let mut client = client.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut input = client.stdin.take().unwrap();
        let writer = std::thread::spawn(move || input.write_all(&vec![b'x'; 1 << 20]));
        assert!(!client.wait().unwrap().success(), "after {after} bytes");
        let _ = writer.join().unwrap();
    }
    office.port = door;
    other.send("3").wait("牵头");
    office.runs("planner", "plans").done();
}

#[test]
fn a_client_that_reads_nothing_does_not_delay_the_others() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let mut stopped = office.screen("viewer");
    stopped.wait("李四").send("3").wait("牵头");
    let pid = i32::try_from(stopped.client.id()).unwrap();
    signal(pid, Signal::STOP);
    // The window is so small that not even the first screen fits, and the output that fits is not read.
    let config = russh::client::Config { window_size: 1024, channel_buffer_size: 1, ..Default::default() };
    let raw = office.raw_with("viewer", config);
    let mut stuck = raw.screen(80, 24);
    // Each change is drawn on every screen.
    for round in 0..12 {
        let line = format!("review bachu-wsjk-2025/t1 --period 2023 --progress {round}");
        let mut client = office.ssh("planner", &["x@127.0.0.1", &line]).stderr(Stdio::null()).spawn().unwrap();
        let end = Instant::now() + Duration::from_secs(60);
        let status = loop {
            match client.try_wait().unwrap() {
                Some(status) => break status,
                None => assert!(Instant::now() < end, "who works waits for who does not read"),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        assert!(status.success());
    }
    let mut other = office.screen("planner");
    other.wait("张三").send("3").wait("牵头");
    assert!(office.memory() < 400_000, "{} kB", office.memory());
    signal(pid, Signal::CONT);
    stopped.send("1").wait("总览");
    raw.wait(&mut stuck, "与");
    raw.runtime.block_on(stuck.data_bytes("q")).unwrap();
    assert_eq!(raw.rest(&mut stuck).1, Some(0), "it goes on where it was");
}

#[test]
fn escape_sequences_in_names_reach_no_screen_and_no_log() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let file = office.bench.store().join("access.toml");
    let people = fs::read_to_string(&file).unwrap().replace("张三", "张\\u001B[2J\\u001B]0;x\\u0007三");
    fs::write(&file, people).unwrap();
    let raw = office.raw("planner");
    let mut screen = raw.screen(80, 24);
    raw.runtime.block_on(screen.data_bytes("q")).unwrap();
    let (drawn, _) = raw.rest(&mut screen);
    let drawn = String::from_utf8_lossy(&drawn);
    assert!(drawn.contains("三") && !drawn.contains("\x1b]0;x"), "{drawn:?}");
    let line = "review bachu-wsjk-2025/t1 --period 2023 --done \u{1b}]52;c;eHg=\u{7} --status lagging";
    let told = ran(&mut office.ssh("planner", &["x@127.0.0.1", line]));
    let named = office.raw_as("\u{1b}[31mx", "planner", russh::client::Config::default());
    let mut plans = named.session().unwrap();
    named.runtime.block_on(plans.exec(false, "plans")).unwrap();
    let (listed, _) = named.rest(&mut plans);
    let history = office.runs("viewer", "history --limit 3").done().stdout;
    for text in [&office.log(), &history, &told.stdout, &told.stderr, &String::from_utf8(listed).unwrap()] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{text:?}");
    }
    assert!(history.contains('三'), "{history}");
}

#[test]
fn nobody_is_admitted_without_a_listed_key() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    // A name proves nothing, and there is no password to guess.
    for how in [
        "PreferredAuthentications=password",
        "PreferredAuthentications=keyboard-interactive",
        "PreferredAuthentications=none",
    ] {
        let mut command =
            office.ssh_with("planner", &["-o", how, "-o", "LogLevel=ERROR"], &["张三@127.0.0.1", "plans"]);
        assert!(ran(&mut command).failed(255).stderr.contains("publickey"), "the only way that is offered");
    }
    // A certificate that somebody has made for a listed key proves nothing either.
    let own = office.bench.file("own");
    let keygen = |arguments: &[&str]| Command::new("ssh-keygen").args(arguments).output().unwrap().status.success();
    let path = |name: &str| office.bench.file(name).display().to_string();
    assert!(keygen(&["-q", "-t", "ed25519", "-N", "", "-f", &own.display().to_string()]));
    assert!(keygen(&["-q", "-s", &path("own"), "-I", "张三", "-n", "x", &path("own.pub")]));
    let mut command = office.ssh("own", &["x@127.0.0.1", "plans"]);
    ran(&mut command).failed(255);
}
