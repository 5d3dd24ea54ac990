//! The lock that lets one process at a time open a store.
//!
//! It is a lock of the operating system on the file `lock`, so it is gone with its process, however that ended.
//! The file holds the owner's process number for the message to whoever comes second; the number alone means
//! nothing. The file is never removed: two processes could then lock two files of one name.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::{StoreError, files};

/// A store's lock, held as long as this lives.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the store in `dir`, which is made if it is not there.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process, or this one, has it.
    pub(super) fn take(dir: &Path) -> Result<Lock, StoreError> {
        files::make_folder(dir)?;
        let path = dir.join("lock");
        let failed = |e| StoreError::io(&path, e);
        let mut file =
            files::private_file().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut pid = String::new();
                let holder = file.read_to_string(&mut pid).ok().and_then(|_| pid.trim().parse().ok());
                return Err(StoreError::Busy { path: dir.to_path_buf(), holder });
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
        // The number is a courtesy: a full disk must not keep anyone from opening what is there.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Lock { file })
    }
}

// Closing the file would leave the lock with any child that was being started at that instant and still shares it.
impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
