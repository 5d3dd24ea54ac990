//! Backups: the journal's lines one after the other, with a line at the end that says that it is the end.
//!
//! So a backup is readable by eye, every line of it can be checked, and restoring and backing up again gives the
//! same bytes. The files of a journal put together by hand are a backup as well, only without the end line.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::journal::line::{End, read_entry, seal};
use super::journal::{Chain, Draft, Reader, Sort};
use super::lock::Lock;
use super::migration::{STEPS, steps_from};
use super::opening::recover;
use super::{Fault, Repair, SCHEMA, StoreError};
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

/// Writes every line of a journal and the end line; gives the number of entries.
pub(super) fn export(folder: &Folder, out: &mut dyn Write) -> Result<u64, StoreError> {
    let failed = |e| StoreError::io(Path::new("backup"), e);
    let mut reader = Reader::new(&folder.journal())?;
    for line in &mut reader {
        let line = line?;
        out.write_all(&line.raw).and_then(|()| out.write_all(b"\n")).map_err(failed)?;
    }
    let Chain { seq, digest, .. } = reader.reached();
    let end = End { plandesk: "end".to_string(), entries: seq };
    let object = serde_json::to_string(&end).map_err(|e| failed(e.into()))?;
    writeln!(out, "{}", seal(&object, digest).0).and_then(|()| out.flush()).map_err(failed)?;
    Ok(seq)
}

/// Makes the store in `dir` what a backup says, and keeps what was there.
pub(super) fn restore(dir: &Path, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
    let folder = Folder::new(dir)?;
    let _lock = Lock::take(&folder.root)?;
    let mut account = Vec::new();
    let mut draft = Draft::begin(&folder.draft())?;
    let read = read_backup(backup, &mut draft).and_then(|read| draft.finish().map(|()| read));
    let Read { chain, complete } = match read {
        Ok(read) => read,
        Err(error) => {
            super::files::remove_folder(&folder.draft())?;
            return Err(error);
        }
    };
    if !complete {
        account.push(Repair::EndMissing { last: chain.seq });
    }
    let time = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S");
    let kept = folder.replace_journal(&format!("before-restore-{time}"))?;
    if chain.schema == SCHEMA {
        // Makes the state as well, and sees that the store opens.
        recover(&folder, &mut Vec::new())?;
    }
    Ok(Restored { entries: chain.seq, kept, account })
}

/// How far a backup was read.
struct Read {
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
        let length = backup.read_until(b'\n', &mut line).map_err(|e| StoreError::io(Path::new("backup"), e))?;
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
