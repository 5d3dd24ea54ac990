//! Paragraph styles: headings and numbering.

use std::collections::{HashMap, HashSet};

use super::xml::Element;

/// The maximum length of a chain of styles based on each other; a longer one is cyclic.
const LONGEST_CHAIN: usize = 64;

/// The numbering of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbering {
    /// The id of the list instance; `"0"` for none.
    pub list: Option<String>,
    /// The list level, 0 for the highest.
    pub level: Option<usize>,
}

impl Numbering {
    /// Returns the numbering in paragraph properties.
    pub fn of(properties: &Element) -> Numbering {
        let Some(numbering) = properties.child("numPr") else { return Numbering::default() };
        Numbering {
            list: numbering.value("numId").map(str::to_string),
            level: numbering.value("ilvl").and_then(|level| level.parse().ok()),
        }
    }
}

/// A paragraph style.
#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Numbering,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
    /// The character styles that strike text through.
    struck: HashSet<String>,
}

impl Styles {
    /// Reads `word/styles.xml`.
    pub fn of(root: &Element) -> Styles {
        let mut styles = Styles::default();
        for style in root.all("style").filter(|style| style.attribute("type") == Some("character")) {
            let is_struck = style.child("rPr").is_some_and(|run| run.switch("strike") || run.switch("dstrike"));
            styles.struck.extend(style.attribute("styleId").filter(|_| is_struck).map(str::to_string));
        }
        for style in root.all("style").filter(|style| style.attribute("type").is_none_or(|kind| kind == "paragraph")) {
            let Some(id) = style.attribute("styleId") else { continue };
            let properties = style.child("pPr");
            let outline = properties.and_then(outline_of).or_else(|| style.value("name").and_then(built_in));
            let read = Style {
                based_on: style.value("basedOn").map(str::to_string),
                outline,
                numbering: properties.map(Numbering::of).unwrap_or_default(),
            };
            if style.attribute("default").is_some_and(|value| matches!(value, "1" | "true" | "on")) {
                styles.default = Some(id.to_string());
            }
            styles.by_id.insert(id.to_string(), read);
        }
        styles
    }

    /// Returns a style and those on which it is based, nearest first, with their ids; `None` stands for the default
    /// style.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let found = |id: &'a str| self.by_id.get(id).map(|style| (id, style));
        let first = id.or(self.default.as_deref()).and_then(found);
        std::iter::successors(first, move |(_, style)| style.based_on.as_deref().and_then(found)).take(LONGEST_CHAIN)
    }

    /// Returns true for a character style that strikes text through.
    pub fn is_struck(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.struck.contains(id))
    }

    /// Returns the outline level of a heading style, 0 for the highest.
    pub fn outline(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|(_, style)| style.outline)
    }

    /// Returns the numbering in a style.
    pub fn numbering(&self, id: Option<&str>) -> Numbering {
        Numbering {
            list: self.chain(id).find_map(|(_, style)| style.numbering.list.clone()),
            level: self.chain(id).find_map(|(_, style)| style.numbering.level),
        }
    }

    /// Returns the ids of a style and of those on which it is based, nearest first.
    pub fn ids<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a str> {
        self.chain(id).map(|(id, _)| id)
    }
}

/// Returns the outline level in paragraph properties; 9 is body text.
pub fn outline_of(properties: &Element) -> Option<u8> {
    properties.value("outlineLvl")?.parse().ok()
}

/// Returns the outline level of Word's built-in heading styles, which need not specify it.
fn built_in(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    let number = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?;
    number.trim().parse::<u8>().ok()?.checked_sub(1).filter(|level| *level < 9)
}

#[cfg(test)]
mod tests {
    use super::super::sample::part;
    use super::super::xml::parse;
    use super::*;

    #[test]
    fn a_heading_is_known_by_its_level_its_name_or_what_it_is_based_on() {
        let style =
            |id: &str, inside: &str| format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\">{inside}</w:style>");
        let outline = |level: u8| format!("<w:pPr><w:outlineLvl w:val=\"{level}\"/></w:pPr>");
        let inside = [
            style("1", "<w:name w:val=\"heading 1\"/>"),
            style("2", "<w:name w:val=\"标题 2\"/>"),
            style("a", "<w:name w:val=\"篇\"/><w:basedOn w:val=\"1\"/>"),
            style("b", &outline(3)),
            style("c", &format!("<w:basedOn w:val=\"1\"/>{}", outline(9))),
            style("d", "<w:basedOn w:val=\"e\"/>"),
            style("e", "<w:basedOn w:val=\"d\"/>"),
        ];
        let styles = Styles::of(&parse("s", part("styles", &inside.concat()).as_bytes()).unwrap());
        for (id, level) in [("1", Some(0)), ("2", Some(1)), ("a", Some(0)), ("b", Some(3)), ("c", Some(9)), ("d", None)]
        {
            assert_eq!(styles.outline(Some(id)), level, "{id}");
        }
    }
}
