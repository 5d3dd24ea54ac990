//! Decoding of plain text files.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::ImportError;

/// A decoded file.
pub struct Decoded {
    /// The text without a byte order mark.
    pub text: String,
    /// The name of the encoding.
    pub encoding: &'static str,
}

/// Decodes a file.
///
/// A byte order mark gives the encoding; without one, the bytes must be valid UTF-8 or valid GB18030 (which includes
/// GBK and GB2312).
///
/// # Errors
/// Fails if the bytes are not text, or if there are none.
pub fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let decoded = text(bytes).ok_or(ImportError::Binary)?;
    check(&decoded.text)?;
    Ok(decoded)
}

/// Checks that a text is legible.
///
/// # Errors
/// Fails if it is empty, or consists of symbols instead of words.
pub fn check(text: &str) -> Result<(), ImportError> {
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(ImportError::Empty);
    }
    if binary(text) {
        return Err(ImportError::Binary);
    }
    match undecoded_fonts(text) {
        Some(line) => Err(ImportError::UndecodedFonts { line }),
        None => Ok(()),
    }
}

/// Decodes a file without checking the content. A table of numbers looks illegible to [`decode`].
pub fn text(bytes: &[u8]) -> Option<Decoded> {
    by_mark(bytes).or_else(|| without_mark(bytes))
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    let (rest, encoding, name) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let text = std::str::from_utf8(rest).ok()?.to_string();
            return Some(Decoded { text, encoding: "UTF-8 (BOM)" });
        }
        [0xFF, 0xFE, rest @ ..] => (rest, UTF_16LE, "UTF-16LE"),
        [0xFE, 0xFF, rest @ ..] => (rest, UTF_16BE, "UTF-16BE"),
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
    Some(Decoded { text: text.into_owned(), encoding: name })
}

fn without_mark(bytes: &[u8]) -> Option<Decoded> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded { text: text.to_string(), encoding: "UTF-8" });
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded { text: text.into_owned(), encoding: "GB18030" })
}

/// Returns true if a decoded text has so many control characters that it can't be text.
fn binary(text: &str) -> bool {
    let (mut controls, mut all) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        let usual = matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{1a}' | '\u{7}');
        let private = matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
        controls += usize::from(private || c.is_control() && !usual);
    }
    controls * 20 > all || text.contains('\0')
}

/// Returns the first line that shows that the fonts of a PDF were not decoded: it has no Chinese characters but
/// replacement characters, or symbols prevail. Returns `None` for a legible text.
fn undecoded_fonts(text: &str) -> Option<u32> {
    let (mut han, mut signs, mut lost) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => han += 1,
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | '-' | '…' | '—' | '_' | '|' => {}
            '!'..='~' | '\u{a1}'..='\u{2bf}' | '\u{fb00}'..='\u{fb06}' => signs += 1,
            _ => {}
        }
    }
    for (at, _) in text.match_indices("(cid:") {
        lost += usize::from(text[at + 5..].starts_with(|c: char| c.is_ascii_digit()));
    }
    let garbled = lost >= 10 && lost * 5 > han || signs >= 40 && signs > han;
    if !garbled {
        return None;
    }
    let worst = |line: &str| line.contains("(cid:") || line.matches(|c: char| c.is_ascii_punctuation()).count() >= 6;
    let line = text.lines().position(worst).unwrap_or(0);
    Some(u32::try_from(line + 1).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn encoding_of(bytes: &[u8]) -> Result<&'static str, String> {
        let both = |e: ImportError| format!("{} {}", e.text(Language::Zh), e.text(Language::En));
        decode(bytes).map(|d| d.encoding).map_err(both)
    }

    #[test]
    fn the_mark_decides_then_utf_8_then_gb18030() {
        let text = "一、总体要求";
        let utf16 = |swap: bool| -> Vec<u8> {
            let mark = std::iter::once(0xFEFF_u16);
            mark.chain(text.encode_utf16()).flat_map(|u| if swap { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        assert_eq!(encoding_of(text.as_bytes()), Ok("UTF-8"));
        assert_eq!(encoding_of(&["\u{feff}", text].concat().into_bytes()), Ok("UTF-8 (BOM)"));
        assert_eq!(encoding_of(&utf16(false)), Ok("UTF-16LE"));
        assert_eq!(encoding_of(&utf16(true)), Ok("UTF-16BE"));
        assert_eq!(encoding_of(&GB18030.encode(text).0), Ok("GB18030"));
    }

    #[test]
    fn what_is_no_text_is_told_what_to_do() {
        let message = encoding_of(b"\x01\x02\x03\x04\x05\xFF\xFE").unwrap_err();
        assert!(message.contains("binary") && message.contains("纯文本"), "{message}");
        assert!(encoding_of(b"").unwrap_err().contains("空"));
        assert!(encoding_of(" \r\n\u{3000}\n".as_bytes()).unwrap_err().contains("空"));
    }

    #[test]
    fn lost_glyphs_are_no_text() {
        let text = "公\n(cid:7)(cid:8)X(cid:9)Y\n".repeat(10);
        assert!(encoding_of(text.as_bytes()).unwrap_err().contains("字体"));
        assert!(encoding_of("# A short note (in English), nothing more.".as_bytes()).is_ok());
    }
}
