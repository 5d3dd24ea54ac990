//! Flat Word XML: all parts of a Word file in one XML file, with the extension .xml or .doc.

use std::collections::HashMap;

use quick_xml::NsReader;
use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};

use super::super::package::{PackageError, Source};

/// The namespace of the elements around parts.
const PACKAGE: &str = "http://schemas.microsoft.com/office/2006/xmlPackage";

/// The parts of a flat file by name.
pub struct Flat<'a> {
    parts: HashMap<String, &'a str>,
}

impl<'a> Flat<'a> {
    /// Returns the parts of a file; there are none in a file of Word 2003.
    ///
    /// # Errors
    /// Fails if it is not well-formed XML.
    pub fn open(text: &'a str) -> Result<Flat<'a>, PackageError> {
        let damaged =
            |reason: &dyn std::fmt::Display| PackageError::Damaged { part: String::new(), reason: reason.to_string() };
        let mut reader = NsReader::from_str(text);
        let mut parts = HashMap::new();
        let mut name = String::new();
        loop {
            let (space, event) = reader.read_resolved_event().map_err(|error| damaged(&error))?;
            let is_package = matches!(space, ResolveResult::Bound(Namespace(space)) if space == PACKAGE);
            match event {
                Event::Eof => return Ok(Flat { parts }),
                Event::DocType(_) => return Err(PackageError::Harmful(String::new())),
                Event::Start(tag) if is_package && tag.local_name().as_ref() == "part" => {
                    let mut attributes = tag.attributes();
                    let attributes = attributes.with_checks(false).filter_map(Result::ok);
                    let mut named = attributes.filter(|attribute| attribute.key.local_name().as_ref() == "name");
                    name =
                        named.next().map(|found| found.value.trim_start_matches('/').to_string()).unwrap_or_default();
                }
                Event::Start(tag) if is_package && tag.local_name().as_ref() == "xmlData" => {
                    let end = reader.read_to_end(tag.to_end().name()).map_err(|error| damaged(&error))?;
                    let span = usize::try_from(end.start).unwrap_or(0)..usize::try_from(end.end).unwrap_or(0);
                    parts.insert(std::mem::take(&mut name), text.get(span).unwrap_or_default());
                }
                _ => {}
            }
        }
    }

    /// Returns true if there are no parts.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl Source for Flat<'_> {
    fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageError> {
        Ok(self.parts.get(name).map(|text| text.as_bytes().to_vec()))
    }
}
