//! The files that a session's person names to be written.

use std::path::Path;

use crate::desk::{Act, Actor, Desk, Refusal, Snapshot};
use crate::export::{Content, Export, ExportError, Format};
use crate::office::backup::{self, NotBackedUp};
use crate::office::client::Files;
use crate::office::notice::{Form, Notices};
use crate::office::pack::{self, Packed};
use crate::office::report::Drafted;
use crate::office::written::{NotWritten, Written, summary};
use crate::office::{self, export};
use crate::plan::{Dossier, ItemId, PlanId, Task, sample};
use crate::report;
use crate::report::notice::Letter;
use crate::text::Language;
use crate::text::clean::shown_path;

use crate::tui::state::prompt::{ExportRequest, Exported, NotExported};
use crate::tui::words::Word;

/// Writes what a screen asks for, and says in a few words what was written.
pub(super) fn write(
    files: &dyn Files,
    (desk, actor): (&Desk, &Actor),
    snapshot: &Snapshot,
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
        Exported::Backup => return back_up(files, (desk, actor), request, &path),
        Exported::Table(sheet) | Exported::RollUp(_, sheet) | Exported::Counterparts(_, sheet) => Content::Table(sheet),
        Exported::Report(plan) => return write_report(files, (desk, snapshot), request, &path, plan),
        Exported::Pack(plan) => return write_pack(files, (desk, snapshot), request, &path, plan),
        Exported::Milestones(ids) => Content::Milestones(found(snapshot, ids), snapshot.today()),
        Exported::Sample(plan, count) => match snapshot.dossier(plan) {
            Some(dossier) => {
                let seed = sample::default_seed(dossier, request.period);
                let drawn = sample::sample(dossier, request.period, *count, &seed);
                Content::Sample(drawn.into_iter().map(|task| (&**dossier, task)).collect(), seed)
            }
            None => Content::Tasks(Vec::new()),
        },
        Exported::Notices(departments) => {
            let (wording, _) = desk.wording();
            let settled = &snapshot.settings().reminders;
            let letter = Letter {
                deadline: settled.deadline.as_deref(),
                contact: settled.contact.as_deref(),
                ..Letter::plain(jiff::Zoned::now().date(), &wording)
            };
            return write_notices(files, snapshot, &letter, request, &path, departments);
        }
        Exported::Tasks(ids) | Exported::Sheets(ids) | Exported::Workbooks(ids) => Content::Tasks(found(snapshot, ids)),
        Exported::Indicators(ids) => Content::Indicators(
            ids.iter().filter_map(|id| snapshot.indicator(id)).map(|(d, indicator)| (&**d, indicator)).collect(),
        ),
        Exported::Boxes(boxes) => Content::Boxes(
            boxes.iter().filter_map(|(plan, index)| Some((&**snapshot.dossier(plan)?, *index))).collect(),
        ),
    };
    let export = Export { content, period: &|_| request.period, thresholds: &snapshot.settings().thresholds, language };
    let overwrite = request.overwrite;
    match &request.content {
        Exported::Workbooks(_) => told(export::by_department(files, &export, &path, None, overwrite), language),
        Exported::Sheets(_) => {
            told(export::sheets(files, &export, &path, None, overwrite).map(|written| vec![written]), language)
        }
        _ => {
            let format = Format::of(&path).map_err(|error| NotExported::Failed(error.text(language)))?;
            told(export::whole(files, &export, &path, format, overwrite).map(|written| vec![written]), language)
        }
    }
}

/// Writes a backup, if the person may have one.
fn back_up(
    files: &dyn Files,
    (desk, actor): (&Desk, &Actor),
    request: &ExportRequest,
    path: &Path,
) -> Result<String, NotExported> {
    let language = request.language;
    let permitted = desk.permit(actor, Act::BackUp);
    permitted.map_err(|error| NotExported::Failed(error.text(language)))?;
    match backup::write(desk, files, path, request.overwrite) {
        Ok(entries) => Ok(match language {
            Language::Zh => format!("已备份 {entries} 条更改记录：{}", shown_path(path)),
            Language::En => format!("backed up {entries} entries of the history to {}", shown_path(path)),
        }),
        Err(NotBackedUp::File(ExportError::Exists(_))) => Err(NotExported::Exists),
        Err(error) => Err(NotExported::Failed(error.text(path, language))),
    }
}

/// Returns the tasks and projects of these ids with their dossiers.
fn found<'a>(snapshot: &'a Snapshot, ids: &[ItemId]) -> Vec<(&'a Dossier, &'a Task)> {
    ids.iter().filter_map(|id| snapshot.task(id)).map(|(dossier, task)| (&**dossier, task)).collect()
}

/// Writes the draft of a report.
fn write_report(
    files: &dyn Files,
    at_desk: (&Desk, &Snapshot),
    request: &ExportRequest,
    path: &Path,
    plan: &PlanId,
) -> Result<String, NotExported> {
    let language = request.language;
    let format = report::Format::of(path).map_err(|error| NotExported::Failed(error.text(language)))?;
    evaluated(at_desk, request, plan, |dossier, asked| {
        let Drafted { gaps, .. } = office::report::write(files, dossier, asked, (path, format), request.overwrite)?;
        Ok((format!("{}{}", language.pick("已写入：", "wrote "), shown_path(path)), gaps))
    })
}

/// Writes everything that is handed in for an evaluation into a folder.
fn write_pack(
    files: &dyn Files,
    at_desk: (&Desk, &Snapshot),
    request: &ExportRequest,
    folder: &Path,
    plan: &PlanId,
) -> Result<String, NotExported> {
    evaluated(at_desk, request, plan, |dossier, asked| {
        let Packed { files, gaps } = pack::write(files, dossier, asked, folder, request.overwrite)?;
        Ok((summary(&files, request.language), gaps))
    })
}

/// Writes documents about a plan in a period, and tells what was written with the number of places to be filled in.
fn evaluated(
    (desk, snapshot): (&Desk, &Snapshot),
    request: &ExportRequest,
    plan: &PlanId,
    write: impl FnOnce(&Dossier, &report::Request<'_>) -> Result<(String, usize), NotWritten>,
) -> Result<String, NotExported> {
    let language = request.language;
    let gone = || NotExported::Failed(Refusal::NoPlan(plan.clone()).text(language));
    let dossier = snapshot.dossier(plan).ok_or_else(gone)?;
    let (wording, problems) = desk.wording();
    let thresholds = snapshot.settings().thresholds;
    let asked = report::Request::full(request.period, jiff::Zoned::now().date(), thresholds, &wording);
    let (mut told, gaps) = write(dossier, &asked).map_err(|error| not_exported(&error, language))?;
    if gaps > 0 {
        told.push_str(&format!("{}{} {gaps}", language.pick("；", "; "), Word::FillInGaps.in_language(language)));
    }
    for problem in problems {
        told.push_str(&format!("\n{}", problem.text(language)));
    }
    Ok(told)
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
    let notices = Notices::of(&dossiers, &|_| request.period, &snapshot.settings().cases, snapshot.today())
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
