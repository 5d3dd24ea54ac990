//! Reading the journal backwards, for undo and for the latest history, without reading the whole of it.

use std::path::{Path, PathBuf};

use super::line::{Digest, read_entry, unseal};
use super::{Chain, Entry, Segment, Tail, segment_name};
use crate::store::{Fault, StoreError};

/// The length, in bytes, of the end of the last file that is read first: hundreds of entries, while undo wants the last
/// few.
const PIECE: u64 = 64 << 10;

/// An iterator over entries from the newest to the first. Each line is checked against the `previous` of the one after
/// it.
#[derive(Debug)]
pub(in crate::store) struct Newest {
    folder: PathBuf,
    schema: u32,
    segment: u32,
    /// The lines of the file that have not been returned yet, or `None` before they have been read.
    lines: Option<Lines>,
    expected: Digest,
    /// The byte offset at which the unread lines end; `None` for the end of the file.
    end: Option<u64>,
    /// The number of bytes to read at a time from a file with a known `end`.
    piece: u64,
}

/// A part of a file. Its first line may be incomplete unless the part starts at the file's beginning.
#[derive(Debug)]
struct Lines {
    from: u64,
    segment: Segment,
}

impl Newest {
    /// Reads backwards from `tail`, included.
    pub(in crate::store) fn new(folder: &Path, tail: &Tail) -> Newest {
        let Tail { chain, end, .. } = *tail;
        let Chain { schema, segment, digest, .. } = chain;
        let (folder, end) = (folder.to_path_buf(), Some(end));
        Newest { folder, schema, segment, lines: None, expected: digest, end, piece: PIECE }
    }

    fn read(&self) -> Result<Lines, StoreError> {
        let from = self.end.map_or(0, |end| end.saturating_sub(self.piece));
        let mut segment = Segment::read(&self.folder, self.segment, from)?;
        if let Some(end) = self.end {
            segment.bytes.truncate(usize::try_from(end - from).unwrap_or(usize::MAX));
        }
        Ok(Lines { from, segment })
    }

    fn step(&mut self) -> Result<Option<Entry>, StoreError> {
        while self.segment > 0 {
            let mut lines = match self.lines.take() {
                Some(lines) => lines,
                None => self.read()?,
            };
            let (from, bytes) = (lines.from, &lines.segment.bytes);
            let whole = bytes.strip_suffix(b"\n").unwrap_or(bytes);
            let start = match whole.iter().rposition(|&byte| byte == b'\n') {
                Some(feed) => feed + 1,
                None if from == 0 => 0,
                None => {
                    // The line begins before this part: read a longer one.
                    (self.end, self.piece) = (Some(from + bytes.len() as u64), self.piece.saturating_mul(4));
                    continue;
                }
            };
            let raw = &whole[start..];
            let damaged = |fault| self.damaged(&lines, start, fault);
            let (previous, digest) = unseal(raw).map_err(damaged)?;
            if digest != self.expected {
                return Err(damaged(Fault::Chain));
            }
            let is_header = from == 0 && start == 0;
            let entry = if is_header { None } else { Some(read_entry(raw, self.schema).map_err(damaged)?) };
            self.expected = previous;
            if entry.is_some() {
                lines.segment.bytes.truncate(start);
                self.lines = Some(lines);
                return Ok(entry);
            }
            // This was the header of the file; go on with the file before.
            (self.segment, self.end) = (self.segment - 1, None);
        }
        Ok(None)
    }

    /// Returns the error for the line that begins at `start` of a part.
    fn damaged(&self, lines: &Lines, start: usize, fault: Fault) -> StoreError {
        let feeds = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
        let ahead = match lines.from {
            0 => 0,
            from => Segment::read(&self.folder, self.segment, 0).map_or(0, |all| {
                let from = usize::try_from(from).unwrap_or(usize::MAX).min(all.bytes.len());
                feeds(&all.bytes[..from])
            }),
        };
        let line = Some(ahead + feeds(&lines.segment.bytes[..start]) + 1);
        StoreError::Damaged { file: segment_name(self.segment, lines.segment.compressed), line, fault }
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

#[cfg(test)]
mod tests {
    use super::super::tests::add;
    use super::super::{FolderJournal, plain_path};
    use super::*;

    fn journal(folder: &Path, segment_bytes: u64) -> FolderJournal {
        let mut journal = FolderJournal::create(folder).unwrap().with_segment_bytes(segment_bytes);
        for seq in 1..=30 {
            let what = "x".repeat(seq as usize * 7 % 90);
            add(&mut journal, seq, what);
        }
        journal
    }

    #[test]
    fn the_lines_do_not_depend_on_the_size_of_reads() {
        for segment_bytes in [1000, 1 << 20] {
            let place = tempfile::tempdir().unwrap();
            let folder = place.path().join("journal");
            let tail = journal(&folder, segment_bytes).tail();
            for piece in [1, 50, 333, 2000, PIECE] {
                let newest = Newest { piece, ..Newest::new(&folder, &tail) };
                let seqs: Vec<u64> = newest.map(|entry| entry.unwrap().seq).collect();
                assert_eq!(seqs, (1..=30).rev().collect::<Vec<_>>(), "{piece} bytes of {segment_bytes}");
            }
        }
    }

    #[test]
    fn a_damaged_line_is_named_by_its_number_in_the_file() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        let tail = journal(&folder, 1 << 20).tail();
        let path = plain_path(&folder, 1);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"seq\":25,", "\"seq\":24,")).unwrap();
        for piece in [1, 50, PIECE] {
            let newest = Newest { piece, ..Newest::new(&folder, &tail) };
            let last = newest.last().unwrap();
            // The header is the first line.
            assert!(matches!(last, Err(StoreError::Damaged { line: Some(26), .. })), "{last:?}");
        }
    }
}
