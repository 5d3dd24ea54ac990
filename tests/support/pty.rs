//! The real binary in a pseudo-terminal, with a terminal emulator.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The timeout for expected output; generous, since test machines are slow and busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A running plandesk with its screen.
pub struct Screen {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// The number of bytes received so far.
    pub received: usize,
}

impl Screen {
    /// Starts `plandesk ARGS` on a store, in a terminal of 80 columns and 24 rows.
    pub fn start(store: &Path, args: &[&str]) -> Screen {
        Screen::start_with(store, args, &[], (80, 24))
    }

    /// Starts with additional environment variables and another size.
    pub fn start_with(store: &Path, args: &[&str], env: &[(&str, &str)], (cols, rows): (u16, u16)) -> Screen {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_plandesk"));
        command.args(args);
        command.env_clear();
        let usual = [("TERM", "xterm-256color"), ("PLANDESK_ACTOR", "规划科"), ("LANG", "zh_CN.UTF-8")];
        // An idle desk ends soon.
        for (name, value) in usual.into_iter().chain([("PLANDESK_IDLE", "300ms")]) {
            command.env(name, value);
        }
        command.env("HOME", store);
        command.env("PLANDESK_STORE", store.join("store"));
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("plandesk starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let parser = vt100::Parser::new(cells(rows), cells(cols), 0);
        Screen { master: pair.master, writer, child, output, parser, received: 0 }
    }

    /// Types keys.
    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).expect("typed");
        self.writer.flush().expect("typed");
        self
    }

    /// Waits until the screen satisfies a condition; panics with the screen's content if it does not in time.
    #[track_caller]
    pub fn wait(&mut self, what: &str, condition: impl Fn(&str) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        loop {
            if condition(&self.text()) {
                return self;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("waited in vain for {what}; the screen is\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("plandesk ended while waiting for {what}; the screen was\n{}", self.text())
                }
            }
        }
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub fn wait_text(&mut self, text: &str) -> &mut Self {
        self.wait(text, |screen| screen.contains(text))
    }

    /// Waits until there is no more output.
    pub fn settle(&mut self) -> &mut Self {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(60)) {
            self.take(&bytes);
        }
        self
    }

    fn take(&mut self, bytes: &[u8]) {
        self.received += bytes.len();
        self.parser.process(bytes);
    }

    /// Returns the screen as text, one line per row.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Returns true if the terminal shows its alternate screen.
    pub fn is_on_alternate_screen(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    /// Resizes the terminal.
    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("resized");
        self.parser.screen_mut().set_size(cells(rows), cells(cols));
        self
    }

    /// Returns the process id.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a running process")
    }

    /// Kills the process with SIGKILL.
    pub fn kill(&mut self) {
        self.signal(rustix::process::Signal::KILL);
        self.child.wait().expect("ended");
    }

    /// Sends a signal to the process.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(rustix::process::Pid::from_raw).expect("a pid");
        rustix::process::kill_process(pid, signal).expect("signalled");
    }

    /// Waits for the process to end by itself, and returns its exit status.
    #[track_caller]
    pub fn wait_exit(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_secs(2)) {
                    self.take(&bytes);
                }
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "plandesk does not end; the screen is\n{}", self.text());
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(5)) {
                self.take(&bytes);
            }
        }
    }
}

fn cells(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).expect("a terminal of at least one cell")
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
