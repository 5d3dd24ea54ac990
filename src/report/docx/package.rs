//! The package: the parts of the document in a ZIP archive, and what joins them (ECMA-376, Part 2).

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::text::markup;

use super::parts::{DECLARATION, RELATIONS, font_table, footer, settings, styles};

/// The reference to the footer of right pages.
pub(super) const RIGHT_FOOTER: &str = "rId4";
/// The reference to the footer of left pages.
pub(super) const LEFT_FOOTER: &str = "rId5";

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The bytes of the archive.
pub(super) fn pack(document: &str, title: &str, date: Date) -> zip::result::ZipResult<Vec<u8>> {
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", relations()),
        ("docProps/core.xml", core(title, date)),
        ("word/document.xml", document.to_string()),
        ("word/_rels/document.xml.rels", document_relations()),
        ("word/styles.xml", styles()),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", font_table()),
        ("word/footer1.xml", footer(true)),
        ("word/footer2.xml", footer(false)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types() -> String {
    let parts = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ];
    let parts = parts
        .map(|(name, kind)| format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{CONTENT}.{kind}+xml\"/>"));
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}\
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

fn document_relations() -> String {
    let parts = [
        ("rId1", "styles", "styles"),
        ("rId2", "settings", "settings"),
        ("rId3", "fontTable", "fontTable"),
        (RIGHT_FOOTER, "footer", "footer1"),
        (LEFT_FOOTER, "footer", "footer2"),
    ];
    let parts = parts.map(|(id, kind, name)| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{name}.xml\"/>")
    });
    format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", parts.concat())
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
