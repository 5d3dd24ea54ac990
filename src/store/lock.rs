//! The lock that lets only one process at a time open a store.
//!
//! It is an operating system lock on the file `lock`, so it ends with its process in any case. The file holds the id of
//! the owner's process, for the error message only. It is never removed: otherwise two processes could lock two files
//! of the same name.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::{StoreError, files};

/// The lock of a store, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the store in `dir`, which is created if it does not exist.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another process, or this one, holds it.
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
        // The process id is optional: a full disk must not prevent reading.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Lock { file })
    }
}

// A child process that is just being started may share the file; closing it would then not release the lock.
impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
