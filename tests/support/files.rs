//! Client files in memory, and files that can't be written.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use plandesk::export::ExportError;
use plandesk::office::client::{Entry, Files};

/// Files in memory.
#[derive(Clone, Default)]
pub struct Drawer(Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>);

impl Drawer {
    /// Returns files that consist of one.
    pub fn with(name: &str, content: &str) -> Drawer {
        let drawer = Drawer::default();
        drawer.0.lock().unwrap().insert(name.into(), content.into());
        drawer
    }

    /// Adds a file.
    pub fn put(&self, name: &str, content: &[u8]) {
        self.0.lock().unwrap().insert(name.into(), content.to_vec());
    }

    /// Returns the content of a file.
    #[track_caller]
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        let files = self.0.lock().unwrap();
        files.get(Path::new(name)).unwrap_or_else(|| panic!("there is no {name} among {:?}", files.keys())).clone()
    }

    /// Returns the names of the files.
    pub fn names(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().map(|path| path.display().to_string()).collect()
    }

    /// Returns the content of a file as text.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }
}

impl Files for Drawer {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + '_>> {
        match self.0.lock().unwrap().get(path) {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries: Vec<Entry> = Vec::new();
        for path in self.0.lock().unwrap().keys() {
            let Ok(below) = path.strip_prefix(folder) else { continue };
            let name = below.iter().next().unwrap().to_os_string();
            let is_folder = below.iter().count() > 1;
            if !entries.iter().any(|entry| entry.name == name) {
                entries.push(Entry { name, is_folder });
            }
        }
        if entries.is_empty() && !folder.as_os_str().is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(entries)
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.lock().unwrap().contains_key(path)
    }

    fn write(&self, path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), ExportError> {
        if self.exists(path) && !overwrite {
            return Err(ExportError::Exists(path.to_path_buf()));
        }
        self.0.lock().unwrap().insert(path.to_path_buf(), bytes.to_vec());
        Ok(())
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        PathBuf::from(typed.strip_prefix("./").unwrap_or(typed))
    }
}

/// Files for which writing fails.
pub struct Broken;

impl Files for Broken {
    fn open(&self, _: &Path) -> io::Result<Box<dyn Read + '_>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn list(&self, _: &Path) -> io::Result<Vec<Entry>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn exists(&self, _: &Path) -> bool {
        false
    }

    fn write(&self, _: &Path, _: &[u8], _: bool) -> Result<(), ExportError> {
        panic!("a fault")
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn in_full(&self, typed: &str) -> PathBuf {
        PathBuf::from(typed)
    }
}
