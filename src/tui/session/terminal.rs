//! The terminal that the program was started in: taken, listened to, and given back.
//!
//! It is given back whatever happens: at the end, at an error, and after a panic.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use super::{ENTER, Event, LEAVE};

/// Returns true if an error means that the terminal is gone.
pub fn is_gone(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    error.kind() == io::ErrorKind::BrokenPipe || error.raw_os_error() == Some(EIO)
}

/// Returns the terminal's size, or a usual one where it does not tell.
pub fn size() -> (u16, u16) {
    match tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => (80, 24),
    }
}

/// The terminal in raw mode.
pub struct Terminal {
    before: Termios,
    entered: bool,
}

impl Terminal {
    /// Takes the terminal: raw mode, and its second screen.
    ///
    /// # Errors
    /// When standard input is no terminal.
    pub fn enter() -> io::Result<Terminal> {
        let mut terminal = Terminal { before: tcgetattr(io::stdin())?, entered: false };
        terminal.enter_again()?;
        Ok(terminal)
    }

    /// Gives the terminal back, stops until somebody brings the program back to the foreground, and takes it again.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.leave();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.enter_again()
    }

    fn enter_again(&mut self) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        self.entered = true;
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        io::stdout().write_all(ENTER)?;
        io::stdout().flush()
    }

    /// Gives the terminal back as it was.
    pub fn leave(&mut self) {
        if std::mem::take(&mut self.entered) {
            // The terminal may be gone; there is nothing to give back then.
            let _ = io::stdout().write_all(LEAVE).and_then(|()| io::stdout().flush());
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.leave();
    }
}

/// The threads that events come from.
pub struct Sources {
    signals: Handle,
    stop: io::PipeWriter,
    threads: Vec<JoinHandle<()>>,
}

impl Sources {
    /// Starts to deliver what is typed and what becomes of the terminal, until `deliver` answers that nobody wants it.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn start(deliver: impl Fn(Event) -> bool + Clone + Send + 'static) -> io::Result<Sources> {
        let mut signals = Signals::new([SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
        let handle = signals.handle();
        let tell = deliver.clone();
        let watcher = thread::Builder::new().name("signals".to_string()).spawn(move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGWINCH => {
                        let (width, height) = size();
                        Event::Resized(width, height)
                    }
                    SIGCONT => Event::Redraw,
                    SIGTSTP => Event::Suspend,
                    _ => Event::End,
                };
                if !tell(event) {
                    return;
                }
            }
        })?;
        let (stopped, stop) = io::pipe()?;
        let reader = thread::Builder::new().name("keyboard".to_string()).spawn(move || {
            // Reading past the standard library's buffer: what polls must be what reads.
            let read =
                io::stdin().as_fd().try_clone_to_owned().and_then(|fd| read(&mut File::from(fd), &stopped, &deliver));
            // However it ended, no more keys will come.
            let _ = (read, deliver(Event::End));
        })?;
        Ok(Sources { signals: handle, stop, threads: vec![watcher, reader] })
    }

    /// Ends the threads.
    pub fn stop(self) {
        self.signals.close();
        drop(self.stop);
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// Sends what the keyboard sends, until it is closed or the other end of `stopped` is.
fn read(keyboard: &mut File, stopped: &io::PipeReader, deliver: &impl Fn(Event) -> bool) -> io::Result<()> {
    let mut bytes = [0; 4096];
    loop {
        let mut fds = [PollFd::new(keyboard, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        match poll(&mut fds, None) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
            Ok(_) => {}
        }
        if !fds[1].revents().is_empty() {
            return Ok(());
        }
        match keyboard.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) => {
                if !deliver(Event::Bytes(bytes[..count].to_vec())) {
                    return Ok(());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
