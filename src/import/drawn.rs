//! Tables drawn in a document of any format, and their conversion to lines.
//!
//! A row becomes a line with tabs between cells. A cell continued from the row above is empty, and the lines of a cell
//! are joined. A row with a single cell is a title if it comes first, a note if it comes last, and otherwise the
//! heading of the rows below. A cell that spans the columns of several headings leaves the others empty.

use super::layout::Layout;
use super::{column, number, table, work_table};

/// A line with its layout.
pub type SetLine = (String, Layout);

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The number of grid columns that it spans, at least 1.
    pub span: usize,
    /// True if it continues from the row above.
    pub goes_on: bool,
    /// The lines of the cell.
    pub lines: Vec<SetLine>,
}

impl Cell {
    /// Returns the lines joined into one.
    pub fn flat(&self) -> String {
        if self.goes_on { String::new() } else { flat(&self.lines) }
    }
}

/// A row of cells. If it begins at a later grid column, an empty cell comes first.
pub type Row = Vec<Cell>;

/// Joins the lines of a cell into one.
pub fn flat(lines: &[SetLine]) -> String {
    let mut flat = String::new();
    for (line, _) in lines.iter().filter(|(line, _)| !line.is_empty()) {
        table::join_cell(&mut flat, &line.replace('\t', " "));
    }
    flat
}

/// Returns true if no row has several cells, so the table is only a box around lines.
pub fn is_box(rows: &[Row]) -> bool {
    rows.iter().all(|row| row.len() <= 1)
}

/// Returns the layout of lines in the table with this number: within its frame, and for rows within the table.
pub fn inside(number: u32, around: Layout) -> Layout {
    Layout { frame: around.frame.or(Some(number)), table: None, ..around }
}

/// Returns the lines of a table, which is not a box. Its cells must have been read with the layout of [`inside`].
pub fn set(rows: Vec<Row>, number: u32, around: Layout) -> Vec<SetLine> {
    let row_layout = Layout { table: Some(number), ..inside(number, around) };
    let first = rows.iter().position(|row| row.len() > 1).unwrap_or(0);
    let last = rows.iter().rposition(|row| row.len() > 1).unwrap_or(first);
    let below = rows.get(first + 1).filter(|below| are_in_two_rows(&rows[first], below)).cloned();
    let starts = rows.get(first).map(|row| starts(below.as_ref().unwrap_or(row))).unwrap_or_default();
    let mut lines = Vec::new();
    let mut known = false;
    for (at, row) in rows.into_iter().enumerate() {
        let is_outside = row.len() == 1 && !(first..=last).contains(&at);
        if is_outside || !known && holds_lists(&row) {
            lines.extend(row.into_iter().flat_map(|cell| cell.lines));
        } else if at == first {
            let cells = match &below {
                Some(below) => two_rows(&row, below),
                None => row.iter().map(Cell::flat).collect(),
            };
            known = column::Column::are_heads(&cells) || work_table::are_heads(&cells, true);
            lines.push((cells.join("\t"), row_layout));
        } else if below.is_none() || at != first + 1 {
            lines.push((under(&starts, &row).join("\t"), row_layout));
        }
    }
    lines
}

/// Returns the grid columns at which the cells of a row start.
fn starts(row: &Row) -> Vec<usize> {
    let mut column = 0;
    let start = |cell: &Cell| {
        column += cell.span;
        column - cell.span
    };
    row.iter().map(start).collect()
}

/// Returns the cells of a row, aligned to headings that start at these grid columns.
fn under(heads: &[usize], row: &Row) -> Vec<String> {
    let mut cells = Vec::new();
    let mut column = 0;
    for cell in row {
        let end = column + cell.span;
        cells.push(cell.flat());
        let others = heads.iter().filter(|start| (column + 1..end).contains(*start)).count();
        cells.extend(std::iter::repeat_n(String::new(), if row.len() > 1 { others } else { 0 }));
        column = end;
    }
    cells
}

/// Returns true if the headings are in two rows: a cell of the first one spans columns, and others continue in the
/// second.
fn are_in_two_rows(upper: &Row, lower: &Row) -> bool {
    upper.iter().any(|cell| cell.span > 1) && lower.iter().any(|cell| cell.goes_on) && upper.len() < lower.len()
}

/// Combines headings in two rows: 目标 over 2023年 and 2025年 becomes 目标2023年 and 目标2025年.
fn two_rows(upper: &Row, lower: &Row) -> Vec<String> {
    let mut heads = Vec::new();
    let mut column = 0;
    for cell in lower {
        let mut end = 0;
        let over = upper.iter().find(|cell| {
            end += cell.span;
            column < end
        });
        heads.push(over.map(Cell::flat).unwrap_or_default() + &cell.flat());
        column += cell.span;
    }
    heads
}

/// Returns true if a cell of a row has numbered paragraphs, so the row is only a frame around them.
fn holds_lists(row: &Row) -> bool {
    let numbered = |(line, _): &&SetLine| number::split(line).is_some();
    row.iter().any(|cell| cell.lines.iter().filter(numbered).count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, span: usize) -> Cell {
        Cell { span, goes_on: false, lines: vec![(text.to_string(), Layout::default())] }
    }

    fn lines(rows: Vec<Row>) -> Vec<String> {
        set(rows, 1, Layout::default()).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn cells_stand_under_their_heads_whatever_they_span() {
        let heads = vec![cell("指标", 1), cell("单位", 1), cell("2025年", 1)];
        let joined = vec![cell("人口", 2), cell("60", 1)];
        let shifted = vec![Cell { span: 2, ..Cell::default() }, cell("70", 1)];
        assert_eq!(lines(vec![heads, joined, shifted]), ["指标\t单位\t2025年", "人口\t\t60", "\t\t70"]);
        let wide = vec![cell("指标", 2), cell("2025年", 1)];
        let same = vec![cell("人口", 2), cell("60", 1)];
        let parted = vec![cell("老年", 1), cell("人口", 1), cell("60", 1)];
        assert_eq!(lines(vec![wide, same, parted]), ["指标\t2025年", "人口\t60", "老年\t人口\t60"]);
    }

    #[test]
    fn heads_in_two_rows_are_one() {
        let upper = vec![cell("指标", 1), cell("目标", 2)];
        let lower = vec![Cell { span: 1, goes_on: true, lines: Vec::new() }, cell("2023年", 1), cell("2025年", 1)];
        let row = vec![cell("人口", 1), cell("5", 1), cell("6", 1)];
        assert_eq!(lines(vec![upper, lower, row]), ["指标\t目标2023年\t目标2025年", "人口\t5\t6"]);
    }
}
