//! Remote commands: a command line that is carried out by a desk, on the client's side.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;

use super::answers::Answers;
use super::attach::{ConnectError, Endpoint, attach};
use super::frame::Frame;
use super::hello::{Greeting, Hello, Want};
use crate::office::client::{ClientContext, Streams};
use crate::office::local::LocalStreams;

/// The outcome of a remote command.
#[derive(Debug)]
pub enum Outcome {
    /// The command has ended. Holds its exit status.
    Done(u8),
    /// The desk could not continue. Holds its message.
    Fault(String),
    /// The connection broke, so it is unknown how much was done.
    Broken,
    /// Standard output could not be written.
    Unread(io::Error),
}

/// Sends a command line to the desk of a store, which carries it out.
///
/// # Errors
/// [`ConnectError`] if there is no desk; nothing has been done then.
pub fn run(endpoint: &Endpoint, context: &ClientContext, arguments: &[OsString]) -> Result<Outcome, ConnectError> {
    let words: Vec<Vec<u8>> = arguments.iter().map(|argument| argument.as_bytes().to_vec()).collect();
    let want = Want::Command { arguments: words.len() };
    let hello = Hello { greeting: Greeting::own(), context: context.clone(), want };
    loop {
        let stream = attach(endpoint, &hello, &words)?;
        let answers = Answers::to_command(arguments, context.keymap.as_deref());
        if let Some(outcome) = follow(stream, answers) {
            return Ok(outcome);
        }
    }
}

/// Serves the desk's requests until the command has ended; `None` if the desk was about to end and has not begun.
fn follow(mut stream: UnixStream, mut answers: Answers) -> Option<Outcome> {
    loop {
        let frame = match Frame::read(&mut stream) {
            Ok(Some(frame)) => frame,
            Ok(None) | Err(_) => return Some(Outcome::Broken),
        };
        match frame {
            Frame::Output(bytes) => {
                if let Err(error) = LocalStreams.print(&bytes) {
                    return Some(Outcome::Unread(error));
                }
            }
            // Unread messages are no reason to stop.
            Frame::Note(bytes) => drop(LocalStreams.tell(&bytes)),
            Frame::Exit(status) => return Some(Outcome::Done(status)),
            Frame::Fault(words) => return Some(Outcome::Fault(String::from_utf8_lossy(&words).into_owned())),
            Frame::Leave => return None,
            question => {
                if let Some(answer) = answers.answer(question)
                    && answer.write(&mut stream).is_err()
                {
                    return Some(Outcome::Broken);
                }
            }
        }
    }
}
