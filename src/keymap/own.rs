//! A person's own keymap file: the one that their environment names, or another that is to be checked.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::office::seat::{Facts, Files};
use crate::text::Language;
use crate::text::clean::shown_path;

use super::{Keymap, Preset, Problem};

/// The largest keymap file that is read, in bytes; a device can be endless.
const LARGEST: u64 = 1 << 20;

/// A keymap file that can't be read.
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

impl Keymap {
    /// Returns the default keys with the person's own over them, and what is wrong with the person's file.
    ///
    /// # Errors
    /// When there is a file of the person's own and it can't be read.
    pub fn in_force(facts: &Facts, files: &dyn Files) -> Result<(Keymap, Vec<Problem>), Unreadable> {
        match facts.keymap.as_ref().filter(|file| files.exists(file)) {
            Some(file) => Keymap::of_file(file, files),
            None => Ok(Keymap::load(Preset::Default, None)),
        }
    }

    /// Returns the default keys with those of a file over them, and what is wrong with the file.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn of_file(file: &Path, files: &dyn Files) -> Result<(Keymap, Vec<Problem>), Unreadable> {
        let text = read(file, files).map_err(|error| Unreadable { file: file.to_path_buf(), error })?;
        Ok(Keymap::load(Preset::Default, Some((&shown_path(file), &text))))
    }
}

fn read(file: &Path, files: &dyn Files) -> io::Result<String> {
    let mut text = String::new();
    let size = files.open(file)?.take(LARGEST + 1).read_to_string(&mut text)? as u64;
    if size > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}
