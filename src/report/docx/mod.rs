//! A report as a document for Word, WPS and LibreOffice, set as GB/T 9704-2012 asks: A4 with a type area of
//! 156 × 225 mm, 28.95 pt lines, body in 仿宋 of size 三号, headings in 黑体, 楷体 and 仿宋, page numbers in dashes.
//! The appended tables stand on landscape pages. Charts are left out: their figures stand in the text and the tables.
//!
//! The XML is written here in the order of elements that the schema (ECMA-376, Part 1) asks for: Word takes a file
//! for damaged when they stand in another.

mod package;
mod parts;

use crate::text::markup;

use super::format::ReportError;
use super::model::{Column, Element, GAP, Piece, Report, Table};

/// Lengths are in twentieths of a point: the width of the type area on upright and on landscape pages.
const UPRIGHT_WIDTH: u32 = 8_844;
const LANDSCAPE_WIDTH: u32 = 14_570;

/// Sizes in half points: 五号 for marks and the tables in the text, 小五 for the appended ones.
const SIZE_5: u32 = 21;
const SIZE_SMALL_5: u32 = 18;

const UPRIGHT: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/>";
const LANDSCAPE: &str = "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
    <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>";

/// The bytes of the file.
pub(super) fn document(report: &Report) -> Result<Vec<u8>, ReportError> {
    let xml = format!(
        "{}<w:document xmlns:w=\"{}\" xmlns:r=\"{}\"><w:body>{}{}</w:body></w:document>",
        parts::DECLARATION,
        parts::WORD,
        parts::RELATIONS,
        text(report),
        appendices(report)
    );
    package::pack(&xml, &report.title, report.date).map_err(|error| ReportError(error.to_string()))
}

/// The main text on upright pages.
fn text(report: &Report) -> String {
    let mut xml = paragraph("Title", "", &run(&report.title_lines().join("\n"), ""));
    xml.push_str(&paragraph("Subtitle", "", &pieces(&report.byline)));
    for element in report.elements() {
        match element {
            Element::Heading(level, text) => {
                xml.push_str(&paragraph(&format!("Heading{level}"), "", &run(&text, "")));
            }
            Element::Paragraph(words) => xml.push_str(&paragraph("BodyText", "", &pieces(&words.pieces()))),
            Element::Table(found) => {
                xml.push_str(&paragraph("Caption", "", &run(&found.caption, "")));
                xml.push_str(&table(found, UPRIGHT_WIDTH, SIZE_5));
                xml.push_str(&notes(found));
            }
            Element::Chart(_) => {}
        }
    }
    xml.push_str(&format!("<w:p><w:pPr>{}</w:pPr></w:p>", section(UPRIGHT)));
    xml
}

fn appendices(report: &Report) -> String {
    let mut xml = String::new();
    for (n, (caption, found)) in report.numbered_appendices().enumerate() {
        let break_before = if n > 0 { "<w:pageBreakBefore/>" } else { "" };
        xml.push_str(&paragraph("Caption", break_before, &run(&caption, "")));
        xml.push_str(&table(found, LANDSCAPE_WIDTH, SIZE_SMALL_5));
        xml.push_str(&notes(found));
    }
    xml.push_str(&section(LANDSCAPE));
    xml
}

/// Page size and margins, with the page numbers of right and left pages.
fn section(page: &str) -> String {
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"{}\"/><w:footerReference w:type=\"even\" r:id=\"{}\"/>\
         {page}<w:cols w:space=\"425\"/></w:sectPr>",
        package::RIGHT_FOOTER,
        package::LEFT_FOOTER
    )
}

fn notes(table: &Table) -> String {
    table.notes.iter().map(|note| paragraph("Note", "", &run(&format!("注：{note}"), ""))).collect()
}

fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

fn pieces(pieces: &[Piece]) -> String {
    let small = format!("<w:color w:val=\"595959\"/><w:sz w:val=\"{SIZE_5}\"/><w:szCs w:val=\"{SIZE_5}\"/>");
    let set = pieces.iter().map(|piece| match piece {
        Piece::Lead(text) => run(text, "<w:b/><w:bCs/>"),
        Piece::Words(text) => run(text, ""),
        Piece::Mark(text) => run(text, &small),
        Piece::Gap(text) => run(text, "<w:highlight w:val=\"yellow\"/>"),
    });
    set.collect()
}

/// Words of one kind; a line feed ends a line.
fn run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let lines = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", markup::xml(line)));
    format!("<w:r>{properties}{}</w:r>", lines.collect::<Vec<_>>().join("<w:br/>"))
}

fn table(table: &Table, width: u32, size: u32) -> String {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum::<u32>().max(1);
    let widths: Vec<u32> = table.columns.iter().map(|column| width * column.width / whole).collect();
    let mut xml = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    xml.extend(widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")));
    // The heading row comes again on every page, and no row is divided between pages.
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F0F0F0\"/>";
        xml.push_str(&cell(*width, shade, true, &run(&column.heading, &format!("<w:b/><w:bCs/>{}", sized(size)))));
    }
    xml.push_str("</w:tr>");
    for cells in &table.rows {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((text, column), width) in cells.iter().zip(&table.columns).zip(&widths) {
            xml.push_str(&body_cell(text, column, *width, size));
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

fn body_cell(text: &str, column: &Column, width: u32, size: u32) -> String {
    let highlight = if text == GAP { "<w:highlight w:val=\"yellow\"/>" } else { "" };
    cell(width, "", column.is_narrow(), &run(text, &(sized(size) + highlight)))
}

fn sized(size: u32) -> String {
    format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}

fn cell(width: u32, shade: &str, centred: bool, runs: &str) -> String {
    let align = if centred { "<w:jc w:val=\"center\"/>" } else { "" };
    let words = paragraph("TableText", align, runs);
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}<w:vAlign w:val=\"center\"/></w:tcPr>{words}</w:tc>"
    )
}
