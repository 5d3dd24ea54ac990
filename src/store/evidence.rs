//! Evidence that a journal, however sound, is not all that was saved: its [head](super::head) and the newest backup
//! that the store made of itself.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::backups::OwnBackup;
use super::folder::Folder;
use super::head::Saved;
use super::journal::line::{Digest, StoreId};
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
/// `digest_at` gives the checksums of the journal's entries as far as they are known without reading it, and `state` is
/// where the state ends, whether it is of this journal or not. A backup that is `known` to agree is not read again.
///
/// # Errors
/// [`StoreError::Damaged`] with [`Fault::Alien`] when the journal is another store's, with [`Fault::Short`] when more had
/// been saved, and with [`Fault::Forked`] when other entries had been.
pub(super) fn compare(
    folder: &Folder,
    end: Chain,
    digest_at: impl Fn(u64) -> Option<Digest>,
    state: Option<Chain>,
    known: Option<&Compared>,
) -> Result<Option<Compared>, StoreError> {
    let head = last_saved(folder);
    if let Some(head) = head {
        compare_with_head(folder, end, &head, &digest_at)?;
    }
    let is_alien = |backup: Option<StoreId>| {
        let stores = Stores { journal: end.store, state: state.and_then(|state| state.store), backup };
        head.is_none() && are_two(stores.majority(), end.store)
    };
    for own in comparable(folder).iter().rev() {
        let compared = Compared::now(&own.path);
        if compared.is_some() && compared.as_ref() == known {
            return Ok(compared);
        }
        let Ok((backup, store)) = backups::read(&own.path) else { continue };
        let last = backup.last().copied();
        if is_alien(store) {
            return Err(damaged(Fault::Alien { saved: last.map_or(0, |(seq, _)| seq) }));
        }
        let agrees = last.is_none_or(|(seq, digest)| seq <= end.seq && digest_at(seq) == Some(digest));
        if !agrees && (end.seq > 0 || store == end.store) {
            compare_in_full(folder, end, &backup)?;
        }
        return Ok(compared);
    }
    match state.filter(|state| head.is_none() && are_two(state.store, end.store)) {
        Some(state) => Err(damaged(Fault::Alien { saved: state.seq })),
        None => Ok(None),
    }
}

fn compare_with_head(
    folder: &Folder,
    end: Chain,
    head: &Saved,
    digest_at: impl Fn(u64) -> Option<Digest>,
) -> Result<(), StoreError> {
    let Saved { seq: saved, digest, store, .. } = *head;
    if are_two(store, end.store) {
        return Err(damaged(Fault::Alien { saved }));
    }
    if saved > end.seq {
        return Err(damaged(Fault::Short { found: end.seq, saved }));
    }
    if digest_at(saved) == Some(digest) {
        return Ok(());
    }
    let journal = Trail::of(&folder.journal());
    if journal.ended_with(saved, digest) {
        return Ok(());
    }
    let backups = comparable(folder).into_iter().rev();
    let common =
        backups.filter_map(|own| backups::read(&own.path).ok()).map(|(backup, _)| journal.common(|seq| backup.at(seq)));
    Err(damaged(Fault::Forked { after: common.into_iter().next().unwrap_or(0) }))
}

/// Makes sure that a journal has what a state had that ends with an entry which the journal lacks. `state` is the state's
/// end, and `digest_at` gives the checksums of its entries; `end` and `trail` are the journal's.
///
/// # Errors
/// [`StoreError::Damaged`] with [`Fault::Short`] when the state went on from the journal's end, and with
/// [`Fault::Forked`] when it has other entries, unless the head can tell whose are the store's.
pub(super) fn went_on(
    folder: &Folder,
    state: Chain,
    digest_at: impl Fn(u64) -> Option<Digest>,
    end: Chain,
    trail: &Trail,
) -> Result<(), StoreError> {
    if state.seq == 0 || are_two(state.store, end.store) {
        return Ok(());
    }
    let common = trail.common(digest_at);
    match common == end.seq {
        true if state.seq > end.seq => Err(damaged(Fault::Short { found: end.seq, saved: state.seq })),
        false if state.seq > common && last_saved(folder).is_none() => Err(damaged(Fault::Forked { after: common })),
        _ => Ok(()),
    }
}

/// Returns true if two stores are known to be different ones.
pub(super) fn are_two(one: Option<StoreId>, other: Option<StoreId>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// The head, if it tells of an entry.
pub(super) fn last_saved(folder: &Folder) -> Option<Saved> {
    head::saved(&folder.root).filter(|saved| saved.seq > 0)
}

/// The stores that the parts of a folder name.
#[derive(Clone, Copy)]
struct Stores {
    journal: Option<StoreId>,
    state: Option<StoreId>,
    backup: Option<StoreId>,
}

impl Stores {
    /// The store that two parts name. A backup is believed where the state says nothing; otherwise `None`.
    fn majority(self) -> Option<StoreId> {
        let Stores { journal, state, backup } = self;
        [state, journal].into_iter().find(|one| one.is_some() && *one == backup).unwrap_or(match (journal, state) {
            (_, None) => backup.or(journal),
            (None, _) => backup.or(state),
            _ => journal.filter(|_| journal == state),
        })
    }
}

/// The store that a folder is of: the head says it, or else most of its other parts, which are the store of the journal,
/// as far as it names one, that of the state, and that of the newest sound backup.
pub(super) fn own_store(folder: &Folder, journal: Option<StoreId>, state: Option<StoreId>) -> Option<StoreId> {
    if let Some(head) = last_saved(folder) {
        return head.store;
    }
    let newest = comparable(folder).into_iter().rev().find_map(|own| backups::read(&own.path).ok());
    Stores { journal, state, backup: newest.and_then(|(_, store)| store) }.majority()
}

/// The backups that are of the journal's history, the latest last: those made since another journal was replaced.
pub(super) fn comparable(folder: &Folder) -> Vec<OwnBackup> {
    let older = head::saved(&folder.root).and_then(|saved| saved.older).unwrap_or(0);
    backups::own(folder).into_iter().filter(|own| own.number > older).collect()
}

fn compare_in_full(folder: &Folder, end: Chain, backup: &Trail) -> Result<(), StoreError> {
    let common = Trail::of(&folder.journal()).common(|seq| backup.at(seq));
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
