//! Backups: the journal's lines one after the other, with a line at the end that says that it is the end.
//!
//! So a backup is readable by eye, every line of it can be checked, and restoring and backing up again gives the
//! same bytes. The files of a journal put together by hand are a backup as well, only without the end line. A
//! backup may be compressed with gzip.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use serde::Serialize;

use super::difference::between;
use super::folder::Folder;
use super::journal::line::{End, read_entry, seal};
use super::journal::{Chain, Draft, Entry, Header, NewEntry, Reader, Sort, Trail};
use super::lock::Lock;
use super::migration::{STEPS, add_line, steps_from};
use super::opening::{read_on, recover};
use super::verify::{Held, open_copy};
use super::{Fault, Repair, SCHEMA, StoreError, backups, files};
use crate::plan::Change;
use crate::plan::dossier::{Dossiers, apply_all};

/// The outcome of a restore.
#[derive(Debug)]
pub struct Restored {
    /// The number of entries in the backup.
    pub entries: u64,
    /// The number of entries, from the first on, that the store had before.
    pub known: u64,
    /// The folder of the store that was there before, a whole store of its own.
    pub kept: Option<PathBuf>,
    /// Everything that was amiss with the backup without spoiling it.
    pub account: Vec<Repair>,
}

/// The outcome of a backup.
#[derive(Debug)]
pub struct BackedUp {
    /// The number of entries.
    pub entries: u64,
    /// The damage from which on the backup lacks the history. It has all present data nevertheless.
    pub lost: Option<StoreError>,
}

/// The name in the history of an entry that stands for a part which was lost.
pub const RESCUED: &str = "rescued";
/// The name in the history of the entry that follows the entries of a second branch.
pub const JOINED: &str = "joined";
/// The name in the history of an entry that tells of a restore.
pub const RESTORED: &str = "restore";

/// The first bytes of a compressed file.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// The longest line that a backup may have, in bytes: far more than any entry takes.
const LONGEST_LINE: u64 = 256 << 20;

/// Writes every line of a journal, up to the entry `last` if one is given, and the end line. `held` gives the present
/// data if they are known without the journal, and is asked when the journal is damaged, with the last entry before
/// the damage.
pub(super) fn export(
    folder: &Folder,
    last: Option<u64>,
    held: impl FnOnce(u64) -> Result<Option<Dossiers>, StoreError>,
    out: &mut dyn Write,
) -> Result<BackedUp, StoreError> {
    let mut reader = Reader::new(&folder.journal())?;
    let mut lost = None;
    while let Some(line) = reader.next() {
        match line {
            Ok(line) => write_line(out, &line.raw)?,
            Err(damage) => lost = Some(damage),
        }
        if last.is_some_and(|last| reader.reached().seq >= last) {
            break;
        }
    }
    let mut chain = reader.reached();
    if let Some(damage) = lost.take() {
        match held(chain.seq)?.and_then(|held| Some(between(&intact(folder, chain)?, &held))) {
            Some(changes) => write_rest(&mut chain, changes, out)?,
            None => return Err(damage),
        }
        lost = Some(damage);
    }
    let end = End { plandesk: "end".to_string(), entries: chain.seq };
    write_sealed(&mut chain, &end, out)?;
    out.flush().map_err(failed)?;
    Ok(BackedUp { entries: chain.seq, lost })
}

/// Returns the dossiers of a closed store's state with the journal after it; `None` when that is no more than the first
/// `known` entries.
///
/// # Errors
/// [`StoreError::Busy`] when the store is not closed.
pub(super) fn held(folder: &Folder, known: u64) -> Result<Option<Dossiers>, StoreError> {
    let _lock = Lock::take(&folder.root)?;
    let Ok(Held { tail, mut dossiers, .. }) = open_copy(folder) else { return Ok(None) };
    let Some((reader, _)) = read_on(folder, tail)?.filter(|_| tail.chain.seq > known) else { return Ok(None) };
    for line in reader {
        // Whatever is good after the state's last entry is worth having.
        let Ok(Some(entry)) = line.and_then(|line| line.entry()) else { continue };
        if apply_all(&mut dossiers, &entry.changes).is_err() {
            break;
        }
    }
    Ok(Some(dossiers))
}

/// Returns the dossiers that the lines before the damage lead to, or `None` when this program can't follow them.
fn intact(folder: &Folder, reached: Chain) -> Option<Dossiers> {
    let mut dossiers = Dossiers::new();
    if reached.segment > 0 && reached.schema != SCHEMA {
        return None;
    }
    for line in Reader::new(&folder.journal()).ok()?.map_while(Result::ok) {
        if let Some(entry) = line.entry().ok()? {
            apply_all(&mut dossiers, &entry.changes).ok()?;
        }
    }
    Some(dossiers)
}

/// Writes one entry that stands for all that the damage has taken.
fn write_rest(chain: &mut Chain, changes: Vec<Change>, out: &mut dyn Write) -> Result<(), StoreError> {
    if chain.segment == 0 {
        write_sealed(chain, &Header::after(*chain), out)?;
    }
    if changes.is_empty() {
        return Ok(());
    }
    chain.seq += 1;
    write_sealed(chain, &rescued_entry(changes).numbered(chain.seq), out)
}

/// An entry that stands for what was lost.
pub(super) fn rescued_entry(changes: Vec<Change>) -> NewEntry {
    own_entry(RESCUED, changes)
}

/// An entry of plandesk itself.
pub(super) fn own_entry(what: &str, changes: Vec<Change>) -> NewEntry {
    let at = jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    NewEntry { at, who: "plandesk".to_string(), what: what.to_string(), changes, ..NewEntry::default() }
}

fn write_sealed(chain: &mut Chain, object: &impl Serialize, out: &mut dyn Write) -> Result<(), StoreError> {
    let object = serde_json::to_string(object).map_err(|e| failed(e.into()))?;
    let (line, digest) = seal(&object, chain.digest);
    chain.digest = digest;
    write_line(out, line.as_bytes())
}

fn write_line(out: &mut dyn Write, line: &[u8]) -> Result<(), StoreError> {
    out.write_all(line).and_then(|()| out.write_all(b"\n")).map_err(failed)
}

fn failed(error: io::Error) -> StoreError {
    StoreError::io(Path::new("backup"), error)
}

/// Makes the store in `dir` what a backup says, and keeps what was there.
pub(super) fn restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
    let folder = Folder::new(dir)?;
    let _lock = Lock::take(&folder.root)?;
    exchange(&folder, draft(&folder, backup)?)
}

/// Brings back the store that the latest restore replaced; the present one is kept in its turn.
pub(super) fn undo_restore(dir: &Path) -> Result<Restored, StoreError> {
    let folder = Folder::new(dir)?;
    let _lock = Lock::take(&folder.root)?;
    let kept = folder.latest_before_restore()?;
    let restored = exchange(&folder, draft_of(&folder, &kept)?)?;
    // It is the store again; what its folder still has is its old state.
    files::remove_folder(&kept)?;
    Ok(restored)
}

/// Puts another journal in the place of the present one, and makes its state.
fn exchange(folder: &Folder, read: Read) -> Result<Restored, StoreError> {
    let restored = put_in_place(folder, read)?;
    // Makes the state as well, and sees that the store opens.
    let recovered = recover(folder, &mut Vec::new())?;
    mark_turn(folder, recovered.journal.tail().chain, &recovered.dossiers);
    Ok(restored)
}

/// Reads a backup into a draft of a journal, which is of this program's schema, whatever that of the backup is.
///
/// # Errors
/// [`StoreError::Damaged`] names the backup's first bad line; there is no draft then.
pub(super) fn draft(folder: &Folder, backup: &mut dyn BufRead) -> Result<Read, StoreError> {
    let damaged = |fault| StoreError::Damaged { file: "backup".to_string(), line: None, fault };
    drafted(folder, |draft| {
        read_backup(backup, |line| add_line(draft, &line.raw, &line.sort, line.chain, STEPS, damaged))
    })
}

fn drafted(folder: &Folder, fill: impl FnOnce(&mut Draft) -> Result<Read, StoreError>) -> Result<Read, StoreError> {
    let mut draft = Draft::begin(&folder.draft())?;
    let read = fill(&mut draft).and_then(|read| draft.finish().map(|()| read));
    if read.is_err() {
        files::remove_folder(&folder.draft())?;
    }
    read
}

/// Reads the journal of the store that is kept in a folder into a draft.
///
/// # Errors
/// [`StoreError::Damaged`] when it is damaged; there is no draft then.
pub(super) fn draft_of(folder: &Folder, kept: &Path) -> Result<Read, StoreError> {
    drafted(folder, |draft| {
        let mut chain = Chain::START;
        for line in Reader::new(&kept.join("journal"))? {
            let line = line?;
            chain = line.tail.chain;
            add_line(draft, &line.raw, &line.sort, chain, STEPS, |fault| line.damaged(fault))?;
        }
        Ok(Read { chain, complete: true, dossiers: Dossiers::new() })
    })
}

/// Puts the draft in the place of the journal, whose state must be closed.
pub(super) fn put_in_place(folder: &Folder, read: Read) -> Result<Restored, StoreError> {
    let Read { chain, complete, .. } = read;
    let account = if complete { Vec::new() } else { vec![Repair::EndMissing { last: chain.seq }] };
    let before = Trail::of(&folder.journal());
    let kept = folder.replace_journal("restore")?;
    let known = Trail::of(&folder.journal()).common(|seq| before.at(seq));
    Ok(Restored { entries: chain.seq, known, kept, account })
}

impl Restored {
    /// The entry with which the history tells of the restore.
    pub fn entry(&self, who: &str, at: String) -> NewEntry {
        let brought = (self.known < self.entries).then_some(self.known + 1);
        NewEntry { at, who: who.to_string(), what: RESTORED.to_string(), brought, ..NewEntry::default() }
    }
}

/// Returns the name of the person who brought an entry into a history by a restore, or `None` for one that was entered
/// here. `later` are the entries after it. A restore that came by another one says nothing of this history.
pub fn brought_by<'a>(seq: u64, later: impl IntoIterator<Item = &'a Entry>) -> Option<&'a str> {
    let restores: Vec<&Entry> = later.into_iter().filter(|entry| entry.brought.is_some()).collect();
    let covers = |restore: &Entry, seq| restore.brought.is_some_and(|first| first <= seq && seq < restore.seq);
    let is_own = |restore: &Entry| !restores.iter().any(|later| covers(later, restore.seq));
    let brought = restores.iter().find(|restore| covers(restore, seq) && is_own(restore));
    brought.map(|restore| restore.who.as_str())
}

/// After a restore the latest backup must be one of the history that goes on from here: a damaged journal is
/// completed from the latest. The older ones stay. Where this fails there is at least the store that was kept.
pub(super) fn mark_turn(folder: &Folder, end: Chain, dossiers: &Dossiers) {
    if !backups::own(folder).is_empty() {
        let _ = backups::make_turn(folder, end, dossiers);
    }
}

/// A backup that was read, to its end or to where it was cut short.
pub(super) struct Read {
    /// The chain after its last entry.
    pub chain: Chain,
    /// True if it has its end line.
    pub complete: bool,
    /// The dossiers that it leads to.
    pub dossiers: Dossiers,
}

/// One line of a backup, checked.
pub(super) struct BackupLine {
    /// Its bytes without the line feed.
    pub raw: Vec<u8>,
    /// The sort of line; never the end.
    pub sort: Sort,
    /// The chain after it.
    pub chain: Chain,
}

/// Goes through a backup, every line checked and every change tried.
///
/// # Errors
/// [`StoreError::Damaged`] names the first bad line.
pub(super) fn read_backup(
    backup: &mut dyn BufRead,
    mut each: impl FnMut(BackupLine) -> Result<(), StoreError>,
) -> Result<Read, StoreError> {
    let mut backup = decompressed(backup)?;
    let mut chain = Chain::START;
    let mut dossiers = Dossiers::new();
    let mut complete = false;
    for number in 1.. {
        let damaged = |fault| StoreError::Damaged { file: "backup".to_string(), line: Some(number), fault };
        let (line, cut) = next_line(&mut *backup).map_err(|e| e.unwrap_or_else(|| damaged(Fault::Checksum)))?;
        if line.is_empty() {
            break;
        }
        let raw = line.trim_ascii_end();
        let sort = match chain.follow(raw) {
            Ok(_) if complete => return Err(damaged(Fault::Chain)),
            Ok(sort) => sort,
            // The last line of a file that was cut short: what came before it is worth having.
            Err(_) if cut && chain.seq > 0 => break,
            Err(fault) => return Err(damaged(fault)),
        };
        match &sort {
            Sort::Header(_) => drop(steps_from(chain.schema, STEPS)?),
            Sort::Entry(_) => {
                let entry = read_entry(raw, chain.schema).map_err(damaged)?;
                apply_all(&mut dossiers, &entry.changes)
                    .map_err(|conflict| damaged(Fault::Conflict(conflict.record)))?;
            }
            Sort::End => {
                complete = true;
                continue;
            }
        }
        each(BackupLine { raw: raw.to_vec(), sort, chain })?;
    }
    if chain.segment == 0 {
        return Err(StoreError::Damaged { file: "backup".to_string(), line: None, fault: Fault::Missing });
    }
    Ok(Read { chain, complete, dossiers })
}

/// Reads a backup to its end line and returns the number of its entries.
pub(super) fn check(backup: &mut dyn BufRead) -> Result<u64, StoreError> {
    let Read { chain, complete, .. } = read_backup(backup, |_| Ok(()))?;
    let missing = || StoreError::Damaged { file: "backup".to_string(), line: None, fault: Fault::Missing };
    complete.then_some(chain.seq).ok_or_else(missing)
}

/// A backup's lines, whether it is compressed or not.
fn decompressed<'a>(backup: &'a mut dyn BufRead) -> Result<Box<dyn BufRead + 'a>, StoreError> {
    let begins = backup.fill_buf().map_err(failed)?;
    let compressed = begins.starts_with(&GZIP);
    Ok(if compressed { Box::new(BufReader::new(MultiGzDecoder::new(backup))) } else { Box::new(backup) })
}

/// The next line, with whether the file ends within it. An error is the system's, or `None` when the line is no line.
fn next_line(backup: &mut dyn BufRead) -> Result<(Vec<u8>, bool), Option<StoreError>> {
    let mut line = Vec::new();
    match io::Read::take(backup, LONGEST_LINE).read_until(b'\n', &mut line) {
        Ok(length) if length as u64 == LONGEST_LINE => Err(None),
        Ok(_) => {
            let cut = !line.ends_with(b"\n");
            Ok((line, cut))
        }
        // A compressed file that was cut short, or damaged: what came out so far may be worth having.
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok((line, true)),
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => Err(None),
        Err(e) => Err(Some(failed(e))),
    }
}
