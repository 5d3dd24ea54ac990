//! The search index of the desk's data: one for all sessions, stored in the store's folder between starts.
//!
//! An index can always be rebuilt from the plans, so it belongs neither to the journal nor to a backup, and failures to
//! read or write it are not reported.

use std::fs::{self, DirBuilder};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};

use crate::plan::{Departments, Dossier};
use crate::search::indexer::SegmentStore;
use crate::search::{Index, Indexer, Segment};
use crate::store::private_file;

use super::{Desk, Snapshot};

/// The folder for segments within the store's.
const FOLDER: &str = "search";
/// The file extension of a segment.
const ENDING: &str = "shelf";

/// Segments as files, each named by the fingerprint of its plans.
#[derive(Debug, Clone)]
pub struct SegmentFolder {
    folder: PathBuf,
}

impl SegmentFolder {
    /// Returns the segment files of the store in a folder.
    pub fn of(store: &Path) -> Self {
        SegmentFolder { folder: store.join(FOLDER) }
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> =
            entries.filter(|path| path.extension().is_some_and(|ending| ending == ENDING)).collect();
        files.sort();
        files
    }

    /// Returns the names, within the store, of segment files that are damaged or outdated. The next start replaces them.
    pub fn damaged(&self) -> Vec<String> {
        let damaged = self.files().into_iter().filter(|file| !is_sound(file));
        damaged.filter_map(|file| Some(format!("{FOLDER}/{}", file.file_name()?.to_str()?))).collect()
    }

    /// Returns an index of these dossiers, reusing stored segments.
    pub fn index<'a>(&self, dossiers: impl Iterator<Item = &'a Arc<Dossier>>, departments: &Departments) -> Index {
        self.index_with_segments(dossiers, departments).0
    }

    /// Returns the index and the stored segments.
    fn index_with_segments<'a>(
        &self,
        dossiers: impl Iterator<Item = &'a Arc<Dossier>>,
        departments: &Departments,
    ) -> (Index, Vec<Arc<Segment>>) {
        let dossiers: Vec<_> = dossiers.cloned().collect();
        let kept: Vec<Arc<Segment>> = self.load().into_iter().map(Arc::new).collect();
        let index = Index::from_segments(kept.clone(), &dossiers, departments, &|_, _| true);
        (index.unwrap_or_else(|| Index::build(&dossiers, departments)), kept)
    }

    fn write(&self, segments: &[Arc<Segment>]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let names: Vec<PathBuf> = segments
            .iter()
            .map(|segment| self.folder.join(format!("{:016x}.{ENDING}", segment.fingerprint())))
            .collect();
        for (segment, name) in segments.iter().zip(&names).filter(|(_, name)| !is_sound(name)) {
            let draft = name.with_extension("draft");
            let file = private_file().write(true).create(true).truncate(true).open(&draft)?;
            let mut out = BufWriter::new(file);
            segment.write(&mut out)?;
            out.flush()?;
            fs::rename(&draft, name)?;
        }
        self.files().iter().filter(|file| !names.contains(file)).try_for_each(fs::remove_file)
    }
}

/// Returns true if the file is an intact segment in the present format.
fn is_sound(file: &Path) -> bool {
    fs::read(file).is_ok_and(|bytes| Segment::read(&bytes).is_ok())
}

impl SegmentStore for SegmentFolder {
    fn load(&self) -> Vec<Segment> {
        // One buffer serves for all files.
        let mut bytes = Vec::new();
        let read = |file: &PathBuf| {
            bytes.clear();
            fs::File::open(file).ok()?.read_to_end(&mut bytes).ok()?;
            Segment::read(&bytes).ok()
        };
        self.files().iter().filter_map(read).collect()
    }

    fn save(&self, segments: &[Arc<Segment>]) {
        // Without stored segments the next start only takes longer.
        let _ = self.write(segments);
    }
}

fn follow(indexer: &Indexer, snapshot: &Snapshot) {
    indexer.follow(snapshot.dossiers().cloned().collect(), Arc::clone(snapshot.departments()));
}

impl Desk {
    /// Returns the indexer of the desk's data, shared by all sessions and started on the first call.
    ///
    /// # Errors
    /// Fails if the system refuses a thread.
    pub fn indexer(&self) -> io::Result<Arc<Indexer>> {
        let mut slot = self.indexer_slot();
        if let Some(indexer) = &*slot {
            return Ok(Arc::clone(indexer));
        }
        let started = Arc::new(Indexer::new(self.segments())?);
        follow(&started, &self.snapshot());
        *slot = Some(Arc::clone(&started));
        Ok(started)
    }

    /// Updates the indexer, if it was started, to new data.
    pub(super) fn renew_index(&self, snapshot: &Snapshot) {
        if let Some(indexer) = &*self.indexer_slot() {
            follow(indexer, snapshot);
        }
    }

    fn indexer_slot(&self) -> MutexGuard<'_, Option<Arc<Indexer>>> {
        self.indexer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns an index of the present data for a single search, reusing stored segments. New segments are stored for
    /// the next search.
    pub fn index(&self) -> Index {
        let snapshot = self.snapshot();
        let segments = self.segments();
        let (index, kept) = segments.index_with_segments(snapshot.dossiers(), snapshot.departments());
        let was_kept = |segment: &Arc<Segment>| kept.iter().any(|kept| Arc::ptr_eq(kept, segment));
        if !index.segments().all(was_kept) {
            segments.save(&index.segments().cloned().collect::<Vec<_>>());
        }
        index
    }

    /// Returns an index of the archived plans, which are searched only on request. It is not stored.
    pub fn index_of_archived(&self) -> Index {
        let snapshot = self.snapshot();
        Index::build(&snapshot.archived().cloned().collect::<Vec<_>>(), snapshot.departments())
    }

    fn segments(&self) -> SegmentFolder {
        SegmentFolder::of(&self.folder)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::desk::WhenEmpty;

    #[test]
    fn stored_segments_are_private_to_their_owner_and_damage_is_reported() {
        let place = tempfile::tempdir().unwrap();
        let (desk, _) = Desk::open(place.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
        let segments = desk.segments();
        segments.save(&desk.index().segments().cloned().collect::<Vec<_>>());
        let files = segments.files();
        assert_eq!((files.is_empty(), segments.damaged()), (false, vec![]));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&place.path().join(FOLDER)), mode(&files[0])), (0o700, 0o600));
        let mut bytes = fs::read(&files[0]).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        fs::write(&files[0], bytes).unwrap();
        let name = files[0].file_name().unwrap().to_str().unwrap();
        assert_eq!(segments.damaged(), [format!("search/{name}")]);
        assert!(!desk.index().is_empty(), "it is made anew");
        assert_eq!(segments.damaged(), Vec::<String>::new(), "and kept in the place of the damaged one");
        fs::remove_dir_all(place.path().join(FOLDER)).unwrap();
        desk.index();
        assert!(!segments.files().is_empty(), "what one search made serves the next one");
    }
}
