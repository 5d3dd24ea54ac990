//! The draft of an evaluation report as a file.

use std::path::Path;

use crate::plan::{Dossier, Period, Thresholds};
use crate::report::{Format, draft};

use super::seat::Files;
use super::written::NotWritten;

/// Drafts the report of a plan's period, writes it to a file, and returns its title.
///
/// # Errors
/// [`NotWritten`].
pub fn write(
    files: &dyn Files,
    dossier: &Dossier,
    period: Period,
    thresholds: Thresholds,
    (to, format): (&Path, Format),
    overwrite: bool,
) -> Result<String, NotWritten> {
    let report = draft(dossier, period, jiff::Zoned::now().date(), thresholds);
    files.write(to, &report.bytes(format)?, overwrite)?;
    Ok(report.title)
}
