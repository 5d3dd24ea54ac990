//! No subcommand: the screen.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::Snapshot;
use crate::export::{Content, Export, ExportError, Format};
use crate::keymap::Keymap;
use crate::text::Language;
use crate::text::clean::shown_path;
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
    let export = Export { content, period: &|_| request.period, language };
    let items = export.write(&path, format, request.overwrite).map_err(|error| failed(&error, language))?;
    Ok(match language {
        Language::Zh => format!("{items} 条：{}", shown(&path)),
        Language::En => format!("{items} items: {}", shown(&path)),
    })
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
    shown_path(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}
