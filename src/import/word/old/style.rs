//! The styles of a file ([MS-DOC] 2.9.271) and its fonts.

use super::super::xml::Element;
use super::changes::{Paragraph, Run};
use super::streams::{Part, Streams, u16_at};

/// The maximum number of styles, and of fonts.
const MOST: usize = 4096;
/// The index that stands for no style.
const NONE: u16 = 0x0FFF;

/// A paragraph or character style.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// The index of the style on which it is based.
    pub based_on: Option<u16>,
    /// True for a paragraph style.
    pub is_of_paragraphs: bool,
    /// The paragraph properties.
    pub paragraph: Paragraph,
    /// The run properties.
    pub run: Run,
}

/// Reads the styles. An index without a style gets an empty one.
pub fn styles(file: &Streams) -> Vec<Style> {
    let part = file.part(Part::Styles);
    let header = u16_at(part, 0).map_or(0, usize::from);
    let count = u16_at(part, 2).map_or(0, usize::from).min(MOST);
    let base = u16_at(part, 4).map_or(0, usize::from);
    let mut at = header + 2;
    let mut styles = Vec::new();
    for _ in 0..count {
        let Some(length) = u16_at(part, at).map(usize::from) else { break };
        let style = part.get(at + 2..at + 2 + length).and_then(|style| read(style, base, file));
        styles.push(style.unwrap_or_default());
        at += 2 + length + length % 2;
    }
    styles
}

fn read(style: &[u8], base: usize, file: &Streams) -> Option<Style> {
    let (built_in, kind, count) = (u16_at(style, 0)? & NONE, u16_at(style, 2)?, u16_at(style, 4)? & 0xF);
    let mut read = Style {
        based_on: Some(kind >> 4).filter(|id| *id != NONE),
        is_of_paragraphs: kind & 0xF == 1,
        ..Style::default()
    };
    // The name is preceded by its length and followed by a zero.
    let mut rest = style.get(base + 4 + usize::from(u16_at(style, base)?) * 2..)?;
    let mut list = || {
        let length = u16_at(rest, 0).map_or(0, usize::from);
        let list = rest.get(2..2 + length).unwrap_or_default();
        rest = rest.get(2 + length + length % 2..).unwrap_or_default();
        list
    };
    match (kind & 0xF, count) {
        (1, 1..) => {
            // The index of the style comes before the paragraph modifications.
            read.paragraph.change(list().get(2..).unwrap_or_default(), file);
            read.run.change(list());
        }
        (2, 1..) => read.run.change(list()),
        _ => {}
    }
    if let (true, 1..=9) = (read.is_of_paragraphs, built_in) {
        read.paragraph.outline = read.paragraph.outline.or(u8::try_from(built_in - 1).ok());
    }
    Some(read)
}

/// Returns the paragraph styles as an element of newer files.
pub fn element(styles: &[Style]) -> Element {
    let mut root = Element::of("styles");
    for (id, style) in styles.iter().enumerate().filter(|(_, style)| style.is_of_paragraphs) {
        let mut element = Element::of("style").with("type", "paragraph").with("styleId", &id.to_string());
        if id == 0 {
            element = element.with("default", "1");
        }
        element.extend(style.based_on.map(|id| Element::valued("basedOn", &id.to_string())));
        let mut properties = Element::of("pPr");
        style.paragraph.extend(&mut properties);
        root.push(element.with_child(properties));
    }
    root
}

/// Returns the names of the fonts ([MS-DOC] 2.9.286).
pub fn fonts(file: &Streams) -> Vec<String> {
    let part = file.part(Part::Fonts);
    let mut rest = part.get(4..).unwrap_or_default();
    let mut fonts = Vec::new();
    for _ in 0..u16_at(part, 0).map_or(0, usize::from).min(MOST) {
        let Some((length, after)) = rest.split_first() else { break };
        let font = after.get(..usize::from(*length)).unwrap_or_default();
        let name = font.get(39..).unwrap_or_default().chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        fonts.push(String::from_utf16_lossy(&name.take_while(|unit| *unit != 0).collect::<Vec<_>>()));
        rest = after.get(usize::from(*length)..).unwrap_or_default();
    }
    fonts
}
