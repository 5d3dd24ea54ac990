//! Writing files atomically: a file appears completely or not at all.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::ExportError;

/// The number of characters of the file name that the temporary name begins with.
const LONGEST_START: usize = 50;

/// Writes a file. Without `overwrite` it fails if the file exists, even if it appears while this is running.
///
/// # Errors
/// [`ExportError::Exists`], [`ExportError::NotAFile`] and [`ExportError::Io`]; the folder is unchanged then.
pub fn write(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ExportError> {
    // The target of a link is replaced, and the link itself is kept.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let there = fs::metadata(&target).ok();
    if there.is_none() && fs::symlink_metadata(&target).is_ok() {
        return Err(ExportError::NotAFile(path.to_path_buf())); // a link to nothing
    }
    match &there {
        Some(found) if !found.is_file() => return Err(ExportError::NotAFile(path.to_path_buf())),
        Some(_) if !overwrite => return Err(ExportError::Exists(path.to_path_buf())),
        _ => {}
    }
    let failed = |error: io::Error| ExportError::Io { path: path.to_path_buf(), error };
    let draft = Draft::beside(&target).map_err(failed)?;
    draft.fill(bytes).map_err(failed)?;
    if let Some(found) = there {
        fs::set_permissions(&draft.path, found.permissions()).map_err(failed)?;
        return fs::rename(&draft.path, &target).map_err(failed);
    }
    match fs::hard_link(&draft.path, &target) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(ExportError::Exists(path.to_path_buf())),
        // Some file systems have no hard links; there, a file that appears at this very moment is overwritten.
        Err(_) => fs::rename(&draft.path, &target).map_err(failed),
    }
}

/// The temporary file. It is removed when this is dropped, unless it has been renamed.
struct Draft {
    path: PathBuf,
}

impl Draft {
    fn beside(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
        // Truncated, so that it is not longer than the longest name that the file system allows.
        let start: String = name.to_string_lossy().chars().take(LONGEST_START).collect();
        let draft = format!(".{start}.{}.part", std::process::id());
        Ok(Draft { path: target.with_file_name(draft) })
    }

    fn fill(&self, bytes: &[u8]) -> io::Result<()> {
        // A file left behind by an earlier process with the same id is useless.
        let _ = fs::remove_file(&self.path);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&self.path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_written_completely_without_left_overs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("任务.csv");
        write(&path, b"one", false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["任务.csv"]);
    }

    #[test]
    fn an_existing_file_is_kept_unless_overwriting_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "old").unwrap();
        assert!(matches!(write(&path, b"new", false), Err(ExportError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        write(&path, b"new", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn folders_and_missing_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(write(folder.path(), b"x", true), Err(ExportError::NotAFile(_))));
        assert!(matches!(write(&folder.path().join("no/a.csv"), b"x", false), Err(ExportError::Io { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path().join("no"), folder.path().join("link.csv")).unwrap();
        for overwrite in [false, true] {
            let written = write(&folder.path().join("link.csv"), b"x", overwrite);
            assert!(matches!(written, Err(ExportError::NotAFile(_))));
        }
        assert_eq!(names(folder.path()), ["link.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, b"new", true).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
