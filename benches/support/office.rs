//! A desk with a socket and an SSH port, and clients for both: our own, and OpenSSH's if it is installed.
#![allow(dead_code)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::process::Running;
use super::wire::Wire;

/// The number of people with a key; each has many sessions.
const KEYS: usize = 5;

/// A running desk, which ends when dropped.
pub struct Office {
    desk: Running,
    port: Option<String>,
    folder: PathBuf,
}

impl Office {
    /// Opens the desk of the store in `folder`, which is created with the bundled plans if it does not exist.
    pub fn open(program: &Path, folder: &Path) -> Office {
        let store = folder.join("store");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&store).unwrap();
        let has_ssh = list_people(folder, &store).is_some();
        let mut command = mortal(program);
        command.arg("serve").env("PLANDESK_STORE", &store).env("LANG", "zh_CN.UTF-8");
        if has_ssh {
            command.args(["--ssh", "127.0.0.1:0", "--connections", "1000"]);
        }
        let mut desk = Running(command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
        let mut told = BufReader::new(desk.stderr.take().unwrap());
        let (mut line, mut port) = (String::new(), None);
        while !line.contains("Ctrl-C") {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "the desk does not open");
            let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect();
            port = port.or(line.split_once("127.0.0.1:").map(|(_, rest)| digits(rest)));
        }
        // It prints nothing more that must be read.
        Office { desk, port, folder: folder.to_path_buf() }
    }

    /// Returns the process id of the desk.
    pub fn pid(&self) -> u32 {
        self.desk.id()
    }

    /// Returns true if people can come in over SSH.
    pub fn has_ssh(&self) -> bool {
        self.port.is_some()
    }

    /// Returns the port for SSH, if people can come in that way.
    pub fn port(&self) -> Option<u16> {
        self.port.as_ref()?.parse().ok()
    }

    /// Returns a screen of the `number`th person by the desk's socket.
    pub fn by_socket(&self, number: usize) -> Wire {
        Wire::by_socket(&self.folder.join("store"), &format!("科员{number}"))
    }

    /// Returns a screen of the `number`th person over SSH.
    pub fn by_ssh(&self, number: usize) -> Wire {
        let mut command = self.ssh(number);
        Wire::by_ssh(command.args(["-tt", "-e", "none", "x@127.0.0.1"]).env("TERM", "xterm-256color"))
    }

    /// A command of the `number`th person over SSH, which shows nothing.
    pub fn command_by_ssh(&self, number: usize, words: &[&str]) -> Command {
        let mut command = self.ssh(number);
        command.arg("x@127.0.0.1").args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn ssh(&self, number: usize) -> Command {
        let mut command = Command::new("ssh");
        let known = format!("UserKnownHostsFile={}", self.folder.join("known").display());
        command.args(["-F", "none", "-p", self.port.as_deref().unwrap_or_default()]);
        command.args(["-o", "StrictHostKeyChecking=no", "-o", &known, "-o", "IdentitiesOnly=yes"]);
        command.args(["-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-i"]);
        command.arg(self.folder.join(format!("key{}", number % KEYS))).env_remove("SSH_AUTH_SOCK");
        command
    }
}

/// Creates keys and lists their owners; returns `None` if OpenSSH's programs are not installed.
fn list_people(folder: &Path, store: &Path) -> Option<()> {
    Command::new("ssh").arg("-V").stderr(Stdio::null()).status().ok()?;
    let mut list = String::new();
    for number in 0..KEYS {
        let key = folder.join(format!("key{number}"));
        let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status().ok()?;
        assert!(made.success());
        let print = Command::new("ssh-keygen").arg("-lf").arg(&key).output().ok()?;
        let print = String::from_utf8(print.stdout).unwrap();
        let print = print.split(' ').nth(1)?;
        list.push_str(&format!("[[person]]\nname = \"乡镇{number}\"\nkey = \"{print}\"\nrole = \"planner\"\n"));
    }
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(store.join("access.toml")).ok()?;
    std::io::Write::write_all(&mut file, list.as_bytes()).ok()
}

/// Returns a command for a program that ends with its parent process, even if that is killed, if the system supports
/// it.
fn mortal(program: &Path) -> Command {
    match Command::new("setpriv").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status() {
        Ok(status) if status.success() => {
            let mut command = Command::new("setpriv");
            command.args(["--pdeathsig", "TERM"]).arg(program);
            command
        }
        _ => Command::new(program),
    }
}
