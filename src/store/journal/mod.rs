//! The journal: the truth of a store, an append-only list of entries in plain text.
//!
//! It is a folder of files `000001.jsonl`, `000002.jsonl` … in UTF-8 JSON Lines, each begun with a header once the
//! one before has grown past [`SEGMENT_BYTES`]. [`line`] has the form of a line. A file is made under another name
//! and renamed when its header is on disk, so that the last line of the last file alone can ever be unfinished.

mod draft;
pub(super) mod line;
mod newest;
mod reader;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(super) use draft::Draft;
pub(super) use line::{Chain, Digest, Header, Sort};
pub use line::{Entry, NewEntry};
pub(super) use newest::Newest;
pub(super) use reader::{Reader, Torn};

use super::{Fault, StoreError, files};

/// A new file is begun when the last one is at least this long, in bytes.
const SEGMENT_BYTES: u64 = 8 << 20;
/// No header is as long as this.
pub(super) const HEADER_BYTES: u64 = 4096;

/// The end of the journal, or of a part of it: its last line and where that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tail {
    /// The chain after the line.
    pub chain: Chain,
    /// Where in its file the line begins, in bytes.
    pub start: u64,
    /// Where the next line begins.
    pub end: u64,
}

/// The path of a file of the journal.
pub(super) fn segment_path(folder: &Path, segment: u32) -> PathBuf {
    folder.join(format!("{segment:06}.jsonl"))
}

/// The name of a file of the journal in messages.
pub(super) fn segment_name(segment: u32) -> String {
    format!("journal/{segment:06}.jsonl")
}

/// How many files the journal has. They are numbered from 1 without gaps.
///
/// # Errors
/// [`Fault::Missing`] when one of them is not there.
pub(super) fn count_segments(folder: &Path) -> Result<u32, StoreError> {
    let failed = |e| StoreError::io(folder, e);
    let mut numbers = Vec::new();
    for file in fs::read_dir(folder).map_err(failed)? {
        let name = file.map_err(failed)?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".jsonl")).and_then(|stem| stem.parse().ok());
        numbers.extend(number.filter(|n: &u32| *n > 0));
    }
    let last = numbers.iter().max().copied().unwrap_or(1);
    match (1..=last).find(|n| !numbers.contains(n)) {
        None => Ok(last),
        Some(n) => Err(StoreError::Damaged { file: segment_name(n), line: None, fault: Fault::Missing }),
    }
}

/// The header of the journal's first file, which names the schema.
pub(super) fn first_header(folder: &Path) -> Result<Header, StoreError> {
    let path = segment_path(folder, 1);
    let mut line = Vec::new();
    let read = File::open(&path).and_then(|file| BufReader::new(file.take(HEADER_BYTES)).read_until(b'\n', &mut line));
    let damaged = |fault| StoreError::Damaged { file: segment_name(1), line: Some(1), fault };
    match read {
        Ok(_) => {}
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(damaged(Fault::Missing)),
        Err(e) => return Err(StoreError::io(&path, e)),
    }
    let mut chain = Chain::START;
    match chain.follow(line.strip_suffix(b"\n").unwrap_or(&line)) {
        Ok(Sort::Header(header)) => Ok(header),
        Ok(_) => Err(damaged(Fault::Chain)),
        Err(fault) => Err(damaged(fault)),
    }
}

/// Writes a file with nothing but its header, complete or not at all.
fn write_header(folder: &Path, header: &Header, previous: Digest) -> Result<(Digest, u64), StoreError> {
    let path = segment_path(folder, header.segment);
    let object = serde_json::to_string(header).map_err(|e| StoreError::io(&path, e.into()))?;
    let (mut line, digest) = line::seal(&object, previous);
    line.push('\n');
    let draft = path.with_extension("new");
    files::write_file(&draft, line.as_bytes())?;
    files::rename(&draft, &path)?;
    Ok((digest, line.len() as u64))
}

/// The journal, open for appending.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    file: File,
    tail: Tail,
    segment_bytes: u64,
}

impl Journal {
    /// Makes a journal without entries in a new folder.
    pub(super) fn create(folder: &Path) -> Result<Journal, StoreError> {
        files::make_folder(folder)?;
        let header = Header::new(1, 1);
        let (digest, end) = write_header(folder, &header, Digest::ZERO)?;
        let chain = Chain { seq: 0, segment: 1, schema: header.schema, digest };
        Journal::open(folder, Tail { chain, start: 0, end })
    }

    /// Opens the journal for appending after `tail`, where reading it ended.
    pub(super) fn open(folder: &Path, tail: Tail) -> Result<Journal, StoreError> {
        let path = segment_path(folder, tail.chain.segment);
        let file = files::private().append(true).open(&path).map_err(|e| StoreError::io(&path, e))?;
        Ok(Journal { folder: folder.to_path_buf(), file, tail, segment_bytes: SEGMENT_BYTES })
    }

    /// Opens the journal where it may not be written to. Nothing can be appended.
    pub(super) fn open_for_reading(folder: &Path, tail: Tail) -> Result<Journal, StoreError> {
        let path = segment_path(folder, tail.chain.segment);
        let file = File::open(&path).map_err(|e| StoreError::io(&path, e))?;
        Ok(Journal { folder: folder.to_path_buf(), file, tail, segment_bytes: u64::MAX })
    }

    /// Begins new files at another size.
    #[cfg(test)]
    pub(super) fn with_segment_bytes(self, segment_bytes: u64) -> Journal {
        Journal { segment_bytes, ..self }
    }

    /// The last line.
    pub(super) fn tail(&self) -> Tail {
        self.tail
    }

    /// Seals an entry, appends it, and returns when it is on disk.
    ///
    /// # Errors
    /// After an error the file has been cut back to its last whole line, if the system allowed that.
    pub(super) fn append(&mut self, entry: &Entry, object: &str) -> Result<(), StoreError> {
        if self.tail.end >= self.segment_bytes {
            self.begin_segment()?;
        }
        let (mut line, digest) = line::seal(object, self.tail.chain.digest);
        line.push('\n');
        if let Err(cause) = self.write(line.as_bytes()) {
            // What could not be cut off is cut off when the store is opened the next time.
            let _ = self.file.set_len(self.tail.end).and_then(|()| self.file.sync_data());
            return Err(StoreError::io(&segment_path(&self.folder, self.tail.chain.segment), cause));
        }
        self.tail.chain = Chain { seq: entry.seq, digest, ..self.tail.chain };
        self.tail.start = self.tail.end;
        self.tail.end += line.len() as u64;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_data()
    }

    fn begin_segment(&mut self) -> Result<(), StoreError> {
        let chain = self.tail.chain;
        let header = Header::new(chain.segment + 1, chain.seq + 1);
        let (digest, end) = write_header(&self.folder, &header, chain.digest)?;
        let chain = Chain { segment: header.segment, digest, ..chain };
        *self = Journal {
            segment_bytes: self.segment_bytes,
            ..Journal::open(&self.folder, Tail { chain, start: 0, end })?
        };
        Ok(())
    }
}

/// Takes an unfinished last line off the journal and keeps its bytes beside it in `cut-off.txt`.
pub(super) fn cut_off(folder: &Path, torn: &Torn) -> Result<(), StoreError> {
    let path = segment_path(folder, torn.segment);
    let cut = || -> io::Result<()> {
        let file = files::private().write(true).open(&path)?;
        file.set_len(torn.start)?;
        file.sync_all()
    };
    // Keeping the bytes is a courtesy to whoever wants to look; a full disk must not stop the store for it.
    if let Some(store) = folder.parent() {
        let _ = files::write_file(&store.join("cut-off.txt"), &torn.bytes);
    }
    cut().map_err(|e| StoreError::io(&path, e))
}

/// Reads a file of the journal from a place on.
fn read_from(path: &Path, start: u64) -> Result<Vec<u8>, StoreError> {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|e| StoreError::io(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64) -> Entry {
        let new = NewEntry { at: String::new(), who: "li".into(), what: "x".repeat(50), undoes: None, changes: vec![] };
        new.numbered(seq)
    }

    /// A journal of many short files, open, in a folder.
    fn journal(folder: &Path, entries: u64) -> Journal {
        let mut journal = Journal::create(folder).unwrap().with_segment_bytes(600);
        for seq in 1..=entries {
            journal.append(&entry(seq), &serde_json::to_string(&entry(seq)).unwrap()).unwrap();
        }
        journal
    }

    #[test]
    fn a_journal_of_many_files_reads_as_one() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        let journal = journal(&folder, 20);
        assert!(count_segments(&folder).unwrap() > 5);
        let seqs = |entries: Vec<Option<Entry>>| entries.into_iter().flatten().map(|e| e.seq).collect::<Vec<_>>();
        let forwards = Reader::new(&folder).unwrap().map(|line| line.unwrap().entry().unwrap()).collect();
        assert_eq!(seqs(forwards), (1..=20).collect::<Vec<_>>());
        let backwards = Newest::new(&folder, &journal.tail()).map(|entry| entry.ok()).collect();
        assert_eq!(seqs(backwards), (1..=20).rev().collect::<Vec<_>>());
    }

    #[test]
    fn reading_goes_on_after_any_line() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        let end = journal(&folder, 12).tail();
        let lines: Vec<_> = Reader::new(&folder).unwrap().map(Result::unwrap).collect();
        for (number, line) in lines.iter().enumerate() {
            let mut rest = Reader::after(&folder, &line.tail).unwrap().unwrap();
            let more: Vec<_> = rest.by_ref().map(|line| line.unwrap().raw).collect();
            assert_eq!(more.len(), lines.len() - number - 1);
            assert_eq!(rest.reached(), end.chain);
        }
        let mut elsewhere = lines[3].tail;
        elsewhere.chain.digest = lines[4].tail.chain.digest;
        assert!(Reader::after(&folder, &elsewhere).unwrap().is_none());
    }

    #[test]
    fn a_file_missing_in_the_middle_is_named() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal(&folder, 12);
        fs::remove_file(segment_path(&folder, 2)).unwrap();
        let error = Reader::new(&folder).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { file, .. } if file == "journal/000002.jsonl"), "{error:?}");
    }

    #[test]
    fn a_file_cut_short_in_the_middle_is_damage_and_not_a_save_cut_short() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal(&folder, 12);
        let path = segment_path(&folder, 2);
        let length = fs::metadata(&path).unwrap().len();
        for cut in [1, 100, 250] {
            File::options().write(true).open(&path).unwrap().set_len(length - cut).unwrap();
            let mut reader = Reader::new(&folder).unwrap();
            assert!(reader.any(|line| line.is_err()));
            assert_eq!(reader.torn(), None);
        }
    }

    #[test]
    fn a_new_file_that_was_not_finished_is_no_part_of_the_journal() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal(&folder, 3);
        let segments = count_segments(&folder).unwrap();
        fs::write(segment_path(&folder, segments + 1).with_extension("new"), b"{\"plandesk").unwrap();
        assert_eq!(count_segments(&folder).unwrap(), segments);
        assert_eq!(Reader::new(&folder).unwrap().filter(|line| line.is_err()).count(), 0);
    }
}
