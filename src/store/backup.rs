//! Backups: the journal's lines one after the other, with a line at the end that says that it is the end.
//!
//! So a backup is readable by eye, every line of it can be checked, and restoring and backing up again gives the
//! same bytes. The files of a journal put together by hand are a backup as well, only without the end line.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::difference::between;
use super::folder::Folder;
use super::journal::line::{End, read_entry, seal};
use super::journal::{Chain, Draft, HEADER_BYTES, Header, NewEntry, Reader, Sort};
use super::lock::Lock;
use super::migration::{STEPS, steps_from};
use super::opening::{read_on, recover};
use super::verify::open_copy;
use super::{Fault, Repair, SCHEMA, StoreError};
use crate::plan::Change;
use crate::plan::dossier::{Dossiers, apply_all};

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// How many entries the backup held.
    pub entries: u64,
    /// Where the store that was there before is kept, a whole store of its own.
    pub kept: Option<PathBuf>,
    /// What was amiss with the backup without spoiling it.
    pub account: Vec<Repair>,
}

/// What a backup holds.
#[derive(Debug)]
pub struct BackedUp {
    /// How many entries.
    pub entries: u64,
    /// The damage from which on the backup lacks the history. It has all present data nevertheless.
    pub lost: Option<StoreError>,
}

/// No line of a backup is as long as this; the longest hold some documents of 64 MiB with all that replaced them.
const LINE_BYTES: u64 = 1 << 30;

/// What the history calls the entry that stands for a part of the history that was lost.
pub const RESCUED: &str = "rescued";

/// Writes every line of a journal and the end line. `held` gives the present data if they are known without the
/// journal, and is asked when the journal is
/// damaged, with the last entry before the damage.
pub(super) fn export(
    folder: &Folder,
    held: impl FnOnce(u64) -> Result<Option<Dossiers>, StoreError>,
    out: &mut dyn Write,
) -> Result<BackedUp, StoreError> {
    let mut reader = Reader::new(&folder.journal())?;
    let mut lost = None;
    for line in &mut reader {
        match line {
            Ok(line) => write_line(out, &line.raw)?,
            Err(damage) => lost = Some(damage),
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

/// What a closed store's state, and the journal after it, hold; `None` when that is no more than the first `known`
/// entries.
///
/// # Errors
/// [`StoreError::Busy`] when the store is not closed.
pub(super) fn held(folder: &Folder, known: u64) -> Result<Option<Dossiers>, StoreError> {
    let _lock = Lock::take(&folder.root)?;
    let Ok(Some((tail, mut dossiers))) = open_copy(folder) else { return Ok(None) };
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

/// What the lines before the damage lead to, or `None` when this program can't follow them.
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
        write_sealed(chain, &Header::new(1, 1), out)?;
    }
    if changes.is_empty() {
        return Ok(());
    }
    let at = jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let (who, what) = ("plandesk".to_string(), RESCUED.to_string());
    chain.seq += 1;
    write_sealed(chain, &NewEntry { at, who, what, undoes: None, changes }.numbered(chain.seq), out)
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
    let read = draft(&folder, backup)?;
    let schema = read.chain.schema;
    let restored = put_in_place(&folder, read)?;
    if schema == SCHEMA {
        // Makes the state as well, and sees that the store opens.
        recover(&folder, &mut Vec::new())?;
    }
    Ok(restored)
}

/// Reads a backup into a draft of a journal.
///
/// # Errors
/// [`StoreError::Damaged`] names the backup's first bad line; there is no draft then.
pub(super) fn draft(folder: &Folder, backup: &mut dyn BufRead) -> Result<Read, StoreError> {
    let mut draft = Draft::begin(&folder.draft())?;
    let read = read_backup(backup, &mut draft).and_then(|read| draft.finish().map(|()| read));
    if read.is_err() {
        super::files::remove_folder(&folder.draft())?;
    }
    read
}

/// Puts the draft in the place of the journal, whose state must be closed.
pub(super) fn put_in_place(folder: &Folder, read: Read) -> Result<Restored, StoreError> {
    let Read { chain, complete } = read;
    let account = if complete { Vec::new() } else { vec![Repair::EndMissing { last: chain.seq }] };
    let time = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S");
    let kept = folder.replace_journal(&format!("before-restore-{time}"))?;
    Ok(Restored { entries: chain.seq, kept, account })
}

/// How far a backup was read.
pub(super) struct Read {
    chain: Chain,
    /// Whether it has its end line.
    complete: bool,
}

/// Copies a backup's lines into a draft, every one checked and every change tried.
fn read_backup(backup: &mut dyn BufRead, draft: &mut Draft) -> Result<Read, StoreError> {
    let mut chain = Chain::START;
    let mut dossiers = Dossiers::new();
    let mut complete = false;
    for number in 1.. {
        let mut line = Vec::new();
        // A file that is no backup need not have lines, or an end.
        let longest = if number == 1 { HEADER_BYTES } else { LINE_BYTES };
        let length = io::Read::take(&mut *backup, longest).read_until(b'\n', &mut line).map_err(failed)?;
        if length == 0 {
            break;
        }
        let whole = line.ends_with(b"\n");
        let raw = line.trim_ascii_end();
        let damaged = |fault| StoreError::Damaged { file: "backup".to_string(), line: Some(number), fault };
        let sort = match chain.follow(raw) {
            Ok(_) if complete => return Err(damaged(Fault::Chain)),
            Ok(sort) => sort,
            // The last line of a file that was cut short: what came before it is worth having.
            Err(_) if !whole && chain.seq > 0 => break,
            Err(fault) => return Err(damaged(fault)),
        };
        match &sort {
            Sort::Header(_) => drop(steps_from(chain.schema, STEPS)?),
            Sort::Entry(_) if chain.schema == SCHEMA => {
                let entry = read_entry(raw).map_err(damaged)?;
                apply_all(&mut dossiers, &entry.changes)
                    .map_err(|conflict| damaged(Fault::Conflict(conflict.record)))?;
            }
            Sort::Entry(_) => {}
            Sort::End => {
                complete = true;
                continue;
            }
        }
        draft.add(raw, &sort, chain)?;
    }
    if chain.segment == 0 {
        return Err(StoreError::Damaged { file: "backup".to_string(), line: None, fault: Fault::Missing });
    }
    Ok(Read { chain, complete })
}
