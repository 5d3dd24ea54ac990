//! The desk's side of a socket connection: the streams and files of the client.
//!
//! The desk sends requests, and the client's own process reads and writes with the client's rights and replies. Only
//! one request is under way at a time.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::export::ExportError;

use super::frame::{Frame, LARGEST, PIECE};
use crate::office::client::{Entry, Files, Streams};

/// The code of [`ExportError::Exists`] in a [`Frame::Failed`].
const EXISTS: i32 = -1;
const NOT_A_FILE: i32 = -2;

/// The connection to a client.
#[derive(Debug)]
pub struct Line {
    writer: Mutex<UnixStream>,
    answers: Mutex<Receiver<Frame>>,
}

impl Line {
    /// Returns the connection on a stream, and the sender for replies of the client.
    pub fn new(stream: UnixStream) -> (Line, SyncSender<Frame>) {
        // The channel has room for one reply, so an unsolicited one is refused.
        let (sender, answers) = sync_channel(1);
        (Line { writer: Mutex::new(stream), answers: Mutex::new(answers) }, sender)
    }

    /// Sends a frame. Blocks while the client does not read.
    ///
    /// # Errors
    /// Fails if the client is gone.
    pub fn send(&self, frame: &Frame) -> io::Result<()> {
        frame.write(&mut *lock(&self.writer))
    }

    /// Closes the connection.
    pub fn cut(&self) {
        // The client may have closed it already.
        let _ = lock(&self.writer).shutdown(Shutdown::Both);
    }

    /// Sends a request and waits for the reply.
    fn ask(&self, questions: &[Frame]) -> io::Result<Frame> {
        let answers = lock(&self.answers);
        for question in questions {
            self.send(question)?;
        }
        answers.recv().map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn send_pieces(&self, bytes: &[u8], frame: impl Fn(Vec<u8>) -> Frame) -> io::Result<()> {
        bytes.chunks(PIECE).try_for_each(|piece| self.send(&frame(piece.to_vec())))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Streams for Line {
    fn print(&self, bytes: &[u8]) -> io::Result<()> {
        self.send_pieces(bytes, Frame::Output)
    }

    fn tell(&self, bytes: &[u8]) -> io::Result<()> {
        self.send_pieces(bytes, Frame::Note)
    }

    fn input(&self) -> Box<dyn Read + '_> {
        Box::new(Remote::new(self, Frame::MoreInput))
    }

    fn is_there(&self) -> bool {
        // No request is under way, so the channel is empty, or closed if the client is gone.
        lock(&self.answers).try_recv() != Err(TryRecvError::Disconnected)
    }
}

impl Files for Line {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + '_>> {
        done(self.ask(&[Frame::Open(bytes_of(path))])?)?;
        Ok(Box::new(Remote::new(self, Frame::More)))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        done(self.ask(&[Frame::List(bytes_of(folder))])?).map(|bytes| entries_of(&bytes))
    }

    fn exists(&self, path: &Path) -> bool {
        self.ask(&[Frame::Exists(bytes_of(path))]).and_then(done).is_ok()
    }

    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ExportError> {
        let begin = Frame::Write { overwrite, path: bytes_of(path) };
        let pieces = bytes.chunks(PIECE).map(|piece| Frame::Bytes(piece.to_vec()));
        let frames: Vec<Frame> = [begin].into_iter().chain(pieces).chain([Frame::Bytes(Vec::new())]).collect();
        let path = path.to_path_buf();
        match self.ask(&frames) {
            Ok(Frame::Done(_)) => Ok(()),
            Ok(Frame::Failed { code: EXISTS, .. }) => Err(ExportError::Exists(path)),
            Ok(Frame::Failed { code: NOT_A_FILE, .. }) => Err(ExportError::NotAFile(path)),
            Ok(other) => Err(ExportError::Io { path, error: error_of(other) }),
            Err(error) => Err(ExportError::Io { path, error }),
        }
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        done(self.ask(&[Frame::MakeFolder(bytes_of(path))])?).map(drop)
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        let answer = self.ask(&[Frame::InFull(typed.as_bytes().to_vec())]).and_then(done);
        answer.map_or_else(|_| PathBuf::from(typed), path_of)
    }
}

/// Returns the reply of a client that could not write a file.
pub fn refusal(error: &ExportError) -> Frame {
    match error {
        ExportError::Exists(_) => Frame::Failed { code: EXISTS, text: Vec::new() },
        ExportError::NotAFile(_) => Frame::Failed { code: NOT_A_FILE, text: Vec::new() },
        ExportError::Io { error, .. } => failure(error),
        other => Frame::Failed { code: 0, text: other.to_string().into_bytes() },
    }
}

/// Returns the reply of a client for a failure of the system.
pub fn failure(error: &io::Error) -> Frame {
    Frame::Failed { code: error.raw_os_error().unwrap_or(0), text: error.to_string().into_bytes() }
}

/// The terminator of each name in a listing, which no name contains.
const END: u8 = 0;
/// The mark after the name of a folder, which no name contains.
const FOLDER: u8 = b'/';

/// Returns the reply with a listing.
pub fn listed(entries: &[Entry]) -> Frame {
    let mut bytes = Vec::new();
    for Entry { name, is_folder } in entries {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend(is_folder.then_some(FOLDER));
        bytes.push(END);
    }
    if bytes.len() > LARGEST {
        let text = "the folder holds too many files to list them; type the name of one".into();
        return Frame::Failed { code: 0, text };
    }
    Frame::Done(bytes)
}

fn entries_of(bytes: &[u8]) -> Vec<Entry> {
    let names = bytes.split(|byte| *byte == END).filter(|name| !name.is_empty());
    let entry = |name: &[u8]| {
        let folder = name.strip_suffix(&[FOLDER]);
        let name = OsString::from_vec(folder.unwrap_or(name).to_vec());
        Entry { name, is_folder: folder.is_some() }
    };
    names.map(entry).collect()
}

/// Returns a path as bytes.
pub fn bytes_of(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

/// Returns the path for some bytes.
pub fn path_of(bytes: Vec<u8>) -> PathBuf {
    OsString::from_vec(bytes).into()
}

fn done(answer: Frame) -> io::Result<Vec<u8>> {
    match answer {
        Frame::Done(what) => Ok(what),
        other => Err(error_of(other)),
    }
}

fn error_of(answer: Frame) -> io::Error {
    match answer {
        Frame::Failed { code, .. } if code > 0 => io::Error::from_raw_os_error(code),
        Frame::Failed { text, .. } => io::Error::other(OsStr::from_bytes(&text).to_string_lossy().into_owned()),
        _ => io::ErrorKind::InvalidData.into(),
    }
}

/// A file or stream at the client, read through the connection.
struct Remote<'a> {
    line: &'a Line,
    question: Frame,
    piece: io::Cursor<Vec<u8>>,
    is_over: bool,
}

impl<'a> Remote<'a> {
    fn new(line: &'a Line, question: Frame) -> Self {
        Remote { line, question, piece: io::Cursor::default(), is_over: false }
    }
}

impl Read for Remote<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.piece.read(into)?;
            if count > 0 || into.is_empty() || self.is_over {
                return Ok(count);
            }
            match self.line.ask(std::slice::from_ref(&self.question))? {
                Frame::Bytes(piece) => {
                    self.is_over = piece.is_empty();
                    self.piece = io::Cursor::new(piece);
                }
                other => return Err(error_of(other)),
            }
        }
    }
}

/// The client's terminal as a writer.
pub struct Terminal<'a>(pub &'a Line);

impl Write for Terminal<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.print(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
