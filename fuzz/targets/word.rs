//! Word files: the bytes as a file, and as the body, styles and numbering of a new package.

use std::io::{Cursor, Write};

use plandesk::import;
use plandesk::plan::Departments;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Returns a document with these parts, given without their root elements.
fn document(body: &[u8], styles: &[u8], numbering: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let relations = |list: &[(&str, &str)]| {
        let each = list.iter().enumerate().map(|(n, (kind, target))| {
            format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        });
        format!("<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>", each.collect::<String>()).into_bytes()
    };
    let within = |name: &str, content: &[u8]| {
        let (start, end) = (format!("<w:{name} xmlns:w=\"{WORD}\">"), format!("</w:{name}>"));
        [start.as_bytes(), content, end.as_bytes()].concat()
    };
    let body = [&b"<w:body>"[..], body, b"</w:body>"].concat();
    for (name, part) in [
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("word/document.xml", within("document", &body)),
        ("word/_rels/document.xml.rels", relations(&[("styles", "styles.xml"), ("numbering", "numbering.xml")])),
        ("word/styles.xml", within("styles", styles)),
        ("word/numbering.xml", within("numbering", numbering)),
    ] {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .expect("a part");
        zip.write_all(&part).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let _ = import::read("甲.docx", bytes, &Departments::default());
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let _ = import::read("甲.docx", &document(part(), part(), part()), &Departments::default());
}
