//! Files that commands write by themselves, and questions that they ask.

use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::export::ExportError;

use super::export::failed;
use super::failure::Failure;
use super::invocation::Invocation;

/// Writes a file whole or not at all.
pub(super) fn write(invocation: &Invocation, path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    invocation.files.write(path, bytes, force).map_err(|error| failed(invocation, &error))
}

/// Makes a folder, and those above it, unless it is there.
pub(super) fn make_folder(invocation: &Invocation, path: &Path) -> Result<(), Failure> {
    let not_made = |error| failed(invocation, &ExportError::Io { path: path.to_path_buf(), error });
    invocation.files.make_folder(path).map_err(not_made)
}

/// Asks a question on the terminal; `None` when there is nobody to answer.
pub(super) fn ask(invocation: &Invocation, question: &str) -> Option<bool> {
    if !invocation.facts.can_answer {
        return None;
    }
    invocation.note(&format!("{question} [y/N]"));
    let mut answer = String::new();
    BufReader::new(invocation.streams().input()).read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是"))
}
