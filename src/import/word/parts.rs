//! The parts of a Word file, found by their relationships and not by their usual names.

use std::collections::HashMap;

use super::super::package::{Package, PackageError, Source};
use super::flat::Flat;
use super::numbering::Lists;
use super::style::Styles;
use super::xml::{self, Element};

/// The parts that the importer reads.
#[derive(Debug)]
pub struct Parts {
    /// The body of the document.
    pub body: Element,
    /// The paragraph styles.
    pub styles: Styles,
    /// The lists.
    pub lists: Lists,
    /// The footnotes by id.
    pub footnotes: HashMap<String, Element>,
    /// The endnotes by id.
    pub endnotes: HashMap<String, Element>,
    /// The headers and footers.
    pub page_edges: Vec<Element>,
}

impl Parts {
    /// Opens a file and reads its parts.
    ///
    /// # Errors
    /// [`PackageError`] with the part that is missing, damaged, too large or malicious.
    pub fn read(bytes: &[u8]) -> Result<Parts, PackageError> {
        Parts::of(&mut Package::open(bytes)?)
    }

    /// Reads the parts of a flat file. A file of Word 2003 has all of them in its root.
    ///
    /// # Errors
    /// Those of [`Parts::read`].
    pub fn read_flat(text: &str) -> Result<Parts, PackageError> {
        let mut flat = Flat::open(text)?;
        if !flat.is_empty() {
            return Parts::of(&mut flat);
        }
        let body = xml::parse("", text.as_bytes())?;
        let (styles, lists) = (Styles::of(&body), Lists::of(&body));
        let (footnotes, endnotes) = (HashMap::new(), HashMap::new());
        Ok(Parts { body, styles, lists, footnotes, endnotes, page_edges: Vec::new() })
    }

    fn of(package: &mut impl Source) -> Result<Parts, PackageError> {
        let main = main_part(package)?;
        let body = needed(package, &main)?;
        let relations = relations(package, &main)?;
        let mut one = |kind: &str| match relations.iter().find(|(found, _)| found == kind) {
            Some((_, name)) => needed(package, name),
            None => Ok(Element::default()),
        };
        let styles = Styles::of(&one("styles")?);
        let lists = Lists::of(&one("numbering")?);
        let footnotes = by_id(one("footnotes")?, "footnote");
        let endnotes = by_id(one("endnotes")?, "endnote");
        let mut page_edges = Vec::new();
        for (_, name) in relations.iter().filter(|(kind, _)| matches!(kind.as_str(), "header" | "footer")) {
            page_edges.extend(part(package, name)?);
        }
        Ok(Parts { body, styles, lists, footnotes, endnotes, page_edges })
    }
}

fn part(package: &mut impl Source, name: &str) -> Result<Option<Element>, PackageError> {
    package.part(name)?.map(|bytes| xml::parse(name, &bytes)).transpose()
}

fn needed(package: &mut impl Source, name: &str) -> Result<Element, PackageError> {
    part(package, name)?.ok_or_else(|| PackageError::Missing(name.to_string()))
}

/// Returns the name of the main document part.
fn main_part(package: &mut impl Source) -> Result<String, PackageError> {
    let main = relations(package, "")?.into_iter().find(|(kind, _)| kind == "officeDocument");
    Ok(main.map_or_else(|| "word/document.xml".to_string(), |(_, name)| name))
}

/// Returns the parts related to a part, each with its type; the package itself has the name `""`.
fn relations(package: &mut impl Source, of: &str) -> Result<Vec<(String, String)>, PackageError> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(root) = part(package, name.trim_start_matches('/'))? else { return Ok(Vec::new()) };
    let inside = root.all("Relationship").filter(|relation| relation.attribute("TargetMode") != Some("External"));
    let named = inside.filter_map(|relation| {
        let kind = relation.attribute("Type")?.rsplit('/').next()?;
        Some((kind.to_string(), resolve(folder, relation.attribute("Target")?)))
    });
    Ok(named.collect())
}

/// Resolves the name of a part relative to a folder. Paths can't leave the package.
fn resolve(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = Vec::new();
    for name in from.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// Returns notes by id, without separator lines.
fn by_id(root: Element, name: &str) -> HashMap<String, Element> {
    let notes = root.children.into_iter().filter_map(|node| match node {
        xml::Node::Element(note) if note.name == name => Some(note),
        _ => None,
    });
    let text = notes.filter(|note| note.attribute("type").is_none_or(|kind| kind == "normal"));
    text.filter_map(|note| Some((note.attribute("id")?.to_string(), note))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_the_folder_of_the_part_that_names_them() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/a/styles.xml", "word/a/styles.xml"),
            ("word", "../custom/item.xml", "custom/item.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }
}
