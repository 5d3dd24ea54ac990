//! The index of the desk's data: one for all sessions, kept in the store's folder from one start to the next.
//!
//! What is kept can always be made anew from the plans, so it is neither part of the journal nor of a backup, and
//! what can't be read or written there is no fault worth a word.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};

use crate::search::indexer::Shelves;
use crate::search::{Index, Indexer, Shelf};

use super::{Desk, Snapshot};

/// The folder for shelves within the store's.
const FOLDER: &str = "search";
/// The ending of a shelf's file.
const ENDING: &str = "shelf";

/// Shelves in files, each named by the print of its plans.
#[derive(Debug, Clone)]
pub struct ShelfFolder {
    folder: PathBuf,
}

impl ShelfFolder {
    /// The shelves of the store in a folder.
    pub fn of(store: &Path) -> Self {
        ShelfFolder { folder: store.join(FOLDER) }
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> =
            entries.filter(|path| path.extension().is_some_and(|ending| ending == ENDING)).collect();
        files.sort();
        files
    }

    fn write(&self, shelves: &[Arc<Shelf>]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let names: Vec<PathBuf> =
            shelves.iter().map(|shelf| self.folder.join(format!("{:016x}.{ENDING}", shelf.print()))).collect();
        for (shelf, name) in shelves.iter().zip(&names).filter(|(_, name)| !name.exists()) {
            let draft = name.with_extension("draft");
            let mut out = BufWriter::new(fs::File::create(&draft)?);
            shelf.write(&mut out)?;
            out.flush()?;
            fs::rename(&draft, name)?;
        }
        self.files().iter().filter(|file| !names.contains(file)).try_for_each(fs::remove_file)
    }
}

impl Shelves for ShelfFolder {
    fn kept(&self) -> Vec<Shelf> {
        let read = |file: &PathBuf| Shelf::read(&fs::read(file).ok()?).ok();
        self.files().iter().filter_map(read).collect()
    }

    fn keep(&self, shelves: &[Arc<Shelf>]) {
        // Without them the next start takes longer, and that is all.
        let _ = self.write(shelves);
    }
}

fn follow(indexer: &Indexer, snapshot: &Snapshot) {
    indexer.follow(snapshot.dossiers().cloned().collect(), Arc::clone(snapshot.departments()));
}

impl Desk {
    /// The indexer of the desk's data, which all sessions share. It is started by the first one that asks.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn indexer(&self) -> io::Result<Arc<Indexer>> {
        let mut slot = self.indexer_slot();
        if let Some(indexer) = &*slot {
            return Ok(Arc::clone(indexer));
        }
        let started = Arc::new(Indexer::new(self.shelves())?);
        follow(&started, &self.snapshot());
        *slot = Some(Arc::clone(&started));
        Ok(started)
    }

    /// Has the index, if somebody uses one, follow the data.
    pub(super) fn renew_index(&self, snapshot: &Snapshot) {
        if let Some(indexer) = &*self.indexer_slot() {
            follow(indexer, snapshot);
        }
    }

    fn indexer_slot(&self) -> MutexGuard<'_, Option<Arc<Indexer>>> {
        self.indexer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An index of the data as it is now, for one search: taken from what is kept, as far as there is something.
    pub fn index(&self) -> Index {
        let snapshot = self.snapshot();
        let dossiers: Vec<_> = snapshot.dossiers().cloned().collect();
        let kept = self.shelves().kept().into_iter().map(Arc::new).collect();
        Index::from_shelves(kept, &dossiers, snapshot.departments(), &|_, _| true)
            .unwrap_or_else(|| Index::build(&dossiers, snapshot.departments()))
    }

    fn shelves(&self) -> ShelfFolder {
        ShelfFolder::of(&self.folder)
    }
}
