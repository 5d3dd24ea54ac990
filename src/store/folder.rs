//! The folder of a store: what lies where, and how one journal takes another's place.
//!
//! | name | what it is |
//! |---|---|
//! | `lock` | the lock; see [`lock`](super::lock) |
//! | `head` | the last entry that was called saved; see [`head`] |
//! | `journal/` | the truth; a store exists when this does |
//! | `state/` | the state, which can always be made anew |
//! | `state.aside/` | the last state that could not be used |
//! | `journal.new/` | a journal in the making, worth nothing |
//! | `journal.restored/` | a journal that is complete and about to become `journal/` |
//! | `cut-off.txt` | the last unfinished line that was taken off the journal |
//! | `backups/` | the backups that the store makes of itself; see [`backups`](super::backups) |
//! | `before-restore-…/` | the store, whole, that a restore replaced; the highest number is the latest |
//! | `before-mend-…/` | the damaged store that was put together again |
//! | `before-schema-…/` | the store of an older schema that was brought up to date |
//! | `access.toml`, `settings.toml`, `drafts/`, `views.toml`, `tables.toml`, `desk.*` | the desk's; see `desk` and `serve` |

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
    /// The store in a folder, which need not be there.
    ///
    /// # Errors
    /// [`StoreError::Unsafe`].
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

    /// Returns true if any part of a store is here.
    pub(super) fn is_store(&self) -> bool {
        [self.journal(), self.restored(), self.state()].iter().any(|part| part.is_dir()) || self.has_backups()
    }

    fn has_backups(&self) -> bool {
        !backups::own(self).is_empty()
    }

    /// Sees to it that there is a journal: completes a replacement that was interrupted, or makes an empty one.
    ///
    /// # Errors
    /// [`Fault::Missing`] when there is a state or a backup but no journal: then this is not a new store.
    pub(super) fn prepare(&self, account: &mut Vec<Repair>) -> Result<(), StoreError> {
        if self.journal().is_dir() {
            self.take_state_back()?;
            return [self.draft(), self.restored()].iter().try_for_each(|left_over| files::remove_folder(left_over));
        }
        if self.restored().is_dir() {
            self.begin_head()?;
            files::rename(&self.restored(), &self.journal())?;
            account.push(Repair::RestoreFinished);
            return Ok(());
        }
        if self.state().is_dir() || self.has_backups() {
            return Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault: Fault::Missing });
        }
        files::remove_folder(&self.draft())?;
        FolderJournal::create(&self.draft())?;
        files::rename(&self.draft(), &self.journal())
    }

    /// Puts the finished draft in the journal's place and keeps what was there, a whole store, in a new folder
    /// `before-<why>-…`. Interrupted anywhere, it leaves either the old store or one that [`Folder::prepare`]
    /// completes.
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

    /// Writes the head of a journal that takes the place of another one: what was saved in that one is not asked of it.
    fn begin_head(&self) -> Result<(), StoreError> {
        head::begin(&self.root, backups::own(self).last().map(|newest| newest.number))
    }

    /// When a replacement was interrupted before it took the journal, the state that it had taken belongs to that journal.
    fn take_state_back(&self) -> Result<(), StoreError> {
        let Some(Kept { path, .. }) = self.kept().pop() else { return Ok(()) };
        let is_interrupted = self.restored().is_dir() && !path.join("journal").exists();
        if !is_interrupted || self.state().exists() || !path.join("state").is_dir() {
            return Ok(());
        }
        files::rename(&path.join("state"), &self.state())?;
        files::remove_folder(&path)
    }

    /// Puts the state away, in the place of the one put away before it.
    pub(super) fn set_state_aside(&self) -> Result<(), StoreError> {
        let aside = self.root.join("state.aside");
        if !self.state().exists() {
            return Ok(());
        }
        files::remove_folder(&aside)?;
        files::rename(&self.state(), &aside)
    }

    /// A name for a store that is replaced now. Its number says which was the latest, since clocks can be set back;
    /// the time is for people.
    fn unused(&self, why: &str) -> PathBuf {
        let number = self.kept().last().map_or(0, |kept| kept.number) + 1;
        let time = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S");
        self.root.join(format!("before-{why}-{number:03}-{time}"))
    }

    /// The folder of the store that the latest restore replaced.
    ///
    /// # Errors
    /// [`StoreError::NothingKept`] when there is none.
    pub(super) fn latest_before_restore(&self) -> Result<PathBuf, StoreError> {
        let kept = self.kept().into_iter().rfind(|kept| kept.why == "restore").map(|kept| kept.path);
        kept.ok_or_else(|| StoreError::NothingKept { path: self.root.clone() })
    }

    /// The stores that were replaced, the latest last.
    pub(super) fn kept(&self) -> Vec<Kept> {
        let Ok(listing) = fs::read_dir(&self.root) else { return Vec::new() };
        let mut kept: Vec<_> = listing.filter_map(|entry| Kept::of(entry.ok()?.path())).collect();
        kept.sort();
        kept
    }
}

/// A store that was replaced and is kept in a folder of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kept {
    /// The later the higher; 0 for the folders of plandesk 0.1.0, which had no numbers.
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
    fn what_was_kept_is_ordered_by_its_number_and_not_by_the_clock() {
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
