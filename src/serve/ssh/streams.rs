//! A guest's streams: what the channel of a command line carries.

use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

use super::super::caller::Streams;
use super::outlet::Outlet;

/// The streams of a channel, for a thread of its own.
pub(super) struct ChannelStreams {
    out: Mutex<Outlet>,
    err: Mutex<Outlet>,
    input: Mutex<Typed>,
}

/// What came in and was not read yet.
struct Typed {
    pieces: mpsc::Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl ChannelStreams {
    pub(super) fn new(out: Outlet, err: Outlet, pieces: mpsc::Receiver<Vec<u8>>) -> Self {
        let input = Mutex::new(Typed { pieces, rest: Vec::new() });
        ChannelStreams { out: Mutex::new(out), err: Mutex::new(err), input }
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
}

struct Input<'a>(&'a ChannelStreams);

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut typed = self.0.input.lock().unwrap_or_else(PoisonError::into_inner);
        while typed.rest.is_empty() {
            match typed.pieces.blocking_recv() {
                Some(piece) => typed.rest = piece,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(typed.rest.len());
        buffer[..length].copy_from_slice(&typed.rest[..length]);
        typed.rest.drain(..length);
        Ok(length)
    }
}
