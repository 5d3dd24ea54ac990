//! Starting a background desk: a new process of this program, detached from the terminal.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;

use crate::text::Language;
use crate::text::clean::shown_path;

/// The subcommand that runs a desk.
pub const SUBCOMMAND: &str = "desk";
/// The timeout for opening a store. Reading the whole of a large journal takes seconds.
const PATIENCE: Duration = Duration::from_secs(60);
/// The time between two checks for a desk that another process is starting.
const PAUSE: Duration = Duration::from_millis(5);

/// The result of starting a desk, as it reports to its parent process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// The desk accepts connections.
    Ready,
    /// Another process has the store open.
    Busy,
    /// The store can't be opened. Opening it in the client's own process gives the error.
    Store,
    /// Others may write to the store's folder, so a socket there can't be trusted.
    OpenToOthers,
    /// The system refused the socket or the process.
    System(String),
}

impl Report {
    /// Returns a failure of the system.
    pub fn system(error: &io::Error) -> Self {
        Report::System(error.to_string())
    }

    /// Reports to the parent process, and detaches from it.
    pub fn tell(&self) {
        let line = match self {
            Report::Ready => "ready".to_string(),
            Report::Busy => "busy".to_string(),
            Report::Store => "store".to_string(),
            Report::OpenToOthers => "open to others".to_string(),
            Report::System(why) => format!("system {why}"),
        };
        // The parent may be gone already.
        let _ = writeln!(io::stdout(), "{line}").and_then(|()| io::stdout().flush());
        if let Ok(nothing) = OpenOptions::new().write(true).open("/dev/null") {
            let _ = rustix::stdio::dup2_stdout(&nothing);
        }
    }

    fn read(line: &str) -> Self {
        match line.trim_end() {
            "ready" => Report::Ready,
            "busy" => Report::Busy,
            "store" => Report::Store,
            "open to others" => Report::OpenToOthers,
            line => Report::System(line.strip_prefix("system ").unwrap_or("it ended at once").to_string()),
        }
    }

    /// Returns the message for a person, if the result needs one.
    pub fn text(&self, folder: &Path, language: Language) -> Option<String> {
        let folder = shown_path(folder);
        let zh = language == Language::Zh;
        Some(match self {
            Report::Ready | Report::Busy | Report::Store => return None,
            Report::OpenToOthers if zh => {
                format!("未启动后台工作台：他人可写入 {folder}；本次直接打开数据。可运行 chmod go-w {folder}")
            }
            Report::OpenToOthers => format!(
                "no desk was started, since others may write to {folder}; the store is opened for this run alone. Run chmod go-w {folder}"
            ),
            Report::System(why) if zh => format!("未能启动后台工作台（{why}）；本次直接打开数据"),
            Report::System(why) => {
                format!("no desk could be started ({why}); the store is opened for this run alone")
            }
        })
    }
}

/// The right to start the desk of a store: of several clients, one starts it and the others find it.
#[derive(Debug)]
pub struct Turn {
    _file: File,
}

impl Turn {
    /// Waits for the turn; returns `None` once `is_there` returns false, because it is no longer needed.
    ///
    /// # Errors
    /// Fails if the store's folder can't be written to, or if another process takes too long.
    pub fn take(folder: &Path, mut is_there: impl FnMut() -> bool) -> io::Result<Option<Turn>> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let path = folder.join("desk.start");
        // A link in its place could make us create a file elsewhere.
        let flags = OFlags::NOFOLLOW.bits().cast_signed();
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).custom_flags(flags).open(path)?;
        let end = Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Turn { _file: file })),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if Instant::now() > end => return Err(io::ErrorKind::TimedOut.into()),
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
            if is_there() {
                return Ok(None);
            }
        }
    }
}

/// Starts a desk, and waits for its report.
pub fn start(folder: &Path, idle: Option<&str>) -> Report {
    launch(folder, idle).unwrap_or_else(|error| Report::system(&error))
}

fn launch(folder: &Path, idle: Option<&str>) -> io::Result<Report> {
    let mut command = Command::new(program()?);
    command.arg(SUBCOMMAND).arg("--store").arg(std::path::absolute(folder)?);
    if let Some(idle) = idle {
        command.arg(format!("--idle={idle}"));
    }
    // Other environment variables of the client are removed, so that all desks behave alike.
    let kept = ["TZ", "RUST_BACKTRACE", "SOURCE_DATE_EPOCH"];
    command.env_clear().envs(kept.iter().filter_map(|name| Some((*name, std::env::var_os(name)?))));
    command.current_dir("/").stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    let mut desk = command.spawn()?;
    let Some(mut said) = desk.stdout.take() else { return Err(io::ErrorKind::BrokenPipe.into()) };
    let (sender, report) = channel();
    thread::Builder::new().name("starter".to_string()).spawn(move || {
        let mut line = Vec::new();
        let _ = said.read_to_end(&mut line);
        let _ = sender.send(Report::read(&String::from_utf8_lossy(&line)));
        // Collects the exit status, so that no zombie remains.
        let _ = desk.wait();
    })?;
    report.recv_timeout(PATIENCE).map_err(|_| io::ErrorKind::TimedOut.into())
}

/// Returns the path of this program, even if the file has been replaced.
fn program() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    if program.exists() { Ok(program) } else { Ok(PathBuf::from("/proc/self/exe")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_process_starts_the_desk_and_the_others_use_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Turn::take(folder.path(), || false).unwrap();
        assert!(first.is_some());
        let mut asked = 0;
        let second = Turn::take(folder.path(), || {
            asked += 1;
            asked == 3
        });
        assert!(second.unwrap().is_none());
        drop(first);
        let linked = tempfile::tempdir().unwrap();
        let elsewhere = linked.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, linked.path().join("desk.start")).unwrap();
        assert!(Turn::take(linked.path(), || false).is_err() && !elsewhere.exists(), "nothing is made elsewhere");
        assert!(Turn::take(folder.path(), || false).unwrap().is_some());
    }

    #[test]
    fn the_last_report_of_a_desk_is_parsed() {
        for (line, report) in [
            ("ready\n", Report::Ready),
            ("busy\n", Report::Busy),
            ("system no room\n", Report::System("no room".into())),
            ("", Report::System("it ended at once".into())),
        ] {
            assert_eq!(Report::read(line), report);
        }
    }
}
