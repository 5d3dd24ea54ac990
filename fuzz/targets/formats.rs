//! Documents and lists in other file formats: any bytes are read or refused. Parts of archives are given the bytes
//! directly, since a damaged archive is not read any further.

use std::io::{Cursor, Write};

use plandesk::import::{self, spreadsheet};
use plandesk::plan::{Departments, Plan};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const OPEN_TEXT: &str = "application/vnd.oasis.opendocument.text";
const OPEN_SHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";
const OFD: &str = "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
const OFD_DOCUMENT: &str = "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"P.xml\"/></ofd:Pages></ofd:Document>";

/// Returns an archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("a part");
        zip.write_all(part).expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Checks that a document is unchanged by a round trip through JSON.
pub fn document(bytes: &[u8]) {
    let Ok(document) = import::read("甲", bytes, &Departments::default()) else { return };
    for plan in &document.plans {
        let json = serde_json::to_string(plan).expect("a plan can be written down");
        let read: Plan = serde_json::from_str(&json).expect("a plan can be read");
        assert!(*plan == read, "a plan changed by being written down");
    }
}

/// Checks the bytes as an OpenDocument text and as the body of one.
pub fn odt(bytes: &[u8]) {
    document(bytes);
    document(&archive(&[("mimetype", OPEN_TEXT.as_bytes()), ("content.xml", bytes)]));
}

/// Checks the bytes as an OFD file and as a page of one.
pub fn ofd(bytes: &[u8]) {
    document(bytes);
    document(&archive(&[("OFD.xml", OFD.as_bytes()), ("D/D.xml", OFD_DOCUMENT.as_bytes()), ("D/P.xml", bytes)]));
}

/// Checks the bytes as an archive of attachments and as the only file in it.
pub fn attachments(bytes: &[u8]) {
    document(bytes);
    document(&archive(&[("a", bytes)]));
}

/// Checks the bytes as a list and as the sheets of an OpenDocument workbook.
pub fn list(bytes: &[u8]) {
    let _ = spreadsheet::read("甲", bytes);
    let parts = [("mimetype", OPEN_SHEET.as_bytes()), ("content.xml", bytes)];
    let _ = spreadsheet::read("甲", &archive(&parts));
}
