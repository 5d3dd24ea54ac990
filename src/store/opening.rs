//! Opening: the state is taken as far as it agrees with the journal, and brought up to the journal's end.

use super::backup::mark_turn;
use super::checked::look_over;
use super::evidence::{Compared, compare, went_on};
use super::folder::Folder;
use super::journal::{FolderJournal, Reader, Tail, Trail, cut_off, first_header};
use super::salvage::salvage;
use super::state::State;
use super::{Fault, Reason, Repair, StoreError, files, migration};
use crate::plan::dossier::{Dossiers, apply_all};

/// A store's parts, agreeing with each other.
pub(super) struct Recovered {
    pub journal: FolderJournal,
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
            let recovered = open(folder, account)?;
            mark_turn(folder, recovered.journal.tail().chain, &recovered.dossiers);
            Ok(recovered)
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
    let (state, reason) = match found {
        Ok((state, dossiers, tail)) => match read_on(folder, tail)? {
            None => (Some(state), Reason::Foreign),
            Some((reader, tail)) => match catch_up(reader, state, dossiers, tail)? {
                Ok(caught_up) => return continue_from(folder, caught_up, account),
                Err(reason) => (None, reason),
            },
        },
        Err(reason) => (None, reason),
    };
    rebuild(folder, state, reason, account)
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
    let compared = compare(folder, tail.chain, |seq| state.digest_at(seq), Some(tail.chain), state.compared())?;
    cut_torn_line(folder, &reader, account)?;
    if replayed > 0 {
        account.push(Repair::Replayed { entries: replayed });
    }
    let mut state = if state.is_older() {
        // sled must have let go of it before another takes its place.
        drop(state);
        remade(folder, &dossiers, tail, &Trail::of(&folder.journal()), account)
    } else {
        Some(state)
    };
    if let Some(state) = &mut state {
        look_back(folder, tail, state, compared, account)?;
        // A state that can't be flushed now is behind at the next opening as well, and no worse.
        let _ = state.flush();
    }
    Ok(Recovered { journal: FolderJournal::open(&folder.journal(), tail)?, state, dossiers })
}

/// Looks over the part of the journal that the state made unnecessary to read.
fn look_back(
    folder: &Folder,
    tail: Tail,
    state: &mut State,
    compared: Option<Compared>,
    account: &mut Vec<Repair>,
) -> Result<(), StoreError> {
    let (sound, read) = look_over(&folder.journal(), state.checked());
    if sound != state.checked() || compared.as_ref() != state.compared() {
        // What can't be remembered is read again the next time.
        let _ = state.remember(tail, sound, compared);
    }
    match read {
        // Intact lines that follow nothing may be another branch, whose entries nobody has read.
        Err(damage @ StoreError::Damaged { fault: Fault::Chain, .. }) => Err(damage),
        Err(StoreError::Damaged { file, line, fault }) => {
            account.push(Repair::HistoryDamaged { file, line, fault });
            Ok(())
        }
        read => read,
    }
}

/// Reads the whole journal and makes the state anew. `state` is one whose last entry the journal does not have.
fn rebuild(
    folder: &Folder,
    state: Option<State>,
    reason: Reason,
    account: &mut Vec<Repair>,
) -> Result<Recovered, StoreError> {
    let mut reader = Reader::new(&folder.journal())?;
    let Replayed { dossiers, tail, trail } = replay(&mut reader)?;
    let Some(tail) = tail else { return Err(no_lines()) };
    let beside = state.as_ref().map(|state| state.tail().chain);
    if let Some(state) = &state {
        went_on(folder, state.tail().chain, |seq| state.digest_at(seq), tail.chain, &trail)?;
    }
    // sled must have let go of it before another takes its place.
    drop(state);
    compare(folder, tail.chain, |seq| trail.at(seq), beside, None)?;
    cut_torn_line(folder, &reader, account)?;
    let new_journal =
        |repair: &Repair| matches!(repair, Repair::RestoreFinished | Repair::Migrated { .. } | Repair::PutTogether(_));
    if tail.chain.seq > 0 && !account.iter().any(new_journal) {
        account.push(Repair::Rebuilt { reason });
    }
    let state = remade(folder, &dossiers, tail, &trail, account);
    Ok(Recovered { journal: FolderJournal::open(&folder.journal(), tail)?, state, dossiers })
}

/// A state made anew, if one can be kept on disk.
fn remade(folder: &Folder, dossiers: &Dossiers, tail: Tail, trail: &Trail, account: &mut Vec<Repair>) -> Option<State> {
    let made = remake_state(folder, dossiers, tail, trail);
    made.map_err(|reason| account.push(Repair::Stateless { reason })).ok()
}

/// Opens a store that may not be written to from its journal alone. The state is not used, since sled changes the files
/// that it opens, and an unfinished last line is passed over.
pub(super) fn read_only(folder: &Folder) -> Result<(FolderJournal, Dossiers), StoreError> {
    migration::steps_from(first_header(&folder.journal())?.schema, migration::STEPS)?;
    let mut reader = Reader::new(&folder.journal())?;
    let Replayed { dossiers, tail, trail } = replay(&mut reader)?;
    let Some(tail) = tail else { return Err(no_lines()) };
    compare(folder, tail.chain, |seq| trail.at(seq), None, None)?;
    Ok((FolderJournal::open_for_reading(&folder.journal(), tail)?, dossiers))
}

fn no_lines() -> StoreError {
    StoreError::Damaged { file: "journal".to_string(), line: None, fault: Fault::Missing }
}

/// Makes the state anew; the one that is there is set aside. `trail` is that of the journal.
pub(super) fn remake_state(folder: &Folder, dossiers: &Dossiers, tail: Tail, trail: &Trail) -> Result<State, Reason> {
    folder.set_state_aside().map_err(|e| Reason::Engine(e.to_string()))?;
    State::create(&folder.state(), dossiers, tail, trail).inspect_err(|_| {
        // Half a state would be taken for a damaged one at the next opening.
        let _ = files::remove_folder(&folder.state());
    })
}

/// The result of following a journal.
pub(super) struct Replayed {
    pub dossiers: Dossiers,
    /// Its last line, if it has any.
    pub tail: Option<Tail>,
    pub trail: Trail,
}

/// Follows a journal to its end.
pub(super) fn replay(reader: &mut Reader) -> Result<Replayed, StoreError> {
    let mut replayed = Replayed { dossiers: Dossiers::new(), tail: None, trail: Trail::default() };
    for line in reader {
        let line = line?;
        replayed.tail = Some(line.tail);
        replayed.trail.note(&line.sort, line.tail);
        if let Some(entry) = line.entry()? {
            apply_all(&mut replayed.dossiers, &entry.changes)
                .map_err(|conflict| line.damaged(Fault::Conflict(conflict.record)))?;
        }
    }
    Ok(replayed)
}

/// An unfinished line with zeros that is longer than this, in bytes, is more than a block that a power cut left.
const BLOCK: usize = 4096;

fn cut_torn_line(folder: &Folder, reader: &Reader, account: &mut Vec<Repair>) -> Result<(), StoreError> {
    let Some(torn) = reader.torn() else { return Ok(()) };
    cut_off(&folder.journal(), torn)?;
    let bytes = torn.bytes.len() as u64;
    let is_zeroed = torn.bytes.contains(&0) && torn.bytes.len() > BLOCK;
    account.push(if is_zeroed { Repair::ZeroedEnd { bytes } } else { Repair::TornLine { bytes } });
    Ok(())
}
