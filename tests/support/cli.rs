//! Running the real program on a store of its own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A folder for one test, with a store that has the bundled plans.
pub struct Bench {
    folder: TempDir,
}

/// The result of a run.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Bench {
    /// Returns a bench whose store is a copy of a store created once.
    pub fn loaded() -> Self {
        static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let mut bench = Bench::empty();
            bench.run(["plans"]).done();
            std::mem::replace(&mut bench.folder, tempfile::tempdir().unwrap())
        });
        let bench = Bench::empty();
        copy(&template.path().join("store"), &bench.store());
        bench
    }

    /// Returns a bench whose store does not exist yet.
    pub fn empty() -> Self {
        Bench { folder: tempfile::tempdir().unwrap() }
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Returns the path of a file in the bench's folder, which need not exist.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a command without a desk, in an environment that does not depend on who runs the test.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = self.by_desk(["--embedded"]);
        command.args(arguments);
        command
    }

    /// Like [`Bench::command`], but through a desk, which is started if necessary and ends with the bench.
    pub fn by_desk<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("plandesk"));
        for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "PLANDESK_KEYMAP", "TERM"] {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("LANG", "zh_CN.UTF-8")
            .env("PLANDESK_STORE", self.store())
            .env("PLANDESK_ACTOR", "规划科")
            .env("PLANDESK_IDLE", "30s")
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .stdin(Stdio::null());
        command
    }

    pub fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Returns the JSON printed by a command line, given as words separated by blanks.
    pub fn json(&self, line: &str) -> Value {
        let ran = self.line(&format!("{line} --format json"));
        serde_json::from_str(&ran.done().stdout).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    /// Runs a command line, given as words separated by blanks.
    pub fn line(&self, line: &str) -> Ran {
        self.run(line.split(' '))
    }
}

/// Ends the desk with the test.
impl Drop for Bench {
    fn drop(&mut self) {
        end_desk(&self.store());
    }
}

/// Ends the desk of a store, if there is one, and waits for the end of its process.
pub fn end_desk(store: &Path) {
    // The desk may run in the test's own process.
    let own = i32::try_from(std::process::id()).ok();
    let Some(pid) = plandesk::serve::attach::running(store).filter(|pid| Some(*pid) != own) else { return };
    signal(pid, rustix::process::Signal::TERM);
    wait_end(store, pid);
}

/// Waits for the end of a desk's process and its last thread, which releases the store's lock.
#[track_caller]
pub fn wait_end(store: &Path, pid: i32) {
    let end = Instant::now() + Duration::from_secs(30);
    let is_free = || std::fs::File::open(store.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
    while runs(pid) || !is_free() {
        assert!(Instant::now() < end, "the desk {pid} does not end");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Sends a signal to a process.
pub fn signal(pid: i32, signal: rustix::process::Signal) {
    let _ = rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), signal);
}

/// Returns true if a process is running; a zombie is not.
pub fn runs(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    /// Asserts success.
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "stderr: {}", self.stderr);
        self
    }

    /// Asserts a failure with this exit status, a message on stderr and nothing on stdout.
    pub fn failed(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        assert!(!self.stderr.trim().is_empty(), "a failure says why");
        assert_eq!(self.stdout, "");
        self
    }
}

/// Returns a list in JSON as the values of one field.
pub fn column(list: &Value, field: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_string);
    list.as_array().unwrap().iter().map(|row| text(&row[field])).collect()
}

/// Returns the rows of a CSV text, headings first.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.into_records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
