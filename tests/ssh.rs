//! People who come in over SSH, with OpenSSH's own client. Without it these tests say so and go on.
#![allow(clippy::unwrap_used, clippy::panic)]

mod cli_support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cli_support::{Bench, Ran, ran};

/// A desk with a door for 张三, a planner, and 李四, a viewer. It ends with the test.
struct Office {
    bench: Bench,
    server: Child,
    port: String,
}

/// Whether the client and its program for keys are there.
fn has_client() -> bool {
    let runs = |program: &str| Command::new(program).arg("-?").output().is_ok();
    let both = runs("ssh") && runs("ssh-keygen");
    if !both {
        eprintln!("skipped: there is no ssh or no ssh-keygen");
    }
    both
}

impl Office {
    fn open() -> Office {
        let bench = Bench::empty();
        fs::DirBuilder::new().mode(0o700).create(bench.store()).unwrap();
        let people = [("张三", "planner"), ("李四", "viewer")].map(|(name, role)| {
            let key = bench.file(role);
            let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
            assert!(made.unwrap().success());
            let print = Command::new("ssh-keygen").arg("-lf").arg(&key).output().unwrap();
            let print = String::from_utf8(print.stdout).unwrap();
            let print = print.split(' ').nth(1).unwrap().to_string();
            format!("[[person]]\nname = \"{name}\"\nkey = \"{print}\"\nrole = \"{role}\"\n")
        });
        fs::write(bench.store().join("access.toml"), people.concat()).unwrap();
        fs::set_permissions(bench.store().join("access.toml"), fs::Permissions::from_mode(0o600)).unwrap();
        let mut command = bench.by_desk(["serve", "--ssh", "127.0.0.1:0"]);
        let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(server.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("127.0.0.1:") {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "the desk is not open");
        }
        let port: String = line.split("127.0.0.1:").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Office { bench, server, port }
    }

    /// The client of somebody who has the key in this file.
    fn ssh(&self, key: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("ssh");
        let known = format!("UserKnownHostsFile={}", self.bench.file("known").display());
        command.args(["-F", "none", "-p", &self.port, "-o", "StrictHostKeyChecking=accept-new", "-o", &known]);
        command.args(["-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-i"]);
        command.arg(self.bench.file(key)).args(arguments).stdin(Stdio::null());
        command
    }

    fn runs(&self, key: &str, line: &str) -> Ran {
        ran(&mut self.ssh(key, &["x@127.0.0.1", line]))
    }

    /// A screen of 80 columns and 24 rows.
    fn screen(&self, key: &str) -> Screen {
        let mut client = self.ssh(key, &["-tt", "x@127.0.0.1"]);
        let mut client = client.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = client.stdout.take().unwrap();
        let (send, bytes) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        Screen {
            client,
            bytes,
            parser: vt100::Parser::new(std::num::NonZero::new(24).unwrap(), std::num::NonZero::new(80).unwrap(), 0),
        }
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

struct Screen {
    client: Child,
    bytes: std::sync::mpsc::Receiver<Vec<u8>>,
    parser: vt100::Parser,
}

impl Screen {
    fn send(&mut self, keys: &str) -> &mut Self {
        self.client.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
        self
    }

    #[track_caller]
    fn wait(&mut self, words: &str) -> &mut Self {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.parser.screen().contents().contains(words) {
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.parser.process(&bytes),
                Err(_) => panic!("no {words} in\n{}", self.parser.screen().contents()),
            }
        }
        self
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.client.kill();
        let _ = self.client.wait();
    }
}

#[test]
fn a_key_decides_who_somebody_is_and_a_role_what_they_may() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    assert!(office.runs("planner", "plans").done().stdout.contains("bachu-wsjk-2025"));
    let told = office.runs("viewer", "review bachu-wsjk-2025/t1 --period 2023 --status completed").failed(1).stderr;
    assert!(told.contains("李四") && told.contains("张三"), "who may not, and who may: {told}");
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

#[test]
fn files_come_by_standard_input_and_leave_by_standard_output() {
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
fn there_is_no_shell_no_forwarding_and_no_subsystem() {
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
fn a_screen_is_worked_as_at_home_and_what_is_typed_survives_a_broken_line() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let mut screen = office.screen("planner");
    screen.wait("张三").send("3").wait("牵头").send("x").wait("已存");
    screen.send("n").wait("进展").send("已经开工").wait("已经开工");
    drop(screen);
    let mut again = office.screen("planner");
    again.wait("没保存的文字");
    assert!(office.runs("viewer", "history --limit 1").done().stdout.contains("已完成"));
}

#[test]
fn twenty_clients_at_once_all_leave_their_mark() {
    if !has_client() {
        return;
    }
    let office = Office::open();
    let clients: Vec<Child> = (1..=20)
        .map(|number| {
            let line =
                format!("review bachu-wsjk-2025/t{number} bachu-wsjk-2025/t30 --period 2023 --progress {number}");
            let mut client = office.ssh("planner", &["x@127.0.0.1", &line]);
            client.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut client in clients {
        assert!(client.wait().unwrap().success());
    }
    let history = office.runs("planner", "history bachu-wsjk-2025/t30 --format csv").done().stdout;
    assert_eq!(history.lines().filter(|line| line.contains("progress")).count(), 20, "{history}");
}
