//! Property modifications ([MS-DOC] 2.6): each has a code, which gives the length of its operand.

use super::super::xml::Element;
use super::streams::{Streams, u16_at, u32_at};
use super::style::Style;

/// The maximum number of cells in a row.
const MOST_CELLS: usize = 63;
/// The maximum depth of nested tables; Word itself allows far less.
const DEEPEST: u32 = 16;

/// Returns the code and the operand of each modification in a list.
fn changes(mut rest: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (code, after) = (u16_at(rest, 0)?, rest.get(2..)?);
        let (skipped, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            // The operand with the cell widths of a row can be longer than one byte can express.
            _ if code == 0xD608 => (2, usize::from(u16_at(after, 0)?).saturating_sub(1)),
            _ if code == 0xC615 && after.first() == Some(&255) => (1, tab_stops(after.get(1..)?)?),
            _ => (1, usize::from(*after.first()?)),
        };
        let operand = after.get(skipped..skipped + length)?;
        rest = after.get(skipped + length..)?;
        Some((code, operand))
    })
}

/// Returns the length of a list of tab stops: deleted ones of four bytes each, then added ones of three.
fn tab_stops(list: &[u8]) -> Option<usize> {
    let gone = 1 + usize::from(*list.first()?) * 4;
    Some(gone + 1 + usize::from(*list.get(gone)?) * 3)
}

/// Returns the modifications of a piece: a short one in the piece's own flags, or one of the lists before the pieces
/// ([MS-DOC] 2.9.209).
pub fn of_piece(flags: u16, lists: &[&[u8]]) -> Vec<u8> {
    if flags & 1 != 0 {
        return lists.get(usize::from(flags >> 1)).map(|list| list.to_vec()).unwrap_or_default();
    }
    let code: u16 = match flags >> 1 & 0x7F {
        0x0E => 0x260A,
        0x18 => 0x2416,
        0x19 => 0x2417,
        0x41 => 0x0800,
        0x42 => 0x0801,
        0x57 => 0x0837,
        0x5C => 0x083C,
        0x73 => 0x2A53,
        _ => return Vec::new(),
    };
    let [low, high] = code.to_le_bytes();
    vec![low, high, (flags >> 8) as u8]
}

fn first(operand: &[u8]) -> u8 {
    operand.first().copied().unwrap_or(0)
}

fn word(operand: &[u8], at: usize) -> u16 {
    u16_at(operand, at).unwrap_or(0)
}

/// The paragraph properties that matter for the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The index of the style.
    pub style: u16,
    /// The instance of the list that numbers it, from 1; 0 for none.
    pub list: Option<u16>,
    /// The list level, 0 for the highest.
    pub level: Option<u8>,
    /// The outline level, 0 for the highest and 9 for body text.
    pub outline: Option<u8>,
    /// True if it is in a table.
    pub is_in_table: bool,
    /// The number of tables around it, if given.
    pub nesting: u32,
    /// True if it ends a cell of a nested table.
    pub ends_inner_cell: bool,
    /// True if it ends a row.
    pub ends_row: bool,
    /// The cells defined by the end of a row.
    pub cells: RowCells,
}

/// The cells defined by the end of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowCells {
    /// The edges of the cells from left to right in twentieths of a point; one more than there are cells.
    pub edges: Vec<i16>,
    /// Two bits for each cell: it is part of a horizontally merged cell.
    pub across: Vec<u16>,
    /// Two bits for each cell: 1 if it continues a vertically merged cell, more if it starts one.
    pub down: Vec<u16>,
}

impl Paragraph {
    /// Applies a list of modifications. A list that does not fit into a property page is in the data stream.
    pub fn change(&mut self, list: &[u8], file: &Streams) {
        for (code, operand) in changes(list) {
            if matches!(code, 0x6645 | 0x6646) {
                let at = u32_at(operand, 0).unwrap_or(u32::MAX) as usize;
                let length = u16_at(&file.data, at).map_or(0, usize::from);
                let long = at.checked_add(2).and_then(|from| file.data.get(from..from.checked_add(length)?));
                changes(long.unwrap_or_default()).for_each(|(code, operand)| self.apply(code, operand));
            } else {
                self.apply(code, operand);
            }
        }
    }

    fn apply(&mut self, code: u16, operand: &[u8]) {
        match code {
            0x4600 => self.style = word(operand, 0),
            0x260A => self.level = Some(first(operand)),
            // Values from F801 on remove the paragraph from any list.
            0x460B => self.list = Some(word(operand, 0)).map(|list| if list >= 0xF801 { 0 } else { list }),
            0x2640 => self.outline = Some(first(operand)),
            0x2416 => self.is_in_table = first(operand) != 0,
            0x2417 | 0x244C => self.ends_row = first(operand) != 0,
            0x244B => self.ends_inner_cell = first(operand) != 0,
            0x6649 => self.nesting = u32_at(operand, 0).unwrap_or(0).min(DEEPEST),
            0xD608 => self.cells = RowCells::of(operand),
            0xD62B => {
                let flags = u16::from(operand.get(1).copied().unwrap_or(0));
                if let Some(cell) = self.cells.down.get_mut(usize::from(first(operand))) {
                    *cell = flags;
                }
            }
            _ => {}
        }
    }

    /// Returns the number of tables around it.
    pub fn depth(&self) -> usize {
        self.nesting.max(u32::from(self.is_in_table)) as usize
    }

    /// Returns the properties as an element of newer files.
    pub fn element(&self) -> Element {
        let mut element = Element::of("pPr").with_child(Element::valued("pStyle", &self.style.to_string()));
        self.extend(&mut element);
        element
    }

    /// Adds the properties other than the style.
    pub fn extend(&self, element: &mut Element) {
        if self.list.is_some() || self.level.is_some() {
            let mut numbering = Element::of("numPr");
            numbering.extend(self.list.map(|list| Element::valued("numId", &list.to_string())));
            numbering.extend(self.level.map(|level| Element::valued("ilvl", &level.to_string())));
            element.push(numbering);
        }
        element.extend(self.outline.map(|level| Element::valued("outlineLvl", &level.to_string())));
    }
}

impl RowCells {
    /// Parses a definition: the number of cells, their edges, and 20 bytes for each cell ([MS-DOC] 2.9.313).
    fn of(operand: &[u8]) -> RowCells {
        let count = usize::from(first(operand)).min(MOST_CELLS);
        let edges = (0..=count).map_while(|n| u16_at(operand, 1 + n * 2)).map(|edge| edge as i16).collect();
        let flags = |n: usize| word(operand, 1 + (count + 1) * 2 + n * 20);
        let bits = |from: u16| (0..count).map(|n| flags(n) >> from & 3).collect();
        RowCells { edges, across: bits(0), down: bits(5) }
    }
}

/// The run properties that matter for the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    style: Option<u16>,
    struck: u8,
    struck_twice: u8,
    is_hidden: bool,
    is_deleted: bool,
    is_inserted: bool,
    /// True if its characters are special characters.
    pub is_special: bool,
    /// True if its picture is invisible form data.
    pub is_data: bool,
    /// The index of the font.
    pub font: Option<u16>,
    /// The symbol that it shows, as font and code.
    pub symbol: Option<(u16, u16)>,
}

impl Run {
    /// Applies a list of modifications.
    pub fn change(&mut self, list: &[u8]) {
        for (code, operand) in changes(list) {
            let value = first(operand);
            match code {
                0x0837 => self.struck = value,
                0x2A53 => self.struck_twice = value,
                0x083C => self.is_hidden = value & 1 != 0,
                0x0800 => self.is_deleted = value != 0,
                0x0801 => self.is_inserted = value != 0,
                0x0806 => self.is_data = value != 0,
                0x0855 => self.is_special = value != 0,
                0x4A30 => self.style = Some(word(operand, 0)),
                0x4A4F => self.font = Some(word(operand, 0)),
                0x6A09 => self.symbol = Some((word(operand, 0), word(operand, 2))),
                _ => {}
            }
        }
    }

    /// Returns true if it is struck through, by itself or by its style.
    fn is_struck(&self, styles: &[Style]) -> bool {
        let by_style = self.style.and_then(|style| styles.get(usize::from(style))).map(|style| &style.run);
        let is_on = |value: u8, by_style: Option<u8>| match value {
            // The value of the style, and its opposite.
            0x80 => by_style.is_some_and(|value| value & 1 != 0),
            0x81 => by_style.is_none_or(|value| value & 1 == 0),
            value => value & 1 != 0,
        };
        let own = by_style.filter(|_| self.struck == 0 && self.struck_twice == 0);
        own.is_some_and(|style| (style.struck | style.struck_twice) & 1 != 0)
            || is_on(self.struck, by_style.map(|style| style.struck))
            || is_on(self.struck_twice, by_style.map(|style| style.struck_twice))
    }

    /// Returns true if it is a tracked deletion.
    pub fn is_deleted(&self) -> bool {
        self.is_deleted
    }

    /// Returns it as a run of newer files that shows something in a font.
    pub fn element(&self, shown: Element, styles: &[Style], font: Option<&str>) -> Element {
        let mut properties = Element::of("rPr");
        properties.extend(self.is_struck(styles).then(|| Element::of("strike")));
        properties.extend(self.is_hidden.then(|| Element::of("vanish")));
        properties.extend(font.map(|font| Element::of("rFonts").with("ascii", font)));
        let run = Element::of("r").with_child(properties).with_child(shown);
        match (self.is_deleted, self.is_inserted) {
            (true, _) => Element::of("del").with_child(run),
            (false, true) => Element::of("ins").with_child(run),
            (false, false) => run,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(list: &[u8], data: &[u8]) -> Paragraph {
        let mut paragraph = Paragraph::default();
        paragraph.change(list, &Streams::of_data(data));
        paragraph
    }

    #[test]
    fn changes_are_as_long_as_their_codes_say() {
        let list =
            [0x0A, 0x26, 2, 0x15, 0xC6, 255, 0, 1, 9, 9, 9, 0x0B, 0x46, 5, 0, 0x05, 0xC6, 2, 9, 9, 0x40, 0x26, 1];
        let read = paragraph(&list, &[]);
        assert_eq!((read.level, read.list, read.outline), (Some(2), Some(5), Some(1)));
        assert_eq!(paragraph(&[0x0B, 0x46, 0x01, 0xF8], &[]).list, Some(0));
        assert_eq!(paragraph(&[0x0B, 0x46, 5], &[]).list, None);
    }

    #[test]
    fn a_list_of_changes_that_is_too_long_stands_in_the_data_stream() {
        let data = [7, 7, 6, 0, 0x16, 0x24, 1, 0x17, 0x24, 1];
        let read = paragraph(&[0x46, 0x66, 2, 0, 0, 0], &data);
        assert_eq!((read.depth(), read.ends_row), (1, true));
        for place in [3, 200, u32::MAX] {
            let [a, b, c, d] = place.to_le_bytes();
            assert_eq!(paragraph(&[0x46, 0x66, a, b, c, d], &data).depth(), 0);
        }
    }

    #[test]
    fn a_row_that_is_defined_badly_has_what_can_be_read() {
        for (list, cells, edges) in [
            (&[0x08, 0xD6, 4, 0, 9, 1, 0][..], 9, 1),
            (&[0x08, 0xD6, 0, 0], 0, 0),
            (&[0x08, 0xD6, 4, 0, 200, 1, 0], 63, 1),
        ] {
            let read = paragraph(list, &[]).cells;
            assert_eq!((read.across.len(), read.edges.len()), (cells, edges));
        }
    }

    #[test]
    fn a_piece_has_a_change_in_short_or_one_of_the_lists() {
        assert_eq!(of_piece(0x0100 | 0x57 << 1, &[]), [0x37, 0x08, 1]);
        assert_eq!(of_piece(1 << 1 | 1, &[&[1], &[2, 3]]), [2, 3]);
        assert!(of_piece(0, &[]).is_empty() && of_piece(9, &[]).is_empty());
    }

    #[test]
    fn a_run_is_struck_by_itself_or_by_its_style() {
        let style = |struck| Style { run: Run { struck, ..Run::default() }, ..Style::default() };
        let styles = [style(0), style(1)];
        for (list, is_struck) in [
            (&[0x37, 0x08, 1][..], true),
            (&[0x53, 0x2A, 1], true),
            (&[0x30, 0x4A, 1, 0], true),
            (&[0x30, 0x4A, 1, 0, 0x37, 0x08, 0x81], false),
            (&[0x30, 0x4A, 0, 0, 0x37, 0x08, 0x81], true),
            (&[0x30, 0x4A, 1, 0, 0x37, 0x08, 0x80], true),
            (&[0x30, 0x4A, 9, 0], false),
        ] {
            let mut run = Run::default();
            run.change(list);
            assert_eq!(run.is_struck(&styles), is_struck, "{list:?}");
        }
    }
}
