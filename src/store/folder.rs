//! The folder of a store: its layout, and how one journal replaces another.
//!
//! | name | what it is |
//! |---|---|
//! | `lock` | the lock; see [`lock`](super::lock) |
//! | `head` | the last entry that was acknowledged as saved; see [`head`] |
//! | `journal/` | the authority; a store exists if and only if this does |
//! | `state/` | the state, which can always be rebuilt |
//! | `state.aside/` | the last state that was unusable |
//! | `journal.new/` | a journal being written, worth nothing yet |
//! | `journal.restored/` | a finished journal that is about to become `journal/` |
//! | `cut-off.txt` | the last unfinished line that was removed from the journal |
//! | `backups/` | the backups that the store makes of itself; see [`backups`](super::backups) |
//! | `before-restore-…/` | the whole store that a restore replaced; the highest number is the latest |
//! | `before-mend-…/` | the damaged store that salvage replaced |
//! | `before-schema-…/` | the store of an older schema that a migration replaced |
//! | `access.toml`, `settings.toml`, `drafts/`, `views.toml`, `tables.toml`, `desk.*` | files of the desk; see `desk`
//! and `serve` |

use std::fs;
use std::path::{Path, PathBuf};

use super::backups;
use super::journal::FolderJournal;
use super::{Fault, Repair, StoreError, files, guard, head};

/// The paths within a store.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    /// The store itself.
    pub root: PathBuf,
}

impl Folder {
    /// Returns the store in a folder, which need not exist.
    ///
    /// # Errors
    /// [`StoreError::Unsafe`] if the folder is not safe to use.
    pub(super) fn new(root: &Path) -> Result<Folder, StoreError> {
        let root = std::path::absolute(root).map_err(|e| StoreError::io(root, e))?;
        guard::check(&root)?;
        Ok(Folder { root })
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(super) fn draft(&self) -> PathBuf {
        self.root.join("journal.new")
    }

    fn restored(&self) -> PathBuf {
        self.root.join("journal.restored")
    }

    pub(super) fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    pub(super) fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// Returns true if any part of a store exists in the folder.
    pub(super) fn is_store(&self) -> bool {
        [self.journal(), self.restored(), self.state()].iter().any(|part| part.is_dir()) || self.has_backups()
    }

    fn has_backups(&self) -> bool {
        !backups::own(self).is_empty()
    }

    /// Makes sure that there is a journal: completes an interrupted replacement, or creates an empty one.
    ///
    /// # Errors
    /// [`Fault::Missing`] if there is a state or a backup but no journal, so that this is not a new store.
    pub(super) fn prepare(&self, repairs: &mut Vec<Repair>) -> Result<(), StoreError> {
        if self.journal().is_dir() {
            self.take_state_back()?;
            return [self.draft(), self.restored()].iter().try_for_each(|left_over| files::remove_folder(left_over));
        }
        if self.restored().is_dir() {
            self.begin_head()?;
            files::rename(&self.restored(), &self.journal())?;
            repairs.push(Repair::RestoreFinished);
            return Ok(());
        }
        if self.state().is_dir() || self.has_backups() {
            return Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault: Fault::Missing });
        }
        files::remove_folder(&self.draft())?;
        FolderJournal::create(&self.draft())?;
        files::rename(&self.draft(), &self.journal())
    }

    /// Moves the finished draft to the journal's place and keeps the old store whole in a new folder `before-<why>-…`.
    /// Interrupted at any step, it leaves either the old store or one that [`Folder::prepare`] completes.
    pub(super) fn replace_journal(&self, why: &str) -> Result<Option<PathBuf>, StoreError> {
        files::remove_folder(&self.restored())?;
        files::rename(&self.draft(), &self.restored())?;
        let kept = self.unused(why);
        let mut moved = false;
        for old in [self.state(), self.journal()] {
            if let Some(name) = old.file_name().filter(|_| old.is_dir()) {
                files::make_folder(&kept)?;
                files::rename(&old, &kept.join(name))?;
                moved = true;
            }
        }
        self.begin_head()?;
        files::rename(&self.restored(), &self.journal())?;
        Ok(moved.then_some(kept))
    }

    /// Writes the head of the new journal, so that entries saved in the old one are not expected in it.
    fn begin_head(&self) -> Result<(), StoreError> {
        head::begin(&self.root, backups::own(self).last().map(|newest| newest.number))
    }

    /// Undoes the first step of a replacement that was interrupted before the journal was moved: returns the state to
    /// its place.
    fn take_state_back(&self) -> Result<(), StoreError> {
        let Some(Kept { path, .. }) = self.kept().pop() else { return Ok(()) };
        let is_interrupted = self.restored().is_dir() && !path.join("journal").exists();
        if !is_interrupted || self.state().exists() || !path.join("state").is_dir() {
            return Ok(());
        }
        files::rename(&path.join("state"), &self.state())?;
        files::remove_folder(&path)
    }

    /// Moves the state to `state.aside`, replacing an older one there.
    pub(super) fn set_state_aside(&self) -> Result<(), StoreError> {
        let aside = self.root.join("state.aside");
        if !self.state().exists() {
            return Ok(());
        }
        files::remove_folder(&aside)?;
        files::rename(&self.state(), &aside)
    }

    /// Returns an unused name for a store that is being replaced. The number gives the order, since clocks can be set
    /// back; the time is for people.
    fn unused(&self, why: &str) -> PathBuf {
        let number = self.kept().last().map_or(0, |kept| kept.number) + 1;
        let time = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S");
        self.root.join(format!("before-{why}-{number:03}-{time}"))
    }

    /// Returns the folder of the store that the latest restore replaced.
    ///
    /// # Errors
    /// [`StoreError::NothingKept`] if there is none.
    pub(super) fn latest_before_restore(&self) -> Result<PathBuf, StoreError> {
        let kept = self.kept().into_iter().rfind(|kept| kept.why == "restore").map(|kept| kept.path);
        kept.ok_or_else(|| StoreError::NothingKept { path: self.root.clone() })
    }

    /// Returns the stores that were replaced, the latest last.
    pub(super) fn kept(&self) -> Vec<Kept> {
        let Ok(listing) = fs::read_dir(&self.root) else { return Vec::new() };
        let mut kept: Vec<_> = listing.filter_map(|entry| Kept::of(entry.ok()?.path())).collect();
        kept.sort();
        kept
    }
}

/// A replaced store, kept in a folder of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kept {
    /// The number; later ones are higher. 0 for folders of plandesk 0.1.0, which had no numbers.
    pub number: u64,
    /// The folder.
    pub path: PathBuf,
    /// The operation that replaced it: `restore`, `mend` or `schema`.
    pub why: String,
}

impl Kept {
    fn of(path: PathBuf) -> Option<Kept> {
        let (why, rest) = path.file_name()?.to_str()?.strip_prefix("before-")?.split_once('-')?;
        let number = rest.split('-').next().filter(|digits| digits.len() < 8).and_then(|digits| digits.parse().ok());
        let why = ["restore", "mend", "schema"].into_iter().find(|known| *known == why)?.to_string();
        Some(Kept { number: number.unwrap_or(0), why, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaced_stores_are_ordered_by_number_and_not_by_time() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path()).unwrap();
        for name in [
            "before-restore-002-19700101-000000",
            "before-restore-20230101-000000",
            "before-mend-001-20260101-000000",
            "before-noon",
        ] {
            fs::create_dir(place.path().join(name)).unwrap();
        }
        let kept: Vec<_> = folder.kept().into_iter().map(|kept| (kept.number, kept.why)).collect();
        assert_eq!(kept, [(0, "restore".to_string()), (1, "mend".to_string()), (2, "restore".to_string())]);
        let next = folder.unused("restore");
        assert!(next.file_name().unwrap().to_str().unwrap().starts_with("before-restore-003-2"), "{next:?}");
    }
}
