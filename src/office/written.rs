//! Files that were written, and errors of writing them.

use std::path::{Path, PathBuf};

use crate::export::ExportError;
use crate::report::ReportError;
use crate::text::Language;
use crate::text::clean::shown_path;

use super::client::Files;

/// The unit in which the content of a file is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Rows of a list.
    Items,
    /// Sheets of a workbook.
    Sheets,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// The number of rows or sheets.
    pub count: usize,
    /// The unit of the number.
    pub counted: Counted,
}

impl Written {
    /// Returns a sentence with the name of the file and the size of its content.
    pub fn text(&self, language: Language) -> String {
        let (count, file) = (self.count, shown_path(&self.path));
        match (self.counted, language) {
            (Counted::Items, Language::Zh) => format!("已写入 {count} 条：{file}"),
            (Counted::Items, Language::En) => format!("wrote {count} items to {file}"),
            (Counted::Sheets, Language::Zh) => format!("已写入 {count} 张工作表：{file}"),
            (Counted::Sheets, Language::En) => format!("wrote {count} sheets to {file}"),
        }
    }
}

/// Returns a sentence about several files that fits on one line.
pub fn summary(written: &[Written], language: Language) -> String {
    match written {
        [first, _, ..] => {
            let (files, first) = (written.len(), shown_path(&first.path));
            match language {
                Language::Zh => format!("已写入 {files} 个文件：{first} …"),
                Language::En => format!("wrote {files} files: {first} …"),
            }
        }
        one => one.iter().map(|written| written.text(language)).collect(),
    }
}

/// A file to be written, with the size of its content.
pub(super) struct Part {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) items: usize,
}

/// Writes several files. Nothing is written if one of them exists and may not be overwritten.
pub(super) fn write_all(files: &dyn Files, parts: Vec<Part>, overwrite: bool) -> Result<Vec<Written>, ExportError> {
    if let Some(there) = parts.iter().find(|part| !overwrite && files.exists(&part.path)) {
        return Err(ExportError::Exists(there.path.clone()));
    }
    let write = |Part { path, bytes, items }: Part| {
        files.write(&path, &bytes, overwrite)?;
        Ok(Written { path, count: items, counted: Counted::Items })
    };
    parts.into_iter().map(write).collect()
}

/// Creates a folder and its parents, unless it exists.
///
/// # Errors
/// [`ExportError::Io`] if the system refuses.
pub fn make_folder(files: &dyn Files, folder: &Path) -> Result<(), ExportError> {
    files.make_folder(folder).map_err(|error| ExportError::Io { path: folder.to_path_buf(), error })
}

/// An error while writing a document.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// The file can't be written.
    #[error(transparent)]
    File(#[from] ExportError),
    /// The document can't be generated.
    #[error(transparent)]
    Report(#[from] ReportError),
}

impl NotWritten {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match self {
            NotWritten::File(error) => error.text(language),
            NotWritten::Report(error) => error.text(language),
        }
    }
}
