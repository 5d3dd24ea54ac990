//! A desk with an SSH server, and clients for it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use russh::{ChannelMsg, client};

use crate::support::access;
use crate::support::cli::{Bench, Ran, ran};
use crate::support::skipped::skipped;

/// A desk with an SSH server for 张三, a planner, and 李四, a viewer. It ends with the test.
pub struct Office {
    pub bench: Bench,
    pub server: Child,
    pub port: String,
}

/// Returns true if OpenSSH's client and key generator are installed.
pub fn has_client() -> bool {
    let runs = |program: &str| Command::new(program).arg("-?").output().is_ok();
    let both = runs("ssh") && runs("ssh-keygen");
    if !both {
        skipped("there is no ssh or no ssh-keygen");
    }
    both
}

impl Office {
    /// Starts the real program.
    pub fn open() -> Office {
        let bench = Office::listed();
        let command = bench.by_desk(["serve", "--ssh", "127.0.0.1:0"]);
        Office::of(bench, command)
    }

    /// Returns a bench whose store lists 张三 and 李四, with their key files beside it.
    pub fn listed() -> Bench {
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
        access::list(&bench.store(), &people.concat());
        bench
    }

    /// Starts a command that prints its address on standard error.
    pub fn of(bench: Bench, mut command: Command) -> Office {
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

    /// Returns a client command for the owner of a key file.
    pub fn ssh(&self, key: &str, arguments: &[&str]) -> Command {
        self.ssh_with(key, &["-o", "LogLevel=ERROR"], arguments)
    }

    /// Like [`Office::ssh`], with further options of the client.
    pub fn ssh_with(&self, key: &str, options: &[&str], arguments: &[&str]) -> Command {
        let mut command = Command::new("ssh");
        let known = format!("UserKnownHostsFile={}", self.bench.file("known").display());
        command.args(["-F", "none", "-p", &self.port, "-o", "StrictHostKeyChecking=accept-new", "-o", &known]);
        command.args(["-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-i"]).arg(self.bench.file(key));
        command.args(options).args(arguments).stdin(Stdio::null());
        command
    }

    pub fn runs(&self, key: &str, line: &str) -> Ran {
        ran(&mut self.ssh(key, &["x@127.0.0.1", line]))
    }

    /// Opens a screen of 80 columns and 24 rows.
    pub fn screen(&self, key: &str) -> Screen {
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

    /// Returns the desk's log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.bench.store().join("desk.log")).unwrap()
    }

    /// Waits until the desk's log contains some words.
    #[track_caller]
    pub fn wait_log(&self, words: &str) {
        let end = Instant::now() + Duration::from_secs(30);
        while !self.log().contains(words) {
            assert!(Instant::now() < end, "no {words} in\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Returns the peak memory of the desk in kilobytes.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.server.id())).unwrap();
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        most.unwrap().parse().unwrap()
    }

    /// Makes 李四, who is a viewer, a planner like 张三.
    pub fn let_both_work(&self) {
        let file = self.bench.store().join("access.toml");
        let people = fs::read_to_string(&file).unwrap().replace("\"viewer\"", "\"planner\"");
        fs::write(&file, people).unwrap();
    }

    /// Connects with our own client, which can do more than OpenSSH's.
    pub fn raw(&self, key: &str) -> Raw {
        self.raw_with(key, client::Config::default())
    }

    /// Like [`Office::raw`], with another configuration.
    pub fn raw_with(&self, key: &str, config: client::Config) -> Raw {
        self.raw_as("x", key, config)
    }

    /// Like [`Office::raw_with`], under a name that OpenSSH's client may refuse to send.
    pub fn raw_as(&self, name: &str, key: &str, config: client::Config) -> Raw {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let key = russh::keys::load_secret_key(self.bench.file(key), None).unwrap();
        let key = russh::keys::PrivateKeyWithHashAlg::new(Arc::new(key), None);
        let port: u16 = self.port.parse().unwrap();
        let handle = runtime.block_on(async {
            let mut handle = client::connect(Arc::new(config), ("127.0.0.1", port), Trusting).await.unwrap();
            assert!(handle.authenticate_publickey(name, key).await.unwrap().success());
            // The handle can be awaited until the connection ends.
            Some(handle)
        });
        Raw { handle: handle.unwrap(), runtime }
    }
}

/// A client that accepts any host key.
pub struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &russh::keys::PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// An authenticated connection.
pub struct Raw {
    pub handle: client::Handle<Trusting>,
    pub runtime: tokio::runtime::Runtime,
}

impl Raw {
    /// Opens another session of the connection; `None` if it is refused.
    pub fn session(&self) -> Option<russh::Channel<client::Msg>> {
        self.runtime.block_on(self.handle.channel_open_session()).ok()
    }

    /// Opens a screen of this size.
    pub fn screen(&self, columns: u32, rows: u32) -> russh::Channel<client::Msg> {
        let session = self.session().unwrap();
        self.runtime.block_on(async {
            session.request_pty(false, "xterm", columns, rows, 0, 0, &[]).await.unwrap();
            session.request_shell(false).await.unwrap();
        });
        session
    }

    /// Returns the output of a session until its end, and the exit status if there is one.
    #[track_caller]
    pub fn rest(&self, session: &mut russh::Channel<client::Msg>) -> (Vec<u8>, Option<u32>) {
        let (mut said, mut status) = (Vec::new(), None);
        let all = async {
            while let Some(message) = session.wait().await {
                match message {
                    ChannelMsg::Data { data } => said.extend_from_slice(&data),
                    ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                    ChannelMsg::Close => break,
                    _ => {}
                }
            }
        };
        let ended = self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(30), all).await });
        assert!(ended.is_ok(), "the session goes on");
        (said, status)
    }

    /// Waits until a session shows some words.
    #[track_caller]
    pub fn wait(&self, session: &mut russh::Channel<client::Msg>, words: &str) {
        let mut said = Vec::new();
        let seen = async {
            while let Some(message) = session.wait().await {
                if let ChannelMsg::Data { data } = message {
                    said.extend_from_slice(&data);
                    if String::from_utf8_lossy(&said).contains(words) {
                        return true;
                    }
                }
            }
            false
        };
        let seen = self.runtime.block_on(async { tokio::time::timeout(Duration::from_secs(30), seen).await });
        assert!(matches!(seen, Ok(true)), "no {words} in {}", String::from_utf8_lossy(&said));
    }
}

/// Returns true if a request of a session is granted.
pub async fn granted(session: &mut russh::Channel<client::Msg>) -> bool {
    loop {
        match session.wait().await {
            Some(ChannelMsg::Success) => return true,
            Some(ChannelMsg::Failure) | None => return false,
            _ => {}
        }
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

pub struct Screen {
    pub client: Child,
    bytes: std::sync::mpsc::Receiver<Vec<u8>>,
    parser: vt100::Parser,
}

impl Screen {
    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.client.stdin.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Returns the screen as received so far.
    pub fn shown(&self) -> String {
        self.parser.screen().contents()
    }

    #[track_caller]
    pub fn wait(&mut self, words: &str) -> &mut Self {
        let end = Instant::now() + Duration::from_secs(30);
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
