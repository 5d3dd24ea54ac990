//! Spreadsheets in XML: OpenDocument (.ods) and Excel 2003 (.xml, or .xls by name).
//!
//! Both formats nest cells in rows in sheets. A row or a cell may be repeated, or have an explicit index.

use quick_xml::NsReader;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::SpreadsheetError;
use super::container;
use super::grid::{Budget, Grid, Merged};
use super::value::RawCell;
use crate::import::decode;
use crate::import::package::{Package, Source};
use crate::import::xml::{attribute, entity};

/// The maximum numbers of rows and columns of a sheet.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads an OpenDocument spreadsheet.
pub(super) fn read_ods(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    let mut package = Package::open(bytes)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(16).any(|part| part == b"encryption-data>") {
        return Err(SpreadsheetError::Encrypted);
    }
    let content = package.part("content.xml")?.ok_or(SpreadsheetError::NotAWorkbook)?;
    sheets(&content)
}

/// Reads an Excel 2003 workbook in XML.
pub(super) fn read_excel_xml(bytes: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    sheets(bytes)
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    kind: String,
    value: String,
    text: String,
    /// The number of columns for which it is repeated.
    repeated: u32,
    /// The number of further rows and columns that it covers.
    down: u32,
    across: u32,
}

/// A sheet being read.
struct Sheet {
    grid: Grid,
    merged: Vec<Merged>,
    row: u32,
    column: u32,
    /// The number of rows for which the current row is repeated.
    rows: u32,
}

fn sheets(content: &[u8]) -> Result<Vec<Grid>, SpreadsheetError> {
    container::refuse_traps(content)?;
    let decoded = decode::text(content).ok_or(SpreadsheetError::Harmful)?;
    let damaged = |error: quick_xml::Error| SpreadsheetError::Damaged(error.to_string());
    let mut reader = NsReader::from_str(&decoded.text);
    let mut sheets = Sheets { grids: Vec::new(), budget: Budget::new(), sheet: None, cell: None, notes: 0 };
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Eof => return Ok(sheets.grids),
            Event::DocType(_) => return Err(SpreadsheetError::Harmful),
            Event::Start(tag) => sheets.start(&tag, false)?,
            Event::Empty(tag) => sheets.start(&tag, true)?,
            Event::End(tag) => sheets.end(&tag)?,
            Event::Text(words) => sheets.push(&words.xml10_content()),
            Event::CData(words) => sheets.push(&words.xml10_content()),
            Event::GeneralRef(name) => {
                let c = entity(&name).ok_or(SpreadsheetError::Harmful)?;
                sheets.push(c.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
    }
}

/// The sheets of a file, as far as they have been read.
struct Sheets {
    grids: Vec<Grid>,
    budget: Budget,
    sheet: Option<Sheet>,
    cell: Option<Cell>,
    /// The number of notes being read, whose text is not part of the cell's.
    notes: usize,
}

impl Sheets {
    /// Reads a start tag. `ends` is true for an empty element, which has no end tag.
    fn start(&mut self, tag: &BytesStart, ends: bool) -> Result<(), SpreadsheetError> {
        match tag.local_name().as_ref() {
            "table" | "Worksheet" if self.sheet.is_none() => self.sheet = Some(Sheet::of(tag)),
            "table-row" | "Row" => self.sheet.iter_mut().for_each(|sheet| sheet.start_row(tag)),
            "table-cell" | "covered-table-cell" | "Cell" => {
                let begun = self.sheet.as_mut().map(|sheet| sheet.start_cell(tag));
                match (&mut self.sheet, begun) {
                    (Some(sheet), Some(begun)) if ends => sheet.end_cell(begun, &mut self.budget)?,
                    (_, begun) => self.cell = begun,
                }
            }
            "Data" => self.cell.iter_mut().for_each(|cell| cell.kind = attribute(tag, "Type").unwrap_or_default()),
            "annotation" | "Comment" if !ends => self.notes += 1,
            "p" => self.cell.iter_mut().filter(|cell| !cell.text.is_empty()).for_each(|cell| cell.text.push('\n')),
            "s" | "tab" => self.push(" "),
            "line-break" => self.cell.iter_mut().for_each(|cell| cell.text.push('\n')),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: &BytesEnd) -> Result<(), SpreadsheetError> {
        match tag.local_name().as_ref() {
            "annotation" | "Comment" => self.notes = self.notes.saturating_sub(1),
            "table-cell" | "covered-table-cell" | "Cell" => {
                if let (Some(sheet), Some(cell)) = (&mut self.sheet, self.cell.take()) {
                    sheet.end_cell(cell, &mut self.budget)?;
                }
            }
            "table-row" | "Row" => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.end_row(&mut self.budget)?;
                }
            }
            "table" | "Worksheet" => {
                if let Some(mut sheet) = self.sheet.take() {
                    sheet.grid.fill(&sheet.merged, &mut self.budget)?;
                    self.grids.push(sheet.grid);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds text to the cell, unless it belongs to a note.
    fn push(&mut self, text: &str) {
        if self.notes == 0 {
            self.cell.iter_mut().for_each(|cell| cell.text.push_str(text));
        }
    }
}

impl Sheet {
    fn of(tag: &BytesStart) -> Sheet {
        let name = attribute(tag, "name").or_else(|| attribute(tag, "Name")).unwrap_or_default();
        Sheet { grid: Grid::named(&name), merged: Vec::new(), row: 0, column: 0, rows: 1 }
    }

    fn start_row(&mut self, tag: &BytesStart) {
        // Excel's indices start at 1.
        if let Some(place) = number(tag, "Index") {
            self.row = self.row.max(place.saturating_sub(1));
        }
        self.rows = number(tag, "number-rows-repeated").unwrap_or(1).max(1);
        self.column = 0;
    }

    /// Ends a row. Only a non-blank row is repeated.
    fn end_row(&mut self, budget: &mut Budget) -> Result<(), SpreadsheetError> {
        if let Some(cells) = self.grid.rows.get(&self.row).filter(|_| self.rows > 1).cloned() {
            for row in (self.row + 1)..self.row.saturating_add(self.rows).min(MAX_ROWS) {
                for (column, cell) in &cells {
                    self.grid.put(row, *column, cell.clone(), budget)?;
                }
            }
        }
        self.row = self.row.saturating_add(std::mem::replace(&mut self.rows, 1)).min(MAX_ROWS);
        Ok(())
    }

    fn start_cell(&mut self, tag: &BytesStart) -> Cell {
        if let Some(place) = number(tag, "Index") {
            self.column = self.column.max(place.saturating_sub(1));
        }
        let spanned = |name: &str| number(tag, name).map(|count| count.saturating_sub(1));
        Cell {
            kind: attribute(tag, "value-type").unwrap_or_default(),
            value: attribute(tag, "date-value").or_else(|| attribute(tag, "value")).unwrap_or_default(),
            text: String::new(),
            repeated: number(tag, "number-columns-repeated").unwrap_or(1).max(1),
            down: spanned("number-rows-spanned").or_else(|| number(tag, "MergeDown")).unwrap_or(0),
            across: number(tag, "MergeAcross").unwrap_or(0),
        }
    }

    fn end_cell(&mut self, cell: Cell, budget: &mut Budget) -> Result<(), SpreadsheetError> {
        let end = self.column.saturating_add(cell.repeated).saturating_add(cell.across).min(MAX_COLUMNS);
        if let Some(raw) = cell.raw().filter(|_| self.row < MAX_ROWS) {
            for column in self.column..self.column.saturating_add(cell.repeated).min(end) {
                self.grid.put(self.row, column, raw.clone(), budget)?;
            }
            if cell.down > 0 {
                let last = self.row.saturating_add(cell.down);
                self.merged.push(Merged { first: self.row, last, column: self.column });
            }
        }
        self.column = end;
        Ok(())
    }
}

impl Cell {
    fn raw(&self) -> Option<RawCell> {
        let text = self.text.trim();
        let stored = if self.value.is_empty() { text } else { &self.value };
        let number = || stored.parse::<f64>().ok().filter(|value| value.is_finite());
        let raw = match self.kind.as_str() {
            "float" | "currency" | "Number" => number().map(|value| RawCell::Number { value, percent: false }),
            "percentage" => number().map(|value| RawCell::Number { value, percent: true }),
            "date" | "DateTime" => date(stored),
            "Error" => Some(RawCell::Error(text.to_string())),
            _ => None,
        };
        if raw.is_none() && text.starts_with('#') && (text.ends_with('!') || text == "#N/A") {
            return Some(RawCell::Error(text.to_string()));
        }
        raw.or_else(|| (!text.is_empty()).then(|| RawCell::Text(text.to_string())))
    }
}

/// Parses a date such as 2024-12-31T00:00:00.
fn date(text: &str) -> Option<RawCell> {
    let day = text.split('T').next()?;
    let mut parts = day.splitn(3, '-');
    Some(RawCell::Date(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(content: &str) -> Vec<(u32, u32, String)> {
        let grids = sheets(content.as_bytes()).unwrap();
        let rows = grids.into_iter().flat_map(|grid| grid.rows);
        rows.flat_map(|(row, cells)| cells.into_iter().map(move |(column, cell)| (row, column, cell.words()))).collect()
    }

    fn told(cells: &[(u32, u32, &str)]) -> Vec<(u32, u32, String)> {
        cells.iter().map(|(row, column, text)| (*row, *column, (*text).to_string())).collect()
    }

    #[test]
    fn repeated_and_merged_cells_of_opendocument_stand_in_their_places() {
        let content = "<d xmlns:table='t' xmlns:office='o' xmlns:text='x'><table:table table:name='甲'><table:table-row table:number-rows-repeated='2'><table:table-cell office:value-type='string' table:number-columns-repeated='2'><text:p>a&amp;b</text:p></table:table-cell><table:table-cell table:number-columns-repeated='16000'/></table:table-row><table:table-row><table:table-cell/><table:table-cell office:value-type='percentage' office:value='0.6'><office:annotation><text:p>批注</text:p></office:annotation><text:p>60%</text:p></table:table-cell><table:table-cell office:value-type='date' office:date-value='2024-12-31'><text:p>x</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row></table:table></d>";
        assert_eq!(
            cells(content),
            told(&[(0, 0, "a&b"), (0, 1, "a&b"), (1, 0, "a&b"), (1, 1, "a&b"), (2, 1, "60%"), (2, 2, "2024-12-31")])
        );
    }

    #[test]
    fn cells_of_excel_xml_may_name_their_places() {
        let content = "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='甲'><Table><Row ss:Index='3'><Cell ss:MergeDown='1'><Data ss:Type='String'>id</Data></Cell><Cell ss:Index='4'><Data ss:Type='Number'>5</Data></Cell></Row><Row><Cell ss:Index='2'><Data ss:Type='String'>乙</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert_eq!(cells(content), told(&[(2, 0, "id"), (2, 3, "5"), (3, 0, "id"), (3, 1, "乙")]));
    }

    #[test]
    fn a_sheet_that_stands_for_more_cells_than_any_is_refused() {
        let cell = "<c:table-cell c:number-columns-repeated='16000'><p>a</p></c:table-cell>";
        let row = format!("<c:table-row c:number-rows-repeated='1000000'>{cell}</c:table-row>");
        let content = format!("<d xmlns:c='c'><c:table>{row}</c:table></d>");
        assert_eq!(sheets(content.as_bytes()), Err(SpreadsheetError::TooLarge));
    }
}
