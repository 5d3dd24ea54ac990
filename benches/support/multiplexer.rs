//! The peer: a tmux server with as many attached clients, each before a pager of its own.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;

use super::wire::{SIZE, Wire};

/// A server with its sessions. It ends when this is dropped.
pub struct Multiplexer {
    socket: PathBuf,
    pub server: u32,
}

impl Multiplexer {
    /// Returns a server at a socket, with so many sessions in which a text is read; `None` when tmux or less is not
    /// installed.
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

    /// Returns a client of the `number`th session.
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

    /// Ends every session when its client is gone, and the server with the last of them.
    pub fn end_with_clients(&self) {
        let _ = self.tmux().args(["set-option", "-g", "destroy-unattached", "on"]).status();
    }

    /// Returns the pagers.
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
