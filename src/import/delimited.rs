//! Texts that are a single delimited table, as written by spreadsheet programs.

use csv::ReaderBuilder;

/// The possible delimiters; programs choose one by the locale.
pub const DELIMITERS: [u8; 3] = *b",\t;";

/// The minimum number of columns.
const FEWEST: usize = 3;
/// The maximum length of a column heading in characters.
const LONGEST: usize = 24;
/// The number of rows that are examined.
const LOOKED_AT: usize = 200;

/// Returns the delimiter of a text whose first line has headings and whose other lines are rows; `None` for running
/// text.
pub fn delimiter(text: &str) -> Option<u8> {
    DELIMITERS.into_iter().find(|delimiter| is_parted_by(text, *delimiter))
}

/// Returns true if a text is nothing but a table.
pub fn is_table(text: &str) -> bool {
    delimiter(text).is_some()
}

fn is_parted_by(text: &str, delimiter: u8) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let head = text.lines().next().unwrap_or_default();
    let columns = head.matches(char::from(delimiter)).count() + 1;
    let is_heading = |cell: &str| cell.chars().count() <= LONGEST && !cell.contains(['。', '；', '：']);
    if columns < FEWEST || !head.split(char::from(delimiter)).all(is_heading) {
        return false;
    }
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let rows: Vec<usize> = reader.records().take(LOOKED_AT).filter_map(Result::ok).map(|row| row.len()).collect();
    let whole = rows.iter().filter(|cells| **cells == columns).count();
    !rows.is_empty() && whole * 10 >= rows.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_under_headings_are_a_table_whatever_parts_their_cells() {
        for (text, sign) in [
            ("序号,任务,牵头单位\n1,甲,民政局\n2,\"乙\n丙\",残联\n", Some(b',')),
            ("序号;任务;牵头单位\n1;甲，乙;民政局\n", Some(b';')),
            ("\u{feff}指标\t单位\t2020年\r\n甲\t%\t42\r\n", Some(b'\t')),
            ("序号,任务,牵头单位\n", None),
            ("甲县规划\n序号,任务,牵头单位\n1,甲,民政局\n", None),
            ("指标\t单位\t2020年\n甲\t%\t42\n一、任务\n（一）建设。\n（二）发展。\n", None),
            ("", None),
        ] {
            assert_eq!(delimiter(text), sign, "{text:?}");
        }
    }
}
