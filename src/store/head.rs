//! The head: which entry was called saved last, noted beside the journal.
//!
//! A journal that ends early is as sound to look at as one that was never longer. Its state and its backups tell that
//! there was more, and where they are gone or older, the head does. It is one line in the form of the journal's, whose
//! `previous` is the checksum of the journal's last line. It is written after each save and never waited for, so that it
//! can lag behind after a power cut; it is never ahead.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files;
use super::journal::Chain;
use super::journal::line::{StoreId, seal, unseal};

/// The file's name in the store's folder.
pub(super) const NAME: &str = "head";
/// How long the file is, in bytes: a line that becomes shorter is filled up with spaces.
const LENGTH: usize = 384;

/// What the head says.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Saved {
    /// The number of the entry.
    pub seq: u64,
    /// The store that it is of.
    pub store: Option<StoreId>,
}

/// The head of an open store. What can't be written is missing at the next opening, and nothing else.
#[derive(Debug)]
pub(super) struct Head(Option<File>);

impl Head {
    /// Opens the head of the store in a folder and notes the journal's end.
    pub(super) fn open(root: &Path, end: Chain) -> Head {
        let file = files::private_file().write(true).create(true).truncate(false).open(root.join(NAME));
        let head = Head(file.ok());
        head.note(end);
        head
    }

    /// The head of a store that is not written to.
    pub(super) fn none() -> Head {
        Head(None)
    }

    /// Notes that the journal's last entry was saved.
    pub(super) fn note(&self, end: Chain) {
        let Head(Some(file)) = self else { return };
        let Ok(object) = serde_json::to_string(&Saved { seq: end.seq, store: end.store }) else { return };
        let (mut line, _) = seal(&object, end.digest);
        line.extend(std::iter::repeat_n(' ', (LENGTH - 1).saturating_sub(line.len())));
        line.push('\n');
        let _ = file.write_all_at(line.as_bytes(), 0);
    }
}

/// What the head of the store in a folder says, if it is there and intact.
pub(super) fn saved(root: &Path) -> Option<Saved> {
    let line = fs::read(root.join(NAME)).ok()?;
    let line = line.trim_ascii_end();
    unseal(line).ok()?;
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::line::Digest;

    #[test]
    fn the_last_note_counts_and_an_altered_one_says_nothing() {
        let place = tempfile::tempdir().unwrap();
        assert!(saved(place.path()).is_none());
        let end = |seq| Chain { seq, segment: 1, schema: 2, digest: Digest::ZERO, store: Some(StoreId::new()) };
        let head = Head::open(place.path(), end(123_456_789));
        head.note(end(7));
        assert_eq!(saved(place.path()).map(|saved| saved.seq), Some(7));
        let text = fs::read_to_string(place.path().join(NAME)).unwrap();
        fs::write(place.path().join(NAME), text.replace("\"seq\":7", "\"seq\":8")).unwrap();
        assert!(saved(place.path()).is_none());
    }
}
