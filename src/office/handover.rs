//! The tables of a hand-over as a file.

use std::path::Path;

use crate::export::sheet::Sheet;
use crate::export::{Content, Export, ExportError, Format, html, json, xlsx};
use crate::plan::{ItemKind, Period, Thresholds};
use crate::report::succession::{self, Handover};
use crate::text::Language;

use super::client::Files;
use super::written::{Counted, Written};

/// A part of a hand-over, with a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The indicators.
    Indicators,
    /// The tasks and projects.
    Tasks,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 2] = [Part::Indicators, Part::Tasks];

    /// Returns true if it has the items of a kind.
    pub fn has(self, kind: ItemKind) -> bool {
        (self == Part::Indicators) == (kind == ItemKind::Indicator)
    }

    fn table(self, handover: &Handover, thresholds: &Thresholds, language: Language) -> Sheet {
        match self {
            Part::Indicators => succession::indicators(handover, thresholds, language),
            Part::Tasks => succession::tasks(handover, language),
        }
    }
}

/// Writes parts of a hand-over to a file: a workbook with a sheet for each, their tables one after the other, or the
/// records of their items as JSON.
///
/// # Errors
/// [`ExportError`].
pub fn write(
    files: &dyn Files,
    handover: &Handover,
    parts: &[Part],
    thresholds: &Thresholds,
    (to, format): (&Path, Format),
    overwrite: bool,
    language: Language,
) -> Result<Written, ExportError> {
    let mut tables: Vec<Sheet> = parts.iter().map(|part| part.table(handover, thresholds, language)).collect();
    tables.retain(|table| !table.rows.is_empty());
    let count = tables.iter().map(|table| table.rows.len()).sum();
    if count == 0 {
        return Err(ExportError::Nothing);
    }
    let bytes = match format {
        Format::Json => {
            let records = succession::records(handover, thresholds);
            let is_asked = |record: &&succession::FateRecord| parts.iter().any(|part| part.has(record.id.kind));
            json(&records.iter().filter(is_asked).collect::<Vec<_>>())?.into_bytes()
        }
        Format::Xlsx => {
            let about = about(handover, language);
            xlsx::book(tables.into_iter().map(|table| (table.title.clone(), about.clone(), table)).collect(), language)?
        }
        Format::Html => html::document(&tables, language).into_bytes(),
        Format::Csv | Format::Markdown => {
            let bytes = |table: &Sheet| {
                let content = Content::Table(table);
                Ok(Export { content, period: &|_| Period::FINAL, thresholds, language }.bytes(format)?.0)
            };
            tables.iter().map(bytes).collect::<Result<Vec<_>, ExportError>>()?.join(&b"\n"[..])
        }
    };
    files.write(to, &bytes, overwrite)?;
    Ok(Written { path: to.to_path_buf(), count, counted: Counted::Items })
}

/// Returns the line under the title of a sheet: the plans.
fn about(handover: &Handover, language: Language) -> String {
    let later: Vec<&str> = handover.successors.iter().map(|dossier| dossier.plan.title.as_str()).collect();
    let (old, later) = (&handover.old.plan.title, later.join("、"));
    match language {
        Language::Zh => format!("原规划：{old}　接续规划：{later}"),
        Language::En => format!("Earlier plan: {old}　Later plan: {later}"),
    }
}
