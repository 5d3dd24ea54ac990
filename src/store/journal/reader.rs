//! Reading the journal forwards, with every line checked.

use std::path::{Path, PathBuf};

use super::line::read_entry;
use super::{Chain, Entry, Segment, Sort, Tail, count_segments, present_path, segment_name};
use crate::store::{Fault, StoreError};

/// A line that is intact and follows the one before it.
#[derive(Debug, Clone)]
pub(in crate::store) struct Verified {
    /// Its bytes without the line feed.
    pub raw: Vec<u8>,
    /// The sort of line.
    pub sort: Sort,
    /// The end of the journal up to and including this line.
    pub tail: Tail,
    /// The line number in the file, from 1; 0 if reading began in the middle of the file.
    pub number: u64,
    /// True if the file is compressed.
    compressed: bool,
}

impl Verified {
    /// Returns the entry, or `None` for a header.
    pub(in crate::store) fn entry(&self) -> Result<Option<Entry>, StoreError> {
        match self.sort {
            Sort::Entry(_) => {
                read_entry(&self.raw, self.tail.chain.schema).map(Some).map_err(|fault| self.damaged(fault))
            }
            Sort::Header(_) | Sort::End => Ok(None),
        }
    }

    /// Returns the error for a fault of this line.
    pub(in crate::store) fn damaged(&self, fault: Fault) -> StoreError {
        let line = Some(self.number).filter(|n| *n > 0);
        StoreError::Damaged { file: segment_name(self.tail.chain.segment, self.compressed), line, fault }
    }
}

/// An unfinished last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Torn {
    /// The number of the file, which is the last one.
    pub segment: u32,
    /// The byte offset at which the line begins.
    pub start: u64,
    /// The bytes of the line that were written.
    pub bytes: Vec<u8>,
}

/// An iterator over the lines of a journal. It ends at the first damaged line, or at an unfinished last line.
#[derive(Debug)]
pub(in crate::store) struct Reader {
    folder: PathBuf,
    segments: u32,
    chain: Chain,
    /// The number of the file being read; 0 before the first.
    segment: u32,
    /// The content of that file from the offset `base` on.
    read: Segment,
    base: u64,
    place: usize,
    number: u64,
    counted: bool,
    torn: Option<Torn>,
    ended: bool,
}

impl Reader {
    /// Reads from the first line.
    pub(in crate::store) fn new(folder: &Path) -> Result<Reader, StoreError> {
        Ok(Reader {
            folder: folder.to_path_buf(),
            segments: count_segments(folder)?,
            chain: Chain::START,
            segment: 0,
            read: Segment::default(),
            base: 0,
            place: 0,
            number: 0,
            counted: true,
            torn: None,
            ended: false,
        })
    }

    /// Reads the files after the one that contains the last line of the chain.
    pub(in crate::store) fn behind(folder: &Path, end: Chain) -> Result<Reader, StoreError> {
        Ok(Reader { chain: end, segment: end.segment, ..Reader::new(folder)? })
    }

    /// Finds a line, met earlier at `tail`, at another offset in its file, because something before it was altered.
    /// Returns its present place.
    pub(in crate::store) fn moved(folder: &Path, tail: &Tail) -> Result<Option<Tail>, StoreError> {
        if !present_path(folder, tail.chain.segment).is_file() {
            return Ok(None);
        }
        let Segment { bytes, .. } = Segment::read(folder, tail.chain.segment, 0)?;
        let mut start = 0;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let end = start + line.len() as u64;
            let sealed = line.strip_suffix(b"\n").and_then(|line| super::line::unseal(line).ok());
            if sealed.is_some_and(|(_, digest)| digest == tail.chain.digest) {
                return Ok(Some(Tail { start, end, ..*tail }));
            }
            start = end;
        }
        Ok(None)
    }

    /// Reads the lines after a line met earlier; `None` if that line is no longer at its place.
    pub(in crate::store) fn after(folder: &Path, tail: &Tail) -> Result<Option<Reader>, StoreError> {
        let mut reader = Reader::new(folder)?;
        if !(1..=reader.segments).contains(&tail.chain.segment) {
            return Ok(None);
        }
        reader.read = Segment::read(folder, tail.chain.segment, tail.start)?;
        let length = usize::try_from(tail.end.saturating_sub(tail.start)).unwrap_or(usize::MAX);
        let line = reader.read.bytes.get(..length).and_then(|line| line.strip_suffix(b"\n"));
        let found = line.and_then(|line| super::line::unseal(line).ok());
        if found.is_none_or(|(_, digest)| digest != tail.chain.digest) {
            return Ok(None);
        }
        (reader.chain, reader.segment) = (tail.chain, tail.chain.segment);
        (reader.base, reader.place, reader.counted) = (tail.start, length, false);
        Ok(Some(reader))
    }

    /// Returns the chain after the last line read.
    pub(in crate::store) fn reached(&self) -> Chain {
        self.chain
    }

    /// Returns the unfinished last line, once reading has reached it.
    pub(in crate::store) fn torn(&self) -> Option<&Torn> {
        self.torn.as_ref()
    }

    fn advance(&mut self) -> Result<Option<Verified>, StoreError> {
        if self.place >= self.read.bytes.len() && !self.next_segment()? {
            return Ok(None);
        }
        let rest = &self.read.bytes[self.place..];
        let length = rest.iter().position(|&byte| byte == b'\n');
        let raw = &rest[..length.unwrap_or(rest.len())];
        self.number += 1;
        let segment = self.segment;
        let outcome = match length {
            None => Err(Fault::Checksum),
            Some(_) => self.chain.follow(raw),
        };
        let start = self.base + self.place as u64;
        match outcome {
            Ok(sort) => {
                let end = start + raw.len() as u64 + 1;
                let tail = Tail { chain: self.chain, start, end };
                let number = if self.counted { self.number } else { 0 };
                let verified = Verified { raw: raw.to_vec(), sort, tail, number, compressed: self.read.compressed };
                self.place += verified.raw.len() + 1;
                Ok(Some(verified))
            }
            // An interrupted save leaves the start of a line without a line feed; a power cut can also leave zeros.
            Err(_) if self.at_last_line(length) && (length.is_none() || raw.contains(&0)) => {
                self.torn = Some(Torn { segment, start, bytes: rest.to_vec() });
                Ok(None)
            }
            Err(fault) => Err(self.damaged(segment, start, fault)),
        }
    }

    fn at_last_line(&self, length: Option<usize>) -> bool {
        let line_ends = length.map_or(self.read.bytes.len(), |length| self.place + length + 1);
        // A file is compressed only once it is complete.
        self.segment == self.segments && line_ends == self.read.bytes.len() && !self.read.compressed
    }

    fn damaged(&self, segment: u32, start: u64, fault: Fault) -> StoreError {
        let line = if self.counted { Some(self.number) } else { self.line_number(segment, start) };
        StoreError::Damaged { file: segment_name(segment, self.read.compressed), line, fault }
    }

    fn line_number(&self, segment: u32, start: u64) -> Option<u64> {
        let Segment { bytes, .. } = Segment::read(&self.folder, segment, 0).ok()?;
        let before = bytes.get(..usize::try_from(start).ok()?)?;
        Some(before.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1)
    }

    /// Opens the next file. Returns false if there is none.
    fn next_segment(&mut self) -> Result<bool, StoreError> {
        let next = self.segment + 1;
        let read = if next > self.segments { None } else { Some(Segment::read(&self.folder, next, 0)?) };
        if self.read.broken && !read.as_ref().is_some_and(|next| self.is_followed_by(next)) {
            self.number += 1;
            let start = self.base + self.place as u64;
            return Err(self.damaged(self.segment, start, Fault::Checksum));
        }
        let Some(read) = read else { return Ok(false) };
        (self.base, self.place, self.number, self.counted) = (0, 0, 0, true);
        (self.read, self.segment) = (read, next);
        if self.read.bytes.is_empty() {
            let file = segment_name(next, self.read.compressed);
            let fault = if self.read.broken { Fault::Checksum } else { Fault::Missing };
            return Err(StoreError::Damaged { file, line: None, fault });
        }
        Ok(true)
    }

    /// Returns true if `next` begins with a header that follows the last line read.
    fn is_followed_by(&self, next: &Segment) -> bool {
        let header = next.bytes.split(|&byte| byte == b'\n').next();
        let sealed = header.and_then(|line| super::line::unseal(line).ok());
        sealed.is_some_and(|(previous, _)| previous == self.chain.digest)
    }
}

impl Iterator for Reader {
    type Item = Result<Verified, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.advance();
        self.ended = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}
