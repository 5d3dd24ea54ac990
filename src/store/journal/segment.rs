//! The files of the journal: names, reading, and compression of closed ones.
//!
//! The last file is plain, since it is appended to. A closed one is compressed with gzip, so that `zcat` shows the same
//! lines. The compressed file is written under a temporary name, read back and renamed before the plain one is removed:
//! interrupted at any step, at least one of them is complete. If both exist, the plain one counts.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use flate2::write::GzEncoder;

use crate::store::{Fault, StoreError, files};

/// The maximum size of a decompressed file, in bytes; a file of the journal is far smaller.
const MOST_BYTES: u64 = 256 << 20;

/// The length in bytes of the gzip header that [`write_compressed`] writes (RFC 1952, without options).
const GZIP_HEADER: usize = 10;

/// The maximum length in bytes of a first line that is read by itself: a header, which is far shorter.
const LONGEST_HEADER: u64 = 4096;

/// The suffix of a file that is being written and does not count yet.
pub(in crate::store) const UNFINISHED: &str = "new";

/// Returns the path of a plain file of the journal.
pub(in crate::store) fn plain_path(folder: &Path, segment: u32) -> PathBuf {
    folder.join(format!("{segment:06}.jsonl"))
}

/// Returns the path of a compressed file of the journal.
pub(in crate::store) fn compressed_path(folder: &Path, segment: u32) -> PathBuf {
    folder.join(format!("{segment:06}.jsonl.gz"))
}

/// Returns the path of a file of the journal: the plain one if it exists.
pub(in crate::store) fn present_path(folder: &Path, segment: u32) -> PathBuf {
    let plain = plain_path(folder, segment);
    let compressed = compressed_path(folder, segment);
    if !plain.exists() && compressed.exists() { compressed } else { plain }
}

/// Returns the name of a file of the journal for messages.
pub(in crate::store) fn segment_name(segment: u32, compressed: bool) -> String {
    format!("journal/{segment:06}.jsonl{}", if compressed { ".gz" } else { "" })
}

/// Parses a file name. Returns the number of the file, from 1, and true if it is compressed; `None` for other files.
pub(in crate::store) fn parse_name(name: &str) -> Option<(u32, bool)> {
    let whole = name.len();
    let (name, compressed) = name.strip_suffix(".gz").map_or((name, false), |plain| (plain, true));
    let number: u32 = files::number(name.strip_suffix(".jsonl")?)?;
    // A number has one spelling; another would be a second file with the same number.
    (number > 0 && format!("{number:06}.jsonl").len() + if compressed { 3 } else { 0 } == whole)
        .then_some((number, compressed))
}

/// Returns the files of a journal in order, each with true if it is compressed.
pub(in crate::store) fn present(folder: &Path) -> Result<Vec<(u32, bool)>, StoreError> {
    let failed = |e| StoreError::io(folder, e);
    let mut found = Vec::new();
    for file in fs::read_dir(folder).map_err(failed)? {
        found.extend(file.map_err(failed)?.file_name().to_str().and_then(parse_name));
    }
    found.sort_unstable();
    Ok(found)
}

/// Returns the number of files of a journal, which are numbered from 1 without gaps.
///
/// # Errors
/// [`Fault::Missing`] if there is a gap.
pub(in crate::store) fn count_segments(folder: &Path) -> Result<u32, StoreError> {
    // A listing made during compression may show neither name of a file; the next one shows it.
    match count_once(folder) {
        Err(StoreError::Damaged { .. }) => count_once(folder),
        counted => counted,
    }
}

fn count_once(folder: &Path) -> Result<u32, StoreError> {
    let numbers: Vec<u32> = present(folder)?.into_iter().map(|(number, _)| number).collect();
    let last = numbers.last().copied().unwrap_or(1);
    let mut expected = (1..=last).filter(|n| numbers.binary_search(n).is_err());
    match expected.next() {
        None => Ok(last),
        Some(n) => Err(StoreError::Damaged { file: segment_name(n, false), line: None, fault: Fault::Missing }),
    }
}

/// The content of a file of the journal.
#[derive(Debug, Default)]
pub(in crate::store) struct Segment {
    /// The bytes from the requested offset on.
    pub bytes: Vec<u8>,
    /// True if they were compressed.
    pub compressed: bool,
    /// True if decompression failed after these bytes. They may be complete: the chain tells.
    pub broken: bool,
}

impl Segment {
    /// Reads a file of the journal from an offset in its plain form.
    pub(in crate::store) fn read(folder: &Path, segment: u32, start: u64) -> Result<Segment, StoreError> {
        match read_from(&plain_path(folder, segment), start) {
            Ok(bytes) => return Ok(Segment { bytes, ..Segment::default() }),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(StoreError::io(&plain_path(folder, segment), e)),
        }
        let mut found = Segment::read_compressed(folder, segment)?;
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(found.bytes.len());
        found.bytes.drain(..start);
        Ok(found)
    }

    /// Reads a compressed file, even if there is a plain one.
    pub(in crate::store) fn read_compressed(folder: &Path, segment: u32) -> Result<Segment, StoreError> {
        let path = compressed_path(folder, segment);
        let packed = fs::read(&path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => {
                StoreError::Damaged { file: segment_name(segment, false), line: None, fault: Fault::Missing }
            }
            _ => StoreError::io(&path, e),
        })?;
        let mut bytes = Vec::new();
        let read = MultiGzDecoder::new(packed.as_slice()).take(MOST_BYTES).read_to_end(&mut bytes);
        let broken = read.is_err() || bytes.len() as u64 == MOST_BYTES;
        if broken {
            // The deflate stream may be intact although the gzip frame around it is damaged.
            let mut unwrapped = Vec::new();
            let content = packed.get(GZIP_HEADER..).unwrap_or_default();
            let _ = DeflateDecoder::new(content).take(MOST_BYTES).read_to_end(&mut unwrapped);
            bytes = if unwrapped.len() > bytes.len() { unwrapped } else { bytes };
        }
        Ok(Segment { bytes, compressed: true, broken })
    }
}

/// Returns the first line of a file of the journal, and true if it was compressed. The whole file is read only if it is
/// damaged.
pub(in crate::store) fn first_line(folder: &Path, segment: u32) -> Result<(Vec<u8>, bool), StoreError> {
    let plain = File::open(plain_path(folder, segment)).map(|file| (Box::new(file) as Box<dyn Read>, false));
    let opened = plain.or_else(|_| {
        let file = BufReader::new(File::open(compressed_path(folder, segment))?);
        io::Result::Ok((Box::new(MultiGzDecoder::new(file)) as Box<dyn Read>, true))
    });
    let mut line = Vec::new();
    if let Ok((file, compressed)) = opened
        && BufReader::new(file.take(LONGEST_HEADER)).read_until(b'\n', &mut line).is_ok()
        && line.pop() == Some(b'\n')
    {
        return Ok((line, compressed));
    }
    let Segment { bytes, compressed, .. } = Segment::read(folder, segment, 0)?;
    Ok((bytes.split(|&byte| byte == b'\n').next().unwrap_or_default().to_vec(), compressed))
}

fn read_from(path: &Path, start: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Compresses the plain files of the journal before the file `last` until told to stop, but at least one, so that
/// programs that run only for a moment finish as well in the end.
pub(in crate::store) fn compress_before(folder: &Path, last: u32, stop: impl Fn() -> bool) -> Result<u32, StoreError> {
    let mut done = 0;
    for (segment, compressed) in present(folder)? {
        if done > 0 && stop() {
            break;
        }
        if segment < last && !compressed {
            compress(folder, segment)?;
            done += 1;
        }
    }
    Ok(done)
}

/// Replaces a plain file by a compressed one.
fn compress(folder: &Path, segment: u32) -> Result<(), StoreError> {
    let plain = plain_path(folder, segment);
    let bytes = fs::read(&plain).map_err(|e| StoreError::io(&plain, e))?;
    write_compressed(folder, segment, &bytes)?;
    fs::remove_file(&plain).map_err(|e| StoreError::io(&plain, e))?;
    files::sync_folder(folder)
}

/// Writes a compressed file of the journal, completely or not at all, and checks that it decompresses to `bytes`.
pub(in crate::store) fn write_compressed(folder: &Path, segment: u32, bytes: &[u8]) -> Result<(), StoreError> {
    let path = compressed_path(folder, segment);
    let draft = path.with_extension(format!("gz.{UNFINISHED}"));
    let failed = |e| StoreError::io(&path, e);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(failed)?;
    files::write_file(&draft, &packed)?;
    let written = fs::read(&draft).map_err(failed)?;
    let mut again = Vec::new();
    let read = MultiGzDecoder::new(written.as_slice()).take(MOST_BYTES).read_to_end(&mut again);
    if read.is_err() || again != bytes {
        return Err(failed(io::Error::other("what was written is not read back as it was")));
    }
    files::rename(&draft, &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_file_names_are_ignored() {
        for (name, number) in [
            ("000001.jsonl", Some((1, false))),
            ("000012.jsonl.gz", Some((12, true))),
            ("000000.jsonl", None),
            ("000001.new", None),
            ("000001.jsonl.gz.new", None),
            ("notes.jsonl", None),
            ("+2.jsonl", None),
            ("2.jsonl", None),
            ("0000002.jsonl", None),
            ("1000000.jsonl", Some((1_000_000, false))),
            ("00000２.jsonl", None),
            ("000001.gz", None),
        ] {
            assert_eq!(parse_name(name), number, "{name}");
        }
    }

    #[test]
    fn a_compressed_file_has_the_same_lines_and_replaces_the_plain_one() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let lines = "{\"seq\":1}\n".repeat(500).into_bytes();
        for segment in 1..=3 {
            fs::write(plain_path(folder, segment), &lines).unwrap();
        }
        assert_eq!(compress_before(folder, 3, || false).unwrap(), 2);
        assert_eq!(present(folder).unwrap(), [(1, true), (2, true), (3, false)]);
        assert_eq!(compress_before(folder, 3, || false).unwrap(), 0);
        assert!(fs::metadata(compressed_path(folder, 1)).unwrap().len() < 200);
        for (start, length) in [(0, lines.len()), (10, lines.len() - 10), (1 << 40, 0)] {
            let read = Segment::read(folder, 2, start).unwrap();
            assert_eq!((read.bytes.len(), read.compressed, read.broken), (length, true, false));
        }
        assert_eq!(count_segments(folder).unwrap(), 3);
    }

    #[test]
    fn a_compression_cut_short_leaves_the_plain_file_in_force() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        fs::write(plain_path(folder, 1), b"{\"seq\":1}\n").unwrap();
        fs::write(compressed_path(folder, 1), b"half").unwrap();
        fs::write(folder.join("000001.jsonl.gz.new"), b"a quarter").unwrap();
        assert_eq!(Segment::read(folder, 1, 0).unwrap().bytes, b"{\"seq\":1}\n");
        assert_eq!(first_line(folder, 1).unwrap(), (b"{\"seq\":1}".to_vec(), false));
        assert_eq!(compress_before(folder, 2, || false).unwrap(), 1);
        assert!(!plain_path(folder, 1).exists());
        assert_eq!(Segment::read(folder, 1, 0).unwrap().bytes, b"{\"seq\":1}\n");
    }

    #[test]
    fn a_damaged_compressed_file_gives_the_lines_before_the_damage() {
        let place = tempfile::tempdir().unwrap();
        let lines: Vec<u8> = (0..5000).flat_map(|n| format!("{{\"seq\":{n}}}\n").into_bytes()).collect();
        write_compressed(place.path(), 1, &lines).unwrap();
        let path = compressed_path(place.path(), 1);
        let packed = fs::read(&path).unwrap();
        fs::write(&path, &packed[..packed.len() / 2]).unwrap();
        let read = Segment::read(place.path(), 1, 0).unwrap();
        assert!(read.broken && read.bytes.len() > 1000 && lines.starts_with(&read.bytes));
        assert_eq!(first_line(place.path(), 1).unwrap(), (b"{\"seq\":0}".to_vec(), true));
        let wrapping_hit: Vec<u8> =
            packed.iter().enumerate().map(|(at, byte)| if at == 1 { 0 } else { *byte }).collect();
        fs::write(&path, wrapping_hit).unwrap();
        assert_eq!(first_line(place.path(), 1).unwrap(), (b"{\"seq\":0}".to_vec(), true));
    }
}
