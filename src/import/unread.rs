//! Tables whose rows could not be read: their lines, and the cells shown to a person who names the columns.

use crate::plan::{Level, LineSpan};

use super::clean::Line;
use super::column::Column;
use super::number;
use super::table::{self, Piece, Row};
use super::{wording, work_table};

/// A table that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadTable {
    /// The range of its lines in the source.
    pub lines: LineSpan,
    /// Its caption, or its first words.
    pub caption: String,
    /// Its lines as rows; in a loose table each line is a cell.
    rows: Vec<Row>,
    /// True if each cell is on a line of its own, so that the number of columns is unknown.
    loose: bool,
}

impl UnreadTable {
    fn of(lines: &[&Line], caption: String) -> Option<UnreadTable> {
        let [first, .., last] = lines else { return None };
        let by_tabs = lines.iter().any(|line| line.text.contains('\t') || line.text.starts_with('|'));
        let row = |line: &&Line| Row { cells: table::cells_of(line, !by_tabs), lines: LineSpan::at(line.no) };
        let rows: Vec<Row> = lines.iter().map(row).collect();
        let loose = !by_tabs && rows.iter().filter(|row| row.cells.len() >= 3).count() * 2 < rows.len();
        let rows = if loose { lines.iter().map(|line| alone(&line.text, line.no)).collect() } else { rows };
        Some(UnreadTable { lines: LineSpan { first: first.no, last: last.no }, caption, rows, loose })
    }

    /// Returns true if the number of its columns is unknown.
    pub fn is_loose(&self) -> bool {
        self.loose
    }

    /// Returns the rows, headings first; lone cells are grouped by the number of headings.
    pub fn rows(&self) -> Vec<Row> {
        self.rows_of(0)
    }

    /// Returns the rows; lone cells are grouped by `least` or by the number of headings, whichever is larger.
    pub fn rows_of(&self, least: usize) -> Vec<Row> {
        if !self.loose {
            return self.rows.clone();
        }
        let cells: Vec<(&str, u32)> =
            self.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (cell.as_str(), row.lines.first))).collect();
        let is_head = |cell: &str| Column::is_head(cell) || work_table::is_head(cell);
        let start = cells.iter().take(8).position(|(cell, _)| work_table::is_ordinal(cell)).unwrap_or(0);
        let (above, cells) = cells.split_at(start);
        let width = cells.iter().take(16).take_while(|(cell, _)| is_head(cell)).count().max(least).max(1);
        let is_numbered = cells.first().is_some_and(|(cell, _)| work_table::is_ordinal(cell));
        let mut rows: Vec<Row> = above.iter().map(|(cell, line)| alone(cell, *line)).collect();
        let mut next = 1;
        for (at, (cell, line)) in cells.iter().enumerate() {
            let ordinal = is_numbered && number_of(cell) == Some(next);
            let group = number::split(cell).is_some_and(|(mark, rest)| mark.level <= Level::Han && !rest.is_empty());
            next += u32::from(ordinal);
            let full = at == 0 || rows.last().is_none_or(|row| row.cells.len() >= width);
            let begins = if is_numbered && at >= width { ordinal || group } else { full || group };
            match rows.last_mut().filter(|_| !begins) {
                Some(row) => {
                    row.lines = row.lines.to(LineSpan::at(*line));
                    row.cells.push((*cell).to_string());
                }
                None => rows.push(alone(cell, *line)),
            }
        }
        rows
    }

    /// Returns the text of its first row, by which similar tables are recognised; empty if there is none.
    pub fn head(&self) -> String {
        let words = |cell: &String| wording::folded(cell).chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let cells: Vec<String> = self.rows().first().map_or_else(Vec::new, |row| row.cells.iter().map(words).collect());
        if cells.iter().all(String::is_empty) { String::new() } else { cells.join("|") }
    }
}

/// Returns the number of columns of some rows.
pub fn width(rows: &[Row]) -> usize {
    rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
}

fn number_of(cell: &str) -> Option<u32> {
    wording::folded(cell).trim_end_matches(['.', '、']).parse().ok()
}

fn alone(cell: &str, line: u32) -> Row {
    Row { cells: vec![cell.to_string()], lines: LineSpan::at(line) }
}

/// Returns a text in which all lines of unreadable tables are cells.
pub fn as_cells(pieces: Vec<Piece>, unread: &[UnreadTable]) -> Vec<Piece> {
    let as_cell = |piece| match piece {
        Piece::Line(line) if is_inside(&line, unread) => Piece::Cell(line),
        piece => piece,
    };
    if unread.is_empty() { pieces } else { pieces.into_iter().map(as_cell).collect() }
}

/// Returns the unreadable tables.
pub fn find(pieces: &[Piece]) -> Vec<UnreadTable> {
    let mut unread: Vec<UnreadTable> = Vec::new();
    let mut before: Option<&Line> = None;
    let mut cells: Vec<&Line> = Vec::new();
    let mut close = |cells: &mut Vec<&Line>, caption: Option<&Line>| {
        // A heading of the text below is not a row of the table.
        while cells.last().is_some_and(|line| is_heading(&line.text)) {
            cells.pop();
        }
        if let Some(first) = cells.first() {
            let caption = caption.filter(|line| line.text.chars().count() <= 60).unwrap_or(first);
            unread.extend(UnreadTable::of(cells, caption.text.replace('\t', " ")));
        }
        cells.clear();
    };
    let mut lone = 0;
    for piece in pieces {
        match piece {
            Piece::Cell(line) => cells.push(line),
            Piece::Line(line) => {
                let captioned = before.is_some_and(|line| wording::is_indicator_caption(&line.text));
                // Below the caption of an indicator table, headings and cells may be on lines of their own.
                let goes_on = (captioned || lone > 0) && is_lone_cell(line);
                if goes_on {
                    lone += 1;
                    cells.push(line);
                    continue;
                }
                let is_table = lone == 0 || cells.iter().filter(|line| Column::is_head(&line.text)).count() >= 2;
                if !is_table {
                    cells.clear();
                }
                lone = 0;
                close(&mut cells, before);
                before = Some(line);
            }
            Piece::Table(_) | Piece::Work(_) => {
                lone = 0;
                close(&mut cells, before);
                before = None;
            }
        }
    }
    close(&mut cells, before);
    unread
}

/// Returns true for a line that may be a cell of a table with each cell on a line of its own.
fn is_lone_cell(line: &Line) -> bool {
    let sentences = line.text.trim_end_matches('。');
    let signed = wording::is_date(&line.text) || wording::is_appendix(&line.text) || line.text.starts_with(['（', '(']);
    line.text.chars().take(31).count() <= 30 && !sentences.contains(['，', '：', '。']) && line.tabs == 0 && !signed
}

fn is_heading(text: &str) -> bool {
    number::split(text).is_some_and(|(mark, rest)| mark.level <= Level::HanParenthesised && !rest.is_empty())
}

/// Returns true if a line is within one of the loose tables of a text, which are in order.
pub fn is_inside(line: &Line, unread: &[UnreadTable]) -> bool {
    let next = unread.partition_point(|table| table.lines.last < line.no);
    unread.get(next).is_some_and(|table| table.loose && table.lines.first <= line.no)
}
