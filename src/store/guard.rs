//! Safety checks of a store's folder, which must be writable by its owner alone.
//!
//! The files must belong to the user, none may be writable by everybody, and none may be a link: anybody who could put
//! a link into the folder could make plandesk overwrite its target. The folder itself may be reached through a link.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::StoreError;

/// A reason why a folder is not safe to use as a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// It is writable by everybody on the machine.
    Open,
    /// It is a symbolic link.
    Link,
    /// It is neither a file nor a folder.
    Special,
}

impl Danger {
    pub(super) fn english(self, path: &str) -> String {
        match self {
            Danger::Open => format!(
                "everybody on this machine may write to {path}, so nobody could trust the data; run `chmod o-w {path}`, or choose another folder with --store where the file system knows no permissions"
            ),
            Danger::Link => format!(
                "{path} is a symbolic link, which plandesk doesn't follow inside a store; put the file itself there, or link the whole folder"
            ),
            Danger::Special => format!("{path} is neither a file nor a folder; move it away"),
        }
    }

    pub(super) fn chinese(self, path: &str) -> String {
        match self {
            Danger::Open => format!(
                "本机任何人都可写入 {path}，数据不可信；请运行 chmod o-w {path}，文件系统不支持权限时请用 --store 另选文件夹"
            ),
            Danger::Link => {
                format!("{path} 是符号链接，plandesk 不使用数据文件夹内的链接；请换成文件本身，或只链接整个文件夹")
            }
            Danger::Special => format!("{path} 既不是文件也不是文件夹；请移走"),
        }
    }
}

/// The parts of a store that plandesk writes. Anything else in the folder is only read, or belongs to somebody else.
const PARTS: [&str; 21] = [
    "lock",
    "head",
    "journal",
    "state",
    "journal.new",
    "journal.restored",
    "state.aside",
    "cut-off.txt",
    "backups",
    "desk.log",
    "desk.log.1",
    "visitors.log",
    "visitors.log.1",
    "desk.start",
    "drafts",
    "search",
    "views.toml",
    "views.draft",
    "tables.toml",
    "tables.draft",
    "ssh_host_ed25519_key",
];

/// The folders that hold what people have entered.
const PRIVATE: [&str; 5] = ["journal", "state", "backups", "drafts", "search"];

/// Checks the folder of a store, which need not exist.
///
/// # Errors
/// [`StoreError::Unsafe`] for the first file that is not safe.
pub(super) fn check(root: &Path) -> Result<(), StoreError> {
    match fs::metadata(root) {
        Ok(found) if found.is_dir() => check_mode(root, &found)?,
        // Other failures are reported when the store is opened.
        _ => return Ok(()),
    }
    PARTS.iter().try_for_each(|part| check_part(&root.join(part)))
}

/// Returns the first folder of a store that other accounts may read, although plandesk creates it private.
pub(super) fn exposed(root: &Path) -> Option<PathBuf> {
    let mode = |path: &Path| fs::metadata(path).map_or(0, |found| found.permissions().mode());
    if mode(root) & 0o011 == 0 {
        return None;
    }
    PRIVATE.iter().map(|part| root.join(part)).find(|path| path.is_dir() && mode(path) & 0o077 != 0)
}

fn check_part(path: &Path) -> Result<(), StoreError> {
    let failed = |error: io::Error| StoreError::io(path, error);
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        // Another process may be renaming files; the lock decides which of the two goes on.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let danger = |danger| Err(StoreError::Unsafe { path: path.to_path_buf(), danger });
    if found.is_symlink() {
        return danger(Danger::Link);
    }
    if !found.is_file() && !found.is_dir() {
        return danger(Danger::Special);
    }
    check_mode(path, &found)?;
    if found.is_dir() {
        let entries = match fs::read_dir(path) {
            // A file that this account can't inspect is not followed either; an error appears once it is needed.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => {
                return Ok(());
            }
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            check_part(&entry.map_err(failed)?.path())?;
        }
    }
    Ok(())
}

fn check_mode(path: &Path, found: &Metadata) -> Result<(), StoreError> {
    match found.permissions().mode() & 0o002 {
        0 => Ok(()),
        _ => Err(StoreError::Unsafe { path: path.to_path_buf(), danger: Danger::Open }),
    }
}
