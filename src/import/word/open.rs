//! OpenDocument texts (.odt, ISO/IEC 26300), converted to the elements of Word files, so that the same rules apply to
//! both.

use std::collections::HashMap;

use super::super::package::{Package, PackageError, Source};
use super::super::xml::{self, Element as Open, Node};
use super::numbering::Lists;
use super::parts::Parts;
use super::style::Styles;
use super::xml::Element;

/// The number of levels of a list.
const LEVELS: usize = 9;

/// Reads the parts of a file.
///
/// # Errors
/// [`PackageError`] with the part that is missing, damaged, too large or malicious.
pub fn read(bytes: &[u8]) -> Result<Parts, PackageError> {
    let mut package = Package::open(bytes)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(15).any(|part| part == b"encryption-data") {
        return Err(PackageError::Encrypted);
    }
    let named = |package: &mut Package, name: &str| -> Result<Open, PackageError> {
        let part = package.part(name)?.ok_or_else(|| PackageError::Missing(name.to_string()))?;
        xml::parse(name, &part)
    };
    let content = named(&mut package, "content.xml")?;
    let styles = named(&mut package, "styles.xml").unwrap_or_default();
    let mut reader = Reader::default();
    for part in [&styles, &content] {
        reader.read_styles(part);
    }
    let mut body = Element::of("body");
    let text = content.find("body").and_then(|body| body.find("text"));
    text.into_iter().for_each(|text| reader.blocks(text, &mut body, None));
    let mut page_edges = Vec::new();
    for edge in ["header", "footer"].into_iter().filter_map(|name| styles.find(name)) {
        let mut element = Element::of("hdr");
        reader.blocks(edge, &mut element, None);
        page_edges.push(element);
    }
    let footnotes = reader.notes.drain(..).enumerate().map(|(n, note)| (n.to_string(), note)).collect();
    let lists = Lists::of(&reader.numbering());
    Ok(Parts { body, styles: Styles::default(), lists, footnotes, endnotes: HashMap::new(), page_edges })
}

/// A style of paragraphs, runs or rows.
#[derive(Debug, Clone, Default)]
struct Style {
    above: Option<String>,
    is_struck: Option<bool>,
    is_hidden: Option<bool>,
    outline: Option<String>,
}

/// An instance of a list: its style, and true if it restarts.
#[derive(Debug)]
struct Instance {
    style: String,
}

#[derive(Default)]
struct Reader {
    styles: HashMap<String, Style>,
    lists: HashMap<String, Vec<Element>>,
    instances: Vec<Instance>,
    /// The instance of each list with an id.
    by_id: HashMap<String, usize>,
    notes: Vec<Element>,
}

/// The position of a paragraph in a list.
#[derive(Debug, Clone, Copy)]
struct Place {
    instance: usize,
    level: usize,
}

impl Reader {
    fn read_styles(&mut self, part: &Open) {
        for style in part.elements().flat_map(Open::elements).flat_map(Open::elements) {
            let Some(name) = style.attribute("name") else { continue };
            if matches!(style.name.as_str(), "list-style" | "outline-style") {
                self.lists.insert(name.to_string(), style.elements().filter_map(level).collect());
                continue;
            }
            let text = style.elements().find(|element| element.name == "text-properties");
            let struck = text.and_then(|text| text.attribute("text-line-through-style")).map(|line| line != "none");
            let read = Style {
                above: style.attribute("parent-style-name").map(str::to_string),
                is_struck: struck,
                is_hidden: text.and_then(|text| text.attribute("display")).map(|display| display == "none"),
                outline: style.attribute("default-outline-level").map(str::to_string).filter(|level| !level.is_empty()),
            };
            self.styles.insert(name.to_string(), read);
        }
    }

    /// Returns a property of a style, or of the nearest style on which it is based.
    fn says<T: Clone>(&self, name: Option<&str>, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut at = name.and_then(|name| self.styles.get(name));
        for _ in 0..32 {
            let style = at?;
            if let Some(found) = what(style) {
                return Some(found);
            }
            at = style.above.as_deref().and_then(|above| self.styles.get(above));
        }
        None
    }

    fn blocks(&mut self, inside: &Open, out: &mut Element, place: Option<Place>) {
        for element in inside.elements() {
            match element.name.as_str() {
                "p" | "h" => out.push(self.paragraph(element, place)),
                "list" => self.list(element, out, place),
                "table" => out.push(self.table(element)),
                "tracked-changes" | "sequence-decls" | "forms" | "variable-decls" => {}
                "table-of-content" => {
                    let gallery = Element::valued("docPartGallery", "Table of Contents");
                    let mut content = Element::of("sdt").with_child(Element::of("sdtPr").with_child(gallery));
                    self.blocks(element, &mut content, None);
                    out.push(content);
                }
                _ => self.blocks(element, out, place),
            }
        }
    }

    fn list(&mut self, list: &Open, out: &mut Element, around: Option<Place>) {
        let place = match around {
            Some(around) => Place { level: (around.level + 1).min(LEVELS - 1), ..around },
            None => Place { instance: self.instance(list), level: 0 },
        };
        for item in list.elements().filter(|item| matches!(item.name.as_str(), "list-item" | "list-header")) {
            let mut first = item.name == "list-item";
            for element in item.elements() {
                match element.name.as_str() {
                    // Only the first paragraph of an item is numbered.
                    "p" | "h" => out.push(self.paragraph(element, Some(place).filter(|_| std::mem::take(&mut first)))),
                    "list" => self.list(element, out, Some(place)),
                    _ => {}
                }
            }
        }
    }

    /// Returns the instance of a list, which may continue another one.
    fn instance(&mut self, list: &Open) -> usize {
        let style = list.attribute("style-name").unwrap_or_default().to_string();
        let continued = list.attribute("continue-list").and_then(|id| self.by_id.get(id).copied());
        let same = || self.instances.iter().rposition(|instance| instance.style == style);
        let goes_on = list.attribute("continue-numbering") == Some("true");
        let found = continued.or_else(|| if goes_on { same() } else { None });
        let at = found.unwrap_or_else(|| {
            self.instances.push(Instance { style });
            self.instances.len() - 1
        });
        if let Some(id) = list.attribute("id") {
            self.by_id.insert(id.to_string(), at);
        }
        at
    }

    /// Returns the lists as in Word files: each instance is a list of its own.
    fn numbering(&self) -> Element {
        let mut root = Element::of("numbering");
        for (n, instance) in self.instances.iter().enumerate() {
            let id = (n + 1).to_string();
            let list = Element::of("abstractNum").with("abstractNumId", &id);
            let levels = self.lists.get(&instance.style).cloned().unwrap_or_default();
            root.push(levels.into_iter().fold(list, Element::with_child));
            root.push(Element::of("num").with("numId", &id).with_child(Element::valued("abstractNumId", &id)));
        }
        root
    }

    fn paragraph(&mut self, paragraph: &Open, place: Option<Place>) -> Element {
        let style = paragraph.attribute("style-name");
        let outline = paragraph.attribute("outline-level").map(str::to_string);
        let outline = outline.or_else(|| self.says(style, |style| style.outline.clone()));
        let outline = outline.and_then(|level| level.parse::<usize>().ok()).and_then(|level| level.checked_sub(1));
        let mut properties = Element::of("pPr");
        properties.extend(outline.map(|level| Element::valued("outlineLvl", &level.to_string())));
        if let Some(Place { instance, level }) = place {
            let numbering = Element::of("numPr").with_child(Element::valued("numId", &(instance + 1).to_string()));
            properties.push(numbering.with_child(Element::valued("ilvl", &level.to_string())));
        }
        let mut element = Element::of("p").with_child(properties);
        self.inline(paragraph, style, &mut element);
        element
    }

    fn inline(&mut self, inside: &Open, style: Option<&str>, out: &mut Element) {
        for node in &inside.children {
            let element = match node {
                Node::Text(text) => {
                    out.push(self.run(Element::text_of(text.replace(['\n', '\r', '\t'], " ")), style));
                    continue;
                }
                Node::Element(element) => element,
            };
            match element.name.as_str() {
                "span" => self.inline(element, element.attribute("style-name").or(style), out),
                "s" => {
                    let count = element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize).min(200);
                    out.push(self.run(Element::text_of(" ".repeat(count)), style));
                }
                "tab" => out.push(self.run(Element::of("tab"), style)),
                "line-break" => out.push(self.run(Element::of("br"), style)),
                "note" => {
                    let mut note = Element::of("footnote");
                    if let Some(body) = element.find("note-body") {
                        self.blocks(body, &mut note, None);
                    }
                    self.notes.push(note);
                    let id = (self.notes.len() - 1).to_string();
                    out.push(Element::of("r").with_child(Element::of("footnoteReference").with("id", &id)));
                }
                "annotation" => out.push(Element::of("r").with_child(Element::of("commentReference"))),
                "image" => out.push(Element::of("r").with_child(Element::of("picture"))),
                "object" => out.push(Element::of("r").with_child(Element::of("object"))),
                "text-box" => {
                    let mut content = Element::of("txbxContent");
                    self.blocks(element, &mut content, None);
                    out.push(content);
                }
                "annotation-end" | "soft-page-break" | "bookmark-start" | "bookmark-end" => {}
                _ => self.inline(element, style, out),
            }
        }
    }

    fn run(&self, shown: Element, style: Option<&str>) -> Element {
        let mut properties = Element::of("rPr");
        let is = |what: fn(&Style) -> Option<bool>| self.says(style, what) == Some(true);
        properties.extend(is(|style| style.is_struck).then(|| Element::of("strike")));
        properties.extend(is(|style| style.is_hidden).then(|| Element::of("vanish")));
        Element::of("r").with_child(properties).with_child(shown)
    }

    fn table(&mut self, table: &Open) -> Element {
        let mut element = Element::of("tbl");
        // For each column, the number of further rows in which its cell continues.
        let mut going_on: Vec<(usize, usize)> = Vec::new();
        for row in rows(table) {
            let mut cells = Element::of("tr");
            let mut column = 0;
            for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "table-cell" | "covered-table-cell"))
            {
                let count =
                    |name: &str| cell.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(1_usize).clamp(1, 64);
                going_on.resize(going_on.len().max(column + 1), (0, 1));
                if cell.name == "covered-table-cell" {
                    if going_on[column].0 > 0 {
                        going_on[column].0 -= 1;
                        let span = Element::valued("gridSpan", &going_on[column].1.to_string());
                        let properties = Element::of("tcPr").with_child(span).with_child(Element::of("vMerge"));
                        cells.push(Element::of("tc").with_child(properties));
                    }
                    column += 1;
                    continue;
                }
                let (across, down) = (count("number-columns-spanned"), count("number-rows-spanned"));
                for _ in 0..count("number-columns-repeated") {
                    going_on.resize(going_on.len().max(column + 1), (0, 1));
                    going_on[column] = (down - 1, across);
                    let mut properties =
                        Element::of("tcPr").with_child(Element::valued("gridSpan", &across.to_string()));
                    properties.extend((down > 1).then(|| Element::valued("vMerge", "restart")));
                    let mut read = Element::of("tc").with_child(properties);
                    self.blocks(cell, &mut read, None);
                    cells.push(read);
                    column += 1;
                }
            }
            element.push(cells);
        }
        element
    }
}

/// Returns the rows of a table, including those in groups.
fn rows(table: &Open) -> Vec<&Open> {
    let of = |element: &'_ Open| element.name == "table-row";
    table.elements().flat_map(|element| if of(element) { vec![element] } else { rows(element) }).collect()
}

/// Returns a level of a list.
fn level(level: &Open) -> Option<Element> {
    let at = level.attribute("level")?.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < LEVELS)?;
    let attribute = |name: &str| level.attribute(name).unwrap_or_default();
    let mut element = Element::of("lvl").with("ilvl", &at.to_string());
    if level.name == "list-level-style-bullet" {
        element.push(Element::valued("numFmt", "bullet"));
        return Some(element.with_child(Element::valued("lvlText", attribute("bullet-char"))));
    }
    let format = match attribute("num-format") {
        "" => "none",
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        format if format.starts_with('一') || format.starts_with('１') && format.contains('一') => {
            "chineseCountingThousand"
        }
        format if format.starts_with('壹') => "chineseLegalSimplified",
        format if format.starts_with('甲') => "ideographTraditional",
        format if format.starts_with('子') => "ideographZodiac",
        format if format.starts_with('①') => "decimalEnclosedCircle",
        format if format.starts_with('１') => "decimalFullWidth",
        _ => "decimal",
    };
    let shown = attribute("display-levels").parse::<usize>().unwrap_or(1).clamp(1, at + 1);
    let numbers: Vec<String> = (at + 2 - shown..=at + 1).map(|level| format!("%{level}")).collect();
    let text = match attribute("num-list-format") {
        "" => format!("{}{}{}", attribute("num-prefix"), numbers.join("."), attribute("num-suffix")),
        // Newer programs write %1% for the number of the first level.
        format => (1..=LEVELS).fold(format.to_string(), |text, n| text.replace(&format!("%{n}%"), &format!("%{n}"))),
    };
    let start = level.attribute("start-value").unwrap_or("1");
    element.push(Element::valued("start", start));
    element.push(Element::valued("numFmt", format));
    Some(element.with_child(Element::valued("lvlText", &text)))
}
