//! Grids: the non-blank cells of a sheet.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::super::delimited;
use super::super::kind::FileKind;
use super::super::{decode, html};
use super::SpreadsheetError;
use super::field::Heading;
use super::value::RawCell;
use super::{markup, xls, xlsx};

/// The maximum number of cells read from a file.
const MAX_CELLS: usize = 1_000_000;

/// The maximum size of the text in these cells in bytes. A workbook stores a text once, even if many cells show it.
const MAX_TEXT: usize = 192 << 20;

/// The maximum number of merged regions of a sheet that are examined.
const MAX_MERGED: usize = 20_000;

/// The non-blank cells of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// The name of the sheet; empty in a file without sheets.
    pub(super) name: Arc<str>,
    /// The cells by row and column, both from 0.
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, RawCell>>,
}

/// Cells of a column that are merged over several rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Merged {
    /// The first row.
    pub(super) first: u32,
    /// The last row.
    pub(super) last: u32,
    /// The column.
    pub(super) column: u32,
}

/// The remaining number of cells and bytes that may be read from a file.
pub(super) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Returns the budget for a whole file.
    pub(super) fn new() -> Self {
        Budget { cells: MAX_CELLS, text: MAX_TEXT }
    }

    /// Subtracts a cell from the budget.
    pub(super) fn spend(&mut self, cell: &RawCell) -> Result<(), SpreadsheetError> {
        let text = if let RawCell::Text(text) = cell { text.len() } else { 0 };
        self.cells = self.cells.checked_sub(1).ok_or(SpreadsheetError::TooLarge)?;
        self.text = self.text.checked_sub(text).ok_or(SpreadsheetError::TooLarge)?;
        Ok(())
    }
}

impl Grid {
    /// Returns an empty grid with a name.
    pub(super) fn named(name: &str) -> Self {
        Grid { name: name.into(), rows: BTreeMap::new() }
    }

    /// Sets a cell.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        cell: RawCell,
        budget: &mut Budget,
    ) -> Result<(), SpreadsheetError> {
        budget.spend(&cell)?;
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }

    /// Copies merged cells to all of their rows: merging cells of a column means that the value applies to all rows.
    pub(super) fn fill(&mut self, merged: &[Merged], budget: &mut Budget) -> Result<(), SpreadsheetError> {
        for Merged { first, last, column } in merged.iter().take(MAX_MERGED).filter(|one| one.last > one.first) {
            let Some(cell) = self.rows.get(first).and_then(|row| row.get(column)).cloned() else { continue };
            for (_, row) in self.rows.range_mut(first.saturating_add(1)..=*last) {
                budget.spend(&cell)?;
                row.entry(*column).or_insert_with(|| cell.clone());
            }
        }
        Ok(())
    }
}

/// Reads all sheets of a file of any supported format.
pub(super) fn of_file(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    let kind = FileKind::of(bytes);
    // Readers of these formats are known to panic on some malformed files.
    let read = || match kind {
        FileKind::Xlsx => xlsx::read(bytes),
        FileKind::Xls => xls::read(bytes),
        FileKind::Ods => markup::read_ods(bytes),
        FileKind::ExcelXml => markup::read_excel_xml(bytes),
        FileKind::Html | FileKind::Mht => of_page(bytes),
        FileKind::Text => {
            of_csv(&decode::text(bytes).ok_or(SpreadsheetError::NotAWorkbook)?.text).map(|grid| vec![grid])
        }
        FileKind::Locked => Err(SpreadsheetError::Encrypted),
        FileKind::Xlsb => Err(SpreadsheetError::OtherFormat("XLSB")),
        _ => Err(SpreadsheetError::NotAWorkbook),
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(SpreadsheetError::Damaged(String::new())))
}

/// Returns the tables of a web page as sheets: many systems write them with the extension .xls.
fn of_page(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    let tables = html::tables(bytes).map_err(|error| SpreadsheetError::Damaged(error.to_string()))?;
    let mut budget = Budget::new();
    let mut grids = Vec::new();
    for table in tables {
        let mut grid = Grid::named("");
        for (row, cells) in (0..).zip(table) {
            for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                grid.put(row, column, RawCell::Text(text), &mut budget)?;
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}

/// Reads a CSV file.
fn of_csv(text: &str) -> Result<Grid, SpreadsheetError> {
    let mut grid = Grid::named("");
    let mut budget = Budget::new();
    let separator = delimited::delimiter(text).unwrap_or_else(|| separator(text));
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    // Rows are counted as in a spreadsheet, even if cells have several lines.
    for (row, record) in (0..).zip(reader.into_records()) {
        let record = record.map_err(|error| SpreadsheetError::Damaged(error.to_string()))?;
        for (column, field) in (0..).zip(&record) {
            if !field.trim().is_empty() {
                let cell = RawCell::Text(crate::text::formula::unguard(field).to_string());
                grid.put(row, column, cell, &mut budget)?;
            }
        }
    }
    Ok(grid)
}

/// Returns the delimiter in the line with the headings.
fn separator(text: &str) -> u8 {
    let heads = |line: &str, sign: u8| {
        let mut cells = line.split(char::from(sign)).map(|cell| Heading::recognise(cell.trim_matches('"')));
        line.contains(char::from(sign)) && cells.any(|heading| heading == Some(Heading::Id))
    };
    let parts = |sign: &u8| text.lines().take(20).any(|line| heads(line, *sign));
    delimited::DELIMITERS.into_iter().find(parts).unwrap_or(b',')
}
