//! Connections to a screen from the client's side: bytes in, bytes out, without threads.
#![allow(dead_code)]

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::process::{Command, Stdio};

use plandesk::office::client::ClientContext;
use plandesk::serve::frame::Frame;
use plandesk::serve::hello::{Greeting, Hello, Want};
use plandesk::serve::socket;
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};

use super::process::Running;

/// The size of every screen.
pub const SIZE: (u16, u16) = (80, 24);

/// A connection to a screen.
pub struct Wire {
    input: OwnedFd,
    output: OwnedFd,
    kind: Kind,
}

/// The other end of a connection.
enum Kind {
    /// A desk's socket, with the beginning of an incomplete frame.
    Socket(Vec<u8>),
    /// An SSH client.
    Ssh(Running),
    /// A program on a terminal of its own.
    Terminal { child: Box<dyn portable_pty::Child + Send + Sync>, _master: Box<dyn MasterPty + Send> },
}

impl Wire {
    /// Opens a screen at the socket of a store's desk, as the program's own client does.
    pub fn by_socket(store: &Path, name: &str) -> Wire {
        let mut stream = socket::connect(store).unwrap();
        let context = ClientContext { is_terminal: true, name: Some(name.to_string()), ..ClientContext::default() };
        let want = Want::Screen { columns: SIZE.0, rows: SIZE.1, place: None };
        let hello = Hello { greeting: Greeting::own(), context, want };
        Frame::Hello(serde_json::to_vec(&hello).unwrap()).write(&mut stream).unwrap();
        let input = stream.try_clone().unwrap().into();
        Wire { input, output: stream.into(), kind: Kind::Socket(Vec::new()) }
    }

    /// Opens a screen with an SSH client command.
    pub fn by_ssh(command: &mut Command) -> Wire {
        let mut client = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = client.stdin.take().unwrap().into();
        Wire { input, output: client.stdout.take().unwrap().into(), kind: Kind::Ssh(Running(client)) }
    }

    /// Runs a program on a terminal.
    pub fn by_terminal(command: CommandBuilder) -> Wire {
        let size = PtySize { cols: SIZE.0, rows: SIZE.1, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        // The library provides only blocking readers; a pollable file descriptor is taken from this process.
        let myself = pidfd_open(getpid(), PidfdFlags::empty()).unwrap();
        let fd = pair.master.as_raw_fd().unwrap();
        let take = || pidfd_getfd(&myself, fd, PidfdGetfdFlags::empty()).unwrap();
        Wire { input: take(), output: take(), kind: Kind::Terminal { child, _master: pair.master } }
    }

    /// Returns true if it connects over SSH.
    pub fn is_ssh(&self) -> bool {
        matches!(self.kind, Kind::Ssh(_))
    }

    /// Returns the id of the client process, if there is one.
    pub fn client(&self) -> Option<u32> {
        match &self.kind {
            Kind::Socket(_) => None,
            Kind::Ssh(client) => Some(client.id()),
            Kind::Terminal { child, .. } => child.process_id(),
        }
    }

    /// Sends typed bytes.
    pub fn send(&self, bytes: &[u8]) {
        let framed;
        let mut left = match &self.kind {
            Kind::Socket(_) => {
                framed = Frame::Input(bytes.to_vec()).encode();
                &framed[..]
            }
            _ => bytes,
        };
        while !left.is_empty() {
            left = &left[rustix::io::write(&self.input, left).unwrap()..];
        }
    }

    /// Returns the output for the terminal that has arrived; `None` if the other end is gone. Call it only if there is
    /// some.
    pub fn receive(&mut self, buffer: &mut [u8]) -> Option<Vec<u8>> {
        let count = rustix::io::read(&self.output, &mut *buffer).ok().filter(|count| *count > 0)?;
        let Kind::Socket(held) = &mut self.kind else { return Some(buffer[..count].to_vec()) };
        held.extend_from_slice(&buffer[..count]);
        let mut drawn = Vec::new();
        while let Some((frame, taken)) = Frame::decode(held).unwrap() {
            held.drain(..taken);
            match frame {
                Frame::Output(bytes) => drawn.extend(bytes),
                Frame::Welcome(_) | Frame::Place(_) | Frame::Pong => {}
                other => panic!("{other:?} from the desk"),
            }
        }
        Some(drawn)
    }
}

impl AsFd for Wire {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.output.as_fd()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if let Kind::Terminal { child, .. } = &mut self.kind {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
