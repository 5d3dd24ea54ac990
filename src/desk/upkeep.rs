//! Upkeep of the store behind an open desk: backing it up, bringing a backup back, looking it over.

use std::io::{BufRead, Write};

use crate::store::{BackedUp, Preview, Repair, Report, Restored, Store, StoreError};

use super::{Actor, Desk};

impl Desk {
    /// Writes a backup of everything, with its whole history.
    ///
    /// # Errors
    /// As [`Store::export_lines`](crate::store::Store::export_lines).
    pub fn back_up(&self, out: &mut dyn Write) -> Result<BackedUp, StoreError> {
        self.writer().export_lines(out)
    }

    /// Makes the store what a backup says, keeps what was there, and shows everybody. The backup should be at hand:
    /// nobody can change anything while it is read.
    ///
    /// # Errors
    /// As [`Store::replace`](crate::store::Store::replace).
    pub fn restore(&self, actor: &Actor, backup: &mut dyn BufRead) -> Result<Restored, StoreError> {
        let mut writer = self.writer();
        let restored = writer.replace(backup)?;
        let seq = writer.last_seq();
        self.publish(&mut writer, actor, seq, &[]);
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
        let seq = writer.last_seq();
        self.publish(&mut writer, actor, seq, &[]);
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
