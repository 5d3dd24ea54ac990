//! Operations on the files and folders of a store. Files are private to their owner, and the operation is on disk when
//! a function returns.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::StoreError;

/// Creates a folder that only its owner may enter, with its parents, unless it exists.
pub(super) fn make_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|e| StoreError::io(path, e))?;
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or(Ok(()), sync_folder)
}

/// Returns the options for opening a file of a store: mode 0600, and symbolic links are not followed.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600).custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
}

/// Writes a new file and waits until its content is on disk. Its name is on disk after [`sync_folder`].
pub(super) fn write_file(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let write = || -> io::Result<()> {
        let mut file = private_file().write(true).create(true).truncate(true).open(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(|e| StoreError::io(path, e))
}

/// Waits until the directory entries of a folder are on disk.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|e| StoreError::io(path, e))
}

/// Renames a file or folder, also between folders, and waits until the new name is on disk.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|e| StoreError::io(from, e))?;
    for folder in [from.parent(), to.parent()].into_iter().flatten() {
        sync_folder(folder)?;
    }
    Ok(())
}

/// Parses a number in a file name; `None` unless it consists of digits alone.
pub(super) fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Removes a folder with its content, if it exists.
pub(super) fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StoreError::io(path, e)),
        _ => Ok(()),
    }
}

/// Returns the size of all files below a folder, in bytes; 0 if it does not exist.
pub(super) fn size_of_folder(path: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(path) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size_of_folder(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.filter_map(Result::ok).map(size).sum()
}
