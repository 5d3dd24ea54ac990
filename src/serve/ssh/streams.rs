//! A guest's streams: what the channel of a command line carries.

use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::super::caller::Streams;

type Out = Box<dyn AsyncWrite + Send + Unpin>;

/// The streams of a channel, for a thread of its own.
pub(super) struct ChannelStreams {
    runtime: Handle,
    out: Mutex<Out>,
    err: Mutex<Out>,
    input: Mutex<Typed>,
}

/// What came in and was not read yet.
struct Typed {
    pieces: mpsc::Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl ChannelStreams {
    pub(super) fn new(runtime: Handle, out: Out, err: Out, pieces: mpsc::Receiver<Vec<u8>>) -> Self {
        let input = Mutex::new(Typed { pieces, rest: Vec::new() });
        ChannelStreams { runtime, out: Mutex::new(out), err: Mutex::new(err), input }
    }

    fn write(&self, stream: &Mutex<Out>, bytes: &[u8]) -> io::Result<()> {
        let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
        let written = self.runtime.block_on(async {
            stream.write_all(bytes).await?;
            stream.flush().await
        });
        // Whatever ends a channel, the guest has stopped reading.
        written.map_err(|error| io::Error::new(io::ErrorKind::BrokenPipe, error))
    }
}

impl Streams for ChannelStreams {
    fn print(&self, bytes: &[u8]) -> io::Result<()> {
        self.write(&self.out, bytes)
    }

    fn tell(&self, bytes: &[u8]) -> io::Result<()> {
        self.write(&self.err, bytes)
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
