//! No subcommand: the screen.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::Snapshot;
use crate::export::{self, Content, Export, ExportError, Format};
use crate::import::spreadsheet::{self, Filled};
use crate::keymap::Keymap;
use crate::plan::Dossier;
use crate::report;
use crate::report::notice::notices;
use crate::text::Language;
use crate::text::width::AmbiguousWidth;
use crate::tui::{self, ExportRequest, Exported, NotExported, Options, Theme};

use super::failure::Failure;
use super::invocation::Invocation;
use super::{keymap, place};

/// Opens the screen and returns when the person leaves it.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::Failed(invocation.words(
            "屏幕界面需要终端；在脚本中请用子命令，见 plandesk --help",
            "the screen needs a terminal; scripts use the subcommands, see plandesk --help",
        )));
    }
    let (desk, mended) = invocation.open_quietly()?;
    let period = desk.last_reviewed().map_err(|error| Failure::of_desk(error, invocation.language))?;
    let (keymap, notes) = keys(invocation);
    let language = invocation.language;
    let options = Options {
        language,
        ambiguous: ambiguous(),
        theme: if invocation.out.is_colored() { Theme::Sixteen } else { Theme::Plain },
        period,
        plan: None,
        exporter: Some(Arc::new(export)),
        list_reader: Some(Arc::new(read_list)),
        notes: mended.iter().map(|repair| repair.text(language)).chain(notes).chain(encoding(invocation)).collect(),
    };
    tui::run_local(Arc::new(desk), invocation.actor(), Arc::new(keymap), options)
        .map_err(|error| Failure::Failed(error.text(language)))
}

/// The keys in force, and what is wrong with the person's own file, which must not keep the screen from opening.
fn keys(invocation: &Invocation) -> (Keymap, Vec<String>) {
    match keymap::in_force(invocation) {
        Ok((keymap, problems)) => (keymap, problems.iter().map(|p| p.message(invocation.language)).collect()),
        Err(failure) => (Keymap::default_map(), failure.message().map(String::from).into_iter().collect()),
    }
}

/// The screen is drawn in UTF-8 all the same when the locale names another encoding.
fn encoding(invocation: &Invocation) -> Option<String> {
    place::wants_another_encoding().then(|| {
        invocation.words(
            "语言环境不是 UTF-8；如显示乱码，请把终端设为 UTF-8",
            "the locale is not UTF-8; if the screen is garbled, set the terminal to UTF-8",
        )
    })
}

fn ambiguous() -> AmbiguousWidth {
    match std::env::var("PLANDESK_AMBIGUOUS").as_deref() {
        Ok("wide") => AmbiguousWidth::Wide,
        _ => AmbiguousWidth::Narrow,
    }
}

/// Writes what the screen asks for into a file, and names the file in full.
fn export(snapshot: &Snapshot, request: &ExportRequest) -> Result<String, NotExported> {
    let language = request.language;
    let path = home_expanded(&request.file);
    let content = match &request.content {
        Exported::Text(text) => {
            crate::export::write_text(&path, text, request.overwrite).map_err(|error| failed(&error, language))?;
            return Ok(shown(&path));
        }
        Exported::Notices(departments) => return write_notices(snapshot, request, &path, departments),
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
    let items = export.write(&path, format, request.overwrite).map_err(|error| failed(&error, language))?;
    Ok(match language {
        Language::Zh => format!("{items} 条：{}", shown(&path)),
        Language::En => format!("{items} items: {}", shown(&path)),
    })
}

/// Writes the supervision notice of each department into a file of its own, which its name is added to where there are
/// several.
fn write_notices(
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
        export::write_bytes(&file, &bytes, request.overwrite).map_err(|error| failed(&error, language))?;
        written.push(shown(&file));
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
fn read_list(file: &str) -> Result<Filled, String> {
    let path = home_expanded(file);
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", shown(&path)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    spreadsheet::read(&name, &bytes).map_err(|error| error.to_string())
}

fn failed(error: &ExportError, language: Language) -> NotExported {
    match error {
        ExportError::Exists(_) => NotExported::Exists,
        error => NotExported::Failed(error.text(language)),
    }
}

fn home_expanded(file: &str) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match (file.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => [home, OsString::from(rest)].iter().collect(),
        _ => PathBuf::from(file),
    }
}

fn shown(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}
