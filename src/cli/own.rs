//! Checking files that people and offices write: keymaps and templates.

use std::path::Path;

use crate::office::own::Unreadable;
use crate::text::clean::shown_path;
use crate::text::settings_file::{Fault, Problem};

use super::failure::Failure;
use super::invocation::Invocation;

/// Prints the problems of settings files, one per line.
pub(super) fn tell<F: Fault>(invocation: &Invocation, problems: &[Problem<F>]) {
    problems.iter().for_each(|problem| invocation.note(&problem.text(invocation.language)));
}

/// Prints the problems of a file, and fails if there are any.
pub(super) fn judge<F: Fault>(invocation: &Invocation, file: &Path, problems: &[Problem<F>]) -> Result<(), Failure> {
    tell(invocation, problems);
    let (count, file) = (problems.len(), shown_path(file));
    if count > 0 {
        return Err(Failure::Failed(
            invocation.words(format!("{file} 有 {count} 处问题"), format!("{file}: {count} problems")),
        ));
    }
    invocation.note(&invocation.words(format!("{file} 没有问题"), format!("{file} is sound")));
    Ok(())
}

/// Returns the failure for a file that can't be read.
pub(super) fn unread(invocation: &Invocation, why: &Unreadable) -> Failure {
    Failure::Failed(why.text(invocation.language))
}
