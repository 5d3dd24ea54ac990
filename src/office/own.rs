//! Reading the configuration files of a person: keymap, theme.

use std::io;
use std::path::{Path, PathBuf};

use crate::office::client::Files;
use crate::text::clean::shown_path;
use crate::text::{Language, settings_file};

/// A personal configuration file that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct Unreadable {
    file: PathBuf,
    error: io::Error,
}

impl Unreadable {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let (file, error) = (shown_path(&self.file), &self.error);
        match language {
            Language::Zh => format!("无法读取 {file}（{error}）；它须是 UTF-8 的 TOML 文件"),
            Language::En => format!("{file} can't be read ({error}); it must be a TOML file in UTF-8"),
        }
    }
}

/// Reads a personal configuration file.
///
/// # Errors
/// [`Unreadable`] if it can't be opened, is larger than a megabyte or is not UTF-8.
pub fn read(file: &Path, files: &dyn Files) -> Result<String, Unreadable> {
    let text = files.open(file).and_then(settings_file::read);
    text.map_err(|error| Unreadable { file: file.to_path_buf(), error })
}
