//! Excel workbooks of 2007 and later.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::SpreadsheetError;
use super::container;
use super::grid::{Budget, Grid, Merged};
use super::value::RawCell;
use crate::import::package::Package;

/// Reads every sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    container::check(bytes)?;
    sheets(&with_slashes(bytes)?)
}

/// Returns a workbook with slashes in the names of its parts: .NET writes backslashes, which the reader does not
/// support.
fn with_slashes(bytes: &[u8]) -> Result<Cow<'_, [u8]>, SpreadsheetError> {
    let mut package = Package::open(bytes)?;
    if !package.holds(|name| name.contains('\\')) {
        return Ok(Cow::Borrowed(bytes));
    }
    let damaged = |error: &dyn std::fmt::Display| SpreadsheetError::Damaged(error.to_string());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let (name, part) = package.part_at(index)?;
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name.replace('\\', "/"), stored).map_err(|error| damaged(&error))?;
        zip.write_all(&part).map_err(|error| damaged(&error))?;
    }
    Ok(Cow::Owned(zip.finish().map_err(|error| damaged(&error))?.into_inner()))
}

fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let found: Vec<_> = workbook.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).cloned().collect();
    let (mut grids, mut budget) = (Vec::new(), Budget::new());
    for sheet in found {
        let mut grid = cells(&mut workbook, &sheet.name, &mut budget)?;
        let merged = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let merged = merged.into_iter().filter(|region| region.start.1 == region.end.1);
        let merged = merged.map(|region| Merged { first: region.start.0, last: region.end.0, column: region.start.1 });
        grid.fill(&merged.collect::<Vec<_>>(), &mut budget)?;
        grids.push(grid);
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

fn cells(workbook: &mut Workbook, sheet: &str, budget: &mut Budget) -> Result<Grid, SpreadsheetError> {
    let mut grid = Grid::named(sheet);
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let in_percent = || {
            let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
            format.is_some_and(|format| matches!(format.format_id, Some(9 | 10)) || format.format_code.contains('%'))
        };
        let Some(raw) = raw(cell.get_value(), in_percent) else { continue };
        let (row, column) = cell.get_position();
        grid.put(row, column, raw, budget)?;
    }
    drop(reader);
    // Programs may write a formula without its value.
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(damaged)?;
    while let Some(cell) = reader.next_formula().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let is_known = || grid.rows.get(&row).is_some_and(|row| row.contains_key(&column));
        if !cell.get_value().is_empty() && !is_known() {
            grid.put(row, column, RawCell::Unsaved, budget)?;
        }
    }
    Ok(grid)
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
        // A date far in the past or future is a number with a date format.
        DataRef::DateTime(date) if date.is_datetime() && (1.0..2_000_000.0).contains(&date.as_f64()) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            RawCell::Date(year, month, day)
        }
        DataRef::DateTime(date) => number(date.as_f64()),
    })
}
