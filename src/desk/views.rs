//! Saved views: named queries, shared by everybody at the desk.
//!
//! They are stored with the data and not in personal configuration files, since users who connect over SSH have no home
//! folder, and since an office shares them. They are not records: they are not journaled, can't be undone, and may be
//! edited as a text file. Everybody can use them; changing them requires a permission.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::text_file::{self, TextFileError};
use super::{Act, Actor, Desk, Refusal};
use crate::text::Language;
use crate::text::clean::sanitise_line;

/// The name of the file in the store's folder.
const FILE: &str = "views.toml";

/// A named query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    /// The name.
    pub name: String,
    /// The query.
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

/// The reason why views can't be read or saved. The file is unchanged.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum ViewsError {
    /// The permissions of the person do not allow it.
    Refused(#[from] Refusal),
    /// The name has no visible character.
    NoName,
    /// The file can't be read or written.
    File(#[from] TextFileError),
}

impl ViewsError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (ViewsError::Refused(refusal), language) => refusal.text(language),
            (ViewsError::NoName, language) => language.pick("视图要有名称", "a view needs a name").to_string(),
            (ViewsError::File(error), language) => error.text(language),
        }
    }
}

impl Desk {
    /// Returns the saved views sorted by name.
    ///
    /// # Errors
    /// [`ViewsError`] if the file exists and can't be read.
    pub fn views(&self) -> Result<Vec<SavedView>, ViewsError> {
        Ok(read(&self.folder.join(FILE))?.view)
    }

    /// Saves a query under a name, replacing an earlier one. Returns all views.
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

    /// Removes a view. Returns the remaining ones.
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
        // The lock excludes other writers of the file.
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
    // Somebody may have edited the file, so its texts are cleaned.
    for SavedView { name, query, who } in &mut views.view {
        [name, query, who].into_iter().for_each(|text| *text = sanitise_line(text));
    }
    Ok(views)
}
