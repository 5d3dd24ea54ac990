//! A report in GitHub Flavored Markdown, with all texts escaped. Charts are omitted: their values are in the text and
//! the tables.

use crate::export::markdown::row;
use crate::text::markup;

use super::model::{Element, Piece, Report, Table};

/// Returns the content of the file.
pub(super) fn document(report: &Report) -> String {
    let mut text = format!("# {}\n\n", markup::markdown(&report.title));
    text.push_str(&format!("{}\n", pieces(&report.byline)));
    for element in report.elements() {
        match element {
            Element::Heading(level, heading) => {
                let marks = "#".repeat(usize::from(level) + 1);
                text.push_str(&format!("\n{marks} {}\n", markup::markdown(&heading)));
            }
            Element::Paragraph(words) => text.push_str(&format!("\n{}\n", paragraph(&report.pieces(words)))),
            Element::Table(caption, found) => {
                text.push_str(&format!("\n**{}**\n\n", markup::markdown(&caption)));
                table(&mut text, found);
            }
            Element::Chart(..) => {}
        }
    }
    for (caption, found) in report.tables_at_the_end() {
        text.push_str(&format!("\n## {}\n\n", markup::markdown(&caption)));
        table(&mut text, &found);
    }
    text
}

fn paragraph(words: &[Piece]) -> String {
    let text = pieces(words);
    // Text at the start of a line could be parsed as a list or a heading.
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

fn pieces(pieces: &[Piece]) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Lead(text) => format!("**{}**", markup::markdown(text)),
        // CommonMark does not parse ** as emphasis between a Chinese character and a bracket.
        Piece::Words(text) | Piece::Gap(text) => markup::markdown(text),
        Piece::Mark(text) => format!("［{}］", markup::markdown(text)),
    });
    written.collect()
}

fn table(text: &mut String, table: &Table) {
    row(text, table.columns.iter().map(|heading| markup::markdown(heading)));
    row(text, table.columns.iter().map(|_| "---".to_string()));
    for cells in &table.rows {
        let rest = table.columns.len() - cells.len().min(table.columns.len());
        let written = cells.iter().map(|cell| match table.is_head(cells) {
            true => format!("**{}**", markup::markdown(cell)),
            false => markup::markdown(cell),
        });
        row(text, written.chain(std::iter::repeat_n(String::new(), rest)));
    }
    for note in &table.notes {
        text.push_str(&format!("\n注：{}\n", markup::markdown(note)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::model::Paragraph;

    #[test]
    fn text_at_the_start_of_a_line_is_not_read_as_a_list() {
        for (text, written) in [("1. 甲", "1\\. 甲。"), ("- 甲", "\\- 甲。"), ("12项", "12项。"), ("=", "\\=。")]
        {
            assert_eq!(paragraph(&Paragraph::new().remark(text).pieces()), written);
        }
    }
}
