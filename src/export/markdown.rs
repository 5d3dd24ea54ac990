//! Markdown files: a heading and a table, in GitHub Flavored Markdown, with all texts escaped.

use crate::text::markup;

use super::sheet::{Cell, Sheet};

/// Returns the sheet as a document under its title.
pub(super) fn document(sheet: &Sheet) -> String {
    let mut text = format!("# {}\n\n", markup::markdown(&sheet.title));
    row(&mut text, sheet.headings.iter().map(|heading| markup::markdown(heading)));
    row(&mut text, sheet.headings.iter().map(|_| "---".to_string()));
    for cells in &sheet.rows {
        row(&mut text, cells.iter().map(written));
    }
    text
}

/// Appends a row of a table.
pub(crate) fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        text.push_str(&format!(" {cell} |"));
    }
    text.push('\n');
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => markup::markdown(text),
        Cell::Number(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_becomes_a_titled_table() {
        let sheet = Sheet {
            title: "指标".into(),
            headings: vec!["名称".into(), "值".into()],
            rows: vec![vec![Cell::from("甲|乙"), Cell::Number(2.5)], vec![Cell::Empty, Cell::Empty]],
        };
        assert_eq!(document(&sheet), "# 指标\n\n| 名称 | 值 |\n| --- | --- |\n| 甲\\|乙 | 2.5 |\n|  |  |\n");
    }
}
