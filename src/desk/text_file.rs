//! Small TOML files beside the data that an office shares and may edit by hand. They are not records: they are not
//! journaled and can't be undone.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::private_file;
use crate::text::clean::shown_path;
use crate::text::{Language, settings_file};

/// The reason why such a file can't be read or written. The file is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct TextFileError {
    file: PathBuf,
    why: String,
}

impl TextFileError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        let TextFileError { file, why } = self;
        let file = shown_path(file);
        match language {
            Language::Zh => format!("文件 {file} 无法读写：{why}；请改正或移走该文件"),
            Language::En => format!("{file} cannot be read or saved: {why}; mend or move it"),
        }
    }
}

/// Reads a file; returns the default if it does not exist.
pub(super) fn read<T: DeserializeOwned + Default>(file: &Path) -> Result<T, TextFileError> {
    let failed = |why: String| TextFileError { file: file.to_path_buf(), why };
    match fs::File::open(file).and_then(settings_file::read) {
        Ok(text) => toml::from_str(&text).map_err(|error| failed(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// Replaces a file.
pub(super) fn write<T: Serialize>(file: &Path, content: &T) -> Result<(), TextFileError> {
    let failed = |why: String| TextFileError { file: file.to_path_buf(), why };
    let text = toml::to_string(content).map_err(|error| failed(error.to_string()))?;
    let draft = file.with_extension("draft");
    let save = || {
        let mut out = private_file().write(true).create(true).truncate(true).open(&draft)?;
        out.write_all(text.as_bytes())?;
        out.sync_data()?;
        fs::rename(&draft, file)
    };
    save().map_err(|error: io::Error| failed(error.to_string()))
}
