//! The draft of an evaluation report as a file.

use std::path::Path;

use crate::plan::Dossier;
use crate::report::{Format, Request, draft};

use super::client::Files;
use super::written::NotWritten;

/// The result of drafting a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The title of the report.
    pub title: String,
    /// The number of places that must be filled in by hand.
    pub gaps: usize,
}

/// Drafts a report and writes it to a file.
///
/// # Errors
/// [`NotWritten`].
pub fn write(
    files: &dyn Files,
    dossier: &Dossier,
    request: &Request,
    (to, format): (&Path, Format),
    overwrite: bool,
) -> Result<Drafted, NotWritten> {
    let report = draft(dossier, request);
    files.write(to, &report.bytes(format)?, overwrite)?;
    Ok(Drafted { gaps: report.gaps().len(), title: report.title })
}
