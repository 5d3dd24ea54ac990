//! No subcommand: the screen.

use std::io::IsTerminal;
use std::sync::Arc;

use crate::desk::{Desk, Snapshot};
use crate::export::{Content, Export, ExportError, Format};
use crate::keymap::Keymap;
use crate::serve::caller::Files;
use crate::store::Repair;
use crate::text::Language;
use crate::tui::{self, ExportRequest, Exported, NotExported, Options, Theme, TuiError};

use super::failure::Failure;
use super::invocation::Invocation;
use super::keymap;

/// Opens the store and a screen in this process, and returns when the person leaves it.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    let (desk, mended) = invocation.open_quietly()?;
    let (keymap, options) = looks(invocation, &desk, &mended);
    tui::run_local(desk, invocation.actor(), Arc::new(keymap), options)
        .map_err(|error| Failure::Failed(error.text(invocation.language)))
}

/// Fails unless there is a terminal to draw on.
pub(super) fn require_terminal(invocation: &Invocation) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() && invocation.facts.is_terminal {
        return Ok(());
    }
    Err(Failure::Failed(TuiError::NoTerminal.text(invocation.language)))
}

/// The keys and the looks of the caller's screen.
pub(super) fn looks(invocation: &Invocation, desk: &Desk, mended: &[Repair]) -> (Keymap, Options) {
    let language = invocation.language;
    let (keymap, mut notes) = keys(invocation);
    // A journal that can't be read has been told of when the store was opened.
    let period = desk.last_reviewed().unwrap_or_else(|error| {
        notes.push(error.text(language));
        None
    });
    let files = Arc::clone(&invocation.files);
    let options = Options {
        language,
        ambiguous: invocation.facts.ambiguous,
        theme: if invocation.out.is_colored() { Theme::Sixteen } else { Theme::Plain },
        period,
        plan: None,
        exporter: Some(Arc::new(move |snapshot, request| export(&*files, snapshot, request))),
        notes: mended.iter().map(|repair| repair.text(language)).chain(notes).chain(encoding(invocation)).collect(),
    };
    (keymap, options)
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
    invocation.facts.wants_another_encoding.then(|| {
        invocation.words(
            "语言环境不是 UTF-8；如显示乱码，请把终端设为 UTF-8",
            "the locale is not UTF-8; if the screen is garbled, set the terminal to UTF-8",
        )
    })
}

/// Writes what the screen asks for into a file, and names the file in full.
fn export(files: &dyn Files, snapshot: &Snapshot, request: &ExportRequest) -> Result<String, NotExported> {
    let language = request.language;
    let path = files.in_full(&request.file);
    let content = match &request.content {
        Exported::Text(text) => {
            files.write(&path, text.as_bytes(), request.overwrite).map_err(|error| failed(&error, language))?;
            return Ok(path.display().to_string());
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
    let written = export.bytes(format).and_then(|(bytes, items)| {
        files.write(&path, &bytes, request.overwrite)?;
        Ok(items)
    });
    let items = written.map_err(|error| failed(&error, language))?;
    Ok(match language {
        Language::Zh => format!("{items} 条：{}", path.display()),
        Language::En => format!("{items} items: {}", path.display()),
    })
}

fn failed(error: &ExportError, language: Language) -> NotExported {
    match error {
        ExportError::Exists(_) => NotExported::Exists,
        error => NotExported::Failed(error.text(language)),
    }
}
