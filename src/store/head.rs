//! The head: the last entry that was acknowledged as saved, noted beside the journal.
//!
//! A journal that lost its last lines is intact by itself. The state and the backups reveal the loss, and where they
//! are missing or older, the head does. It is one line in the form of the journal's lines, whose `previous` is the
//! checksum of the journal's last line. It is written after each save without waiting for the disk, so after a power
//! cut it can be behind the journal, but never ahead. It also records which backups belong to a journal that was
//! replaced.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::journal::Chain;
use super::journal::line::{Digest, StoreId, seal, unseal};
use super::{StoreError, files};

/// The name of the file in the store's folder.
pub(super) const NAME: &str = "head";
/// The length of the file in bytes; shorter lines are padded with spaces.
const LENGTH: usize = 384;

/// The content of the head.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Saved {
    /// The number of the entry; 0 for a head that names none yet.
    pub seq: u64,
    /// The store that it belongs to.
    pub store: Option<StoreId>,
    /// The number of the newest backup that belongs to a journal which this one has replaced.
    #[serde(default)]
    pub older: Option<u64>,
    /// The checksum of the journal's last line: the entry, or a header after it.
    #[serde(rename = "previous", skip_serializing)]
    pub digest: Digest,
}

/// The head of an open store. A failed write only weakens the check at the next opening.
#[derive(Debug)]
pub(super) struct Head {
    file: Option<File>,
    older: Option<u64>,
}

impl Head {
    /// Opens the head of the store in a folder, and notes the journal's end unless the head has that entry already. A
    /// journal that ends with a header would otherwise replace the checksum of the entry.
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

    /// Returns a head that is never written, for a read-only store.
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

/// Writes the head of a journal that is about to replace another one. `older` is the number of the newest backup of the
/// replaced one.
///
/// # Errors
/// Failures of the system.
pub(super) fn begin(root: &Path, older: Option<u64>) -> Result<(), StoreError> {
    let line = line(Chain::START, older).unwrap_or_default();
    files::write_file(&root.join(NAME), line.as_bytes())
}

/// Reads the head of the store in a folder; `None` if it is missing or damaged.
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
    fn the_last_record_counts_and_an_altered_one_is_ignored() {
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
