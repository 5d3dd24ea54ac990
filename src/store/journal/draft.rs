//! A draft of a journal: lines of a backup or of a migration, written beside the journal in use.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::line::seal;
use super::{Chain, Sort, plain_path};
use crate::store::{StoreError, files};

/// A journal that is being written line by line, and is on disk once [finished](Draft::finish).
#[derive(Debug)]
pub(in crate::store) struct Draft {
    folder: PathBuf,
    file: Option<BufWriter<File>>,
    chain: Chain,
}

impl Draft {
    /// Starts a draft in a folder, which is emptied first.
    pub(in crate::store) fn begin(folder: &Path) -> Result<Draft, StoreError> {
        files::remove_folder(folder)?;
        files::make_folder(folder)?;
        Ok(Draft { folder: folder.to_path_buf(), file: None, chain: Chain::START })
    }

    /// Returns the chain after the last line added.
    pub(in crate::store) fn chain(&self) -> Chain {
        self.chain
    }

    /// Adds a sealed line that follows the last one. `chain` is the chain after it.
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

    /// Seals a JSON object and adds it as a line.
    pub(in crate::store) fn add_object(&mut self, object: &str, sort: &Sort) -> Result<(), StoreError> {
        if *sort == Sort::End {
            return Ok(());
        }
        let (line, digest) = seal(object, self.chain.digest);
        let chain = self.chain.past(sort, digest);
        self.add(line.as_bytes(), sort, chain)
    }

    /// Waits until the whole draft is on disk.
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
