//! Sanitising: what must never reach a terminal, a store or a spreadsheet as it came.

use unicode_normalization::UnicodeNormalization;

/// A text in NFC without control characters (tab becomes a blank, other controls vanish), bidi overrides,
/// zero-width characters and byte order marks. Line feeds are kept.
pub fn sanitise(text: &str) -> String {
    text.nfc().filter_map(harmless).collect()
}

/// A text for a single line: as [`sanitise`], with line breaks turned into blanks.
pub fn sanitise_line(text: &str) -> String {
    sanitise(&text.replace(['\r', '\n'], " "))
}

fn harmless(c: char) -> Option<char> {
    match c {
        '\n' => Some(c),
        '\t' => Some(' '),
        // Controls (C0, DEL, C1), soft hyphen, zero-width and bidi marks, line and paragraph separators, BOM,
        // interlinear annotation marks and language tags: invisible, and able to change what is seen.
        _ if c.is_control() => None,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => None,
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidi_overrides_lose_their_power() {
        assert_eq!(sanitise("a\u{1b}]52;c;eA==\u{7}b\u{9b}31m\u{202e}c\u{200b}d"), "a]52;c;eA==b31mcd");
        assert_eq!(sanitise("一\r\n二\t三"), "一\n二 三");
        assert_eq!(sanitise_line("一\r\n二"), "一  二");
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(sanitise("e\u{301}"), "é");
    }
}
