//! Keys: what a person pressed, apart from any terminal library, and how it is written.

use std::fmt;
use std::str::FromStr;

use crate::text::Language;
use crate::text::fold::half_width;

/// One key press with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// True if Ctrl was held.
    pub ctrl: bool,
    /// True if Alt was held.
    pub alt: bool,
    /// True if Shift was held and the character does not tell (Shift-Tab, Shift-Up).
    pub shift: bool,
}

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character, as Shift left it; the space bar is `Char(' ')`.
    Char(char),
    /// Enter.
    Enter,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// The up arrow.
    Up,
    /// The down arrow.
    Down,
    /// The left arrow.
    Left,
    /// The right arrow.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, F1 to F24.
    F(u8),
}

/// The names of keys, beside F1, F2 … Printing and parsing both read this table.
const NAMES: [(KeyCode, &str); 15] = [
    (KeyCode::Char(' '), "Space"),
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::Backspace, "Backspace"),
    (KeyCode::Delete, "Delete"),
    (KeyCode::Insert, "Insert"),
    (KeyCode::Up, "Up"),
    (KeyCode::Down, "Down"),
    (KeyCode::Left, "Left"),
    (KeyCode::Right, "Right"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PageUp"),
    (KeyCode::PageDown, "PageDown"),
];

/// The highest function key that has a name.
const LAST_FUNCTION_KEY: u8 = 24;

/// Ctrl keys for which a terminal sends the same byte as for a key with a name.
const SAME_BYTE: [(char, KeyCode); 4] =
    [('i', KeyCode::Tab), ('m', KeyCode::Enter), ('[', KeyCode::Esc), ('h', KeyCode::Backspace)];

/// The punctuation of Chinese input methods, beside the full-width forms, and the ASCII keys behind it.
const CHINESE_PUNCTUATION: [(char, char); 8] =
    [('。', '.'), ('、', '/'), ('【', '['), ('】', ']'), ('《', '<'), ('》', '>'), ('￥', '$'), ('·', '`')];

impl Key {
    /// Returns a key without modifiers.
    pub const fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// Returns a character key without modifiers.
    pub const fn char(c: char) -> Key {
        Key::plain(KeyCode::Char(c))
    }

    /// Returns the character that this key types into a text field, if it types one.
    pub fn text(&self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Returns the key that an Alt-character stands in for: an input method swallows `x`, but never Alt-x.
    pub fn twin_of(&self) -> Option<Key> {
        let is_twin = self.alt && !self.ctrl && matches!(self.code, KeyCode::Char(_));
        is_twin.then_some(Key { alt: false, ..*self })
    }
}

/// Returns the key that is meant, whatever the input method and the terminal made of it: full-width forms and Chinese
/// punctuation are the ASCII keys they replaced, Shift is in the character, and Ctrl keys that share a byte with
/// another key are that key.
pub fn normalise(mut key: Key) -> Key {
    let KeyCode::Char(mut c) = key.code else { return key };
    c = CHINESE_PUNCTUATION.iter().find(|(typed, _)| *typed == c).map_or_else(|| half_width(c), |(_, meant)| *meant);
    if key.ctrl {
        c = c.to_ascii_lowercase();
    } else if key.shift {
        c = c.to_ascii_uppercase();
    }
    key.shift = false;
    key.code = KeyCode::Char(c);
    if let Some((_, code)) = SAME_BYTE.iter().find(|(same, _)| key.ctrl && *same == c) {
        key.code = *code;
        key.ctrl = false;
    }
    key
}

/// Returns true if a key is text from an input method where a key was meant: a Chinese character, or Chinese
/// punctuation that no key stands behind.
pub fn is_ime_text(key: &Key) -> bool {
    let chinese = |c| matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '‘'..='”' | '…' | '—');
    normalise(*key).text().is_some_and(chinese)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(code, _)| *code == self.code), self.code) {
            (Some((_, name)), _) => f.write_str(name),
            (None, KeyCode::F(number)) => write!(f, "F{number}"),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, code) => write!(f, "{code:?}"),
        }
    }
}

/// A text that is no key, or not one that a terminal can send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing is written where a key should be.
    #[error("a key is missing")]
    Missing,
    /// The text names no key.
    #[error("there is no key “{0}”")]
    Unknown(String),
    /// A terminal sends another key for this one.
    #[error("a terminal sends {instead} for {written}; write {instead}")]
    Other {
        /// The key as written.
        written: String,
        /// The key that arrives.
        instead: Key,
    },
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Key, KeyError> {
        let mut key = Key::char(' ');
        let mut rest = text;
        while let Some((modifier, after)) = split_modifier(rest) {
            match modifier {
                "Ctrl" => key.ctrl = true,
                "Alt" => key.alt = true,
                _ => key.shift = true,
            }
            rest = after;
        }
        key.code = key_code(rest).ok_or_else(|| match text {
            "" => KeyError::Missing,
            _ => KeyError::Unknown(text.to_string()),
        })?;
        let meant = normalise(key);
        if key.ctrl && !meant.ctrl {
            return Err(KeyError::Other { written: text.to_string(), instead: meant });
        }
        Ok(meant)
    }
}

/// Takes a modifier off the front, unless nothing would be left of the key (`Ctrl--` is Ctrl with the minus key).
fn split_modifier(text: &str) -> Option<(&'static str, &str)> {
    ["Ctrl", "Alt", "Shift"].into_iter().find_map(|modifier| {
        let head = text.get(..modifier.len())?;
        let rest = text.get(modifier.len()..)?.strip_prefix('-')?;
        (head.eq_ignore_ascii_case(modifier) && !rest.is_empty()).then_some((modifier, rest))
    })
}

/// Returns the key that a name or a single character stands for.
fn key_code(name: &str) -> Option<KeyCode> {
    let mut characters = name.chars();
    if let (Some(c), None) = (characters.next(), characters.next()) {
        return (!c.is_control() && !c.is_whitespace()).then_some(KeyCode::Char(c));
    }
    if let Some(number) = name.strip_prefix(['F', 'f']).and_then(|n| n.parse().ok()) {
        return (1..=LAST_FUNCTION_KEY).contains(&number).then_some(KeyCode::F(number));
    }
    NAMES.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(code, _)| *code)
}

/// Returns the names of all keys that have one, for suggestions.
pub(super) fn key_names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(_, name)| *name)
}

/// Keys pressed one after the other, as written: `s 3`.
///
/// # Errors
/// When one of them is no key, or there is none.
pub fn parse_keys(text: &str) -> Result<Vec<Key>, KeyError> {
    let keys = text.split_whitespace().map(str::parse).collect::<Result<Vec<Key>, KeyError>>()?;
    if keys.is_empty() { Err(KeyError::Missing) } else { Ok(keys) }
}

/// Writes keys for a person to press. In Chinese, keys have the names that they have in Chinese manuals.
pub fn show_keys(keys: &[Key], language: Language) -> String {
    let shown = |key: &Key| {
        let plain = !(key.ctrl || key.alt || key.shift);
        let chinese = match key.code {
            _ if language != Language::Zh || !plain => None,
            KeyCode::Char(' ') => Some("空格"),
            KeyCode::Enter => Some("回车"),
            KeyCode::Left => Some("左"),
            KeyCode::Right => Some("右"),
            KeyCode::Up => Some("上"),
            KeyCode::Down => Some("下"),
            _ => None,
        };
        chinese.map_or_else(|| key.to_string(), str::to_string)
    };
    keys.iter().map(shown).collect::<Vec<_>>().join(" ")
}

/// Writes keys so that [`parse_keys`] reads them again.
pub fn print_keys(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}
