//! The document model of reports, independent of file formats.
//!
//! Numbers of headings, source marks and gaps are generated here, so that they are the same in every format.

mod chart;
mod closing;
mod sources;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::text::width::{AmbiguousWidth, width};
use crate::text::{fit, numeral};

pub use chart::{Bar, Chart, Course, Light, Tone};
pub use sources::{Place, Sources};

/// The text of a cell to be filled in by hand.
pub const GAP: &str = "【待补充】";

/// The maximum width of a title line on A4, in columns.
const TITLE_LINE: usize = 40;

/// A report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The title.
    pub title: String,
    /// The day of the draft.
    pub date: Date,
    /// The lines below the title: author and date.
    pub byline: Vec<Piece>,
    /// The text before the first section.
    pub opening: Vec<Block>,
    /// The sections of the first level (一、二、三、).
    pub sections: Vec<Section>,
    /// The text after the last section: signature and date of a letter.
    pub closing: Vec<Block>,
    /// The appended tables (附表), in the order of their numbers, from 1.
    pub appendices: Vec<Table>,
    /// The gaps that no sentence shows: rows and records to be completed.
    pub missing: Vec<Missing>,
    /// The place where sources are shown.
    pub marks: Marks,
    /// The kind of pages.
    pub layout: Layout,
}

/// The kind of pages of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// The pages of an official document (GB/T 9704-2012).
    #[default]
    Official,
    /// A form that is filled in and sent back, on one page where it can: smaller letters and margins.
    Compact,
}

/// The place where the sources of sentences are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Marks {
    /// Nowhere, for a final report.
    #[default]
    Off,
    /// In a table at the end.
    Annex,
    /// At each sentence: as comments in Word documents, in brackets in other formats.
    Comments,
}

/// A gap to be filled in before the report is finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The place in the report: 七、（一）, 附表2第3、5行.
    pub place: String,
    /// The missing content.
    pub what: String,
}

/// A section with its heading, its text and its subsections.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading without its number.
    pub heading: String,
    /// The text before the first subsection.
    pub body: Vec<Block>,
    /// The subsections.
    pub parts: Vec<Section>,
}

impl Section {
    /// Returns a section that has only text.
    pub fn new(heading: impl Into<String>, body: Vec<Block>) -> Self {
        Section { heading: heading.into(), body, parts: Vec::new() }
    }
}

/// A block of a section's text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A chart, for formats that can draw.
    Chart(Chart),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// An introductory phrase (已完成), highlighted, without a full stop.
    pub lead: Option<String>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
    /// The alignment of its lines.
    pub align: Align,
}

/// The alignment of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Justified, with a first-line indent of two characters.
    #[default]
    Body,
    /// Left: the addressee of a letter.
    Addressee,
    /// Right: the signature of a letter.
    Signature,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Sentence {
    /// A statement with its sources, without a full stop.
    Said {
        /// The text.
        text: String,
        /// The rows on which it rests.
        sources: Sources,
    },
    /// A gap to be filled in by hand.
    Gap(String),
    /// A line that is not a sentence, without a full stop.
    Line(String),
}

/// A span of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The introductory phrase.
    Lead(String),
    /// Running text.
    Words(String),
    /// The sources of the text before it, without brackets.
    Mark(String),
    /// A gap, with its brackets.
    Gap(String),
}

impl Piece {
    /// Returns a gap for missing content: 【待补充：…】.
    pub fn gap(what: &str) -> Self {
        Piece::Gap(format!("【待补充：{what}】"))
    }

    /// Returns the text as printed.
    pub fn text(&self) -> &str {
        match self {
            Piece::Lead(text) | Piece::Words(text) | Piece::Gap(text) => text,
            Piece::Mark(_) => "",
        }
    }
}

impl Paragraph {
    /// Returns an empty paragraph.
    pub fn new() -> Self {
        Paragraph::default()
    }

    /// Returns an empty paragraph with an introductory phrase.
    pub fn led_by(lead: impl Into<String>) -> Self {
        Paragraph { lead: Some(lead.into()), ..Paragraph::default() }
    }

    /// Returns a line of a letter, without a full stop.
    pub fn line(align: Align, text: impl Into<String>) -> Self {
        Paragraph { sentences: vec![Sentence::Line(text.into())], align, ..Paragraph::default() }
    }

    /// Adds a sentence with sources. One without words is left out, by which an office does without it.
    pub fn say(mut self, text: impl Into<String>, sources: Sources) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.sentences.push(Sentence::Said { text, sources });
        }
        self
    }

    /// Adds a sentence without sources.
    pub fn remark(self, text: impl Into<String>) -> Self {
        self.say(text, Sources::default())
    }

    /// Adds a gap.
    pub fn gap(mut self, what: impl Into<String>) -> Self {
        self.sentences.push(Sentence::Gap(what.into()));
        self
    }

    /// Returns true if the paragraph has no sentences.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// Returns the paragraph as printed, as spans.
    pub fn pieces(&self) -> Vec<Piece> {
        let lead = self.lead.iter().flat_map(|lead| [Piece::Lead(lead.clone()), Piece::Words("。".to_string())]);
        let mut pieces: Vec<Piece> = lead.collect();
        for sentence in &self.sentences {
            match sentence {
                Sentence::Gap(what) => pieces.push(Piece::gap(what)),
                Sentence::Line(text) => pieces.push(Piece::Words(text.clone())),
                Sentence::Said { text, sources } => {
                    pieces.push(Piece::Words(text.clone()));
                    if !text.ends_with(['。', '！', '？', '!', '?']) {
                        pieces.push(Piece::Words("。".to_string()));
                    }
                    if !sources.is_empty() {
                        pieces.push(Piece::Mark(sources.words()));
                    }
                }
            }
        }
        pieces
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Block::Paragraph(paragraph)
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The title above it.
    pub caption: String,
    /// The headings of the columns. Their widths follow from their texts.
    pub columns: Vec<String>,
    /// The rows, each with as many cells as there are columns, or a single cell as heading of the rows below.
    pub rows: Vec<Vec<String>>,
    /// Notes below it.
    pub notes: Vec<String>,
}

impl Table {
    /// Returns the rows that are not headings, in order.
    pub fn records(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().filter(|cells| !self.is_head(cells))
    }

    /// Returns true if a row is a heading of the rows below it.
    pub fn is_head(&self, cells: &[String]) -> bool {
        cells.len() == 1 && self.columns.len() > 1
    }

    /// Returns the widths of the columns, which together fill `room`, in the unit of text widths.
    pub fn widths(&self, room: f64) -> Vec<f64> {
        let column = |(at, heading): (usize, &String)| -> Vec<String> {
            [heading.clone()].into_iter().chain(self.texts(at).map(str::to_string)).collect()
        };
        fit::widths(&self.columns.iter().enumerate().map(column).collect::<Vec<_>>(), room)
    }

    /// Returns for each column if it has figures and single words, which are centred.
    pub fn centred(&self) -> Vec<bool> {
        (0..self.columns.len()).map(|at| fit::is_short(self.texts(at))).collect()
    }

    /// Returns the cells of a column, without its heading.
    fn texts(&self, at: usize) -> impl Iterator<Item = &str> {
        self.records().map(move |cells| cells.get(at).map_or("", String::as_str))
    }
}

/// An element of the numbered text of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Element<'a> {
    /// A numbered heading of level 1, 2 or 3.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(&'a Paragraph),
    /// A table with its numbered caption.
    Table(String, &'a Table),
    /// A chart with its numbered title.
    Chart(String, &'a Chart),
}

impl<'a> From<&'a Block> for Element<'a> {
    fn from(block: &'a Block) -> Self {
        match block {
            Block::Paragraph(paragraph) => Element::Paragraph(paragraph),
            Block::Table(table) => Element::Table(String::new(), table),
            Block::Chart(chart) => Element::Chart(String::new(), chart),
        }
    }
}

impl Report {
    /// Returns the lines of the title, broken by meaning: the plan's name, in two lines if it is too long for one, and
    /// the kind of report.
    pub fn title_lines(&self) -> Vec<&str> {
        let (plan, what) = match self.title.rfind('》') {
            Some(at) => self.title.split_at(at + '》'.len_utf8()),
            None => (self.title.as_str(), ""),
        };
        let is_long = width(plan, AmbiguousWidth::Wide) > TITLE_LINE;
        let (region, rest) = plan.split_at(plan.find('“').filter(|_| is_long).unwrap_or(0));
        [region, rest, what].into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// Returns the text before the appendices. Headings are numbered 一、 （一） 1. (GB/T 9704-2012, 7.3.3), charts 图1, and
    /// tables 表1 unless there is only one.
    pub fn elements(&self) -> Vec<Element<'_>> {
        let mut elements: Vec<Element<'_>> = self.opening.iter().map(Element::from).collect();
        add_sections(&mut elements, &self.sections, 1);
        elements.extend(self.closing.iter().map(Element::from));
        let (mut tables, mut charts) = (0, 0);
        let is_only = elements.iter().filter(|element| matches!(element, Element::Table(..))).count() == 1;
        for element in &mut elements {
            match element {
                Element::Table(caption, table) => {
                    tables += 1;
                    *caption = match is_only {
                        true => table.caption.clone(),
                        false => format!("表{tables}　{}", table.caption),
                    };
                }
                Element::Chart(title, chart) if chart.is_for_screens() => *title = chart.title().to_string(),
                Element::Chart(title, chart) => {
                    charts += 1;
                    *title = format!("图{charts}　{}", chart.title());
                }
                Element::Heading(..) | Element::Paragraph(_) => {}
            }
        }
        elements
    }

    /// Returns the spans of a paragraph, with source marks if they are shown at the sentences.
    pub fn pieces(&self, paragraph: &Paragraph) -> Vec<Piece> {
        let shown = |piece: &Piece| self.marks == Marks::Comments || !matches!(piece, Piece::Mark(_));
        paragraph.pieces().into_iter().filter(shown).collect()
    }

    /// Returns the tables after the text with their captions: 附表1　主要指标完成情况表, then the sources if they are shown in a
    /// table, and the gaps.
    pub fn tables_at_the_end(&self) -> Vec<(String, Cow<'_, Table>)> {
        let own = self.appendices.iter().map(Cow::Borrowed);
        let sources = (self.marks == Marks::Annex).then(|| Cow::Owned(closing::sources(self)));
        let numbered = own.chain(sources).enumerate();
        let mut tables: Vec<(String, Cow<'_, Table>)> =
            numbered.map(|(n, table)| (format!("附表{}　{}", n + 1, table.caption), table)).collect();
        // In a report without appended tables the few gaps are easy to see.
        let gaps = closing::gaps(self).filter(|_| !self.appendices.is_empty());
        tables.extend(gaps.map(|table| (table.caption.clone(), Cow::Owned(table))));
        tables
    }

    /// Returns all gaps in the order of the report.
    pub fn gaps(&self) -> Vec<Missing> {
        let byline = self.byline.iter().filter_map(|piece| match piece {
            Piece::Gap(text) => Some(Missing { place: "题头".to_string(), what: asked_for(text).to_string() }),
            Piece::Lead(_) | Piece::Words(_) | Piece::Mark(_) => None,
        });
        let mut found: Vec<Missing> = byline.collect();
        self.each_sentence(|place, sentence| {
            if let Sentence::Gap(what) = sentence {
                found.push(Missing { place: place.to_string(), what: what.clone() });
            }
        });
        found.extend(self.missing.iter().cloned());
        found
    }

    /// Calls a function for each sentence with the number of its section: 七、（一）.
    fn each_sentence<'a>(&'a self, mut visit: impl FnMut(&str, &'a Sentence)) {
        let (mut path, mut place): (Vec<String>, String) = (Vec::new(), String::new());
        for element in self.elements() {
            match element {
                Element::Heading(level, text) => {
                    path.truncate(usize::from(level) - 1);
                    path.push(number_of(&text).to_string());
                    place = path.concat();
                }
                Element::Paragraph(paragraph) => paragraph.sentences.iter().for_each(|found| visit(&place, found)),
                Element::Table(..) | Element::Chart(..) => {}
            }
        }
    }
}

/// Returns the number at the start of a heading made by [`heading_number`].
fn number_of(heading: &str) -> &str {
    let end = heading.find(['、', '）', '.']).unwrap_or(0);
    let mark = heading[end..].chars().next().map_or(0, char::len_utf8);
    &heading[..end + mark]
}

/// Returns the text of a gap without its brackets.
fn asked_for(gap: &str) -> &str {
    gap.trim_start_matches("【待补充：").trim_end_matches('】')
}

fn add_sections<'a>(elements: &mut Vec<Element<'a>>, sections: &'a [Section], level: u8) {
    for (section, number) in sections.iter().zip(1..) {
        elements.push(Element::Heading(level, format!("{}{}", heading_number(level, number), section.heading)));
        elements.extend(section.body.iter().map(Element::from));
        add_sections(elements, &section.parts, level + 1);
    }
}

fn heading_number(level: u8, number: u32) -> String {
    match level {
        1 => format!("{}、", numeral::in_words(number)),
        2 => format!("（{}）", numeral::in_words(number)),
        3 => format!("{number}."),
        _ => format!("（{number}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_marks_are_printed_only_on_request() {
        let sources: Sources = [Place { table: 1, row: 2 }].into_iter().collect();
        let paragraph = Paragraph::led_by("滞后").say("共2项", sources.clone()).gap("原因").say("好！", sources);
        let printed = |report: &Report| -> String {
            let text = |piece: &Piece| {
                if let Piece::Mark(mark) = piece { format!("［{mark}］") } else { piece.text().into() }
            };
            report.pieces(&paragraph).iter().map(text).collect()
        };
        let report = Report { marks: Marks::Comments, ..Report::default() };
        assert_eq!(printed(&report), "滞后。共2项。［附表1：2］【待补充：原因】好！［附表1：2］");
        assert_eq!(printed(&Report::default()), "滞后。共2项。【待补充：原因】好！");
    }

    #[test]
    fn gaps_are_collected_with_their_positions() {
        let gap = |what: &str| vec![Paragraph::new().remark("x").gap(what).into()];
        let part = Section::new("节", gap("原因"));
        let report = Report {
            byline: vec![Piece::gap("编制单位")],
            sections: vec![
                Section::new("章", Vec::new()),
                Section { heading: "章".into(), body: gap("概括"), parts: vec![part.clone(), part] },
            ],
            missing: vec![Missing { place: "附表1第2行".into(), what: "实际值".into() }],
            ..Report::default()
        };
        let told: Vec<String> = report.gaps().into_iter().map(|gap| gap.place + " " + &gap.what).collect();
        assert_eq!(told, ["题头 编制单位", "二、 概括", "二、（一） 原因", "二、（二） 原因", "附表1第2行 实际值"]);
        assert_eq!(report.tables_at_the_end().len(), 0, "too short for a list");
    }

    #[test]
    fn a_title_is_broken_by_its_meaning() {
        for (title, lines) in [
            ("《甲县“十四五”规划》中期评估报告（草稿）", vec!["《甲县“十四五”规划》", "中期评估报告（草稿）"]),
            (
                "《喀什地区卫生健康事业“十四五”发展规划》终期评估报告（草稿）",
                vec!["《喀什地区卫生健康事业", "“十四五”发展规划》", "终期评估报告（草稿）"],
            ),
            ("报告", vec!["报告"]),
        ] {
            let report = Report { title: title.into(), ..Report::default() };
            assert_eq!(report.title_lines(), lines);
        }
    }

    #[test]
    fn headings_are_numbered_in_the_official_order() {
        let leaf = Section::new("细目", Vec::new());
        let middle = Section { heading: "节".into(), body: Vec::new(), parts: vec![leaf.clone(), leaf] };
        let top = Section { heading: "章".into(), body: Vec::new(), parts: vec![middle] };
        let report = Report { sections: vec![top.clone(), top], ..Report::default() };
        let headings: Vec<String> = report
            .elements()
            .into_iter()
            .filter_map(|element| match element {
                Element::Heading(_, text) => Some(text),
                _ => None,
            })
            .collect();
        assert_eq!(headings, ["一、章", "（一）节", "1.细目", "2.细目", "二、章", "（一）节", "1.细目", "2.细目"]);
    }
}
