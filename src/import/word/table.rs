//! Tables of a Word file.

use crate::plan::doubt::FileContent;

use super::super::drawn::{self, Cell, Row, SetLine};
use super::super::layout::Layout;
use super::body::Body;
use super::xml::Element;

impl<'a> Body<'a> {
    /// Converts a table to lines.
    pub fn table(&mut self, drawn: &'a Element) {
        let rows = self.cells(drawn);
        self.drawn += 1;
        let (number, before) = (self.drawn, self.here);
        if rows.iter().all(|row| row.len() <= 1) {
            self.here = Layout { frame: Some(number), table: None, ..before };
            rows.iter().flatten().for_each(|(element, _)| self.blocks(element));
            self.here = before;
            return;
        }
        self.here = drawn::inside(number, before);
        let rows = self.read(rows);
        self.here = before;
        self.lines.extend(drawn::set(rows, number, before));
    }

    /// Returns the cells of a table with their elements, without rows that are tracked deletions.
    fn cells(&mut self, drawn: &'a Element) -> Vec<Vec<(&'a Element, Cell)>> {
        let mut rows = Vec::new();
        for row in inside(drawn, "tr") {
            let properties = row.child("trPr");
            if properties.is_some_and(|properties| properties.child("del").is_some()) {
                self.seen.meet(FileContent::Deleted, self.line(), "");
                continue;
            }
            let before = properties.and_then(|p| p.value("gridBefore")).and_then(|count| count.parse().ok());
            let empty = before
                .filter(|count: &usize| *count > 0)
                .map(|count| (&NOTHING, Cell { span: count.min(64), ..Cell::default() }));
            let cells = inside(row, "tc").into_iter().map(|element| {
                let properties = element.child("tcPr");
                let span = properties.and_then(|p| p.value("gridSpan")).and_then(|span| span.parse().ok());
                let merge = properties.and_then(|p| p.child("vMerge"));
                let goes_on = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                (element, Cell { span: span.unwrap_or(1).clamp(1, 64), goes_on, lines: Vec::new() })
            });
            rows.push(empty.into_iter().chain(cells).collect());
        }
        rows
    }

    /// Reads the content of cells. Each row counts as one line, which it becomes in most cases.
    fn read(&mut self, rows: Vec<Vec<(&'a Element, Cell)>>) -> Vec<Row> {
        let from = self.lines.len();
        let mut read = Vec::new();
        for row in rows {
            let cells = row.into_iter().map(|(element, cell)| Cell { lines: self.inner_lines(element), ..cell });
            let cells: Row = cells.collect();
            read.push(cells);
            self.lines.push(SetLine::default());
        }
        self.lines.truncate(from);
        read
    }

    /// Returns the lines of a note joined into one.
    pub fn flat(&mut self, note: &'a Element) -> String {
        drawn::flat(&self.inner_lines(note))
    }

    /// Returns the lines of an element, without adding them to the text.
    fn inner_lines(&mut self, inside: &'a Element) -> Vec<SetLine> {
        let from = self.lines.len();
        self.blocks(inside);
        self.lines.split_off(from)
    }
}

/// The content of grid columns before the first cell of a row.
static NOTHING: Element = Element::EMPTY;

/// Returns the child elements with a name, including those in content controls.
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
