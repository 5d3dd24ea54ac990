//! The folder of a store: what lies where, and how one journal takes another's place.
//!
//! | name | what it is |
//! |---|---|
//! | `lock` | the lock; see [`lock`](super::lock) |
//! | `journal/` | the truth; a store exists when this does |
//! | `state/` | the state, which can always be made anew |
//! | `state.aside/` | the last state that could not be used |
//! | `journal.new/` | a journal in the making, worth nothing |
//! | `journal.restored/` | a journal that is complete and about to become `journal/` |
//! | `cut-off.txt` | the last unfinished line that was taken off the journal |
//! | `access.toml`, `drafts/` | the desk's: who may do what, and words not saved yet; see `desk` |
//! | `before-…/` | a whole store of its own, kept when a restore or a migration replaced it |

use std::path::{Path, PathBuf};

use super::journal::Journal;
use super::{Fault, Repair, StoreError, files, guard};

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

    /// Whether anything of a store is here.
    pub(super) fn is_store(&self) -> bool {
        [self.journal(), self.restored(), self.state()].iter().any(|part| part.is_dir())
    }

    /// Sees to it that there is a journal: completes a replacement that was interrupted, or makes an empty one.
    ///
    /// # Errors
    /// [`Fault::Missing`] when there is a state but no journal: then this is not a new store.
    pub(super) fn prepare(&self, account: &mut Vec<Repair>) -> Result<(), StoreError> {
        if self.journal().is_dir() {
            return [self.draft(), self.restored()].iter().try_for_each(|left_over| files::remove_folder(left_over));
        }
        if self.restored().is_dir() {
            files::rename(&self.restored(), &self.journal())?;
            account.push(Repair::RestoreFinished);
            return Ok(());
        }
        if self.state().is_dir() {
            return Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault: Fault::Missing });
        }
        files::remove_folder(&self.draft())?;
        Journal::create(&self.draft())?;
        files::rename(&self.draft(), &self.journal())
    }

    /// Puts the finished draft in the journal's place and keeps what was there, a whole store, in the folder
    /// `kept`. Interrupted anywhere, it leaves either the old store or one that [`Folder::prepare`] completes.
    pub(super) fn replace_journal(&self, kept: &str) -> Result<Option<PathBuf>, StoreError> {
        files::remove_folder(&self.restored())?;
        files::rename(&self.draft(), &self.restored())?;
        let kept = self.unused(kept);
        let mut moved = false;
        for old in [self.state(), self.journal()] {
            if let Some(name) = old.file_name().filter(|_| old.is_dir()) {
                files::make_folder(&kept)?;
                files::rename(&old, &kept.join(name))?;
                moved = true;
            }
        }
        files::rename(&self.restored(), &self.journal())?;
        Ok(moved.then_some(kept))
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

    fn unused(&self, name: &str) -> PathBuf {
        let numbered = (2..).map(|n: u32| self.root.join(format!("{name}-{n}")));
        let mut names = std::iter::once(self.root.join(name)).chain(numbered);
        names.find(|path| !path.exists()).unwrap_or_else(|| self.root.join(name))
    }
}
