//! The journal's [trail](Trail) on disk, beside the state: a file of records of 40 bytes, in the order of the entries.
//!
//! A record holds the checksum of the entry, and a check value over that and the number. Records are read and written
//! in place, so a long history takes no memory. A record damaged by a crash counts as unknown, which is harmless.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use twox_hash::XxHash3_64;

use super::files;
use super::journal::Trail;
use super::journal::line::Digest;

/// The name of the file in the state's folder.
const NAME: &str = "trail";
/// The length in bytes of a record, and of the checksum in it.
const RECORD: usize = 40;
const DIGEST: usize = 32;

/// The file, open.
#[derive(Debug)]
pub(super) struct KeptTrail {
    file: File,
    /// Records that are not in the file yet.
    gathered: BTreeMap<u64, Digest>,
}

impl KeptTrail {
    /// Opens the file in a state's folder, or creates an empty one.
    pub(super) fn open(state: &Path) -> io::Result<KeptTrail> {
        let file = files::private_file().read(true).write(true).create(true).truncate(false).open(state.join(NAME))?;
        Ok(KeptTrail { file, gathered: BTreeMap::new() })
    }

    /// Writes a whole trail, and waits until it is on disk.
    pub(super) fn fill(&self, trail: &Trail) -> io::Result<()> {
        self.file.set_len(0)?;
        let mut out = BufWriter::new(&self.file);
        let mut next = 1;
        for (seq, digest) in trail.iter() {
            // A number missing in the trail gets an invalid record.
            for _ in next..*seq {
                out.write_all(&[0; RECORD])?;
            }
            out.write_all(&record(*seq, *digest))?;
            next = seq + 1;
        }
        out.flush()?;
        self.file.sync_data()
    }

    /// Notes the checksum of an entry, which [`KeptTrail::write`] writes with others.
    pub(super) fn note(&mut self, seq: u64, digest: Digest) {
        self.gathered.insert(seq, digest);
    }

    /// Writes what was noted.
    pub(super) fn write(&mut self) -> io::Result<()> {
        let mut gathered = std::mem::take(&mut self.gathered).into_iter().peekable();
        while let Some((first, digest)) = gathered.next() {
            let (mut bytes, mut last) = (record(first, digest).to_vec(), first);
            while let Some((seq, digest)) = gathered.next_if(|(seq, _)| *seq == last + 1) {
                bytes.extend(record(seq, digest));
                last = seq;
            }
            self.file.write_all_at(&bytes, place(first))?;
        }
        Ok(())
    }

    /// Returns the checksum of an entry, or `None` if it is unknown.
    pub(super) fn at(&self, seq: u64) -> Option<Digest> {
        if let Some(digest) = self.gathered.get(&seq) {
            return Some(*digest);
        }
        let mut bytes = [0; RECORD];
        self.file.read_exact_at(&mut bytes, place(seq)).ok()?;
        read(seq, &bytes)
    }

    /// Returns the known checksums of the entries up to `last`.
    pub(super) fn up_to(&mut self, last: u64) -> io::Result<Trail> {
        self.write()?;
        let mut bytes = Vec::new();
        let mut file = &self.file;
        io::Seek::seek(&mut file, io::SeekFrom::Start(0))?;
        file.take(place(last + 1)).read_to_end(&mut bytes)?;
        let mut trail = Trail::default();
        for (seq, bytes) in (1..).zip(bytes.chunks_exact(RECORD)) {
            if let Some(digest) = read(seq, bytes) {
                trail.push(seq, digest);
            }
        }
        Ok(trail)
    }

    /// Waits until everything noted is on disk.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.write()?;
        self.file.sync_data()
    }
}

/// Returns the byte offset of an entry's record.
fn place(seq: u64) -> u64 {
    seq.saturating_sub(1).saturating_mul(RECORD as u64)
}

fn record(seq: u64, digest: Digest) -> [u8; RECORD] {
    let mut bytes = [0; RECORD];
    bytes[..DIGEST].copy_from_slice(digest.bytes());
    bytes[DIGEST..].copy_from_slice(&sum(seq, digest.bytes()).to_be_bytes());
    bytes
}

fn read(seq: u64, record: &[u8]) -> Option<Digest> {
    let (digest, found) = record.split_at_checked(DIGEST)?;
    (found == sum(seq, digest).to_be_bytes()).then(|| Digest::from_bytes(digest))?
}

fn sum(seq: u64, digest: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(seq, digest)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn digest(number: u8) -> Digest {
        Digest::from_bytes(&[number; DIGEST]).unwrap()
    }

    #[test]
    fn stored_entries_are_found_and_altered_ones_ignored() {
        let place = tempfile::tempdir().unwrap();
        let mut kept = KeptTrail::open(place.path()).unwrap();
        let mut trail = Trail::default();
        [1, 2, 4].iter().for_each(|seq| trail.push(*seq, digest(*seq as u8)));
        kept.fill(&trail).unwrap();
        kept.note(5, digest(5));
        let known = |kept: &KeptTrail| (0..8).filter(|seq| kept.at(*seq).is_some()).collect::<Vec<_>>();
        assert_eq!(known(&kept), [1, 2, 4, 5]);
        kept.write().unwrap();
        assert_eq!(known(&KeptTrail::open(place.path()).unwrap()), [1, 2, 4, 5]);
        assert_eq!(kept.at(4), Some(digest(4)));
        assert_eq!(kept.up_to(4).unwrap().last(), Some(&(4, digest(4))));
        let mut bytes = fs::read(place.path().join(NAME)).unwrap();
        for (at, left) in [(0, vec![2, 4, 5]), (RECORD + DIGEST, vec![4, 5])] {
            bytes[at] ^= 1;
            fs::write(place.path().join(NAME), &bytes).unwrap();
            assert_eq!(known(&KeptTrail::open(place.path()).unwrap()), left);
        }
        fs::write(place.path().join(NAME), &bytes[..4 * RECORD + 7]).unwrap();
        assert_eq!(known(&KeptTrail::open(place.path()).unwrap()), [4]);
    }
}
