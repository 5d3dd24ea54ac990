//! Fixed-layout text (PDF and OFD): conversion of characters with positions to the lines that the importer reads.
//!
//! ```text
//! pages ──▶ grid (tables by ruled lines) ──▶ line ──▶ edge (running heads, page numbers) ──▶ paragraph ──▶ Text
//! ```
//! Line 12 of a source is the twelfth paragraph or table row of the file. Lengths are in points, with the origin in the
//! upper left corner of the page.

mod edge;
mod grid;
mod line;
mod paragraph;

use super::drawn;
use super::layout::{Layout, Text};
use super::seen::Seen;
use crate::plan::doubt::FileContent;
use grid::Table;
use line::Line;

/// The maximum number of characters in a file: about ten times those of a plan of 500 pages.
pub const MOST_GLYPHS: usize = 4_000_000;
/// The maximum number of pages in a file.
pub const MOST_PAGES: usize = 5000;

/// A character, or several shown as one glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// The text.
    pub text: String,
    /// The left edge.
    pub x: f64,
    /// The baseline.
    pub y: f64,
    /// The width.
    pub width: f64,
    /// The font size.
    pub size: f64,
}

/// A horizontal or vertical ruled line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// True if it is horizontal.
    pub level: bool,
    /// The position on the other axis: the height of a horizontal line.
    pub at: f64,
    /// The left or upper end.
    pub from: f64,
    /// The right or lower end.
    pub to: f64,
}

impl Rule {
    /// Returns the rule for a stroke between two points, or for a thin rectangle with these corners.
    pub fn between(x: (f64, f64), y: (f64, f64)) -> Option<Rule> {
        let ((left, right), (top, bottom)) = ((x.0.min(x.1), x.0.max(x.1)), (y.0.min(y.1), y.0.max(y.1)));
        let (width, height) = (right - left, bottom - top);
        match () {
            () if height <= 2.0 && width >= 4.0 => {
                Some(Rule { level: true, at: (top + bottom) / 2.0, from: left, to: right })
            }
            () if width <= 2.0 && height >= 4.0 => {
                Some(Rule { level: false, at: (left + right) / 2.0, from: top, to: bottom })
            }
            () => None,
        }
    }
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The height.
    pub height: f64,
    /// The characters, in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Its ruled lines.
    pub rules: Vec<Rule>,
    /// True if an image covers most of it.
    pub is_picture: bool,
    /// The number of characters that could not be decoded.
    pub undecoded: usize,
    /// Rotated text: stamps and watermarks.
    pub turned: String,
}

/// An element of a page.
#[derive(Debug)]
enum Piece {
    Line(Line),
    Table(Table),
}

impl Piece {
    fn top(&self) -> f64 {
        match self {
            Piece::Line(line) => line.y,
            Piece::Table(table) => table.top,
        }
    }
}

/// Converts pages to lines.
pub fn text(pages: Vec<Page>) -> Text {
    let mut seen = Seen::default();
    let scans = pages.iter().filter(|page| page.is_picture && page.glyphs.len() < 10).count();
    let undecoded: usize = pages.iter().map(|page| page.undecoded).sum();
    let turned: Vec<String> = pages.iter().map(|page| page.turned.trim().to_string()).collect();
    let mut pages = pages;
    let struck: Vec<String> = pages.iter_mut().map(take_struck).collect();
    let mut read: Vec<Vec<Piece>> = pages.into_iter().map(pieces).collect();
    let edges = edge::take_out(&mut read);
    let mut leftovers = Vec::new();
    let notes = edge::take_notes(&mut read);
    let mut lines = paragraph::join(read);
    let turned = turned.into_iter().filter(|text| !text.is_empty()).collect::<std::collections::BTreeSet<_>>();
    for text in edges.into_iter().chain(turned) {
        seen.take_out(FileContent::PageEdge, 1, text, &mut leftovers);
    }
    for text in struck {
        seen.take_out(FileContent::Struck, 1, text, &mut leftovers);
    }
    for (n, note) in notes.into_iter().enumerate() {
        if n == 0 {
            lines.extend(["", "附录 脚注和尾注"].map(|line| (line.to_string(), Layout::default())));
        }
        seen.meet(FileContent::Note, u32::try_from(lines.len() + 1).unwrap_or(u32::MAX), &note);
        lines.push((note, Layout::default()));
    }
    (0..scans).for_each(|_| seen.meet(FileContent::Scan, 1, ""));
    (0..undecoded).for_each(|_| seen.meet(FileContent::Undecoded, 1, ""));
    let (lines, layouts): (Vec<String>, Vec<Layout>) = lines.into_iter().unzip();
    Text { text: lines.join("\n"), layouts, doubts: seen.doubts(), leftovers }
}

/// Removes characters that are struck through, and returns their text.
fn take_struck(page: &mut Page) -> String {
    let lines: Vec<Rule> = page.rules.iter().filter(|rule| rule.level).copied().collect();
    let is_struck = |glyph: &Glyph| {
        let middle = glyph.x + glyph.width / 2.0;
        let heights = glyph.y - glyph.size * 0.5..=glyph.y - glyph.size * 0.15;
        lines.iter().any(|line| heights.contains(&line.at) && (line.from..=line.to).contains(&middle))
    };
    let (struck, kept): (Vec<Glyph>, Vec<Glyph>) = std::mem::take(&mut page.glyphs).into_iter().partition(is_struck);
    page.glyphs = kept;
    struck.into_iter().map(|glyph| glyph.text).collect()
}

/// Returns the tables of a page and the lines between them, from top to bottom.
fn pieces(page: Page) -> Vec<Piece> {
    let (tables, rest) = grid::tables(page.glyphs, page.rules);
    let mut pieces: Vec<Piece> = tables.into_iter().map(Piece::Table).collect();
    pieces.extend(line::lines(rest).into_iter().map(|line| Piece::Line(Line { height: page.height, ..line })));
    pieces.sort_by(|a, b| a.top().total_cmp(&b.top()));
    pieces
}

/// Returns the lines of a table with a number.
fn rows(table: Table, number: u32) -> Vec<drawn::SetLine> {
    if drawn::is_box(&table.rows) {
        let layout = Layout { frame: Some(number), ..Layout::default() };
        return table.rows.into_iter().flatten().flat_map(|cell| cell.lines).map(|(text, _)| (text, layout)).collect();
    }
    drawn::set(table.rows, number, Layout::default())
}

#[cfg(test)]
mod tests;
