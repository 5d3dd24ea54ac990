//! The canvas: the one place where text is put on a frame.
//!
//! It places whole graphemes by the columns that [`crate::text`] measures, leaves out whatever has no column of
//! its own, and never lets one text cut a wide character of another in half.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::text::clean::shown_grapheme;
use crate::text::width::{AmbiguousWidth, cut, is_plain, measured, width};
use crate::tui::signs::Signs;
use crate::tui::theme::{Meaning, Theme};

/// A piece of a line: text and what it means.
pub type Piece<'a> = (&'a str, Meaning);

/// A frame being drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: Theme,
    /// The width of ambiguous characters.
    pub ambiguous: AmbiguousWidth,
    /// The marks and lines to draw with.
    pub signs: &'static Signs,
    caret: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// Creates a canvas over a frame.
    pub fn new(buffer: &'a mut Buffer, theme: Theme, ambiguous: AmbiguousWidth) -> Self {
        Canvas { buffer, theme, ambiguous, signs: Signs::of(ambiguous), caret: None }
    }

    /// Returns the whole frame.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Returns the position of the cursor.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// Returns the text of a line from a column on, as it was drawn.
    pub fn line(&self, y: u16, from: u16) -> String {
        let mut text = String::new();
        let mut x = from;
        while x < self.buffer.area.right() {
            let cell = &self.buffer[(x, y)];
            text.push_str(cell.symbol());
            x += cell.cell_width().max(1);
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// Puts the cursor here.
    pub fn set_caret(&mut self, at: Position) {
        if self.buffer.area.contains(at) {
            self.caret = Some(at);
        }
    }

    /// Returns the columns of a text.
    pub fn width(&self, text: &str) -> u16 {
        columns(width(text, self.ambiguous))
    }

    /// Puts a text into at most `columns` columns, cut with an ellipsis where it is longer. Returns the columns
    /// taken.
    pub fn put(&mut self, x: u16, y: u16, columns: u16, text: &str, meaning: Meaning) -> u16 {
        let columns = columns.min(self.buffer.area.right().saturating_sub(x));
        if y >= self.buffer.area.bottom() || columns == 0 {
            return 0;
        }
        let text = cut(text, columns.into(), self.ambiguous);
        self.write(x, y, &text, self.theme.style(meaning))
    }

    /// Puts a text at the right end of a field.
    pub fn put_right(&mut self, x: u16, y: u16, columns: u16, text: &str, meaning: Meaning) {
        let text = cut(text, columns.into(), self.ambiguous);
        let indent = columns.saturating_sub(self.width(&text));
        self.put(x + indent, y, columns - indent, &text, meaning);
    }

    /// Puts pieces one after the other into at most `columns` columns. Returns the columns taken.
    pub fn put_pieces(&mut self, x: u16, y: u16, columns: u16, pieces: &[Piece<'_>]) -> u16 {
        let mut taken = 0;
        for (text, meaning) in pieces {
            taken += self.put(x + taken, y, columns.saturating_sub(taken), text, *meaning);
        }
        taken
    }

    /// Gives some columns that are drawn already another meaning.
    pub fn restyle(&mut self, x: u16, y: u16, columns: u16, meaning: Meaning) {
        let area = Rect::new(x, y, columns, 1).intersection(self.buffer.area);
        self.buffer.set_style(area, self.theme.style(meaning));
    }

    /// A horizontal rule with a title standing in it.
    pub fn rule(&mut self, x: u16, y: u16, columns: u16, title: &str) {
        self.repeat(x, y, columns, self.signs.horizontal, Meaning::Muted);
        if !title.is_empty() {
            let title = format!(" {title} ");
            self.put(x + 1, y, columns.saturating_sub(2), &title, Meaning::Title);
        }
    }

    /// Fills columns with one sign.
    pub fn repeat(&mut self, x: u16, y: u16, columns: u16, sign: &str, meaning: Meaning) {
        self.put(x, y, columns, &sign.repeat(columns.into()), meaning);
    }

    /// Blanks an area, also the other halves of wide characters that it cuts.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        let blank = " ".repeat(area.width.into());
        for y in area.top()..area.bottom() {
            self.write(area.x, y, &blank, Style::reset());
        }
    }

    /// Draws a framed empty area with a title, and returns the area inside the frame.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.buffer.area);
        self.clear(area);
        if area.width < 4 || area.height < 3 {
            return Rect::default();
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        let signs = self.signs;
        for y in [area.y, bottom] {
            self.repeat(area.x + 1, y, area.width - 2, signs.horizontal, Meaning::Muted);
        }
        for y in area.y + 1..bottom {
            self.put(area.x, y, 1, signs.vertical, Meaning::Muted);
            self.put(right, y, 1, signs.vertical, Meaning::Muted);
        }
        let [top_left, top_right, bottom_left, bottom_right] = signs.corners;
        for (x, y, corner) in [
            (area.x, area.y, top_left),
            (right, area.y, top_right),
            (area.x, bottom, bottom_left),
            (right, bottom, bottom_right),
        ] {
            self.put(x, y, 1, corner, Meaning::Muted);
        }
        if !title.is_empty() {
            self.put(area.x + 2, area.y, area.width - 4, &format!(" {title} "), Meaning::Title);
        }
        Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
    }

    fn write(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let start = x;
        let mut x = x;
        for (grapheme, width) in measured(text, self.ambiguous) {
            let columns = columns(width);
            if columns == 0 {
                continue;
            }
            if x + columns > self.buffer.area.right() {
                break;
            }
            self.place(x, y, grapheme, columns, style);
            x += columns;
        }
        x - start
    }

    fn place(&mut self, x: u16, y: u16, grapheme: &str, columns: u16, style: Style) {
        self.part_from_left(x, y);
        self.part_from_right(x + columns, y);
        let cell = &mut self.buffer[(x, y)];
        cell.reset();
        let symbol = shown_grapheme(grapheme);
        cell.set_symbol(&symbol).set_style(style);
        if !is_plain(grapheme)
            && symbol.cell_width() != columns
            && let Some(width) = NonZeroU16::new(columns)
        {
            cell.set_diff_option(CellDiffOption::ForcedWidth(width));
        }
        // With its style, so that a background does not stay behind when something narrower takes the place.
        for behind in x + 1..x + columns {
            let cell = &mut self.buffer[(behind, y)];
            cell.reset();
            cell.set_style(style);
        }
    }

    /// Blanks a wide character that begins left of `x` and reaches into it.
    fn part_from_left(&mut self, x: u16, y: u16) {
        if x > self.buffer.area.x && is_wide(&self.buffer[(x - 1, y)]) {
            self.buffer[(x - 1, y)].reset();
        }
    }

    /// Blanks a wide character whose first half ends just before `x`: what is drawn over it leaves its second
    /// half without a first.
    fn part_from_right(&mut self, x: u16, y: u16) {
        let area = self.buffer.area;
        if x > area.x && x < area.right() && is_wide(&self.buffer[(x - 1, y)]) {
            self.buffer[(x, y)].reset();
        }
    }
}

/// Returns true if the cell holds a wide character. Most hold a blank.
fn is_wide(cell: &Cell) -> bool {
    cell.symbol().len() > 1 && cell.cell_width() > 1
}

/// Columns as the terminal counts them.
pub fn columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks that every wide character of a frame has its second column blank and to itself, so a terminal shows each row
    /// with as many columns as it has.
    fn is_whole(buffer: &Buffer) -> Result<(), String> {
        for y in buffer.area.top()..buffer.area.bottom() {
            let mut x = 0;
            while x < buffer.area.width {
                let columns = buffer[(x, y)].cell_width().max(1);
                if x + columns > buffer.area.width {
                    return Err(format!("a character hangs over the edge at {x},{y}"));
                }
                for behind in x + 1..x + columns {
                    if buffer[(behind, y)].symbol() != " " {
                        return Err(format!("{:?} stands on half of a character at {behind},{y}", buffer[(behind, y)]));
                    }
                }
                x += columns;
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn a_pop_up_over_chinese_text_keeps_its_border(
            rows in prop::collection::vec("[a残疾“…①🙂 ]{0,30}", 8),
            (x, y, w, h) in (0u16..20, 0u16..6, 4u16..20, 3u16..6),
            wide in any::<bool>(),
        ) {
            let ambiguous = if wide { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow };
            let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 8));
            let mut canvas = Canvas::new(&mut buffer, Theme::sixteen(), ambiguous);
            for (y, row) in rows.iter().enumerate() {
                canvas.put(0, columns(y), 30, row, Meaning::Plain);
            }
            let area = Rect::new(x, y, w, h).intersection(canvas.area());
            canvas.frame(area, "残疾人");
            let vertical = canvas.signs.vertical;
            prop_assert_eq!(is_whole(&buffer), Ok(()));
            if area.width >= 4 && area.height >= 3 {
                for row in area.y + 1..area.bottom() - 1 {
                    prop_assert_eq!(buffer[(area.x, row)].symbol(), vertical);
                    prop_assert_eq!(buffer[(area.right() - 1, row)].symbol(), vertical);
                }
            }
        }
    }

    #[test]
    fn escapes_in_a_text_are_not_drawn() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        let mut canvas = Canvas::new(&mut buffer, Theme::plain(), AmbiguousWidth::Narrow);
        canvas.put(0, 0, 10, "a\u{1b}\u{9b}\u{202e}\u{200b}\u{200d}\u{e0041}\u{2028}\u{3164}b", Meaning::Plain);
        assert_eq!(buffer, Buffer::with_lines(["ab        "]));
    }

    #[test]
    fn what_no_font_has_is_drawn_as_a_mark_of_known_width() {
        for (ambiguous, marks) in [(AmbiguousWidth::Narrow, "a□□b"), (AmbiguousWidth::Wide, "a□ □ b")] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
            let mut canvas = Canvas::new(&mut buffer, Theme::plain(), ambiguous);
            canvas.put(0, 0, 8, "a\u{f0b7}\u{378}b", Meaning::Plain);
            let drawn: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
            assert_eq!(drawn.trim_end(), marks);
        }
    }

    #[test]
    fn a_tower_of_marks_stays_in_its_cell() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        let mut canvas = Canvas::new(&mut buffer, Theme::plain(), AmbiguousWidth::Narrow);
        canvas.put(0, 0, 4, &format!("e{}x", "\u{323}".repeat(1000)), Meaning::Plain);
        assert_eq!(buffer[(0, 0)].symbol().chars().count(), 9);
        assert_eq!(buffer[(1, 0)].symbol(), "x");
    }
}
