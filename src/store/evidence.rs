//! Evidence that a journal, however sound, is not all that was saved: its [head](super::head) and the newest backup
//! that the store made of itself.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::backups::OwnBackup;
use super::folder::Folder;
use super::journal::line::Digest;
use super::journal::{Chain, Trail};
use super::{Fault, StoreError, backups, head};

/// A backup that was compared with the journal and agreed with it, and how to tell that it is still that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Compared {
    name: String,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Compared {
    fn now(path: &Path) -> Option<Compared> {
        let file = fs::metadata(path).ok()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(Compared { name, bytes: file.len(), modified: file.modified().ok() })
    }
}

/// Compares a journal that ends at `end` with the head and with the newest backup that is sound, and gives that backup.
/// `digest_at` gives the checksums of the journal's entries as far as they are known without reading it. A backup that
/// is `known` to agree is not read again.
///
/// # Errors
/// [`StoreError::Damaged`] with [`Fault::Short`] when more had been saved, and with [`Fault::Forked`] when the backup has
/// other entries than the journal.
pub(super) fn compare(
    folder: &Folder,
    end: Chain,
    digest_at: impl Fn(u64) -> Option<Digest>,
    known: Option<&Compared>,
) -> Result<Option<Compared>, StoreError> {
    if let Some(saved) = saved(folder, end).filter(|saved| *saved > end.seq) {
        return Err(damaged(Fault::Short { found: end.seq, saved }));
    }
    for own in comparable(folder).iter().rev() {
        let compared = Compared::now(&own.path);
        if compared.is_some() && compared.as_ref() == known {
            return Ok(compared);
        }
        let Ok((backup, store)) = backups::read(&own.path) else { continue };
        let agrees = backup.last().is_none_or(|(seq, digest)| *seq <= end.seq && digest_at(*seq) == Some(*digest));
        let is_own = end.seq > 0 || store == end.store;
        if !agrees && is_own {
            compare_in_full(folder, end, &backup)?;
        }
        return Ok(compared);
    }
    Ok(None)
}

/// The entry that the head says was saved last, unless it is another store's head.
pub(super) fn saved(folder: &Folder, end: Chain) -> Option<u64> {
    let saved = head::saved(&folder.root)?;
    let is_own = saved.store.is_none() || end.store.is_none() || saved.store == end.store;
    is_own.then_some(saved.seq)
}

/// The backups that are of the journal's history, the latest last: those made since another journal was replaced.
pub(super) fn comparable(folder: &Folder) -> Vec<OwnBackup> {
    let older = head::saved(&folder.root).and_then(|saved| saved.older).unwrap_or(0);
    backups::own(folder).into_iter().filter(|own| own.number > older).collect()
}

fn compare_in_full(folder: &Folder, end: Chain, backup: &Trail) -> Result<(), StoreError> {
    let common = Trail::of(&folder.journal()).common(backup);
    let last = backup.last().map_or(0, |(seq, _)| *seq);
    // What has no entry in common with a journal that has some is of another store.
    if common >= last || common == 0 && end.seq > 0 {
        return Ok(());
    }
    Err(damaged(match common == end.seq {
        true => Fault::Short { found: common, saved: last },
        false => Fault::Forked { after: common },
    }))
}

fn damaged(fault: Fault) -> StoreError {
    StoreError::Damaged { file: "journal".to_string(), line: None, fault }
}
