//! Property pages ([MS-DOC] 2.9.33, 2.9.181): the modifications for ranges of the main stream.

use std::collections::HashSet;

use super::streams::{entries, u32_at};

/// The size of a page in bytes.
const PAGE: usize = 512;
/// The number of bytes per paragraph in the table of a page; one byte per run.
const PARAGRAPH: usize = 13;

/// The property modifications of paragraphs, or of runs.
pub struct Pages<'a> {
    main: &'a [u8],
    /// For each page, the offset from which on it applies, in order, and its own offset.
    pages: Vec<(u32, usize)>,
    of_paragraphs: bool,
}

/// The modifications for a range.
pub struct Stretch<'a> {
    /// The end of the range, as an offset.
    pub end: u32,
    pub changes: &'a [u8],
}

impl<'a> Pages<'a> {
    /// Returns the pages of runs listed in a table.
    pub fn of_runs(main: &'a [u8], table: &[u8]) -> Self {
        Pages { main, pages: pages(table), of_paragraphs: false }
    }

    /// Returns the pages of paragraphs listed in a table.
    pub fn of_paragraphs(main: &'a [u8], table: &[u8]) -> Self {
        Pages { main, pages: pages(table), of_paragraphs: true }
    }

    /// Returns the modifications at an offset of the main stream.
    pub fn at(&self, place: u32) -> Stretch<'a> {
        self.find(place).unwrap_or(Stretch { end: place.saturating_add(1), changes: &[] })
    }

    fn find(&self, place: u32) -> Option<Stretch<'a>> {
        let before = self.pages.partition_point(|(start, _)| *start <= place).checked_sub(1)?;
        let at = self.pages.get(before)?.1;
        let page = self.main.get(at..at.checked_add(PAGE)?)?;
        let count = usize::from(*page.last()?);
        let number = (0..count).find(|n| u32_at(page, n * 4 + 4).is_some_and(|end| place < end))?;
        let end =
            u32_at(page, number * 4 + 4).filter(|_| u32_at(page, number * 4).is_some_and(|start| start <= place))?;
        let width = if self.of_paragraphs { PARAGRAPH } else { 1 };
        let offset = usize::from(*page.get((count + 1) * 4 + number * width)?) * 2;
        Some(Stretch { end, changes: self.changes(page, offset).unwrap_or_default() })
    }

    /// Returns the list at an offset in a page, which begins with its length; offset 0 means that there is none.
    fn changes(&self, page: &'a [u8], offset: usize) -> Option<&'a [u8]> {
        let length = usize::from(*page.get(offset).filter(|_| offset != 0)?);
        let (from, length) = match (self.of_paragraphs, length) {
            (false, length) => (offset + 1, length),
            (true, 0) => (offset + 2, usize::from(*page.get(offset + 1)?) * 2),
            (true, words) => (offset + 1, words * 2 - 1),
        };
        page.get(from..from + length)
    }
}

/// Returns the pages in the order of their ranges, each once.
fn pages(table: &[u8]) -> Vec<(u32, usize)> {
    let mut known = HashSet::new();
    let page = |(range, entry): (std::ops::Range<usize>, &[u8])| {
        let place = (u32_at(entry, 0)? & 0x3F_FFFF) as usize * PAGE;
        Some((u32::try_from(range.start).ok()?, place))
    };
    let mut pages: Vec<_> = entries(table, 4).filter_map(page).filter(|(_, place)| known.insert(*place)).collect();
    pages.sort_unstable();
    pages
}
