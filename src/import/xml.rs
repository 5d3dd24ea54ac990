//! XML helpers shared by all formats.

use quick_xml::events::Event;
use quick_xml::events::{BytesRef, BytesStart};
use quick_xml::{NsReader, XmlVersion};

use super::decode;
use super::package::PackageError;

/// Returns the character for a reference; entities declared by a file itself give `None`.
pub fn entity(name: &BytesRef) -> Option<char> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Some(c);
    }
    match name.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// Returns an attribute by its name without prefix.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let known = attributes.with_checks(false).filter_map(Result::ok);
    let found = { known }.find(|found| found.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}

/// The maximum depth of nesting.
const DEEPEST: usize = 256;
/// The maximum number of elements in a part.
const MOST_ELEMENTS: usize = 1_000_000;

/// An element, with names without prefixes.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// The name.
    pub name: String,
    /// The attributes.
    pub attributes: Vec<(String, String)>,
    /// The child nodes.
    pub children: Vec<Node>,
}

/// A child node.
#[derive(Debug, Clone)]
pub enum Node {
    /// An element.
    Element(Element),
    /// A text.
    Text(String),
}

impl Element {
    /// Returns the child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// Returns the child elements with a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// Returns the first descendant with a name.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// Returns an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Returns the text of all descendants, in order.
    pub fn text(&self) -> String {
        let piece = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.text(),
        };
        self.children.iter().map(piece).collect()
    }
}

/// Parses a part. The returned element has the part's root as its child.
///
/// # Errors
/// Fails if the part is not XML, truncated, too large, or declares entities.
pub fn parse(part: &str, bytes: &[u8]) -> Result<Element, PackageError> {
    let harmful = || PackageError::Harmful(part.to_string());
    let damaged = |reason: String| PackageError::Damaged { part: part.to_string(), reason };
    let decoded = decode::text(bytes).ok_or_else(harmful)?;
    let mut reader = NsReader::from_str(&decoded.text);
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
        let mut add = |node: Node| {
            let Some(parent) = open.last_mut() else { return };
            match (parent.children.last_mut(), node) {
                (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
                (_, node) => parent.children.push(node),
            }
        };
        match event {
            Event::Start(tag) => open.push(begun(&tag)),
            Event::Empty(tag) => add(Node::Element(begun(&tag))),
            Event::Text(words) => add(Node::Text(words.xml10_content().into_owned())),
            Event::CData(words) => add(Node::Text(words.xml10_content().into_owned())),
            Event::GeneralRef(name) => add(Node::Text(entity(&name).ok_or_else(harmful)?.to_string())),
            Event::End(_) => {
                let ended = open.pop().filter(|_| !open.is_empty()).ok_or_else(|| damaged("XML".to_string()))?;
                if let Some(parent) = open.last_mut() {
                    parent.children.push(Node::Element(ended));
                }
            }
            Event::DocType(_) => return Err(harmful()),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        count += 1;
        if open.len() > DEEPEST {
            return Err(harmful());
        }
        if count > MOST_ELEMENTS * 3 {
            return Err(PackageError::TooLarge(part.to_string()));
        }
    }
    let root = open.pop().filter(|root| open.is_empty() && root.elements().next().is_some());
    root.ok_or_else(|| damaged("the XML is cut off".to_string()))
}

fn begun(tag: &BytesStart) -> Element {
    let mut attributes = tag.attributes();
    let known = attributes.with_checks(false).filter_map(Result::ok);
    let read = |found: quick_xml::events::attributes::Attribute| {
        let value = found.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned();
        Some((found.key.local_name().as_ref().to_string(), value))
    };
    let attributes = known.filter_map(read).collect();
    Element { name: tag.local_name().as_ref().to_string(), attributes, children: Vec::new() }
}
