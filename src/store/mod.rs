//! Keeps dossiers and their history. (being built: in memory only)

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::plan::{Change, Dossier};

/// The open store.
pub struct Store {
    path: PathBuf,
    entries: Vec<Entry>,
}

/// What opening found.
pub struct Opened {
    /// The dossiers in the order of their plans' ids.
    pub dossiers: Vec<Dossier>,
    /// What had to be mended.
    pub account: Vec<String>,
}

/// A change of data to be kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewEntry {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The desk command's name.
    pub what: String,
    /// The entry that this one takes back.
    pub undoes: Option<u64>,
    /// The changes, applied in order.
    pub changes: Vec<Change>,
}

/// A kept change of data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Counted from 1 without gaps.
    pub seq: u64,
    /// The rest.
    #[serde(flatten)]
    pub entry: NewEntry,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error("the store is in use by process {holder}")]
    Busy {
        /// Its pid.
        holder: String,
    },
}

impl Store {
    /// Opens or creates.
    ///
    /// # Errors
    /// None yet.
    pub fn open(dir: &Path) -> Result<(Store, Opened), StoreError> {
        let _ = BTreeMap::<u8, u8>::new();
        Ok((
            Store { path: dir.to_path_buf(), entries: Vec::new() },
            Opened { dossiers: Vec::new(), account: Vec::new() },
        ))
    }

    /// Keeps an entry.
    ///
    /// # Errors
    /// None yet.
    pub fn append(&mut self, entry: NewEntry) -> Result<u64, StoreError> {
        let seq = self.entries.len() as u64 + 1;
        self.entries.push(Entry { seq, entry });
        Ok(seq)
    }

    /// All entries in order.
    ///
    /// # Errors
    /// None yet.
    pub fn history(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.entries.clone())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
