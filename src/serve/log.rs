//! A desk's log: who came and went, and what went wrong, for whoever has to find out why.
//!
//! It is kept small: a log that has grown past [`FULL`] becomes `desk.log.1`, in the place of the one before it. People
//! who came in and left stand in a log of their own as well, `visitors.log`, which no stranger can fill; and of what
//! strangers do at the door a few lines a minute are written, and the others counted.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use crate::text::clean::sanitise_line;

/// The log's name in the store's folder.
pub const NAME: &str = "desk.log";
/// The name of the log of people in the store's folder.
pub const VISITORS: &str = "visitors.log";
/// A log of this many bytes is full.
const FULL: u64 = 256 << 10;
/// The most lines about strangers that are written in [`A_WHILE`].
const OF_STRANGERS: u32 = 30;
/// See [`OF_STRANGERS`].
const A_WHILE: Duration = Duration::from_secs(60);

/// The logs of a desk. What can't be written to them is lost: no log is worth more than the desk.
#[derive(Debug)]
pub struct Log {
    desk: Book,
    visitors: Book,
    strangers: Mutex<Strangers>,
}

/// The lines about strangers since the beginning of the present while.
#[derive(Debug)]
struct Strangers {
    since: Instant,
    lines: u32,
}

/// One file of lines.
#[derive(Debug)]
struct Book {
    path: PathBuf,
    file: Mutex<Option<File>>,
    /// True if it is the process's standard error as well.
    is_stderr: bool,
}

impl Log {
    /// The logs in a store's folder, of a process that has a terminal of its own.
    pub fn begin(folder: &Path) -> Log {
        let strangers = Mutex::new(Strangers { since: Instant::now(), lines: 0 });
        Log { desk: Book::at(folder.join(NAME)), visitors: Book::at(folder.join(VISITORS)), strangers }
    }

    /// The logs in a store's folder, of which the desk's is this process's standard error as well from now on.
    pub fn begin_as_stderr(folder: &Path) -> Log {
        let mut log = Log::begin(folder);
        log.desk.is_stderr = true;
        log.desk.lock().iter().for_each(as_standard_error);
        log
    }

    /// Returns the path of the desk's log.
    pub fn path(&self) -> &Path {
        &self.desk.path
    }

    /// Adds a line.
    pub fn write(&self, line: &str) {
        self.desk.write(line);
    }

    /// Adds a line about somebody whom `access.toml` lists: who came, from where, and who left.
    pub fn write_of_person(&self, line: &str) {
        self.desk.write(line);
        self.visitors.write(line);
    }

    /// Adds a line about somebody who is nobody yet. Beyond [`OF_STRANGERS`] in [`A_WHILE`] they are counted.
    pub fn write_of_stranger(&self, line: &str) {
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        if strangers.since.elapsed() >= A_WHILE {
            let left_out = strangers.lines.saturating_sub(OF_STRANGERS);
            if left_out > 0 {
                self.desk.write(&format!("and {left_out} more lines about strangers, which were left out"));
            }
            *strangers = Strangers { since: Instant::now(), lines: 0 };
        }
        strangers.lines += 1;
        match strangers.lines {
            ..=OF_STRANGERS => self.desk.write(line),
            lines if lines == OF_STRANGERS + 1 => {
                self.desk.write("more strangers are at the door; they are only counted for a minute");
            }
            _ => {}
        }
    }
}

impl Book {
    fn at(path: PathBuf) -> Book {
        let file = Mutex::new(open(&path).ok());
        Book { path, file, is_stderr: false }
    }

    fn lock(&self) -> MutexGuard<'_, Option<File>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, line: &str) {
        let mut file = self.lock();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_fill_neither_the_log_nor_that_of_people() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::begin(folder.path());
        log.write_of_person("张三 has come from 10.0.0.1");
        for number in 0..8_000 {
            log.write_of_stranger(&format!("10.0.0.2:{number} has not spoken SSH"));
        }
        log.write("the desk goes on");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        let (desk, visitors) = (read(NAME), read(VISITORS));
        assert_eq!(desk.lines().count(), 33, "{desk}");
        assert!(desk.contains("张三") && desk.contains("the desk goes on") && desk.contains("only counted"));
        assert_eq!(visitors.lines().count(), 1, "{visitors}");
    }

    #[test]
    fn what_was_left_out_is_told_when_the_minute_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::begin(folder.path());
        (0..50).for_each(|_| log.write_of_stranger("somebody"));
        log.strangers.lock().unwrap().since = Instant::now().checked_sub(A_WHILE).unwrap();
        log.write_of_stranger("somebody else");
        let desk = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert!(desk.contains("and 20 more lines about strangers"), "{desk}");
    }
}
