//! Rich Text Format (RTF 1.9), converted to the elements of Word files, so that the same rules apply to both.
//!
//! A file is a tree of groups with control words. Numbers of lists are included as text (`\listtext`), as they were
//! printed.

use std::collections::HashMap;

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

use super::super::package::PackageError;
use super::numbering::Lists;
use super::parts::Parts;
use super::style::Styles;
use super::xml::Element;

/// The maximum depth of nested groups.
const DEEPEST: usize = 256;
/// The maximum size of a file in bytes.
const LARGEST: usize = 32 << 20;
/// The maximum number of runs, paragraphs, cells and rows: about a hundred times those of a plan of 500 pages.
const MOST_ELEMENTS: usize = 500_000;

/// Groups whose text does not belong to the document.
const ASIDE: &[&str] = &[
    "stylesheet",
    "colortbl",
    "info",
    "pict",
    "object",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "datastore",
    "latentstyles",
    "filetbl",
    "revtbl",
    "fldinst",
    "bkmkstart",
    "bkmkend",
    "xe",
    "tc",
    "nonshppict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "annotation",
    "atnid",
    "atnauthor",
    "shpinst",
    "pgptbl",
    "xmlnstbl",
    "wgrffmtfilter",
    "mmathPr",
    "defchp",
    "defpap",
    "pnseclvl",
    "operator",
    "background",
];

/// Reads the parts of a file.
///
/// # Errors
/// Fails if it is nested too deeply, or larger than any real document.
pub fn read(bytes: &[u8]) -> Result<Parts, PackageError> {
    if bytes.len() > LARGEST {
        return Err(PackageError::TooLarge(String::new()));
    }
    let mut reader = Reader::default();
    reader.read(bytes)?;
    let body = reader.finish();
    let footnotes = reader.notes.drain(..).enumerate().map(|(n, note)| (n.to_string(), note)).collect();
    let page_edges = Vec::new();
    Ok(Parts {
        body,
        styles: Styles::default(),
        lists: Lists::default(),
        footnotes,
        endnotes: HashMap::new(),
        page_edges,
    })
}

/// The properties in force in a group.
#[derive(Debug, Clone, Default)]
struct State {
    is_aside: bool,
    is_fonts: bool,
    is_struck: bool,
    is_hidden: bool,
    is_deleted: bool,
    font: i32,
    /// The number of fallback characters after a Unicode character.
    skipped: usize,
    /// True for the text of a note, which is not part of the paragraph.
    in_note: bool,
    /// True for the number of a paragraph.
    is_number: bool,
}

/// A cell being defined: its right edge, and true if it continues.
#[derive(Debug, Clone, Copy, Default)]
struct Border {
    right: i32,
    down: u8,
    beside: bool,
}

#[derive(Default)]
struct Reader {
    state: State,
    groups: Vec<State>,
    fonts: HashMap<i32, &'static Encoding>,
    usual: Option<&'static Encoding>,
    /// Bytes not decoded yet, and the number of characters to skip.
    bytes: Vec<u8>,
    skip: usize,
    high: Option<u16>,
    text: String,
    paragraph: Element,
    outline: Option<i32>,
    in_table: bool,
    cell: Vec<Element>,
    cells: Vec<Element>,
    rows: Vec<(Vec<Element>, Vec<Border>)>,
    borders: Vec<Border>,
    border: Border,
    body: Element,
    notes: Vec<Element>,
    note: String,
    pictures: usize,
    /// The number of runs, paragraphs, cells and rows so far.
    elements: usize,
}

impl Reader {
    fn read(&mut self, bytes: &[u8]) -> Result<(), PackageError> {
        self.body = Element::of("body");
        self.paragraph = Element::of("p");
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' => {
                    self.decode();
                    if self.groups.len() >= DEEPEST {
                        return Err(PackageError::Harmful(String::new()));
                    }
                    self.groups.push(self.state.clone());
                }
                b'}' => {
                    self.end_text();
                    let was_note = self.state.in_note;
                    self.state = self.groups.pop().unwrap_or_default();
                    if was_note && !self.state.in_note {
                        self.end_note();
                    }
                }
                b'\\' => at = self.control(bytes, at),
                b'\r' | b'\n' => {}
                _ if self.skip > 0 => self.skip -= 1,
                byte => self.bytes.push(*byte),
            }
            if self.elements > MOST_ELEMENTS {
                return Err(PackageError::TooLarge(String::new()));
            }
        }
        self.end_text();
        Ok(())
    }

    /// Handles a control word or symbol, and returns the offset after it.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            return self.sign(*first, bytes, at);
        }
        let length = bytes[at..].iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&bytes[at..at + length]).unwrap_or_default();
        let mut end = at + length;
        let negative = bytes.get(end) == Some(&b'-');
        let from = end + usize::from(negative);
        let digits = bytes.get(from..).unwrap_or_default().iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let value = std::str::from_utf8(bytes.get(from..from + digits).unwrap_or_default())
            .ok()
            .and_then(|n| n.parse::<i64>().ok());
        let value = value.map(|n| i32::try_from(if negative { -n } else { n }).unwrap_or(0));
        if digits > 0 {
            end = from + digits;
        }
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            return end.saturating_add(usize::try_from(value.unwrap_or(0)).unwrap_or(0));
        }
        self.word(word, value);
        end
    }

    fn sign(&mut self, sign: u8, bytes: &[u8], at: usize) -> usize {
        match sign {
            b'\'' => {
                let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
                if self.skip > 0 {
                    self.skip -= 1;
                } else if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.bytes.push(byte);
                }
                return at + 3;
            }
            b'*' => self.state.is_aside = true,
            b'~' => self.show(' '),
            b'_' => self.show('-'),
            b'\\' | b'{' | b'}' => self.bytes.push(sign),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, word: &str, value: Option<i32>) {
        let is_on = value != Some(0);
        if word == "u" {
            return self.unicode(value.unwrap_or(0));
        }
        self.decode();
        match word {
            "listtext" | "pntext" => (self.state.is_number, self.state.is_aside) = (true, false),
            "shptxt" | "fldrslt" => self.state.is_aside = false,
            "fonttbl" => (self.state.is_fonts, self.state.is_aside) = (true, true),
            "footnote" => {
                self.end_text();
                (self.state.in_note, self.state.is_aside) = (true, false);
            }
            "pict" => {
                self.pictures += usize::from(!self.state.is_aside);
                self.state.is_aside = true;
            }
            word if ASIDE.contains(&word) => {
                self.end_text();
                self.state.is_aside = true;
            }
            "ansicpg" => self.usual = Some(by_page(value.unwrap_or(0))),
            "f" => {
                self.end_run();
                self.state.font = value.unwrap_or(0);
            }
            "fcharset" if self.state.is_fonts => {
                if let Some(encoding) = by_charset(value.unwrap_or(0)) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "uc" => self.state.skipped = usize::try_from(value.unwrap_or(1)).unwrap_or(1) + 1,
            "plain" => {
                self.end_run();
                (self.state.is_struck, self.state.is_hidden, self.state.is_deleted) = (false, false, false);
            }
            "strike" | "striked" => {
                self.end_run();
                self.state.is_struck = is_on;
            }
            "v" => {
                self.end_run();
                self.state.is_hidden = is_on;
            }
            "deleted" => {
                self.end_run();
                self.state.is_deleted = is_on;
            }
            _ if self.state.is_aside => {}
            _ => self.layout(word, value),
        }
    }

    /// Handles control words for the position of text.
    fn layout(&mut self, word: &str, value: Option<i32>) {
        match word {
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" => self.add(Element::of("br")),
            "tab" if self.state.is_number => self.show(' '),
            "tab" => self.add(Element::of("tab")),
            "emdash" => self.show('—'),
            "endash" => self.show('–'),
            "bullet" => self.show('•'),
            "lquote" => self.show('‘'),
            "rquote" => self.show('’'),
            "ldblquote" => self.show('“'),
            "rdblquote" => self.show('”'),
            "pard" => (self.in_table, self.outline) = (false, None),
            "outlinelevel" => self.outline = value,
            "intbl" => self.in_table = true,
            "trowd" => self.borders.clear(),
            "clvmgf" => self.border.down = 1,
            "clvmrg" => self.border.down = 2,
            "clmrg" => self.border.beside = true,
            "cellx" => {
                let border = Border { right: value.unwrap_or(0), ..std::mem::take(&mut self.border) };
                if self.borders.len() < 64 {
                    self.borders.push(border);
                }
            }
            "cell" | "nestcell" => {
                self.in_table = true;
                self.end_paragraph();
                self.elements += 1;
                let held = std::mem::take(&mut self.cell);
                self.cells.push(held.into_iter().fold(Element::of("tc"), Element::with_child));
            }
            "row" => {
                self.elements += 1;
                self.rows.push((std::mem::take(&mut self.cells), self.borders.clone()));
            }
            _ => {}
        }
    }

    fn unicode(&mut self, value: i32) {
        self.decode();
        // Values above 32767 are written as negative numbers.
        let unit = value.rem_euclid(0x1_0000) as u16;
        match (self.high.take(), unit) {
            (None, 0xD800..=0xDBFF) => self.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                let pair = char::decode_utf16([high, unit]).next().and_then(Result::ok);
                self.show(pair.unwrap_or('\u{fffd}'));
            }
            (_, unit) => self.show(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}')),
        }
        self.skip = self.state.skipped.checked_sub(1).unwrap_or(1);
    }

    fn show(&mut self, c: char) {
        self.decode();
        if !self.state.is_aside {
            self.text.push(c);
        }
    }

    /// Decodes the bytes so far with the encoding of the current font.
    fn decode(&mut self) {
        self.skip = 0;
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.fonts.get(&self.state.font).copied().or(self.usual).unwrap_or(WINDOWS_1252);
        if !self.state.is_aside {
            // A Latin font does not give the encoding of Chinese characters.
            let own = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
            let text = own.unwrap_or_else(|| GBK.decode_without_bom_handling(&bytes).0);
            self.text.push_str(&text);
        }
    }

    /// Ends the current run before its properties change.
    fn end_run(&mut self) {
        self.decode();
        self.end_text();
    }

    fn end_text(&mut self) {
        self.decode();
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return;
        }
        if self.state.in_note {
            self.note.push_str(&text);
        } else {
            self.add(Element::text_of(text));
        }
    }

    /// Adds an element to the paragraph.
    fn add(&mut self, shown: Element) {
        if shown.name != "t" {
            self.end_text();
        }
        self.elements += 1;
        let mut properties = Element::of("rPr");
        properties.extend(self.state.is_struck.then(|| Element::of("strike")));
        properties.extend(self.state.is_hidden.then(|| Element::of("vanish")));
        let run = Element::of("r").with_child(properties).with_child(shown);
        self.paragraph.push(if self.state.is_deleted { Element::of("del").with_child(run) } else { run });
    }

    fn end_note(&mut self) {
        let run = Element::of("r").with_child(Element::text_of(std::mem::take(&mut self.note)));
        self.notes.push(Element::of("footnote").with_child(Element::of("p").with_child(run)));
        let id = (self.notes.len() - 1).to_string();
        self.add(Element::of("footnoteReference").with("id", &id));
    }

    fn end_paragraph(&mut self) {
        self.end_text();
        if self.state.in_note {
            return;
        }
        self.elements += 1;
        let mut properties = Element::of("pPr");
        properties.extend(self.outline.map(|level| Element::valued("outlineLvl", &level.to_string())));
        for _ in 0..std::mem::take(&mut self.pictures) {
            self.paragraph.push(Element::of("r").with_child(Element::of("picture")));
        }
        let mut paragraph = std::mem::replace(&mut self.paragraph, Element::of("p"));
        paragraph.push(properties);
        if self.in_table {
            self.cell.push(paragraph);
        } else {
            self.end_table();
            self.body.push(paragraph);
        }
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        for paragraph in std::mem::take(&mut self.cell) {
            self.body.push(paragraph);
        }
        if rows.is_empty() {
            return;
        }
        let mut edges: Vec<i32> =
            rows.iter().flat_map(|(_, borders)| borders.iter().map(|border| border.right)).collect();
        edges.sort_unstable();
        edges.dedup_by(|later, earlier| *later - *earlier <= 20);
        let place = |right: i32| edges.partition_point(|edge| *edge < right - 20);
        let mut table = Element::of("tbl");
        for (cells, borders) in rows {
            table.push(row(cells, &borders, &place));
        }
        self.body.push(table);
    }

    fn finish(&mut self) -> Element {
        if !self.paragraph.children.is_empty() {
            self.end_paragraph();
        }
        self.end_table();
        std::mem::take(&mut self.body)
    }
}

/// Returns a row with its cells. `place` returns the column that ends at an edge.
fn row(cells: Vec<Element>, borders: &[Border], place: &dyn Fn(i32) -> usize) -> Element {
    let mut row = Element::of("tr");
    let mut column = 0;
    let mut open: Option<(Element, usize, u8)> = None;
    let close = |row: &mut Element, open: Option<(Element, usize, u8)>| {
        let Some((mut cell, span, down)) = open else { return };
        let mut properties = Element::of("tcPr").with_child(Element::valued("gridSpan", &span.max(1).to_string()));
        match down {
            0 => {}
            1 => properties.push(Element::valued("vMerge", "restart")),
            _ => properties.push(Element::of("vMerge")),
        }
        cell.push(properties);
        row.push(cell);
    };
    for (n, cell) in cells.into_iter().enumerate() {
        let border = borders.get(n).copied().unwrap_or_default();
        let end = borders.get(n).map_or(column + 1, |border| place(border.right) + 1).max(column + 1);
        let span = end - column;
        column = end;
        match open.take() {
            Some((before, wide, down)) if border.beside => open = Some((before, wide + span, down)),
            before => {
                close(&mut row, before);
                open = Some((cell, span, border.down));
            }
        }
    }
    close(&mut row, open);
    row
}

fn by_page(page: i32) -> &'static Encoding {
    match page {
        936 | 54936 | 20936 => GBK,
        950 => BIG5,
        932 => SHIFT_JIS,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1252,
    }
}

/// Returns the encoding for the character set number of a font.
fn by_charset(charset: i32) -> Option<&'static Encoding> {
    match charset {
        134 => Some(GBK),
        136 => Some(BIG5),
        128 => Some(SHIFT_JIS),
        _ => None,
    }
}
