//! Opening: the state is taken as far as it agrees with the journal, and brought up to the journal's end.

use super::backup::mark_turn;
use super::checked::look_over;
use super::folder::Folder;
use super::journal::{Journal, Reader, Tail, cut_off, first_header};
use super::salvage::salvage;
use super::state::State;
use super::{Fault, Reason, Repair, StoreError, files, migration};
use crate::plan::dossier::{Dossiers, apply_all};

/// A store's parts, agreeing with each other.
pub(super) struct Recovered {
    pub journal: Journal,
    /// `None` when no state can be kept on disk.
    pub state: Option<State>,
    pub dossiers: Dossiers,
}

/// Opens what is in a store's folder; a journal that can't be followed is put together again if that is possible.
///
/// # Errors
/// [`StoreError::Damaged`] when it is not, and other failures. Nothing has been changed then.
pub(super) fn open_or_salvage(folder: &Folder, account: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let before = account.len();
    match open(folder, account) {
        Err(damage @ StoreError::Damaged { .. }) => {
            account.truncate(before);
            account.push(salvage(folder, damage)?);
            open(folder, account)
        }
        opened => opened,
    }
}

fn open(folder: &Folder, account: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    folder.prepare(account)?;
    let migrated = migration::bring_up_to_date(folder, migration::STEPS, account)?;
    let recovered = recover(folder, account)?;
    if migrated {
        mark_turn(folder, recovered.journal.tail().chain, &recovered.dossiers);
    }
    Ok(recovered)
}

/// Brings journal and state together and says what had to be mended for it.
///
/// # Errors
/// [`StoreError::Damaged`] when the journal can't be followed to its end, or ends before what the state holds.
/// Nothing has been changed then.
pub(super) fn recover(folder: &Folder, account: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let found = if folder.state().is_dir() { State::open(&folder.state()) } else { Err(Reason::Absent) };
    let (saved, reason) = match found {
        Ok((state, dossiers, tail)) => match read_on(folder, tail)? {
            None => (tail.chain.seq, Reason::Foreign),
            Some((reader, tail)) => match catch_up(reader, state, dossiers, tail)? {
                Ok(caught_up) => return continue_from(folder, caught_up, account),
                Err(reason) => (tail.chain.seq, reason),
            },
        },
        Err(reason) => (0, reason),
    };
    rebuild(folder, saved, reason, account)
}

/// The reader of what comes after a state's last entry, and where that entry stands; `None` when the journal lacks it.
pub(super) fn read_on(folder: &Folder, tail: Tail) -> Result<Option<(Reader, Tail)>, StoreError> {
    if let Some(reader) = Reader::after(&folder.journal(), &tail)? {
        return Ok(Some((reader, tail)));
    }
    let Some(moved) = Reader::moved(&folder.journal(), &tail)? else { return Ok(None) };
    Ok(Reader::after(&folder.journal(), &moved)?.map(|reader| (reader, moved)))
}

/// A state at the end of the journal, and the reader that has come to that end.
struct CaughtUp {
    reader: Reader,
    tail: Tail,
    state: State,
    dossiers: Dossiers,
    replayed: u64,
}

/// Applies the entries that the state lacks. The inner error says why the state can't take them.
fn catch_up(
    mut reader: Reader,
    mut state: State,
    mut dossiers: Dossiers,
    mut tail: Tail,
) -> Result<Result<CaughtUp, Reason>, StoreError> {
    let mut replayed = 0;
    for line in reader.by_ref() {
        let line = line?;
        tail = line.tail;
        let Some(entry) = line.entry()? else { continue };
        let applied = apply_all(&mut dossiers, &entry.changes).map_err(|_| Reason::Foreign);
        if let Err(reason) = applied.and_then(|()| state.apply(tail, &entry.changes)) {
            return Ok(Err(reason));
        }
        replayed += 1;
    }
    Ok(Ok(CaughtUp { reader, tail, state, dossiers, replayed }))
}

fn continue_from(folder: &Folder, found: CaughtUp, account: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let CaughtUp { reader, tail, state, dossiers, replayed } = found;
    cut_torn_line(folder, &reader, account)?;
    if replayed > 0 {
        account.push(Repair::Replayed { entries: replayed });
    }
    let mut state = if state.is_older() {
        // sled must have let go of it before another takes its place.
        drop(state);
        remade(folder, &dossiers, tail, account)
    } else {
        Some(state)
    };
    if let Some(state) = &mut state {
        look_back(folder, tail, state, account)?;
        // A state that can't be flushed now is behind at the next opening as well, and no worse.
        let _ = state.flush();
    }
    Ok(Recovered { journal: Journal::open(&folder.journal(), tail)?, state, dossiers })
}

/// Looks over the part of the journal that the state made unnecessary to read.
fn look_back(folder: &Folder, tail: Tail, state: &mut State, account: &mut Vec<Repair>) -> Result<(), StoreError> {
    let (sound, read) = look_over(&folder.journal(), state.checked());
    if sound != state.checked() {
        // What can't be remembered is read again the next time.
        let _ = state.remember(tail, sound);
    }
    match read {
        Err(StoreError::Damaged { file, line, fault }) => {
            account.push(Repair::HistoryDamaged { file, line, fault });
            Ok(())
        }
        read => read,
    }
}

/// Reads the whole journal and makes the state anew. `saved` is the last entry that the old state held.
fn rebuild(folder: &Folder, saved: u64, reason: Reason, account: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let mut reader = Reader::new(&folder.journal())?;
    let (dossiers, tail) = replay(&mut reader)?;
    let Some(tail) = tail.filter(|tail| tail.chain.seq >= saved) else {
        let fault = Fault::Short { found: reader.reached().seq, saved };
        return Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault });
    };
    cut_torn_line(folder, &reader, account)?;
    let new_journal =
        |repair: &Repair| matches!(repair, Repair::RestoreFinished | Repair::Migrated { .. } | Repair::PutTogether(_));
    if tail.chain.seq > 0 && !account.iter().any(new_journal) {
        account.push(Repair::Rebuilt { reason });
    }
    let state = remade(folder, &dossiers, tail, account);
    Ok(Recovered { journal: Journal::open(&folder.journal(), tail)?, state, dossiers })
}

/// A state made anew, if one can be kept on disk.
fn remade(folder: &Folder, dossiers: &Dossiers, tail: Tail, account: &mut Vec<Repair>) -> Option<State> {
    let made = remake_state(folder, dossiers, tail);
    made.map_err(|reason| account.push(Repair::Stateless { reason })).ok()
}

/// What the journal of a store that may not be written to leads to. A state is of no use there, since sled changes what
/// it opens, and an unfinished last line is passed over.
pub(super) fn read_only(folder: &Folder) -> Result<(Journal, Dossiers), StoreError> {
    migration::steps_from(first_header(&folder.journal())?.schema, migration::STEPS)?;
    let mut reader = Reader::new(&folder.journal())?;
    let (dossiers, tail) = replay(&mut reader)?;
    let Some(tail) = tail else {
        return Err(StoreError::Damaged { file: "journal".to_string(), line: None, fault: Fault::Missing });
    };
    Ok((Journal::open_for_reading(&folder.journal(), tail)?, dossiers))
}

/// Makes the state anew; the one that is there is set aside.
pub(super) fn remake_state(folder: &Folder, dossiers: &Dossiers, tail: Tail) -> Result<State, Reason> {
    folder.set_state_aside().map_err(|e| Reason::Engine(e.to_string()))?;
    State::create(&folder.state(), dossiers, tail).inspect_err(|_| {
        // Half a state would be taken for a damaged one at the next opening.
        let _ = files::remove_folder(&folder.state());
    })
}

/// Follows a journal to its end: what it leads to, and its last line.
pub(super) fn replay(reader: &mut Reader) -> Result<(Dossiers, Option<Tail>), StoreError> {
    let mut dossiers = Dossiers::new();
    let mut tail = None;
    for line in reader {
        let line = line?;
        tail = Some(line.tail);
        if let Some(entry) = line.entry()? {
            apply_all(&mut dossiers, &entry.changes)
                .map_err(|conflict| line.damaged(Fault::Conflict(conflict.record)))?;
        }
    }
    Ok((dossiers, tail))
}

fn cut_torn_line(folder: &Folder, reader: &Reader, account: &mut Vec<Repair>) -> Result<(), StoreError> {
    let Some(torn) = reader.torn() else { return Ok(()) };
    cut_off(&folder.journal(), torn)?;
    account.push(Repair::TornLine { bytes: torn.bytes.len() as u64 });
    Ok(())
}
