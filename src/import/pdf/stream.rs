//! Decompression of streams within limits, since declared sizes can't be trusted.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Name, Stream};

use super::super::package::PackageError;

/// The maximum size of a decompressed stream in bytes.
const MOST: u64 = 32 << 20;
/// The maximum size in bytes of a stream with an unusual filter that is decompressed.
const MOST_OTHER: usize = 1 << 20;

/// Returns the content of a stream, decompressed; `None` for an image and for content larger than any text.
pub fn unpacked(stream: &Stream) -> Option<Vec<u8>> {
    let raw = stream.raw_data();
    let dict = stream.dict();
    let one = dict.get::<Name>("Filter").or_else(|| dict.get::<Name>("F"));
    let all = dict.get::<Array>("Filter").iter().flat_map(|all| all.iter::<Name>()).collect::<Vec<_>>();
    let filters: Vec<&[u8]> = one.iter().chain(&all).map(|name| name.as_ref()).collect();
    match filters.as_slice() {
        [] => (raw.len() as u64 <= MOST).then(|| raw.into_owned()),
        [b"FlateDecode" | b"Fl"] => {
            let mut held = Vec::new();
            // Bytes before the damage are used.
            let _ = ZlibDecoder::new(&*raw).take(MOST + 1).read_to_end(&mut held);
            (held.len() as u64 <= MOST).then_some(held)
        }
        _ if raw.len() <= MOST_OTHER => stream.decoded_data().ok().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

/// Refuses a file whose object streams decompress to an implausible size: the parser decompresses them before a limit
/// can be applied.
pub fn refuse_bombs(bytes: &[u8]) -> Result<(), PackageError> {
    let mut at = 0;
    let mut left = MOST * 4;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"stream")) {
        let start = at + found + b"stream".len();
        let before = &bytes[(at + found).saturating_sub(512)..at + found];
        at = start;
        if !before.ends_with(b"end") && (find(before, b"/ObjStm").is_some() || find(before, b"/XRef").is_some()) {
            let packed = bytes.get(start..).unwrap_or_default();
            let packed = packed.strip_prefix(b"\r").unwrap_or(packed);
            let packed = packed.strip_prefix(b"\n").unwrap_or(packed);
            let size = std::io::copy(&mut ZlibDecoder::new(packed).take(MOST + 1), &mut std::io::sink()).unwrap_or(0);
            left =
                left.checked_sub(size).filter(|_| size <= MOST).ok_or_else(|| PackageError::TooLarge(String::new()))?;
        }
    }
    Ok(())
}

/// Returns the first offset of a word.
pub fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    while let Some(found) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        if bytes[from + found..].starts_with(word) {
            return Some(from + found);
        }
        from += found + 1;
    }
    None
}
