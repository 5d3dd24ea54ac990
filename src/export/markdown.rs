//! Markdown: a heading and a table that every renderer of the GitHub flavour shows, with nothing in it that acts.

use crate::text::clean::sanitise;

use super::sheet::{Cell, Sheet};

/// The sheet under its title.
pub(super) fn document(sheet: &Sheet) -> String {
    let mut text = format!("# {}\n\n", escape(&sheet.title));
    row(&mut text, sheet.headings.iter().map(|heading| escape(heading)));
    row(&mut text, sheet.headings.iter().map(|_| "---".to_string()));
    for cells in &sheet.rows {
        row(&mut text, cells.iter().map(written));
    }
    text
}

fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        text.push_str(&format!(" {cell} |"));
    }
    text.push('\n');
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => escape(text),
        Cell::Number(value) => value.to_string(),
    }
}

/// The text so that Markdown and HTML show it as it is. A line feed becomes `<br>`, as a row must be one line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitise(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' => escaped.push_str("<br>"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '#' | '$' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_break_out_of_the_table_or_into_html() {
        assert_eq!(escape("a|b\n<img src=x> & *c* [d](e)"), "a\\|b<br>&lt;img src=x&gt; &amp; \\*c\\* \\[d\\](e)");
    }

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
