//! Many people at their screens, simulated by one thread: it presses the keys that are due, and feeds the output to
//! terminal emulators until they show the expected result.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::num::NonZero;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::script::{Kind, Script, announcement};
use super::wire::{SIZE, Wire};

/// The timeout for a response, which no measurement comes near.
const LOST: Duration = Duration::from_secs(10);
/// The time without output after which drawing has ended.
const QUIET: Duration = Duration::from_millis(400);

/// The role of a simulated person.
pub enum Part {
    /// Performs the actions of a script.
    Worker(Script),
    /// Changes the first row repeatedly.
    Announcer,
    /// Watches the first row.
    Watcher,
}

/// A simulated person at a screen.
pub struct Seat {
    pub wire: Wire,
    part: Part,
    screen: vt100::Parser,
    /// The number of actions done.
    done: usize,
    due: Instant,
    awaited: Option<Awaited>,
    /// The sign expected in the first row, with the time of the change.
    news: Option<(&'static str, Instant)>,
}

/// A row that must change.
struct Awaited {
    kind: Kind,
    since: Instant,
    /// The row before the change.
    row: String,
    caret: Option<(u16, u16)>,
    bytes: usize,
}

/// Measured times and bytes.
#[derive(Default)]
pub struct Figures {
    /// The times from a key to the changed frame, by kind of key.
    pub answers: BTreeMap<Kind, Vec<Duration>>,
    /// The times from a key of one person to the change on another's screen.
    pub news: Vec<Duration>,
    /// The number of keys without a response.
    pub lost: usize,
    /// The number of bytes sent to terminals.
    pub bytes: usize,
    /// The number of those sent between a key and its frame.
    pub own_bytes: usize,
    pub took: Duration,
}

impl Figures {
    /// Returns the number of keys that were pressed.
    pub fn keys(&self) -> usize {
        self.answers.values().map(Vec::len).sum()
    }

    /// Returns the times of all keys.
    pub fn all(&self) -> Vec<Duration> {
        self.answers.values().flatten().copied().collect()
    }
}

/// The pace of a crowd's work.
#[derive(Clone, Copy)]
pub struct Pace {
    /// The time between two keys of a person; at zero, the next key follows the response to the one before.
    pub every: Duration,
    /// The maximum number of keys of all people.
    pub keys: usize,
    /// The maximum duration.
    pub time: Duration,
}

/// The people.
#[derive(Default)]
pub struct Crowd {
    pub seats: Vec<Seat>,
}

impl Seat {
    pub fn new(wire: Wire, part: Part) -> Seat {
        let cells = |count| NonZero::new(count).unwrap();
        let screen = vt100::Parser::new(cells(SIZE.1), cells(SIZE.0), 0);
        Seat { wire, part, screen, done: 0, due: Instant::now(), awaited: None, news: None }
    }

    fn is_at_the_beginning(&self) -> bool {
        match self.part {
            Part::Worker(script) => self.done.is_multiple_of(script.round),
            Part::Announcer | Part::Watcher => true,
        }
    }

    fn is_busy(&self) -> bool {
        self.awaited.is_some() || self.news.is_some() || !self.is_at_the_beginning()
    }

    /// Returns the time at which the next key is due.
    fn next(&self) -> Option<Instant> {
        (!matches!(self.part, Part::Watcher)).then_some(self.due)
    }

    /// Returns the screen as text.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Returns true if it only announces or watches.
    pub fn is_beside(&self) -> bool {
        !matches!(self.part, Part::Worker(_))
    }

    fn row(&self, y: u16) -> String {
        self.screen.screen().rows(0, SIZE.0).nth(usize::from(y)).unwrap_or_default()
    }

    /// Returns the row of the task table with the cursor: the first one that begins with a sign.
    fn cursor_row(&self) -> String {
        let is_blank = |y| self.screen.screen().cell(y, 0).is_none_or(|cell| matches!(cell.contents(), "" | " "));
        (2..SIZE.1).find(|y| !is_blank(*y)).map(|y| self.row(y)).unwrap_or_default()
    }

    fn caret(&self) -> Option<(u16, u16)> {
        let screen = self.screen.screen();
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    }

    fn await_answer(&mut self, kind: Kind, since: Instant) {
        let row = if kind == Kind::Move { self.cursor_row() } else { String::new() };
        self.awaited = Some(Awaited { kind, since, row, caret: self.caret(), bytes: 0 });
    }

    /// Returns true if the screen shows the expected row.
    fn is_answered(&self, awaited: &Awaited) -> bool {
        match awaited.kind {
            Kind::Move => self.cursor_row() != awaited.row,
            Kind::Type | Kind::Leave => self.caret() != awaited.caret,
            Kind::Save => self.row(SIZE.1 - 1).contains("已存"),
            Kind::Page => true,
        }
    }

    /// Handles output, and notes the responses in it.
    fn take(&mut self, bytes: &[u8], at: Instant, figures: &mut Figures) {
        self.screen.process(bytes);
        figures.bytes += bytes.len();
        if let Some(awaited) = &mut self.awaited {
            awaited.bytes += bytes.len();
        }
        if let Some(awaited) = self.awaited.take_if(|_| true) {
            if self.is_answered(&awaited) {
                figures.own_bytes += awaited.bytes;
                figures.answers.entry(awaited.kind).or_default().push(at - awaited.since);
            } else {
                self.awaited = Some(awaited);
            }
        }
        if let Some((mark, since)) = self.news
            && self.row(2).contains(mark)
        {
            figures.news.push(at - since);
            self.news = None;
        }
    }
}

impl Crowd {
    /// Makes everybody type something at once, and waits until everything is drawn.
    pub fn all_type(&mut self, keys: impl Fn(usize) -> String) {
        for (number, seat) in self.seats.iter().enumerate() {
            let keys = keys(number);
            if !keys.is_empty() {
                seat.wire.send(keys.as_bytes());
            }
        }
        self.settle();
    }

    /// Gives every worker another script, from its beginning.
    pub fn follow(&mut self, script: Script) {
        for seat in self.seats.iter_mut().filter(|seat| matches!(seat.part, Part::Worker(_))) {
            (seat.part, seat.done) = (Part::Worker(script), 0);
        }
    }

    /// Waits until there is no more output.
    pub fn settle(&mut self) {
        let mut nothing = Figures::default();
        while self.receive(QUIET, &mut nothing) {}
    }

    /// Waits until every screen contains a text.
    pub fn wait_text(&mut self, text: &str) {
        let end = Instant::now() + 3 * LOST;
        let mut nothing = Figures::default();
        while let Some(seat) = self.seats.iter().find(|seat| !seat.text().contains(text)) {
            assert!(Instant::now() < end, "{text} is not on the screen:\n{}", seat.text());
            self.receive(QUIET, &mut nothing);
        }
    }

    /// Runs everybody's part. `meanwhile` is called after every thousandth key.
    pub fn work(&mut self, pace: Pace, mut meanwhile: impl FnMut(usize)) -> Figures {
        let mut figures = Figures::default();
        let begun = Instant::now();
        let count = u32::try_from(self.seats.len()).unwrap();
        for (number, seat) in (0u32..).zip(&mut self.seats) {
            // People do not press their keys at the same moment.
            seat.due = begun + pace.every * number / count;
            (seat.awaited, seat.news) = (None, None);
        }
        let (mut pressed, mut told) = (0, 0);
        loop {
            let is_over = pressed >= pace.keys || begun.elapsed() >= pace.time;
            pressed += self.press(pace.every, is_over);
            if is_over && !self.seats.iter().any(Seat::is_busy) {
                break;
            }
            let next = self.seats.iter().filter(|seat| seat.awaited.is_none()).filter_map(Seat::next).min();
            let patience = next.map_or(QUIET, |next| next.saturating_duration_since(Instant::now()));
            self.receive(patience.clamp(Duration::from_millis(1), QUIET), &mut figures);
            self.give_up(&mut figures);
            if pressed / 1000 > told {
                told = pressed / 1000;
                meanwhile(pressed);
            }
        }
        figures.took = begun.elapsed();
        figures
    }

    /// Presses the keys of those who are due and have seen the response to the one before. Response times count from
    /// when a key was due. Once `is_over`, running actions are only finished.
    fn press(&mut self, every: Duration, is_over: bool) -> usize {
        let mut pressed = 0;
        let mut announced = None;
        let is_told = self.seats.iter().all(|seat| seat.news.is_none());
        for seat in &mut self.seats {
            let now = Instant::now();
            if seat.due > now || seat.awaited.is_some() || is_over && seat.is_at_the_beginning() {
                continue;
            }
            let due = if every.is_zero() { now } else { seat.due };
            let (key, kind) = match seat.part {
                Part::Worker(script) => (script.action)(seat.done),
                Part::Announcer if !is_told => continue,
                Part::Announcer => {
                    // Twice a second, however fast the others are.
                    let (key, mark) = announcement(seat.done);
                    announced = Some((mark, now));
                    seat.due = now + Duration::from_millis(500);
                    (key, Kind::Save)
                }
                Part::Watcher => continue,
            };
            if matches!(seat.part, Part::Worker(_)) {
                seat.due = due + every;
            }
            seat.await_answer(kind, due);
            seat.wire.send(key.as_bytes());
            seat.done += 1;
            pressed += 1;
        }
        if let Some(announced) = announced {
            for seat in self.seats.iter_mut().filter(|seat| matches!(seat.part, Part::Watcher)) {
                seat.news = Some(announced);
            }
        }
        pressed
    }

    /// Handles the output that has arrived, after waiting up to `patience` for it. Returns true if there was any.
    fn receive(&mut self, patience: Duration, figures: &mut Figures) -> bool {
        let mut fds: Vec<PollFd<'_>> = self.seats.iter().map(|seat| PollFd::new(&seat.wire, PollFlags::IN)).collect();
        let patience = Timespec::try_from(patience).unwrap();
        if poll(&mut fds, Some(&patience)).is_err() {
            return true;
        }
        let ready: Vec<bool> = fds.iter().map(|fd| !fd.revents().is_empty()).collect();
        let mut buffer = [0; 64 << 10];
        let mut something = false;
        for (seat, _) in self.seats.iter_mut().zip(ready).filter(|(_, ready)| *ready) {
            let at = Instant::now();
            let Some(bytes) = seat.wire.receive(&mut buffer) else {
                panic!("a screen has ended; it was\n{}", seat.text());
            };
            seat.take(&bytes, at, figures);
            something = true;
        }
        something
    }

    fn give_up(&mut self, figures: &mut Figures) {
        for seat in &mut self.seats {
            if let Some(awaited) = seat.awaited.take_if(|awaited| awaited.since.elapsed() > LOST) {
                figures.lost += 1;
                eprintln!("waited in vain for {:?} (action {}):\n{}", awaited.kind, seat.done, seat.text());
            }
            figures.lost += usize::from(seat.news.take_if(|(_, since)| since.elapsed() > LOST).is_some());
        }
    }
}
