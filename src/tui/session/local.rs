//! A session on the terminal that the program was started in.
//!
//! The terminal is given back whatever happens: at the end, at an error, and after a panic. When it is gone, the
//! session ends at once.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::AsFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use crate::desk::{Actor, Desk};
use crate::keymap::Keymap;
use crate::text::Language;

use super::{ENTER, Event, Flow, LEAVE, Options, Session};

/// Events that may wait. A terminal that sends faster has to.
const WAITING: usize = 256;

/// Why a session on the terminal failed.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum TuiError {
    /// Standard input or output is no terminal.
    NoTerminal,
    /// The terminal could not be used.
    Terminal(#[from] io::Error),
    /// A fault of plandesk. What was saved is saved.
    Panicked(String),
}

impl TuiError {
    /// The message for a person.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (TuiError::NoTerminal, Language::Zh) => {
                "屏幕界面需要终端；在脚本中请用子命令，见 plandesk --help".to_string()
            }
            (TuiError::NoTerminal, Language::En) => {
                "the screen needs a terminal; scripts use the subcommands, see plandesk --help".to_string()
            }
            (TuiError::Terminal(error), Language::Zh) => format!("终端无法使用：{error}"),
            (TuiError::Terminal(error), Language::En) => format!("the terminal cannot be used: {error}"),
            (TuiError::Panicked(why), Language::Zh) => {
                format!("plandesk 出错：{why}；已保存的内容不受影响，请反馈此问题")
            }
            (TuiError::Panicked(why), Language::En) => {
                format!("plandesk has failed: {why}; everything saved is safe, please report this")
            }
        }
    }
}

/// Runs a session on the terminal until it is quit.
///
/// # Errors
/// [`TuiError`]. A terminal that goes away is no error: the session just ends.
pub fn run_local(desk: Arc<Desk>, actor: Actor, keymap: Arc<Keymap>, options: Options) -> Result<(), TuiError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TuiError::NoTerminal);
    }
    let (sender, events) = sync_channel(WAITING);
    let mut terminal = Terminal::enter()?;
    let sources = Sources::start(&sender)?;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // A full channel has news in it already.
        let wake = move || drop(sender.try_send(Event::Wake));
        let session = Session::new(desk, actor, keymap, options, io::stdout(), size(), wake)?;
        run(session, &events, &mut terminal)
    }));
    terminal.leave();
    // Nobody reads the events any more, so that no source waits to send one.
    drop(events);
    sources.stop();
    match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) if is_gone(&error) => Ok(()),
        Ok(Err(error)) => Err(error.into()),
        Err(panic) => Err(TuiError::Panicked(message(&*panic))),
    }
}

fn run(mut session: Session<io::Stdout>, events: &Receiver<Event>, terminal: &mut Terminal) -> io::Result<()> {
    while session.run(events)? == Flow::Suspend {
        terminal.leave();
        // Stops here until somebody brings the program back to the foreground.
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        terminal.enter_again()?;
        let (width, height) = size();
        session.take(Event::Resized(width, height));
    }
    Ok(())
}

/// Whether an error says that the terminal is not there any more.
fn is_gone(error: &io::Error) -> bool {
    const EIO: i32 = 5;
    error.kind() == io::ErrorKind::BrokenPipe || error.raw_os_error() == Some(EIO)
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_string())
}

/// The terminal's size, or a usual one where it does not tell.
fn size() -> (u16, u16) {
    match tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
        _ => (80, 24),
    }
}

/// The terminal in raw mode.
struct Terminal {
    before: Termios,
    entered: bool,
}

impl Terminal {
    fn enter() -> io::Result<Terminal> {
        let mut terminal = Terminal { before: tcgetattr(io::stdin())?, entered: false };
        terminal.enter_again()?;
        Ok(terminal)
    }

    fn enter_again(&mut self) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        self.entered = true;
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        io::stdout().write_all(ENTER)?;
        io::stdout().flush()
    }

    fn leave(&mut self) {
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
struct Sources {
    signals: Handle,
    stop: io::PipeWriter,
    threads: Vec<JoinHandle<()>>,
}

impl Sources {
    fn start(events: &SyncSender<Event>) -> io::Result<Sources> {
        let mut signals = Signals::new([SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
        let handle = signals.handle();
        let sender = events.clone();
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
                if sender.send(event).is_err() {
                    return;
                }
            }
        })?;
        let (stopped, stop) = io::pipe()?;
        let sender = events.clone();
        let reader = thread::Builder::new().name("keyboard".to_string()).spawn(move || {
            // Reading past the standard library's buffer: what polls must be what reads.
            let read =
                io::stdin().as_fd().try_clone_to_owned().and_then(|fd| read(&mut File::from(fd), &stopped, &sender));
            // However it ended, no more keys will come.
            let _ = (read, sender.send(Event::End));
        })?;
        Ok(Sources { signals: handle, stop, threads: vec![watcher, reader] })
    }

    fn stop(self) {
        self.signals.close();
        drop(self.stop);
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// Sends what the keyboard sends, until it is closed or the other end of `stopped` is.
fn read(keyboard: &mut File, stopped: &io::PipeReader, events: &SyncSender<Event>) -> io::Result<()> {
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
                if events.send(Event::Bytes(bytes[..count].to_vec())).is_err() {
                    return Ok(());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
