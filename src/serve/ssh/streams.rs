//! The standard streams of a command line over SSH.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

use super::outlet::Outlet;
use crate::office::client::Streams;

/// The streams of a channel, for use by a thread.
pub(super) struct ChannelStreams {
    out: Mutex<Outlet>,
    err: Mutex<Outlet>,
    input: Mutex<Typed>,
    is_cut_off: AtomicBool,
}

/// A piece of a client's input. If the channel closes without [`Piece::End`], the client has gone and the input is
/// incomplete.
pub(super) enum Piece {
    /// Some of it.
    Bytes(Vec<u8>),
    /// The end of the input.
    End,
}

/// The input that has not been read yet.
struct Typed {
    pieces: mpsc::Receiver<Piece>,
    rest: Vec<u8>,
    has_ended: bool,
}

impl ChannelStreams {
    pub(super) fn new(out: Outlet, err: Outlet, pieces: mpsc::Receiver<Piece>) -> Self {
        let input = Mutex::new(Typed { pieces, rest: Vec::new(), has_ended: false });
        ChannelStreams { out: Mutex::new(out), err: Mutex::new(err), input, is_cut_off: AtomicBool::new(false) }
    }

    /// Returns true if a reader has reached the place where the input was cut off.
    pub(super) fn is_cut_off(&self) -> bool {
        self.is_cut_off.load(Ordering::Acquire)
    }
}

fn write(stream: &Mutex<Outlet>, bytes: &[u8]) -> io::Result<()> {
    stream.lock().unwrap_or_else(PoisonError::into_inner).write_all(bytes)
}

impl Streams for ChannelStreams {
    fn print(&self, bytes: &[u8]) -> io::Result<()> {
        write(&self.out, bytes)
    }

    fn tell(&self, bytes: &[u8]) -> io::Result<()> {
        write(&self.err, bytes)
    }

    fn input(&self) -> Box<dyn Read + '_> {
        Box::new(Input(self))
    }

    fn is_there(&self) -> bool {
        !self.err.lock().unwrap_or_else(PoisonError::into_inner).is_cut()
    }
}

struct Input<'a>(&'a ChannelStreams);

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut typed = self.0.input.lock().unwrap_or_else(PoisonError::into_inner);
        while typed.rest.is_empty() && !typed.has_ended {
            match typed.pieces.blocking_recv() {
                Some(Piece::Bytes(bytes)) => typed.rest = bytes,
                Some(Piece::End) => typed.has_ended = true,
                None => {
                    self.0.is_cut_off.store(true, Ordering::Release);
                    let words = "the input was cut off before its end";
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, words));
                }
            }
        }
        let length = buffer.len().min(typed.rest.len());
        buffer[..length].copy_from_slice(&typed.rest[..length]);
        typed.rest.drain(..length);
        Ok(length)
    }
}
