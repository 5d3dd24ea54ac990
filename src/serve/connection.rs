//! A connection of a client to a desk, from the handshake to the last frame.
//!
//! Each connection has its own threads. Anything that a client sends, and any panic while serving it, ends only this
//! connection.

use std::any::Any;
use std::ffi::OsString;
use std::io::{self, Read};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::getuid;

use crate::desk::Actor;
use crate::text::Language;
use crate::text::clean::shown_path;
use crate::tui::{Bookmark, Event, Flow, Session, message};

use super::frame::{Frame, PIECE};
use super::hello::{Greeting, Hello, Want, Welcome};
use super::host::{Host, NoRoom};
use super::line::{Line, Terminal};
use super::size::believed;
use super::socket;
use crate::office::client::Client;
use crate::office::person;

/// The timeout for the client's handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);
/// The maximum number of queued events of a client: as many as one paste produces.
const WAITING: usize = 4096;
/// The maximum number of arguments of a command line, and of bytes in all of them: the limits of a shell.
const MOST_ARGUMENTS: usize = 16 << 10;
/// See [`MOST_ARGUMENTS`].
const LONGEST_LINE: usize = 2 << 20;

/// Serves the client at the other end of a stream until it leaves.
pub fn serve(host: &Arc<Host>, mut stream: UnixStream) {
    match greet(host, &mut stream) {
        Ok(Some(Arrival { hello: Hello { want: Want::Succeed, context, .. }, .. })) => {
            if let Err(error) = make_way(host, &mut stream, context.language) {
                host.log(&format!("the process that wanted to replace the desk is gone: {error}"));
            }
        }
        Ok(Some(Arrival { person, hello })) => {
            let name = person.name.clone();
            // Command lines are too frequent for the log.
            let is_worth_telling = matches!(hello.want, Want::Screen { .. });
            let told = |what: &str| {
                if is_worth_telling {
                    host.log_person(&format!("{name} {what}"));
                }
            };
            told("has come");
            match catch_unwind(AssertUnwindSafe(|| attend(host, &mut stream, person, hello))) {
                Ok(Ok(())) => told("has left"),
                Ok(Err(error)) => told(&format!("is gone: {error}")),
                Err(panic) => host.log(&format!("serving {name} has failed: {}", message(&*panic))),
            }
        }
        Ok(None) => {}
        Err(error) => host.log_stranger(&format!("a client has sent an invalid hello: {error}")),
    }
}

/// An admitted client with its request.
struct Arrival {
    person: Actor,
    hello: Hello,
}

/// A reader of the handshake with a timeout for the whole of it.
struct Patient<'a> {
    stream: &'a UnixStream,
    end: Instant,
}

impl<'a> Patient<'a> {
    fn with(stream: &'a UnixStream) -> Self {
        Patient { stream, end: Instant::now() + HANDSHAKE }
    }
}

impl Read for Patient<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(into)
    }
}

/// Performs the handshake. Returns `None` if the connection ends with it.
fn greet(host: &Host, stream: &mut UnixStream) -> io::Result<Option<Arrival>> {
    stream.set_write_timeout(Some(HANDSHAKE))?;
    let account = socket::peer(stream)?.uid;
    let Some(frame) = Frame::read(&mut Patient::with(stream))? else { return Ok(None) };
    let Frame::Hello(words) = frame else { return Err(unexpected(&frame)) };
    let greeting: Greeting = serde_json::from_slice(&words)?;
    let welcome = Welcome { greeting: Greeting::own(), pid: std::process::id(), others: host.clients() };
    Frame::Welcome(serde_json::to_vec(&welcome)?).write(stream)?;
    if greeting != Greeting::own() {
        return other_version(host, stream, &greeting);
    }
    let mut hello: Hello = serde_json::from_slice(&words)?;
    // Which store this is, is not for the client to say.
    hello.context.store = Some(host.folder().to_path_buf());
    match person::person(&host.desk(), account, hello.context.name.as_deref()) {
        Ok(person) => Ok(Some(Arrival { person, hello })),
        Err(why) => {
            host.log_stranger(&format!("turned away: {}", why.text(Language::En)));
            Frame::Fault(why.text(hello.context.language).into_bytes()).write(stream)?;
            Ok(None)
        }
    }
}

/// Handles a client of another version, which has been sent this desk's version and may ask it to end.
fn other_version(host: &Host, stream: &mut UnixStream, greeting: &Greeting) -> io::Result<Option<Arrival>> {
    host.log_stranger(&format!("a client has version {}", greeting.version));
    while let Some(frame) = Frame::read(&mut Patient::with(stream))? {
        if frame == Frame::Leave {
            host.leave_if_alone();
            break;
        }
    }
    Ok(None)
}

/// Ends this desk in favour of another one of the same account. The connection stays open until this process has ended,
/// which shows the other desk when the store is free.
fn make_way(host: &Host, stream: &mut UnixStream, language: Language) -> io::Result<()> {
    if socket::peer(stream)?.uid != getuid() {
        let words = language.pick("只有数据的主人可以开放它", "the owner of the store alone can serve it");
        return Frame::Fault(words.as_bytes().to_vec()).write(stream);
    }
    match host.make_way() {
        Ok(()) => {
            Frame::Leave.write(stream)?;
            stream.set_read_timeout(None)?;
            while Frame::read(stream)?.is_some() {}
            Ok(())
        }
        Err(why) => Frame::Fault(why.text(language).into_bytes()).write(stream),
    }
}

/// Serves the request of a client.
fn attend(host: &Arc<Host>, stream: &mut UnixStream, person: Actor, hello: Hello) -> io::Result<()> {
    let language = hello.context.language;
    let arguments = match hello.want {
        Want::Command { arguments } => read_arguments(stream, arguments),
        Want::Screen { .. } | Want::Succeed => Ok(Vec::new()),
    };
    let arguments = match arguments {
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return refuse_arguments(stream, language),
        arguments => arguments?,
    };
    stream.set_read_timeout(None)?;
    stream.set_write_timeout(None)?;
    let is_own = socket::is_own(stream);
    let (line, answers) = Line::new(stream.try_clone()?);
    let line = Arc::new(line);
    let (events, waiting) = sync_channel(WAITING);
    let admission = match host.enter(&person, events.clone()) {
        Ok(admission) => admission,
        Err(NoRoom::Closing) => return line.send(&Frame::Leave),
        Err(full) => return line.send(&Frame::Fault(full.text(language).as_bytes().to_vec())),
    };
    let pinged = Arc::new(AtomicBool::new(false));
    let reader = Reader { stream: stream.try_clone()?, answers, events: events.clone(), pinged: Arc::clone(&pinged) };
    let listener = thread::Builder::new().name("listener".to_string()).spawn(move || reader.run())?;
    let client = Client {
        desk: host.desk(),
        person,
        context: hello.context,
        files: Arc::clone(&line) as Arc<_>,
        mended: host.mended(),
    };
    let last = guarded(host, language, || match hello.want {
        Want::Command { .. } => Ok(Frame::Exit((host.work().command)(client, arguments, Arc::clone(&line) as Arc<_>))),
        Want::Succeed => Ok(Frame::Leave),
        Want::Screen { columns, rows, place } => {
            let place = place.and_then(|place| serde_json::from_str(&place).ok());
            let size = believed(columns.into(), rows.into());
            let screen = Screen { host, line: &line, size, pinged: &pinged, is_own };
            let dismissal = screen.run(&client, place, events, &waiting)?;
            Ok(match dismissal.or_else(|| admission.farewell(language)) {
                Some(why) => Frame::Fault(why.into_bytes()),
                None => Frame::Exit(0),
            })
        }
    });
    let told = last.and_then(|last| line.send(&last));
    line.cut();
    // The connection is closed, so the listener ends by itself.
    let _ = listener.join();
    told
}

/// Tells a client that its command line is longer than a desk reads.
fn refuse_arguments(stream: &mut UnixStream, language: Language) -> io::Result<()> {
    let words = language.pick(
        "命令行太长（超过 2 MB）；请把编号分几次给出",
        "the command line is too long (more than 2 MB); give the ids in several commands",
    );
    Frame::Fault(words.as_bytes().to_vec()).write(stream)
}

/// Runs `work` and returns its last frame. A panic becomes a message to the client.
fn guarded(host: &Host, language: Language, work: impl FnOnce() -> io::Result<Frame>) -> io::Result<Frame> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        host.log(&format!("the work for a client has failed: {}", message(&*panic)));
        Ok(Frame::Fault(fault(host, language, &*panic).into_bytes()))
    })
}

fn read_arguments(stream: &UnixStream, count: usize) -> io::Result<Vec<OsString>> {
    let (mut arguments, mut bytes, mut stream) = (Vec::new(), 0, Patient::with(stream));
    for _ in 0..count.min(MOST_ARGUMENTS) {
        match Frame::read(&mut stream)? {
            Some(Frame::Argument(argument)) => {
                bytes += argument.len();
                if bytes > LONGEST_LINE {
                    return Err(io::ErrorKind::FileTooLarge.into());
                }
                arguments.push(OsString::from_vec(argument));
            }
            Some(frame) => return Err(unexpected(&frame)),
            None => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
    Ok(arguments)
}

fn unexpected(frame: &Frame) -> io::Error {
    // The content of the frame is confidential.
    io::Error::new(io::ErrorKind::InvalidData, format!("frame {} was not expected", frame.encode()[0]))
}

fn fault(host: &Host, language: Language, panic: &(dyn Any + Send)) -> String {
    let (why, log) = (message(panic), shown_path(host.log_path()));
    match language {
        Language::Zh => {
            format!("plandesk 出错：{why}；已保存的内容和其他人不受影响。请反馈此问题，并附上 {log}")
        }
        Language::En => format!(
            "plandesk has failed: {why}; everything saved is safe, and the others go on. Please report this with {log}"
        ),
    }
}

/// Reads the frames of a client on a thread of its own.
struct Reader {
    stream: UnixStream,
    answers: SyncSender<Frame>,
    events: SyncSender<Event>,
    pinged: Arc<AtomicBool>,
}

impl Reader {
    fn run(mut self) {
        // After the client's last frame nothing more is sent either.
        let _ = self.listen();
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
        let Reader { answers, events, .. } = self;
        drop(answers);
        let _ = events.send(Event::End);
    }

    fn listen(&mut self) -> io::Result<()> {
        while let Some(frame) = Frame::read(&mut self.stream)? {
            let event = match frame {
                Frame::Input(bytes) => Event::Bytes(bytes),
                Frame::Resized { columns, rows } => {
                    let (columns, rows) = believed(columns.into(), rows.into());
                    Event::Resized(columns, rows)
                }
                Frame::Redraw => Event::Redraw,
                Frame::Suspend => Event::Suspend,
                Frame::Ping => {
                    self.pinged.store(true, Ordering::Release);
                    Event::Wake
                }
                answer @ (Frame::Bytes(_) | Frame::Done(_) | Frame::Failed { .. }) => {
                    // A reply without a request, or after the work has ended.
                    self.answers.try_send(answer).map_err(|_| io::ErrorKind::InvalidData)?;
                    continue;
                }
                other => return Err(unexpected(&other)),
            };
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(_)) => return Err(io::ErrorKind::QuotaExceeded.into()),
                Err(TrySendError::Disconnected(_)) => return Ok(()),
            }
        }
        Ok(())
    }
}

/// The screen of a client.
struct Screen<'a> {
    host: &'a Host,
    line: &'a Line,
    size: (u16, u16),
    pinged: &'a AtomicBool,
    /// True if the client runs under the desk's own account. A desk of another account is not given the client's files.
    is_own: bool,
}

impl Screen<'_> {
    /// Runs until the person leaves. Returns the reason if they have to.
    fn run(
        &self,
        client: &Client,
        place: Option<Bookmark>,
        events: SyncSender<Event>,
        waiting: &Receiver<Event>,
    ) -> io::Result<Option<String>> {
        let (keymap, mut options) = (self.host.work().screen)(client);
        if place.is_some() {
            let words = "工作台曾中断，已重新连接并回到原处";
            let words = client.context.language.pick(words, "the desk had crashed; this is where you were");
            options.notes.push(words.to_string());
        }
        options.bookmark = place;
        if !self.is_own {
            options.files = None;
        }
        // If the queue is full, the session wakes up anyway.
        let wake = move || drop(events.try_send(Event::Wake));
        let (desk, person) = (Arc::clone(&client.desk), client.person.clone());
        let terminal = Terminal(self.line);
        let mut session = Session::new(desk, person, Arc::new(keymap), options, terminal, self.size, wake)?;
        let (mut sent, mut dismissal) = (None, None);
        loop {
            let flow = session.run_with(waiting, |bookmark| {
                dismissal = person::dismissal(&client.desk, &client.person, client.context.language);
                if dismissal.is_some() {
                    return Err(io::ErrorKind::PermissionDenied.into());
                }
                self.send_place(bookmark, &mut sent)?;
                if self.pinged.swap(false, Ordering::AcqRel) {
                    self.line.send(&Frame::Pong)?;
                }
                Ok(())
            });
            match flow {
                _ if dismissal.is_some() => return Ok(dismissal),
                Ok(Flow::Suspend) => {
                    self.line.send(&Frame::Suspend)?;
                    wait_in_background(&mut session, waiting);
                }
                flow => return flow.map(|_| None),
            }
        }
    }

    /// Sends the position of the session to the client if it differs from the one sent before.
    fn send_place(&self, bookmark: Bookmark, sent: &mut Option<Bookmark>) -> io::Result<()> {
        if sent.as_ref() == Some(&bookmark) {
            return Ok(());
        }
        let place = serde_json::to_vec(&bookmark)?;
        // A position that is too long for a hello is dropped; the client keeps the one before.
        if place.len() <= PIECE {
            self.line.send(&Frame::Place(place))?;
        }
        *sent = Some(bookmark);
        Ok(())
    }
}

/// Draws nothing until the client's terminal shows the screen again.
fn wait_in_background<W: io::Write>(session: &mut Session<W>, waiting: &Receiver<Event>) {
    for event in waiting {
        let is_over = matches!(event, Event::Redraw | Event::End);
        if !matches!(event, Event::Bytes(_) | Event::Suspend) {
            session.take(event);
        }
        if is_over {
            return;
        }
    }
}
