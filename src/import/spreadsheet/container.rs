//! The file around a workbook: what kind it is, and whether it is safe to unpack.

use std::io::{Cursor, Read};

use regex::bytes::Regex;
use zip::ZipArchive;

use super::SpreadsheetError;

/// The most that a workbook may hold when it is unpacked, in bytes: some ten times a list of 10,000 tasks.
pub const MAX_UNPACKED: u64 = 128 << 20;

/// The most files that a workbook may be made of.
const MAX_PARTS: usize = 4096;

/// The start of a file that a spreadsheet program wrote, or that looks like it.
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";

/// Whether bytes are a workbook, of whatever age, rather than a text.
pub fn is_workbook(bytes: &[u8]) -> bool {
    match bytes {
        _ if bytes.starts_with(ZIP) => holds_workbook(bytes),
        _ if bytes.starts_with(OLE) => holds_utf16(bytes, "Workbook") || holds_utf16(bytes, "EncryptedPackage"),
        _ => false,
    }
}

fn holds_workbook(bytes: &[u8]) -> bool {
    // A damaged file has no table of contents that could be asked; its parts still carry their names.
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(zip) => holds(&zip, |name| name.starts_with("xl/") || name == "content.xml"),
        Err(_) => [&b"xl/"[..], b"content.xml"].iter().any(|name| bytes.windows(name.len()).any(|part| part == *name)),
    }
}

fn holds(zip: &ZipArchive<Cursor<&[u8]>>, is_it: impl Fn(&str) -> bool) -> bool {
    zip.file_names().any(|name| name.is_ok_and(|name| is_it(&name)))
}

// The table of contents of an OLE file has its names in UTF-16.
fn holds_utf16(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|part| part == name)
}

/// Checks that a file is a workbook that can be unpacked without harm.
///
/// # Errors
/// [`SpreadsheetError`] for other and older formats, for encrypted and damaged files, and for files made to do harm.
pub fn check(bytes: &[u8]) -> Result<(), SpreadsheetError> {
    if bytes.starts_with(OLE) {
        let encrypted = holds_utf16(bytes, "EncryptedPackage");
        return Err(if encrypted { SpreadsheetError::Encrypted } else { SpreadsheetError::OldFormat });
    }
    if !bytes.starts_with(ZIP) {
        return Err(SpreadsheetError::NotAWorkbook);
    }
    let damaged = |error: &dyn std::fmt::Display| SpreadsheetError::Damaged(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if holds(&zip, |name| name == "content.xml") {
        return Err(SpreadsheetError::OtherFormat("OpenDocument"));
    }
    if holds(&zip, |name| name == "xl/workbook.bin") {
        return Err(SpreadsheetError::OtherFormat("XLSB"));
    }
    if !holds(&zip, |name| name.starts_with("xl/")) {
        return Err(SpreadsheetError::NotAWorkbook);
    }
    if zip.len() > MAX_PARTS {
        return Err(SpreadsheetError::TooLarge);
    }
    let traps = traps()?;
    let (mut left, mut part) = (MAX_UNPACKED, Vec::new());
    for index in 0..zip.len() {
        let file = zip.by_index(index).map_err(|error| damaged(&error))?;
        if file.encrypted() {
            return Err(SpreadsheetError::Encrypted);
        }
        part.clear();
        // What a file says of its size may be a lie, so it is unpacked and counted.
        let size = file.take(left + 1).read_to_end(&mut part).map_err(|error| damaged(&error))? as u64;
        left = left.checked_sub(size).ok_or(SpreadsheetError::TooLarge)?;
        if is_trap(&part, &traps) {
            return Err(SpreadsheetError::Harmful);
        }
    }
    Ok(())
}

/// No spreadsheet program writes entities or millions of strings that aren't there; both are made to fill memory.
fn traps() -> Result<Regex, SpreadsheetError> {
    Regex::new(r#"<!(DOCTYPE|ENTITY)|(uniqueCount|count)\s*=\s*["']\s*\+?\d{8}"#)
        .map_err(|error| SpreadsheetError::Damaged(error.to_string()))
}

fn is_trap(part: &[u8], traps: &Regex) -> bool {
    let start = part.get(..256).unwrap_or(part);
    let xml = start.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0).is_some_and(|byte| *byte == b'<');
    let marked = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || start.starts_with(b"\xEF\xBB\xBF");
    // In UTF-16 the traps could not be seen; no spreadsheet program writes it.
    (xml || marked) && (start.contains(&0) || traps.is_match(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn ole(name: &str) -> Vec<u8> {
        [OLE.to_vec(), vec![0; 600], name.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    }

    #[test]
    fn what_is_no_workbook_is_told_by_what_it_is() {
        for (bytes, error) in [
            (b"words".to_vec(), SpreadsheetError::NotAWorkbook),
            (archive(&[("word/document.xml", b"<a/>")]), SpreadsheetError::NotAWorkbook),
            (archive(&[("content.xml", b"<a/>")]), SpreadsheetError::OtherFormat("OpenDocument")),
            (archive(&[("xl/workbook.bin", b"x")]), SpreadsheetError::OtherFormat("XLSB")),
            (ole("Workbook"), SpreadsheetError::OldFormat),
            (ole("EncryptedPackage"), SpreadsheetError::Encrypted),
        ] {
            assert_eq!(check(&bytes), Err(error));
        }
        assert!(matches!(check(b"PK\x03\x04 and then xl/ nothing"), Err(SpreadsheetError::Damaged(_))));
    }

    #[test]
    fn a_bomb_is_not_unpacked_to_the_end() {
        let zeros = vec![b' '; 1 << 20];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
        for _ in 0..=(MAX_UNPACKED >> 20) {
            zip.write_all(&zeros).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20, "it packs well");
        assert_eq!(check(&bytes), Err(SpreadsheetError::TooLarge));
    }

    #[test]
    fn entities_and_false_counts_are_refused() {
        for trap in [
            &b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>"[..],
            b"<sst uniqueCount = '99999999999'/>",
            b"\xFF\xFE<\0s\0",
            b"<\0s\0s\0",
        ] {
            assert_eq!(check(&archive(&[("xl/sharedStrings.xml", trap)])), Err(SpreadsheetError::Harmful));
        }
        assert_eq!(check(&archive(&[("xl/sharedStrings.xml", b"<sst uniqueCount='9999'/>")])), Ok(()));
    }

    #[test]
    fn workbooks_are_told_from_texts_and_other_files() {
        assert!(is_workbook(&archive(&[("xl/workbook.xml", b"<a/>")])));
        assert!(is_workbook(&ole("Workbook")));
        for other in [archive(&[("word/document.xml", b"<a/>")]), ole("WordDocument"), b"PK".to_vec(), Vec::new()] {
            assert!(!is_workbook(&other));
        }
    }
}
