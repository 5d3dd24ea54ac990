//! The OPC package: the parts of the document in a ZIP archive, with their relationships (ECMA-376, Part 2).

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::report::model::Report;
use crate::text::markup;

use super::Content;
use super::parts::{DECLARATION, RELATIONS, comments, font_table, footer, settings, styles};

/// The relationship id of the footer on odd pages.
pub(super) const RIGHT_FOOTER: &str = "rId4";
/// The relationship id of the footer on even pages.
pub(super) const LEFT_FOOTER: &str = "rId5";

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

const CHART: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";

/// Returns the relationship id of a chart's part, by its number from 1.
pub(super) fn chart_reference(number: usize) -> String {
    format!("rIdChart{number}")
}

/// Returns the content of the archive.
pub(super) fn pack(content: Content, report: &Report) -> zip::result::ZipResult<Vec<u8>> {
    let mut parts = vec![
        ("[Content_Types].xml".to_string(), content_types(content.charts.len())),
        ("_rels/.rels".to_string(), relations()),
        ("docProps/core.xml".to_string(), core(&report.title, report.date)),
        ("word/document.xml".to_string(), content.document),
        ("word/_rels/document.xml.rels".to_string(), document_relations(content.charts.len())),
        ("word/styles.xml".to_string(), styles(report.layout)),
        ("word/settings.xml".to_string(), settings()),
        ("word/fontTable.xml".to_string(), font_table()),
        ("word/footer1.xml".to_string(), footer(true)),
        ("word/footer2.xml".to_string(), footer(false)),
        ("word/comments.xml".to_string(), comments(&content.comments, report.date)),
    ];
    parts.extend(content.charts.into_iter().zip(1..).map(|(xml, n)| (format!("word/charts/chart{n}.xml"), xml)));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types(charts: usize) -> String {
    let parts = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
        ("comments", "comments"),
    ];
    let parts = parts
        .map(|(name, kind)| format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{CONTENT}.{kind}+xml\"/>"));
    let charts: String = (1..=charts)
        .map(|n| format!("<Override PartName=\"/word/charts/chart{n}.xml\" ContentType=\"{CHART}\"/>"))
        .collect();
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{charts}\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         </Types>",
        parts.concat()
    )
}

fn relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         </Relationships>"
    )
}

fn document_relations(charts: usize) -> String {
    let parts = [
        ("rId1", "styles", "styles"),
        ("rId2", "settings", "settings"),
        ("rId3", "fontTable", "fontTable"),
        (RIGHT_FOOTER, "footer", "footer1"),
        (LEFT_FOOTER, "footer", "footer2"),
        ("rId6", "comments", "comments"),
    ];
    let relation = |id: &str, kind: &str, name: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{name}.xml\"/>")
    };
    let parts = parts.map(|(id, kind, name)| relation(id, kind, name)).concat();
    let charts: String =
        (1..=charts).map(|n| relation(&chart_reference(n), "chart", &format!("charts/chart{n}"))).collect();
    format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{parts}{charts}</Relationships>")
}

fn core(title: &str, date: Date) -> String {
    let time = |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{date}T00:00:00Z</dcterms:{name}>");
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>plandesk</dc:creator>\
         {}{}<dc:language>zh-CN</dc:language></cp:coreProperties>",
        markup::xml(title),
        time("created"),
        time("modified")
    )
}
