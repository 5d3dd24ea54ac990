//! Backups: the lines of the journal in one file, followed by an end line.
//!
//! A backup is readable text, each line can be checked by itself, and a backup of a restored store is the same bytes
//! again. The concatenated files of a journal are a backup as well, without the end line. A backup may be compressed
//! with gzip.

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

/// The result of a restore.
#[derive(Debug)]
pub struct Restored {
    /// The number of entries in the backup.
    pub entries: u64,
    /// The number of leading entries that the store already had.
    pub known: u64,
    /// The folder in which the replaced store is kept whole.
    pub kept: Option<PathBuf>,
    /// The defects of the backup that did not prevent the restore.
    pub repairs: Vec<Repair>,
}

/// The result of writing a backup.
#[derive(Debug)]
pub struct BackedUp {
    /// The number of entries.
    pub entries: u64,
    /// The damage at which the history in the backup ends. The present data are complete nevertheless.
    pub lost: Option<StoreError>,
}

/// The command name, in the history, of an entry that stands for a lost part.
pub const RESCUED: &str = "rescued";
/// The command name, in the history, of the entry that follows the entries of a second branch.
pub const JOINED: &str = "joined";
/// The command name, in the history, of the entry that records a restore.
pub const RESTORED: &str = "restore";

/// The first bytes of a compressed file.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// The maximum length of a line in a backup, in bytes; no entry comes near it.
const LONGEST_LINE: u64 = 256 << 20;

/// Writes every line of a journal, up to the entry `last` if given, and the end line. If the journal is damaged, `held`
/// is called with the number of the last entry before the damage, and returns the present data if they are known
/// without the journal.
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

/// Returns the dossiers of a closed store: its state and the journal's entries after it. Returns `None` if they hold no
/// more than the first `known` entries.
///
/// # Errors
/// [`StoreError::Busy`] if another process has the state open.
pub(super) fn held(folder: &Folder, known: u64) -> Result<Option<Dossiers>, StoreError> {
    let _lock = Lock::take(&folder.root)?;
    let Ok(Held { tail, mut dossiers, .. }) = open_copy(folder) else { return Ok(None) };
    let Some((reader, _)) = read_on(folder, tail)?.filter(|_| tail.chain.seq > known) else { return Ok(None) };
    for line in reader {
        // Every readable entry after the state's last one counts, even behind damage.
        let Ok(Some(entry)) = line.and_then(|line| line.entry()) else { continue };
        if apply_all(&mut dossiers, &entry.changes).is_err() {
            break;
        }
    }
    Ok(Some(dossiers))
}

/// Returns the dossiers after the last line before the damage, or `None` if this program can't apply the entries.
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

/// Writes one entry with the changes that stand for everything lost to damage.
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

/// Returns the entry that stands for lost ones.
pub(super) fn rescued_entry(changes: Vec<Change>) -> NewEntry {
    own_entry(RESCUED, changes)
}

/// Returns an entry written by plandesk itself.
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

/// Replaces the store in `dir` by the content of a backup, and keeps the old one.
pub(super) fn restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
    let folder = Folder::new(dir)?;
    let _lock = Lock::take(&folder.root)?;
    exchange(&folder, draft(&folder, backup)?)
}

/// Brings back the store that the latest restore replaced; the present one is kept in its place.
pub(super) fn undo_restore(dir: &Path) -> Result<Restored, StoreError> {
    let folder = Folder::new(dir)?;
    let _lock = Lock::take(&folder.root)?;
    let kept = folder.latest_before_restore()?;
    let restored = exchange(&folder, draft_of(&folder, &kept)?)?;
    // The journal has been copied back; the kept folder now holds nothing but an old state.
    files::remove_folder(&kept)?;
    Ok(restored)
}

/// Replaces the journal by the finished draft, and rebuilds the state.
fn exchange(folder: &Folder, read: Read) -> Result<Restored, StoreError> {
    let restored = put_in_place(folder, read)?;
    // Rebuilds the state and proves that the store opens.
    let recovered = recover(folder, &mut Vec::new())?;
    back_up_replaced(folder, recovered.journal.tail().chain, &recovered.dossiers);
    Ok(restored)
}

/// Reads a backup into a draft of a journal in this program's schema.
///
/// # Errors
/// [`StoreError::Damaged`] for the first bad line of the backup; the draft is removed.
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

/// Reads the journal of a kept store into a draft.
///
/// # Errors
/// [`StoreError::Damaged`] if it is damaged; the draft is removed.
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

/// Replaces the journal by the finished draft. The state must be closed.
pub(super) fn put_in_place(folder: &Folder, read: Read) -> Result<Restored, StoreError> {
    let Read { chain, complete, .. } = read;
    let repairs = if complete { Vec::new() } else { vec![Repair::EndMissing { last: chain.seq }] };
    let before = Trail::of(&folder.journal());
    let kept = folder.replace_journal("restore")?;
    let known = Trail::of(&folder.journal()).common(|seq| before.at(seq));
    Ok(Restored { entries: chain.seq, known, kept, repairs })
}

impl Restored {
    /// Returns the entry that records the restore in the history.
    pub fn entry(&self, who: &str, at: String) -> NewEntry {
        let brought = (self.known < self.entries).then_some(self.known + 1);
        NewEntry { at, who: who.to_string(), what: RESTORED.to_string(), brought, ..NewEntry::default() }
    }
}

/// Returns the name of the person whose restore brought an entry into this history, or `None` if the entry was made
/// here. `later` are the entries after it. A restore that was itself brought by another one does not count.
pub fn brought_by<'a>(seq: u64, later: impl IntoIterator<Item = &'a Entry>) -> Option<&'a str> {
    let restores: Vec<&Entry> = later.into_iter().filter(|entry| entry.brought.is_some()).collect();
    let covers = |restore: &Entry, seq| restore.brought.is_some_and(|first| first <= seq && seq < restore.seq);
    let is_own = |restore: &Entry| !restores.iter().any(|later| covers(later, restore.seq));
    let brought = restores.iter().find(|restore| covers(restore, seq) && is_own(restore));
    brought.map(|restore| restore.who.as_str())
}

/// Makes a backup after a restore: salvage completes a damaged journal from the latest backup, which must therefore
/// belong to the new history. Older backups stay. A failure is ignored, since the replaced store is kept.
pub(super) fn back_up_replaced(folder: &Folder, end: Chain, dossiers: &Dossiers) {
    if !backups::own(folder).is_empty() {
        let _ = backups::make_after_restore(folder, end, dossiers);
    }
}

/// A backup that was read, to its end line or to where it was cut short.
pub(super) struct Read {
    /// The chain after its last entry.
    pub chain: Chain,
    /// True if it has an end line.
    pub complete: bool,
    /// The dossiers after its last entry.
    pub dossiers: Dossiers,
}

/// A line of a backup, checked.
pub(super) struct BackupLine {
    /// Its bytes without the line feed.
    pub raw: Vec<u8>,
    /// The sort of the line; never [`Sort::End`].
    pub sort: Sort,
    /// The chain after the line.
    pub chain: Chain,
}

/// Reads a backup, checks every line and applies every change.
///
/// # Errors
/// [`StoreError::Damaged`] for the first bad line.
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
            // The file was cut short in its last line: the entries before it are kept.
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

/// Returns a reader of a backup's lines, compressed or not.
fn decompressed<'a>(backup: &'a mut dyn BufRead) -> Result<Box<dyn BufRead + 'a>, StoreError> {
    let begins = backup.fill_buf().map_err(failed)?;
    let compressed = begins.starts_with(&GZIP);
    Ok(if compressed { Box::new(BufReader::new(MultiGzDecoder::new(backup))) } else { Box::new(backup) })
}

/// Returns the next line, and true if the file ends within it.
///
/// # Errors
/// The failure of the system, or `None` if the bytes are not a line.
fn next_line(backup: &mut dyn BufRead) -> Result<(Vec<u8>, bool), Option<StoreError>> {
    let mut line = Vec::new();
    match io::Read::take(backup, LONGEST_LINE).read_until(b'\n', &mut line) {
        Ok(length) if length as u64 == LONGEST_LINE => Err(None),
        Ok(_) => {
            let cut = !line.ends_with(b"\n");
            Ok((line, cut))
        }
        // A compressed file that was cut short or damaged: what could be decompressed is still used.
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok((line, true)),
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => Err(None),
        Err(e) => Err(Some(failed(e))),
    }
}
