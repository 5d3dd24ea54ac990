//! Filled-in lists: spreadsheets that offices send back.
//!
//! ```text
//! bytes ──▶ container ──▶ grid ──▶ list ──▶ Filled
//!           what is it,   cells    headings,
//!           is it safe             rows by id
//! ```
//! People sort rows, move columns, and add titles above and notes below. So a list is read by its headings and the ids
//! of its rows, never by position. Nothing is ignored silently: invalid cells are reported as [`Problem`] with their
//! place. An export stores the original values in a hidden sheet, [`MEMORY`], which distinguishes new values from
//! unchanged ones and from what others have entered meanwhile.

mod container;
mod field;
mod grid;
mod list;
mod markup;
mod problem;
mod value;
mod xls;
mod xlsx;

use std::collections::HashMap;
use std::sync::Arc;

use super::decode;
use super::kind::FileKind;
use crate::plan::{FieldValue, ItemId, Period, RecordField};
use crate::text::clean::sanitise_line;

pub use field::Heading;
pub use list::{FilledCell, FilledRow, NamelessRow};
pub use problem::{Fault, Place, Problem, letters};
pub use value::{Remark, parted};

/// The name of the hidden sheet with the values as exported.
pub const MEMORY: &str = "_plandesk";

/// The reason why a file can't be read as a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpreadsheetError {
    /// The file is not a list.
    #[error(
        "it is not an Excel workbook (.xlsx); export the list again and fill that in (不是 Excel 工作簿，请重新导出再填)"
    )]
    NotAWorkbook,
    /// An unsupported spreadsheet format.
    #[error("it is an {0} spreadsheet; open it and save it as .xlsx (请打开后另存为 .xlsx 再导入)")]
    OtherFormat(&'static str),
    /// The file is encrypted.
    #[error("it is protected by a password; save it without one (文件有打开密码，请取消密码后另存再导入)")]
    Encrypted,
    /// The file is larger than any list.
    #[error(
        "it unpacks to far more than a list of tasks can hold and was not read (文件解压后过大，不像任务表，未读取)"
    )]
    TooLarge,
    /// The file is malicious.
    #[error(
        "it holds definitions that no spreadsheet program writes and was not read; open it and save it as .xlsx again (文件内容异常，未读取；请打开后重新另存为 .xlsx)"
    )]
    Harmful,
    /// The file can't be unpacked, or is not well formed.
    #[error(
        "it is damaged ({0}); open it and save it again, or ask for it once more (文件已损坏，请打开后重新保存或请对方重发)"
    )]
    Damaged(String),
    /// There are no headings of a list.
    #[error(
        "no row of headings was found with the column id and one to fill in; keep the headings of the exported list (没有找到含 id 和填报列的表头，请保留导出表的表头)"
    )]
    NoList,
}

/// The values as exported, by item, period of the review, and field.
pub type Memory = HashMap<(ItemId, Option<Period>, RecordField), Option<FieldValue>>;

/// A filled-in list.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The name of the file without its folders.
    pub file: Arc<str>,
    /// The rows of all sheets in order.
    pub rows: Vec<FilledRow>,
    /// The values as exported; `None` if the file does not contain them.
    pub memory: Option<Memory>,
    /// The cells that could not be parsed.
    pub problems: Vec<Problem>,
    /// The columns with unknown headings, which are not read.
    pub unread: Vec<(Place, String)>,
    /// The remarks on accepted cells, and on cells that should not be filled in.
    pub remarks: Vec<(Place, Remark)>,
    /// The rows without ids, which are not read unless they are [named](Filled::named).
    pub nameless: Vec<NamelessRow>,
}

impl Filled {
    /// Sets the period of rows, if neither they nor the exported values name one.
    #[must_use]
    pub fn for_period(mut self, period: Period) -> Filled {
        if self.memory.is_none() {
            self.rows.iter_mut().for_each(|row| row.period = row.period.or(Some(period)));
            self.nameless.iter_mut().for_each(|row| row.period = row.period.or(Some(period)));
        }
        self
    }

    /// Adds the ids that `find` returns to rows without ids; for the others the returned fault is recorded as a
    /// problem.
    #[must_use]
    pub fn named(mut self, find: impl Fn(&NamelessRow) -> Result<ItemId, Fault>) -> Filled {
        self.problems.retain(|problem| problem.fault != Fault::NoIdColumn);
        for row in std::mem::take(&mut self.nameless) {
            match find(&row) {
                Ok(item) => {
                    let NamelessRow { place, period, cells, .. } = row;
                    self.rows.push(FilledRow { place, item, period, cells });
                }
                Err(fault) => self.problems.push(Problem { place: row.place, fault }),
            }
        }
        self
    }
}

/// Returns true for a filled-in list: a workbook, or a text or page with a table that has the headings of a list.
pub fn is_list(bytes: &[u8]) -> bool {
    match FileKind::of(bytes) {
        kind if kind.is_workbook() => true,
        FileKind::Text => decode::text(bytes).is_some_and(|decoded| has_headings(&decoded.text)),
        FileKind::Html | FileKind::Mht => {
            grid::of_file(bytes).is_ok_and(|grids| grids.iter().any(|grid| list::read(&"".into(), grid).is_list))
        }
        _ => false,
    }
}

/// Returns true for a text with the headings of a list in its first lines.
fn has_headings(text: &str) -> bool {
    let names_id = |line: &str| {
        let mut cells = line.split([',', '\t', ';']).map(|cell| Heading::recognise(cell.trim_matches('"')));
        cells.any(|heading| heading == Some(Heading::Id))
    };
    text.lines().take(20).any(names_id)
}

/// Reads a list: a workbook, a page, or a CSV text in UTF-8, UTF-16 or GB18030.
///
/// # Errors
/// [`SpreadsheetError`] if nothing can be read.
pub fn read(file: &str, bytes: &[u8]) -> Result<Filled, SpreadsheetError> {
    filled(file, &grid::of_file(bytes)?)
}

fn filled(file: &str, grids: &[grid::Grid]) -> Result<Filled, SpreadsheetError> {
    let file: Arc<str> = file.into();
    let mut filled = Filled {
        file: Arc::clone(&file),
        rows: Vec::new(),
        memory: None,
        problems: Vec::new(),
        unread: Vec::new(),
        remarks: Vec::new(),
        nameless: Vec::new(),
    };
    let (mut shown, mut sent) = (Vec::new(), HashMap::new());
    let mut is_list = false;
    for grid in grids {
        let list = list::read(&file, grid);
        if &*grid.name == MEMORY {
            sent.extend(list.shown.into_iter().map(|cell| ((cell.item, cell.heading), cell.words)));
            filled.memory = list.is_list.then(|| memory(list.rows));
            continue;
        }
        is_list |= list.is_list || !list.problems.is_empty();
        filled.rows.extend(list.rows);
        filled.problems.extend(list.problems);
        filled.unread.extend(list.unread);
        filled.remarks.extend(list.remarks);
        filled.nameless.extend(list.nameless);
        shown.extend(list.shown);
    }
    let changed = shown.into_iter().filter(|cell| {
        let sent = sent.get(&(cell.item.clone(), Arc::clone(&cell.heading)));
        sent.is_some_and(|sent| sanitise_line(sent) != sanitise_line(&cell.words))
    });
    filled.remarks.extend(changed.map(|cell| (cell.place, Remark::Locked(sanitise_line(&cell.words)))));
    if is_list { Ok(filled) } else { Err(SpreadsheetError::NoList) }
}

fn memory(rows: Vec<FilledRow>) -> Memory {
    let mut memory = Memory::new();
    for row in rows {
        for cell in row.cells {
            let period = row.period.filter(|_| cell.field.is_of_period());
            memory.insert((row.item.clone(), period, cell.field), cell.value);
        }
    }
    memory
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_signs_without_a_word_of_chinese_is_a_list_all_the_same() {
        let list = format!("id,done\r\na-2025/t1,\"{}\"\r\n", "=== 3/4 (75%); ".repeat(9));
        assert!(is_list(list.as_bytes()));
        assert_eq!(read("list.csv", list.as_bytes()).unwrap().rows.len(), 1);
    }
}
