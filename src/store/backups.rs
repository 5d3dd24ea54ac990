//! The backups that a store makes of itself, in the folder `backups/`: one a day, and one after each restore, of either
//! sort the last few.
//!
//! A backup is called `000012-2026-11-22.jsonl.gz`: its number, which goes up by one each time, and the day of the
//! entry after which it was made; one that was made after a restore `000013-2026-11-22-restore.jsonl.gz`. The number
//! alone says which is the latest, since clocks can be set back. Each is written under another name, read back line by
//! line, and only then given its name.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::backup::export;
use super::folder::Folder;
use super::journal::line::StoreId;
use super::journal::segment::UNFINISHED;
use super::journal::{Chain, Sort, Trail};
use super::{Fault, StoreError, files};
use crate::plan::dossier::Dossiers;

/// The number of backups that a store keeps of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupPolicy {
    /// The number of daily backups kept; 0 for making none.
    pub keep: usize,
}

impl Default for BackupPolicy {
    fn default() -> Self {
        BackupPolicy { keep: 7 }
    }
}

/// The number of backups kept that were made after restores.
const KEPT_TURNS: usize = 3;
/// The ending of the names of those.
const TURN: &str = "-restore";

/// A backup that lies in the store's own folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnBackup {
    /// Its number: the later the higher.
    pub number: u64,
    /// The day, as the clock had it, on which it was made.
    pub day: String,
    /// True for one that was made after a restore, and not because a day had begun.
    pub turn: bool,
    /// The file.
    pub path: PathBuf,
}

impl OwnBackup {
    fn of(path: PathBuf) -> Option<OwnBackup> {
        let name = path.file_name()?.to_str()?.strip_suffix(".jsonl.gz")?;
        let (name, turn) = name.strip_suffix(TURN).map_or((name, false), |name| (name, true));
        let (number, day) = name.split_once('-')?;
        let number = super::files::number(number)?;
        Some(OwnBackup { number, day: day_of(day).filter(|whole| *whole == day)?.to_string(), turn, path })
    }
}

/// The day of a time in RFC 3339, if it is one.
pub(super) fn day_of(time: &str) -> Option<&str> {
    let day = time.get(..10)?;
    let fits = |(place, byte): (usize, u8)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    day.bytes().enumerate().all(fits).then_some(day)
}

/// The backups in a store's folder, the latest last.
pub(super) fn own(folder: &Folder) -> Vec<OwnBackup> {
    let Ok(listing) = fs::read_dir(folder.backups()) else { return Vec::new() };
    let mut found: Vec<_> = listing.filter_map(|file| OwnBackup::of(file.ok()?.path())).collect();
    found.sort();
    found
}

/// Makes the backup of a day unless the latest daily one is of that day. `end` is the last entry that it shall have, and
/// `dossiers` what that entry led to. Those that are too many are removed, except when the journal turns out to be
/// damaged: then the older ones may be all that is left of its history.
pub(super) fn make_daily(
    folder: &Folder,
    day: &str,
    end: Chain,
    dossiers: &Dossiers,
    policy: BackupPolicy,
) -> Result<(), StoreError> {
    let latest = own(folder).into_iter().rfind(|own| !own.turn);
    if policy.keep == 0 || latest.is_some_and(|latest| latest.day == day) {
        return Ok(());
    }
    if make(folder, day, false, end, dossiers)? {
        remove_old(folder, false, policy.keep)?;
    }
    Ok(())
}

/// Makes the backup after a restore, or whatever else made another history of the store's.
pub(super) fn make_turn(folder: &Folder, end: Chain, dossiers: &Dossiers) -> Result<(), StoreError> {
    let today = jiff::Zoned::now().strftime("%Y-%m-%d").to_string();
    if make(folder, &today, true, end, dossiers)? {
        remove_old(folder, true, KEPT_TURNS)?;
    }
    Ok(())
}

fn remove_old(folder: &Folder, turn: bool, keep: usize) -> Result<(), StoreError> {
    let same: Vec<OwnBackup> = own(folder).into_iter().filter(|own| own.turn == turn).collect();
    let old = &same[..same.len().saturating_sub(keep)];
    old.iter().try_for_each(|old| fs::remove_file(&old.path).map_err(|e| StoreError::io(&old.path, e)))
}

/// Makes a backup and returns true if the journal was sound.
fn make(folder: &Folder, day: &str, turn: bool, end: Chain, dossiers: &Dossiers) -> Result<bool, StoreError> {
    files::make_folder(&folder.backups())?;
    let number = own(folder).last().map_or(0, |latest| latest.number) + 1;
    let path = folder.backups().join(format!("{number:06}-{day}{}.jsonl.gz", if turn { TURN } else { "" }));
    let draft = path.with_extension(format!("gz.{UNFINISHED}"));
    let written = write(folder, &draft, end, dossiers).and_then(|sound| {
        check(&draft)?;
        files::rename(&draft, &path)?;
        Ok(sound)
    });
    if written.is_err() {
        // It would be in the way of nothing, but it takes up room, which may be just what there is none of.
        let _ = fs::remove_file(&draft);
    }
    written
}

fn write(folder: &Folder, draft: &Path, end: Chain, dossiers: &Dossiers) -> Result<bool, StoreError> {
    let failed = |e| StoreError::io(draft, e);
    let file = files::private_file().write(true).create(true).truncate(true).open(draft).map_err(failed)?;
    let mut out = GzEncoder::new(file, Compression::default());
    let backed_up = export(folder, Some(end.seq), |_| Ok(Some(dossiers.clone())), &mut out)?;
    out.flush().map_err(failed)?;
    out.finish().and_then(|file| file.sync_all()).map_err(failed)?;
    Ok(backed_up.lost.is_none())
}

/// Reads a backup to its end line, every line checked, and returns the number of entries.
pub(super) fn check(path: &Path) -> Result<u64, StoreError> {
    Ok(read(path)?.0.last().map_or(0, |(seq, _)| *seq))
}

/// Reads a backup to its end line, every line checked, and returns the checksums of its entries and its store.
pub(super) fn read(path: &Path) -> Result<(Trail, Option<StoreId>), StoreError> {
    let name = || path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut chain = Chain::START;
    let mut trail = Trail::default();
    for (number, line) in (1..).zip(lines(path)?) {
        let damaged = |fault| StoreError::Damaged { file: format!("backups/{}", name()), line: Some(number), fault };
        let line = line.map_err(|_| damaged(Fault::Checksum))?;
        match chain.follow(&line).map_err(damaged)? {
            Sort::End => return Ok((trail, chain.store)),
            Sort::Entry(seq) => trail.push(seq, chain.digest),
            Sort::Header(_) => {}
        }
    }
    Err(StoreError::Damaged { file: format!("backups/{}", name()), line: None, fault: Fault::Missing })
}

/// The lines of a compressed backup, up to where it can't be decompressed.
pub(super) fn lines(path: &Path) -> Result<impl Iterator<Item = std::io::Result<Vec<u8>>>, StoreError> {
    let file = File::open(path).map_err(|e| StoreError::io(path, e))?;
    Ok(BufReader::new(MultiGzDecoder::new(BufReader::new(file))).split(b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_from_a_time_and_from_nothing_else() {
        assert_eq!(day_of("2023-06-30T09:00:00+08:00"), Some("2023-06-30"));
        for other in ["", "2023-06", "2023/06/30", "../../../../etc", "二〇二三年六月"] {
            assert_eq!(day_of(other), None, "{other}");
        }
    }

    #[test]
    fn other_files_are_no_backups() {
        let of = |name: &str| OwnBackup::of(Path::new("/store/backups").join(name)).map(|own| (own.number, own.day));
        assert_eq!(of("000012-2026-11-22.jsonl.gz"), Some((12, "2026-11-22".to_string())));
        for other in ["notes.txt", "000012-2026-11-22.jsonl.gz.new", "12.jsonl.gz", "000012-2026-11-22x.jsonl.gz"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
