//! The screen: what a terminal shows, and the bytes that bring it from one frame to the next.
//!
//! It writes to any writer and is told its size; it never asks the process's own terminal for anything. Only
//! cells that changed are sent. The cursor is moved only where it does not stand already, and after a character
//! on whose width terminals disagree, so that a terminal that is set otherwise goes wrong for one character and
//! not for the rest of the line.

use std::io::{self, Write};

use crossterm::Command;
use crossterm::cursor::{Hide, MoveRight, MoveTo, Show};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{Clear, ClearType};
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};

use crate::text::width::{AmbiguousWidth, width};

/// A terminal that can be drawn on.
pub struct Screen<W> {
    writer: W,
    shown: Buffer,
    caret: Option<Position>,
    /// Bytes of the frame under way: a frame leaves in one write.
    out: Vec<u8>,
    pen: Pen,
    /// True if the terminal is told where a frame begins and ends, so that it shows it at once (mode 2026).
    pub synchronises: bool,
}

/// The style in which the terminal will draw the next character.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Begins a frame that the terminal shows at once, and ends it.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Stands for what a terminal may show where nobody knows.
const UNKNOWN: &str = "\u{fffd}";

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl<W: Write> Screen<W> {
    /// Creates a screen of this size on which nothing has been drawn. The cursor is hidden with the first frame.
    pub fn new(writer: W, size: Size) -> Self {
        let shown = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        let mut screen = Screen { writer, shown, caret: None, out: Vec::new(), pen: PLAIN, synchronises: false };
        screen.clear();
        screen
    }

    /// Returns the frame that is shown now.
    pub fn shown(&self) -> &Buffer {
        &self.shown
    }

    /// Returns the columns and rows.
    pub fn size(&self) -> Size {
        self.shown.area.as_size()
    }

    /// Forgets what is shown, so that the next frame draws everything, on a screen of this size.
    pub fn reset(&mut self, size: Size) {
        self.shown = Buffer::empty(Rect::from((Position::ORIGIN, size)));
        self.pen = PLAIN;
        self.caret = None;
        self.clear();
    }

    fn clear(&mut self) {
        self.send(Hide);
        self.send(SetAttribute(Attribute::Reset));
        self.send(Clear(ClearType::All));
    }

    /// Adds a command to the frame under way.
    fn send(&mut self, command: impl Command) {
        let mut sequence = String::new();
        // Writing to a string does not fail.
        if command.write_ansi(&mut sequence).is_ok() {
            self.out.extend_from_slice(sequence.as_bytes());
        }
    }

    /// Adds a control sequence to the next frame.
    pub fn control(&mut self, sequence: &[u8]) {
        self.out.extend_from_slice(sequence);
    }

    /// Sends text as it is, behind the control sequences that are waiting.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        self.out.extend_from_slice(text.as_bytes());
        if self.out.is_empty() {
            return Ok(());
        }
        self.writer.write_all(&self.out)?;
        self.writer.flush()?;
        self.out.clear();
        Ok(())
    }

    /// Shows a frame, with the cursor at `caret` or hidden. Nothing is written when nothing changed.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn show(&mut self, next: Buffer, caret: Option<Position>) -> io::Result<()> {
        let before = self.out.len();
        let mut shown = std::mem::take(&mut self.shown);
        part_wide(&mut shown, &next);
        self.draw(&shown, &next);
        self.shown = next;
        self.place(caret, self.out.len() > before);
        if self.out.is_empty() {
            return Ok(());
        }
        if self.synchronises {
            self.out.splice(..0, BEGIN.iter().copied());
            self.out.extend_from_slice(END);
        }
        self.writer.write_all(&self.out)?;
        self.writer.flush()?;
        self.out.clear();
        Ok(())
    }

    fn draw(&mut self, shown: &Buffer, next: &Buffer) {
        // Where the cursor stands, while that is certain.
        let mut cursor: Option<Position> = None;
        for (x, y, cell) in shown.diff_iter(next) {
            if cursor != Some(Position { x, y }) {
                self.go_to(cursor, Position { x, y });
            }
            self.take(Pen { fg: cell.fg, bg: cell.bg, modifier: cell.modifier });
            self.out.extend_from_slice(cell.symbol().as_bytes());
            let end = x + cell.cell_width();
            let certain = end < next.area.width && is_certain(cell.symbol());
            cursor = certain.then_some(Position { x: end, y });
        }
        self.take(PLAIN);
    }

    fn go_to(&mut self, from: Option<Position>, to: Position) {
        match from {
            Some(from) if from.y == to.y && from.x < to.x => self.send(MoveRight(to.x - from.x)),
            _ => self.send(MoveTo(to.x, to.y)),
        }
    }

    fn take(&mut self, pen: Pen) {
        if pen == self.pen {
            return;
        }
        let mut codes = String::from("\x1b[0");
        for (flag, code) in
            [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::UNDERLINED, 4), (Modifier::REVERSED, 7)]
        {
            if pen.modifier.contains(flag) {
                codes.push_str(&format!(";{code}"));
            }
        }
        for (color, base) in [(pen.fg, 30), (pen.bg, 40)] {
            match color {
                Color::Indexed(n) => codes.push_str(&format!(";{};5;{n}", base + 8)),
                Color::Rgb(r, g, b) => codes.push_str(&format!(";{};2;{r};{g};{b}", base + 8)),
                _ => codes.extend(sgr(color).map(|code| format!(";{}", base + code))),
            }
        }
        codes.push('m');
        self.out.extend_from_slice(codes.as_bytes());
        self.pen = pen;
    }

    /// The cursor stands where text is typed: that is where an input method opens its window.
    fn place(&mut self, caret: Option<Position>, moved: bool) {
        match caret {
            Some(at) if moved || self.caret != caret => {
                self.go_to(None, at);
                if self.caret.is_none() {
                    self.send(Show);
                }
            }
            None if self.caret.is_some() => self.send(Hide),
            _ => {}
        }
        self.caret = caret;
    }
}

/// Marks the second halves of wide characters whose first halves are overwritten: terminals blank them, in a colour of
/// their own choosing, so that they have to be drawn again even where they look the same.
fn part_wide(shown: &mut Buffer, next: &Buffer) {
    let area = shown.area.intersection(next.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right().saturating_sub(1) {
            let cell = &shown[(x, y)];
            let is_wide = cell.symbol().len() > 1 && cell.cell_width() > 1;
            if is_wide && cell.symbol() != next[(x, y)].symbol() {
                shown[(x + 1, y)].set_symbol(UNKNOWN);
            }
        }
    }
}

/// Returns true if all terminals agree on the width of a character.
fn is_certain(symbol: &str) -> bool {
    symbol.is_ascii()
        || (symbol.chars().nth(1).is_none()
            && width(symbol, AmbiguousWidth::Narrow) == width(symbol, AmbiguousWidth::Wide))
}

/// Returns the offset of one of the sixteen colours from 30 or 40.
fn sgr(color: Color) -> Option<u16> {
    Some(match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn frame(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(0, 0, text, Style::new());
        buffer
    }

    fn bytes(screen: &mut Screen<Vec<u8>>, next: Buffer, caret: Option<Position>) -> String {
        screen.writer.clear();
        screen.show(next, caret).unwrap();
        String::from_utf8(screen.writer.clone()).unwrap()
    }

    #[test]
    fn only_what_changed_is_sent() {
        let mut screen = Screen::new(Vec::new(), Size::new(20, 2));
        assert_eq!(bytes(&mut screen, frame("残疾人ab"), None), "\x1b[?25l\x1b[0m\x1b[2J\x1b[1;1H残疾人ab");
        assert_eq!(bytes(&mut screen, frame("残疾人ab"), None), "");
        assert_eq!(bytes(&mut screen, frame("残疾者ac"), None), "\x1b[1;5H者\x1b[1Cc");
        assert_eq!(bytes(&mut screen, frame("残疾者ac"), Some(Position::new(3, 0))), "\x1b[1;4H\x1b[?25h");
        assert_eq!(bytes(&mut screen, frame("残疾者ac"), None), "\x1b[?25l");
    }

    #[test]
    fn a_frame_is_marked_for_a_terminal_that_can_show_it_at_once() {
        let mut screen = Screen::new(Vec::new(), Size::new(20, 2));
        bytes(&mut screen, frame("a"), None);
        screen.synchronises = true;
        assert_eq!(bytes(&mut screen, frame("b"), None), "\x1b[?2026h\x1b[1;1Hb\x1b[?2026l");
        assert_eq!(bytes(&mut screen, frame("b"), None), "", "nothing is no frame");
    }

    #[test]
    fn colours_beyond_the_sixteen_are_sent_as_they_are() {
        let mut screen = Screen::new(Vec::new(), Size::new(20, 2));
        bytes(&mut screen, frame(""), None);
        let mut next = frame("");
        next.set_string(0, 0, "a", Style::new().fg(Color::Indexed(114)).bg(Color::Rgb(1, 2, 3)));
        assert_eq!(bytes(&mut screen, next, None), "\x1b[1;1H\x1b[0;38;5;114;48;2;1;2;3ma\x1b[0m");
    }

    #[test]
    fn after_a_character_of_uncertain_width_the_cursor_is_placed_anew() {
        let mut screen = Screen::new(Vec::new(), Size::new(20, 2));
        let drawn = bytes(&mut screen, frame("“十”a"), None);
        assert!(drawn.ends_with("\x1b[1;1H“\x1b[1;2H十”\x1b[1;5Ha"), "{drawn:?}");
    }

    #[test]
    fn the_rest_of_a_wide_character_that_is_overwritten_is_drawn_again() {
        let mut screen = Screen::new(Vec::new(), Size::new(20, 2));
        bytes(&mut screen, frame("a全b"), None);
        assert_eq!(bytes(&mut screen, frame("账 b"), None), "\x1b[1;1H账 ");
    }

    #[test]
    fn styles_are_sent_where_they_change_and_end_plain() {
        let mut screen = Screen::new(Vec::new(), Size::new(20, 2));
        bytes(&mut screen, frame(""), None);
        let mut next = frame("");
        next.set_string(0, 0, "ab", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD));
        assert_eq!(bytes(&mut screen, next, None), "\x1b[1;1H\x1b[0;1;31mab\x1b[0m");
    }
}
