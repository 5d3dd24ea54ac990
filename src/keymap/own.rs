//! A person's own keymap file: the one that their environment names, or another that is to be checked.

use std::path::Path;

use crate::office::client::{ClientContext, Files};
use crate::office::own::{self, Unreadable};
use crate::text::clean::shown_path;

use super::{Keymap, Preset, Problem};

impl Keymap {
    /// Returns the default keys with the person's own over them, and what is wrong with the person's file.
    ///
    /// # Errors
    /// When there is a file of the person's own and it can't be read.
    pub fn in_force(context: &ClientContext, files: &dyn Files) -> Result<(Keymap, Vec<Problem>), Unreadable> {
        match context.keymap.as_ref().filter(|file| files.exists(file)) {
            Some(file) => Keymap::of_file(file, files),
            None => Ok(Keymap::load(Preset::Default, None)),
        }
    }

    /// Returns the default keys with those of a file over them, and what is wrong with the file.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn of_file(file: &Path, files: &dyn Files) -> Result<(Keymap, Vec<Problem>), Unreadable> {
        let text = own::read(file, files)?;
        Ok(Keymap::load(Preset::Default, Some((&shown_path(file), &text))))
    }
}
