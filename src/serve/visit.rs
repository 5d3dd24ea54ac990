//! The client of a screen: the terminal's side of a session at a desk.
//!
//! The process at the terminal only passes input and output on. When the desk breaks down, it connects to the next one
//! with the person's position.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::text::clean::sanitise_line;
use crate::tui::Event;
use crate::tui::terminal::{Sources, Terminal, is_gone, size};

use super::answers::Answers;
use super::attach::{ConnectError, Endpoint, attach};
use super::frame::{Frame, LARGEST_INPUT};
use super::hello::{Greeting, Hello, Want};
use crate::office::client::ClientContext;

/// The maximum number of queued events and frames.
const WAITING: usize = 256;
/// The time that a desk may be silent after a key press until it is pinged, and after that until the person is told.
const SILENCE: Duration = Duration::from_secs(3);
/// The timeout for the desk to accept input.
const STUCK: Duration = Duration::from_secs(10);
/// The maximum number of breakdowns within [`RECENTLY`] after which the client reconnects.
const BREAKDOWNS: usize = 3;
/// See [`BREAKDOWNS`].
const RECENTLY: Duration = Duration::from_secs(30);
/// The key that leaves a desk that does not answer: Ctrl-C.
const LEAVE: u8 = 3;

/// The outcome of the client.
#[derive(Debug)]
pub enum Outcome {
    /// The person left. Holds the exit status.
    Left(u8),
    /// The desk could not continue. Holds its message.
    Fault(String),
    /// The desk broke down, and connecting to another one failed.
    Broken(ConnectError),
    /// The desk breaks down repeatedly.
    KeepsBreaking,
    /// The person left a desk that did not answer. Holds its process id, if known.
    GivenUp(Option<i32>),
}

/// An event of the client.
enum News {
    Terminal(Event),
    /// A frame from the desk with this number.
    Desk(usize, Frame),
    Gone(usize),
}

/// The way in which a desk was left.
enum Parting {
    Over(Outcome),
    BrokenDown,
}

/// Shows a screen of a store's desk on this terminal until the person leaves.
///
/// # Errors
/// [`ConnectError`] if there is no desk at the beginning; the terminal is unchanged then.
pub fn run(endpoint: &Endpoint, context: &ClientContext) -> Result<Outcome, ConnectError> {
    let stream = attach(endpoint, &hello(context, None), &[])?;
    let is_own = super::socket::is_own(&stream);
    let (sender, news) = sync_channel(WAITING);
    let mut terminal = Terminal::enter()?;
    let deliver = sender.clone();
    let sources = Sources::start(move |event| deliver.send(News::Terminal(event)).is_ok())?;
    let mut visit = Visit {
        endpoint,
        context,
        sender,
        number: 0,
        place: None,
        breakdowns: VecDeque::new(),
        answers: Answers::to_screen(context.keymap.as_deref(), is_own),
        silence: Silence::None,
    };
    let outcome = visit.stay(stream, &news, &mut terminal);
    terminal.leave();
    // Without a receiver, no source of events can block.
    drop(news);
    sources.stop();
    match outcome {
        Ok(outcome) => Ok(outcome),
        Err(error) if is_gone(&error) => Ok(Outcome::Left(0)),
        Err(error) => Err(error.into()),
    }
}

fn hello(context: &ClientContext, place: Option<String>) -> Hello {
    let (columns, rows) = size();
    Hello { greeting: Greeting::own(), context: context.clone(), want: Want::Screen { columns, rows, place } }
}

struct Visit<'a> {
    endpoint: &'a Endpoint,
    context: &'a ClientContext,
    sender: SyncSender<News>,
    /// The number of the desk, from 1.
    number: usize,
    place: Option<String>,
    breakdowns: VecDeque<Instant>,
    answers: Answers,
    /// The state of waiting for a sign of life.
    silence: Silence,
}

/// The state of waiting for a sign of life from the desk.
#[derive(Clone, Copy)]
enum Silence {
    /// Nothing is expected.
    None,
    /// Since the first unanswered input.
    Since(Instant),
    /// Since a ping.
    Asked(Instant),
    /// The person has been told.
    Told,
}

impl Silence {
    /// Returns the state after a frame. Frames that were sent before the input do not count.
    fn broken_by(self, frame: &Frame) -> Silence {
        match self {
            Silence::None => Silence::None,
            _ if *frame == Frame::Pong => Silence::None,
            Silence::Asked(_) => Silence::Asked(Instant::now()),
            Silence::Since(_) | Silence::Told => Silence::Since(Instant::now()),
        }
    }

    /// Returns the time until the next step.
    fn patience(self) -> Option<Duration> {
        match self {
            Silence::Since(then) | Silence::Asked(then) => Some(SILENCE.saturating_sub(then.elapsed())),
            Silence::None | Silence::Told => None,
        }
    }
}

impl Visit<'_> {
    /// Serves the terminal at the desk, and at the next one when it breaks down.
    fn stay(&mut self, stream: UnixStream, news: &Receiver<News>, terminal: &mut Terminal) -> io::Result<Outcome> {
        let mut stream = stream;
        loop {
            stream.set_write_timeout(Some(STUCK))?;
            self.listen(&stream)?;
            match self.at_desk(&mut stream, news, terminal)? {
                Parting::Over(outcome) => return Ok(outcome),
                Parting::BrokenDown => {}
            }
            if self.breaks_too_often() {
                return Ok(Outcome::KeepsBreaking);
            }
            self.say(self.context.language.pick("工作台中断，正在重新连接…", "the desk has crashed; reconnecting…"))?;
            stream = match attach(self.endpoint, &hello(self.context, self.place.clone()), &[]) {
                Ok(stream) => stream,
                Err(error) => return Ok(Outcome::Broken(error)),
            };
            self.silence = Silence::None;
        }
    }

    /// Forwards the frames of a desk to the queue of events.
    fn listen(&mut self, stream: &UnixStream) -> io::Result<()> {
        self.number += 1;
        let (number, sender, mut stream) = (self.number, self.sender.clone(), stream.try_clone()?);
        thread::Builder::new().name("desk".to_string()).spawn(move || {
            while let Ok(Some(frame)) = Frame::read(&mut stream) {
                if sender.send(News::Desk(number, frame)).is_err() {
                    return;
                }
            }
            let _ = sender.send(News::Gone(number));
        })?;
        Ok(())
    }

    fn at_desk(
        &mut self,
        stream: &mut UnixStream,
        news: &Receiver<News>,
        terminal: &mut Terminal,
    ) -> io::Result<Parting> {
        loop {
            let next = match self.silence.patience() {
                Some(patience) => news.recv_timeout(patience),
                None => news.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let parting = match next {
                Ok(News::Terminal(event)) => self.pass_on(stream, event),
                Ok(News::Desk(number, frame)) if number == self.number => self.show(stream, frame, terminal)?,
                Ok(News::Gone(number)) if number == self.number => Some(Parting::BrokenDown),
                Ok(_) => None,
                Err(RecvTimeoutError::Timeout) => {
                    self.worry(stream)?;
                    None
                }
                Err(RecvTimeoutError::Disconnected) => Some(Parting::Over(Outcome::Left(0))),
            };
            if let Some(parting) = parting {
                return Ok(parting);
            }
        }
    }

    /// Sends an event of the terminal to the desk.
    fn pass_on(&mut self, stream: &mut UnixStream, event: Event) -> Option<Parting> {
        let frames = match event {
            Event::Bytes(bytes) if matches!(self.silence, Silence::Told) && bytes.contains(&LEAVE) => {
                let pid = super::socket::peer(stream).ok().map(|peer| peer.pid.as_raw_nonzero().get());
                return Some(Parting::Over(Outcome::GivenUp(pid)));
            }
            Event::Bytes(bytes) => bytes.chunks(LARGEST_INPUT).map(|piece| Frame::Input(piece.to_vec())).collect(),
            Event::Resized(columns, rows) => vec![Frame::Resized { columns, rows }],
            Event::Redraw => vec![Frame::Redraw],
            Event::Suspend => vec![Frame::Suspend],
            Event::Wake => Vec::new(),
            Event::End => return Some(Parting::Over(Outcome::Left(0))),
        };
        if matches!(self.silence, Silence::None) {
            self.silence = Silence::Since(Instant::now());
        }
        send(stream, &frames);
        None
    }

    /// Handles a frame of the desk.
    fn show(&mut self, stream: &mut UnixStream, frame: Frame, terminal: &mut Terminal) -> io::Result<Option<Parting>> {
        if matches!(self.silence, Silence::Told) {
            send(stream, &[Frame::Redraw]);
        }
        self.silence = self.silence.broken_by(&frame);
        match frame {
            Frame::Output(bytes) => {
                let mut stdout = io::stdout().lock();
                stdout.write_all(&bytes)?;
                stdout.flush()?;
            }
            Frame::Place(place) => self.place = String::from_utf8(place).ok(),
            Frame::Suspend => {
                terminal.suspend()?;
                let (columns, rows) = size();
                send(stream, &[Frame::Resized { columns, rows }, Frame::Redraw]);
            }
            Frame::Exit(status) => return Ok(Some(Parting::Over(Outcome::Left(status)))),
            Frame::Fault(words) => {
                return Ok(Some(Parting::Over(Outcome::Fault(String::from_utf8_lossy(&words).into_owned()))));
            }
            Frame::Leave => return Ok(Some(Parting::BrokenDown)),
            question => send(stream, self.answers.answer(question).as_slice()),
        }
        Ok(None)
    }

    /// Reacts to silence: first pings the desk, then tells the person that it does not answer.
    fn worry(&mut self, stream: &mut UnixStream) -> io::Result<()> {
        match self.silence {
            Silence::Since(_) => {
                self.silence = Silence::Asked(Instant::now());
                send(stream, &[Frame::Ping]);
                Ok(())
            }
            Silence::Asked(_) => {
                self.silence = Silence::Told;
                let words = "工作台没有应答；可继续等待，或按 Ctrl-C 离开";
                self.say(self.context.language.pick(words, "the desk does not answer; wait, or leave with Ctrl-C"))
            }
            Silence::None | Silence::Told => Ok(()),
        }
    }

    fn breaks_too_often(&mut self) -> bool {
        let now = Instant::now();
        self.breakdowns.push_back(now);
        while self.breakdowns.front().is_some_and(|then| now.duration_since(*then) > RECENTLY) {
            self.breakdowns.pop_front();
        }
        self.breakdowns.len() > BREAKDOWNS
    }

    /// Shows a message in the last row.
    fn say(&self, words: &str) -> io::Result<()> {
        let (_, rows) = size();
        let words = sanitise_line(words);
        let mut stdout = io::stdout().lock();
        write!(stdout, "\x1b7\x1b[{rows};1H\x1b[0;7m {words} \x1b[0m\x1b[K\x1b8")?;
        stdout.flush()
    }
}

/// Sends frames. An error is ignored, since the desk has ended or is stuck; frames that it sent before still arrive,
/// and then the end of the stream.
fn send(stream: &mut UnixStream, frames: &[Frame]) {
    if frames.iter().try_for_each(|frame| frame.write(stream)).is_err() {
        let _ = stream.shutdown(Shutdown::Both);
    }
}
