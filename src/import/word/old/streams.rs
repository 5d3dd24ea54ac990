//! The streams of a file, the directory of its parts, and its characters.

use std::io::{Cursor, Read};
use std::ops::Range;

use cfb::CompoundFile;

use super::super::super::package::PackageError;
use super::changes;

/// The offset of the directory of parts in the main stream ([MS-DOC] 2.5.1).
const PARTS: usize = 154;
/// The offset of the character counts in the main stream.
const COUNTS: usize = 76;

/// A part of the table stream, by its index in the directory of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Styles = 1,
    FootnotePlaces = 2,
    Footnotes = 3,
    PageEdges = 11,
    Runs = 12,
    Paragraphs = 13,
    Fonts = 15,
    Pieces = 33,
    Shapes = 40,
    EndnotePlaces = 46,
    Endnotes = 47,
    TextBoxes = 56,
    Lists = 73,
    ListInstances = 74,
}

/// Returns the error for an inconsistent file, with the structure concerned.
fn damaged(reason: &str) -> PackageError {
    PackageError::Damaged { part: String::new(), reason: reason.to_string() }
}

/// Returns the little-endian two-byte number at an offset, if the bytes are long enough.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).map(|two| u16::from_le_bytes([two[0], two[1]]))
}

/// Returns the little-endian four-byte number at an offset, if the bytes are long enough.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// Returns the entries of a table for ranges of characters: first the bounds of the ranges, then the entries, each of
/// `size` bytes ([MS-DOC] 2.2.2).
pub fn entries(table: &[u8], size: usize) -> impl Iterator<Item = (Range<usize>, &[u8])> {
    let count = table.len().saturating_sub(4) / (4 + size);
    let bound = |n: usize| u32_at(table, n * 4).map(|bound| bound as usize);
    (0..count).filter_map(move |n| {
        let at = (count + 1) * 4 + n * size;
        Some((bound(n)?..bound(n + 1)?, table.get(at..at + size)?))
    })
}

/// The streams of a file.
pub struct Streams {
    /// The main stream: text and property pages.
    pub main: Vec<u8>,
    /// The data stream: properties that do not fit into a page.
    pub data: Vec<u8>,
    table: Vec<u8>,
}

impl Streams {
    /// Opens a file.
    ///
    /// # Errors
    /// [`PackageError`] if it is encrypted or damaged.
    pub fn open(bytes: &[u8]) -> Result<Streams, PackageError> {
        let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
        let mut stream = |name: &str| -> Result<Vec<u8>, PackageError> {
            let mut held = Vec::new();
            let stream = file.open_stream(name).map_err(|error| damaged(&error.to_string()))?;
            // A cyclic chain of sectors must not give more than the file contains.
            stream.take(bytes.len() as u64).read_to_end(&mut held).map_err(|error| damaged(&error.to_string()))?;
            Ok(held)
        };
        let main = stream("/WordDocument")?;
        let flags = u16_at(&main, 0x0A).ok_or_else(|| damaged("FIB"))?;
        if flags & 0x0100 != 0 {
            return Err(PackageError::Encrypted);
        }
        let table = stream(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
        let data = stream("/Data").unwrap_or_default();
        Ok(Streams { main, data, table })
    }

    /// Returns a file that has only a data stream.
    #[cfg(test)]
    pub fn of_data(data: &[u8]) -> Streams {
        Streams { main: Vec::new(), data: data.to_vec(), table: Vec::new() }
    }

    fn place(&self, part: Part) -> Option<(usize, usize)> {
        let at = PARTS + part as usize * 8;
        Some((u32_at(&self.main, at)? as usize, u32_at(&self.main, at + 4)? as usize))
    }

    /// Returns the content of a part; empty if the file does not have it.
    pub fn part(&self, part: Part) -> &[u8] {
        let found = self.place(part).and_then(|(at, length)| self.table.get(at..at.checked_add(length)?));
        found.unwrap_or_default()
    }

    /// Returns the bytes after a part.
    pub fn behind(&self, part: Part) -> &[u8] {
        let found = self.place(part).and_then(|(at, length)| self.table.get(at.checked_add(length)?..));
        found.unwrap_or_default()
    }

    /// Returns the ranges of characters of the main text, footnotes, headers, macros, comments, endnotes and text
    /// boxes, which follow each other.
    pub fn stories(&self) -> [Range<usize>; 7] {
        let mut start = 0_usize;
        std::array::from_fn(|n| {
            let from = start;
            start = start.saturating_add(u32_at(&self.main, COUNTS + n * 4).unwrap_or(0) as usize);
            from..start
        })
    }

    /// Returns all characters in logical order.
    ///
    /// # Errors
    /// Fails if the piece table is damaged.
    pub fn characters(&self) -> Result<Characters, PackageError> {
        self.pieces().ok_or_else(|| damaged("piece table"))
    }

    fn pieces(&self) -> Option<Characters> {
        let mut rest = self.part(Part::Pieces);
        // The modifications to which pieces may refer come first.
        let mut named = Vec::new();
        while let [1, low, high, after @ ..] = rest {
            let length = usize::from(u16::from_le_bytes([*low, *high]));
            named.push(after.get(..length)?);
            rest = after.get(length..)?;
        }
        let [2, _, _, _, _, table @ ..] = rest else { return None };
        let mut read = Characters { units: Vec::new(), pieces: Vec::new() };
        let mut left = self.main.len();
        for (range, entry) in entries(table, 8) {
            let count = range.end.checked_sub(range.start)?;
            let (place, flags) = (u32_at(entry, 2)?, u16_at(entry, 6)?);
            let is_wide = place & 0x4000_0000 == 0;
            let (at, width) = if is_wide { (place & 0x3FFF_FFFF, 2) } else { ((place & 0x3FFF_FFFF) / 2, 1) };
            let length = count.checked_mul(width)?;
            // Pieces do not overlap, so their total length is limited by the stream.
            left = left.checked_sub(length)?;
            let bytes = self.main.get(at as usize..(at as usize).checked_add(length)?)?;
            let from = read.units.len();
            if is_wide {
                read.units.extend(bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])));
            } else {
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
                read.units.extend(text.encode_utf16());
            }
            let changes = changes::of_piece(flags, &named);
            read.pieces.push(Piece { range: from..read.units.len(), at, width, changes });
        }
        Some(read)
    }
}

/// The characters of a file in UTF-16 code units.
pub struct Characters {
    pub units: Vec<u16>,
    pieces: Vec<Piece>,
}

/// A sequence of characters stored contiguously in the main stream.
pub struct Piece {
    /// The range of its characters.
    pub range: Range<usize>,
    at: u32,
    width: usize,
    /// The property modifications for the whole piece.
    pub changes: Vec<u8>,
}

impl Characters {
    /// Returns the piece that contains a character.
    pub fn piece(&self, at: usize) -> Option<&Piece> {
        let number = self.pieces.partition_point(|piece| piece.range.end <= at);
        self.pieces.get(number).filter(|piece| piece.range.contains(&at))
    }

    /// Limits a range to existing characters.
    pub fn bounded(&self, range: &Range<usize>) -> Range<usize> {
        let end = range.end.min(self.units.len());
        range.start.min(end)..end
    }
}

impl Piece {
    /// Returns the offset of a character in the main stream.
    pub fn place(&self, at: usize) -> u32 {
        let before = at.saturating_sub(self.range.start).saturating_mul(self.width);
        self.at.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))
    }

    /// Returns the first character at or after an offset, at most the end of the piece.
    pub fn character(&self, place: u32) -> usize {
        let before = (place.saturating_sub(self.at) as usize).div_ceil(self.width);
        self.range.start.saturating_add(before).min(self.range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_follow_the_bounds_of_their_ranges() {
        let table = [0, 0, 0, 0, 5, 0, 0, 0, 9, 0, 0, 0, 1, 2, 3, 4];
        let read: Vec<_> = entries(&table, 2).collect();
        assert_eq!(read, [(0..5, &[1, 2][..]), (5..9, &[3, 4][..])]);
        assert_eq!(entries(&table[..7], 2).count(), 0);
        assert_eq!(entries(&[], 8).count(), 0);
    }

    #[test]
    fn a_character_is_found_by_its_place_and_back() {
        let wide = Piece { range: 10..20, at: 100, width: 2, changes: Vec::new() };
        assert_eq!((wide.place(10), wide.place(13)), (100, 106));
        assert_eq!((wide.character(106), wide.character(107), wide.character(900)), (13, 14, 20));
    }
}
