//! An output stream of an SSH channel, for use by a thread.

use std::io::{self, Write};

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::runtime::Handle;
use tokio::sync::watch;

/// A stream to the client. Writing blocks while the client does not read, but only until the session is cut: the
/// library's own streams would block even after the connection has ended.
pub(super) struct Outlet {
    runtime: Handle,
    out: Box<dyn AsyncWrite + Send + Unpin>,
    cut: watch::Receiver<bool>,
}

impl Outlet {
    /// Returns an outlet that fails once `cut` becomes true or its sender is dropped.
    pub(super) fn new(out: impl AsyncWrite + Send + Unpin + 'static, cut: watch::Receiver<bool>) -> Self {
        Outlet { runtime: Handle::current(), out: Box::new(out), cut }
    }
}

impl Outlet {
    /// Returns true if the session was cut.
    pub(super) fn is_cut(&self) -> bool {
        *self.cut.borrow() || self.cut.has_changed().is_err()
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The library treats an empty write as an error.
        if bytes.is_empty() {
            return Ok(0);
        }
        let Outlet { runtime, out, cut } = self;
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = cut.wait_for(|is_cut| *is_cut) => Err(io::ErrorKind::BrokenPipe.into()),
                // Whatever the reason, the client has stopped reading.
                written = out.write_all(bytes) => written.map_err(|error| io::Error::new(io::ErrorKind::BrokenPipe, error)),
            }
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_write_fails_when_the_session_is_cut() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        // Nobody reads the other end, whose buffer holds four bytes.
        let (_reader, out) = tokio::io::duplex(4);
        let (cut, is_cut) = watch::channel(false);
        let entered = runtime.enter();
        let mut outlet = Outlet::new(out, is_cut);
        drop(entered);
        assert_eq!(outlet.write(b"1234").unwrap(), 4);
        assert_eq!(outlet.write(b"").unwrap(), 0);
        let writer = std::thread::spawn(move || outlet.write(b"5").unwrap_err().kind());
        cut.send(true).unwrap();
        assert_eq!(writer.join().unwrap(), io::ErrorKind::BrokenPipe);
    }
}
