//! OFD files, the Chinese fixed-layout format (GB/T 33190): extraction of characters and ruled lines with their
//! positions, which [`placed`](super::placed) converts to lines.
//!
//! Seals and other annotations are ignored. Lengths in the file are in millimetres.

use std::collections::HashMap;

use super::ImportError;
use super::layout::Text;
use super::package::{Package, PackageError, Source};
use super::placed::{self, Glyph, MOST_GLYPHS, MOST_PAGES, Page, Rule};
use super::xml::{self, Element};

/// The number of points per millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// The maximum depth of nested blocks on a page.
const DEEPEST: usize = 16;

/// Reads an OFD file.
///
/// # Errors
/// Fails if a part is missing, damaged or malicious, or if no page has text.
pub fn read(bytes: &[u8]) -> Result<Text, ImportError> {
    let mut package = Package::open(bytes)?;
    let root = part(&mut package, "OFD.xml")?;
    let mut pages = Vec::new();
    let roots: Vec<String> = all(&root, "DocRoot").into_iter().map(Element::text).collect();
    for document in roots.iter().map(|path| resolve("", path.trim())) {
        read_document(&mut package, &document, &mut pages)?;
    }
    let pictures = pages.iter().filter(|page| page.is_picture).count();
    if pages.iter().all(|page| page.glyphs.is_empty()) && pictures > 0 {
        return Err(ImportError::Scanned { pages: pictures });
    }
    Ok(placed::text(pages))
}

fn read_document(package: &mut Package, document: &str, pages: &mut Vec<Page>) -> Result<(), PackageError> {
    let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
    let tree = part(package, document)?;
    let usual = tree.find("PageArea").and_then(|area| area.find("PhysicalBox")).and_then(|found| four(&found.text()));
    let mut templates: HashMap<String, Element> = HashMap::new();
    for template in all(&tree, "TemplatePage") {
        if let (Some(id), Some(path)) = (template.attribute("ID"), template.attribute("BaseLoc")) {
            templates.insert(id.to_string(), part(package, &resolve(folder, path))?);
        }
    }
    let listed = tree.find("Pages").map(|pages| all(pages, "Page")).unwrap_or_default();
    for found in listed.iter().filter_map(|page| page.attribute("BaseLoc")) {
        let content = part(package, &resolve(folder, found))?;
        let area = content.find("PhysicalBox").and_then(|found| four(&found.text())).or(usual);
        let [_, _, width, height] = area.unwrap_or([0.0, 0.0, 210.0, 297.0]);
        let mut drawer = Drawer { page: Page { height: height * POINTS, ..Page::default() }, area: width * height };
        for template in all(&content, "Template").into_iter().filter_map(|used| used.attribute("TemplateID")) {
            if let Some(template) = templates.get(template) {
                drawer.draw(template, 0);
            }
        }
        drawer.draw(&content, 0);
        pages.push(drawer.page);
        let glyphs: usize = pages.iter().map(|page| page.glyphs.len()).sum();
        if pages.len() > MOST_PAGES || glyphs > MOST_GLYPHS {
            return Err(PackageError::TooLarge(String::new()));
        }
    }
    Ok(())
}

fn part(package: &mut Package, name: &str) -> Result<Element, PackageError> {
    let bytes = package.part(name)?.ok_or_else(|| PackageError::Missing(name.to_string()))?;
    xml::parse(name, &bytes)
}

/// Returns the descendants with a name, except those inside of one another.
fn all<'a>(inside: &'a Element, name: &str) -> Vec<&'a Element> {
    let found = |element: &'a Element| if element.name == name { vec![element] } else { all(element, name) };
    inside.elements().flat_map(found).collect()
}

/// Resolves the path of a part relative to a folder.
fn resolve(folder: &str, path: &str) -> String {
    match path.strip_prefix('/') {
        Some(path) => path.to_string(),
        None if folder.is_empty() => path.to_string(),
        None => format!("{folder}/{path}"),
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().filter_map(|word| word.parse().ok()).filter(|n: &f64| n.is_finite()).collect()
}

fn four(text: &str) -> Option<[f64; 4]> {
    numbers(text).try_into().ok()
}

/// Returns the distances between characters; `g 3 5.5` stands for three times 5.5.
fn distances(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next().and_then(|count| count.parse().ok()).unwrap_or(0_usize);
            let distance = words.next().and_then(|distance| distance.parse().ok()).unwrap_or(0.0);
            found.extend(std::iter::repeat_n(distance, count.min(10_000)));
        } else {
            found.extend(word.parse::<f64>().ok());
        }
    }
    found
}

struct Drawer {
    page: Page,
    area: f64,
}

/// The position of an object: its box and its transformation.
struct Place {
    x: f64,
    y: f64,
    matrix: [f64; 6],
}

impl Place {
    fn of(object: &Element) -> Place {
        let [x, y, ..] = object.attribute("Boundary").and_then(four).unwrap_or_default();
        let matrix = object.attribute("CTM").map(numbers).and_then(|found| found.try_into().ok());
        Place { x, y, matrix: matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]) }
    }

    /// Converts a point of the object to points on the page.
    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.matrix;
        ((a * x + c * y + e + self.x) * POINTS, (b * x + d * y + f + self.y) * POINTS)
    }
}

impl Drawer {
    fn draw(&mut self, inside: &Element, depth: usize) {
        for object in inside.elements().filter(|_| depth < DEEPEST) {
            match object.name.as_str() {
                "TextObject" => self.text(object),
                "PathObject" => self.path(object),
                "ImageObject" => {
                    let [_, _, width, height] = object.attribute("Boundary").and_then(four).unwrap_or_default();
                    self.page.is_picture |= width * height > self.area * 0.5;
                }
                _ => self.draw(object, depth + 1),
            }
        }
    }

    fn text(&mut self, object: &Element) {
        let place = Place::of(object);
        let size: f64 = object.attribute("Size").and_then(|size| size.parse().ok()).unwrap_or(0.0);
        let [a, b, c, d, ..] = place.matrix;
        let (tall, wide) = (size * c.hypot(d) * POINTS, a.hypot(b) * POINTS);
        let (mut x, mut y) = (0.0, 0.0);
        for code in object.all("TextCode") {
            let number = |name: &str| code.attribute(name).and_then(|value| value.parse::<f64>().ok());
            (x, y) = (number("X").unwrap_or(x), number("Y").unwrap_or(y));
            let across = code.attribute("DeltaX").map(distances).unwrap_or_default();
            let down = code.attribute("DeltaY").map(distances).unwrap_or_default();
            for (n, c) in code.text().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).enumerate() {
                let usual = if c.is_ascii() { size / 2.0 } else { size };
                let width = across.get(n).copied().filter(|width| *width > 0.0).unwrap_or(usual).min(size * 1.2);
                let (left, base) = place.point(x, y);
                let glyph = Glyph { text: c.to_string(), x: left, y: base, width: width * wide, size: tall };
                if a > b.abs() {
                    self.page.glyphs.push(glyph);
                } else {
                    self.page.turned.push(c);
                }
                x += across.get(n).copied().unwrap_or(if down.get(n).is_some() { 0.0 } else { usual });
                y += down.get(n).copied().unwrap_or(0.0);
            }
        }
    }

    /// Adds the straight lines of a path.
    fn path(&mut self, object: &Element) {
        let place = Place::of(object);
        let data = object.find("AbbreviatedData").map(Element::text).unwrap_or_default();
        let words: Vec<&str> = data.split_whitespace().collect();
        let number = |at: usize| words.get(at).and_then(|word| word.parse::<f64>().ok());
        let (mut at, mut start) = ((0.0, 0.0), (0.0, 0.0));
        let mut corners = Vec::new();
        for (n, word) in words.iter().enumerate() {
            let to = number(n + 1).zip(number(n + 2)).map(|(x, y)| place.point(x, y));
            match (*word, to) {
                ("M" | "S", Some(to)) => (at, start) = (to, to),
                ("L", Some(to)) => {
                    self.rule(at, to);
                    at = to;
                }
                ("C", _) => {
                    self.rule(at, start);
                    at = start;
                }
                _ => continue,
            }
            corners.push(at);
        }
        if object.attribute("Fill") == Some("true") && (3..=6).contains(&corners.len()) {
            let bounds = |place: fn(&(f64, f64)) -> f64| {
                corners
                    .iter()
                    .map(place)
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
            };
            self.page.rules.extend(Rule::between(bounds(|point| point.0), bounds(|point| point.1)));
        }
    }

    fn rule(&mut self, (x, y): (f64, f64), (right, bottom): (f64, f64)) {
        self.page.rules.extend(Rule::between((x, right), (y, bottom)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_may_be_said_once_for_many_characters() {
        assert_eq!(distances("g 2 5.5 4"), [5.5, 5.5, 4.0]);
        assert_eq!(distances("x"), Vec::<f64>::new());
        assert_eq!(distances("g 99999999999 1").len(), 10_000);
    }
}
