//! Upkeep of the store behind a desk: backing it up, bringing a backup back, looking it over.

use std::io::{BufRead, Write};
use std::path::Path;

use crate::store::{BackedUp, OwnBackup, Preview, Repair, Report, Restored, Store, StoreError};

use super::{Actor, Desk, Stamp};

/// Makes the store in a folder, which no desk has open, what a backup says, and tells of it in its history.
///
/// # Errors
/// As [`Store::restore`], and those of opening and saving.
pub fn restore_closed(folder: &Path, actor: &Actor, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
    tell_closed(folder, actor, Store::restore(folder, backup)?)
}

/// Brings back what the latest restore of a store that no desk has open replaced, and tells of it in its history.
///
/// # Errors
/// As [`Store::undo_restore`], and those of opening and saving.
pub fn undo_restore_closed(folder: &Path, actor: &Actor) -> Result<Restored, StoreError> {
    tell_closed(folder, actor, Store::undo_restore(folder)?)
}

fn tell_closed(folder: &Path, actor: &Actor, restored: Restored) -> Result<Restored, StoreError> {
    tell(&mut Store::open(folder)?.0, actor, &restored)?;
    Ok(restored)
}

fn tell(store: &mut Store, actor: &Actor, restored: &Restored) -> Result<u64, StoreError> {
    store.append(restored.entry(&actor.name, Stamp::now(actor).at))
}

impl Desk {
    /// Writes a backup of everything, with its whole history.
    ///
    /// # Errors
    /// As [`Store::export_lines`](crate::store::Store::export_lines).
    pub fn back_up(&self, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        self.writer().export_lines(out)
    }

    /// Returns the backups that the store has made of itself, the latest last.
    ///
    /// # Errors
    /// When the folder of the store is gone.
    pub fn own_backups(&self) -> Result<Vec<OwnBackup>, StoreError> {
        Store::own_backups(&self.folder)
    }

    /// Makes the store what a backup says, keeps what was there, tells of it in the history, and shows everybody. The backup should be at hand:
    /// nobody can change anything while it is read.
    ///
    /// # Errors
    /// As [`Store::replace`](crate::store::Store::replace).
    pub fn restore(&self, actor: &Actor, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
        let mut writer = self.writer();
        let restored = writer.replace(backup)?;
        let seq = tell(&mut writer, actor, &restored)?;
        self.publish(&mut writer, &actor.name, seq, &[]);
        Ok(restored)
    }

    /// Returns the changes that restoring a backup would make.
    ///
    /// # Errors
    /// As [`Store::preview_restore`](crate::store::Store::preview_restore).
    pub fn preview_restore(&self, backup: &mut dyn BufRead) -> Result<Preview, StoreError> {
        Store::preview_restore(&self.folder, backup)
    }

    /// Brings back what the latest restore replaced, and tells everybody.
    ///
    /// # Errors
    /// As [`Store::replace_back`](crate::store::Store::replace_back).
    pub fn undo_restore(&self, actor: &Actor) -> Result<Restored, StoreError> {
        let mut writer = self.writer();
        let restored = writer.replace_back()?;
        let seq = tell(&mut writer, actor, &restored)?;
        self.publish(&mut writer, &actor.name, seq, &[]);
        Ok(restored)
    }

    /// Returns the changes that [`Desk::undo_restore`] would make.
    ///
    /// # Errors
    /// As [`Store::preview_undo`](crate::store::Store::preview_undo).
    pub fn preview_undo_of_restore(&self) -> Result<Preview, StoreError> {
        Store::preview_undo(&self.folder)
    }

    /// Mends the store and gives what was done.
    ///
    /// # Errors
    /// As [`Store::mend_open`](crate::store::Store::mend_open).
    pub fn mend(&self) -> Result<Vec<Repair>, StoreError> {
        let mut writer = self.writer();
        let mended = writer.mend_open();
        self.keep_records(&writer);
        mended
    }

    /// Reads the whole store and says what is amiss.
    ///
    /// # Errors
    /// As [`Store::verify_open`](crate::store::Store::verify_open).
    pub fn look_over(&self) -> Result<Report, StoreError> {
        self.writer().verify_open()
    }

    /// Brings everything to its place on the disk, for when nobody waits. What was saved is safe without.
    pub fn flush(&self) {
        self.writer().flush();
    }
}
