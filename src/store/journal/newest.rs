//! Reading the journal backwards, for undo and for the latest history, without reading all of it.

use std::path::{Path, PathBuf};

use super::line::{Digest, read_entry, unseal};
use super::{Chain, Entry, Segment, Tail, segment_name};
use crate::store::{Fault, StoreError};

/// An iterator over entries from the newest to the first, each checked to be the one that the next one follows.
#[derive(Debug)]
pub(in crate::store) struct Newest {
    folder: PathBuf,
    schema: u32,
    segment: u32,
    /// The file's lines that have not been given yet, or `None` before it has been read.
    lines: Option<Segment>,
    expected: Digest,
    end: u64,
}

impl Newest {
    /// Reads backwards from `tail`.
    pub(in crate::store) fn new(folder: &Path, tail: &Tail) -> Newest {
        let Tail { chain, end, .. } = *tail;
        let Chain { schema, segment, digest, .. } = chain;
        Newest { folder: folder.to_path_buf(), schema, segment, lines: None, expected: digest, end }
    }

    fn step(&mut self) -> Result<Option<Entry>, StoreError> {
        while self.segment > 0 {
            let Segment { bytes, compressed, .. } = match &mut self.lines {
                Some(lines) => lines,
                none => {
                    let mut lines = Segment::read(&self.folder, self.segment, 0)?;
                    lines.bytes.truncate(usize::try_from(self.end).unwrap_or(usize::MAX));
                    none.insert(lines)
                }
            };
            let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
            let start = whole.iter().rposition(|&byte| byte == b'\n').map_or(0, |feed| feed + 1);
            let raw = &whole[start..];
            let damaged = |fault| {
                let line = whole[..start].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
                StoreError::Damaged { file: segment_name(self.segment, *compressed), line: Some(line), fault }
            };
            let (previous, digest) = unseal(raw).map_err(damaged)?;
            if digest != self.expected {
                return Err(damaged(Fault::Chain));
            }
            let entry = if start > 0 { Some(read_entry(raw, self.schema).map_err(damaged)?) } else { None };
            bytes.truncate(start);
            self.expected = previous;
            if entry.is_some() {
                return Ok(entry);
            }
            // That was the file's header; go on with the file before.
            (self.segment, self.lines, self.end) = (self.segment - 1, None, u64::MAX);
        }
        Ok(None)
    }
}

impl Iterator for Newest {
    type Item = Result<Entry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        if step.is_err() {
            self.segment = 0;
        }
        step.transpose()
    }
}
