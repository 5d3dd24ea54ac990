//! Pages of properties ([MS-DOC] 2.9.33, 2.9.181): for stretches of the main stream the changes that hold there.

use std::collections::HashSet;

use super::streams::{entries, u32_at};

/// The size of a page.
const PAGE: usize = 512;
/// The number of bytes for each paragraph in the table of a page; for each run it is one.
const PARAGRAPH: usize = 13;

/// The changes of properties of paragraphs, or of runs.
pub struct Pages<'a> {
    main: &'a [u8],
    /// The place from which on each page holds, in order, and the place of the page.
    pages: Vec<(u32, usize)>,
    of_paragraphs: bool,
}

/// The changes that hold from a place on.
pub struct Stretch<'a> {
    /// The place behind the last at which they hold.
    pub end: u32,
    pub changes: &'a [u8],
}

impl<'a> Pages<'a> {
    /// Returns the pages of runs that a table names.
    pub fn of_runs(main: &'a [u8], table: &[u8]) -> Self {
        Pages { main, pages: pages(table), of_paragraphs: false }
    }

    /// Returns the pages of paragraphs that a table names.
    pub fn of_paragraphs(main: &'a [u8], table: &[u8]) -> Self {
        Pages { main, pages: pages(table), of_paragraphs: true }
    }

    /// Returns the changes that hold at a place.
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

    /// Returns the list at an offset of a page, with its length before it; offset 0 says that there is none.
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

/// Returns the pages in the order of what they hold for, each once.
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
