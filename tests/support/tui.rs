//! A session without a real terminal: keys are bytes, and a terminal emulator reads the output.

use std::io::{self, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plandesk::desk::{Actor, Desk};
use plandesk::keymap::Keymap;
use plandesk::plan::{Period, Year};
use plandesk::tui::{Event, Flow, Options, Session};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::support::plans;

/// A writer whose content tests can read.
#[derive(Clone, Default)]
pub struct Wire(Arc<Mutex<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A person at a terminal.
pub struct Seat {
    pub desk: Arc<Desk>,
    pub session: Session<Wire>,
    pub flow: Flow,
    wire: Wire,
    news: Receiver<()>,
    emulator: vt100::Parser,
    _folder: Option<tempfile::TempDir>,
}

/// Returns options with a fixed period.
pub fn options() -> Options {
    Options { period: Some(Period::annual(Year(2023))), ..Options::default() }
}

impl Seat {
    /// Returns a person at 80×24, in Chinese.
    pub fn new() -> Seat {
        Seat::with(options(), (80, 24))
    }

    pub fn with(options: Options, size: (u16, u16)) -> Seat {
        let (desk, folder) = plans::desk();
        let mut seat = Seat::at(desk, "规划科", options, size);
        seat._folder = Some(folder);
        seat
    }

    /// Returns a person at a desk with others.
    pub fn at(desk: Arc<Desk>, name: &str, options: Options, size: (u16, u16)) -> Seat {
        Seat::of(desk, Actor::owner(name), options, size)
    }

    /// Returns a person admitted by the desk.
    pub fn of(desk: Arc<Desk>, actor: Actor, options: Options, (width, height): (u16, u16)) -> Seat {
        let wire = Wire::default();
        let (sender, news) = sync_channel(16);
        let wake = move || _ = sender.try_send(());
        let keymap = Arc::new(Keymap::default_map());
        let session =
            Session::new(Arc::clone(&desk), actor, keymap, options, wire.clone(), (width, height), wake).unwrap();
        let emulator = vt100::Parser::new(at_least_one(height), at_least_one(width), 0);
        let mut seat = Seat { desk, session, flow: Flow::Continue, wire, news, emulator, _folder: None };
        seat.draw();
        seat
    }

    /// Draws a frame, and returns the bytes sent.
    pub fn draw(&mut self) -> Vec<u8> {
        self.session.draw().unwrap();
        let bytes = std::mem::take(&mut *self.wire.0.lock().unwrap());
        self.emulator.process(&bytes);
        bytes
    }

    /// Sends bytes unchanged.
    pub fn send(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.flow = self.session.take(Event::Bytes(bytes.to_vec()));
        if self.session.patience().is_some() {
            self.flow = self.session.nothing_followed();
        }
        self.draw()
    }

    /// Presses keys: characters as such, others by name, as in `3s3<Down><Enter>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while !rest.is_empty() {
            let named = rest.strip_prefix('<').and_then(|r| r.split_once('>')).and_then(|(n, r)| Some((named(n)?, r)));
            match named {
                Some((bytes, after)) => {
                    self.send(bytes);
                    rest = after;
                }
                None => {
                    let c = rest.chars().next().unwrap();
                    self.send(c.encode_utf8(&mut [0; 4]).as_bytes());
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.emulator.screen_mut().set_size(at_least_one(height), at_least_one(width));
        self.session.take(Event::Resized(width, height));
        self.draw();
    }

    /// Waits until the screen satisfies a condition, drawing after each event.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        while !wanted(&self.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            if self.news.recv_timeout(left).is_err() {
                panic!("waited in vain until {what}; the screen is\n{}", self.screen());
            }
            self.session.take(Event::Wake);
            self.draw();
        }
    }

    /// Returns the text of the screen: one line per row, without trailing blanks.
    pub fn screen(&self) -> String {
        dump(self.session.shown())
    }

    /// Returns the row that contains a text.
    #[track_caller]
    pub fn row(&self, text: &str) -> String {
        let screen = self.screen();
        screen.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("no {text} in\n{screen}")).to_string()
    }

    /// Returns the last line: hints or a message; a framed message becomes one line.
    pub fn last_line(&self) -> String {
        let screen = self.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let last = lines.last().copied().unwrap_or_default();
        let top = lines.iter().rposition(|line| line.starts_with('┌'));
        match top {
            Some(top) if last.starts_with('└') => {
                let within = lines[top..lines.len() - 1].iter();
                let text: String = within.map(|line| line.trim_matches(['┌', '┐', '─', '│', ' '])).collect();
                match text.strip_prefix('!') {
                    Some(words) => format!(" ! {words}"),
                    None => text,
                }
            }
            _ => last.to_string(),
        }
    }

    /// Returns the text of the screen according to the terminal emulator.
    pub fn emulated(&self) -> String {
        let screen = self.emulator.screen();
        let (rows, columns) = screen.size();
        let text = screen.rows(0, columns.get()).map(|row| row.trim_end().to_string());
        text.take(usize::from(rows.get())).collect::<Vec<_>>().join("\n")
    }

    /// Returns column and row of the terminal's cursor; `None` if it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let screen = self.emulator.screen();
        let (row, column) = screen.cursor_position();
        (!screen.hide_cursor()).then_some((column, row))
    }
}

fn at_least_one(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap_or(NonZero::<u16>::MIN)
}

fn named(name: &str) -> Option<&'static [u8]> {
    Some(match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "S-Tab" => b"\x1b[Z",
        "Backspace" => b"\x7f",
        "Space" => b" ",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "PageDown" => b"\x1b[6~",
        "PageUp" => b"\x1b[5~",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "C-c" => b"\x03",
        "C-s" => b"\x13",
        "C-x" => b"\x18",
        "C-z" => b"\x1a",
        "F1" => b"\x1bOP",
        "A-Up" => b"\x1b[1;3A",
        "A-Down" => b"\x1b[1;3B",
        "C-n" => b"\x0e",
        "C-t" => b"\x14",
        "F2" => b"\x1bOQ",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        _ => return None,
    })
}

/// Returns a frame as text, without the continuation cells of wide characters.
pub fn dump(buffer: &Buffer) -> String {
    let mut rows = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let (mut row, mut x) = (String::new(), buffer.area.x);
        while x < buffer.area.right() {
            row.push_str(buffer[(x, y)].symbol());
            x += buffer[(x, y)].cell_width().max(1);
        }
        rows.push(row.trim_end().to_string());
    }
    rows.join("\n")
}

/// Returns the styles of a frame that are not plain: row, columns and style.
pub fn styles(buffer: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut x = buffer.area.x;
        while x < buffer.area.right() {
            let (fg, modifier) = (buffer[(x, y)].fg, buffer[(x, y)].modifier);
            let start = x;
            while x < buffer.area.right() && (buffer[(x, y)].fg, buffer[(x, y)].modifier) == (fg, modifier) {
                x += buffer[(x, y)].cell_width().max(1);
            }
            if (fg, modifier) != (Color::Reset, Modifier::empty()) {
                lines.push(format!("{y}: {start}-{} {fg:?} {modifier:?}", x - 1));
            }
        }
    }
    lines.join("\n")
}
