//! Lists as CSV: any bytes are read or refused, and an exported text is read back unchanged.

use plandesk::export::csv;
use plandesk::export::sheet::{Cell, Sheet};
use plandesk::import::spreadsheet;
use plandesk::plan::{FieldValue, RecordField};
use plandesk::text::clean::sanitise;

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let _ = spreadsheet::is_list(bytes);
    let _ = spreadsheet::read("list.csv", bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // Stored texts are clean and trimmed.
    let text = sanitise(text).trim().to_string();
    let sheet = Sheet {
        title: String::new(),
        headings: vec!["id".into(), "进展情况".into()],
        rows: vec![vec!["a-2025/t1".into(), Cell::Text(text.clone())]],
    };
    let lines = csv::lines(&sheet).expect("a sheet can be written");
    let list = spreadsheet::read("list.csv", &lines).expect("plandesk reads its own lists");
    let cell = list.rows.first().and_then(|row| row.cells.iter().find(|cell| cell.field == RecordField::Done));
    let came_back = cell.and_then(|cell| cell.value.clone());
    let left = (!text.is_empty()).then_some(FieldValue::Words(text));
    assert_eq!(came_back, left);
}
