//! A session on the terminal that the program was started in, in this process.

use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::desk::{Actor, Desk};
use crate::keymap::Keymap;
use crate::text::Language;

use super::terminal::{Sources, Terminal, is_gone, size};
use super::{Event, Flow, Options, Session};

/// Events that may wait. A terminal that sends faster has to.
const WAITING: usize = 256;

/// A failure of a session on the terminal.
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
    /// Returns the message for a person.
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
    let deliver = sender.clone();
    let sources = Sources::start(move |event| deliver.send(event).is_ok())?;
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
        terminal.suspend()?;
        let (width, height) = size();
        session.take(Event::Resized(width, height));
    }
    Ok(())
}

/// Returns the message of a panic.
pub fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_string())
}
