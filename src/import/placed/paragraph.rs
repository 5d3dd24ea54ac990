//! Joining lines wrapped at the page width into paragraphs, also across pages.

use super::super::drawn::SetLine;
use super::super::layout::Layout;
use super::super::number;
use super::grid::Table;
use super::line::Line;
use super::{Piece, rows};

/// The minimum first-line indent, in multiples of the font size.
const INDENT: f64 = 1.2;
/// The minimum distance from the right edge, in multiples of the font size, at which a line ends its paragraph.
const SHORT: f64 = 2.2;

/// The maximum length of a title in characters.
const TITLE: usize = 50;

/// The margins of the text.
#[derive(Debug, Clone, Copy)]
struct Margins {
    left: f64,
    right: f64,
}

/// Joins the elements of all pages.
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

/// Returns the edges of most lines.
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

/// Returns true if a line continues a paragraph with a given last line.
fn goes_on(text: &str, last: &Line, line: &Line, margins: Margins) -> bool {
    let is_short = last.right < margins.right - last.size * SHORT;
    let is_set_in = line.left > margins.left + line.size * INDENT;
    let is_other = (last.size - line.size).abs() > last.size * 0.12;
    // Positions on different pages can't be compared.
    let gap = line.y - last.y;
    let is_apart = gap > last.size.max(line.size) * 3.2;
    // A centred heading is wider than its first line only if it is wrapped.
    let is_middle = last.left > margins.left + last.size * 3.0 && last.right < margins.right + 1.0;
    // After a title or a complete sentence a number begins a paragraph, whatever the edges are.
    let is_title = text.chars().count() <= TITLE && !text.contains(['。', '；', '，']);
    let is_numbered = number::split(&line.text).is_some() && (is_title || text.ends_with(['。', '；', '：', '）']));
    let leads = |text: &str| text.contains("....") || text.contains("……") || text.contains("····");
    !(is_numbered || is_short || is_set_in || is_other || is_apart || is_middle || leads(text) || leads(&line.text))
}

/// Appends a line to a text; a blank separates Latin words and numbers.
pub fn append(text: &mut String, line: &str) {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_latin(text.chars().last()) && is_latin(line.chars().next()) {
        text.push(' ');
    }
    text.push_str(line);
}

impl Table {
    /// Returns true if a table on the next page continues this one.
    fn goes_on_in(&self, next: &Table) -> bool {
        self.columns.len() == next.columns.len()
            && self.columns.iter().zip(&next.columns).all(|(one, other)| (one - other).abs() < 4.0)
            && next.top < self.bottom
    }

    /// Returns the table with the rows of its continuation, without repeated headings.
    fn with(mut self, next: Table) -> Table {
        let words =
            |row: &super::super::drawn::Row| row.iter().map(super::super::drawn::Cell::flat).collect::<Vec<_>>();
        let again = self.rows.first().map(&words) == next.rows.first().map(&words);
        self.rows.extend(next.rows.into_iter().skip(usize::from(again)));
        self.bottom = next.bottom;
        self
    }
}
