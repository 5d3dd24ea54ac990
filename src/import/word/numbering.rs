//! Automatic numbering: the number that Word prints before a paragraph (ISO/IEC 29500-1, 17.9).
//!
//! A list has nine levels. Paragraphs refer to an instance of a list, and instances of the same list continue each
//! other unless one overrides the start. A number resets the levels below it.

use std::collections::{HashMap, HashSet};

use super::number_format;
use super::symbol;
use super::xml::Element;

/// The number of levels of a list.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// The text of the number, with `%1` for the number of the first level, and so on.
    text: String,
    /// The level (from 1) after which it restarts; 0 for never.
    restart: Option<usize>,
    /// True if the numbers of all levels are shown in digits here.
    in_digits: bool,
    /// True if there is no separator between number and text.
    is_glued: bool,
    /// The style whose paragraphs are at this level.
    style: Option<String>,
}

type Levels = [Option<Level>; LEVELS];

/// A list.
#[derive(Debug, Default)]
struct List {
    levels: Levels,
    /// The numbering style that provides the levels.
    linked: Option<String>,
}

/// An instance of a list.
#[derive(Debug, Default)]
struct Instance {
    list: String,
    starts: [Option<u32>; LEVELS],
    levels: Levels,
}

/// The lists of a document, with their current numbers.
#[derive(Debug, Default)]
pub struct Lists {
    lists: HashMap<String, List>,
    instances: HashMap<String, Instance>,
    /// The list that defines a numbering style.
    by_style: HashMap<String, String>,
    counts: HashMap<String, Count>,
    begun: HashSet<String>,
}

/// The current numbers of a list.
#[derive(Debug, Clone, Default)]
struct Count {
    last: [Option<u32>; LEVELS],
    starts: [Option<u32>; LEVELS],
}

impl Lists {
    /// Reads `word/numbering.xml`.
    pub fn of(root: &Element) -> Lists {
        let mut lists = Lists::default();
        for list in root.all("abstractNum") {
            let Some(id) = list.attribute("abstractNumId") else { continue };
            if let Some(style) = list.value("styleLink") {
                lists.by_style.insert(style.to_string(), id.to_string());
            }
            let linked = list.value("numStyleLink").map(str::to_string);
            lists.lists.insert(id.to_string(), List { levels: levels(list), linked });
        }
        for instance in root.all("num") {
            let (Some(id), Some(list)) = (instance.attribute("numId"), instance.value("abstractNumId")) else {
                continue;
            };
            let mut read = Instance { list: list.to_string(), ..Instance::default() };
            for change in instance.all("lvlOverride") {
                let Some(at) = place(change) else { continue };
                read.starts[at] = change.value("startOverride").and_then(|start| start.parse().ok());
                read.levels[at] = change.child("lvl").map(level);
            }
            lists.instances.insert(id.to_string(), read);
        }
        lists
    }

    /// Returns the list that defines the levels of another one.
    fn source(&self, list: &str) -> String {
        let linked = self.lists.get(list).and_then(|list| list.linked.as_ref());
        linked.and_then(|style| self.by_style.get(style)).cloned().unwrap_or_else(|| list.to_string())
    }

    fn level<'a>(&'a self, instance: &'a Instance, list: &str, at: usize) -> Option<&'a Level> {
        let own = instance.levels.get(at)?.as_ref();
        own.or_else(|| self.lists.get(list)?.levels[at].as_ref())
    }

    /// Returns the level of an instance that is linked to a style.
    pub fn level_of_style(&self, instance: &str, style: &str) -> Option<usize> {
        let instance = self.instances.get(instance)?;
        let list = self.source(&instance.list);
        (0..LEVELS).find(|at| self.level(instance, &list, *at).is_some_and(|l| l.style.as_deref() == Some(style)))
    }

    /// Advances a list and returns the number as Word prints it, followed by a blank if there is a separator. Returns
    /// `None` if the list does not exist.
    pub fn next(&mut self, id: &str, at: usize) -> Option<String> {
        let instance = self.instances.get(id)?;
        let list = self.source(&instance.list);
        let level = self.level(instance, &list, at)?.clone();
        let mut count = self.counts.get(&list).cloned().unwrap_or_default();
        if self.begun.insert(id.to_string()) {
            for (at, start) in instance.starts.iter().enumerate().filter(|(_, start)| start.is_some()) {
                (count.starts[at], count.last[at]) = (*start, None);
            }
        }
        let start = |at: usize| count.starts[at].or(self.level(instance, &list, at).map(|l| l.start)).unwrap_or(1);
        let next = count.last[at].map_or_else(|| start(at), |last| last.saturating_add(1));
        let printed = level.text.clone();
        let numbers: Vec<u32> = (0..at).map(|above| count.last[above].unwrap_or_else(|| start(above))).collect();
        let mut number = printed;
        for (n, value) in numbers.into_iter().chain([next]).enumerate() {
            let format = self.level(instance, &list, n).map_or("decimal", |l| l.format.as_str());
            let format = if level.in_digits { "decimal" } else { format };
            number = number.replace(&format!("%{}", n + 1), &number_format::print(format, value));
        }
        count.last[at] = Some(next);
        for below in at + 1..LEVELS {
            let after = self.level(instance, &list, below).and_then(|l| l.restart);
            if after.is_none_or(|after| at < after) {
                count.last[below] = None;
            }
        }
        self.counts.insert(list, count);
        let parted = !level.is_glued && !number.is_empty();
        Some(if parted { number + " " } else { number })
    }
}

fn levels(list: &Element) -> Levels {
    let mut levels = Levels::default();
    for found in list.all("lvl") {
        if let Some(at) = place(found) {
            levels[at] = Some(level(found));
        }
    }
    levels
}

fn place(element: &Element) -> Option<usize> {
    element.attribute("ilvl")?.parse().ok().filter(|at| *at < LEVELS)
}

fn level(found: &Element) -> Level {
    let number = |name: &str| found.value(name).and_then(|value| value.parse().ok());
    let format = found.value("numFmt").unwrap_or("decimal").to_string();
    let font = found.child("rPr").and_then(|run| run.child("rFonts")).and_then(font_of).unwrap_or_default();
    let text = found.value("lvlText").unwrap_or_default();
    Level {
        start: number("start").unwrap_or(0),
        text: if format == "bullet" { bullet(text, font) } else { text.to_string() },
        format,
        restart: number("lvlRestart").map(|level| level as usize),
        in_digits: found.switch("isLgl"),
        is_glued: found.value("suff") == Some("nothing"),
        style: found.value("pStyle").map(str::to_string),
    }
}

/// Returns the font of symbols in run properties.
pub fn font_of(fonts: &Element) -> Option<&str> {
    ["ascii", "hAnsi", "eastAsia"].into_iter().find_map(|name| fonts.attribute(name))
}

/// Returns a bullet for any symbol: a character that is recognised as one, or the dashes themselves.
fn bullet(text: &str, font: &str) -> String {
    let signs = font.to_lowercase();
    let in_font = signs.starts_with("wingdings") || signs.starts_with("symbol");
    let sign = |c: char| match symbol::character(font, u32::from(c)) {
        _ if !in_font && !symbol::is_private(c) => c,
        found => found.unwrap_or('●'),
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{level, list, part};
    use super::super::xml::parse;
    use super::*;

    /// Returns the numbers of paragraphs, each given by its instance and level.
    fn numbers(inside: &str, paragraphs: &[(&str, usize)]) -> Vec<String> {
        let mut lists = Lists::of(&parse("n", part("numbering", inside).as_bytes()).unwrap());
        let next = |(id, at): &(&str, usize)| lists.next(id, *at).map_or("-".to_string(), |n| n.trim().to_string());
        paragraphs.iter().map(next).collect()
    }

    fn instance(id: &str, inside: &str) -> String {
        format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/>{inside}</w:num>")
    }

    #[test]
    fn levels_nest_and_start_again_below_the_next_number() {
        let levels = [
            level(0, "chineseCountingThousand", "第%1章"),
            level(1, "chineseCounting", "（%2）"),
            level(2, "decimal", "%3."),
        ];
        let lists = list("1", &levels) + &instance("1", "");
        let paragraphs = [("1", 0), ("1", 1), ("1", 2), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("9", 0)];
        assert_eq!(
            numbers(&lists, &paragraphs),
            ["第一章", "（一）", "1.", "2.", "（二）", "1.", "第二章", "（一）", "-"]
        );
    }

    #[test]
    fn numbers_of_the_levels_above_are_part_of_a_number() {
        let levels = [
            level(0, "chineseCounting", "%1"),
            level(1, "decimal", "%1.%2").replace("</w:lvl>", "<w:isLgl/></w:lvl>"),
            level(2, "decimalEnclosedCircle", "%3"),
        ];
        let lists = list("1", &levels) + &instance("1", "");
        let paragraphs = [("1", 1), ("1", 0), ("1", 0), ("1", 1), ("1", 2), ("1", 2)];
        assert_eq!(numbers(&lists, &paragraphs), ["1.1", "一", "二", "2.1", "①", "②"]);
    }

    #[test]
    fn instances_count_on_together_unless_they_say_where_to_start() {
        let again = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>";
        let other = format!("<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>", level(0, "upperLetter", "%1)"));
        let lists = list("1", &[level(0, "decimal", "%1.")])
            + &instance("1", "")
            + &instance("2", "")
            + &instance("3", again)
            + &instance("4", &other);
        let paragraphs = [("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0), ("4", 0)];
        assert_eq!(numbers(&lists, &paragraphs), ["1.", "2.", "5.", "6.", "7.", "H)"]);
    }

    #[test]
    fn a_level_that_never_starts_again_counts_through() {
        let through = level(1, "decimal", "%2.").replace("</w:lvl>", "<w:lvlRestart w:val=\"0\"/></w:lvl>");
        let lists = list("1", &[level(0, "decimal", "%1、"), through]) + &instance("1", "");
        let paragraphs = [("1", 0), ("1", 1), ("1", 0), ("1", 1)];
        assert_eq!(numbers(&lists, &paragraphs), ["1、", "1.", "2、", "2."]);
    }

    #[test]
    fn bullets_are_read_as_signs_whatever_their_font() {
        let bullet = |text: &str, font: &str| {
            let fonts = format!("<w:rPr><w:rFonts w:ascii=\"{font}\"/></w:rPr></w:lvl>");
            level(0, "bullet", text).replace("</w:lvl>", &fonts)
        };
        for (text, font, printed) in [
            ("\u{f06c}", "Wingdings", "●"),
            ("\u{f0b7}", "Symbol", "•"),
            ("——", "宋体", "——"),
            ("\u{f0ff}", "Wingdings", "●"),
        ] {
            let lists = list("1", &[bullet(text, font)]) + &instance("1", "");
            assert_eq!(numbers(&lists, &[("1", 0)]), [printed]);
        }
    }

    #[test]
    fn a_numbering_style_lends_its_levels() {
        let owner = list("7", &["<w:styleLink w:val=\"S\"/>".to_string(), level(0, "decimal", "（%1）")]);
        let lender = "<w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"S\"/></w:abstractNum>";
        assert_eq!(numbers(&(owner + lender + &instance("1", "")), &[("1", 0)]), ["（1）"]);
    }
}
