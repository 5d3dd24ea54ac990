//! Excel workbooks before 2007, which WPS Spreadsheets writes as well ([MS-XLS]).

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xls, XlsError};
use cfb::CompoundFile;

use super::SpreadsheetError;
use super::grid::{Budget, Grid, Merged};
use super::value::RawCell;

/// The maximum area of a sheet in cells between its first and last one: the reader allocates memory for all of them.
const MAX_AREA: u64 = 4_000_000;

/// The kinds of records with a cell, each with its row and column at the start.
const CELLS: [u16; 9] = [0x0006, 0x0203, 0x0204, 0x0205, 0x0206, 0x00BD, 0x00D6, 0x00FD, 0x027E];
/// The kind of the record that begins a sheet.
const BEGIN: u16 = 0x0809;

/// Reads every sheet of a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    check(bytes)?;
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let (mut grids, mut budget) = (Vec::new(), Budget::new());
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(|error| damaged(&error))?;
        let mut grid = Grid::named(&name);
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let Some(cell) = raw(value) else { continue };
            let place = |first: u32, n: usize| first.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
            grid.put(place(first_row, row), place(first_column, column), cell, &mut budget)?;
        }
        let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let merged = merged.into_iter().filter(|region| region.start.1 == region.end.1);
        let merged = merged.map(|region| Merged { first: region.start.0, last: region.end.0, column: region.start.1 });
        grid.fill(&merged.collect::<Vec<_>>(), &mut budget)?;
        grids.push(grid);
    }
    Ok(grids)
}

fn damaged(error: &XlsError) -> SpreadsheetError {
    match error {
        XlsError::Password => SpreadsheetError::Encrypted,
        error => SpreadsheetError::Damaged(error.to_string()),
    }
}

fn raw(value: &Data) -> Option<RawCell> {
    let number = |value| RawCell::Number { value, percent: false };
    Some(match value {
        Data::Empty => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => RawCell::Text(text.clone()),
        Data::Int(value) => number(*value as f64),
        Data::Float(value) => number(*value),
        Data::Bool(value) => RawCell::Text(value.to_string().to_uppercase()),
        Data::Error(error) => RawCell::Error(error.to_string()),
        Data::DateTime(date) if date.is_datetime() && (1.0..2_000_000.0).contains(&date.as_f64()) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            RawCell::Date(year, month, day)
        }
        Data::DateTime(date) => number(date.as_f64()),
    })
}

/// Checks that no sheet has cells so far apart that the reader would exhaust memory.
fn check(bytes: &[u8]) -> Result<(), SpreadsheetError> {
    let damaged = |error: std::io::Error| SpreadsheetError::Damaged(error.to_string());
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let mut records = Vec::new();
    let stream = file.open_stream(name).map_err(damaged)?;
    stream.take(bytes.len() as u64).read_to_end(&mut records).map_err(damaged)?;
    let (mut rows, mut columns) = (0_u64, 0_u64);
    let mut rest = records.as_slice();
    while let [kind, kind_2, length, length_2, after @ ..] = rest {
        let kind = u16::from_le_bytes([*kind, *kind_2]);
        let length = usize::from(u16::from_le_bytes([*length, *length_2]));
        if kind == BEGIN {
            (rows, columns) = (0, 0);
        }
        if let ([row, row_2, column, column_2, ..], true) = (after, CELLS.contains(&kind)) {
            rows = rows.max(u64::from(u16::from_le_bytes([*row, *row_2])) + 1);
            columns = columns.max(u64::from(u16::from_le_bytes([*column, *column_2])) + 1);
        }
        if rows * columns > MAX_AREA {
            return Err(SpreadsheetError::TooLarge);
        }
        rest = after.get(length..).unwrap_or_default();
    }
    Ok(())
}
