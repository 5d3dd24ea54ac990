//! The document model: what a report consists of before it becomes a file.
//!
//! Numbers of headings, source marks and gap marks are made here, once, so that they are the same in every format.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::plan::{Sense, Status};
use crate::text::numeral;
use crate::text::width::{AmbiguousWidth, width};

/// The text of a cell that somebody has to fill in.
pub const GAP: &str = "【待补充】";

/// The width of a title's line on A4, in columns.
const TITLE_LINE: usize = 40;

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The title.
    pub title: String,
    /// The day of the draft.
    pub date: Date,
    /// Below the title: who wrote it and when.
    pub byline: Vec<Piece>,
    /// The sections of the first level (一、二、三、).
    pub sections: Vec<Section>,
    /// The appended tables (附表), in the order of their numbers, from 1.
    pub appendices: Vec<Table>,
}

/// A section with its heading, its own text and the sections below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading without its number.
    pub heading: String,
    /// The text before the first section below.
    pub body: Vec<Block>,
    /// The sections of the next level.
    pub parts: Vec<Section>,
}

impl Section {
    /// A section that has only text.
    pub fn new(heading: impl Into<String>, body: Vec<Block>) -> Self {
        Section { heading: heading.into(), body, parts: Vec::new() }
    }
}

/// A piece of a section's text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Words.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A chart of what the text says, for formats that can draw.
    Chart(Chart),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// Words that lead in (已完成), set off from the rest, without a full stop.
    pub lead: Option<String>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Sentence {
    /// A statement with its sources. The text has no full stop.
    Said {
        /// The words.
        text: String,
        /// The rows that they rest on.
        sources: Sources,
    },
    /// A gap that somebody has to fill in.
    Gap(String),
}

/// A row of an appended table: the number of the table and that of the row, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The table.
    pub table: u32,
    /// The row.
    pub row: u32,
}

/// The sources of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    plan: bool,
    rows: BTreeMap<u32, BTreeSet<u32>>,
}

impl Sources {
    /// The plan's own text.
    pub fn plan() -> Self {
        Sources { plan: true, rows: BTreeMap::new() }
    }

    /// Names the rows of others, too.
    pub fn add(&mut self, others: Sources) {
        self.plan |= others.plan;
        for (table, rows) in others.rows {
            self.rows.entry(table).or_default().extend(rows);
        }
    }

    /// Returns true if nothing is named.
    pub fn is_empty(&self) -> bool {
        !self.plan && self.rows.is_empty()
    }

    /// The rows of the appended tables.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.rows.iter().flat_map(|(&table, rows)| rows.iter().map(move |&row| Place { table, row }))
    }

    /// The mark as it is printed: ［附表1：3、5—8；附表3：2］; empty when nothing is named.
    pub fn mark(&self) -> String {
        let plan = self.plan.then(|| "规划文本".to_string());
        let tables = self.rows.iter().map(|(table, rows)| format!("附表{table}：{}", ranges(rows)));
        let named: Vec<String> = plan.into_iter().chain(tables).collect();
        if named.is_empty() { String::new() } else { format!("［{}］", named.join("；")) }
    }
}

impl FromIterator<Place> for Sources {
    fn from_iter<I: IntoIterator<Item = Place>>(places: I) -> Self {
        let mut sources = Sources::default();
        for place in places {
            sources.rows.entry(place.table).or_default().insert(place.row);
        }
        sources
    }
}

/// Row numbers as printed: three or more in a row become a range.
fn ranges(rows: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let printed = runs.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}、{last}"),
        _ => format!("{first}—{last}"),
    });
    printed.collect::<Vec<_>>().join("、")
}

/// A stretch of a paragraph with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// The words that lead in.
    Lead(String),
    /// Running text.
    Words(String),
    /// A source mark.
    Mark(String),
    /// Something to fill in, with its brackets.
    Gap(String),
}

impl Piece {
    /// A gap that says what is missing: 【待补充：…】.
    pub fn gap(what: &str) -> Self {
        Piece::Gap(format!("【待补充：{what}】"))
    }

    /// The words as they are printed.
    pub fn text(&self) -> &str {
        match self {
            Piece::Lead(text) | Piece::Words(text) | Piece::Mark(text) | Piece::Gap(text) => text,
        }
    }
}

impl Paragraph {
    /// An empty paragraph.
    pub fn new() -> Self {
        Paragraph::default()
    }

    /// An empty paragraph that is led in.
    pub fn led_by(lead: impl Into<String>) -> Self {
        Paragraph { lead: Some(lead.into()), sentences: Vec::new() }
    }

    /// With a sentence that rests on something.
    pub fn say(mut self, text: impl Into<String>, sources: Sources) -> Self {
        self.sentences.push(Sentence::Said { text: text.into(), sources });
        self
    }

    /// With a sentence that holds no figure.
    pub fn remark(self, text: impl Into<String>) -> Self {
        self.say(text, Sources::default())
    }

    /// With something to fill in.
    pub fn gap(mut self, what: impl Into<String>) -> Self {
        self.sentences.push(Sentence::Gap(what.into()));
        self
    }

    /// Returns true if it says nothing.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The paragraph as it is printed, piece by piece.
    pub fn pieces(&self) -> Vec<Piece> {
        let lead = self.lead.iter().flat_map(|lead| [Piece::Lead(lead.clone()), Piece::Words("。".to_string())]);
        let mut pieces: Vec<Piece> = lead.collect();
        for sentence in &self.sentences {
            match sentence {
                Sentence::Gap(what) => pieces.push(Piece::gap(what)),
                Sentence::Said { text, sources } => {
                    pieces.push(Piece::Words(text.clone()));
                    if !sources.is_empty() {
                        pieces.push(Piece::Mark(sources.mark()));
                    }
                    if !text.ends_with(['！', '？', '!', '?']) {
                        pieces.push(Piece::Words("。".to_string()));
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

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The title above it.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Notes below it.
    pub notes: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The heading.
    pub heading: String,
    /// Its share of the table's width, beside the others'.
    pub width: u32,
}

impl Column {
    /// A column.
    pub fn new(heading: impl Into<String>, width: u32) -> Self {
        Column { heading: heading.into(), width }
    }

    /// Returns true if the column holds figures and single words, which stand in the middle, and no sentences.
    pub fn is_narrow(&self) -> bool {
        self.width <= 10
    }
}

/// The meaning of a chart's colour, which is always named in words beside it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done, reached.
    Done,
    /// On its way.
    Fine,
    /// Behind.
    Behind,
    /// Not started.
    Still,
    /// Changed or withdrawn.
    Changed,
    /// Not known.
    Unknown,
}

impl From<Option<Status>> for Tone {
    fn from(status: Option<Status>) -> Self {
        match status.map(Status::sense) {
            Some(Sense::Done) => Tone::Done,
            Some(Sense::Going) => Tone::Fine,
            Some(Sense::Behind) => Tone::Behind,
            Some(Sense::Waiting) => Tone::Still,
            Some(Sense::Changed) => Tone::Changed,
            None => Tone::Unknown,
        }
    }
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Shares of a whole.
    Shares {
        /// The title.
        title: String,
        /// Name, colour and count of each part.
        parts: Vec<(String, Tone, u32)>,
    },
    /// The progress of several things.
    Progress {
        /// The title.
        title: String,
        /// The bars.
        bars: Vec<Bar>,
    },
}

/// The progress of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// The part of the way gone; 1 is all of it, less than 0 is backwards.
    pub gone: f64,
    /// The part of the time passed, 0–1.
    pub passed: f64,
    /// The judgement in words.
    pub judgement: String,
    /// The judgement in colour.
    pub tone: Tone,
}

/// A report's text in its order, ready to be set.
#[derive(Debug, Clone, PartialEq)]
pub enum Element<'a> {
    /// A heading of level 1, 2 or 3 with its number.
    Heading(u8, String),
    /// Words.
    Paragraph(&'a Paragraph),
    /// A table.
    Table(&'a Table),
    /// A chart.
    Chart(&'a Chart),
}

impl Report {
    /// The title in the lines in which it is set, broken where its meaning allows: the plan's name, in two lines
    /// when it is too long for one, and what the report is.
    pub fn title_lines(&self) -> Vec<&str> {
        let (plan, what) = match self.title.rfind('》') {
            Some(at) => self.title.split_at(at + '》'.len_utf8()),
            None => (self.title.as_str(), ""),
        };
        let is_long = width(plan, AmbiguousWidth::Wide) > TITLE_LINE;
        let (region, rest) = plan.split_at(plan.find('“').filter(|_| is_long).unwrap_or(0));
        [region, rest, what].into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// The text before the appendices, headings numbered 一、 （一） 1. (GB/T 9704-2012, 7.3.3).
    pub fn elements(&self) -> Vec<Element<'_>> {
        let mut elements = Vec::new();
        add_sections(&mut elements, &self.sections, 1);
        elements
    }

    /// The appended tables with their captions: 附表1　主要指标完成情况表.
    pub fn numbered_appendices(&self) -> impl Iterator<Item = (String, &Table)> {
        self.appendices.iter().enumerate().map(|(n, table)| (format!("附表{}　{}", n + 1, table.caption), table))
    }
}

fn add_sections<'a>(elements: &mut Vec<Element<'a>>, sections: &'a [Section], level: u8) {
    for (section, number) in sections.iter().zip(1..) {
        elements.push(Element::Heading(level, format!("{}{}", heading_number(level, number), section.heading)));
        elements.extend(section.body.iter().map(|block| match block {
            Block::Paragraph(paragraph) => Element::Paragraph(paragraph),
            Block::Table(table) => Element::Table(table),
            Block::Chart(chart) => Element::Chart(chart),
        }));
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
    fn marks_name_rows_briefly() {
        let place = |table, row| Place { table, row };
        let sources: Sources =
            [place(2, 9), place(1, 5), place(1, 3), place(2, 7), place(2, 8), place(1, 4), place(1, 9), place(1, 10)]
                .into_iter()
                .collect();
        assert_eq!(sources.mark(), "［附表1：3—5、9、10；附表2：7—9］");
        assert_eq!(Sources::plan().mark(), "［规划文本］");
        assert_eq!(Sources::default().mark(), "");
        assert_eq!(sources.places().count(), 8);
    }

    #[test]
    fn a_mark_stands_before_the_full_stop() {
        let sources: Sources = [Place { table: 1, row: 2 }].into_iter().collect();
        let paragraph = Paragraph::led_by("滞后").say("共2项", sources.clone()).gap("原因").say("好！", sources);
        let printed: String = paragraph.pieces().iter().map(Piece::text).collect();
        assert_eq!(printed, "滞后。共2项［附表1：2］。【待补充：原因】好！［附表1：2］");
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
            let report = Report {
                title: title.into(),
                date: Date::default(),
                byline: Vec::new(),
                sections: Vec::new(),
                appendices: Vec::new(),
            };
            assert_eq!(report.title_lines(), lines);
        }
    }

    #[test]
    fn headings_are_numbered_in_the_official_order() {
        let leaf = Section::new("细目", Vec::new());
        let middle = Section { heading: "节".into(), body: Vec::new(), parts: vec![leaf.clone(), leaf] };
        let top = Section { heading: "章".into(), body: Vec::new(), parts: vec![middle] };
        let report = Report {
            title: String::new(),
            date: Date::default(),
            byline: Vec::new(),
            sections: vec![top.clone(), top],
            appendices: Vec::new(),
        };
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
