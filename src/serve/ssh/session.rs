//! A session: one channel of a connection, which runs a screen or a command line.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use russh::server::Msg;
use russh::{Channel, ChannelMsg};
use tokio::sync::{mpsc, oneshot, watch};

use super::super::host::{Host, NoRoom};
use super::super::size::believed;
use super::outlet::Outlet;
use super::streams::Piece;
use super::unserved::Unserved;
use super::{Limits, command, screen};
use crate::desk::Actor;
use crate::desk::access::KnownAs;
use crate::office::client::ClientContext;
use crate::text::Language;
use crate::tui::Event;

/// The time for the last frame of a screen that is closing. A client that does not read delays it no longer.
const FAREWELL: Duration = Duration::from_secs(2);
/// The time for which a command may leave its input unread, while more arrives, before the rest is discarded. Meanwhile
/// nothing else is read from the client, not even that it has gone.
const UNREAD: Duration = Duration::from_secs(10);
/// The time between two attempts to end it.
const AGAIN: Duration = Duration::from_millis(100);

/// The person of a session, and the facts about the terminal.
pub(super) struct Caller {
    pub(super) host: Arc<Host>,
    pub(super) person: Actor,
    /// The identity by which they were admitted.
    pub(super) known: KnownAs,
    /// True if the number of connections is within the limits.
    has_room: bool,
    pub(super) context: ClientContext,
    /// The local address at which the client connected.
    pub(super) reached: Option<SocketAddr>,
    pub(super) size: (u16, u16),
}

/// The running part of a session, with the channels to it.
enum Running {
    Nothing,
    Screen { events: std::sync::mpsc::SyncSender<Event>, done: oneshot::Receiver<u8> },
    Command { input: Option<mpsc::Sender<Piece>>, done: oneshot::Receiver<u8> },
}

/// Serves a channel until it is closed. If there are too many connections, the client gets only a message.
pub(super) async fn serve(
    host: Arc<Host>,
    (person, known): (Actor, KnownAs),
    reached: Option<SocketAddr>,
    limits: Limits,
    has_room: bool,
    channel: Channel<Msg>,
) {
    let context = ClientContext { store: Some(host.folder().to_path_buf()), ..ClientContext::default() };
    let caller = Caller { host, person, known, has_room, context, reached, size: (80, 24) };
    let (running, typed, cut) = (Running::Nothing, Typed::new(), watch::Sender::new(false));
    Attendant { caller, limits, channel, running, has_terminal: false, typed, cut }.attend().await;
}

struct Attendant {
    caller: Caller,
    limits: Limits,
    channel: Channel<Msg>,
    running: Running,
    has_terminal: bool,
    typed: Typed,
    /// Becomes true when nothing more may be written to the client.
    cut: watch::Sender<bool>,
}

/// The next step of a session.
enum Next {
    Listen,
    /// The session is over, or the client has gone.
    Close,
    /// Nobody receives any more.
    Cut,
}

impl Attendant {
    async fn attend(mut self) {
        loop {
            let idle = self.typed.since.elapsed();
            let next = tokio::select! {
                message = self.channel.wait() => match message {
                    Some(message) => {
                        // Flow control of the client's program does not mean that the person is active.
                        if !self.is_screen() || matches!(message, ChannelMsg::Data { .. }) {
                            self.typed.since = Instant::now();
                        }
                        self.take(message).await
                    }
                    None => Next::Cut,
                },
                status = done(&mut self.running) => {
                    self.end(status).await;
                    Next::Close
                }
                () = tokio::time::sleep(self.limits.idle.saturating_sub(idle)) => {
                    self.caller.host.log(&format!("{} has been idle for too long", self.caller.person.name));
                    Next::Close
                }
            };
            match next {
                Next::Listen => {}
                Next::Close => break,
                Next::Cut => {
                    self.cut.send_replace(true);
                    break;
                }
            }
        }
        self.finish().await;
    }

    /// Ends the running part: a screen stores its drafts, and a command is told that nobody reads any more.
    async fn finish(&mut self) {
        let begun = Instant::now();
        if let Running::Screen { events, done } = &mut self.running {
            let mut is_told = false;
            let status = loop {
                // A screen that is blocked in writing accepts no events.
                is_told = is_told || events.try_send(Event::End).is_ok();
                if begun.elapsed() > FAREWELL {
                    self.cut.send_replace(true);
                }
                if let Ok(status) = tokio::time::timeout(AGAIN, &mut *done).await {
                    break status.unwrap_or(1);
                }
            };
            self.end(status).await;
        } else if matches!(self.running, Running::Command { .. }) {
            self.cut.send_replace(true);
            self.end(1).await;
        }
    }

    fn is_screen(&self) -> bool {
        matches!(self.running, Running::Screen { .. })
    }

    async fn end(&mut self, status: u8) {
        self.running = Running::Nothing;
        // The client may have closed the channel already.
        let _ = self.channel.exit_status(u32::from(status)).await;
        let _ = self.channel.eof().await;
        let _ = self.channel.close().await;
    }

    async fn take(&mut self, message: ChannelMsg) -> Next {
        match message {
            ChannelMsg::RequestPty { term, col_width, row_height, .. } => {
                self.has_terminal = true;
                self.caller.size = believed(col_width, row_height);
                self.caller.context.is_terminal = true;
                self.caller.context.is_dumb = term == "dumb";
                self.caller.context.columns = Some(usize::from(self.caller.size.0));
                Next::Listen
            }
            ChannelMsg::RequestShell { .. } if self.has_terminal => self.open_screen().await,
            ChannelMsg::RequestShell { .. } => {
                let words = "plandesk: a screen needs a terminal: ssh -t; or give a subcommand: ssh … help\r\n";
                let _ = self.channel.extended_data_bytes(1, words).await;
                self.end(1).await;
                Next::Close
            }
            ChannelMsg::Exec { command, .. } => match command::only_screen_options(&command) {
                Some(options) if self.has_terminal => {
                    self.caller.context.language = options.language.unwrap_or(self.caller.context.language);
                    self.caller.context.linear = options.linear;
                    self.open_screen().await
                }
                _ => self.open_command(&command).await,
            },
            ChannelMsg::WindowChange { col_width, row_height, .. } => {
                self.caller.size = believed(col_width, row_height);
                self.tell_screen(Event::Resized(self.caller.size.0, self.caller.size.1))
            }
            ChannelMsg::Data { data } => self.typed(data.to_vec()).await,
            ChannelMsg::Eof => {
                self.pass_on(Piece::End).await;
                if self.is_screen() { Next::Close } else { Next::Listen }
            }
            ChannelMsg::Close => Next::Cut,
            _ => Next::Listen,
        }
    }

    async fn open_screen(&mut self) -> Next {
        let out = Outlet::new(self.channel.make_writer(), self.cut.subscribe());
        let opened = self.admit().and_then(|()| screen::open(&self.caller, out));
        self.begin(opened.map(|(events, done)| Running::Screen { events, done })).await
    }

    async fn open_command(&mut self, line: &[u8]) -> Next {
        let (input, pieces) = mpsc::channel(8);
        let out = Outlet::new(self.channel.make_writer(), self.cut.subscribe());
        let err = Outlet::new(self.channel.make_writer_ext(Some(1)), self.cut.subscribe());
        let opened = self.admit().and_then(|()| command::open(&self.caller, line, out, err, pieces));
        self.begin(opened.map(|done| Running::Command { input: Some(input), done })).await
    }

    /// Admits the client again: `access.toml` may have changed since the connection was opened.
    fn admit(&mut self) -> Result<(), Unserved> {
        if !matches!(self.running, Running::Nothing) {
            return Err(Unserved::Busy);
        }
        if !self.caller.has_room {
            return Err(NoRoom::Full.into());
        }
        self.caller.person = self.caller.host.desk().admit(&self.caller.known).map_err(Unserved::Refused)?;
        Ok(())
    }

    async fn begin(&mut self, running: Result<Running, Unserved>) -> Next {
        match running {
            Ok(running) => {
                self.running = running;
                Next::Listen
            }
            Err(why) => {
                let name = &self.caller.person.name;
                self.caller.host.log(&format!("{name} can't be served: {}", why.text(Language::En)));
                let words = format!("plandesk: {}\r\n", why.text(self.caller.context.language));
                let _ = self.channel.extended_data_bytes(1, words).await;
                if matches!(self.running, Running::Nothing) {
                    self.end(1).await;
                }
                Next::Close
            }
        }
    }

    async fn typed(&mut self, bytes: Vec<u8>) -> Next {
        if self.is_screen() {
            if self.typed.is_flood(bytes.len(), self.limits.typed) {
                self.caller.host.log(&format!("{} sends more than anybody types", self.caller.person.name));
                return Next::Close;
            }
            return self.tell_screen(Event::Bytes(bytes));
        }
        self.pass_on(Piece::Bytes(bytes)).await;
        Next::Listen
    }

    /// Passes input on to a command. One that has stopped reading may still have output.
    async fn pass_on(&mut self, piece: Piece) {
        let Running::Command { input, .. } = &mut self.running else { return };
        let Some(pieces) = input else { return };
        let is_last = matches!(piece, Piece::End);
        let passed = tokio::time::timeout(UNREAD, pieces.send(piece)).await;
        if passed.is_err() {
            let name = &self.caller.person.name;
            self.caller.host.log(&format!("{name} sends input that no command reads; it is discarded"));
        }
        if is_last || !matches!(passed, Ok(Ok(()))) {
            // If the command reads on after all, it gets an error.
            *input = None;
        }
    }

    /// Passes an event to the screen. A screen that does not keep up with its input is closed.
    fn tell_screen(&self, event: Event) -> Next {
        match &self.running {
            Running::Screen { events, .. } if events.try_send(event).is_err() => Next::Close,
            _ => Next::Listen,
        }
    }
}

/// Waits for the end of the running part, and returns its exit status; never completes if nothing is running.
async fn done(running: &mut Running) -> u8 {
    match running {
        Running::Screen { done, .. } | Running::Command { done, .. } => done.await.unwrap_or(1),
        Running::Nothing => std::future::pending().await,
    }
}

/// The number of bytes typed in the present second, and the time of the last input.
struct Typed {
    since: Instant,
    second: Instant,
    bytes: usize,
}

impl Typed {
    fn new() -> Self {
        Typed { since: Instant::now(), second: Instant::now(), bytes: 0 }
    }

    fn is_flood(&mut self, bytes: usize, most: usize) -> bool {
        if self.second.elapsed() >= Duration::from_secs(1) {
            (self.second, self.bytes) = (Instant::now(), 0);
        }
        self.bytes += bytes;
        self.bytes > most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_above_the_limit_per_second_is_a_flood() {
        let mut typed = Typed::new();
        assert!(!typed.is_flood(600, 1000));
        assert!(typed.is_flood(600, 1000));
        typed.second = Instant::now().checked_sub(Duration::from_secs(2)).unwrap();
        assert!(!typed.is_flood(600, 1000), "another second");
    }
}
