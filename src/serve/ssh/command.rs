//! The command line of an SSH session, on a thread of its own.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::files::PipedFiles;
use super::outlet::Outlet;
use super::session::Caller;
use super::streams::{ChannelStreams, Piece};
use super::unserved::Unserved;
use crate::office::client::Client;
use crate::office::client::Streams;
use crate::text::Language;
use crate::tui::{Event, message};

/// The exit status for a command line that can't be parsed.
const USAGE: u8 = 2;
/// The exit status for a command line that panicked.
const FAILED: u8 = 1;

/// Runs a command line. The result reports its end and the exit status.
///
/// # Errors
/// Fails if there is no room, or the system refuses a thread.
pub(super) fn open(
    caller: &Caller,
    line: &[u8],
    out: Outlet,
    err: Outlet,
    input: mpsc::Receiver<Piece>,
) -> Result<oneshot::Receiver<u8>, Unserved> {
    let (events, _unheard) = std::sync::mpsc::sync_channel::<Event>(1);
    let entered = caller.host.enter(&caller.person, events)?;
    let (ended, done) = oneshot::channel();
    let host = Arc::clone(&caller.host);
    let streams = Arc::new(ChannelStreams::new(out, err, input));
    let client = Client {
        desk: host.desk(),
        person: caller.person.clone(),
        context: caller.context.clone(),
        files: Arc::new(PipedFiles::new(Arc::clone(&streams) as Arc<_>)),
        mended: host.mended(),
    };
    let (arguments, name) = (arguments(line), caller.person.name.clone());
    thread::Builder::new().name("ssh command".to_string()).spawn(move || {
        let status = match arguments {
            Ok(arguments) => {
                let run = AssertUnwindSafe(|| (host.work().command)(client, arguments, Arc::clone(&streams) as Arc<_>));
                catch_unwind(run).unwrap_or_else(|panic| {
                    host.log(&format!("a command has failed: {}", message(&*panic)));
                    let _ = streams.tell(b"plandesk has failed; everything saved is safe\n");
                    FAILED
                })
            }
            Err(why) => {
                let _ = streams.tell(format!("plandesk: {why}\n").as_bytes());
                USAGE
            }
        };
        if streams.is_cut_off() {
            host.log(&format!(
                "the input of {name} was cut off before its end, and its command has imported nothing of it"
            ));
        }
        drop(entered);
        let _ = ended.send(status);
    })?;
    Ok(done)
}

/// Splits a command line into words as a shell does. No shell is involved, so nothing is expanded.
fn arguments(line: &[u8]) -> Result<Vec<OsString>, &'static str> {
    let line = std::str::from_utf8(line).map_err(|_| "the command line is not UTF-8")?;
    let words = shell_words::split(line).map_err(|_| "a quotation mark is not closed")?;
    Ok(std::iter::once("plandesk".to_string()).chain(words).map(OsString::from).collect())
}

/// The options of an SSH screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ScreenOptions {
    pub(super) language: Option<Language>,
    /// True for lines instead of a screen.
    pub(super) linear: bool,
}

/// Parses a command line that has only options of a screen: `ssh -t desk.example -- --lang en` opens a screen in
/// English, and `--linear` one in lines.
pub(super) fn only_screen_options(line: &[u8]) -> Option<ScreenOptions> {
    let arguments = arguments(line).ok()?;
    let mut options = ScreenOptions::default();
    let mut rest = arguments.get(1..).filter(|rest| !rest.is_empty())?;
    loop {
        rest = match rest {
            [] => return Some(options),
            [flag, rest @ ..] if flag == "--linear" => {
                options.linear = true;
                rest
            }
            [flag, language, rest @ ..] if flag == "--lang" => {
                options.language = Some(match language.to_str()? {
                    "zh" => Language::Zh,
                    "en" => Language::En,
                    _ => return None,
                });
                rest
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_by_a_shell_without_expansion() {
        let parted = |line: &str| arguments(line.as_bytes()).unwrap();
        assert_eq!(
            parted("tasks --text '医 保' $HOME `id` *"),
            ["plandesk", "tasks", "--text", "医 保", "$HOME", "`id`", "*"]
        );
        let english = ScreenOptions { language: Some(Language::En), linear: false };
        assert_eq!(only_screen_options(b"--lang en"), Some(english));
        assert_eq!(only_screen_options(b"--linear --lang en"), Some(ScreenOptions { linear: true, ..english }));
        assert_eq!(only_screen_options(b"tasks --lang en"), None);
        assert_eq!(only_screen_options(b"--lang fr"), None);
        assert_eq!(only_screen_options(b""), None);
        assert!(arguments(b"tasks 'open").is_err());
        assert!(arguments(b"\xff").is_err());
    }
}
