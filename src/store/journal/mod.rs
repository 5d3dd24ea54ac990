//! The journal, which is authoritative for what a store holds: an append-only list of entries in plain text.
//!
//! It is a folder of files `000001.jsonl`, `000002.jsonl` … in UTF-8 JSON Lines. Each file begins with a header; a new
//! one is begun once the last has grown past [`SEGMENT_BYTES`]. The form of a line is described in [`line`]. A new file
//! is created under another name and renamed once its header is on disk, so only the last line of the last file can
//! ever be incomplete. The files before the last one are compressed later; see [`segment`].

mod draft;
mod interface;
pub(super) mod line;
mod newest;
mod reader;
pub(super) mod segment;
mod trail;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(super) use draft::Draft;
pub use interface::{Appended, Journal, Line, Position, Wake};
pub(super) use line::{Chain, Header, Sort};
pub use line::{Digest, Entry, NewEntry};
pub(super) use newest::Newest;
pub(super) use reader::{Reader, Torn, Verified};
pub(super) use segment::{Segment, count_segments, plain_path, present_path, segment_name};
pub(super) use trail::Trail;

use super::ground::{Ground, Inode, stands};
use super::{Fault, StoreError, files};

/// The length in bytes from which the last file is followed by a new one, unless [`super::Options`] say otherwise.
pub(super) const SEGMENT_BYTES: u64 = 8 << 20;

/// The end of the journal, or of a beginning of it: the position of the last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tail {
    /// The chain after the line.
    pub chain: Chain,
    /// The offset of the line's first byte in its file.
    pub start: u64,
    /// The offset of the next line's first byte.
    pub end: u64,
}

/// Returns the header of the journal's first file, which names the schema.
pub(super) fn first_header(folder: &Path) -> Result<Header, StoreError> {
    let (line, compressed) = segment::first_line(folder, 1)?;
    let damaged = |fault| StoreError::Damaged { file: segment_name(1, compressed), line: Some(1), fault };
    let mut chain = Chain::START;
    match chain.follow(&line) {
        Ok(Sort::Header(header)) => Ok(header),
        Ok(_) => Err(damaged(Fault::Chain)),
        Err(fault) => Err(damaged(fault)),
    }
}

/// Returns the header, as a JSON object, of the file that comes after the one of `before`.
pub(super) fn next_header(folder: &Path, before: Chain) -> Result<(String, Sort), StoreError> {
    let header = Header::after(before);
    let object = serde_json::to_string(&header).map_err(|e| StoreError::io(folder, e.into()))?;
    Ok((object, Sort::Header(header)))
}

/// Begins a file with a header of this store's own, and returns the journal's new end.
fn write_header(folder: &Path, before: Chain) -> Result<Tail, StoreError> {
    let (object, sort) = next_header(folder, before)?;
    let (line, digest) = line::seal(&object, before.digest);
    begin_file(folder, line.as_bytes(), before.past(&sort, digest))
}

/// Begins a file with its header, completely or not at all, and returns the journal's new end. `chain` is the chain
/// after the header.
fn begin_file(folder: &Path, header: &[u8], chain: Chain) -> Result<Tail, StoreError> {
    let path = plain_path(folder, chain.segment);
    let draft = path.with_extension(segment::UNFINISHED);
    files::write_file(&draft, &[header, b"\n"].concat())?;
    files::rename(&draft, &path)?;
    Ok(Tail { chain, start: 0, end: header.len() as u64 + 1 })
}

/// The journal in a store's folder, open for appending.
#[derive(Debug)]
pub(super) struct FolderJournal {
    folder: PathBuf,
    file: File,
    inode: Inode,
    tail: Tail,
    segment_bytes: u64,
    ground: Ground,
}

impl FolderJournal {
    /// Creates a journal without entries in a new folder.
    pub(super) fn create(folder: &Path) -> Result<FolderJournal, StoreError> {
        files::make_folder(folder)?;
        FolderJournal::open(folder, write_header(folder, Chain::START)?)
    }

    /// Opens the journal for appending after `tail`, the end that reading it found.
    pub(super) fn open(folder: &Path, tail: Tail) -> Result<FolderJournal, StoreError> {
        let path = plain_path(folder, tail.chain.segment);
        let file = match files::private_file().append(true).open(&path) {
            // A compressed file can't be appended to, so a new one is begun after it.
            Err(e) if e.kind() == io::ErrorKind::NotFound && present_path(folder, tail.chain.segment) != path => {
                return FolderJournal::open(folder, write_header(folder, tail.chain)?);
            }
            file => file.map_err(|e| StoreError::io(&path, e))?,
        };
        FolderJournal::of(folder, file, tail, SEGMENT_BYTES)
    }

    /// Opens the journal where it may not be written to. Appending fails.
    pub(super) fn open_for_reading(folder: &Path, tail: Tail) -> Result<FolderJournal, StoreError> {
        let path = present_path(folder, tail.chain.segment);
        let file = File::open(&path).map_err(|e| StoreError::io(&path, e))?;
        FolderJournal::of(folder, file, tail, u64::MAX)
    }

    fn of(folder: &Path, file: File, tail: Tail, segment_bytes: u64) -> Result<FolderJournal, StoreError> {
        let opened = file.metadata().map_err(|e| StoreError::io(folder, e))?;
        let (folder, inode, ground) = (folder.to_path_buf(), Inode::of(&opened), Ground::default());
        Ok(FolderJournal { folder, file, inode, tail, segment_bytes, ground })
    }

    /// Sets the length in bytes from which a new file is begun.
    pub(super) fn with_segment_bytes(self, segment_bytes: u64) -> FolderJournal {
        FolderJournal { segment_bytes, ..self }
    }

    /// Returns the position of the last line.
    pub(super) fn tail(&self) -> Tail {
        self.tail
    }

    /// Makes appending fail once one of these paths leads to something else.
    pub(super) fn with_ground(self, ground: Ground) -> FolderJournal {
        FolderJournal { ground, ..self }
    }

    /// Returns the paths that must stay as they are.
    pub(super) fn ground_mut(&mut self) -> &mut Ground {
        &mut self.ground
    }

    /// Returns the position after the last line.
    pub(super) fn position(&self) -> Position {
        Position { seq: self.tail.chain.seq, digest: self.tail.chain.digest }
    }

    /// Returns true if the last file has grown so long that the next line is to be the header of a new one.
    pub(super) fn is_full(&self) -> bool {
        self.tail.end >= self.segment_bytes
    }

    /// Returns the line that a JSON object makes when it is appended next.
    pub(super) fn seal(&self, object: &str, sort: &Sort) -> Line {
        let (line, digest) = line::seal(object, self.tail.chain.digest);
        let Chain { seq, digest, .. } = self.tail.chain.past(sort, digest);
        Line { bytes: line.into_bytes(), position: Position { seq, digest } }
    }

    /// Appends a line, and returns once it is on disk in a file that still has its name, with the [ground](Ground)
    /// unchanged. A header begins a new file. The caller has called [`check_ground`](Self::check_ground) before: the
    /// line must not end up in the journal of another process that has the store now.
    ///
    /// [`StoreError::Damaged`] if the line does not follow the last one. After any error the file has been cut back to
    /// its last complete line, if the system allowed that.
    pub(super) fn add(&mut self, line: &[u8]) -> Result<Sort, StoreError> {
        let mut chain = self.tail.chain;
        let sort = chain.follow(line).map_err(|fault| {
            let file = segment_name(self.tail.chain.segment, false);
            StoreError::Damaged { file, line: None, fault }
        })?;
        match sort {
            Sort::Header(_) => self.begin_file(line, chain)?,
            Sort::Entry(_) | Sort::End => self.write_line(line, chain)?,
        }
        Ok(sort)
    }

    fn write_line(&mut self, line: &[u8], chain: Chain) -> Result<(), StoreError> {
        let path = plain_path(&self.folder, self.tail.chain.segment);
        let written = self.write(&[line, b"\n"].concat()).map_err(|cause| StoreError::io(&path, cause));
        let saved = written.and_then(|()| self.check_ground());
        if saved.is_err() {
            // If this fails, the next opening cuts it off.
            let _ = self.file.set_len(self.tail.end).and_then(|()| self.file.sync_data());
            return saved;
        }
        let (start, length) = (self.tail.end, line.len() as u64 + 1);
        self.tail = Tail { chain, start, end: start + length };
        Ok(())
    }

    /// Cuts the file back to its last saved line after a failed write.
    ///
    /// If the file can't be written to, or has been replaced. The next write tells if the disk has room again.
    pub(super) fn resume(&mut self) -> Result<(), StoreError> {
        // A journal that has replaced this one must not be cut to this one's length.
        let mut behind = Reader::after(&self.folder, &self.tail)?;
        if behind.as_mut().is_none_or(|behind| matches!(behind.next(), Some(Ok(_)))) {
            let file = segment_name(self.tail.chain.segment, false);
            return Err(StoreError::Damaged { file, line: None, fault: Fault::Chain });
        }
        let path = plain_path(&self.folder, self.tail.chain.segment);
        let cut_back = || -> io::Result<File> {
            // A handle on which writing has failed may not report a second failure, so a new one is used.
            let file = files::private_file().append(true).open(&path)?;
            file.set_len(self.tail.end)?;
            file.sync_all()?;
            Ok(file)
        };
        self.file = cut_back().map_err(|e| StoreError::io(&path, e))?;
        Ok(())
    }

    /// Checks that the file that is appended to still has its name, and that the ground is unchanged.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] if one of them is not so.
    pub(super) fn check_ground(&self) -> Result<(), StoreError> {
        stands(&plain_path(&self.folder, self.tail.chain.segment), self.inode)?;
        self.ground.check()
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_data()
    }

    fn begin_file(&mut self, header: &[u8], chain: Chain) -> Result<(), StoreError> {
        let tail = begin_file(&self.folder, header, chain)?;
        let opened = FolderJournal::open(&self.folder, tail)?;
        (self.file, self.inode, self.tail) = (opened.file, opened.inode, opened.tail);
        Ok(())
    }
}

/// The journal in a store's folder. Only the process that holds the store's lock appends to it, so nobody has to be
/// woken.
impl Journal for FolderJournal {
    fn tail(&mut self) -> Result<Position, StoreError> {
        Ok(self.position())
    }

    fn append(&mut self, expected: Position, line: &Line) -> Result<Appended, StoreError> {
        if expected != self.position() {
            return Ok(Appended::Moved);
        }
        self.add(&line.bytes).map(|_| Appended::Saved)
    }

    fn lines_after(&mut self, place: Position) -> Result<Option<Vec<Line>>, StoreError> {
        let mut lines = Vec::new();
        let mut is_here = place == Position::START;
        for line in Reader::new(&self.folder)? {
            let Verified { raw, tail, .. } = line?;
            let position = Position { seq: tail.chain.seq, digest: tail.chain.digest };
            if is_here {
                lines.push(Line { bytes: raw, position });
            }
            is_here |= position == place;
        }
        Ok(is_here.then_some(lines))
    }

    fn watch(&mut self, _: Wake) {}
}

/// Cuts an incomplete last line off the journal and keeps its bytes beside it in `cut-off.txt`.
pub(super) fn cut_off(folder: &Path, torn: &Torn) -> Result<(), StoreError> {
    let path = plain_path(folder, torn.segment);
    let cut = || -> io::Result<()> {
        let file = files::private_file().write(true).open(&path)?;
        file.set_len(torn.start)?;
        file.sync_all()
    };
    // The bytes are kept for people who want to look at them; a full disk must not make this fail.
    if let Some(store) = folder.parent() {
        let _ = files::write_file(&store.join("cut-off.txt"), &torn.bytes);
    }
    cut().map_err(|e| StoreError::io(&path, e))
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs;

    use super::segment::compress_before;
    use super::*;

    /// Appends an entry, and begins a new file before it if the last one is full.
    pub(in crate::store) fn add(journal: &mut FolderJournal, seq: u64, what: String) {
        if journal.is_full() {
            let (object, sort) = next_header(&journal.folder, journal.tail.chain).unwrap();
            journal.add(&journal.seal(&object, &sort).bytes).unwrap();
        }
        let entry = NewEntry { who: "li".into(), what, ..NewEntry::default() }.numbered(seq);
        let line = journal.seal(&serde_json::to_string(&entry).unwrap(), &Sort::Entry(seq));
        journal.add(&line.bytes).unwrap();
    }

    /// Creates a journal of many short files in a folder and returns it open.
    fn journal(folder: &Path, entries: u64) -> FolderJournal {
        let mut journal = FolderJournal::create(folder).unwrap().with_segment_bytes(600);
        for seq in 1..=entries {
            add(&mut journal, seq, "x".repeat(50));
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
        for compressed_before in [1, 3, journal.tail().chain.segment] {
            compress_before(&folder, compressed_before, || false).unwrap();
            let forwards = Reader::new(&folder).unwrap().map(|line| line.unwrap().entry().unwrap()).collect();
            assert_eq!(seqs(forwards), (1..=20).collect::<Vec<_>>());
            let backwards = Newest::new(&folder, &journal.tail()).map(|entry| entry.ok()).collect();
            assert_eq!(seqs(backwards), (1..=20).rev().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_journal_that_was_replaced_is_not_cut_to_the_length_of_the_one_before() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        let mut before = FolderJournal::create(&folder).unwrap();
        add(&mut before, 1, "x".repeat(50));
        before.resume().unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        journal(&folder, 20);
        let replaced = fs::read(plain_path(&folder, 1)).unwrap();
        assert!(before.resume().is_err());
        assert_eq!(fs::read(plain_path(&folder, 1)).unwrap(), replaced);
    }

    #[test]
    fn a_journal_whose_last_file_was_compressed_goes_on_with_a_new_one() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        let tail = journal(&folder, 4).tail();
        compress_before(&folder, u32::MAX, || false).unwrap();
        let mut again = FolderJournal::open(&folder, tail).unwrap();
        add(&mut again, 5, "x".repeat(50));
        assert_eq!(again.tail().chain.segment, tail.chain.segment + 1);
        assert_eq!(Reader::new(&folder).unwrap().filter_map(|line| line.unwrap().entry().unwrap()).count(), 5);
    }

    #[test]
    fn damage_anywhere_in_a_compressed_file_is_found() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal(&folder, 12);
        compress_before(&folder, u32::MAX, || false).unwrap();
        let path = segment::compressed_path(&folder, 2);
        let sound = fs::read(&path).unwrap();
        let lines =
            |folder: &Path| Reader::new(folder).unwrap().collect::<Result<Vec<_>, _>>().map(|lines| lines.len());
        let all = lines(&folder).unwrap();
        for byte in 0..sound.len() {
            let mut altered = sound.clone();
            altered[byte] ^= 0x10;
            fs::write(&path, &altered).unwrap();
            match lines(&folder) {
                // The compressed wrapping was hit, and not its contents.
                Ok(found) => assert_eq!(found, all, "byte {byte}"),
                Err(StoreError::Damaged { file, .. }) => assert_eq!(file, "journal/000002.jsonl.gz", "byte {byte}"),
                Err(other) => panic!("{other}"),
            }
        }
        fs::write(&path, &sound[..sound.len() / 2]).unwrap();
        assert!(lines(&folder).is_err());
    }

    #[test]
    fn reading_can_continue_after_any_line() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        let end = journal(&folder, 12).tail();
        let lines: Vec<_> = Reader::new(&folder).unwrap().map(Result::unwrap).collect();
        compress_before(&folder, 3, || false).unwrap();
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
        fs::remove_file(plain_path(&folder, 2)).unwrap();
        let error = Reader::new(&folder).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { file, .. } if file == "journal/000002.jsonl"), "{error:?}");
    }

    #[test]
    fn a_truncated_file_in_the_middle_is_damage_and_no_interrupted_save() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal(&folder, 12);
        let path = plain_path(&folder, 2);
        let length = fs::metadata(&path).unwrap().len();
        for cut in [1, 100, 250] {
            File::options().write(true).open(&path).unwrap().set_len(length - cut).unwrap();
            let mut reader = Reader::new(&folder).unwrap();
            assert!(reader.any(|line| line.is_err()));
            assert_eq!(reader.torn(), None);
        }
    }

    #[test]
    fn an_unfinished_new_file_is_ignored() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("journal");
        journal(&folder, 3);
        let segments = count_segments(&folder).unwrap();
        fs::write(plain_path(&folder, segments + 1).with_extension("new"), b"{\"plandesk").unwrap();
        assert_eq!(count_segments(&folder).unwrap(), segments);
        assert_eq!(Reader::new(&folder).unwrap().filter(|line| line.is_err()).count(), 0);
    }
}
