//! The ground that an open store stands on: files and folders that must stay what they were when it was opened.
//!
//! A lock is on a file and not on its name. Whoever removes the lock, moves the folder away or puts a copy in its place
//! lets a second program open the store, and what the first one goes on to save lands where nobody looks. So the names
//! of the journal's file and of the lock are compared with what was opened, before a save and once more before it is
//! acknowledged. Both names lead through the store's folder, which need not be asked about besides.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::StoreError;

/// A file or folder, whatever its name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inode {
    device: u64,
    number: u64,
}

impl Inode {
    /// The file or folder that is meant.
    pub(super) fn of(found: &Metadata) -> Inode {
        Inode { device: found.dev(), number: found.ino() }
    }

    /// The file or folder that has a name now; a link is not followed.
    fn named(path: &Path) -> io::Result<Inode> {
        Ok(Inode::of(&fs::symlink_metadata(path)?))
    }
}

/// The files and folders that must stay in their places.
#[derive(Debug, Default)]
pub(super) struct Ground {
    places: Vec<(PathBuf, Inode)>,
}

impl Ground {
    /// The places as they are now. One that can't be looked at is left out.
    pub(super) fn of(paths: impl IntoIterator<Item = PathBuf>) -> Ground {
        let now = |path: PathBuf| Inode::named(&path).ok().map(|inode| (path, inode));
        Ground { places: paths.into_iter().filter_map(now).collect() }
    }

    /// Adds a place as it is now.
    pub(super) fn add(&mut self, path: PathBuf) {
        self.places.retain(|(known, _)| *known != path);
        self.places.extend(Ground::of([path]).places);
    }

    /// Compares each place with what it was.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] names the first one that is another now, or gone.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.places.iter().try_for_each(|(path, inode)| stands(path, *inode))
    }
}

/// Makes sure that a name still leads to a file or folder.
///
/// # Errors
/// [`StoreError::Replaced`] when it does not.
pub(super) fn stands(path: &Path, inode: Inode) -> Result<(), StoreError> {
    match Inode::named(path) {
        Ok(found) if found == inode => Ok(()),
        Ok(_) => Err(StoreError::Replaced { path: path.to_path_buf() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoreError::Replaced { path: path.to_path_buf() }),
        Err(error) => Err(StoreError::io(path, error)),
    }
}
