//! Word files of Word 97 to 2003, which WPS Writer writes as well ([MS-DOC]): their text and properties are converted
//! to the elements of newer files, so that the same rules apply to both.
//!
//! ```text
//! bytes ──▶ streams ──▶ pages, changes ──▶ style, list, row ──▶ Parts
//!           pieces       what holds for      what they mean
//!           of text      which characters
//! ```
//! The text is stored in pieces, some with one byte per character and some with two; in a fast-saved file they are out
//! of order. The properties of paragraphs, runs and rows are stored in pages of 512 bytes, as lists of modifications.

mod changes;
mod list;
mod pages;
mod row;
mod streams;
mod style;

use std::collections::HashMap;
use std::ops::Range;

use super::super::package::PackageError;
use super::numbering::Lists;
use super::parts::Parts;
use super::style::Styles;
use super::xml::Element;
use changes::{Paragraph, Run};
use pages::Pages;
use row::Table;
use streams::{Characters, Part, Streams, entries, u32_at};
use style::Style;

/// The maximum number of paragraphs and runs in a file: about twenty times those of a plan of 500 pages.
const MOST_ELEMENTS: usize = 250_000;

/// Special characters ([MS-DOC] 2.4.2).
const PICTURE: u16 = 0x01;
const COMMENT: u16 = 0x05;
const CELL: u16 = 0x07;
const SHAPE: u16 = 0x08;
const TAB: u16 = 0x09;
const LINE: u16 = 0x0B;
const PAGE: u16 = 0x0C;
const PARAGRAPH: u16 = 0x0D;
const COLUMN: u16 = 0x0E;
const FIELD: u16 = 0x13;
const FIELD_RESULT: u16 = 0x14;
const FIELD_END: u16 = 0x15;
const HYPHEN: u16 = 0x1E;

/// Reads the parts of a file.
///
/// # Errors
/// [`PackageError`] if it is encrypted, damaged or too large.
pub fn read(bytes: &[u8]) -> Result<Parts, PackageError> {
    let file = Streams::open(bytes)?;
    Reader::of(&file)?.parts()
}

/// Converts characters to elements.
struct Reader<'a> {
    file: &'a Streams,
    text: Characters,
    styles: Vec<Style>,
    fonts: Vec<String>,
    paragraphs: Pages<'a>,
    runs: Pages<'a>,
    /// The references to notes by position: the kind of element, and the number of the note.
    notes: HashMap<usize, (&'static str, usize)>,
    /// The text boxes not placed yet, by the number of their shape.
    boxes: HashMap<u32, Range<usize>>,
    /// The number of the shape at each position.
    shapes: HashMap<usize, u32>,
    /// For each open field, true after the end of its instruction.
    fields: Vec<bool>,
    /// The numbers of characters and elements that may still be read: no character is read twice.
    characters_left: usize,
    elements_left: usize,
}

impl<'a> Reader<'a> {
    fn of(file: &'a Streams) -> Result<Self, PackageError> {
        let text = file.characters()?;
        let [_, _, _, _, _, _, boxes] = file.stories();
        let number = |entry: &[u8], at: usize| u32_at(entry, at).unwrap_or(0);
        let shapes = entries(file.part(Part::Shapes), 26).map(|(range, entry)| (range.start, number(entry, 0)));
        let boxes = entries(file.part(Part::TextBoxes), 22)
            .map(|(range, entry)| (number(entry, 14), within(&boxes, &range)))
            .filter(|(shape, _)| *shape != 0);
        let note = |kind: &'static str, part: Part| {
            entries(file.part(part), 2).enumerate().map(move |(n, (range, _))| (range.start, (kind, n)))
        };
        let footnotes = note("footnoteReference", Part::FootnotePlaces);
        Ok(Reader {
            file,
            styles: style::styles(file),
            fonts: style::fonts(file),
            paragraphs: Pages::of_paragraphs(&file.main, file.part(Part::Paragraphs)),
            runs: Pages::of_runs(&file.main, file.part(Part::Runs)),
            notes: footnotes.chain(note("endnoteReference", Part::EndnotePlaces)).collect(),
            boxes: boxes.collect(),
            shapes: shapes.collect(),
            fields: Vec::new(),
            characters_left: text.units.len(),
            elements_left: MOST_ELEMENTS,
            text,
        })
    }

    fn parts(mut self) -> Result<Parts, PackageError> {
        let [text, footnotes, edges, _, _, endnotes, _] = self.file.stories();
        let mut body = self.body(&text)?;
        // Text boxes without a known position follow the text.
        let mut unplaced: Vec<Range<usize>> = std::mem::take(&mut self.boxes).into_values().collect();
        unplaced.sort_by_key(|range| range.start);
        for range in unplaced {
            let text_box = self.body(&range)?.named("txbxContent");
            if text_box.find("t").is_some() {
                body.push(Element::of("p").with_child(Element::of("r").with_child(text_box)));
            }
        }
        let footnotes = self.notes(Part::Footnotes, &footnotes)?;
        let endnotes = self.notes(Part::Endnotes, &endnotes)?;
        // The first six are separator lines of notes.
        let edges: Vec<_> =
            entries(self.file.part(Part::PageEdges), 0).skip(6).map(|(r, _)| within(&edges, &r)).collect();
        let page_edges = edges.iter().map(|range| self.body(range)).collect::<Result<_, _>>()?;
        let styles = Styles::of(&style::element(&self.styles));
        let lists = Lists::of(&list::element(self.file, &self.fonts));
        Ok(Parts { body, styles, lists, footnotes, endnotes, page_edges })
    }

    /// Returns the notes of a part by number.
    fn notes(&mut self, part: Part, story: &Range<usize>) -> Result<HashMap<String, Element>, PackageError> {
        let ranges: Vec<_> = entries(self.file.part(part), 0).map(|(range, _)| within(story, &range)).collect();
        ranges.iter().enumerate().map(|(n, range)| Ok((n.to_string(), self.body(range)?))).collect()
    }

    /// Returns the paragraphs and tables in a range of characters.
    fn body(&mut self, range: &Range<usize>) -> Result<Element, PackageError> {
        let range = self.text.bounded(range);
        let fields = std::mem::take(&mut self.fields);
        let left = self.characters_left.checked_sub(range.len());
        self.characters_left = left.ok_or_else(|| PackageError::TooLarge(String::new()))?;
        let mut body = Element::of("body");
        let mut tables: Vec<Table> = Vec::new();
        let mut start = range.start;
        for at in range.clone() {
            let is_last = at + 1 == range.end;
            if !self.ends_paragraph(at) && !is_last {
                continue;
            }
            let (properties, _) = self.paragraph_at(at);
            let paragraph = self.paragraph(start..at + 1, &properties)?;
            start = at + 1;
            let depth = properties.depth();
            while tables.len() > depth {
                end_table(&mut tables, &mut body);
            }
            tables.resize_with(depth, Table::default);
            let Some(table) = tables.last_mut() else {
                body.push(paragraph);
                continue;
            };
            if properties.ends_row {
                table.end_row(properties);
                continue;
            }
            table.inside.push(paragraph);
            if properties.ends_inner_cell || depth == 1 && self.text.units[at] == CELL {
                table.end_cell();
            }
        }
        while !tables.is_empty() {
            end_table(&mut tables, &mut body);
        }
        self.fields = fields;
        Ok(body)
    }

    /// Returns true if a character ends a paragraph. A page break does at the end of a section.
    fn ends_paragraph(&self, at: usize) -> bool {
        match self.text.units[at] {
            PARAGRAPH | CELL => true,
            PAGE => self.paragraph_at(at).1 == at + 1,
            _ => false,
        }
    }

    /// Returns the properties of the paragraph that contains a character, and the position after its last character.
    fn paragraph_at(&self, at: usize) -> (Paragraph, usize) {
        let Some(piece) = self.text.piece(at) else { return (Paragraph::default(), at + 1) };
        let found = self.paragraphs.at(piece.place(at));
        let style = streams::u16_at(found.changes, 0).unwrap_or(0);
        let mut read = Paragraph { style, ..Paragraph::default() };
        read.change(found.changes.get(2..).unwrap_or_default(), self.file);
        read.change(&piece.changes, self.file);
        (read, piece.character(found.end))
    }

    /// Returns a paragraph with its runs.
    fn paragraph(&mut self, range: Range<usize>, properties: &Paragraph) -> Result<Element, PackageError> {
        let mut element = Element::of("p");
        let mut shown = properties.element();
        let mut at = range.start;
        while at < range.end {
            let left = self.elements_left.checked_sub(1);
            self.elements_left = left.ok_or_else(|| PackageError::TooLarge(String::new()))?;
            let (run, end) = self.run_at(at, range.end);
            if end == range.end && run.is_deleted() && self.text.units[end - 1] == PARAGRAPH {
                shown.push(Element::of("rPr").with_child(Element::of("del")));
            }
            self.run(at..end, &run, &mut element)?;
            at = end;
        }
        element.children.insert(0, super::xml::Node::Element(shown));
        Ok(element)
    }

    /// Returns the properties of the run that begins at a character, and the position after its last character.
    fn run_at(&self, at: usize, limit: usize) -> (Run, usize) {
        let mut run = Run::default();
        let Some(piece) = self.text.piece(at) else { return (run, at + 1) };
        let found = self.runs.at(piece.place(at));
        run.change(found.changes);
        run.change(&piece.changes);
        (run, piece.character(found.end).clamp(at + 1, limit.max(at + 1)))
    }

    /// Adds the text and the special characters of a run.
    fn run(&mut self, range: Range<usize>, run: &Run, paragraph: &mut Element) -> Result<(), PackageError> {
        let mut start = range.start;
        for at in range.clone() {
            if !self.is_sign(at, run) {
                continue;
            }
            self.words(start..at, run, paragraph);
            // A note may have a custom mark, which is text.
            let is_word = self.text.units[at] >= 0x20 && run.symbol.is_none();
            start = if is_word { at } else { at + 1 };
            if let Some(sign) = self.sign(at, run)? {
                paragraph.push(run.element(sign, &self.styles, None));
            }
        }
        self.words(start..range.end, run, paragraph);
        Ok(())
    }

    fn is_sign(&self, at: usize, run: &Run) -> bool {
        self.text.units[at] < 0x20 || run.symbol.is_some() || self.notes.contains_key(&at)
    }

    /// Adds text: that of the plan, or the instruction of a field.
    fn words(&self, range: Range<usize>, run: &Run, paragraph: &mut Element) {
        if range.is_empty() {
            return;
        }
        let text = String::from_utf16_lossy(&self.text.units[range]);
        let mut shown = Element::text_of(text);
        if self.fields.last() == Some(&false) {
            shown.name = "instrText";
        }
        let font = run.font.and_then(|font| self.fonts.get(usize::from(font))).map(String::as_str);
        paragraph.push(run.element(shown, &self.styles, font));
    }

    /// Returns the element for a special character; `None` for one that shows nothing.
    fn sign(&mut self, at: usize, run: &Run) -> Result<Option<Element>, PackageError> {
        let unit = self.text.units[at];
        if let Some((kind, number)) = self.notes.get(&at) {
            return Ok(Some(Element::of(kind).with("id", &number.to_string())));
        }
        if let Some((font, place)) = run.symbol {
            let font = self.fonts.get(usize::from(font)).map_or("", String::as_str);
            return Ok(Some(Element::of("sym").with("font", font).with("char", &format!("{place:04x}"))));
        }
        let field = |kind: &str| Some(Element::of("fldChar").with("fldCharType", kind));
        Ok(match unit {
            TAB => Some(Element::of("tab")),
            LINE | PAGE | COLUMN => Some(Element::of("br")),
            HYPHEN => Some(Element::of("noBreakHyphen")),
            FIELD => {
                self.fields.push(false);
                field("begin")
            }
            FIELD_RESULT => {
                self.fields.last_mut().into_iter().for_each(|is_over| *is_over = true);
                field("separate")
            }
            FIELD_END => {
                self.fields.pop();
                field("end")
            }
            SHAPE if run.is_special => Some(self.shape(at)?),
            PICTURE if run.is_special && !run.is_data && !self.follows_shape(at) => Some(Element::of("picture")),
            COMMENT if run.is_special => Some(Element::of("commentReference")),
            _ => None,
        })
    }

    /// Returns true for a picture of the shape before it, for programs without support for shapes.
    fn follows_shape(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.text.units[before] == SHAPE)
    }

    /// Returns the text box of a shape, or a picture.
    fn shape(&mut self, at: usize) -> Result<Element, PackageError> {
        match self.shapes.get(&at).and_then(|shape| self.boxes.remove(shape)) {
            Some(range) => Ok(self.body(&range)?.named("txbxContent")),
            None => Ok(Element::of("picture")),
        }
    }
}

/// Returns a range relative to the start of a story as a range of all characters.
fn within(story: &Range<usize>, range: &Range<usize>) -> Range<usize> {
    let place = |at: usize| story.start.saturating_add(at).min(story.end);
    place(range.start)..place(range.end)
}

/// Ends the innermost table, and adds it to the element around it.
fn end_table(tables: &mut Vec<Table>, body: &mut Element) {
    let Some(table) = tables.pop() else { return };
    let elements = table.elements();
    match tables.last_mut() {
        Some(around) => around.inside.extend(elements),
        None => body.extend(elements),
    }
}
