//! What all readers of XML share.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};

/// The character that a reference stands for; entities that a file declares itself stand for nothing.
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

/// The value of an attribute by its name without prefix.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let known = attributes.with_checks(false).filter_map(Result::ok);
    let found = { known }.find(|found| found.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}
