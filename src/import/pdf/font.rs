//! Fonts: the text and the widths of character codes.

use std::collections::HashMap;
use std::rc::Rc;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};

use super::stream::unpacked;

/// The maximum number of fonts in a file.
const MOST_FONTS: usize = 4000;

/// The fonts read so far.
#[derive(Default)]
pub struct Fonts {
    by_id: HashMap<ObjectIdentifier, Rc<Font>>,
    maps: HashMap<Vec<u8>, Option<Rc<CMap>>>,
}

/// A font.
pub struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
    /// The map from character identifiers to Unicode, if the font names a character collection.
    collection: Option<Rc<CMap>>,
    widths: HashMap<u32, f64>,
    usual: f64,
}

/// The division of a string's bytes into character codes.
enum Codes {
    /// One byte per code; with the default text for each.
    Bytes(Box<[Option<String>; 256]>),
    /// Two bytes per code, which is also the character identifier.
    Pairs,
    /// One to four bytes per code, according to a CMap.
    Mapped(Rc<CMap>),
}

/// A character shown by a string.
pub struct Shown {
    /// The text; `None` if the font does not tell.
    pub text: Option<String>,
    /// The width in thousandths of the font size.
    pub width: f64,
    /// True if word spacing applies to it.
    pub is_blank: bool,
}

impl Fonts {
    /// Returns a font, which is read on first use.
    pub fn get(&mut self, font: &Dict) -> Rc<Font> {
        if let Some(found) = font.obj_id().and_then(|id| self.by_id.get(&id)) {
            return Rc::clone(found);
        }
        let read = Rc::new(self.read(font));
        if let Some(id) = font.obj_id().filter(|_| self.by_id.len() < MOST_FONTS) {
            self.by_id.insert(id, Rc::clone(&read));
        }
        read
    }

    fn read(&mut self, font: &Dict) -> Font {
        let to_unicode = font.get::<Stream>("ToUnicode").and_then(|stream| unpacked(&stream));
        let to_unicode = to_unicode.and_then(|map| CMap::parse(&map, load_embedded));
        let is_composite = font.get::<Name>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type0");
        if is_composite { self.composite(font, to_unicode) } else { simple(font, to_unicode) }
    }

    /// Returns a predefined CMap.
    fn embedded(&mut self, name: CMapName) -> Option<Rc<CMap>> {
        let parse = || load_embedded(name).and_then(|map| CMap::parse(map, load_embedded)).map(Rc::new);
        self.maps.entry(name.to_bytes().to_vec()).or_insert_with(parse).clone()
    }

    fn composite(&mut self, font: &Dict, to_unicode: Option<CMap>) -> Font {
        let inner =
            font.get::<Array>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict>().next()).unwrap_or_default();
        let codes = match (font.get::<Name>("Encoding"), font.get::<Stream>("Encoding")) {
            (Some(name), _) if name.as_ref().starts_with(b"Identity") => Codes::Pairs,
            (Some(name), _) => self.embedded(CMapName::from_bytes(name.as_ref())).map_or(Codes::Pairs, Codes::Mapped),
            (None, Some(stream)) => {
                let map = unpacked(&stream).and_then(|map| CMap::parse(&map, load_embedded));
                map.map_or(Codes::Pairs, |map| Codes::Mapped(Rc::new(map)))
            }
            (None, None) => Codes::Pairs,
        };
        let system = inner.get::<Dict>("CIDSystemInfo").unwrap_or_default();
        let word = |key: &str| system.get::<hayro_syntax::object::String>(key).map(|text| text.as_bytes().to_vec());
        let (registry, ordering) = (word("Registry").unwrap_or_default(), word("Ordering").unwrap_or_default());
        let collection = CidFamily::from_registry_ordering(&registry, &ordering).ucs2_cmap();
        let collection = collection.and_then(|name| self.embedded(name));
        let mut widths = HashMap::new();
        if let Some(listed) = inner.get::<Array>("W") {
            read_widths(&listed, &mut widths);
        }
        let usual = inner.get::<Number>("DW").map_or(1000.0, |width| width.as_f64());
        Font { codes, to_unicode, collection, widths, usual }
    }
}

/// Reads the widths of identifiers: `c [w1 w2 …]`, or `first last w`.
fn read_widths(listed: &Array, widths: &mut HashMap<u32, f64>) {
    let mut items = listed.iter::<Object>();
    while let (Some(first), Some(next)) = (items.next().and_then(number), items.next()) {
        let first = first as u32;
        if let Object::Array(each) = next {
            for (n, width) in (0..0x10000).zip(each.iter::<Number>()) {
                widths.insert(first.saturating_add(n), width.as_f64());
            }
        } else if let (Some(last), Some(width)) = (number(next), items.next().and_then(number)) {
            for code in first..=(last as u32).min(first.saturating_add(0xFFFF)) {
                widths.insert(code, width);
            }
        }
    }
}

fn number(object: Object) -> Option<f64> {
    object.into_number().map(|number| number.as_f64())
}

fn simple(font: &Dict, to_unicode: Option<CMap>) -> Font {
    let encoding = font.get::<Dict>("Encoding");
    let base = encoding
        .as_ref()
        .and_then(|encoding| encoding.get::<Name>("BaseEncoding"))
        .or_else(|| font.get::<Name>("Encoding"));
    let table = if base.is_some_and(|name| name.as_ref() == b"MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
    let mut says: Box<[Option<String>; 256]> = Box::new(std::array::from_fn(|code| by_table(table, code)));
    if let Some(differences) = encoding.and_then(|encoding| encoding.get::<Array>("Differences")) {
        let mut code = 0_usize;
        for item in differences.iter::<Object>() {
            match item {
                Object::Name(name) => {
                    if let Some(place) = says.get_mut(code) {
                        *place = by_name(name.as_str());
                    }
                    code = code.saturating_add(1);
                }
                other => code = number(other).map_or(code, |code| code as usize),
            }
        }
    }
    let first = font.get::<Number>("FirstChar").map_or(0.0, |first| first.as_f64()) as u32;
    let listed = font.get::<Array>("Widths");
    let listed = listed.iter().flat_map(|listed| listed.iter::<Number>()).map(|width| width.as_f64());
    let widths = (first..first.saturating_add(256)).zip(listed).collect();
    let described = font.get::<Dict>("FontDescriptor").and_then(|about| about.get::<Number>("MissingWidth"));
    let usual = described.map_or(500.0, |width| width.as_f64());
    Font { codes: Codes::Bytes(says), to_unicode, collection: None, widths, usual }
}

fn by_table(table: &'static Encoding, code: usize) -> Option<String> {
    let byte = u8::try_from(code).ok().filter(|byte| *byte >= 0x20)?;
    table.decode_without_bom_handling_and_without_replacement(&[byte]).map(std::borrow::Cow::into_owned)
}

/// Glyph names of symbols in Chinese documents, besides letters and digits.
const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("minus", "-"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("underscore", "_"),
    ("bar", "|"),
    ("braceleft", "{"),
    ("braceright", "}"),
    ("bullet", "•"),
    ("endash", "–"),
    ("emdash", "—"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("ellipsis", "…"),
    ("periodcentered", "·"),
    ("lessequal", "≤"),
    ("greaterequal", "≥"),
    ("degree", "°"),
    ("multiply", "×"),
    ("plusminus", "±"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("mu", "μ"),
];

/// Returns the text for a glyph name.
fn by_name(name: &str) -> Option<String> {
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some((*text).to_string());
    }
    let code = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map(String::from);
    match name.strip_prefix("uni").or_else(|| name.strip_prefix('u')) {
        Some(hex) if (4..=6).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit()) => code(hex),
        _ => (name.chars().count() == 1).then(|| name.to_string()),
    }
}

impl Font {
    /// Returns the characters shown by the bytes of a string.
    pub fn shown(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut shown = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code, identifier, length) = self.next(rest);
            let width = self.widths.get(&identifier).copied().unwrap_or(self.usual);
            let is_blank = length == 1 && code == 32;
            shown.push(Shown { text: self.says(code, identifier), width, is_blank });
            rest = rest.get(length..).unwrap_or_default();
        }
        shown
    }

    /// Returns the first code in some bytes, its character identifier, and its length.
    fn next(&self, bytes: &[u8]) -> (u32, u32, usize) {
        let code = |length: usize| bytes.iter().take(length).fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
        match &self.codes {
            Codes::Bytes(_) => (code(1), code(1), 1),
            Codes::Pairs => (code(2), code(2), 2),
            Codes::Mapped(map) => {
                let found = (1..=4_u8).filter(|length| usize::from(*length) <= bytes.len()).find_map(|length| {
                    let code = code(length.into());
                    Some((code, map.lookup_cid_code(code, length)?, usize::from(length)))
                });
                found.unwrap_or((code(2), 0, 2))
            }
        }
    }

    fn says(&self, code: u32, identifier: u32) -> Option<String> {
        let in_words = |found: BfString| match found {
            BfString::Char(c) => c.to_string(),
            BfString::String(text) => text,
        };
        let readable = |text: &String| !text.is_empty() && !text.chars().all(|c| matches!(c, '\0' | '\u{fffd}'));
        let own = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)).map(in_words).filter(readable);
        own.or_else(|| match &self.codes {
            Codes::Bytes(says) => says.get(code as usize)?.clone(),
            _ => self.collection.as_ref()?.lookup_bf_string(identifier).map(in_words).filter(readable),
        })
    }
}
