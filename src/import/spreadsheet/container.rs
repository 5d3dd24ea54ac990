//! Safety checks of a workbook file before it is unpacked.

use regex::bytes::Regex;

use super::SpreadsheetError;
use crate::import::package::{Package, PackageError};

/// Checks that a workbook can be unpacked safely.
///
/// # Errors
/// [`SpreadsheetError`] for damaged and for malicious files.
pub fn check(bytes: &[u8]) -> Result<(), SpreadsheetError> {
    let mut package = Package::open(bytes)?;
    let traps = traps()?;
    for index in 0..package.len() {
        let (_, part) = package.part_at(index)?;
        if is_trap(&part, &traps) {
            return Err(SpreadsheetError::Harmful);
        }
    }
    Ok(())
}

impl From<PackageError> for SpreadsheetError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Encrypted => SpreadsheetError::Encrypted,
            PackageError::Damaged { part, reason } if part.is_empty() => SpreadsheetError::Damaged(reason),
            PackageError::Damaged { part, reason } => SpreadsheetError::Damaged(format!("{part}: {reason}")),
            PackageError::Missing(part) => SpreadsheetError::Damaged(part),
            PackageError::TooLarge(_) => SpreadsheetError::TooLarge,
            PackageError::Harmful(_) => SpreadsheetError::Harmful,
        }
    }
}

/// Returns the pattern of entities and of string counts in the millions, which only malicious files contain.
fn traps() -> Result<Regex, SpreadsheetError> {
    Regex::new(r#"<!(DOCTYPE|ENTITY)|(uniqueCount|count)\s*=\s*["']\s*\+?\d{8}"#)
        .map_err(|error| SpreadsheetError::Damaged(error.to_string()))
}

/// Refuses a part that would exhaust memory.
///
/// # Errors
/// [`SpreadsheetError::Harmful`] for such a part.
pub fn refuse_traps(part: &[u8]) -> Result<(), SpreadsheetError> {
    if is_trap(part, &traps()?) { Err(SpreadsheetError::Harmful) } else { Ok(()) }
}

fn is_trap(part: &[u8], traps: &Regex) -> bool {
    let start = part.get(..256).unwrap_or(part);
    let xml = start.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0).is_some_and(|byte| *byte == b'<');
    let marked = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || start.starts_with(b"\xEF\xBB\xBF");
    // The pattern does not match in UTF-16, which no spreadsheet program writes.
    (xml || marked) && (start.contains(&0) || traps.is_match(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::package::MAX_UNPACKED;
    use crate::import::package::tests::stored;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

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
            assert_eq!(check(&stored(&[("xl/sharedStrings.xml", trap)])), Err(SpreadsheetError::Harmful));
        }
        assert_eq!(check(&stored(&[("xl/sharedStrings.xml", b"<sst uniqueCount='9999'/>")])), Ok(()));
    }
}
