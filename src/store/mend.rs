//! Mending: `doctor --mend`. Only remains of interrupted work are deleted.

use std::path::Path;

use super::folder::Folder;
use super::journal::count_segments;
use super::journal::segment::{Segment, compress_before, present, segment_name, write_compressed};
use super::lock::Lock;
use super::opening::open_or_salvage;
use super::parts::Parts;
use super::salvage::salvage;
use super::{Repair, StoreError};

/// Opens the store in `dir`, which mends the state and a journal that can't be followed, and mends the rest as well: a
/// damaged history, permissions, remains of interrupted work, compressed files that `zcat` can't read.
pub(super) fn mend(dir: &Path) -> Result<Vec<Repair>, StoreError> {
    let folder = Folder::new(dir)?;
    let _lock = Lock::take(&folder.root)?;
    mend_files(&folder)
}

/// Mends a store whose lock is held and whose state is closed.
pub(super) fn mend_files(folder: &Folder) -> Result<Vec<Repair>, StoreError> {
    let mut repairs = Vec::new();
    let parts = Parts::of(folder)?;
    if !parts.open_to_others.is_empty() {
        repairs.push(Repair::MadePrivate { files: parts.make_private()? });
    }
    // Opening completes an interrupted restore, whose files are then no longer remains.
    drop(open_or_salvage(folder, &mut repairs)?);
    let damaged = repairs.iter().position(|repair| matches!(repair, Repair::HistoryDamaged { .. }));
    if let Some(Repair::HistoryDamaged { file, line, fault }) = damaged.map(|place| repairs.remove(place)) {
        repairs.push(salvage(folder, StoreError::Damaged { file, line, fault })?);
        drop(open_or_salvage(folder, &mut repairs)?);
    }
    let parts = Parts::of(folder)?;
    if !parts.left_over.is_empty() {
        parts.remove_left_overs(folder)?;
        repairs.push(Repair::LeftOversRemoved { names: parts.left_over });
    }
    recompress(&folder.journal(), &mut repairs)?;
    Ok(repairs)
}

/// Compresses the closed files, and recompresses damaged ones. The journal is sound at this point.
fn recompress(journal: &Path, repairs: &mut Vec<Repair>) -> Result<(), StoreError> {
    compress_before(journal, count_segments(journal)?, || false)?;
    for (segment, compressed) in present(journal)? {
        if !compressed {
            continue;
        }
        let read = Segment::read_compressed(journal, segment)?;
        if read.broken {
            write_compressed(journal, segment, &read.bytes)?;
            repairs.push(Repair::Recompressed { file: segment_name(segment, true) });
        }
    }
    Ok(())
}
