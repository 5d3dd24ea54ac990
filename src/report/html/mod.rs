//! A report as a self-contained HTML page: its own style for the screen and for A4 paper, charts as SVG, no scripts, no
//! external resources.

mod chart;
mod picture;

use crate::text::{fit, markup};

use super::model::{Align, Element, Piece, Report, Table};

const STYLE: &str = include_str!("style.css");

/// The columns of text in a line of a table across A4, upright and landscape.
const UPRIGHT: f64 = 84.0;
const LANDSCAPE: f64 = 168.0;
/// The space beside the text of a cell, in columns.
const AROUND: f64 = 1.4;

/// Returns the content of the page.
pub(super) fn page(report: &Report) -> String {
    let title = markup::xml(&report.title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    let lines: Vec<String> = report.title_lines().into_iter().map(markup::xml).collect();
    html.push_str(&format!("<h1>{}</h1>\n", lines.join("<br>")));
    html.push_str(&format!("<p class=\"byline\">{}</p>\n", pieces(&report.byline)));
    for element in report.elements() {
        match element {
            Element::Heading(level, text) => {
                let level = level + 1;
                html.push_str(&format!("<h{level}>{}</h{level}>\n", markup::xml(&text)));
            }
            Element::Paragraph(paragraph) => {
                let class = match paragraph.align {
                    Align::Body => "",
                    Align::Addressee => " class=\"addressee\"",
                    Align::Signature => " class=\"signature\"",
                };
                html.push_str(&format!("<p{class}>{}</p>\n", pieces(&report.pieces(paragraph))));
            }
            Element::Table(caption, found) => table(&mut html, &caption, found, UPRIGHT),
            Element::Chart(title, found) => html.push_str(&chart::figure(&title, found)),
        }
    }
    html.push_str("</main>\n");
    for (caption, found) in report.tables_at_the_end() {
        html.push_str("<section class=\"appendix\">\n");
        table(&mut html, &caption, &found, LANDSCAPE);
        html.push_str("</section>\n");
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn pieces(pieces: &[Piece]) -> String {
    let written = pieces.iter().map(|piece| match piece {
        Piece::Lead(text) => format!("<strong>{}</strong>", markup::xml(text)),
        Piece::Words(text) => markup::xml(text),
        Piece::Mark(text) => format!("<span class=\"source\">［{}］</span>", markup::xml(text)),
        Piece::Gap(text) => format!("<mark>{}</mark>", markup::xml(text)),
    });
    written.collect()
}

fn table(html: &mut String, caption: &str, table: &Table, line: f64) {
    html.push_str(&format!("<table>\n<caption>{}</caption>\n<colgroup>", markup::xml(caption)));
    for width in table.widths(line - AROUND * table.columns.len() as f64) {
        html.push_str(&format!("<col style=\"width:{:.2}%\">", (width + AROUND) * 100.0 / line));
    }
    html.push_str("</colgroup>\n<thead><tr>");
    for heading in &table.columns {
        html.push_str(&format!("<th scope=\"col\">{}</th>", cell_text(heading)));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    let centred = table.centred();
    for cells in &table.rows {
        if table.is_head(cells) {
            let head = cells.first().map(|cell| cell_text(cell)).unwrap_or_default();
            html.push_str(&format!("<tr class=\"head\"><th colspan=\"{}\">{head}</th></tr>\n", table.columns.len()));
            continue;
        }
        html.push_str("<tr>");
        for (cell, is_centred) in cells.iter().zip(&centred) {
            let class = match (*is_centred, fit::is_short([cell.as_str()].into_iter())) {
                (true, true) => " class=\"narrow whole\"",
                (true, false) => " class=\"narrow\"",
                (false, _) => "",
            };
            html.push_str(&format!("<td{class}>{}</td>", cell_text(cell)));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
    for note in &table.notes {
        html.push_str(&format!("<p class=\"note\">注：{}</p>\n", markup::xml(note)));
    }
}

fn cell_text(cell: &str) -> String {
    let text = markup::xml(cell).replace('\n', "<br>");
    if cell == super::model::GAP { format!("<mark>{text}</mark>") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_cell_is_escaped() {
        assert_eq!(cell_text("甲\n<b>"), "甲<br>&lt;b&gt;");
    }
}
