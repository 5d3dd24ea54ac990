//! Tests that a plan imported as text and as a Word file, in several layouts, gives equal records.
//!
//! Places of records (lines, file) may differ, and so may the doubts: a Word file leaves fewer.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::number::{self, Mark};
use super::super::table::Piece;
use super::super::{self as import, Document};
use super::sample::*;
use crate::plan::{Departments, Level, LineSpan, Plan};
use crate::text::fold::half_width;

/// The layout of the Word file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Setting {
    /// Paragraphs and tables, with typed numbers.
    Plain,
    /// Automatic numbering and heading styles.
    Numbered,
    /// Boxes as tables with a single cell.
    Boxed,
}

fn bundled() -> Vec<PathBuf> {
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/plans"))
}

/// Returns the official documents, if they are available.
fn official() -> Vec<PathBuf> {
    match std::env::var_os("PLANDESK_REAL_DOCUMENTS") {
        Some(folder) => texts(&Path::new(&folder).join("plans")),
        None => {
            eprintln!("skipped: PLANDESK_REAL_DOCUMENTS names no folder with real documents");
            Vec::new()
        }
    }
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    found.sort();
    assert_eq!(found.len(), 5);
    found
}

fn read(bytes: &[u8]) -> Document {
    import::read("plan", bytes, &Departments::default()).unwrap()
}

/// Returns a plan without places and doubts.
fn bare(mut plan: Plan) -> Plan {
    let nowhere = LineSpan::at(0);
    for node in plan.outline.iter_mut() {
        node.lines = nowhere;
        node.paragraphs.iter_mut().for_each(|paragraph| paragraph.lines = nowhere);
    }
    plan.tasks.iter_mut().for_each(|task| task.lines = nowhere);
    plan.indicators.iter_mut().for_each(|indicator| indicator.lines = nowhere);
    for special_box in plan.boxes.iter_mut() {
        special_box.lines = nowhere;
        special_box.notes.iter_mut().for_each(|note| note.lines = nowhere);
    }
    plan.source.sha256.clear();
    plan.doubts = Default::default();
    plan
}

/// Returns the text as a Word file.
fn set(text: &str, document: &Document, setting: Setting) -> Docx {
    let mut setter = Setter { setting, numbers: Numbers::default() };
    let (cleaned, _) = import::prepare(text, &[]);
    let mut tables: HashMap<u32, (LineSpan, Vec<Vec<String>>)> = HashMap::new();
    for piece in import::table::find(&cleaned.lines) {
        if let Piece::Table(table) | Piece::Work(table) = piece {
            let mut rows = vec![table.heads];
            rows.extend(table.rows.into_iter().map(|row| row.cells));
            rows.extend(table.broken.into_iter().map(|line| vec![line.text]));
            tables.insert(table.lines.first, (table.lines, rows));
        }
    }
    let boxes = document.plans.iter().flat_map(|plan| &plan.boxes).map(|found| found.lines);
    let boxes: Vec<LineSpan> = boxes.filter(|_| setting == Setting::Boxed).collect();
    let raw: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).split('\n').collect();
    let (mut body, mut inside) = (String::new(), None);
    let mut at = 1_u32;
    while let Some(line) = raw.get(at as usize - 1) {
        if let Some(span) = boxes.iter().find(|span| span.first == at) {
            inside = Some((span.last, String::new()));
        }
        let (set, last) = match tables.get(&at) {
            Some((span, rows)) => (plain_table(rows), span.last),
            None => (setter.paragraph(line.trim_end_matches('\r')), at),
        };
        match &mut inside {
            Some((end, text)) => {
                text.push_str(&set);
                if last >= *end {
                    body.push_str(&boxed(text));
                    inside = None;
                }
            }
            None => body.push_str(&set),
        }
        at = last + 1;
    }
    Docx::of(&body).with("styles", &heading_styles()).with("numbering", &setter.numbers.part())
}

fn heading_styles() -> String {
    (0..5).map(|outline| heading_style(&format!("H{outline}"), outline, "")).collect()
}

struct Setter {
    setting: Setting,
    numbers: Numbers,
}

impl Setter {
    fn paragraph(&mut self, line: &str) -> String {
        let split = number::split(line).filter(|(mark, rest)| !rest.is_empty() && mark.parts.is_empty());
        match split.filter(|_| self.setting == Setting::Numbered && !line.starts_with('\t')) {
            Some((mark, rest)) => self.numbered(line, &mark, rest).unwrap_or_else(|| p(line)),
            None => p(line),
        }
    }

    /// Returns a line with automatic numbering.
    fn numbered(&mut self, line: &str, mark: &Mark, rest: &str) -> Option<String> {
        let list = self.numbers.list(mark, line.trim_start().len() - rest.len() > mark.printed.len())?;
        let numbering = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        let outline = match mark.level {
            Level::Part => Some(0),
            Level::Chapter => Some(1),
            Level::Section => Some(2),
            Level::Han => Some(3),
            Level::HanParenthesised => Some(4),
            _ => None,
        };
        let style = outline.filter(|_| !rest.contains('。')).map(|n| format!("<w:pStyle w:val=\"H{n}\"/>"));
        Some(paragraph(&(style.unwrap_or_default() + &numbering), &run(rest)))
    }
}

/// The lists of a file, one for each form of numbers.
#[derive(Default)]
struct Numbers {
    /// For each form, its list, the last number and the current instance.
    shapes: HashMap<(String, String), (u32, u32, u32)>,
    levels: Vec<String>,
    instances: Vec<String>,
}

impl Numbers {
    /// Returns the list instance that gives a paragraph its number; `None` if no format of Word does.
    fn list(&mut self, mark: &Mark, is_parted: bool) -> Option<u32> {
        let is_han = |c: char| "一二三四五六七八九十百".contains(c);
        let is_number = |c: char| is_han(c) || half_width(c).is_ascii_digit();
        let number: String = mark.printed.chars().filter(|c| is_number(*c)).collect();
        let first = number.chars().next();
        let format = match first {
            None if mark.level == Level::Circled => "decimalEnclosedCircle",
            None => "bullet",
            Some(c) if is_han(c) => "chineseCountingThousand",
            Some(c) if c.is_ascii_digit() => "decimal",
            Some(_) => "decimalFullWidth",
        };
        if first.is_some() && import::word::number_format::print(format, mark.value) != number {
            return None;
        }
        let text = match format {
            "decimalEnclosedCircle" => "%1".to_string(),
            _ if number.is_empty() => mark.printed.clone(),
            _ => mark.printed.replace(&number, "%1"),
        };
        let suffix = if is_parted { "space" } else { "nothing" };
        let lists = self.shapes.len() as u32 + 1;
        let (list, last, instance) = self.shapes.entry((format.to_string(), text.clone() + suffix)).or_default();
        if *list == 0 {
            *list = lists;
            let suffix = format!("<w:suff w:val=\"{suffix}\"/></w:lvl>");
            self.levels
                .push(super::sample::list(&lists.to_string(), &[level(0, format, &text).replace("</w:lvl>", &suffix)]));
        }
        if *instance == 0 || mark.value != *last + 1 {
            let start = format!(
                "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"{}\"/></w:lvlOverride></w:num>",
                mark.value
            );
            *instance = self.instances.len() as u32 + 1;
            self.instances.push(super::sample::instance(*instance, *list).replace("</w:num>", &start));
        }
        *last = mark.value;
        Some(*instance)
    }

    fn part(&self) -> String {
        self.levels.concat() + &self.instances.concat()
    }
}

fn assert_equal(path: &Path, setting: Setting) {
    let bytes = std::fs::read(path).unwrap();
    let text = import::decode::decode(&bytes).unwrap().text;
    let from_text = read(&bytes);
    let docx = set(&text, &from_text, setting);
    let from_word = read(&docx.bytes());
    assert_eq!(from_word.encoding, "DOCX");
    assert_eq!(docx.body.matches("<w:numId").count() > 40, setting == Setting::Numbered);
    let boxes: usize = from_text.plans.iter().map(|plan| plan.boxes.len()).sum();
    assert!(setting != Setting::Boxed || docx.body.matches("<w:tbl>").count() >= boxes);
    let place = format!("{} {setting:?}", path.file_name().unwrap().to_string_lossy());
    assert_eq!(from_word.notice, from_text.notice, "{place}");
    assert_eq!(from_word.plans.len(), from_text.plans.len(), "{place}");
    for (word, text) in from_word.plans.into_iter().zip(from_text.plans) {
        assert!(word.doubts.len() <= text.doubts.len(), "{place}: {:?} {:?}", word.doubts, text.doubts);
        let (word, text) = (bare(word), bare(text));
        for (word, text) in word.outline.iter().zip(&text.outline) {
            assert_eq!(word, text, "{place}");
        }
        for (word, text) in word.tasks.iter().zip(&text.tasks) {
            assert_eq!(word, text, "{place}");
        }
        for (word, text) in word.boxes.iter().zip(&text.boxes) {
            assert_eq!(word, text, "{place}");
        }
        for (word, text) in word.indicators.iter().zip(&text.indicators) {
            assert_eq!(word, text, "{place}");
        }
        assert_eq!(word, text, "{place}");
    }
}

#[test]
fn paragraphs_and_tables_give_the_records_of_the_text() {
    bundled().iter().chain(&official()).for_each(|path| assert_equal(path, Setting::Plain));
}

#[test]
fn numbers_that_word_counts_give_the_records_of_typed_ones() {
    bundled().iter().chain(&official()).for_each(|path| assert_equal(path, Setting::Numbered));
}

#[test]
fn drawn_boxes_give_the_records_of_the_text() {
    bundled().iter().chain(&official()).for_each(|path| assert_equal(path, Setting::Boxed));
}
