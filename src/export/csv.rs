//! CSV files: RFC 4180 with CRLF line ends, safe to open in a spreadsheet.
//!
//! A text that a spreadsheet would take for a formula is prefixed with an apostrophe ([`guard`]), which is removed when
//! it is read back ([`unguard`](crate::text::formula::unguard)). Numbers are never prefixed, so that a column with
//! negative figures can still be added up.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use crate::text::clean::sanitise;
use crate::text::formula::guard;

use super::ExportError;
use super::sheet::{Cell, Sheet};

/// The byte order mark of a CSV file, by which Excel and WPS recognise UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Returns the sheet as CSV in UTF-8, headings first, without a byte order mark.
///
/// # Errors
/// [`ExportError::Form`] if the rows can't be written.
pub fn lines(sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let form = |error: &dyn std::fmt::Display| ExportError::Form(error.to_string());
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer
        .write_record(sheet.headings.iter().map(|heading| guard(&sanitise(heading)).into_owned()))
        .map_err(|e| form(&e))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| field(cell).into_owned())).map_err(|e| form(&e))?;
    }
    writer.into_inner().map_err(|e| form(&e))
}

fn field(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => Cow::Owned(guard(&sanitise(text)).into_owned()),
        Cell::Number(value) => Cow::Owned(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_numbers_and_rows_end_in_crlf() {
        let sheet = Sheet {
            title: String::new(),
            headings: vec!["a".into(), "b".into()],
            rows: vec![
                vec![Cell::Number(-3.5), Cell::Text("-3.5".into())],
                vec![Cell::Empty, Cell::from("x,\"y\"\nz")],
            ],
        };
        let text = String::from_utf8(lines(&sheet).unwrap()).unwrap();
        assert_eq!(text, "a,b\r\n-3.5,'-3.5\r\n,\"x,\"\"y\"\"\nz\"\r\n");
    }
}
