//! ZIP archives of attachments: finding the document among the files.

use std::io::Cursor;

use encoding_rs::GBK;
use zip::ZipArchive;

use super::ImportError;
use super::kind::FileKind;
use super::package::{Package, PackageError};
use super::spreadsheet;

/// Returns the only file in an archive that is a document, with its name.
///
/// # Errors
/// [`ImportError::Attachments`] with the names of the files if there is no document or more than one.
pub fn document(bytes: &[u8]) -> Result<(String, Vec<u8>), ImportError> {
    let names = names(bytes)?;
    let mut package = Package::open(bytes)?;
    let mut documents = Vec::new();
    let mut listed = Vec::new();
    for (at, name) in
        names.into_iter().enumerate().filter(|(_, name)| !name.ends_with('/') && !name.starts_with("__MACOSX"))
    {
        let (_, held) = package.part_at(at)?;
        if is_document(&held) {
            documents.push((name.clone(), held));
        }
        listed.push(name);
    }
    match documents.pop().filter(|_| documents.is_empty()) {
        Some(document) => Ok(document),
        None => Err(ImportError::Attachments { names: listed }),
    }
}

fn is_document(bytes: &[u8]) -> bool {
    match FileKind::of(bytes) {
        FileKind::Text => !bytes.is_empty() && !spreadsheet::is_list(bytes),
        kind => kind.is_document(),
    }
}

/// Returns the names of the files, decoded as Chinese programs encode them.
fn names(bytes: &[u8]) -> Result<Vec<String>, PackageError> {
    let damaged =
        |error: zip::result::ZipError| PackageError::Damaged { part: String::new(), reason: error.to_string() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(damaged)?;
        let raw = file.name_raw();
        let name = std::str::from_utf8(raw).map_or_else(|_| GBK.decode(raw).0.into_owned(), str::to_string);
        names.push(crate::text::clean::sanitise_line(&name));
    }
    Ok(names)
}
