//! Lists ([MS-DOC] 2.9.147, 2.9.150), which number paragraphs.

use super::super::xml::Element;
use super::changes::Run;
use super::streams::{Part, Streams, u16_at, u32_at};

/// The maximum number of lists, and of instances.
const MOST: usize = 4096;
/// The number of levels of a list.
const LEVELS: u8 = 9;
/// The sizes in bytes of a list's entry and of an instance's.
const LIST: usize = 28;
const INSTANCE: usize = 16;
/// The maximum start number of a level.
const LARGEST_START: u32 = 100_000;
/// The code of the bullet format.
const BULLET: u8 = 23;

/// Returns the lists as an element of newer files.
pub fn element(file: &Streams, fonts: &[String]) -> Element {
    let mut root = Element::of("numbering");
    let lists = file.part(Part::Lists);
    // The levels of all lists follow the table of lists.
    let mut levels = file.behind(Part::Lists);
    for n in 0..u16_at(lists, 0).map_or(0, usize::from).min(MOST) {
        let Some(entry) = lists.get(2 + n * LIST..2 + (n + 1) * LIST) else { break };
        let id = u32_at(entry, 0).unwrap_or(0);
        let mut list = Element::of("abstractNum").with("abstractNumId", &id.to_string());
        let is_simple = entry[26] & 1 != 0;
        for at in 0..if is_simple { 1 } else { LEVELS } {
            let Some(mut level) = level(&mut levels, at, fonts) else { break };
            let style = u16_at(entry, 8 + usize::from(at) * 2).filter(|style| *style != 0x0FFF);
            level.extend(style.map(|style| Element::valued("pStyle", &style.to_string())));
            list.push(level);
        }
        root.push(list);
    }
    extend_by_instances(&mut root, file.part(Part::ListInstances), fonts);
    root
}

/// Parses a level of a list, and advances past it.
fn level(rest: &mut &[u8], at: u8, fonts: &[String]) -> Option<Element> {
    let fixed = rest.get(..28)?;
    let (format, flags, follows) = (fixed[4], fixed[5], fixed[15]);
    let (run, paragraph) = (usize::from(fixed[24]), usize::from(fixed[25]));
    let changes = rest.get(28 + paragraph..28 + paragraph + run)?;
    let text = 28 + paragraph + run;
    let end = text + 2 + usize::from(u16_at(rest, text)?) * 2;
    let units = rest.get(text + 2..end)?.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
    let shown: String = char::decode_utf16(units)
        .map(|c| match c.unwrap_or('\u{fffd}') {
            // The number of a level is represented by the level's index, from 0.
            c @ '\0'..='\u{8}' => format!("%{}", u32::from(c) + 1),
            c => c.to_string(),
        })
        .collect();
    let start = u32_at(fixed, 0)?.min(LARGEST_START);
    let mut level = Element::of("lvl")
        .with("ilvl", &at.to_string())
        .with_child(Element::valued("start", &start.to_string()))
        .with_child(Element::valued("numFmt", &format.to_string()))
        .with_child(Element::valued("lvlText", &shown));
    if format == BULLET {
        level = Element::of("lvl")
            .with("ilvl", &at.to_string())
            .with_child(Element::valued("numFmt", "bullet"))
            .with_child(Element::valued("lvlText", &shown));
    }
    level.extend((flags & 4 != 0).then(|| Element::of("isLgl")));
    level.extend((flags & 8 != 0).then(|| Element::valued("lvlRestart", &fixed[26].to_string())));
    level.extend((follows == 2).then(|| Element::valued("suff", "nothing")));
    let mut signs = Run::default();
    signs.change(changes);
    let font = signs.font.and_then(|font| fonts.get(usize::from(font)));
    level.extend(font.map(|font| Element::of("rPr").with_child(Element::of("rFonts").with("ascii", font))));
    *rest = rest.get(end..)?;
    Some(level)
}

/// Adds the instances with their lists and overrides. The overrides of all instances follow their entries.
fn extend_by_instances(root: &mut Element, part: &[u8], fonts: &[String]) {
    let count = u32_at(part, 0).map_or(0, |count| count as usize).min(MOST);
    let mut rest = part.get(4 + count * INSTANCE..).unwrap_or_default();
    for n in 0..count {
        let Some(entry) = part.get(4 + n * INSTANCE..4 + (n + 1) * INSTANCE) else { break };
        let list = u32_at(entry, 0).unwrap_or(0);
        let mut instance = Element::of("num").with("numId", &(n + 1).to_string());
        instance.push(Element::valued("abstractNumId", &list.to_string()));
        if let Some(changes) = rest.get(4..) {
            rest = changes;
            for _ in 0..entry[12] {
                instance.extend(change(&mut rest, fonts));
            }
        }
        root.push(instance);
    }
}

/// Parses the override of a level, and advances past it.
fn change(rest: &mut &[u8], fonts: &[String]) -> Option<Element> {
    let (start, flags) = (u32_at(rest, 0)?, u32_at(rest, 4)?);
    *rest = rest.get(8..)?;
    let at = (flags & 0xF) as u8;
    let mut change = Element::of("lvlOverride").with("ilvl", &at.to_string());
    let start = start.min(LARGEST_START);
    change.extend((flags & 0x10 != 0).then(|| Element::valued("startOverride", &start.to_string())));
    if flags & 0x20 != 0 {
        change.extend(level(rest, at, fonts));
    }
    Some(change)
}
