//! Grids: the cells of a sheet that are not blank, by row and column.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};

use super::SpreadsheetError;
use super::container;
use super::value::RawCell;

/// The most cells of a file that are read.
const MAX_CELLS: usize = 2_000_000;

/// The most text in these cells, in bytes: a workbook keeps a text once, however many cells show it.
const MAX_TEXT: usize = 192 << 20;

/// The most merged regions of a sheet that are looked at.
const MAX_MERGED: usize = 20_000;

/// The cells of a sheet that are not blank.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// The sheet's name; empty in a file that has no sheets.
    pub(super) name: Arc<str>,
    /// Rows and columns counted from 0.
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, RawCell>>,
}

/// What may still be read of a file.
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    fn new() -> Self {
        Budget { cells: MAX_CELLS, text: MAX_TEXT }
    }

    fn spend(&mut self, cell: &RawCell) -> Result<(), SpreadsheetError> {
        let text = if let RawCell::Text(text) = cell { text.len() } else { 0 };
        self.cells = self.cells.checked_sub(1).ok_or(SpreadsheetError::TooLarge)?;
        self.text = self.text.checked_sub(text).ok_or(SpreadsheetError::TooLarge)?;
        Ok(())
    }
}

/// Reads every sheet of a workbook.
pub(super) fn of_workbook(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    container::check(bytes)?;
    // The reader is known to panic on some files that no spreadsheet program writes.
    let grids = catch_unwind(AssertUnwindSafe(|| sheets(bytes)));
    grids.unwrap_or_else(|_| Err(SpreadsheetError::Damaged("xlsx".to_string())))
}

fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let found: Vec<_> = workbook.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).cloned().collect();
    let (mut grids, mut budget) = (Vec::new(), Budget::new());
    for sheet in found {
        let mut rows = cells(&mut workbook, &sheet.name, &mut budget)?;
        fill_merged(&mut workbook, &sheet.name, &mut rows, &mut budget)?;
        grids.push(Grid { name: sheet.name.into(), rows });
    }
    Ok(grids)
}

fn damaged(error: XlsxError) -> SpreadsheetError {
    match error {
        XlsxError::Password => SpreadsheetError::Encrypted,
        error => SpreadsheetError::Damaged(error.to_string()),
    }
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn cells(
    workbook: &mut Workbook,
    sheet: &str,
    budget: &mut Budget,
) -> Result<BTreeMap<u32, BTreeMap<u32, RawCell>>, SpreadsheetError> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, RawCell>> = BTreeMap::new();
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let in_percent = || {
            let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
            format.is_some_and(|format| matches!(format.format_id, Some(9 | 10)) || format.format_code.contains('%'))
        };
        let Some(raw) = raw(cell.get_value(), in_percent) else { continue };
        budget.spend(&raw)?;
        let (row, column) = cell.get_position();
        rows.entry(row).or_default().insert(column, raw);
    }
    Ok(rows)
}

fn raw(value: &DataRef, in_percent: impl FnOnce() -> bool) -> Option<RawCell> {
    let number = |value| RawCell::Number { value, percent: in_percent() };
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => RawCell::Text(text.clone()),
        DataRef::SharedString(text) => RawCell::Text((*text).to_string()),
        DataRef::Int(value) => number(*value as f64),
        DataRef::Float(value) => number(*value),
        DataRef::Bool(value) => RawCell::Text(value.to_string().to_uppercase()),
        DataRef::Error(error) => RawCell::Error(error.to_string()),
        // A date of the last century or the next is a figure in a cell that has the look of a date.
        DataRef::DateTime(date) if date.is_datetime() && (1.0..2_000_000.0).contains(&date.as_f64()) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            RawCell::Date(year, month, day)
        }
        DataRef::DateTime(date) => number(date.as_f64()),
    })
}

/// Somebody who merges the cells of a column over some rows means all those rows.
fn fill_merged(
    workbook: &mut Workbook,
    sheet: &str,
    rows: &mut BTreeMap<u32, BTreeMap<u32, RawCell>>,
    budget: &mut Budget,
) -> Result<(), SpreadsheetError> {
    let merged = workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    for region in merged.into_iter().take(MAX_MERGED) {
        let ((first, column), (last, last_column)) = (region.start, region.end);
        if column != last_column || last <= first {
            continue;
        }
        let Some(cell) = rows.get(&first).and_then(|row| row.get(&column)).cloned() else { continue };
        for (_, row) in rows.range_mut(first.saturating_add(1)..=last) {
            budget.spend(&cell)?;
            row.entry(column).or_insert_with(|| cell.clone());
        }
    }
    Ok(())
}

/// Reads a CSV text.
pub(super) fn of_csv(text: &str) -> Result<Grid, SpreadsheetError> {
    let mut rows: BTreeMap<u32, BTreeMap<u32, RawCell>> = BTreeMap::new();
    let mut budget = Budget::new();
    let separator =
        if text.lines().next().is_some_and(|line| !line.contains(',') && line.contains('\t')) { b'\t' } else { b',' };
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    // A row is what a spreadsheet would count as one, however many lines of text its cells have.
    for (row, record) in (0..).zip(reader.into_records()) {
        let record = record.map_err(|error| SpreadsheetError::Damaged(error.to_string()))?;
        for (column, field) in (0..).zip(&record) {
            if !field.trim().is_empty() {
                let cell = RawCell::Text(crate::text::formula::unguard(field).to_string());
                budget.spend(&cell)?;
                rows.entry(row).or_default().insert(column, cell);
            }
        }
    }
    Ok(Grid { name: "".into(), rows })
}
