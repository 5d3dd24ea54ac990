//! Reading the history of an open store while another thread saves.
//!
//! A slow disk can delay a save for seconds, and readers must not wait for it. So this reads the files of the journal
//! by itself, up to the last entry that was saved when it was created.

use std::path::PathBuf;

use super::journal::{Entry, Newest, Reader, Tail};
use super::{Fault, StoreError};

/// The entries of a store up to a certain one.
#[derive(Debug, Clone)]
pub struct Records {
    pub(super) journal: PathBuf,
    pub(super) tail: Tail,
}

impl Records {
    /// Returns all entries, oldest first, with every line checked.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for the first bad line, also if the journal has been replaced in the meantime.
    pub fn all(&self) -> Result<Vec<Entry>, StoreError> {
        let end = self.tail.chain;
        let mut entries = Vec::new();
        for line in Reader::new(&self.journal)? {
            let line = line?;
            entries.extend(line.entry()?);
            if line.tail.chain.digest == end.digest {
                return Ok(entries);
            }
        }
        let fault = Fault::Short { found: entries.len() as u64, saved: end.seq };
        Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault })
    }

    /// Returns the entries from the newest to the oldest, each read on demand and checked.
    pub fn newest(&self) -> impl Iterator<Item = Result<Entry, StoreError>> + use<> {
        Newest::new(&self.journal, &self.tail)
    }
}
