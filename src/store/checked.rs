//! Looking the journal over at opening: damage in a part of it that the state made unnecessary to read is noticed
//! all the same.
//!
//! A file that was found sound is read again only when its length or its time of change differ, and the last file as
//! long as it is short. Lines are checked and chained, but what they say is not read, which would cost far more.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::journal::{Chain, Reader, present_path};

/// A last file shorter than this, in bytes, is read at every opening.
const SHORT: u64 = 1 << 20;

/// A file of the journal that was read whole and found sound, and how to tell that nobody has touched it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checked {
    /// Its length in bytes.
    bytes: u64,
    /// When it was changed last, where the system knows.
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

/// Follows the lines of every file that is not as it was when it was `known` to be sound, and of all after it. Gives
/// the files that need not be read the next time, and the damage where there is some.
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
    fn files_that_were_sound_are_read_again_once_they_are_touched() {
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
