//! Joining lines wrapped at the page width into paragraphs, also across pages.

use super::super::drawn::{Cell, Row, SetLine};
use super::super::layout::Layout;
use super::super::number;
use super::grid::Table;
use super::line::Line;
use super::{Piece, rows};

/// The minimum first-line indent, in multiples of the font size.
const INDENT: f64 = 1.2;
/// The minimum distance from the right edge, in multiples of the font size, at which a line ends its paragraph.
const SHORT: f64 = 2.2;

/// The line below is further away by so much than lines of one paragraph are, where another begins.
const APART: f64 = 1.35;

/// The longest title, in characters.
const TITLE: usize = 50;

/// The margins within which a document's text stands, and how far apart its lines are.
#[derive(Debug, Clone, Copy)]
struct Margins {
    left: f64,
    right: f64,
    /// The distance of the base lines of a paragraph.
    pitch: f64,
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
    let right = common(lines().map(|line| line.right).collect(), true);
    // Only below a line that reaches the edge can its own paragraph go on.
    let pitches = pages.iter().flat_map(|page| {
        page.windows(2).filter_map(|pair| match pair {
            [Piece::Line(one), Piece::Line(next)] if one.right > right - one.size * SHORT => Some(next.y - one.y),
            _ => None,
        })
    });
    let pitch = common(pitches.filter(|pitch| *pitch > 0.0).collect(), false);
    Margins { left: common(lines().map(|line| line.left).collect(), false), right, pitch }
}

/// Returns true if a line continues a paragraph with a given last line.
fn goes_on(text: &str, last: &Line, line: &Line, margins: Margins) -> bool {
    let is_short = last.right < margins.right - last.size * SHORT;
    let is_set_in = line.left > margins.left + line.size * INDENT;
    let is_other = (last.size - line.size).abs() > last.size * 0.12;
    // Positions on different pages can't be compared.
    let gap = line.y - last.y;
    let is_apart = gap > last.size.max(line.size) * 3.2 || margins.pitch > 0.0 && gap > margins.pitch * APART;
    // A heading that is set in the middle is wider than its first line only where it is broken.
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

/// Returns true if a row holds nothing but the rest of a few cells of the row before it.
fn is_rest_of(row: &Row, rest: &Row) -> bool {
    let is_filled = |cell: &Cell| cell.lines.iter().any(|(text, _)| !text.trim().is_empty());
    let filled = rest.iter().filter(|cell| is_filled(cell)).count();
    let same = row.len() == rest.len() && row.iter().zip(rest).all(|(one, other)| one.span == other.span);
    let within = row.iter().zip(rest).all(|(cell, more)| !is_filled(more) || is_filled(cell));
    same && within && filled * 2 < row.len() && rest.first().is_some_and(|cell| !is_filled(cell))
}

impl Table {
    /// Returns true if a table on the next page continues this one.
    fn goes_on_in(&self, next: &Table) -> bool {
        self.columns.len() == next.columns.len()
            && self.columns.iter().zip(&next.columns).all(|(one, other)| (one - other).abs() < 4.0)
            && next.top < self.bottom
    }

    /// The table with the rows of its rest; a head that is printed again is left out, and a row that the end of the page
    /// cut is whole again.
    fn with(mut self, mut next: Table) -> Table {
        let words = |row: &Row| row.iter().map(Cell::flat).collect::<Vec<_>>();
        let again = self.rows.first().map(&words) == next.rows.first().map(&words);
        if let (false, Some(last), Some(rest)) = (again, self.rows.last_mut(), next.rows.first())
            && is_rest_of(last, rest)
        {
            for (cell, more) in last.iter_mut().zip(next.rows.remove(0)) {
                match (cell.lines.last_mut(), &more.lines[..]) {
                    (Some((text, _)), [(first, _), ..]) => append(text, first),
                    _ => continue,
                }
                cell.lines.extend(more.lines.into_iter().skip(1));
            }
        }
        self.rows.extend(next.rows.into_iter().skip(usize::from(again)));
        self.bottom = next.bottom;
        self
    }
}
