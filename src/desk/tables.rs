//! Columns that people have named for unreadable tables, remembered for tables with a similar head.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::import::NamedColumns;
use crate::text::clean::sanitise_line;

use super::text_file::{self, TextFileError};
use super::{Actor, Desk};

/// The name of the file in the store's folder.
const FILE: &str = "tables.toml";

/// The maximum number of remembered tables; the oldest are forgotten.
const MOST: usize = 500;

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    #[serde(default)]
    table: Vec<Remembered>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remembered {
    /// The texts in the head of the table.
    head: String,
    /// The columns, in the syntax of the command line.
    columns: String,
    /// The person who named them.
    who: String,
}

/// Returns the columns remembered in the folder of a store, without invalid entries of an edited file.
///
/// # Errors
/// [`TextFileError`] if the file exists and can't be read.
pub fn named_columns(folder: &Path) -> Result<Vec<NamedColumns>, TextFileError> {
    let tables: Tables = text_file::read(&folder.join(FILE))?;
    Ok(tables.table.iter().filter_map(|table| NamedColumns::like(&table.head, &table.columns).ok()).collect())
}

impl Desk {
    /// Returns the remembered columns.
    ///
    /// # Errors
    /// Those of [`named_columns`].
    pub fn named_columns(&self) -> Result<Vec<NamedColumns>, TextFileError> {
        named_columns(&self.folder)
    }

    /// Remembers columns, replacing those of tables with a similar head. The caller must hold the writer.
    pub(super) fn remember_columns(&self, actor: &Actor, named: &[NamedColumns]) -> Result<(), TextFileError> {
        if named.is_empty() {
            return Ok(());
        }
        let file = self.folder.join(FILE);
        let mut tables: Tables = text_file::read(&file)?;
        for columns in named {
            let Some(head) = columns.head() else { continue };
            tables.table.retain(|table| table.head != head);
            let (head, who) = (head.to_string(), sanitise_line(&actor.name));
            tables.table.push(Remembered { head, columns: columns.columns(), who });
        }
        tables.table.drain(..tables.table.len().saturating_sub(MOST));
        text_file::write(&file, &tables)
    }
}
