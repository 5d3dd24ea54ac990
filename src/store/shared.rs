//! Stores whose journal is shared with others who append to it: opening one, and applying what others have saved.

use std::path::Path;

use super::folder::Folder;
use super::journal::line::read_entry;
use super::journal::{Chain, Draft, Journal, Line, Position, Reader, Wake};
use super::lock::Lock;
use super::{Entry, Fault, Opened, Options, Reason, Repair, Store, StoreError, files};
use crate::plan::dossier::{apply_all, take_back};

impl Store {
    /// Opens the store in `dir` as a copy of another journal, which decides from now on what is saved. A folder without
    /// a store gets every line of the journal; an empty journal gets every line of the store.
    ///
    /// Those of [`Store::open`] and of the journal, and [`StoreError::Damaged`] with [`Fault::Forked`] if neither
    /// journal is a beginning of the other.
    pub fn open_shared(
        dir: &Path,
        options: Options,
        mut journal: Box<dyn Journal>,
    ) -> Result<(Store, Opened), StoreError> {
        let is_new = !Store::exists(dir);
        if is_new && journal.tail()? != Position::START {
            fetch(&Folder::new(dir)?, &mut *journal)?;
        }
        let (mut store, mut opened) = Store::open_with(dir, options)?;
        if is_new {
            // A copy that has just been fetched has no state yet.
            opened.repairs.retain(|repair| !matches!(repair, Repair::Rebuilt { reason: Reason::Absent }));
        }
        if journal.tail()? == Position::START {
            publish(&store.folder, &mut *journal)?;
        }
        store.shared = Some(journal);
        store.absorb()?;
        opened.dossiers.clone_from(&store.dossiers);
        Ok((store, opened))
    }

    /// Applies the entries that others have saved meanwhile, and returns them. Returns none if the journal is not
    /// shared.
    ///
    /// Those of the journal; [`StoreError::Damaged`] if the journal does not continue the one that this store has, or
    /// has a line that is altered or does not fit.
    pub fn absorb(&mut self) -> Result<Vec<Entry>, StoreError> {
        let place = self.journal.position();
        let Some(shared) = &mut self.shared else { return Ok(Vec::new()) };
        self.journal.check_ground()?;
        let Some(lines) = shared.lines_after(place)? else { return Err(forked(place)) };
        let mut entries = Vec::new();
        for line in &lines {
            entries.extend(self.take_in(line)?);
        }
        Ok(entries)
    }

    /// Registers `wake` to be called whenever others may have saved something; see [`Journal::watch`].
    pub fn watch(&mut self, wake: Wake) {
        if let Some(shared) = &mut self.shared {
            shared.watch(wake);
        }
    }

    /// Adds a line that is saved already, and returns the entry in it, if there is one.
    fn take_in(&mut self, line: &Line) -> Result<Option<Entry>, StoreError> {
        let mut chain = self.journal.tail().chain;
        let damaged = |fault| StoreError::Damaged { file: "journal".to_string(), line: None, fault };
        chain.follow(&line.bytes).map_err(damaged)?;
        if chain.seq == self.last_seq() {
            self.journal.add(&line.bytes)?;
            return Ok(None);
        }
        let entry = read_entry(&line.bytes, chain.schema).map_err(damaged)?;
        apply_all(&mut self.dossiers, &entry.changes).map_err(|conflict| damaged(Fault::Conflict(conflict.record)))?;
        if let Err(error) = self.journal.add(&line.bytes) {
            take_back(&mut self.dossiers, &entry.changes)?;
            return Err(error);
        }
        self.after_save(&entry);
        Ok(Some(entry))
    }
}

fn forked(place: Position) -> StoreError {
    let fault = Fault::Forked { after: place.seq };
    StoreError::Damaged { file: "journal".to_string(), line: None, fault }
}

/// Creates a store's journal from all lines of another journal.
fn fetch(folder: &Folder, journal: &mut dyn Journal) -> Result<(), StoreError> {
    let _lock = Lock::take(&folder.root)?;
    let lines = journal.lines_after(Position::START)?.unwrap_or_default();
    let mut draft = Draft::begin(&folder.draft())?;
    let mut chain = Chain::START;
    for (number, line) in (1..).zip(&lines) {
        let damaged = |fault| StoreError::Damaged { file: "journal".to_string(), line: Some(number), fault };
        let sort = chain.follow(&line.bytes).map_err(damaged)?;
        draft.add(&line.bytes, &sort, chain)?;
    }
    draft.finish()?;
    files::rename(&folder.draft(), &folder.journal())
}

/// Appends all lines of a store's journal to another one, which is empty.
fn publish(folder: &Folder, journal: &mut dyn Journal) -> Result<(), StoreError> {
    let mut place = Position::START;
    for line in Reader::new(&folder.journal())? {
        let line = line?;
        let position = Position { seq: line.tail.chain.seq, digest: line.tail.chain.digest };
        let line = Line { bytes: line.raw, position };
        if journal.append(place, &line)? == super::Appended::Moved {
            return Err(StoreError::Moved);
        }
        place = position;
    }
    Ok(())
}
