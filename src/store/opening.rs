//! Opening a store: the state is used as far as it agrees with the journal, and brought up to the journal's end.

use super::backup::back_up_replaced;
use super::checked::look_over;
use super::evidence::{Compared, compare, compare_with_state};
use super::folder::Folder;
use super::journal::{FolderJournal, Reader, Tail, Trail, cut_off, first_header};
use super::salvage::salvage;
use super::state::State;
use super::{Fault, Reason, Repair, StoreError, files, migration};
use crate::plan::dossier::{Dossiers, apply_all};

/// The parts of a store, in agreement with each other.
pub(super) struct Recovered {
    pub journal: FolderJournal,
    /// `None` if no state can be kept on disk.
    pub state: Option<State>,
    pub dossiers: Dossiers,
}

/// Opens the store in a folder, and reassembles a journal that can't be followed if possible.
///
/// # Errors
/// [`StoreError::Damaged`] if that is not possible, and other failures. Nothing has been changed then.
pub(super) fn open_or_salvage(folder: &Folder, repairs: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let before = repairs.len();
    match open(folder, repairs) {
        Err(damage @ StoreError::Damaged { .. }) => {
            repairs.truncate(before);
            repairs.push(salvage(folder, damage)?);
            let recovered = open(folder, repairs)?;
            back_up_replaced(folder, recovered.journal.tail().chain, &recovered.dossiers);
            Ok(recovered)
        }
        opened => opened,
    }
}

fn open(folder: &Folder, repairs: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    folder.prepare(repairs)?;
    let migrated = migration::bring_up_to_date(folder, migration::STEPS, repairs)?;
    let recovered = recover(folder, repairs)?;
    if migrated {
        back_up_replaced(folder, recovered.journal.tail().chain, &recovered.dossiers);
    }
    Ok(recovered)
}

/// Brings the state into agreement with the journal, and records the repairs.
///
/// # Errors
/// [`StoreError::Damaged`] if the journal can't be followed to its end, or lacks entries that the state has. Nothing
/// has been changed then.
pub(super) fn recover(folder: &Folder, repairs: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let found = if folder.state().is_dir() { State::open(&folder.state()) } else { Err(Reason::Absent) };
    let (state, reason) = match found {
        Ok((state, dossiers, tail)) => match read_on(folder, tail)? {
            None => (Some(state), Reason::Foreign),
            Some((reader, tail)) => match catch_up(reader, state, dossiers, tail)? {
                Ok(caught_up) => return continue_from(folder, caught_up, repairs),
                Err(reason) => (None, reason),
            },
        },
        Err(reason) => (None, reason),
    };
    rebuild(folder, state, reason, repairs)
}

/// Returns a reader of the lines after a state's last entry, and the present place of that entry; `None` if the journal
/// lacks it.
pub(super) fn read_on(folder: &Folder, tail: Tail) -> Result<Option<(Reader, Tail)>, StoreError> {
    if let Some(reader) = Reader::after(&folder.journal(), &tail)? {
        return Ok(Some((reader, tail)));
    }
    let Some(moved) = Reader::moved(&folder.journal(), &tail)? else { return Ok(None) };
    Ok(Reader::after(&folder.journal(), &moved)?.map(|reader| (reader, moved)))
}

/// A state at the end of the journal, with the reader that has reached that end.
struct CaughtUp {
    reader: Reader,
    tail: Tail,
    state: State,
    dossiers: Dossiers,
    replayed: u64,
}

/// Applies the entries that the state lacks. The inner error is the reason why they can't be applied.
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

fn continue_from(folder: &Folder, found: CaughtUp, repairs: &mut Vec<Repair>) -> Result<Recovered, StoreError> {
    let CaughtUp { reader, tail, state, dossiers, replayed } = found;
    let compared = compare(folder, tail.chain, |seq| state.digest_at(seq), Some(tail.chain), state.compared())?;
    cut_torn_line(folder, &reader, repairs)?;
    if replayed > 0 {
        repairs.push(Repair::Replayed { entries: replayed });
    }
    let mut state = if state.is_older() {
        // sled must have released the folder before another state is created there.
        drop(state);
        remade(folder, &dossiers, tail, &Trail::of(&folder.journal()), repairs)
    } else {
        Some(state)
    };
    if let Some(state) = &mut state {
        look_back(folder, tail, state, compared, repairs)?;
        // A state that can't be flushed now has entries replayed at the next opening, which is harmless.
        let _ = state.flush();
    }
    Ok(Recovered { journal: FolderJournal::open(&folder.journal(), tail)?, state, dossiers })
}

/// Checks the part of the journal that was not read, because the state has it.
fn look_back(
    folder: &Folder,
    tail: Tail,
    state: &mut State,
    compared: Option<Compared>,
    repairs: &mut Vec<Repair>,
) -> Result<(), StoreError> {
    let (sound, read) = look_over(&folder.journal(), state.checked());
    if sound != state.checked() || compared.as_ref() != state.compared() {
        // A failure to remember only means that the files are checked again at the next opening.
        let _ = state.remember(tail, sound, compared);
    }
    match read {
        // Intact lines out of order may be a second branch, whose entries have never been applied.
        Err(damage @ StoreError::Damaged { fault: Fault::Chain, .. }) => Err(damage),
        Err(StoreError::Damaged { file, line, fault }) => {
            repairs.push(Repair::HistoryDamaged { file, line, fault });
            Ok(())
        }
        read => read,
    }
}

/// Reads the whole journal and rebuilds the state. `state` is one whose last entry the journal does not have.
fn rebuild(
    folder: &Folder,
    state: Option<State>,
    reason: Reason,
    repairs: &mut Vec<Repair>,
) -> Result<Recovered, StoreError> {
    let mut reader = Reader::new(&folder.journal())?;
    let Replayed { dossiers, tail, trail } = replay(&mut reader)?;
    let Some(tail) = tail else { return Err(no_lines()) };
    let beside = state.as_ref().map(|state| state.tail().chain);
    if let Some(state) = &state {
        compare_with_state(folder, state.tail().chain, |seq| state.digest_at(seq), tail.chain, &trail)?;
    }
    // sled must have released the folder before another state is created there.
    drop(state);
    compare(folder, tail.chain, |seq| trail.at(seq), beside, None)?;
    cut_torn_line(folder, &reader, repairs)?;
    let new_journal =
        |repair: &Repair| matches!(repair, Repair::RestoreFinished | Repair::Migrated { .. } | Repair::Reassembled(_));
    if tail.chain.seq > 0 && !repairs.iter().any(new_journal) {
        repairs.push(Repair::Rebuilt { reason });
    }
    let state = remade(folder, &dossiers, tail, &trail, repairs);
    Ok(Recovered { journal: FolderJournal::open(&folder.journal(), tail)?, state, dossiers })
}

/// Returns a rebuilt state, or `None` if it can't be kept on disk.
fn remade(folder: &Folder, dossiers: &Dossiers, tail: Tail, trail: &Trail, repairs: &mut Vec<Repair>) -> Option<State> {
    let made = remake_state(folder, dossiers, tail, trail);
    made.map_err(|reason| repairs.push(Repair::Stateless { reason })).ok()
}

/// Opens a store that may not be written to, from its journal alone. The state is not used, since sled writes to the
/// files that it opens. An unfinished last line is ignored.
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

/// Rebuilds the state and sets the old one aside. `trail` is the trail of the journal.
pub(super) fn remake_state(folder: &Folder, dossiers: &Dossiers, tail: Tail, trail: &Trail) -> Result<State, Reason> {
    folder.set_state_aside().map_err(|e| Reason::Engine(e.to_string()))?;
    State::create(&folder.state(), dossiers, tail, trail).inspect_err(|_| {
        // An unfinished state would count as damaged at the next opening.
        let _ = files::remove_folder(&folder.state());
    })
}

/// The result of replaying a journal.
pub(super) struct Replayed {
    pub dossiers: Dossiers,
    /// The last line; `None` if the journal has no lines.
    pub tail: Option<Tail>,
    pub trail: Trail,
}

/// Replays a journal to its end.
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

/// The length of a disk block in bytes: an unfinished line with more zeros than that is more than an interrupted save.
const BLOCK: usize = 4096;

fn cut_torn_line(folder: &Folder, reader: &Reader, repairs: &mut Vec<Repair>) -> Result<(), StoreError> {
    let Some(torn) = reader.torn() else { return Ok(()) };
    cut_off(&folder.journal(), torn)?;
    let bytes = torn.bytes.len() as u64;
    let is_zeroed = torn.bytes.contains(&0) && torn.bytes.len() > BLOCK;
    repairs.push(if is_zeroed { Repair::ZeroedEnd { bytes } } else { Repair::TornLine { bytes } });
    Ok(())
}
