//! The files and folders that must stay in place while a store is open.
//!
//! A lock belongs to a file and not to its name. If the lock is removed, or the folder is moved away or replaced by a
//! copy, a second program can open the store, and what the first one saves then ends up where it is not looked for. So
//! the files that the names of the journal and of the lock lead to are compared with those that were opened, before
//! each save and again before it is acknowledged. Both names lead through the store's folder, which needs no check of
//! its own.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::StoreError;

/// The identity of a file or folder, independent of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inode {
    device: u64,
    number: u64,
}

impl Inode {
    /// Returns the identity that belongs to `found`.
    pub(super) fn of(found: &Metadata) -> Inode {
        Inode { device: found.dev(), number: found.ino() }
    }

    /// Returns the identity of what `path` names now. Links are not followed.
    fn named(path: &Path) -> io::Result<Inode> {
        Ok(Inode::of(&fs::symlink_metadata(path)?))
    }
}

/// Paths that must lead to the same files and folders as at first.
#[derive(Debug, Default)]
pub(super) struct Ground {
    places: Vec<(PathBuf, Inode)>,
}

impl Ground {
    /// Records what the paths lead to now. One that can't be looked at is left out.
    pub(super) fn of(paths: impl IntoIterator<Item = PathBuf>) -> Ground {
        let now = |path: PathBuf| Inode::named(&path).ok().map(|inode| (path, inode));
        Ground { places: paths.into_iter().filter_map(now).collect() }
    }

    /// Adds a path with what it leads to now.
    pub(super) fn add(&mut self, path: PathBuf) {
        self.places.retain(|(known, _)| *known != path);
        self.places.extend(Ground::of([path]).places);
    }

    /// Checks that every path leads to the same file or folder as when it was added.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] names the first path that does not.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.places.iter().try_for_each(|(path, inode)| stands(path, *inode))
    }
}

/// Checks that a path leads to the file or folder `inode`.
///
/// # Errors
/// [`StoreError::Replaced`] if it does not.
pub(super) fn stands(path: &Path, inode: Inode) -> Result<(), StoreError> {
    match Inode::named(path) {
        Ok(found) if found == inode => Ok(()),
        Ok(_) => Err(StoreError::Replaced { path: path.to_path_buf() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::Replaced { path: path.to_path_buf() }),
        Err(error) => Err(StoreError::io(path, error)),
    }
}
