//! The parts of a Word file as trees, without irrelevant elements.
//!
//! Unknown elements are removed, and their children take their place, so that text is found within any wrapper (smart
//! tags, shapes, groups). Namespaces count and not prefixes: both the transitional and the strict form of ISO/IEC 29500
//! are supported.

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::super::package::PackageError;

/// The maximum depth of nesting; Word itself allows far less.
const DEEPEST: usize = 256;
/// The maximum number of elements in a part: about twenty times those of a plan of 500 pages.
const MOST_ELEMENTS: usize = 1_000_000;

/// The namespaces of WordprocessingML: both forms, and the one of Word 2003.
const WORD: [&str; 3] = [
    WORD_2003,
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
const WORD_2003: &str = "http://schemas.microsoft.com/office/word/2003/wordml";
/// The elements and attributes of Word 2003 that have been renamed.
const RENAMED: &[(&str, &str)] = &[
    ("ilfo", "numId"),
    ("ilst", "abstractNumId"),
    ("list", "num"),
    ("listDef", "abstractNum"),
    ("listDefId", "abstractNumId"),
    ("listPr", "numPr"),
    ("nfc", "numFmt"),
    ("vmerge", "vMerge"),
];
const MATH: [&str; 2] =
    ["http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math"];
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const ALTERNATIVES: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
/// Elements with pictures, charts and diagrams in old and new drawings.
const PICTURES: [&str; 7] = [
    "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "http://purl.oclc.org/ooxml/drawingml/picture",
    "http://purl.oclc.org/ooxml/drawingml/chart",
    "http://purl.oclc.org/ooxml/drawingml/diagram",
    "urn:schemas-microsoft-com:vml",
];

/// The relevant elements of WordprocessingML. Elements with the properties before a tracked change are removed with
/// their content: see [`BEFORE`].
const KNOWN: &[&str] = &[
    "abstractNum",
    "abstractNumId",
    "altChunk",
    "basedOn",
    "br",
    "comment",
    "commentReference",
    "cr",
    "del",
    "docPartGallery",
    "dstrike",
    "endnote",
    "endnoteReference",
    "fldChar",
    "fldSimple",
    "footerReference",
    "footnote",
    "footnoteReference",
    "gridAfter",
    "gridBefore",
    "gridSpan",
    "headerReference",
    "ilvl",
    "ins",
    "instrText",
    "isLgl",
    "lvl",
    "lvlOverride",
    "lvlRestart",
    "lvlText",
    "moveFrom",
    "name",
    "noBreakHyphen",
    "num",
    "numFmt",
    "numId",
    "numPr",
    "numStyleLink",
    "object",
    "outlineLvl",
    "p",
    "pPr",
    "pStyle",
    "ptab",
    "r",
    "rFonts",
    "rPr",
    "rStyle",
    "rt",
    "sdt",
    "sdtContent",
    "sdtPr",
    "start",
    "startOverride",
    "strike",
    "style",
    "styleLink",
    "suff",
    "sym",
    "t",
    "tab",
    "tbl",
    "tc",
    "tcPr",
    "tr",
    "trPr",
    "txbxContent",
    "vMerge",
    "vanish",
];

/// Elements that are removed with their content: tab stops, and properties before a tracked change.
const BEFORE: &[&str] = &[
    "numberingChange",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tabs",
    "tblGridChange",
    "tblPrChange",
    "tblPrExChange",
    "tcPrChange",
    "trPrChange",
];

/// The relevant attributes, without prefix.
const ATTRIBUTES: &[&str] = &[
    "Id",
    "Target",
    "TargetMode",
    "Type",
    "abstractNumId",
    "ascii",
    "char",
    "default",
    "eastAsia",
    "fldCharType",
    "font",
    "hAnsi",
    "id",
    "ilvl",
    "instr",
    "numId",
    "space",
    "styleId",
    "type",
    "val",
];

/// An element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// The name, without prefix.
    pub name: &'static str,
    attributes: Vec<(&'static str, String)>,
    /// The child nodes.
    pub children: Vec<Node>,
}

/// A child node.
#[derive(Debug, Clone)]
pub enum Node {
    /// An element in it.
    Element(Element),
    /// Text in it.
    Text(String),
}

impl Element {
    /// Returns an empty element.
    pub fn of(name: &'static str) -> Element {
        Element { name, ..Element::default() }
    }

    /// Returns an element with a `val` attribute.
    pub fn valued(name: &'static str, value: &str) -> Element {
        Element::of(name).with("val", value)
    }

    /// Renames the element.
    pub fn named(self, name: &'static str) -> Element {
        Element { name, ..self }
    }

    /// Returns an element with text.
    pub fn text_of(text: String) -> Element {
        Element { name: "t", children: vec![Node::Text(text)], ..Element::default() }
    }

    /// Adds an attribute.
    pub fn with(mut self, name: &'static str, value: &str) -> Element {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Adds a child element.
    pub fn with_child(mut self, child: Element) -> Element {
        self.push(child);
        self
    }

    /// Appends a child element.
    pub fn push(&mut self, child: Element) {
        self.children.push(Node::Element(child));
    }

    /// Appends child elements.
    pub fn extend(&mut self, children: impl IntoIterator<Item = Element>) {
        self.children.extend(children.into_iter().map(Node::Element));
    }

    /// The empty element.
    pub const EMPTY: Element = Element { name: "", attributes: Vec::new(), children: Vec::new() };

    /// Returns the child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// Returns the child elements with a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// Returns the first child element with a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns an attribute by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str())
    }

    /// Returns the `val` attribute of the child element with a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Returns true if a toggle property such as `w:vanish` is on: the element exists and its value is not off.
    pub fn switch(&self, name: &str) -> bool {
        let off = |value: &str| matches!(value, "0" | "false" | "off");
        self.child(name).is_some_and(|found| !found.attribute("val").is_some_and(off))
    }

    /// Returns the text of its own text nodes.
    pub fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|node| if let Node::Text(text) = node { Some(text.as_str()) } else { None })
            .collect()
    }

    /// Returns the first descendant with a name.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }
}

/// Parses a part. The returned element has the children of the part's root.
///
/// # Errors
/// Fails if the part is not XML, truncated, too large, or declares entities.
pub fn parse(part: &str, bytes: &[u8]) -> Result<Element, PackageError> {
    let harmful = || PackageError::Harmful(part.to_string());
    let damaged = |reason: String| PackageError::Damaged { part: part.to_string(), reason };
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).map_err(|_| harmful())?;
    let mut reader = NsReader::from_str(text);
    let mut tree = Tree { open: vec![Some(Element::default())], elements: 0 };
    loop {
        let (kind, event) = next(&mut reader).map_err(|error| damaged(error.to_string()))?;
        match event {
            Event::Start(tag) if kind == Kind::Skipped => {
                reader.read_to_end(tag.to_end().name()).map_err(|error| damaged(error.to_string()))?;
            }
            Event::Start(tag) => tree.open(kind, &tag),
            Event::Empty(tag) => {
                tree.open(kind, &tag);
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(words) => tree.add_text(&words.xml10_content()),
            Event::CData(words) => tree.add_text(&words.xml10_content()),
            Event::GeneralRef(name) => match super::super::xml::entity(&name) {
                Some(c) => tree.add_text(c.encode_utf8(&mut [0; 4])),
                None => return Err(harmful()),
            },
            Event::DocType(_) => return Err(harmful()),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if tree.open.len() > DEEPEST {
            return Err(harmful());
        }
        if tree.elements > MOST_ELEMENTS {
            return Err(PackageError::TooLarge(part.to_string()));
        }
    }
    match tree.open.pop() {
        Some(Some(root)) if tree.open.is_empty() && tree.elements > 0 => Ok(root),
        _ => Err(damaged("the XML is cut off".to_string())),
    }
}

/// Returns the next event, with how to treat its element.
fn next<'a>(reader: &mut NsReader<&'a [u8]>) -> quick_xml::Result<(Kind, Event<'a>)> {
    let (space, event) = reader.read_resolved_event()?;
    let kind = match &event {
        Event::Start(tag) | Event::Empty(tag) => kind(&space, tag.local_name().as_ref()),
        _ => Kind::Unknown,
    };
    Ok((kind, event))
}

/// Returns the present name of an element or attribute of Word 2003.
fn renamed(name: &str) -> &str {
    RENAMED.iter().find(|(before, _)| *before == name).map_or(name, |(_, after)| after)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Known(&'static str),
    /// Removed; its children are kept.
    Unknown,
    /// Removed with its content.
    Skipped,
}

fn kind(space: &ResolveResult, name: &str) -> Kind {
    let ResolveResult::Bound(Namespace(space)) = space else { return Kind::Unknown };
    let name = if *space == WORD_2003 { renamed(name) } else { name };
    let known = match *space {
        space if WORD.contains(&space) => {
            if BEFORE.contains(&name) {
                return Kind::Skipped;
            }
            KNOWN.iter().find(|known| **known == name).copied()
        }
        space if MATH.contains(&space) => (name == "t").then_some("t"),
        RELATIONS => (name == "Relationship").then_some("Relationship"),
        ALTERNATIVES => ["AlternateContent", "Choice", "Fallback"].into_iter().find(|known| *known == name),
        space if PICTURES.contains(&space) => {
            matches!(name, "pic" | "chart" | "relIds" | "imagedata").then_some("picture")
        }
        _ => None,
    };
    known.map_or(Kind::Unknown, Kind::Known)
}

/// A tree under construction: the open elements, `None` for removed ones.
struct Tree {
    open: Vec<Option<Element>>,
    elements: usize,
}

impl Tree {
    fn open(&mut self, kind: Kind, tag: &BytesStart) {
        self.elements += 1;
        self.open.push(match kind {
            Kind::Known(name) => Some(Element { name, attributes: attributes(tag), children: Vec::new() }),
            Kind::Unknown | Kind::Skipped => None,
        });
    }

    fn close(&mut self) {
        // The end of the root closes no element.
        if self.open.len() > 1
            && let Some(Some(element)) = self.open.pop()
            && let Some(parent) = self.parent()
        {
            parent.children.push(Node::Element(element));
        }
    }

    fn parent(&mut self) -> Option<&mut Element> {
        self.open.iter_mut().rev().find_map(Option::as_mut)
    }

    /// Adds text within text elements; between elements it is only formatting of the XML.
    fn add_text(&mut self, text: &str) {
        let Some(Some(element)) = self.open.last_mut() else { return };
        if !matches!(element.name, "t" | "instrText") {
            return;
        }
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_string())),
        }
    }
}

fn attributes(tag: &BytesStart) -> Vec<(&'static str, String)> {
    let known = |attribute: quick_xml::events::attributes::Attribute| {
        let name = attribute.key.local_name();
        let name = ATTRIBUTES.iter().find(|known| **known == renamed(name.as_ref()))?;
        Some((*name, attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned()))
    };
    tag.attributes().with_checks(false).filter_map(Result::ok).filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(inside: &str) -> Result<Element, PackageError> {
        parse("a.xml", format!("<x:document xmlns:x=\"{}\">{inside}</x:document>", WORD[1]).as_bytes())
    }

    #[test]
    fn what_is_not_known_is_taken_away_and_what_it_holds_stays() {
        let tree =
            word("<x:p><y:smart xmlns:y=\"other\"><x:r><x:t>甲&amp;&#20057;</x:t></x:r>no</y:smart></x:p>").unwrap();
        let run = tree.child("p").and_then(|p| p.child("r")).unwrap();
        assert_eq!(run.child("t").unwrap().text(), "甲&乙");
        let before = word("<x:pPr><x:pPrChange><x:pPr><x:numPr/></x:pPr></x:pPrChange></x:pPr>").unwrap();
        assert!(before.find("pPr").unwrap().children.is_empty());
    }

    #[test]
    fn traps_and_torn_files_are_refused() {
        let harmful = Err("a.xml".to_string());
        let told = |result: Result<Element, PackageError>| match result {
            Ok(_) => Ok(()),
            Err(PackageError::Harmful(part) | PackageError::Damaged { part, .. } | PackageError::TooLarge(part)) => {
                Err(part)
            }
            Err(other) => Err(other.to_string()),
        };
        let entity = "<!DOCTYPE d [<!ENTITY a \"aaaa\">]><d>&a;</d>";
        assert_eq!(parse("a.xml", entity.as_bytes()).map(drop), Err(PackageError::Harmful("a.xml".to_string())));
        for torn in ["<d>&a;</d>", "<d><e></d>", "<d><e>", "", "words", "\u{0}", "<d", "</d>", "<d></d></d>"] {
            assert_eq!(told(parse("a.xml", torn.as_bytes())), harmful, "{torn}");
        }
        assert_eq!(told(parse("a.xml", b"\xFF\xFE<\0d\0/\0>\0")), harmful);
        assert_eq!(told(word(&"<x:p>".repeat(100_000))), harmful, "nesting");
        assert_eq!(told(word(&"<x:r/>".repeat(MOST_ELEMENTS + 1))), harmful, "number");
    }
}
