//! No subcommand: the screen.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::Snapshot;
use crate::export::{Content, Export, ExportError, Format};
use crate::import::spreadsheet::{self, Filled};
use crate::keymap::Keymap;
use crate::plan::Dossier;
use crate::report;
use crate::report::notice::notices;
use crate::serve::caller::{Facts, Files};
use crate::serve::program::Seat;
use crate::text::Language;
use crate::text::clean::shown_path;
use crate::tui::{self, ExportRequest, Exported, NotExported, Options, Theme, TuiError};

use super::failure::Failure;
use super::invocation::Invocation;
use super::keymap;

/// Opens the store and a screen in this process, and returns when the person leaves it.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    let (desk, mended) = invocation.open_quietly()?;
    let seat = Seat {
        desk,
        person: invocation.actor()?,
        facts: invocation.facts.clone(),
        files: Arc::clone(&invocation.files),
        mended,
    };
    let (keymap, options) = looks(&seat);
    tui::run_local(seat.desk, seat.person, Arc::new(keymap), options)
        .map_err(|error| Failure::Failed(error.text(invocation.language)))
}

/// Fails unless there is a terminal to draw on.
pub(super) fn require_terminal(invocation: &Invocation) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() && invocation.facts.is_terminal {
        return Ok(());
    }
    Err(Failure::Failed(TuiError::NoTerminal.text(invocation.language)))
}

/// The keys and the looks of a person's screen.
pub(super) fn looks(seat: &Seat) -> (Keymap, Options) {
    let Facts { language, ambiguous, no_color, is_dumb, .. } = seat.facts;
    let mut notes: Vec<String> = seat.mended.iter().map(|repair| repair.text(language)).collect();
    let keymap = keys(seat, &mut notes);
    let period = seat.desk.last_reviewed().unwrap_or_else(|error| {
        notes.push(error.text(language));
        None
    });
    // The screen is drawn in UTF-8 all the same when the locale names another encoding.
    if seat.facts.wants_another_encoding {
        let words = "语言环境不是 UTF-8；如显示乱码，请把终端设为 UTF-8";
        let words =
            language.pick(words, "the locale is not UTF-8; if the screen is garbled, set the terminal to UTF-8");
        notes.push(words.to_string());
    }
    let (files, readable) = (Arc::clone(&seat.files), Arc::clone(&seat.files));
    let options = Options {
        language,
        ambiguous,
        theme: if no_color || is_dumb { Theme::Plain } else { Theme::Sixteen },
        period,
        plan: None,
        exporter: Some(Arc::new(move |snapshot, request| export(&*files, snapshot, request))),
        list_reader: Some(Arc::new(move |file| read_list(&*readable, file))),
        notes,
        bookmark: None,
    };
    (keymap, options)
}

/// The keys in force. What is wrong with the person's own file must not keep the screen from opening.
fn keys(seat: &Seat, notes: &mut Vec<String>) -> Keymap {
    match keymap::in_force(&seat.facts, &*seat.files) {
        Ok((keymap, problems)) => {
            notes.extend(problems.iter().map(|problem| problem.message(seat.facts.language)));
            keymap
        }
        Err(failure) => {
            notes.extend(failure.message().map(String::from));
            Keymap::default_map()
        }
    }
}

/// Writes what the screen asks for into a file, and names the file in full.
fn export(files: &dyn Files, snapshot: &Snapshot, request: &ExportRequest) -> Result<String, NotExported> {
    let language = request.language;
    let path = files.in_full(&request.file);
    let content = match &request.content {
        Exported::Text(text) => {
            files.write(&path, text.as_bytes(), request.overwrite).map_err(|error| failed(&error, language))?;
            return Ok(shown_path(&path));
        }
        Exported::Notices(departments) => return write_notices(files, snapshot, request, &path, departments),
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
    let written = export.bytes(format).and_then(|(bytes, items)| {
        files.write(&path, &bytes, request.overwrite)?;
        Ok(items)
    });
    let items = written.map_err(|error| failed(&error, language))?;
    Ok(match language {
        Language::Zh => format!("{items} 条：{}", shown_path(&path)),
        Language::En => format!("{items} items: {}", shown_path(&path)),
    })
}

/// Writes the supervision notice of each department into a file of its own, which its name is added to where there are
/// several.
fn write_notices(
    files: &dyn Files,
    snapshot: &Snapshot,
    request: &ExportRequest,
    path: &Path,
    departments: &[String],
) -> Result<String, NotExported> {
    let language = request.language;
    let format = report::Format::of(path).map_err(|error| NotExported::Failed(error.to_string()))?;
    let dossiers: Vec<&Dossier> = snapshot.dossiers().map(|dossier| &**dossier).collect();
    let dossiers: Vec<&Dossier> = dossiers.into_iter().filter(|d| d.plan.term.has(request.period)).collect();
    let today = jiff::Zoned::now().date();
    let mut written = Vec::new();
    for notice in notices(&dossiers, &|_| request.period) {
        if !departments.contains(&notice.department) {
            continue;
        }
        let file = if departments.len() == 1 { path.to_path_buf() } else { named_after(path, &notice.department) };
        let bytes = notice.report(today).bytes(format);
        let bytes = bytes.map_err(|error| NotExported::Failed(error.text(language)))?;
        files.write(&file, &bytes, request.overwrite).map_err(|error| failed(&error, language))?;
        written.push(shown_path(&file));
    }
    Ok(match &written[..] {
        [first, _, ..] => format!("{} {}: {first} …", written.len(), language.pick("个文件", "files")),
        one => one.join(""),
    })
}

/// A file's name with a department's before its ending.
fn named_after(path: &Path, department: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let department: String = department.chars().filter(|c| !matches!(c, '/' | '\\') && !c.is_control()).collect();
    path.with_file_name(format!("{stem}-{department}.{ending}"))
}

/// Reads a list that came back.
fn read_list(files: &dyn Files, file: &str) -> Result<Filled, String> {
    let path = files.in_full(file);
    let mut bytes = Vec::new();
    let read = files.open(&path).and_then(|mut file| file.read_to_end(&mut bytes));
    read.map_err(|error| format!("{}: {error}", shown_path(&path)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    spreadsheet::read(&name, &bytes).map_err(|error| error.to_string())
}

fn failed(error: &ExportError, language: Language) -> NotExported {
    match error {
        ExportError::Exists(_) => NotExported::Exists,
        error => NotExported::Failed(error.text(language)),
    }
}
