//! Word files for tests, part by part and element by element.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Returns a part: its root element with the content.
pub fn part(root: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} xmlns:w=\"{WORD}\" xmlns:r=\"{OFFICE}\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">{inside}</w:{root}>"
    )
}

/// A Word file being made.
#[derive(Default)]
pub struct Docx {
    /// The content of the body.
    pub body: String,
    /// The content of the other parts, by their kinds.
    pub parts: Vec<(&'static str, String)>,
}

impl Docx {
    /// Returns a file with a body.
    pub fn of(body: &str) -> Docx {
        Docx { body: body.to_string(), parts: Vec::new() }
    }

    /// Returns the file with a part of a kind: `styles`, `numbering`, `footnotes`, `header`, …
    pub fn with(mut self, kind: &'static str, inside: &str) -> Docx {
        self.parts.push((kind, inside.to_string()));
        self
    }

    /// Returns the names of the parts and their contents.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let relation = |kind: &str, target: &str| {
            format!("<Relationship Id=\"r{kind}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let relations = |inside: &str| format!("<Relationships xmlns=\"{RELATIONS}\">{inside}</Relationships>");
        let own: String = self.parts.iter().map(|(kind, _)| relation(kind, &format!("{kind}.xml"))).collect();
        let body = format!("<w:body>{}<w:sectPr/></w:body>", self.body);
        let mut files = vec![
            ("[Content_Types].xml".to_string(), self.content_types()),
            ("_rels/.rels".to_string(), relations(&relation("officeDocument", "word/document.xml"))),
            ("word/document.xml".to_string(), part("document", &body)),
            ("word/_rels/document.xml.rels".to_string(), relations(&own)),
        ];
        for (kind, inside) in &self.parts {
            let root = if *kind == "header" { "hdr" } else { kind };
            files.push((format!("word/{kind}.xml"), part(root, inside)));
        }
        files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
    }

    fn content_types(&self) -> String {
        const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
        let of = |name: &str, kind: &str| {
            format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{KIND}.{kind}+xml\"/>")
        };
        let parts: String = self.parts.iter().map(|(kind, _)| of(kind, kind)).collect();
        format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{parts}</Types>",
            of("document", "document.main")
        )
    }

    /// Returns the bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        pack(&self.files())
    }
}

/// Packs parts into a file.
pub fn pack(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Returns the text escaped for XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns a run of text; a tab is an element of its own.
pub fn run(text: &str) -> String {
    let text: Vec<String> =
        text.split('\t').map(|text| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(text))).collect();
    format!("<w:r>{}</w:r>", text.join("<w:tab/>"))
}

/// Returns a paragraph with the content.
pub fn paragraph(properties: &str, inside: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>")
}

/// Returns a paragraph of text.
pub fn p(text: &str) -> String {
    if text.is_empty() { "<w:p/>".to_string() } else { paragraph("", &run(text)) }
}

/// Returns a paragraph in a list.
pub fn item(list: u32, level: u32, text: &str) -> String {
    let numbering = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    paragraph(&numbering, &run(text))
}

/// Returns a paragraph of a style.
pub fn styled(style: &str, text: &str) -> String {
    paragraph(&format!("<w:pStyle w:val=\"{style}\"/>"), &run(text))
}

/// Returns a cell of a table, with properties such as `<w:gridSpan w:val="2"/>`.
pub fn cell(properties: &str, inside: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
}

/// Returns a row of cells.
pub fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// Returns a table of rows.
pub fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl>", rows.concat())
}

/// Returns a table of cells of text.
pub fn plain_table(rows: &[Vec<String>]) -> String {
    let row_of = |cells: &Vec<String>| row(&cells.iter().map(|text| cell("", &p(text))).collect::<Vec<_>>());
    table(&rows.iter().map(row_of).collect::<Vec<_>>())
}

/// Returns a box: a table of one cell.
pub fn boxed(inside: &str) -> String {
    table(&[row(&[cell("", inside)])])
}

/// Returns a level of a list.
pub fn level(at: u32, format: &str, text: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

/// Returns a list with its levels.
pub fn list(id: &str, levels: &[String]) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", levels.concat())
}

/// Returns an instance of a list.
pub fn instance(id: u32, list: u32) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{list}\"/></w:num>")
}

/// Returns a heading style of an outline level, 0 for the highest.
pub fn heading_style(id: &str, outline: u32, numbering: &str) -> String {
    format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"heading {}\"/>\
         <w:pPr>{numbering}<w:outlineLvl w:val=\"{outline}\"/></w:pPr></w:style>",
        outline + 1
    )
}
