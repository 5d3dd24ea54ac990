//! A journal in the making: lines of a backup or of a migration, put together beside the one in use.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::line::seal;
use super::{Chain, Sort, plain_path};
use crate::store::{StoreError, files};

/// A new journal that is written line by line, on disk once it is [finished](Draft::finish).
#[derive(Debug)]
pub(in crate::store) struct Draft {
    folder: PathBuf,
    file: Option<BufWriter<File>>,
    chain: Chain,
}

impl Draft {
    /// Begins in an empty folder; one that is there is removed.
    pub(in crate::store) fn begin(folder: &Path) -> Result<Draft, StoreError> {
        files::remove_folder(folder)?;
        files::make_folder(folder)?;
        Ok(Draft { folder: folder.to_path_buf(), file: None, chain: Chain::START })
    }

    /// The chain after the last line added.
    pub(in crate::store) fn chain(&self) -> Chain {
        self.chain
    }

    /// Adds a line that is sealed already and follows on; it comes with the chain after it.
    pub(in crate::store) fn add(&mut self, line: &[u8], sort: &Sort, chain: Chain) -> Result<(), StoreError> {
        let path = plain_path(&self.folder, chain.segment);
        let failed = |e| StoreError::io(&path, e);
        if let Sort::Header(_) = sort {
            self.close()?;
            let file = files::private_file().write(true).create(true).truncate(true).open(&path).map_err(failed)?;
            self.file = Some(BufWriter::new(file));
        }
        if let Some(file) = &mut self.file {
            file.write_all(line).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
        }
        self.chain = chain;
        Ok(())
    }

    /// Seals a JSON object and adds it.
    pub(in crate::store) fn add_object(&mut self, object: &str, sort: &Sort) -> Result<(), StoreError> {
        if *sort == Sort::End {
            return Ok(());
        }
        let (line, digest) = seal(object, self.chain.digest);
        let chain = self.chain.past(sort, digest);
        self.add(line.as_bytes(), sort, chain)
    }

    /// Waits until all of it is on disk.
    pub(in crate::store) fn finish(mut self) -> Result<(), StoreError> {
        self.close()?;
        files::sync_folder(&self.folder)
    }

    fn close(&mut self) -> Result<(), StoreError> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let file = file.into_inner().map_err(|e| StoreError::io(&self.folder, e.into_error()))?;
        file.sync_all().map_err(|e| StoreError::io(&self.folder, e))
    }
}
