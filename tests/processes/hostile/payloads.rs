//! Hostile input, and the output that it must never cause.

/// Texts that control a terminal, hide something, or pass for something else. None has a line break or NUL, so each can
/// be in one line of a document and in a file name.
pub const PAYLOADS: [(&str, &str); 26] = [
    ("colour", "\u{1b}[31m红"),
    ("clear the screen", "\u{1b}[2J\u{1b}[H"),
    ("answer back", "\u{1b}[6n\u{1b}[c\u{1b}[>q"),
    ("clipboard", "\u{1b}]52;c;ZXZpbA==\u{7}"),
    ("window title", "\u{1b}]0;甲\u{1b}\\"),
    ("link", "\u{1b}]8;;http:evil.example\u{1b}\\字\u{1b}]8;;\u{1b}\\"),
    ("device string", "\u{1b}P+q544e\u{1b}\\"),
    ("sixel", "\u{1b}Pq#0;2;0;0;0~\u{1b}\\"),
    ("colour by C1", "\u{9b}31m"),
    ("title by C1", "\u{9d}0;x\u{9c}"),
    ("other character set", "\u{e}\u{1b}(0lqk\u{f}"),
    ("lone escape", "甲\u{1b}"),
    ("bell and backspace", "乙\u{7}\u{8}\u{8}"),
    ("delete", "丙\u{7f}"),
    ("bidi override", "\u{202e}txt.exe\u{202c}"),
    ("bidi isolate", "\u{2066}a\u{2069}\u{200f}"),
    ("zero width", "教\u{200b}育\u{200d}\u{2060}"),
    ("byte order mark", "\u{feff}规\u{feff}"),
    ("soft hyphen", "划\u{ad}"),
    ("tag characters", "x\u{e0041}\u{e007f}"),
    ("filler", "y\u{3164}\u{115f}"),
    ("line separator", "p\u{2028}q\u{85}r"),
    ("annotation", "\u{fff9}a\u{fffa}b\u{fffb}"),
    ("private use", "\u{e000}\u{f8ff}\u{10fffd}"),
    ("not assigned", "\u{378}\u{e01ff}\u{ffff}\u{1fffe}"),
    ("tower of marks", "o\u{301}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}"),
];

/// Returns all payloads joined.
pub fn all() -> String {
    PAYLOADS.map(|(_, text)| text).concat()
}

/// Returns true if a character must not be in any text.
pub fn is_harmful(c: char) -> bool {
    let control = c.is_control() && c != '\n';
    let invisible = "\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{180e}\u{3164}\u{feff}\u{ffa0}".contains(c);
    let marks = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let other = matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e00ff}' | '\u{ffff}' | '\u{1fffe}');
    control || invisible || marks || other
}

/// Returns true if a character must not be sent to a terminal, since no font has it.
fn is_unknown(c: char) -> bool {
    matches!(c, '\u{378}' | '\u{e000}'..='\u{f8ff}' | '\u{e01ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Asserts that a text can be safely read by a program.
#[track_caller]
pub fn assert_harmless(what: &str, text: &str) {
    let found = text.char_indices().find(|(_, c)| is_harmful(*c));
    if let Some((at, c)) = found {
        panic!("{what}: U+{:04X} near {:?}", u32::from(c), around(text, at));
    }
}

/// Asserts that a text can be safely sent to a terminal.
#[track_caller]
pub fn assert_showable(what: &str, text: &str) {
    assert_harmless(what, text);
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_unknown(*c)) {
        panic!("{what}: U+{:04X} near {:?}", u32::from(c), around(text, at));
    }
    assert!(!text.contains(&"\u{323}".repeat(9)), "{what}: a tower of marks");
}

fn around(text: &str, at: usize) -> String {
    let before: String = text[..at].chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
    before + &text[at..].chars().take(20).collect::<String>()
}
