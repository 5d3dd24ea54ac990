//! A person's files that are kept in memory, and files that break.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use plandesk::export::ExportError;
use plandesk::office::seat::Files;

/// Files in memory.
#[derive(Clone, Default)]
pub struct Drawer(Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>);

impl Drawer {
    /// A drawer with one file.
    pub fn with(name: &str, content: &str) -> Drawer {
        let drawer = Drawer::default();
        drawer.0.lock().unwrap().insert(name.into(), content.into());
        drawer
    }

    /// The names of the files.
    pub fn names(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().map(|path| path.display().to_string()).collect()
    }

    /// The text of a file.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        let files = self.0.lock().unwrap();
        let bytes = files.get(Path::new(name)).unwrap_or_else(|| panic!("there is no {name}"));
        String::from_utf8(bytes.clone()).unwrap()
    }
}

impl Files for Drawer {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + '_>> {
        match self.0.lock().unwrap().get(path) {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            None => Err(io::ErrorKind::NotFound.into()),
        }
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
        PathBuf::from(typed)
    }
}

/// Files that break when one is written.
pub struct Broken;

impl Files for Broken {
    fn open(&self, _: &Path) -> io::Result<Box<dyn Read + '_>> {
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
