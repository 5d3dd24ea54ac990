//! Lists as files: one list, a workbook with a sheet per department, or a file per department.

use std::path::Path;

use crate::export::xlsx::Paper;
use crate::export::{Export, ExportError, Format};

use super::client::Files;
use super::written::{Counted, Part, Written, make_folder, write_all};

/// Writes a list to one file.
///
/// # Errors
/// [`ExportError`].
pub fn whole(
    files: &dyn Files,
    export: &Export,
    to: &Path,
    format: Format,
    overwrite: bool,
) -> Result<Written, ExportError> {
    let (bytes, count) = export.bytes(format)?;
    files.write(to, &bytes, overwrite)?;
    Ok(Written { path: to.to_path_buf(), count, counted: Counted::Items })
}

/// Writes a list as a workbook laid out for printing.
///
/// # Errors
/// [`ExportError`].
pub fn printed(
    files: &dyn Files,
    export: &Export,
    to: &Path,
    paper: Paper,
    overwrite: bool,
) -> Result<Written, ExportError> {
    let (bytes, count) = export.printed(paper, None)?;
    files.write(to, &bytes, overwrite)?;
    Ok(Written { path: to.to_path_buf(), count, counted: Counted::Items })
}

/// Writes a workbook with a sheet for each department, or only for one.
///
/// # Errors
/// [`ExportError`].
pub fn sheets(
    files: &dyn Files,
    export: &Export,
    to: &Path,
    only: Option<&str>,
    overwrite: bool,
) -> Result<Written, ExportError> {
    let (bytes, count) = export.sheets(only)?;
    files.write(to, &bytes, overwrite)?;
    Ok(Written { path: to.to_path_buf(), count, counted: Counted::Sheets })
}

/// Writes a workbook for each department, or only for one, into a folder, which is created if necessary. Nothing is
/// written if one of the files exists and may not be overwritten.
///
/// # Errors
/// [`ExportError`].
pub fn by_department(
    files: &dyn Files,
    export: &Export,
    folder: &Path,
    only: Option<&str>,
    overwrite: bool,
) -> Result<Vec<Written>, ExportError> {
    let parts = export.by_department(only)?.into_iter();
    let parts = parts.map(|list| Part { path: folder.join(&list.name), bytes: list.bytes, items: list.tasks });
    make_folder(files, folder)?;
    write_all(files, parts.collect(), overwrite)
}
