//! Checking the journal at opening, including the part that the state made unnecessary to read.
//!
//! A file that was found sound is read again only if its length or modification time changed; the last file is also
//! read while it is short. Lines are checked and chained but not parsed, which would cost far more.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::journal::{Chain, Reader, present_path};

/// The maximum length, in bytes, of a last file that is read at every opening.
const SHORT: u64 = 1 << 20;

/// A file of the journal that was read whole and found sound, with what identifies it as unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checked {
    /// Its length in bytes.
    bytes: u64,
    /// The modification time, if the system knows it.
    modified: Option<SystemTime>,
    /// The chain after its last line.
    end: Chain,
}

impl Checked {
    fn now(folder: &Path, end: Chain) -> Option<Checked> {
        let file = fs::metadata(present_path(folder, end.segment)).ok()?;
        Some(Checked { bytes: file.len(), modified: file.modified().ok(), end })
    }
}

/// Checks the lines of the first file that changed since it was `known` to be sound, and of all files after it. Returns
/// the files to skip the next time, and the damage if there is any.
pub(super) fn look_over(folder: &Path, known: &[Checked]) -> (Vec<Checked>, Result<(), StoreError>) {
    let as_known = |checked: &&Checked| Checked::now(folder, checked.end).as_ref() == Some(checked);
    let mut sound: Vec<Checked> = known.iter().take_while(as_known).cloned().collect();
    let read = follow(folder, &mut sound);
    if read.is_ok() && sound.last().is_some_and(|last| last.bytes < SHORT) {
        sound.pop();
    }
    (sound, read)
}

fn follow(folder: &Path, sound: &mut Vec<Checked>) -> Result<(), StoreError> {
    let begin = sound.last().map_or(Chain::START, |checked| checked.end);
    let mut reached = begin;
    for line in Reader::behind(folder, begin)? {
        let next = line?.tail.chain;
        if next.segment != reached.segment && reached != begin {
            sound.extend(Checked::now(folder, reached));
        }
        reached = next;
    }
    if reached != begin {
        sound.extend(Checked::now(folder, reached));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::journal::FolderJournal;
    use crate::store::journal::tests::add;

    fn journal_of_short_files(folder: &Path) {
        let mut journal = FolderJournal::create(folder).unwrap().with_segment_bytes(600);
        for seq in 1..=12 {
            add(&mut journal, seq, "x".repeat(50));
        }
    }

    #[test]
    fn checked_files_are_read_again_once_modified() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal_of_short_files(&folder);
        let (sound, read) = look_over(&folder, &[]);
        read.unwrap();
        assert!(sound.len() > 2, "all but the last one: {sound:?}");
        let (again, read) = look_over(&folder, &sound);
        read.unwrap();
        assert_eq!(again, sound);
        let path = present_path(&folder, 2);
        let mut bytes = fs::read(&path).unwrap();
        bytes[300] ^= 1;
        fs::write(&path, bytes).unwrap();
        let (left, read) = look_over(&folder, &sound);
        assert!(matches!(read, Err(StoreError::Damaged { file, .. }) if file == "journal/000002.jsonl"));
        assert_eq!(left, sound[..1]);
    }
}
