//! The head: which entry was called saved last, noted beside the journal.
//!
//! A journal that ends early is as sound to look at as one that was never longer. Its state and its backups tell that
//! there was more, and where they are gone or older, the head does. It is one line in the form of the journal's, whose
//! `previous` is the checksum of the journal's last line. It is written after each save and never waited for, so that it
//! can lag behind after a power cut; it is never ahead. It also knows which backups are of a journal that was replaced.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::journal::Chain;
use super::journal::line::{Digest, StoreId, seal, unseal};
use super::{StoreError, files};

/// The file's name in the store's folder.
pub(super) const NAME: &str = "head";
/// The length of the file in bytes: a line that becomes shorter is filled up with spaces.
const LENGTH: usize = 384;

/// The content of the head.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Saved {
    /// The number of the entry; 0 for a head that says nothing yet.
    pub seq: u64,
    /// The store that it is of.
    pub store: Option<StoreId>,
    /// The newest of the backups that are of a journal which this one has replaced.
    #[serde(default)]
    pub older: Option<u64>,
    /// The checksum of the line that the journal ended with: the entry, or a header after it.
    #[serde(rename = "previous", skip_serializing)]
    pub digest: Digest,
}

/// The head of an open store. What can't be written is missing at the next opening, and nothing else.
#[derive(Debug)]
pub(super) struct Head {
    file: Option<File>,
    older: Option<u64>,
}

impl Head {
    /// Opens the head of the store in a folder and notes the journal's end, unless it tells of that already: the journal
    /// may end with a header, and an entry says more.
    pub(super) fn open(root: &Path, end: Chain) -> Head {
        let saved = saved(root);
        let older = saved.and_then(|saved| saved.older);
        let file = files::private_file().write(true).create(true).truncate(false).open(root.join(NAME));
        let head = Head { file: file.ok(), older };
        if saved.is_none_or(|saved| (saved.seq, saved.store) != (end.seq, end.store)) {
            head.note(end);
        }
        head
    }

    /// The head of a store that is not written to.
    pub(super) fn none() -> Head {
        Head { file: None, older: None }
    }

    /// Notes that the journal's last entry was saved.
    pub(super) fn note(&self, end: Chain) {
        if let (Some(file), Some(line)) = (&self.file, line(end, self.older)) {
            let _ = file.write_all_at(line.as_bytes(), 0);
        }
    }
}

fn line(end: Chain, older: Option<u64>) -> Option<String> {
    let object = serde_json::to_string(&Saved { seq: end.seq, store: end.store, older, digest: end.digest }).ok()?;
    let (mut line, _) = seal(&object, end.digest);
    line.extend(std::iter::repeat_n(' ', (LENGTH - 1).saturating_sub(line.len())));
    line.push('\n');
    Some(line)
}

/// Writes a head for a journal that is about to take the place of another one. `older` is the number of the newest
/// backup of that one.
///
/// # Errors
/// Failures of the system.
pub(super) fn begin(root: &Path, older: Option<u64>) -> Result<(), StoreError> {
    let line = line(Chain::START, older).unwrap_or_default();
    files::write_file(&root.join(NAME), line.as_bytes())
}

/// Reads the head of the store in a folder, if it is there and intact.
pub(super) fn saved(root: &Path) -> Option<Saved> {
    let line = fs::read(root.join(NAME)).ok()?;
    let line = line.trim_ascii_end();
    unseal(line).ok()?;
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        begin(place.path(), Some(4)).unwrap();
        Head::open(place.path(), end(12)).note(end(13));
        assert_eq!(saved(place.path()).map(|saved| (saved.seq, saved.older)), Some((13, Some(4))));
    }
}
