//! The client in front of this process: its streams and files with the rights of this process.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::export::{ExportError, file};

use super::client::{Entry, Files, Streams};

/// The standard streams of this process.
#[derive(Debug, Clone, Copy)]
pub struct LocalStreams;

impl Streams for LocalStreams {
    fn print(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes).and_then(|()| stdout.flush())
    }

    fn tell(&self, bytes: &[u8]) -> io::Result<()> {
        io::stderr().lock().write_all(bytes)
    }

    fn input(&self) -> Box<dyn Read + '_> {
        Box::new(io::stdin().lock())
    }
}

/// The files that this process can access.
#[derive(Debug, Clone, Copy)]
pub struct LocalFiles;

impl Files for LocalFiles {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(path)?))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let is_shown = |name: &OsString| !name.as_encoded_bytes().starts_with(b".");
        // A file that has just been removed, or that can't be inspected, is not a folder.
        let entry = |found: fs::DirEntry| Entry { is_folder: found.path().is_dir(), name: found.file_name() };
        let entries = fs::read_dir(folder)?.map(|found| found.map(entry));
        entries.filter(|entry| entry.as_ref().map_or(true, |entry| is_shown(&entry.name))).collect()
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ExportError> {
        file::write(path, bytes, overwrite)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
        let path = match (typed.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => [home, OsString::from(rest)].iter().collect(),
            _ => PathBuf::from(typed),
        };
        std::path::absolute(&path).unwrap_or(path)
    }
}
