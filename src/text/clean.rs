//! Cleaning of text before it reaches a terminal, the store or a spreadsheet.
//!
//! Text is cleaned once, on input ([`sanitise`]): control sequences and invisible characters are removed, everything
//! readable is kept. On the way to a terminal it passes [`shown`] or [`shown_line`], which also replace characters that
//! no font has. Files that programs read (JSON, CSV, workbooks) keep such characters.

use std::borrow::Cow;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The replacement for a character that can't be shown, as in Chinese texts (缺字).
pub const MARK: &str = "□";

/// The maximum number of combining marks on a letter that is shown. Vietnamese uses two, Tibetan up to six; longer
/// stacks would be drawn over the lines above.
const MOST_MARKS: usize = 8;

/// Returns a text in NFC without control characters (tab becomes a blank, other controls vanish), bidi overrides,
/// zero-width characters and byte order marks. Line feeds are kept.
pub fn sanitise(text: &str) -> String {
    // Composition comes last: the letter and its mark may have been separated by a removed character.
    text.chars().filter(|c| !is_harmful(*c)).map(|c| if c == '\t' { ' ' } else { c }).nfc().collect()
}

/// Returns a text for a single line: like [`sanitise`], with line breaks replaced by blanks.
pub fn sanitise_line(text: &str) -> String {
    sanitise(&text.replace(['\r', '\n'], " "))
}

/// Returns a text that is safe to send to a terminal: [`MARK`] replaces every character that [`sanitise`] would remove
/// or that no font has, and each letter keeps at most eight combining marks. Line feeds are kept.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.replace("\r\n", "\n").nfc() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        match c {
            '\t' => shown.push(' '),
            _ if is_harmful(c) || is_unknown(c) => shown.push_str(MARK),
            _ if marks > MOST_MARKS => {}
            _ => shown.push(c),
        }
    }
    shown
}

/// Returns a text for one line of a terminal: like [`shown`], with line breaks replaced by blanks.
pub fn shown_line(text: &str) -> String {
    shown(&text.replace("\r\n", " ").replace(['\r', '\n'], " "))
}

/// Returns a file name for a message: like [`shown`], but line breaks become [`MARK`] as well, so that a name can't
/// imitate a second line of the message.
pub fn shown_path(path: impl AsRef<Path>) -> String {
    shown(&path.as_ref().to_string_lossy().replace('\n', "\r"))
}

/// Returns a grapheme for drawing on a frame: [`MARK`] for a character that no font has, at most eight combining marks,
/// and harmful characters removed.
pub fn shown_grapheme(grapheme: &str) -> Cow<'_, str> {
    let harmless = |c: &char| !is_harmful(*c);
    match grapheme.chars().next() {
        Some(first) if is_harmful(first) => Cow::Borrowed(""),
        Some(first) if is_unknown(first) => Cow::Borrowed(MARK),
        _ if grapheme.chars().skip(1).all(|c| harmless(&c)) && grapheme.chars().nth(MOST_MARKS + 1).is_none() => {
            Cow::Borrowed(grapheme)
        }
        _ => Cow::Owned(grapheme.chars().filter(harmless).take(MOST_MARKS + 1).collect()),
    }
}

/// Returns the JSON with every harmful character escaped as `\u…`. It has the same value and is safe to print on a
/// terminal.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    if !json.contains(is_harmful) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match c {
            // Valid JSON has no other harmful characters outside of strings.
            _ if is_harmful(c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}")));
            }
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Returns true for printable ASCII, common Chinese characters, CJK punctuation and full-width forms: a run of them has
/// one grapheme per character, and every terminal gives each the same width.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff5e}')
}

/// Returns true if no font is sure to have the character because it is for private use or unassigned. Terminals
/// disagree about its width.
pub fn is_unknown(c: char) -> bool {
    // Nearly all text is made of plain characters; this avoids looking up the table.
    !is_plain(c) && matches!(c.general_category(), GeneralCategory::PrivateUse | GeneralCategory::Unassigned)
}

/// Returns true if a character controls a terminal, or is invisible and can change how other text appears.
pub fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        _ if c.is_control() => true, // C0, DEL, C1
        // Soft hyphen, joiners, zero-width and bidi marks, line and paragraph separators, BOM.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        // Invisible letters: fillers of Hangul, vowels of Khmer.
        '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' => true,
        // Annotation, shorthand and music controls, language tags.
        '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => true,
        '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}' => true,
        // Noncharacters, which XML can't hold.
        '\u{fdd0}'..='\u{fdef}' => true,
        _ => u32::from(c) & 0xfffe == 0xfffe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_and_bidi_overrides_are_removed() {
        assert_eq!(sanitise("a\u{1b}]52;c;eA==\u{7}b\u{9b}31m\u{202e}c\u{200b}d"), "a]52;c;eA==b31mcd");
        assert_eq!(sanitise("一\r\n二\t三"), "一\n二 三");
        assert_eq!(sanitise_line("一\r\n二"), "一  二");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(sanitise("e\u{301}"), "é");
        assert_eq!(sanitise("s\0\u{200b}\u{307}"), "ṡ", "whatever stood between them");
    }

    #[test]
    fn characters_that_can_not_be_shown_are_replaced_by_a_mark() {
        for (text, line) in [
            ("a\u{1b}[31m\u{9b}b\u{202e}c", "a□[31m□b□c"),
            ("甲\u{e000}乙\u{10fffd}\u{378}丙\u{ffff}", "甲□乙□□丙□"),
            ("一\r\n二\r三\t四", "一 二 三 四"),
            ("残疾人“十四五”—①🙂ༀཱི", "残疾人“十四五”—①🙂ༀཱི"),
        ] {
            assert_eq!(shown_line(text), line);
        }
        assert_eq!(shown("一\r\n二\r三"), "一\n二□三");
        assert_eq!(shown_path("a\nplandesk: b\r\n.txt"), "a□plandesk: b□□.txt");
    }

    #[test]
    fn stacked_combining_marks_are_limited() {
        let tower = format!("甲{}乙", "\u{323}".repeat(5000));
        assert_eq!(shown(&tower), format!("甲{}乙", "\u{323}".repeat(8)));
        assert_eq!(shown_grapheme(tower.trim_end_matches('乙')), format!("甲{}", "\u{323}".repeat(8)));
        assert_eq!(shown_grapheme("\u{e000}\u{323}"), "□");
        assert_eq!(shown_grapheme("残"), "残");
    }

    #[test]
    fn invisible_characters_are_removed_from_frames() {
        for (grapheme, drawn) in [("教\u{200d}", "教"), ("\u{e0041}", ""), ("\u{202e}", ""), ("\u{1b}", ""), ("é", "é")]
        {
            assert_eq!(shown_grapheme(grapheme), drawn);
        }
    }

    #[test]
    fn json_is_escaped_without_changing_its_value() {
        let value = "a\u{9b}\u{202e}\u{e0041}\"\\\u{7f}\u{1b}残";
        let json = serde_json::to_string(value).unwrap();
        let escaped = escape_json(&json);
        assert!(!escaped.contains(is_harmful), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), value);
        assert!(matches!(escape_json("{\n \"a\": 1\n}"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn any_text_is_harmless_after_cleaning(
            text in "\\PC{0,8}|[\\x00-\\x{10ffff}]{0,60}|[\\x00\\x{200b}\\ta-es\\x{301}\\x{307}\\x{323}가]{0,12}"
        ) {
            prop_assert!(!sanitise(&text).contains(is_harmful));
            prop_assert!(!shown(&text).contains(|c| is_harmful(c) || is_unknown(c)));
            prop_assert!(!shown_line(&text).contains(char::is_control));
            prop_assert_eq!(sanitise(&sanitise(&text)), sanitise(&text));
            prop_assert_eq!(shown(&shown(&text)), shown(&text));
        }
    }
}
