//! The files that a session's person names: written for an export, read as a list that came back.

use std::path::Path;

use crate::desk::Snapshot;
use crate::export::{Content, Export, ExportError, Format};
use crate::import::spreadsheet::Filled;
use crate::office::export;
use crate::office::notice::{Form, Notices};
use crate::office::seat::Files;
use crate::office::source::Source;
use crate::office::written::{NotWritten, Written, summary};
use crate::plan::Dossier;
use crate::report::Wording;
use crate::report::notice::Letter;
use crate::text::Language;
use crate::text::clean::shown_path;

use crate::tui::state::prompt::{ExportRequest, Exported, NotExported};

/// Writes what a screen asks for, and says in a few words what was written.
pub(super) fn write(
    files: &dyn Files,
    snapshot: &Snapshot,
    wording: &Wording,
    request: &ExportRequest,
) -> Result<String, NotExported> {
    let language = request.language;
    let path = files.in_full(&request.file);
    let content = match &request.content {
        Exported::Text(text) => {
            let written = files.write(&path, text.as_bytes(), request.overwrite);
            written.map_err(|error| not_exported(&error.into(), language))?;
            return Ok(language.pick("已写入：", "wrote ").to_string() + &shown_path(&path));
        }
        Exported::Table(sheet) => Content::Table(sheet),
        Exported::Notices(departments) => {
            let settled = &snapshot.settings().reminders;
            let letter = Letter {
                deadline: settled.deadline.as_deref(),
                contact: settled.contact.as_deref(),
                ..Letter::plain(jiff::Zoned::now().date(), wording)
            };
            return write_notices(files, snapshot, &letter, request, &path, departments);
        }
        Exported::Tasks(ids) => {
            Content::Tasks(ids.iter().filter_map(|id| snapshot.task(id)).map(|(d, task)| (&**d, task)).collect())
        }
        Exported::Indicators(ids) => Content::Indicators(
            ids.iter().filter_map(|id| snapshot.indicator(id)).map(|(d, indicator)| (&**d, indicator)).collect(),
        ),
        Exported::Boxes(boxes) => Content::Boxes(
            boxes.iter().filter_map(|(plan, index)| Some((&**snapshot.dossier(plan)?, *index))).collect(),
        ),
    };
    let format = Format::of(&path).map_err(|error| NotExported::Failed(error.to_string()))?;
    let export = Export { content, period: &|_| request.period, thresholds: &snapshot.settings().thresholds, language };
    told(export::whole(files, &export, &path, format, request.overwrite).map(|written| vec![written]), language)
}

/// Writes the notice of each department: to the file named, or where there are several to files named after it.
fn write_notices(
    files: &dyn Files,
    snapshot: &Snapshot,
    letter: &Letter,
    request: &ExportRequest,
    path: &Path,
    departments: &[String],
) -> Result<String, NotExported> {
    let language = request.language;
    let form = Form::of(path).map_err(|error| NotExported::Failed(error.text(language)))?;
    let dossiers: Vec<&Dossier> = snapshot.dossiers().map(|dossier| &**dossier).collect();
    let notices = Notices::of(&dossiers, &|_| request.period, snapshot.today())
        .to(|name| departments.iter().any(|one| one == name));
    if let [_] = departments {
        return told(
            notices.write(files, path, (form, letter), request.overwrite).map(|written| vec![written]),
            language,
        );
    }
    let folder = path.parent().unwrap_or(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    told(notices.write_each(files, folder, &stem, (form, letter), request.overwrite), language)
}

fn told<E: Into<NotWritten>>(written: Result<Vec<Written>, E>, language: Language) -> Result<String, NotExported> {
    written.map(|written| summary(&written, language)).map_err(|error| not_exported(&error.into(), language))
}

fn not_exported(error: &NotWritten, language: Language) -> NotExported {
    match error {
        NotWritten::File(ExportError::Exists(_)) => NotExported::Exists,
        error => NotExported::Failed(error.text(language)),
    }
}

/// Reads a list that came back.
pub(super) fn read_list(files: &dyn Files, file: &str, language: Language) -> Result<Filled, String> {
    let source = Source::open(&files.in_full(file), files);
    source.list().map_err(|why| format!("{}: {}", source.shown, why.text(language)))
}
