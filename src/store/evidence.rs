//! Checks of a journal that is intact by itself against other evidence of what was saved: the [head](super::head) and
//! the newest backup that the store made of itself.

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

/// A backup that was compared with the journal and agreed with it, with what identifies it as unchanged.
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

/// Compares a journal that ends at `end` with the head and with the newest sound backup, and returns that backup.
/// `digest_at` returns the checksums of the journal's entries as far as they are known without reading it. `state` is
/// the end of the state, even if that belongs to another journal. A backup that is `known` to agree is not read again.
///
/// # Errors
/// [`StoreError::Damaged`] with [`Fault::Foreign`] if the journal belongs to another store, with [`Fault::Short`] if it
/// lacks saved entries, and with [`Fault::Forked`] if it has others.
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
        head.is_none() && are_different(stores.majority(), end.store)
    };
    for own in comparable(folder).iter().rev() {
        let compared = Compared::now(&own.path);
        if compared.is_some() && compared.as_ref() == known {
            return Ok(compared);
        }
        let Ok((backup, store)) = backups::read(&own.path) else { continue };
        let last = backup.last().copied();
        if is_alien(store) {
            return Err(damaged(Fault::Foreign { saved: last.map_or(0, |(seq, _)| seq) }));
        }
        let agrees = last.is_none_or(|(seq, digest)| seq <= end.seq && digest_at(seq) == Some(digest));
        if !agrees && (end.seq > 0 || store == end.store) {
            compare_in_full(folder, end, &backup)?;
        }
        return Ok(compared);
    }
    match state.filter(|state| head.is_none() && are_different(state.store, end.store)) {
        Some(state) => Err(damaged(Fault::Foreign { saved: state.seq })),
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
    if are_different(store, end.store) {
        return Err(damaged(Fault::Foreign { saved }));
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

/// Compares the journal with a state that ends with an entry which the journal lacks. `state` is the end of the state,
/// and `digest_at` returns the checksums of its entries; `end` and `trail` are the journal's.
///
/// # Errors
/// [`StoreError::Damaged`] with [`Fault::Short`] if the state has entries after the journal's end, and with
/// [`Fault::Forked`] if it has other entries and no head says which of the two is right.
pub(super) fn compare_with_state(
    folder: &Folder,
    state: Chain,
    digest_at: impl Fn(u64) -> Option<Digest>,
    end: Chain,
    trail: &Trail,
) -> Result<(), StoreError> {
    if state.seq == 0 || are_different(state.store, end.store) {
        return Ok(());
    }
    let common = trail.common(digest_at);
    match common == end.seq {
        true if state.seq > end.seq => Err(damaged(Fault::Short { found: end.seq, saved: state.seq })),
        false if state.seq > common && last_saved(folder).is_none() => Err(damaged(Fault::Forked { after: common })),
        _ => Ok(()),
    }
}

/// Returns true if both stores are known and different.
pub(super) fn are_different(one: Option<StoreId>, other: Option<StoreId>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// Returns the head, unless it names no entry yet.
pub(super) fn last_saved(folder: &Folder) -> Option<Saved> {
    head::saved(&folder.root).filter(|saved| saved.seq > 0)
}

/// The store that each part of a folder belongs to, as far as it is known.
#[derive(Clone, Copy)]
struct Stores {
    journal: Option<StoreId>,
    state: Option<StoreId>,
    backup: Option<StoreId>,
}

impl Stores {
    /// Returns the store that at least two parts name. If the state names none, the backup decides.
    fn majority(self) -> Option<StoreId> {
        let Stores { journal, state, backup } = self;
        [state, journal].into_iter().find(|one| one.is_some() && *one == backup).unwrap_or(match (journal, state) {
            (_, None) => backup.or(journal),
            (None, _) => backup.or(state),
            _ => journal.filter(|_| journal == state),
        })
    }
}

/// Returns the store that a folder belongs to: the one in the head, or else the one that most of its other parts name
/// (journal, state, newest sound backup).
pub(super) fn own_store(folder: &Folder, journal: Option<StoreId>, state: Option<StoreId>) -> Option<StoreId> {
    if let Some(head) = last_saved(folder) {
        return head.store;
    }
    let newest = comparable(folder).into_iter().rev().find_map(|own| backups::read(&own.path).ok());
    Stores { journal, state, backup: newest.and_then(|(_, store)| store) }.majority()
}

/// Returns the backups of the present journal, the latest last: those made since an earlier journal was replaced.
pub(super) fn comparable(folder: &Folder) -> Vec<OwnBackup> {
    let older = head::saved(&folder.root).and_then(|saved| saved.older).unwrap_or(0);
    backups::own(folder).into_iter().filter(|own| own.number > older).collect()
}

fn compare_in_full(folder: &Folder, end: Chain, backup: &Trail) -> Result<(), StoreError> {
    let common = Trail::of(&folder.journal()).common(|seq| backup.at(seq));
    let last = backup.last().map_or(0, |(seq, _)| *seq);
    // A backup that has no entry in common with the journal belongs to another store.
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
