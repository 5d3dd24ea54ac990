//! Columns that a person names for a table whose headings can't be read.
//!
//! A name stands for the missing heading of a column: the table is then read as if it had these headings. It is a
//! keyword (`name`, `unit`, `2025`) or a heading as plans print it (指标, 单位, 2025年).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::plan::{LineSpan, Year};
use crate::text::Language;
use crate::text::fold::to_half_width;

use super::clean::Line;
use super::column::Column;
use super::table::{Piece, Row, Table};
use super::unread::{self, UnreadTable};
use super::work_table;

/// The keywords with the headings for which they stand.
pub const NAMES: [(&str, &str); 10] = [
    ("name", "指标"),
    ("unit", "单位"),
    ("nature", "属性"),
    ("category", "类别"),
    ("number", "序号"),
    ("task", "重点任务"),
    ("content", "具体举措"),
    ("lead", "牵头单位"),
    ("support", "配合单位"),
    ("due", "完成时限"),
];

/// The maximum number of columns.
const MOST: usize = 64;

/// The headings that a person gives to columns of a table: `3=name,4=unit,5=2020,7=2025`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedColumns {
    /// The headings by column number, from 1; an empty one marks an unused column.
    heads: BTreeMap<usize, String>,
    of: Which,
}

/// The tables to which named columns apply.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    /// All unreadable tables with at least this number of columns.
    Any,
    /// The table at this line.
    Line(u32),
    /// Tables with a similar head.
    Like(String),
}

/// A text that does not name columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum BadColumns {
    /// It is not of the form `3=name`.
    Form(String),
    /// It is not a heading.
    Head(String),
    /// The columns are not sufficient for reading a table.
    TooFew,
}

impl BadColumns {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let names: Vec<&str> = NAMES.iter().map(|(name, head)| language.pick(head, name)).collect();
        match (self, language) {
            (BadColumns::Form(text), Language::Zh) => {
                format!("“{text}”不是“列号=含义”；请写成 3=指标,4=单位,5=2020,7=2025")
            }
            (BadColumns::Form(text), Language::En) => {
                format!("“{text}” is not COLUMN=NAME; write 3=name,4=unit,5=2020,7=2025")
            }
            (BadColumns::Head(text), Language::Zh) => {
                format!("“{text}”不是列的含义；可写：{}、年份，或 - 表示不读", names.join("、"))
            }
            (BadColumns::Head(text), Language::En) => {
                format!(
                    "“{text}” names no column; columns are {}, a year, or - for one to be left out",
                    names.join(", ")
                )
            }
            (BadColumns::TooFew, Language::Zh) => "指标表须指明指标和年份的列，任务表须指明重点任务的列".to_string(),
            (BadColumns::TooFew, Language::En) => {
                "name the columns of the indicators and of a year, or that of the tasks".to_string()
            }
        }
    }
}

impl NamedColumns {
    /// Returns named columns for the table at a line.
    ///
    /// # Errors
    /// [`BadColumns`] for the first fault.
    pub fn at(line: u32, heads: impl IntoIterator<Item = (usize, String)>) -> Result<NamedColumns, BadColumns> {
        Self::named(Which::Line(line), heads)
    }

    /// Returns named columns for tables with a head similar to `head`: see [`UnreadTable::head`].
    ///
    /// # Errors
    /// [`BadColumns`] for the first fault.
    pub fn like(head: &str, columns: &str) -> Result<NamedColumns, BadColumns> {
        Ok(NamedColumns { of: Which::Like(head.to_string()), ..columns.parse::<NamedColumns>()? })
    }

    fn named(of: Which, heads: impl IntoIterator<Item = (usize, String)>) -> Result<NamedColumns, BadColumns> {
        let heads = heads.into_iter().map(|(at, text)| Ok((at, head(&text)?)));
        let named = NamedColumns { heads: heads.collect::<Result<_, _>>()?, of };
        if named.is_of_indicators() || named.is_of_tasks() { Ok(named) } else { Err(BadColumns::TooFew) }
    }

    /// Returns the head of the tables to which the columns apply, if they are remembered.
    pub fn head(&self) -> Option<&str> {
        if let Which::Like(head) = &self.of { Some(head) } else { None }
    }

    /// Returns the columns without their table, in the syntax of [`NamedColumns::from_str`].
    pub fn columns(&self) -> String {
        let shown = |head: &String| if head.is_empty() { "-".to_string() } else { head.clone() };
        let columns: Vec<String> = self.heads.iter().map(|(at, head)| format!("{at}={}", shown(head))).collect();
        columns.join(",")
    }

    fn is_of_indicators(&self) -> bool {
        self.heads.values().any(|head| is_name(head)) && self.heads.values().any(|head| is_value(head))
    }

    fn is_of_tasks(&self) -> bool {
        self.heads.values().any(|head| work_table::says_what(head))
    }

    fn width(&self) -> usize {
        self.heads.keys().max().copied().unwrap_or(0)
    }

    /// Returns true if the columns apply to a table.
    fn is_for(&self, table: &UnreadTable) -> bool {
        match &self.of {
            Which::Any => table.is_loose() || unread::width(&table.rows()) >= self.width(),
            Which::Line(line) => (table.lines.first..=table.lines.last).contains(line),
            Which::Like(head) => !head.is_empty() && *head == table.head(),
        }
    }

    /// Returns true if a row has a heading in the column of names, or no number in the columns of years.
    fn is_row_of_heads(&self, row: &Row) -> bool {
        let is_head = |cell: &str| cell.trim().is_empty() || Column::is_head(cell) || work_table::is_head(cell);
        let of_indicators = self.is_of_indicators();
        let cells_of = |wanted: fn(&str) -> bool| {
            let places = self.heads.iter().filter(move |(_, head)| wanted(head)).map(|(at, _)| at - 1);
            places.map(|at| row.cells.get(at).map_or("", String::as_str)).collect::<Vec<_>>()
        };
        let names = if of_indicators { cells_of(is_name) } else { cells_of(work_table::says_what) };
        let years = cells_of(is_value);
        let is_figure = |cell: &&str| cell.chars().any(|c| c.is_ascii_digit() || "-—".contains(c));
        names.iter().all(|cell| is_head(cell)) || of_indicators && !years.iter().any(is_figure)
    }

    /// Reads a table by its named columns, and returns it with the last line of its headings.
    fn table(&self, unread: &UnreadTable) -> Option<(Piece, Option<u32>)> {
        let rows = unread.rows_of(self.width());
        let width = unread::width(&rows).max(self.width());
        let heads: Vec<String> = (1..=width).map(|at| self.heads.get(&at).cloned().unwrap_or_default()).collect();
        let above = rows.iter().take_while(|row| self.is_row_of_heads(row)).count();
        let (above, rows) = rows.split_at(above);
        let lines = rows.iter().map(|row| row.lines).reduce(LineSpan::to)?;
        let table = Table { heads, rows: rows.to_vec(), broken: Vec::new(), lines, frame: None };
        let table = if self.is_of_indicators() { Piece::Table(table) } else { Piece::Work(table) };
        Some((table, above.last().map(|row| row.lines.last)))
    }
}

/// Parses `3=name,4=unit,5=2020,7=2025`, with a line number and a colon in front (`120:3=name,…`) for the table at that
/// line.
impl FromStr for NamedColumns {
    type Err = BadColumns;

    fn from_str(text: &str) -> Result<NamedColumns, BadColumns> {
        let folded = to_half_width(text.trim());
        let line = folded.split_once(':').and_then(|(line, rest)| Some((line.trim().parse::<u32>().ok()?, rest)));
        let (of, columns) = line.map_or((Which::Any, folded.as_str()), |(line, rest)| (Which::Line(line), rest));
        let column = |text: &str| {
            let form = || BadColumns::Form(text.trim().to_string());
            let (at, head) = text.split_once('=').ok_or_else(form)?;
            let at = at.trim().parse().ok().filter(|at| (1..=MOST).contains(at)).ok_or_else(form)?;
            Ok((at, head.trim().to_string()))
        };
        let heads = columns.split([',', '、', ';']).map(column).collect::<Result<Vec<_>, BadColumns>>()?;
        Self::named(of, heads)
    }
}

/// Formats the columns in the syntax of [`NamedColumns::from_str`].
impl fmt::Display for NamedColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.of {
            Which::Line(line) => write!(f, "{line}:{}", self.columns()),
            Which::Any | Which::Like(_) => f.write_str(&self.columns()),
        }
    }
}

fn is_name(head: &str) -> bool {
    Column::read(head) == Column::Name
}

fn is_value(head: &str) -> bool {
    matches!(Column::read(head), Column::Value { .. })
}

/// Returns the heading for which a keyword stands.
fn head(name: &str) -> Result<String, BadColumns> {
    if matches!(name, "" | "-" | "无") {
        return Ok(String::new());
    }
    if let Some((_, head)) = NAMES.iter().find(|(short, _)| *short == name) {
        return Ok((*head).to_string());
    }
    if let Ok(year) = name.parse::<Year>() {
        return Ok(format!("{year}年"));
    }
    let is_head = Column::is_head(name) || work_table::is_head(name);
    if is_head { Ok(name.to_string()) } else { Err(BadColumns::Head(name.to_string())) }
}

/// The result of reading tables by named columns.
#[derive(Debug, Default)]
pub struct Read {
    /// The text with these tables.
    pub pieces: Vec<Piece>,
    /// The tables without named columns.
    pub unread: Vec<UnreadTable>,
    /// The columns by which tables were read and that are not remembered yet.
    pub named: Vec<NamedColumns>,
}

/// Reads the unreadable tables of a text that have named columns.
pub fn read(pieces: Vec<Piece>, unread: Vec<UnreadTable>, columns: &[NamedColumns]) -> Read {
    let mut read = Read { pieces, ..Read::default() };
    for table in unread {
        let named = columns.iter().filter(|named| named.is_for(&table));
        let found = named.filter_map(|named| Some((named, named.table(&table)?))).next();
        let Some((named, (piece, heads))) = found else {
            read.unread.push(table);
            continue;
        };
        read.pieces = replaced(read.pieces, table.lines, heads, piece);
        if named.head().is_none() && !table.head().is_empty() {
            read.named.push(NamedColumns { of: Which::Like(table.head()), heads: named.heads.clone() });
        }
    }
    read
}

/// Replaces the lines of a table by the table. Lines with its headings, up to `heads`, are kept.
fn replaced(pieces: Vec<Piece>, lines: LineSpan, heads: Option<u32>, table: Piece) -> Vec<Piece> {
    let from = heads.map_or(lines.first, |last| last + 1);
    let is_row = |line: &Line| (from..=lines.last).contains(&line.no);
    let mut table = Some(table);
    let mut kept = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match &piece {
            Piece::Line(line) | Piece::Cell(line) if is_row(line) => kept.extend(table.take()),
            _ => kept.push(piece),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_written_as_they_are_read() {
        for (text, written) in [
            ("3=name,4=unit,5=2020,7=2025", "3=指标,4=单位,5=2020年,7=2025年"),
            ("120:1=指标,2=2025年", "120:1=指标,2=2025年"),
            ("１＝name，２＝2025", "1=指标,2=2025年"),
            ("1=task,2=lead,3=-", "1=重点任务,2=牵头单位,3=-"),
        ] {
            let read: NamedColumns = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(read.to_string(), written);
            assert_eq!(written.parse(), Ok(read), "{written}");
        }
    }

    #[test]
    fn columns_by_which_nothing_can_be_read_are_refused() {
        let read = |text: &str| text.parse::<NamedColumns>();
        assert_eq!(read("name"), Err(BadColumns::Form("name".into())));
        assert_eq!(read("0=name,1=2025"), Err(BadColumns::Form("0=name".into())));
        assert_eq!(read("1=anything,2=2025"), Err(BadColumns::Head("anything".into())));
        assert_eq!(read("1=name,2=unit"), Err(BadColumns::TooFew));
        assert_eq!(read("1=unit,2=2025"), Err(BadColumns::TooFew));
    }
}
