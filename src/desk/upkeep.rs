//! Maintenance of the store behind a desk: backup, restore, verification.

use std::io::{BufRead, Write};
use std::path::Path;

use crate::store::{BackedUp, OwnBackup, Preview, Repair, Report, Restored, Store, StoreError};

use super::{Actor, Desk, Stamp};

/// Restores a backup into the store in a folder, which no desk may have open, and records it in the history.
///
/// # Errors
/// Those of [`Store::restore`], and those of opening and saving.
pub fn restore_closed(folder: &Path, actor: &Actor, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
    tell_closed(folder, actor, Store::restore(folder, backup)?)
}

/// Brings back what the latest restore of a closed store replaced, and records it in the history.
///
/// # Errors
/// Those of [`Store::undo_restore`], and those of opening and saving.
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
    /// Writes a backup of all data with the whole history.
    ///
    /// # Errors
    /// Those of [`Store::export_lines`](crate::store::Store::export_lines).
    pub fn back_up(&self, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        self.writer().export_lines(out)
    }

    /// Returns the backups that the store has made of itself, the latest last.
    ///
    /// # Errors
    /// Fails if the folder of the store is gone.
    pub fn own_backups(&self) -> Result<Vec<OwnBackup>, StoreError> {
        Store::own_backups(&self.folder)
    }

    /// Restores a backup, keeps the replaced store, records the restore in the history, and publishes the data. Nobody
    /// can change anything while the backup is read, so it should be on a fast disk.
    ///
    /// # Errors
    /// Those of [`Store::replace`](crate::store::Store::replace).
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
    /// Those of [`Store::preview_restore`](crate::store::Store::preview_restore).
    pub fn preview_restore(&self, backup: &mut dyn BufRead) -> Result<Preview, StoreError> {
        Store::preview_restore(&self.folder, backup)
    }

    /// Brings back what the latest restore replaced, and publishes the data.
    ///
    /// # Errors
    /// Those of [`Store::replace_back`](crate::store::Store::replace_back).
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
    /// Those of [`Store::preview_undo`](crate::store::Store::preview_undo).
    pub fn preview_undo_of_restore(&self) -> Result<Preview, StoreError> {
        Store::preview_undo(&self.folder)
    }

    /// Mends the store and returns the repairs.
    ///
    /// # Errors
    /// Those of [`Store::mend_open`](crate::store::Store::mend_open).
    pub fn mend(&self) -> Result<Vec<Repair>, StoreError> {
        let mut writer = self.writer();
        let mended = writer.mend_open();
        self.keep_records(&writer);
        mended
    }

    /// Verifies the whole store.
    ///
    /// # Errors
    /// Those of [`Store::verify_open`](crate::store::Store::verify_open).
    pub fn look_over(&self) -> Result<Report, StoreError> {
        self.writer().verify_open()
    }

    /// Brings the state up to date on disk, while nobody is waiting. Saved changes are safe without this.
    pub fn flush(&self) {
        self.writer().flush();
    }
}
