//! Paragraphs: lines that the width of the page broke are joined, across pages as well.

use super::super::drawn::SetLine;
use super::super::layout::Layout;
use super::super::number;
use super::grid::Table;
use super::line::Line;
use super::{Piece, rows};

/// A first line is set in by so much, in sizes of the font, at least.
const INDENT: f64 = 1.2;
/// A line that ends so far from the right edge, in sizes of the font, ends its paragraph.
const SHORT: f64 = 2.2;

/// The longest title, in characters.
const TITLE: usize = 50;

/// The margins within which a document's text stands.
#[derive(Debug, Clone, Copy)]
struct Margins {
    left: f64,
    right: f64,
}

/// Joins the pieces of pages.
pub fn join(pages: Vec<Vec<Piece>>) -> Vec<SetLine> {
    let margins = margins(&pages);
    let mut lines: Vec<SetLine> = Vec::new();
    let mut open: Option<(String, Line)> = None;
    let mut table: Option<Table> = None;
    let mut drawn = 0;
    let mut end_table = |table: Option<Table>, lines: &mut Vec<SetLine>| {
        if let Some(table) = table {
            drawn += 1;
            lines.extend(rows(table, drawn));
        }
    };
    for page in pages {
        for piece in page {
            match piece {
                Piece::Line(line) => {
                    end_table(table.take(), &mut lines);
                    open = Some(match open.take() {
                        Some((mut text, last)) if goes_on(&text, &last, &line, margins) => {
                            append(&mut text, &line.text);
                            (text, line)
                        }
                        before => {
                            lines.extend(before.map(|(text, _)| (text, Layout::default())));
                            (line.text.clone(), line)
                        }
                    });
                }
                Piece::Table(next) => {
                    lines.extend(open.take().map(|(text, _)| (text, Layout::default())));
                    table = Some(match table.take() {
                        Some(before) if before.goes_on_in(&next) => before.with(next),
                        before => {
                            end_table(before, &mut lines);
                            next
                        }
                    });
                }
            }
        }
    }
    end_table(table, &mut lines);
    lines.extend(open.map(|(text, _)| (text, Layout::default())));
    lines
}

/// Returns the edges between which most lines stand.
fn margins(pages: &[Vec<Piece>]) -> Margins {
    let lines =
        || pages.iter().flatten().filter_map(|piece| if let Piece::Line(line) = piece { Some(line) } else { None });
    let common = |places: Vec<f64>, highest: bool| {
        let mut counts: std::collections::BTreeMap<i64, usize> = std::collections::BTreeMap::new();
        for place in places {
            *counts.entry((place / 2.0).round() as i64).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or(0);
        let often = |(_, count): &(&i64, &usize)| **count * 4 >= most;
        let found = if highest { counts.iter().rev().find(often) } else { counts.iter().find(often) };
        found.map_or(0.0, |(place, _)| *place as f64 * 2.0)
    };
    Margins {
        left: common(lines().map(|line| line.left).collect(), false),
        right: common(lines().map(|line| line.right).collect(), true),
    }
}

/// Returns true if a line goes on with a paragraph whose last line is given.
fn goes_on(text: &str, last: &Line, line: &Line, margins: Margins) -> bool {
    let is_short = last.right < margins.right - last.size * SHORT;
    let is_set_in = line.left > margins.left + line.size * INDENT;
    let is_other = (last.size - line.size).abs() > last.size * 0.12;
    // Between pages the height tells nothing.
    let gap = line.y - last.y;
    let is_apart = gap > last.size.max(line.size) * 3.2;
    // A heading that is set in the middle is wider than its first line only where it is broken.
    let is_middle = last.left > margins.left + last.size * 3.0 && last.right < margins.right + 1.0;
    // Below a title or a whole sentence a number begins a paragraph, whatever the edges say.
    let is_title = text.chars().count() <= TITLE && !text.contains(['。', '；', '，']);
    let is_numbered = number::split(&line.text).is_some() && (is_title || text.ends_with(['。', '；', '：', '）']));
    let leads = |text: &str| text.contains("....") || text.contains("……") || text.contains("····");
    !(is_numbered || is_short || is_set_in || is_other || is_apart || is_middle || leads(text) || leads(&line.text))
}

/// Adds a line to the text that it goes on with; Latin words and numbers are parted by a blank.
pub fn append(text: &mut String, line: &str) {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_latin(text.chars().last()) && is_latin(line.chars().next()) {
        text.push(' ');
    }
    text.push_str(line);
}

impl Table {
    /// Returns true if a table on the next page is the rest of this one.
    fn goes_on_in(&self, next: &Table) -> bool {
        self.columns.len() == next.columns.len()
            && self.columns.iter().zip(&next.columns).all(|(one, other)| (one - other).abs() < 4.0)
            && next.top < self.bottom
    }

    /// Returns the table with the rows of its rest; a head that is printed again is left out.
    fn with(mut self, next: Table) -> Table {
        let words =
            |row: &super::super::drawn::Row| row.iter().map(super::super::drawn::Cell::flat).collect::<Vec<_>>();
        let again = self.rows.first().map(&words) == next.rows.first().map(&words);
        self.rows.extend(next.rows.into_iter().skip(usize::from(again)));
        self.bottom = next.bottom;
        self
    }
}
