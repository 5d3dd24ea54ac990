//! Other files in a store's folder: remains of interrupted work, unknown files, and files that others may read or
//! change.

use std::fs::{self, Metadata, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::journal::segment::{UNFINISHED, parse_name};
use super::{StoreError, files};

/// Names of further files that belong in a store's folder. A part of plandesk that keeps a file there adds its name
/// here.
const KNOWN: [&str; 7] = ["lock", "head", "state.aside", "settings.toml", "desk.sock", "desk.sock.new", "desk.start"];

/// Files that only their owner may read: texts that people have written, the list of people, and the host key.
const PRIVATE: [&str; 11] = [
    "cut-off.txt",
    "desk.log",
    "desk.log.1",
    "visitors.log",
    "visitors.log.1",
    "access.toml",
    "views.toml",
    "views.draft",
    "tables.toml",
    "tables.draft",
    "ssh_host_ed25519_key",
];

/// Names of files that interrupted work leaves behind in a store's folder.
const LEFT_OVER: [&str; 3] = ["journal.new", "journal.restored", "state.check"];

/// The classified content of a store's folder.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Names of remains of interrupted work, which nobody needs.
    pub left_over: Vec<String>,
    /// Names of files that plandesk did not create.
    pub stray: Vec<String>,
    /// Links in the place of files or folders of the store.
    pub links: Vec<String>,
    /// Replaced stores that are kept, each with its size in bytes.
    pub kept: Vec<(String, u64)>,
    /// Files and folders that others than their owner may read or change, each with the mode it should have.
    pub open_to_others: Vec<(PathBuf, u32)>,
}

impl Parts {
    /// Classifies the content of a store's folder.
    pub(super) fn of(folder: &Folder) -> Result<Parts, StoreError> {
        let mut parts = Parts::default();
        parts.check_mode(&folder.root, 0o755);
        for (name, path, meta) in listing(&folder.root)? {
            match name.as_str() {
                _ if meta.is_symlink() => parts.links.push(name),
                "journal" => parts.look_into(&name, &path, |name| parse_name(name).is_some())?,
                "backups" => parts.look_into(&name, &path, |name| name.ends_with(".jsonl.gz"))?,
                "state" | "drafts" | "search" => parts.check_mode(&path, 0o700),
                private if PRIVATE.contains(&private) => parts.check_mode(&path, 0o600),
                known if KNOWN.contains(&known) => parts.check_mode(&path, 0o644),
                known if LEFT_OVER.contains(&known) => parts.left_over.push(name),
                _ if folder.kept().iter().any(|kept| kept.path == path) => {
                    parts.kept.push((name, files::size_of_folder(&path)));
                }
                _ => parts.stray.push(name),
            }
        }
        Ok(parts)
    }

    fn look_into(&mut self, folder: &str, path: &Path, belongs: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        self.check_mode(path, 0o700);
        for (name, path, meta) in listing(path)? {
            let inside = format!("{folder}/{name}");
            if meta.is_symlink() {
                self.links.push(inside);
            } else if belongs(&name) {
                self.check_mode(&path, 0o600);
            } else if name.ends_with(&format!(".{UNFINISHED}")) {
                self.left_over.push(inside);
            } else {
                self.stray.push(inside);
            }
        }
        Ok(())
    }

    fn check_mode(&mut self, path: &Path, most: u32) {
        let Ok(meta) = fs::symlink_metadata(path) else { return };
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 & !most != 0 {
            self.open_to_others.push((path.to_path_buf(), mode & (most | 0o700)));
        }
    }

    /// Removes the permissions of others. Returns the number of files and folders.
    pub(super) fn make_private(&self) -> Result<u64, StoreError> {
        for (path, mode) in &self.open_to_others {
            fs::set_permissions(path, Permissions::from_mode(*mode)).map_err(|e| StoreError::io(path, e))?;
        }
        Ok(self.open_to_others.len() as u64)
    }

    /// Removes the remains of interrupted work.
    pub(super) fn remove_left_overs(&self, folder: &Folder) -> Result<(), StoreError> {
        for name in &self.left_over {
            let path = folder.root.join(name);
            if path.is_dir() {
                files::remove_folder(&path)?;
            } else {
                fs::remove_file(&path).map_err(|e| StoreError::io(&path, e))?;
            }
        }
        Ok(())
    }
}

fn listing(folder: &Path) -> Result<Vec<(String, PathBuf, Metadata)>, StoreError> {
    let failed = |e| StoreError::io(folder, e);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A file that is gone by now, such as a temporary one, does not count.
        found.extend(entry.metadata().ok().map(|meta| (name, entry.path(), meta)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
