//! The history of an open store, for those who read while somebody saves.
//!
//! A slow disk can hold a save up for seconds. Whoever only reads must not wait for it, so this looks at the journal's
//! files by itself, up to the last entry that was saved when it was made.

use std::path::PathBuf;

use super::journal::{Entry, Newest, Reader, Tail};
use super::{Fault, StoreError};

/// Every entry up to a certain one.
#[derive(Debug, Clone)]
pub struct Records {
    pub(super) journal: PathBuf,
    pub(super) tail: Tail,
}

impl Records {
    /// All of them, oldest first, every line checked.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] names the first line that is not as it was written; it is also what comes of a journal
    /// that was replaced by another since.
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

    /// From the newest to the oldest, read as they are asked for and each checked.
    pub fn newest(&self) -> impl Iterator<Item = Result<Entry, StoreError>> + use<> {
        Newest::new(&self.journal, &self.tail)
    }
}
