//! Tables: grouping cells into rows by their end marks.

use super::super::xml::Element;
use super::changes::{Paragraph, RowCells};

/// The distance in twentieths of a point below which two edges count as one.
const NEAR: i32 = 20;

/// A table that is being read.
#[derive(Default)]
pub struct Table {
    rows: Vec<(Vec<Element>, RowCells)>,
    cells: Vec<Element>,
    /// The paragraphs and tables of the current cell.
    pub inside: Vec<Element>,
}

impl Table {
    /// Ends the current cell.
    pub fn end_cell(&mut self) {
        let inside = std::mem::take(&mut self.inside);
        self.cells.push(inside.into_iter().fold(Element::of("tc"), Element::with_child));
    }

    /// Ends the current row.
    pub fn end_row(&mut self, row: Paragraph) {
        self.inside.clear();
        self.rows.push((std::mem::take(&mut self.cells), row.cells));
    }

    /// Returns the table as an element of newer files, followed by anything outside of its rows.
    pub fn elements(mut self) -> Vec<Element> {
        let mut elements = Vec::new();
        if !self.cells.is_empty() {
            // A row without an end mark lacks only the widths of its cells.
            self.rows.push((std::mem::take(&mut self.cells), RowCells::default()));
        }
        if !self.rows.is_empty() {
            let columns = columns(&self.rows);
            let rows = self.rows.into_iter().map(|(cells, defined)| row(cells, &defined, &columns));
            elements.push(rows.fold(Element::of("tbl"), Element::with_child));
        }
        elements.append(&mut self.inside);
        elements
    }
}

/// Returns the left edges of the grid columns that result from the edges of all cells.
fn columns(rows: &[(Vec<Element>, RowCells)]) -> Vec<i32> {
    let mut edges: Vec<i32> = rows.iter().flat_map(|(_, row)| &row.edges).map(|edge| i32::from(*edge)).collect();
    edges.sort_unstable();
    edges.dedup_by(|edge, before| *edge - *before <= NEAR);
    edges
}

/// Returns a row as an element of newer files, with merged cells.
fn row(cells: Vec<Element>, defined: &RowCells, columns: &[i32]) -> Element {
    let column = |n: usize| {
        let edge = defined.edges.get(n).map(|edge| i32::from(*edge))?;
        Some(columns.partition_point(|column| *column <= edge).saturating_sub(1))
    };
    let before = column(0).unwrap_or(0);
    let mut row = Element::of("tr");
    row.push(Element::of("trPr").with_child(Element::valued("gridBefore", &before.to_string())));
    let mut joined: Vec<(Element, usize, u16)> = Vec::new();
    let mut is_joined = false;
    for (n, cell) in cells.into_iter().enumerate() {
        let span = column(n + 1).zip(column(n)).map_or(1, |(end, start)| end.saturating_sub(start)).max(1);
        let (was_joined, flags) = (is_joined, defined.across.get(n).copied().unwrap_or(0));
        is_joined = flags != 0;
        // The first of merged cells has the text.
        match joined.last_mut().filter(|_| was_joined && is_joined && cell.find("t").is_none()) {
            Some((_, width, _)) => *width += span,
            None => joined.push((cell, span, defined.down.get(n).copied().unwrap_or(0))),
        }
    }
    for (mut cell, span, down) in joined {
        let mut properties = Element::of("tcPr").with_child(Element::valued("gridSpan", &span.to_string()));
        match down {
            0 => {}
            1 => properties.push(Element::of("vMerge")),
            _ => properties.push(Element::valued("vMerge", "restart")),
        }
        cell.push(properties);
        row.push(cell);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Element {
        let run = |text: &str| Element::of("r").with_child(Element::text_of(text.to_string()));
        let mut paragraph = Element::of("p");
        paragraph.extend((!text.is_empty()).then(|| run(text)));
        Element::of("tc").with_child(paragraph)
    }

    fn spans(row: &Element) -> Vec<(String, Option<String>)> {
        let properties = |cell: &Element| {
            let properties = cell.child("tcPr").unwrap();
            let merge = properties.child("vMerge").map(|merge| merge.attribute("val").unwrap_or_default().to_string());
            (properties.value("gridSpan").unwrap().to_string(), merge)
        };
        row.all("tc").map(properties).collect()
    }

    #[test]
    fn cells_span_the_columns_between_their_edges() {
        let defined = |edges: &[i16], across: &[u16], down: &[u16]| {
            let (edges, across, down) = (edges.to_vec(), across.to_vec(), down.to_vec());
            Paragraph { cells: RowCells { edges, across, down }, ..Paragraph::default() }
        };
        let mut table = Table::default();
        for (texts, row) in [
            (&["甲", "乙", "丙"][..], defined(&[-100, 900, 1900, 2900], &[0; 3], &[2, 0, 0])),
            (&["甲", "乙"], defined(&[-95, 1910, 2900], &[0; 2], &[1, 0])),
            (&["甲", "", "丙"], defined(&[-100, 900, 1900, 2900], &[1, 2, 0], &[0; 3])),
            (&["丙"], defined(&[1900, 2900], &[0], &[0])),
        ] {
            for text in texts {
                table.inside.push(cell(text).child("p").unwrap().clone());
                table.end_cell();
            }
            table.end_row(row);
        }
        let elements = table.elements();
        let rows: Vec<_> = elements[0].all("tr").collect();
        let one = |span: &str| (span.to_string(), None);
        assert_eq!(spans(rows[0]), [("1".to_string(), Some("restart".to_string())), one("1"), one("1")]);
        assert_eq!(spans(rows[1]), [("2".to_string(), Some(String::new())), one("1")]);
        assert_eq!(spans(rows[2]), [one("2"), one("1")]);
        assert_eq!(rows[3].child("trPr").unwrap().value("gridBefore"), Some("2"));
    }

    #[test]
    fn rows_without_widths_keep_their_cells() {
        let mut table = Table::default();
        for text in ["甲", "乙"] {
            table.inside.push(cell(text).child("p").unwrap().clone());
            table.end_cell();
        }
        table.inside.push(Element::of("p"));
        let elements = table.elements();
        assert_eq!(elements[0].find("tr").unwrap().all("tc").count(), 2);
        assert_eq!(elements.len(), 2);
    }
}
