//! A session: one person's screen.
//!
//! It is made of input bytes, a writer and a size, and so runs alike on the local terminal, behind a socket, and in
//! a test. Its host feeds it events from one channel; only the session runs effects.

mod decoder;
mod finder;
pub mod local;
mod screen;

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use crate::desk::{Actor, Desk, Published, Snapshot};
use crate::keymap::Keymap;
use crate::plan::{Period, PlanId};
use crate::text::Language;
use crate::text::width::AmbiguousWidth;

use super::state::prompt::{ExportRequest, NotExported};
use super::state::{State, Tone};
use super::theme::Theme;
use super::update::{Effect, Input, query, update};
use super::view::view;
use super::words::Word;
use decoder::{Decoder, Typed};
use finder::Finder;
use screen::Screen;

/// Enters the alternate screen and has pastes marked. The host of a session sends it before the first frame.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h";
/// The way back: plain text, a cursor, pastes unmarked, the screen as it was. The host sends it at the end.
pub const LEAVE: &[u8] = b"\x1b[0m\x1b[?25h\x1b[?2004l\x1b[?1049l";

/// How long an escape waits for the rest of a sequence.
const ESCAPE: Duration = Duration::from_millis(25);

/// Writes a file for a session, and says in a few words what was written, or why not.
pub type Exporter = Arc<dyn Fn(&Snapshot, &ExportRequest) -> Result<String, NotExported> + Send + Sync>;

/// How a session looks and where it begins.
#[derive(Clone)]
pub struct Options {
    /// The language of the words.
    pub language: Language,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: AmbiguousWidth,
    /// How meanings look.
    pub theme: Theme,
    /// The period to begin with; else the one that the year suggests.
    pub period: Option<Period>,
    /// The plan to begin with; else all.
    pub plan: Option<PlanId>,
    /// Who writes files; without one, the session can't export.
    pub exporter: Option<Exporter>,
    /// What the person must be told first: what opening the store had to mend, faults of the keymap file.
    pub notes: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            language: Language::Zh,
            ambiguous: AmbiguousWidth::Narrow,
            theme: Theme::Sixteen,
            period: None,
            plan: None,
            exporter: None,
            notes: Vec::new(),
        }
    }
}

/// What happens to a session.
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

/// What the host is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Put the session into the background, and send [`Event::Redraw`] when it is back.
    Suspend,
    /// Close.
    End,
}

/// News from other threads: the last change wins.
#[derive(Default)]
struct Mailbox {
    published: Mutex<Option<Published>>,
}

impl Mailbox {
    fn put(&self, published: &Published) {
        *self.published.lock().unwrap_or_else(PoisonError::into_inner) = Some(published.clone());
    }

    fn take(&self) -> Option<Published> {
        self.published.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// One person's screen.
pub struct Session<W> {
    desk: Arc<Desk>,
    actor: Actor,
    theme: Theme,
    exporter: Option<Exporter>,
    state: State,
    screen: Screen<W>,
    decoder: Decoder,
    finder: Finder,
    mailbox: Arc<Mailbox>,
    flow: Flow,
}

impl<W: Write> Session<W> {
    /// A session on a terminal of this size. `wake` is called from other threads when there is news; the host then
    /// sends [`Event::Wake`]. It is called while the desk is locked, so it must not wait.
    ///
    /// # Errors
    /// When the system gives no thread to search with.
    pub fn new(
        desk: Arc<Desk>,
        actor: Actor,
        keymap: Arc<Keymap>,
        options: Options,
        writer: W,
        (width, height): (u16, u16),
        wake: impl Fn() + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let mailbox = Arc::new(Mailbox::default());
        let (theirs, knock) = (Arc::downgrade(&mailbox), wake.clone());
        desk.subscribe(move |published| {
            let Some(mailbox) = theirs.upgrade() else { return false };
            mailbox.put(published);
            knock();
            true
        });
        let snapshot = desk.snapshot();
        let period = options.period.unwrap_or_else(|| this_year_s_period(&snapshot));
        let size = Size { width, height };
        let finder = Finder::new(desk.indexer()?, wake)?;
        let mut state = State::new(snapshot, keymap, &actor.name, period, size);
        state.language = options.language;
        state.ambiguous = options.ambiguous;
        state.data.plan = options.plan.filter(|plan| state.data.snapshot.dossier(plan).is_some());
        state.refresh();
        if !options.notes.is_empty() {
            state.tell(Tone::Note, options.notes.join("  "));
        }
        let screen = Screen::new(writer, size);
        let (theme, exporter, decoder) = (options.theme, options.exporter, Decoder::default());
        let flow = Flow::Continue;
        Ok(Session { desk, actor, theme, exporter, state, screen, decoder, finder, mailbox, flow })
    }

    /// What is shown now.
    pub fn shown(&self) -> &Buffer {
        self.screen.shown()
    }

    /// How long the host may wait for the next event: when it has waited that long in vain, it calls
    /// [`Session::nothing_followed`].
    pub fn patience(&self) -> Option<Duration> {
        self.decoder.is_waiting().then_some(ESCAPE)
    }

    /// An escape that stood at the end of the input was the key.
    pub fn nothing_followed(&mut self) -> Flow {
        let typed = self.decoder.give_up_waiting();
        self.type_in(typed);
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
                let typed = self.decoder.feed(&bytes);
                self.type_in(typed);
            }
            Event::Resized(width, height) => {
                let size = Size { width, height };
                self.screen.reset(size);
                self.input(Input::Resized(size));
            }
            Event::Wake => {}
            Event::Redraw => self.screen.reset(self.screen.size()),
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
        let mut next = Buffer::empty(self.screen.shown().area);
        let caret = view(&self.state, self.theme, &mut next);
        self.screen.show(next, caret)
    }

    /// Takes events from a channel until the session ends or is to be suspended. What has come in is taken before
    /// anything is drawn.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn run(&mut self, events: &Receiver<Event>) -> io::Result<Flow> {
        self.collect();
        self.draw()?;
        loop {
            let event = match self.patience() {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(patience) => events.recv_timeout(patience),
            };
            let mut flow = match event {
                Ok(event) => self.take(event),
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
            self.draw()?;
        }
    }

    fn type_in(&mut self, typed: Vec<Typed>) {
        for typed in typed {
            if self.flow == Flow::End {
                return;
            }
            self.input(match typed {
                Typed::Key(key) => Input::Key(key),
                Typed::Paste(text) => Input::Paste(text),
            });
        }
    }

    /// Takes an input through the update, and runs what it asks for.
    fn input(&mut self, input: Input) {
        for effect in update(&mut self.state, input) {
            self.run_effect(effect);
        }
    }

    fn run_effect(&mut self, effect: Effect) {
        match effect {
            Effect::Execute(command) => {
                let outcome = self.desk.execute(&self.actor, command.clone());
                // What one did oneself is no news.
                let seq = outcome.as_ref().ok().and_then(|receipt| receipt.seq);
                if let Some(published) = self.mailbox.take().filter(|published| Some(published.seq) != seq) {
                    self.mailbox.put(&published);
                }
                self.renew();
                self.input(Input::Executed(command, outcome));
            }
            Effect::Search(text) => self.search(&text),
            Effect::ReadViews => self.input(Input::Views(self.desk.views())),
            Effect::SaveView { name, query } => {
                self.input(Input::Views(self.desk.save_view(&self.actor, &name, &query)));
            }
            Effect::DropView(name) => self.input(Input::Views(self.desk.drop_view(&name))),
            Effect::ReadHistory => self.input(Input::History(self.desk.history())),
            Effect::Export(request) => {
                let outcome = match &self.exporter {
                    Some(export) => export(&self.state.data.snapshot, &request),
                    None => Err(NotExported::Failed(self.state.say(Word::CannotExport).to_string())),
                };
                self.input(Input::Exported(request, outcome));
            }
            Effect::Redraw => self.screen.reset(self.screen.size()),
            Effect::Suspend => self.flow = Flow::Suspend,
            Effect::Quit => self.flow = Flow::End,
        }
    }

    fn search(&mut self, text: &str) {
        match query(&self.state, text) {
            Ok(query) if query.is_empty() => {
                self.finder.forget();
                self.input(Input::Found(Arc::default()));
            }
            Ok(query) => {
                self.finder.ask(query);
                self.input(Input::Indexing(self.finder.progress()));
            }
            // An answer to what was typed before would wipe the reason away.
            Err(why) => {
                self.finder.forget();
                self.input(Input::NotSearched(why));
            }
        }
    }

    /// Collects what other threads have brought.
    fn collect(&mut self) {
        let news = self.mailbox.take();
        self.renew();
        if let Some(published) = news {
            self.input(Input::ChangedBy(published.who));
        }
        if let Some(results) = self.finder.collect() {
            self.input(Input::Found(results));
        }
        let progress = self.finder.progress();
        if self.state.indexing.is_some() && self.state.indexing != progress {
            self.input(Input::Indexing(progress));
        }
    }

    /// Takes the desk's newest snapshot.
    fn renew(&mut self) {
        let snapshot = self.desk.snapshot();
        if !Arc::ptr_eq(&snapshot, &self.state.data.snapshot) {
            self.finder.renew(&snapshot);
            self.input(Input::Renewed(snapshot));
        }
    }
}

/// The period that most plans are in this year.
fn this_year_s_period(snapshot: &Snapshot) -> Period {
    let year = i32::from(jiff::Zoned::now().year());
    let mut counts: Vec<(Period, usize)> = Vec::new();
    for dossier in snapshot.dossiers() {
        let period = dossier.plan.term.period_in(year);
        match counts.iter_mut().find(|(known, _)| *known == period) {
            Some((_, count)) => *count += 1,
            None => counts.push((period, 1)),
        }
    }
    // Of several that are as frequent, the first one.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(Period::Annual(year), |(period, _)| *period)
}
