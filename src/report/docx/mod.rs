//! A report as a document for Word, WPS and LibreOffice, formatted according to GB/T 9704-2012: A4 with a type area of
//! 156 × 225 mm, 28.95 pt lines, body in 仿宋 of size 三号, headings in 黑体, 楷体 and 仿宋, page numbers between dashes. The
//! appended tables are on landscape pages.
//!
//! Elements must be written in the order of the schema (ECMA-376, Part 1): Word rejects files with another order.

mod chart;
mod package;
mod parts;

use crate::text::markup;

use super::format::ReportError;
use super::model::{Align, Chart, Element, GAP, Layout, Piece, Report, Table};

/// The setting of tables.
#[derive(Clone, Copy)]
struct Tables {
    /// The width of the type area in twentieths of a point.
    width: u32,
    /// The font size in half points.
    size: u32,
    /// True if the last rows stay on a page with what follows the table, such as a signature.
    is_kept: bool,
}

const LANDSCAPE_TABLES: Tables = Tables { width: 14_570, size: SIZE_SMALL_5, is_kept: false };

/// Font sizes in half points: 五号 for marks and tables in the text, 小五 for the appended tables.
const SIZE_5: u32 = 21;
const SIZE_SMALL_5: u32 = 18;

const UPRIGHT: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/>";
const COMPACT: &str = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1077\" w:left=\"1134\" w:header=\"567\" w:footer=\"510\" w:gutter=\"0\"/>";
const LANDSCAPE: &str = "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
    <w:pgMar w:top=\"907\" w:right=\"1134\" w:bottom=\"907\" w:left=\"1134\" w:header=\"454\" w:footer=\"454\" w:gutter=\"0\"/>";

/// Returns the portrait pages of a layout and the setting of their tables.
fn upright(layout: Layout) -> (&'static str, Tables) {
    match layout {
        Layout::Official => (UPRIGHT, Tables { width: 8_844, size: SIZE_5, is_kept: false }),
        Layout::Compact => (COMPACT, Tables { width: 9_638, size: SIZE_SMALL_5, is_kept: true }),
    }
}

/// Returns the content of the file.
pub(super) fn document(report: &Report) -> Result<Vec<u8>, ReportError> {
    let mut writer = Writer::default();
    let body = writer.text(report) + &writer.tables_at_the_end(report);
    let xml = format!(
        "{}<w:document xmlns:w=\"{}\" xmlns:r=\"{}\"><w:body>{body}</w:body></w:document>",
        parts::DECLARATION,
        parts::WORD,
        parts::RELATIONS,
    );
    let content = Content { document: xml, charts: writer.charts, comments: writer.comments };
    package::pack(content, report).map_err(|error| ReportError(error.to_string()))
}

/// The parts of a document that depend on the report.
struct Content {
    document: String,
    /// The part of each chart, in the order of their numbers.
    charts: Vec<String>,
    /// The text of each comment, in the order of their numbers.
    comments: Vec<String>,
}

/// Writes the main text, and collects the charts and comments to which it refers.
#[derive(Default)]
struct Writer {
    charts: Vec<String>,
    comments: Vec<String>,
}

impl Writer {
    /// Returns the main text on portrait pages.
    fn text(&mut self, report: &Report) -> String {
        let (page, tables) = upright(report.layout);
        let mut xml = paragraph("Title", "", &run(&report.title_lines().join("\n"), ""));
        xml.push_str(&paragraph("Subtitle", "", &self.pieces(&report.byline)));
        for element in report.elements() {
            match element {
                Element::Heading(level, text) => {
                    xml.push_str(&paragraph(&format!("Heading{level}"), "", &run(&text, "")));
                }
                Element::Paragraph(words) => {
                    xml.push_str(&paragraph("BodyText", aligned(words.align), &self.pieces(&report.pieces(words))));
                }
                Element::Table(caption, found) => {
                    xml.push_str(&paragraph("Caption", "", &run(&caption, "")));
                    xml.push_str(&table(found, tables));
                    xml.push_str(&notes(found));
                }
                Element::Chart(title, found) if !found.is_for_screens() => xml.push_str(&self.chart(&title, found)),
                Element::Chart(..) => {}
            }
        }
        if report.tables_at_the_end().is_empty() {
            return xml + &section(page);
        }
        // The last paragraph of the portrait pages is minimal, so that it never causes an empty page.
        let low = "<w:spacing w:line=\"20\" w:lineRule=\"exact\"/>";
        xml.push_str(&format!("<w:p><w:pPr>{low}{}</w:pPr></w:p>", section(page)));
        xml
    }

    /// Returns a chart with its title below it.
    fn chart(&mut self, title: &str, chart: &Chart) -> String {
        self.charts.push(chart::part(chart));
        let number = self.charts.len();
        let drawing = chart::inline(chart, title, &package::chart_reference(number), number);
        paragraph("Figure", "", &drawing) + &paragraph("FigureCaption", "", &run(title, ""))
    }

    /// Returns runs of text; the words before a source mark get a comment.
    fn pieces(&mut self, pieces: &[Piece]) -> String {
        let (mut xml, mut sentence) = (String::new(), String::new());
        for piece in pieces {
            match piece {
                Piece::Lead(text) => xml.push_str(&run(text, "<w:b/><w:bCs/>")),
                Piece::Words(text) => sentence.push_str(&run(text, "")),
                Piece::Gap(text) => {
                    xml.push_str(&std::mem::take(&mut sentence));
                    xml.push_str(&run(text, "<w:highlight w:val=\"yellow\"/>"));
                }
                Piece::Mark(words) => {
                    let id = self.comments.len();
                    self.comments.push(words.clone());
                    xml.push_str(&format!(
                        "<w:commentRangeStart w:id=\"{id}\"/>{}<w:commentRangeEnd w:id=\"{id}\"/>\
                         <w:r><w:commentReference w:id=\"{id}\"/></w:r>",
                        std::mem::take(&mut sentence)
                    ));
                }
            }
        }
        xml + &sentence
    }

    /// Returns the appended tables on landscape pages.
    fn tables_at_the_end(&self, report: &Report) -> String {
        let mut xml = String::new();
        let tables = report.tables_at_the_end();
        for (n, (caption, found)) in tables.iter().enumerate() {
            // The list of gaps is removed in the end, so it starts on a new page.
            let break_before = if n > 0 && n >= report.appendices.len() { "<w:pageBreakBefore/>" } else { "" };
            xml.push_str(&paragraph("Caption", break_before, &run(caption, "")));
            xml.push_str(&table(found, LANDSCAPE_TABLES));
            xml.push_str(&notes(found));
        }
        if !tables.is_empty() {
            xml.push_str(&section(LANDSCAPE));
        }
        xml
    }
}

/// Returns the paragraph properties for an alignment.
fn aligned(align: Align) -> &'static str {
    match align {
        Align::Body => "",
        Align::Addressee => "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>",
        Align::Signature => "<w:keepNext/><w:ind w:rightChars=\"200\" w:right=\"640\"/><w:jc w:val=\"right\"/>",
    }
}

/// Returns the page size and margins, with footers for odd and even pages.
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

/// Returns a run of text; a line feed becomes a line break.
fn run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let lines = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", markup::xml(line)));
    format!("<w:r>{properties}{}</w:r>", lines.collect::<Vec<_>>().join("<w:br/>"))
}

fn table(table: &Table, Tables { width, size, is_kept }: Tables) -> String {
    let widths = widths(table, width, size);
    let mut xml = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    );
    xml.extend(widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")));
    // The heading row is repeated on each page, and rows are not split between pages.
    let line = format!("<w:spacing w:line=\"{}\" w:lineRule=\"exact\"/>", size * LEADING);
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (heading, width) in table.columns.iter().zip(&widths) {
        let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F0F0F0\"/>";
        let words = run(heading, &format!("<w:b/><w:bCs/>{}", sized(size)));
        xml.push_str(&cell(*width, shade, &format!("<w:keepNext/>{line}{CENTRED}"), &words));
    }
    xml.push_str("</w:tr>");
    let is_followed = is_kept || !table.notes.is_empty();
    let last = table.rows.len().saturating_sub(if is_followed { 0 } else { 1 });
    let centred = table.centred();
    for (n, cells) in table.rows.iter().enumerate() {
        // The last rows are kept together with what follows, so that none of them is alone on a page.
        let is_kept = table.is_head(cells) || (n + KEPT_ROWS >= last && n < last);
        let set = format!("{}{line}", if is_kept { "<w:keepNext/>" } else { "" });
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        if table.is_head(cells) {
            let text = cells.first().map(String::as_str).unwrap_or_default();
            let span = format!("<w:gridSpan w:val=\"{}\"/>", table.columns.len());
            xml.push_str(&cell(widths.iter().sum(), &span, &set, &run(text, &sized(size))));
        } else {
            for ((text, is_centred), width) in cells.iter().zip(&centred).zip(&widths) {
                let align = if *is_centred { CENTRED } else { "" };
                xml.push_str(&body_cell(text, *width, size, &format!("{set}{align}")));
            }
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

/// The number of rows at the end of a table that are kept together.
const KEPT_ROWS: usize = 2;

/// The line height in a table, in twentieths of a point per half point of the font size: 1.2 times the size.
const LEADING: u32 = 12;

const CENTRED: &str = "<w:jc w:val=\"center\"/>";

/// The space beside the text of a cell, in twentieths of a point: both margins and a border.
const AROUND: u32 = 130;

/// Returns the widths of the columns, which together are as wide as the table, in twentieths of a point.
fn widths(table: &Table, width: u32, size: u32) -> Vec<u32> {
    // Half a Chinese character: as many twentieths of a point as five times the half points of the font.
    let unit = f64::from(size * 5);
    let count = u32::try_from(table.columns.len()).unwrap_or(u32::MAX);
    let room = f64::from(width.saturating_sub(AROUND.saturating_mul(count)));
    let in_points = |width: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the width of a page")]
        let own = (width * unit) as u32;
        own + AROUND
    };
    table.widths(room / unit).into_iter().map(in_points).collect()
}

fn body_cell(text: &str, width: u32, size: u32, set: &str) -> String {
    let highlight = if text == GAP { "<w:highlight w:val=\"yellow\"/>" } else { "" };
    cell(width, "", set, &run(text, &(sized(size) + highlight)))
}

fn sized(size: u32) -> String {
    format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
}

fn cell(width: u32, properties: &str, of_paragraph: &str, runs: &str) -> String {
    let words = paragraph("TableText", of_paragraph, runs);
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{properties}<w:vAlign w:val=\"center\"/></w:tcPr>{words}</w:tc>"
    )
}
