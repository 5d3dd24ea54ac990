//! A session: one person's screen.
//!
//! It is made of input bytes, a writer and a size, and so runs alike on the local terminal, behind a socket, and in
//! a test. Its host feeds it events from one channel; only the session runs effects.

mod asked;
mod checker;
pub mod decoder;
mod effects;
mod files;
mod finder;
mod importer;
pub mod local;
mod news;
mod options;
mod screen;
pub mod terminal;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use crate::desk::{Act, Actor, Attendance, Desk, Draft, Notebook};
use crate::keymap::Keymap;
use crate::office::client::Files;

use super::linear::{self, Speaker, Spoken};
use super::popup::welcome::Welcome;
use super::state::bookmark::Bookmark;
use super::state::{State, Tone};
use super::theme::{Ground, Looks};
use super::update::{Input, take_up, update};
use super::view::view;
use asked::Answer;
use checker::Checker;
use decoder::{Decoder, Typed};
use finder::Finder;
use importer::Importer;
use news::{Mailbox, Pace};
use options::first_state;
use screen::Screen;

pub use options::Options;

/// Enters the alternate screen and has pastes marked. The host of a session sends it before the first frame.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";
/// Leaves the alternate screen: plain text, a cursor, pastes unmarked, no mouse. The host sends it after the last frame.
pub const LEAVE: &[u8] = b"\x1b[0m\x1b[?25h\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l";

/// Makes the terminal send clicks and the wheel.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const NO_MOUSE: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// The largest screen that is drawn, in columns and rows: what a peer says of its size must not cost much memory.
const LARGEST: Size = Size { width: 800, height: 300 };

/// Shows the cursor at the start of the screen.
const TO_LINES: &[u8] = b"\x1b[?25h\x1b[H";

/// The time that an escape waits for the rest of a sequence.
const ESCAPE: Duration = Duration::from_millis(25);

/// The pause in typing after which the words are kept as a draft.
const PAUSE: Duration = Duration::from_secs(1);

/// An event of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Bytes from the keyboard.
    Bytes(Vec<u8>),
    /// Another size: columns and rows.
    Resized(u16, u16),
    /// There is news to collect: the data was changed, a search was answered.
    Wake,
    /// The terminal shows something else now, and everything must be drawn.
    Redraw,
    /// Go to the background.
    Suspend,
    /// The terminal is gone, or the program ends.
    End,
}

/// The next step of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Put the session into the background, and send [`Event::Redraw`] when it is back.
    Suspend,
    /// Close.
    End,
}

/// One person's screen.
pub struct Session<W> {
    desk: Arc<Desk>,
    actor: Actor,
    looks: Looks,
    /// The terminal's background, once it has answered.
    ground: Option<Ground>,
    begun: Instant,
    /// Tells the screen in lines, where that is wanted.
    speaker: Option<Speaker>,
    /// True if the terminal understands more than text and colours.
    asks: bool,
    /// True if something was copied already.
    has_copied: bool,
    /// True if the terminal sends what the mouse does.
    mouse: bool,
    files: Option<Arc<dyn Files>>,
    state: State,
    screen: Screen<W>,
    decoder: Decoder,
    finder: Finder,
    checker: Checker,
    importer: Importer,
    mailbox: Arc<Mailbox>,
    /// The drafts that the desk keeps. They are let go of before the others hear that the session is over.
    notebook: Notebook,
    attendance: Attendance,
    flow: Flow,
    /// Entries of the history that were made here and that no frame has shown.
    own: Vec<u64>,
    /// True if something was typed since drafts were last kept.
    unkept: bool,
    /// The time of the latest input.
    typed: Instant,
    /// True if something has happened since the last frame.
    stale: bool,
}

impl<W: Write> Session<W> {
    /// A session on a terminal of this size. `wake` is called from other threads when there is news; the host then
    /// sends [`Event::Wake`]. It is called while the desk is locked, so it must not wait.
    ///
    /// # Errors
    /// When the system gives no thread to search with, or the terminal is gone.
    pub fn new(
        desk: Arc<Desk>,
        actor: Actor,
        keymap: Arc<Keymap>,
        mut options: Options,
        mut writer: W,
        size: (u16, u16),
        wake: impl Fn() + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let mailbox = Arc::new(Mailbox::default());
        let knock = mailbox.knocking(wake.clone());
        mailbox.subscribe(&desk, knock.clone());
        let size = within_reason(size);
        let attendance = desk.attend(&actor, knock.clone());
        let checker = Checker::new(wake.clone());
        let importer = Importer::new(wake.clone());
        let indexer = desk.indexer()?;
        let finder = Finder::new(Arc::clone(&indexer), wake, knock);
        let mut state = first_state(&desk, &actor, keymap, &mut options, size);
        state.data.indexer = Some(indexer);
        if options.asks {
            // Before the screen is cleared, should a terminal show what it does not understand.
            writer.write_all(asked::QUESTIONS)?;
        }
        let screen = Screen::new(writer, size);
        // Whoever goes on from another session has what was typed there.
        let has = |draft: &Draft| match &options.bookmark {
            Some(bookmark) => bookmark.drafts.iter().any(|own| own.of == draft.of),
            None => true,
        };
        let notebook = desk.notebook(&actor, has);
        if options.bookmark.is_none() {
            state.offer_drafts(notebook.kept().to_vec());
            let may_begin = desk.gate().permit(&actor, Act::Retire).is_ok();
            if options.welcomes && may_begin && desk.snapshot().has_samples_alone() {
                state.open(Welcome);
            }
        }
        let mut session = Session {
            desk,
            actor,
            looks: options.looks,
            ground: None,
            begun: Instant::now(),
            speaker: None,
            asks: options.asks,
            has_copied: false,
            mouse: false,
            files: options.files,
            state,
            screen,
            decoder: Decoder::default(),
            finder,
            checker,
            importer,
            mailbox,
            notebook,
            attendance,
            flow: Flow::Continue,
            own: Vec::new(),
            unkept: false,
            typed: Instant::now(),
            stale: true,
        };
        if let Some(bookmark) = options.bookmark {
            let effects = take_up(&mut session.state, bookmark);
            effects.into_iter().for_each(|effect| session.run_effect(effect));
            session.unkept = session.may_have_words();
        }
        if !options.notes.is_empty() {
            session.state.tell(Tone::Note, options.notes.join("  "));
        }
        Ok(session)
    }

    /// Returns where the person is, to go on from there in another session.
    pub fn bookmark(&self) -> Bookmark {
        Bookmark::of(&self.state)
    }

    /// Returns the frame that is shown now.
    pub fn shown(&self) -> &Buffer {
        self.screen.shown()
    }

    /// Returns the time that the host may wait for the next event. After it has waited in vain, it calls
    /// [`Session::nothing_followed`].
    pub fn patience(&self) -> Option<Duration> {
        let patience = if self.decoder.is_waiting() { Some(ESCAPE) } else { self.unkept.then_some(PAUSE) };
        // From what was typed on, whatever else happens meanwhile.
        patience.map(|patience| patience.saturating_sub(self.typed.elapsed()))
    }

    /// Takes note that no event came for [`Session::patience`]: a pending escape was the key, or typing has paused.
    pub fn nothing_followed(&mut self) -> Flow {
        if self.decoder.is_waiting() {
            let typed = self.decoder.give_up_waiting();
            self.type_in(typed);
        } else {
            self.keep_drafts();
        }
        self.flow
    }

    /// Takes an event in. Nothing is drawn yet.
    pub fn take(&mut self, event: Event) -> Flow {
        self.flow = match self.flow {
            Flow::End => return Flow::End,
            _ => Flow::Continue,
        };
        match event {
            Event::Bytes(bytes) => {
                self.typed = Instant::now();
                let typed = self.decoder.feed(&bytes);
                self.type_in(typed);
            }
            Event::Resized(width, height) => {
                let size = within_reason((width, height));
                self.reset(size);
                // Lines do not depend on the size of the terminal.
                if self.speaker.is_none() {
                    self.input(Input::Resized(size));
                }
            }
            Event::Wake => {}
            Event::Redraw => {
                self.reset(self.screen.size());
                self.stale = true;
            }
            Event::Suspend => self.flow = Flow::Suspend,
            Event::End => self.flow = Flow::End,
        }
        self.collect();
        self.flow
    }

    /// Draws what has changed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self) -> io::Result<()> {
        if self.mouse != self.state.settings.mouse {
            self.mouse = self.state.settings.mouse;
            self.screen.control(if self.mouse { MOUSE } else { NO_MOUSE });
        }
        self.take_form();
        if let Some(speaker) = &mut self.speaker {
            self.stale = false;
            let said = speaker.say(Spoken::of(&mut self.state), self.state.ambiguous);
            self.remember_shown();
            return self.screen.say(&said);
        }
        let mut next = Buffer::empty(self.screen.shown().area);
        let theme = self.looks.theme(self.state.settings.theme, self.ground);
        let caret = view(&self.state, theme, &mut next);
        self.remember_shown();
        self.stale = false;
        self.screen.show(next, caret)
    }

    /// Takes note that the person has seen the present data.
    fn remember_shown(&mut self) {
        self.state.shown = Arc::clone(&self.state.data.snapshot);
        if self.state.opened.is_none() {
            self.own.clear();
        }
    }

    /// Goes over from a screen to lines, or back, when the person has asked for it.
    fn take_form(&mut self) {
        if self.state.linear == self.speaker.is_some() {
            return;
        }
        self.reset(self.screen.size());
        self.speaker = self.state.linear.then(Speaker::default);
        let size = if self.state.linear { linear::SIZE } else { self.screen.size() };
        if self.state.linear {
            self.screen.control(TO_LINES);
        }
        self.input(Input::Resized(size));
    }

    /// Takes events from a channel until the session ends or is to be suspended. What has come in is taken before
    /// anything is drawn. Keys are answered at once; what others change is drawn so many times a second at most.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn run(&mut self, events: &Receiver<Event>) -> io::Result<Flow> {
        self.run_with(events, |_| Ok(()))
    }

    /// As [`Session::run`], and tells where the person is each time before it is drawn: what a screen shows is not lost
    /// with its desk.
    ///
    /// # Errors
    /// When the terminal is gone, or the host can't be told.
    pub fn run_with(
        &mut self,
        events: &Receiver<Event>,
        mut keep: impl FnMut(Bookmark) -> io::Result<()>,
    ) -> io::Result<Flow> {
        self.collect();
        keep(self.bookmark())?;
        self.draw()?;
        let mut pace = Pace::new();
        loop {
            let event = match self.patience().into_iter().chain(pace.patience()).min() {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(patience) => events.recv_timeout(patience),
            };
            let mut flow = match event {
                // An answer to one's own search is no news.
                Ok(Event::Wake) if !self.finder.is_answered() && pace.hold() => continue,
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout) if pace.patience() == Some(Duration::ZERO) => self.take(Event::Wake),
                Err(RecvTimeoutError::Timeout) => self.nothing_followed(),
                Err(RecvTimeoutError::Disconnected) => return Ok(Flow::End),
            };
            while flow == Flow::Continue {
                match events.try_recv() {
                    Ok(event) => flow = self.take(event),
                    Err(_) => break,
                }
            }
            if flow != Flow::Continue {
                return Ok(flow);
            }
            keep(self.bookmark())?;
            let is_stale = self.stale;
            if is_stale {
                self.draw()?;
            }
            pace.has_taken(is_stale);
        }
    }

    fn type_in(&mut self, typed: Vec<Typed>) {
        for typed in typed {
            if self.flow == Flow::End {
                return;
            }
            match typed {
                Typed::Key(key) => self.input(Input::Key(key)),
                Typed::Paste(text) => self.input(Input::Paste(text)),
                // What was on its way when the mouse was switched off.
                Typed::Mouse(_) if !self.mouse => {}
                Typed::Mouse(mouse) => self.input(Input::Mouse(mouse)),
                Typed::Answer(answer) => self.take_answer(answer),
            }
        }
        self.unkept |= self.may_have_words();
    }

    fn take_answer(&mut self, answer: Answer) {
        match answer {
            Answer::Synchronises => self.screen.synchronises = true,
            Answer::Ground(ground) if self.begun.elapsed() < asked::PATIENCE => {
                self.ground = Some(ground);
                self.stale = true;
            }
            Answer::Ground(_) => {}
        }
    }

    /// Draws everything anew on a screen of this size. Another program that had the terminal meanwhile may have switched
    /// the mouse off.
    fn reset(&mut self, size: Size) {
        self.screen.reset(size);
        self.mouse = false;
    }

    /// Takes an input through the update, and runs what it asks for.
    fn input(&mut self, input: Input) {
        self.stale = true;
        for effect in update(&mut self.state, input) {
            self.run_effect(effect);
        }
    }

    /// Returns true if there may be words that the desk should keep, or keeps in vain.
    fn may_have_words(&self) -> bool {
        !self.notebook.kept().is_empty() || !self.state.drafts.is_empty() || !self.state.popups.is_empty()
    }

    /// Gives the desk what is typed and not saved, so that it outlives the session.
    fn keep_drafts(&mut self) {
        self.unkept = false;
        let now = self.state.unsaved();
        // Where it can't be kept, the words are still on the screen, and the next pause tries again.
        if now != self.notebook.kept() {
            let _ = self.notebook.keep(&now);
        }
    }

    /// Collects what other threads have brought.
    fn collect(&mut self) {
        let news = self.mailbox.take();
        self.renew();
        for published in news {
            self.input(Input::ChangedBy(published.who, published.changes));
        }
        if let Some(others) = self.attendance.news() {
            self.input(Input::Others(others));
            // Whoever has left may have been the same person at another screen, cut off.
            let left = self.notebook.take_up(|_| true);
            self.state.receive_drafts(left);
        }
        if !self.state.is_searching() {
            self.finder.forget();
        }
        match self.finder.collect() {
            Ok(Some(results)) => self.input(Input::Found(results)),
            Ok(None) => {}
            failed => self.tell_failure(failed),
        }
        if let Some(findings) = self.checker.collect() {
            self.input(Input::Checked(findings));
        }
        let imported = self.importer.collect();
        self.take_imported(imported);
        if let Some(progress) = self.importer.progress() {
            self.input(Input::At(progress));
        }
        let progress = self.finder.progress();
        if self.state.indexing.is_some() && self.state.indexing != progress {
            self.input(Input::Indexing(progress));
        }
    }

    fn tell_failure<T>(&mut self, outcome: io::Result<T>) {
        if let Err(error) = outcome {
            self.state.tell(Tone::Refusal, error.to_string());
            self.stale = true;
        }
    }

    /// Takes the desk's newest snapshot.
    fn renew(&mut self) {
        let snapshot = self.desk.snapshot();
        if !Arc::ptr_eq(&snapshot, &self.state.data.snapshot) {
            let was_in_archive = self.state.data.archived;
            self.input(Input::Renewed(snapshot));
            if was_in_archive {
                self.look_in();
            }
        }
    }
}

fn within_reason((width, height): (u16, u16)) -> Size {
    Size { width: width.min(LARGEST.width), height: height.min(LARGEST.height) }
}

/// Keeps what was typed, however the session ends.
impl<W> Drop for Session<W> {
    fn drop(&mut self) {
        let now = self.state.unsaved();
        if now == self.notebook.kept() {
            return;
        }
        // Nobody is left to be told. A fault may have left a form half handled: what is kept of it already must stay.
        let _ = if std::thread::panicking() { self.notebook.keep_beside(&now) } else { self.notebook.keep(&now) };
    }
}
