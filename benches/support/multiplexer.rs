//! For comparison: a tmux server with the same number of attached clients, each in a pager of its own.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use super::wire::{SIZE, Wire};

/// A tmux server with its sessions, which ends when dropped.
pub struct Multiplexer {
    socket: PathBuf,
    pub server: u32,
}

impl Multiplexer {
    /// Starts a server at a socket, with a number of sessions that read a text in a pager; returns `None` if tmux or
    /// less is not installed.
    pub fn start(socket: &Path, text: &Path, sessions: usize) -> Option<Multiplexer> {
        Command::new("less").arg("--version").stdout(Stdio::null()).status().ok()?;
        let mut multiplexer = Multiplexer { socket: socket.to_path_buf(), server: 0 };
        for number in 0..sessions {
            let session = format!("s{number}");
            let (columns, rows) = (SIZE.0.to_string(), SIZE.1.to_string());
            let new = ["new-session", "-d", "-s", &session, "-x", &columns, "-y", &rows, "less"];
            let status = multiplexer.tmux().args(new).arg(text).status().ok()?;
            assert!(status.success(), "tmux does not start");
        }
        let said = multiplexer.tmux().args(["display-message", "-p", "#{pid}"]).output().ok()?;
        multiplexer.server = String::from_utf8(said.stdout).unwrap().trim().parse().unwrap();
        Some(multiplexer)
    }

    /// Attaches a client to the `number`th session.
    pub fn attach(&self, number: usize) -> Wire {
        let mut command = CommandBuilder::new("tmux");
        command.args(["-f", "/dev/null", "-u", "-S"]);
        command.args([self.socket.as_os_str().to_os_string(), "attach".into(), "-t".into()]);
        command.arg(format!("s{number}"));
        command.env_remove("TMUX");
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        Wire::by_terminal(command)
    }

    /// Makes every session end with its client, and the server with the last session.
    pub fn end_with_clients(&self) {
        let _ = self.tmux().args(["set-option", "-g", "destroy-unattached", "on"]).status();
    }

    /// Returns the process ids of the pagers.
    pub fn pagers(&self) -> Vec<u32> {
        let said = self.tmux().args(["list-panes", "-a", "-F", "#{pane_pid}"]).output().unwrap();
        String::from_utf8(said.stdout).unwrap().lines().filter_map(|line| line.parse().ok()).collect()
    }

    fn tmux(&self) -> Command {
        let mut command = Command::new("tmux");
        command.args(["-f", "/dev/null", "-u", "-S"]).arg(&self.socket);
        command.env_remove("TMUX").env("LANG", "C.UTF-8").env("LESSCHARSET", "utf-8").env_remove("LESS");
        command
    }
}

impl Drop for Multiplexer {
    fn drop(&mut self) {
        let _ = self.tmux().arg("kill-server").stderr(Stdio::null()).status();
    }
}
