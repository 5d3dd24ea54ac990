//! The files of an SSH client: standard input is the only one to read, standard output the only one to write. A file
//! name in the command line only gives the format; no file with that name is accessed.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::export::ExportError;

use crate::office::client::{Entry, Files, Streams};

/// The two files of a command line over SSH.
pub(super) struct PipedFiles {
    streams: Arc<dyn Streams>,
    is_read: AtomicBool,
    is_written: AtomicBool,
}

impl PipedFiles {
    pub(super) fn new(streams: Arc<dyn Streams>) -> Self {
        PipedFiles { streams, is_read: AtomicBool::new(false), is_written: AtomicBool::new(false) }
    }
}

fn once(used: &AtomicBool) -> io::Result<()> {
    if used.swap(true, Ordering::Relaxed) {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "over SSH one command reads one file and writes one"));
    }
    Ok(())
}

impl Files for PipedFiles {
    fn open(&self, _: &Path) -> io::Result<Box<dyn Read + '_>> {
        once(&self.is_read)?;
        Ok(self.streams.input())
    }

    fn list(&self, _: &Path) -> io::Result<Vec<Entry>> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "over SSH there are no folders"))
    }

    fn exists(&self, _: &Path) -> bool {
        false
    }

    fn write(&self, path: &Path, bytes: &[u8], _: bool) -> Result<(), ExportError> {
        let failed = |error| ExportError::Io { path: path.to_path_buf(), error };
        once(&self.is_written).map_err(failed)?;
        self.streams.print(bytes).map_err(failed)
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "over SSH there are no folders"))
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        PathBuf::from(typed)
    }
}

/// The files of a screen over SSH: none.
pub(super) struct NoFiles;

fn none() -> io::Error {
    io::Error::new(
        io::ErrorKind::Unsupported,
        "over SSH a screen reads and writes no files; use ssh … export --to NAME > NAME",
    )
}

impl Files for NoFiles {
    fn open(&self, _: &Path) -> io::Result<Box<dyn Read + '_>> {
        Err(none())
    }

    fn list(&self, _: &Path) -> io::Result<Vec<Entry>> {
        Err(none())
    }

    fn exists(&self, _: &Path) -> bool {
        false
    }

    fn write(&self, path: &Path, _: &[u8], _: bool) -> Result<(), ExportError> {
        Err(ExportError::Io { path: path.to_path_buf(), error: none() })
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Err(none())
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        PathBuf::from(typed)
    }
}
