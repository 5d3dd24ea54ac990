//! Tables: which are drawn around text, and which hold cells.
//!
//! A table of one column is a box around its lines. In any other table a row is a line with tabs between its cells;
//! a cell that goes on from the row above is empty, and the lines of a cell are joined. A row of one cell is a title
//! when it stands first, a note when it stands last, and the heading of the rows below it in between.

use crate::plan::doubt::FileContent;

use super::super::layout::Layout;
use super::super::{column, number, table, work_table};
use super::body::Body;
use super::xml::Element;

/// A cell.
struct Cell<'a> {
    element: &'a Element,
    /// How many columns of the grid it spans.
    span: usize,
    /// Whether it goes on from the row above.
    goes_on: bool,
}

type Row<'a> = Vec<Cell<'a>>;

impl<'a> Body<'a> {
    /// Reads a table into lines.
    pub fn table(&mut self, drawn: &'a Element) {
        let rows = self.rows(drawn);
        self.drawn += 1;
        let (id, before) = (self.drawn, self.here);
        let Some(first) = rows.iter().position(|row| row.len() > 1) else {
            self.here = Layout { frame: Some(id), table: None, ..before };
            rows.iter().flatten().for_each(|cell| self.blocks(cell.element));
            self.here = before;
            return;
        };
        let last = rows.iter().rposition(|row| row.len() > 1).unwrap_or(first);
        let inside = Layout { frame: before.frame.or(Some(id)), table: None, ..before };
        let row_layout = Layout { table: Some(id), ..inside };
        self.here = inside;
        let heads = rows.get(first + 1).filter(|below| are_in_two_rows(&rows[first], below));
        let mut known = false;
        for (at, row) in rows.iter().enumerate() {
            let is_outside = row.len() == 1 && !(first..=last).contains(&at);
            if is_outside || !known && holds_lists(row) {
                row.iter().for_each(|cell| self.blocks(cell.element));
            } else if at == first {
                let cells = match heads {
                    Some(below) => self.two_rows(row, below),
                    None => self.cells(row),
                };
                known = column::Column::are_heads(&cells) || work_table::are_heads(&cells, true);
                self.lines.push((cells.join("\t"), row_layout));
            } else if heads.is_none() || at != first + 1 {
                let cells = self.cells(row).join("\t");
                self.lines.push((cells, row_layout));
            }
        }
        self.here = before;
    }

    /// The rows of a table; those that were deleted while changes were tracked are gone.
    fn rows(&mut self, drawn: &'a Element) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        for row in inside(drawn, "tr") {
            if row.child("trPr").is_some_and(|properties| properties.child("del").is_some()) {
                self.seen.meet(FileContent::Deleted, self.line(), "");
                continue;
            }
            let cells = inside(row, "tc").into_iter().map(|element| {
                let properties = element.child("tcPr");
                let span = properties.and_then(|p| p.value("gridSpan")).and_then(|span| span.parse().ok());
                let merge = properties.and_then(|p| p.child("vMerge"));
                let goes_on = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                Cell { element, span: span.unwrap_or(1).clamp(1, 64), goes_on }
            });
            rows.push(cells.collect());
        }
        rows
    }

    fn cells(&mut self, row: &Row<'a>) -> Vec<String> {
        row.iter().map(|cell| if cell.goes_on { String::new() } else { self.flat(cell.element) }).collect()
    }

    /// The lines of a cell or a note as one.
    pub fn flat(&mut self, cell: &'a Element) -> String {
        let mut flat = String::new();
        for line in self.inner_lines(cell) {
            table::join_cell(&mut flat, &line);
        }
        flat
    }

    /// The lines inside an element, taken out of the text again.
    fn inner_lines(&mut self, inside: &'a Element) -> Vec<String> {
        let from = self.lines.len();
        self.blocks(inside);
        let lines = self.lines.split_off(from).into_iter().map(|(line, _)| line.replace('\t', " "));
        lines.filter(|line| !line.is_empty()).collect()
    }

    /// The heads of columns that stand in two rows: 目标 over 2023年 and 2025年 are 目标2023年 and 目标2025年.
    fn two_rows(&mut self, upper: &Row<'a>, lower: &Row<'a>) -> Vec<String> {
        let (above, below) = (self.cells(upper), self.cells(lower));
        let mut heads = Vec::new();
        let mut column = 0;
        for (cell, text) in lower.iter().zip(below) {
            let mut end = 0;
            let over = upper.iter().zip(&above).find(|(cell, _)| {
                end += cell.span;
                column < end
            });
            heads.push(over.map(|(_, text)| text.as_str()).unwrap_or_default().to_string() + &text);
            column += cell.span;
        }
        heads
    }
}

/// The elements of a name in an element, also those in content controls.
fn inside<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for child in element.elements() {
        match child.name {
            "sdt" | "sdtContent" | "ins" => found.extend(inside(child, name)),
            child_name if child_name == name => found.push(child),
            _ => {}
        }
    }
    found
}

/// Whether the heads of columns stand in two rows: a cell of the first spans columns, others go on in the second.
fn are_in_two_rows(upper: &Row, lower: &Row) -> bool {
    upper.iter().any(|cell| cell.span > 1) && lower.iter().any(|cell| cell.goes_on) && upper.len() < lower.len()
}

/// Whether a cell of a row holds numbered paragraphs: then the row is but a frame around them.
fn holds_lists(row: &Row) -> bool {
    let numbered = |p: &&Element| p.find("numPr").is_some() || number::split(&plain(p)).is_some();
    row.iter().any(|cell| cell.element.all("p").filter(numbered).count() > 1)
}

/// The words of a paragraph, as far as they can be seen without reading it.
fn plain(paragraph: &Element) -> String {
    let own = paragraph.elements().map(|element| if element.name == "t" { element.text() } else { plain(element) });
    own.collect()
}
