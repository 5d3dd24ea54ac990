//! Conversion of the elements of a Word file to lines, in reading order.

use crate::plan::Paragraph;
use crate::plan::doubt::FileContent;

use super::super::drawn::SetLine;
use super::super::layout::Layout;
use super::super::seen::Seen;
use super::field::Fields;
use super::numbering::{Lists, font_of};
use super::parts::Parts;
use super::style::{Numbering, outline_of};
use super::symbol;
use super::xml::Element;

/// Converts elements to lines.
pub struct Body<'a> {
    parts: &'a Parts,
    lists: Lists,
    /// The lines so far.
    pub lines: Vec<SetLine>,
    /// Text that is not shown.
    pub leftovers: Vec<Paragraph>,
    /// Observations about the document to report to a person.
    pub seen: Seen,
    /// The layout at the current place: its box and its table.
    pub here: Layout,
    /// The number of boxes and tables so far.
    pub drawn: u32,
    fields: Fields,
    /// The text of a paragraph whose end mark was deleted: it continues in the next paragraph.
    unended: String,
    notes: Vec<Note<'a>>,
}

/// A note to be added at the end.
struct Note<'a> {
    /// The text to which it is attached.
    after: String,
    note: &'a Element,
}

/// The text of a paragraph.
#[derive(Default)]
struct Words<'a> {
    text: String,
    /// The font of the current run.
    font: String,
    /// True if some of the text is outside of the table of contents.
    outside: bool,
    boxes: Vec<&'a Element>,
}

impl<'a> Body<'a> {
    /// Returns an empty body with these lists.
    pub fn new(parts: &'a Parts, lists: Lists) -> Self {
        Body {
            parts,
            lists,
            lines: Vec::new(),
            leftovers: Vec::new(),
            seen: Seen::default(),
            here: Layout::default(),
            drawn: 0,
            fields: Fields::default(),
            unended: String::new(),
            notes: Vec::new(),
        }
    }

    /// Returns the number of the next line.
    pub fn line(&self) -> u32 {
        u32::try_from(self.lines.len() + 1).unwrap_or(u32::MAX)
    }

    /// Converts block-level elements: paragraphs, tables, and elements around them.
    pub fn blocks(&mut self, inside: &'a Element) {
        for element in inside.elements() {
            match element.name {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "sdt" => self.control(element),
                "ins" | "sdtContent" | "txbxContent" => self.blocks(element),
                "altChunk" => self.seen.meet(FileContent::Object, self.line(), ""),
                "AlternateContent" => self.blocks(chosen(element)),
                _ => {}
            }
        }
    }

    /// Converts a content control; Word marks the one around a table of contents.
    fn control(&mut self, control: &'a Element) {
        let gallery = control.child("sdtPr").and_then(|properties| properties.find("docPartGallery"));
        let contents = gallery.and_then(|gallery| gallery.attribute("val")) == Some("Table of Contents");
        let before = self.here.contents;
        self.here.contents |= contents;
        self.blocks(control);
        self.here.contents = before;
    }

    fn paragraph(&mut self, paragraph: &'a Element) {
        let mut words = Words::default();
        let contents = self.fields.in_contents();
        self.inline(paragraph, &mut words);
        let contents = contents || self.fields.in_contents();
        self.fields.end_paragraph();
        let properties = paragraph.child("pPr");
        let ended = properties.and_then(|p| p.child("rPr"));
        if ended.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) {
            self.unended.push_str(&words.text);
        } else {
            let text = std::mem::take(&mut self.unended) + &words.text;
            let style = properties.and_then(|p| p.value("pStyle"));
            let number = self.number(properties, style).unwrap_or_default();
            let outline = properties.and_then(outline_of).or_else(|| self.parts.styles.outline(style));
            let heading = outline.filter(|level| *level < 9 && !text.trim().is_empty());
            let contents = self.here.contents || contents && !words.outside;
            self.push(&number, &text, Layout { heading, contents, ..self.here });
        }
        for text_box in words.boxes {
            self.text_box(text_box);
        }
    }

    /// Adds the lines of a paragraph. A number without text is dropped.
    fn push(&mut self, number: &str, text: &str, layout: Layout) {
        let text = text.trim_matches(|c: char| !matches!(c, '\n' | '\t') && c.is_whitespace());
        if text.trim().is_empty() {
            self.lines.push((String::new(), Layout { heading: None, ..layout }));
        } else if layout.heading.is_some() {
            let text: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
            self.lines.push((format!("{number}{}", text.join(" ")), layout));
        } else {
            let mut number = number;
            for line in text.split('\n').map(without_indentation) {
                let number = if line.is_empty() { "" } else { std::mem::take(&mut number) };
                self.lines.push((format!("{number}{line}"), layout));
            }
        }
    }

    /// Returns the number that Word prints before a paragraph, from its own properties or its style.
    fn number(&mut self, properties: Option<&Element>, style: Option<&str>) -> Option<String> {
        let own = properties.map(Numbering::of).unwrap_or_default();
        let by_style = self.parts.styles.numbering(style);
        let list = own.list.as_deref().or(by_style.list.as_deref()).filter(|list| *list != "0")?;
        let by_list = || self.parts.styles.ids(style).find_map(|id| self.lists.level_of_style(list, id));
        let level = own.level.or_else(|| if own.list.is_none() { by_list().or(by_style.level) } else { None });
        let level = level.unwrap_or(0);
        self.lists.next(list, level)
    }

    /// Converts a text box, which follows the text of its paragraph.
    fn text_box(&mut self, text_box: &'a Element) {
        self.drawn += 1;
        let inside = Layout { frame: Some(self.drawn), table: None, ..self.here };
        let (before, from) = (std::mem::replace(&mut self.here, inside), self.lines.len());
        self.blocks(text_box);
        self.here = before;
        if self.lines[from..].iter().all(|(text, _)| text.is_empty()) {
            self.lines.truncate(from);
        }
    }

    /// Converts inline elements: runs, and elements around them.
    fn inline(&mut self, inside: &'a Element, words: &mut Words<'a>) {
        for element in inside.elements() {
            match element.name {
                "pPr" | "rPr" | "sdtPr" | "rt" => {}
                "r" => self.run(element, words),
                "t" => self.text(&element.text(), words),
                "tab" | "ptab" => self.show("\t", words),
                "br" | "cr" => self.show("\n", words),
                "noBreakHyphen" => self.show("-", words),
                "sym" => self.sign(element, words),
                "instrText" => self.fields.instruct(&element.text()),
                "fldChar" => self.field(element, words),
                "fldSimple" => self.simple_field(element, words),
                "del" | "moveFrom" => self.seen.meet(FileContent::Deleted, self.line(), ""),
                "ins" => self.inserted(element, words),
                "commentReference" => self.seen.meet(FileContent::Comment, self.line(), ""),
                "footnoteReference" => self.note(element, &self.parts.footnotes, words),
                "endnoteReference" => self.note(element, &self.parts.endnotes, words),
                "footnote" | "endnote" => self.attach(element, words),
                "picture" => self.seen.meet(FileContent::Picture, self.line(), ""),
                "object" => self.seen.meet(FileContent::Object, self.line(), ""),
                "txbxContent" => words.boxes.push(element),
                "AlternateContent" => self.inline(chosen(element), words),
                _ => self.inline(element, words),
            }
        }
    }

    fn run(&mut self, run: &'a Element, words: &mut Words<'a>) {
        let properties = run.child("rPr");
        words.font = properties.and_then(|p| p.child("rFonts")).and_then(font_of).unwrap_or_default().to_string();
        let is = |name: &str| properties.is_some_and(|properties| properties.switch(name));
        let kind = match () {
            () if is("vanish") => FileContent::Hidden,
            () if is("strike") || is("dstrike") => FileContent::Struck,
            () if self.parts.styles.is_struck(properties.and_then(|p| p.value("rStyle"))) => FileContent::Struck,
            () => return self.inline(run, words),
        };
        // Field characters count even if they are hidden.
        let mut apart = Words::default();
        self.inline(run, &mut apart);
        let line = self.line();
        self.seen.take_out(kind, line, apart.text, &mut self.leftovers);
        words.boxes.append(&mut apart.boxes);
    }

    fn inserted(&mut self, inserted: &'a Element, words: &mut Words<'a>) {
        let from = words.text.len();
        self.inline(inserted, words);
        self.seen.meet(FileContent::Inserted, self.line(), &words.text[from..]);
    }

    /// Adds text, unless it is part of a field instruction.
    fn show(&mut self, text: &str, words: &mut Words) {
        if self.fields.shows_text() {
            words.outside |= !text.trim().is_empty() && !self.fields.in_contents();
            words.text.push_str(text);
        }
    }

    /// Adds the text of a run; characters that would break a line, and private-use characters, are replaced by what
    /// they look like.
    fn text(&mut self, text: &str, words: &mut Words) {
        let mut shown = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push(' '),
                c if symbol::is_private(c) => shown.push(self.known_sign(&words.font, u32::from(c))),
                c => shown.push(c),
            }
        }
        self.show(&shown, words);
    }

    fn sign(&mut self, sign: &Element, words: &mut Words) {
        let place = sign.attribute("char").and_then(|place| u32::from_str_radix(place, 16).ok()).unwrap_or(0);
        let c = self.known_sign(sign.attribute("font").unwrap_or_default(), place);
        self.show(c.encode_utf8(&mut [0; 4]), words);
    }

    fn known_sign(&mut self, font: &str, place: u32) -> char {
        symbol::character(font, place).unwrap_or_else(|| {
            self.seen.meet(FileContent::Symbol, self.line(), "");
            '□'
        })
    }

    fn field(&mut self, mark: &Element, words: &mut Words) {
        match mark.attribute("fldCharType") {
            Some("begin") => self.fields.begin(),
            Some("separate") => self.fields.separate(),
            _ => {
                if let Some(text) = self.fields.end() {
                    self.show(&text, words);
                }
            }
        }
    }

    fn simple_field(&mut self, field: &'a Element, words: &mut Words<'a>) {
        self.fields.begin();
        self.fields.instruct(field.attribute("instr").unwrap_or_default());
        self.fields.separate();
        self.inline(field, words);
        self.fields.end();
    }

    fn note(&mut self, reference: &Element, notes: &'a std::collections::HashMap<String, Element>, words: &Words) {
        if let Some(note) = reference.attribute("id").and_then(|id| notes.get(id)) {
            self.attach(note, words);
        }
    }

    /// Keeps a note for the end, with the text to which it is attached.
    fn attach(&mut self, note: &'a Element, words: &Words) {
        let count = words.text.chars().count();
        let after = words.text.chars().skip(count.saturating_sub(12)).filter(|c| !c.is_whitespace()).collect();
        self.notes.push(Note { after, note });
    }

    /// Adds the notes below the text, under a heading of their own, so that they belong to no task.
    pub fn print_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        self.here = Layout::default();
        for (n, Note { after, note }) in notes.iter().enumerate() {
            if n == 0 {
                self.lines.extend(["", "附录 脚注和尾注"].map(|line| (line.to_string(), Layout::default())));
            }
            let text = self.flat(note);
            self.seen.meet(FileContent::Note, self.line(), &text);
            self.lines.push((format!("［{}］“{after}”：{text}", n + 1), Layout::default()));
        }
    }
}

/// Returns a line without its indenting tab. If more tabs follow, the line is a row of cells, the first of which is
/// empty.
fn without_indentation(line: &str) -> &str {
    let words = line.trim();
    if words.matches('\t').count() >= 2 { line.trim_end() } else { words }
}

/// Returns the first of several alternative representations that has content.
fn chosen(alternatives: &Element) -> &Element {
    let says = |form: &&Element| ["t", "txbxContent", "picture", "sym"].iter().any(|name| form.find(name).is_some());
    alternatives.elements().find(says).or_else(|| alternatives.elements().next()).unwrap_or(alternatives)
}

/// Returns true if a part of a document has words other than page numbers.
pub fn has_words(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !"第页共".contains(c))
}
