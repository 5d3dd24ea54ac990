//! The log of a desk: connections and failures, for finding the causes of problems.
//!
//! It is kept small: a log that has grown past [`FULL`] becomes `desk.log.1`, replacing the one before. Connections of
//! listed people are also written to a log of their own, `visitors.log`, which unknown clients can't fill; of their
//! attempts only a few lines a minute are written, and the others are counted.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use crate::text::clean::sanitise_line;

/// The name of the log in the store's folder.
pub const NAME: &str = "desk.log";
/// The name of the visitors' log in the store's folder.
pub const VISITORS: &str = "visitors.log";
/// The maximum size of a log in bytes.
const FULL: u64 = 256 << 10;
/// The maximum number of lines about unknown clients per [`A_WHILE`].
const OF_STRANGERS: u32 = 30;
/// See [`OF_STRANGERS`].
const A_WHILE: Duration = Duration::from_secs(60);

/// The logs of a desk. Failures to write are ignored: the desk is more important than its log.
#[derive(Debug)]
pub struct Log {
    desk: Book,
    visitors: Book,
    strangers: Mutex<Strangers>,
}

/// The number of lines about unknown clients in the present interval.
#[derive(Debug)]
struct Strangers {
    since: Instant,
    lines: u32,
}

/// A log file.
#[derive(Debug)]
struct Book {
    path: PathBuf,
    file: Mutex<Option<File>>,
    /// True if standard error is redirected to it.
    is_stderr: bool,
}

impl Log {
    /// Opens the logs in a store's folder, for a process that has a terminal.
    pub fn begin(folder: &Path) -> Log {
        let strangers = Mutex::new(Strangers { since: Instant::now(), lines: 0 });
        Log { desk: Book::at(folder.join(NAME)), visitors: Book::at(folder.join(VISITORS)), strangers }
    }

    /// Opens the logs in a store's folder, and redirects standard error to the desk's log.
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

    /// Writes a line.
    pub fn write(&self, line: &str) {
        self.desk.write(line);
    }

    /// Writes a line about a listed person: arrival with address, or departure.
    pub fn write_of_person(&self, line: &str) {
        self.desk.write(line);
        self.visitors.write(line);
    }

    /// Writes a line about an unknown client. Beyond [`OF_STRANGERS`] per [`A_WHILE`] lines are only counted.
    pub fn write_of_stranger(&self, line: &str) {
        let mut strangers = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        if strangers.since.elapsed() >= A_WHILE {
            let left_out = strangers.lines.saturating_sub(OF_STRANGERS);
            if left_out > 0 {
                self.desk.write(&format!("and {left_out} more lines about unknown clients, which were left out"));
            }
            *strangers = Strangers { since: Instant::now(), lines: 0 };
        }
        strangers.lines += 1;
        match strangers.lines {
            ..=OF_STRANGERS => self.desk.write(line),
            lines if lines == OF_STRANGERS + 1 => {
                self.desk.write("more unknown clients connect; they are only counted for a minute");
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
    // A link in its place could redirect the log to another file.
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(flags).open(path)
}

// Messages of the system and of panics would be lost otherwise.
fn as_standard_error(file: &File) {
    let _ = rustix::stdio::dup2_stderr(file);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_clients_can_not_fill_the_logs() {
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
    fn omitted_lines_are_counted_after_the_minute() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::begin(folder.path());
        (0..50).for_each(|_| log.write_of_stranger("somebody"));
        log.strangers.lock().unwrap().since = Instant::now().checked_sub(A_WHILE).unwrap();
        log.write_of_stranger("somebody else");
        let desk = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert!(desk.contains("and 20 more lines about unknown clients"), "{desk}");
    }
}
