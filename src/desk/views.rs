//! Saved views: queries under a name, for everybody at the desk.
//!
//! They lie beside the data and not in a person's own configuration, so that they are there over SSH too, where
//! nobody has a home, and so that an office shares the few that it works by. They are no records of the plans: no
//! journal, no undo, and a text file that can be read and edited. Everybody uses them; whoever may change them is a
//! matter of the role.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::text_file::{self, TextFileError};
use super::{Act, Actor, Desk, Refusal};
use crate::text::Language;
use crate::text::clean::sanitise_line;

/// The file in the store's folder.
const FILE: &str = "views.toml";

/// A query under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    /// The name.
    pub name: String,
    /// The line of words and filters.
    pub query: String,
    /// The person who saved it.
    pub who: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Views {
    #[serde(default)]
    view: Vec<SavedView>,
}

/// Why views can't be read or saved. The file is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum ViewsError {
    /// The person may not.
    Refused(#[from] Refusal),
    /// The name has nothing in it that could be shown.
    NoName,
    /// The file can't be read or written.
    File(#[from] TextFileError),
}

impl ViewsError {
    /// The message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (ViewsError::Refused(refusal), language) => refusal.text(language),
            (ViewsError::NoName, language) => language.pick("视图要有名称", "a view needs a name").to_string(),
            (ViewsError::File(error), language) => error.text(language),
        }
    }
}

impl Desk {
    /// The saved views in the order of their names.
    ///
    /// # Errors
    /// [`ViewsError`] when there is a file that can't be read.
    pub fn views(&self) -> Result<Vec<SavedView>, ViewsError> {
        Ok(read(&self.folder.join(FILE))?.view)
    }

    /// Saves a query under a name, in the place of one that has the name. Returns all views.
    ///
    /// # Errors
    /// [`ViewsError`]; nothing has changed then.
    pub fn save_view(&self, actor: &Actor, name: &str, query: &str) -> Result<Vec<SavedView>, ViewsError> {
        let name = sanitise_line(name).trim().to_string();
        if name.is_empty() {
            return Err(ViewsError::NoName);
        }
        let view = SavedView { name, query: sanitise_line(query).trim().into(), who: sanitise_line(&actor.name) };
        self.change_views(actor, |views| {
            views.retain(|other| other.name != view.name);
            views.push(view);
            views.sort_by(|a, b| a.name.cmp(&b.name));
        })
    }

    /// Takes a view away. Returns those that are left.
    ///
    /// # Errors
    /// [`ViewsError`]; nothing has changed then.
    pub fn drop_view(&self, actor: &Actor, name: &str) -> Result<Vec<SavedView>, ViewsError> {
        self.change_views(actor, |views| views.retain(|view| view.name != name))
    }

    fn change_views(
        &self,
        actor: &Actor,
        change: impl FnOnce(&mut Vec<SavedView>),
    ) -> Result<Vec<SavedView>, ViewsError> {
        self.gate().permit(actor, Act::SaveView)?;
        // Nobody else changes them meanwhile.
        let _writer = self.writer();
        let file = self.folder.join(FILE);
        let mut views = read(&file)?;
        change(&mut views.view);
        text_file::write(&file, &views)?;
        Ok(views.view)
    }
}

fn read(file: &Path) -> Result<Views, ViewsError> {
    let mut views: Views = text_file::read(file)?;
    // Whoever has edited the file may have pasted anything into it.
    for SavedView { name, query, who } in &mut views.view {
        [name, query, who].into_iter().for_each(|text| *text = sanitise_line(text));
    }
    Ok(views)
}
