//! A report as Markdown of the GitHub flavour, with nothing in it that acts. Charts are left out: their figures stand
//! in the text and in the tables.

use crate::text::clean::sanitise;

use super::model::{Column, Element, Paragraph, Piece, Report, Table};

/// The document.
pub(super) fn document(report: &Report) -> String {
    let mut text = format!("# {}\n\n", escape(&report.title));
    text.push_str(&format!("{}\n", pieces(&report.byline)));
    for element in report.elements() {
        match element {
            Element::Heading(level, heading) => {
                let marks = "#".repeat(usize::from(level) + 1);
                text.push_str(&format!("\n{marks} {}\n", escape(&heading)));
            }
            Element::Paragraph(words) => text.push_str(&format!("\n{}\n", paragraph(words))),
            Element::Table(found) => {
                text.push_str(&format!("\n**{}**\n\n", escape(&found.caption)));
                table(&mut text, found);
            }
            Element::Chart(_) => {}
        }
    }
    for (caption, found) in report.numbered_appendices() {
        text.push_str(&format!("\n## {}\n\n", escape(&caption)));
        table(&mut text, found);
    }
    text
}

fn paragraph(paragraph: &Paragraph) -> String {
    let text = pieces(&paragraph.pieces());
    // Words at the start of a line can be a list or an underline.
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

fn pieces(pieces: &[Piece]) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Lead(text) => format!("**{}**", escape(text)),
        // CommonMark does not take ** for emphasis between a Chinese character and a bracket.
        Piece::Words(text) | Piece::Mark(text) | Piece::Gap(text) => escape(text),
    });
    written.collect()
}

fn table(text: &mut String, table: &Table) {
    row(text, table.columns.iter().map(|Column { heading, .. }| escape(heading)));
    row(text, table.columns.iter().map(|_| "---".to_string()));
    for cells in &table.rows {
        row(text, cells.iter().map(|cell| escape(cell)));
    }
    for note in &table.notes {
        text.push_str(&format!("\n注：{}\n", escape(note)));
    }
}

fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        text.push_str(&format!(" {cell} |"));
    }
    text.push('\n');
}

/// The text so that Markdown and HTML show it as it is.
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
    fn words_cannot_become_markup() {
        assert_eq!(escape("a|b\n<script>&*c*[d](e)\u{1b}"), "a\\|b<br>&lt;script&gt;&amp;\\*c\\*\\[d\\](e)");
        for (text, written) in [("1. 甲", "1\\. 甲。"), ("- 甲", "\\- 甲。"), ("12项", "12项。"), ("=", "\\=。")]
        {
            assert_eq!(paragraph(&Paragraph::new().remark(text)), written);
        }
    }
}
