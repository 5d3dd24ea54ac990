//! No subcommand: the screen.

use std::io::IsTerminal;
use std::sync::Arc;

use crate::desk::Snapshot;
use crate::export::{Content, Export, ExportError, Format};
use crate::keymap::Keymap;
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
    let files = Arc::clone(&seat.files);
    let options = Options {
        language,
        ambiguous,
        theme: if no_color || is_dumb { Theme::Plain } else { Theme::Sixteen },
        period,
        plan: None,
        exporter: Some(Arc::new(move |snapshot, request| export(&*files, snapshot, request))),
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

fn failed(error: &ExportError, language: Language) -> NotExported {
    match error {
        ExportError::Exists(_) => NotExported::Exists,
        error => NotExported::Failed(error.text(language)),
    }
}
