//! A desk's log: who came and went, and what went wrong, for whoever has to find out why.
//!
//! It is kept small: a log that has grown past [`FULL`] becomes `desk.log.1`, in the place of the one before it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::OFlags;

use crate::text::clean::sanitise_line;

/// The log's name in the store's folder.
pub const NAME: &str = "desk.log";
/// A log of this many bytes is full.
const FULL: u64 = 256 << 10;

/// The log of a desk. What can't be written to it is lost: no log is worth more than the desk.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: Mutex<Option<File>>,
    /// Whether it is the process's standard error as well.
    is_stderr: bool,
}

impl Log {
    /// The log in a store's folder, of a process that has a terminal of its own.
    pub fn begin(folder: &Path) -> Log {
        let path = folder.join(NAME);
        let file = Mutex::new(open(&path).ok());
        Log { path, file, is_stderr: false }
    }

    /// The log in a store's folder, which is this process's standard error as well from now on.
    pub fn begin_as_stderr(folder: &Path) -> Log {
        let log = Log { is_stderr: true, ..Log::begin(folder) };
        log.file.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(as_standard_error);
        log
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line.
    pub fn write(&self, line: &str) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.as_ref().is_some_and(|file| file.metadata().is_ok_and(|found| found.len() >= FULL)) {
            *file = self.turn().ok();
        }
        if let Some(file) = &mut *file {
            let at = jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z");
            let _ = file.write_all(format!("{at} {} {}\n", std::process::id(), sanitise_line(line)).as_bytes());
        }
    }

    fn turn(&self) -> io::Result<File> {
        fs::rename(&self.path, self.path.with_extension("log.1"))?;
        let file = open(&self.path)?;
        if self.is_stderr {
            as_standard_error(&file);
        }
        Ok(file)
    }
}

fn open(path: &Path) -> io::Result<File> {
    // Whoever could put a link in its place would have us write elsewhere.
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(flags).open(path)
}

// What the system and panics print has no other place to go.
fn as_standard_error(file: &File) {
    let _ = rustix::stdio::dup2_stderr(file);
}
