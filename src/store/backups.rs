//! The backups that a store makes of itself, in the folder `backups/`: one a day, and one after each restore. The last
//! few of each sort are kept.
//!
//! A backup is called `000012-2026-11-22.jsonl.gz`: a number that increases with each backup, and the day of its last
//! entry; a backup made after a restore is called `000013-2026-11-22-restore.jsonl.gz`. The number alone gives the
//! order, since clocks can be set back. Each is written under a temporary name, read back line by line, and then
//! renamed.

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
    /// The number of daily backups to keep; 0 to make none.
    pub keep: usize,
}

impl Default for BackupPolicy {
    fn default() -> Self {
        BackupPolicy { keep: 7 }
    }
}

/// The number of backups made after restores to keep.
const KEPT_AFTER_RESTORE: usize = 3;
/// The suffix of their names.
const AFTER_RESTORE: &str = "-restore";

/// A backup in the store's own folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnBackup {
    /// The number; later backups have higher ones.
    pub number: u64,
    /// The day on which it was made, by the clock.
    pub day: String,
    /// True if it was made after a restore, and not because a new day had begun.
    pub after_restore: bool,
    /// The file.
    pub path: PathBuf,
}

impl OwnBackup {
    fn of(path: PathBuf) -> Option<OwnBackup> {
        let name = path.file_name()?.to_str()?.strip_suffix(".jsonl.gz")?;
        let (name, after_restore) = name.strip_suffix(AFTER_RESTORE).map_or((name, false), |name| (name, true));
        let (number, day) = name.split_once('-')?;
        let number = super::files::number(number)?;
        Some(OwnBackup { number, day: day_of(day).filter(|whole| *whole == day)?.to_string(), after_restore, path })
    }
}

/// Returns the day of a time in RFC 3339, if it is one.
pub(super) fn day_of(time: &str) -> Option<&str> {
    let day = time.get(..10)?;
    let fits = |(place, byte): (usize, u8)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    day.bytes().enumerate().all(fits).then_some(day)
}

/// Returns the backups in a store's folder, the latest last.
pub(super) fn own(folder: &Folder) -> Vec<OwnBackup> {
    let Ok(listing) = fs::read_dir(folder.backups()) else { return Vec::new() };
    let mut found: Vec<_> = listing.filter_map(|file| OwnBackup::of(file.ok()?.path())).collect();
    found.sort();
    found
}

/// Makes the backup of a day unless the latest daily one is of that day. `end` is its last entry, and `dossiers` are
/// those after it. Surplus backups are removed, unless the journal turns out to be damaged: then the older ones may
/// have the only copy of its history.
pub(super) fn make_daily(
    folder: &Folder,
    day: &str,
    end: Chain,
    dossiers: &Dossiers,
    policy: BackupPolicy,
) -> Result<(), StoreError> {
    let latest = own(folder).into_iter().rfind(|own| !own.after_restore);
    if policy.keep == 0 || latest.is_some_and(|latest| latest.day == day) {
        return Ok(());
    }
    if make(folder, day, false, end, dossiers)? {
        remove_old(folder, false, policy.keep)?;
    }
    Ok(())
}

/// Makes the backup after the journal was replaced, by a restore or by salvage.
pub(super) fn make_after_restore(folder: &Folder, end: Chain, dossiers: &Dossiers) -> Result<(), StoreError> {
    let today = jiff::Zoned::now().strftime("%Y-%m-%d").to_string();
    if make(folder, &today, true, end, dossiers)? {
        remove_old(folder, true, KEPT_AFTER_RESTORE)?;
    }
    Ok(())
}

fn remove_old(folder: &Folder, after_restore: bool, keep: usize) -> Result<(), StoreError> {
    let same: Vec<OwnBackup> = own(folder).into_iter().filter(|own| own.after_restore == after_restore).collect();
    let old = &same[..same.len().saturating_sub(keep)];
    old.iter().try_for_each(|old| fs::remove_file(&old.path).map_err(|e| StoreError::io(&old.path, e)))
}

/// Makes a backup, and returns true if the journal was sound.
fn make(folder: &Folder, day: &str, after_restore: bool, end: Chain, dossiers: &Dossiers) -> Result<bool, StoreError> {
    files::make_folder(&folder.backups())?;
    let number = own(folder).last().map_or(0, |latest| latest.number) + 1;
    let path =
        folder.backups().join(format!("{number:06}-{day}{}.jsonl.gz", if after_restore { AFTER_RESTORE } else { "" }));
    let draft = path.with_extension(format!("gz.{UNFINISHED}"));
    let written = write(folder, &draft, end, dossiers).and_then(|sound| {
        check(&draft)?;
        files::rename(&draft, &path)?;
        Ok(sound)
    });
    if written.is_err() {
        // An unfinished backup does no harm, but takes up space, which may just have run out.
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

/// Reads a backup to its end line, checks every line, and returns the number of entries.
pub(super) fn check(path: &Path) -> Result<u64, StoreError> {
    Ok(read(path)?.0.last().map_or(0, |(seq, _)| *seq))
}

/// Reads a backup to its end line, checks every line, and returns the checksums of its entries and the store that it
/// belongs to.
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

/// Returns the lines of a compressed backup, up to where decompression fails.
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
