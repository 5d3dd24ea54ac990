//! A field that text is typed into.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::keymap::{Key, KeyCode};
use crate::text::clean::{sanitise, sanitise_line};

/// A level of indentation.
const LEVEL: &str = "  ";

/// Text with a place in it. The place is always between two graphemes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    at: usize,
    many_lines: bool,
    /// True if the whole text is selected: the next input replaces it.
    selected: bool,
}

impl Field {
    /// Creates a field of one line.
    pub fn line(text: &str) -> Self {
        Field { text: text.to_string(), at: text.len(), many_lines: false, selected: false }
    }

    /// Creates a field of one line whose text is selected: typing puts something else in its place.
    pub fn selected(text: &str) -> Self {
        Field { selected: !text.is_empty(), ..Field::line(text) }
    }

    /// Returns true if the whole text is selected.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Creates a field of many lines.
    pub fn lines(text: &str) -> Self {
        Field { text: text.to_string(), at: text.len(), many_lines: true, selected: false }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text before the place and the text after it.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.at)
    }

    /// Returns true if nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Puts text in. It is cleaned first; in a field of one line, line breaks become blanks.
    pub fn insert(&mut self, text: &str) {
        let text = match self.many_lines {
            true => sanitise(&text.replace("\r\n", "\n").replace('\r', "\n")),
            false => sanitise_line(text.trim_end_matches(['\r', '\n'])),
        };
        if std::mem::take(&mut self.selected) {
            self.text.clear();
            self.at = 0;
        }
        self.text.insert_str(self.at, &text);
        self.at += text.len();
        // What was typed may join the character before it.
        while !self.is_boundary(self.at) && self.at < self.text.len() {
            self.at += 1;
        }
    }

    /// Begins a line that is indented as the one with the cursor.
    pub fn new_line(&mut self) {
        let start = self.line_start();
        let indent: String = self.text[start..self.at].chars().take_while(|c| *c == ' ').collect();
        self.insert(&format!("\n{indent}"));
    }

    /// Indents the line with the cursor by a level of two blanks.
    pub fn indent(&mut self) {
        let start = self.line_start();
        self.text.insert_str(start, LEVEL);
        self.at += LEVEL.len();
    }

    /// Takes a level of indentation from the line with the cursor.
    pub fn outdent(&mut self) {
        let start = self.line_start();
        let blanks = self.text[start..].chars().take(LEVEL.len()).take_while(|c| *c == ' ').count();
        self.text.replace_range(start..start + blanks, "");
        self.at = self.at.saturating_sub(blanks).max(start);
    }

    /// Takes a key that edits. Returns true if it did.
    pub fn edit(&mut self, key: Key) -> bool {
        let types = key.text().is_some();
        if !types && std::mem::take(&mut self.selected) && matches!(key.code, KeyCode::Backspace | KeyCode::Delete) {
            self.text.clear();
            self.at = 0;
            return true;
        }
        match (key.code, key.ctrl, key.alt) {
            (KeyCode::Char(c), false, false) => self.insert(c.encode_utf8(&mut [0; 4])),
            (KeyCode::Backspace, _, _) | (KeyCode::Char('h'), true, _) => self.remove(self.before(self.at), self.at),
            (KeyCode::Delete, _, _) | (KeyCode::Char('d'), true, _) => self.remove(self.at, self.after(self.at)),
            (KeyCode::Left, false, _) | (KeyCode::Char('b'), true, _) => self.at = self.before(self.at),
            (KeyCode::Right, false, _) => self.at = self.after(self.at),
            (KeyCode::Home, _, _) | (KeyCode::Char('a'), true, _) => self.at = self.line_start(),
            (KeyCode::End, _, _) | (KeyCode::Char('e'), true, _) => self.at = self.line_end(),
            (KeyCode::Char('u'), true, _) => self.remove(self.line_start(), self.at),
            (KeyCode::Char('k'), true, _) => self.remove(self.at, self.line_end()),
            (KeyCode::Char('w'), true, _) => self.remove(self.word_start(), self.at),
            (KeyCode::Up, _, _) if self.many_lines => self.up(),
            (KeyCode::Down, _, _) if self.many_lines => self.down(),
            _ => return false,
        }
        true
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.at = from;
        while !self.is_boundary(self.at) && self.at < self.text.len() {
            self.at += 1;
        }
    }

    fn is_boundary(&self, at: usize) -> bool {
        self.text.is_char_boundary(at)
            && GraphemeCursor::new(at, self.text.len(), true).is_boundary(&self.text, 0).unwrap_or(true)
    }

    fn before(&self, at: usize) -> usize {
        self.text[..at].grapheme_indices(true).next_back().map_or(0, |(n, _)| n)
    }

    fn after(&self, at: usize) -> usize {
        at + self.text[at..].graphemes(true).next().map_or(0, str::len)
    }

    fn line_start(&self) -> usize {
        self.text[..self.at].rfind('\n').map_or(0, |n| n + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.at..].find('\n').map_or(self.text.len(), |n| self.at + n)
    }

    fn word_start(&self) -> usize {
        let trimmed = self.text[..self.at].trim_end();
        trimmed.unicode_word_indices().next_back().map_or(0, |(n, _)| n)
    }

    fn up(&mut self) {
        let start = self.line_start();
        let place = self.text[start..self.at].graphemes(true).count();
        if start > 0 {
            self.at = start - 1;
            self.at = self.nth_of_line(place);
        }
    }

    fn down(&mut self) {
        let (start, end) = (self.line_start(), self.line_end());
        let place = self.text[start..self.at].graphemes(true).count();
        if end < self.text.len() {
            self.at = end + 1;
            self.at = self.nth_of_line(place);
        }
    }

    fn nth_of_line(&self, place: usize) -> usize {
        let (start, end) = (self.line_start(), self.line_end());
        self.text[start..end].grapheme_indices(true).nth(place).map_or(end, |(n, _)| start + n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(field: &mut Field, codes: &[KeyCode]) {
        for code in codes {
            field.edit(Key { code: *code, ctrl: false, alt: false, shift: false });
        }
    }

    #[test]
    fn whole_characters_are_stepped_over_and_removed() {
        let mut field = Field::line("残e\u{301}人");
        press(&mut field, &[KeyCode::Left, KeyCode::Backspace]);
        assert_eq!(field.parts(), ("残", "人"));
        press(&mut field, &[KeyCode::Home, KeyCode::Delete, KeyCode::End, KeyCode::Char('者')]);
        assert_eq!(field.text(), "人者");
    }

    #[test]
    fn pasted_lines_become_one_line_where_there_is_but_one() {
        let mut line = Field::line("");
        line.insert("一\r\n二\u{1b}[31m\n");
        assert_eq!(line.text(), "一  二[31m");
        let mut lines = Field::lines("");
        lines.insert("一\r\n二\r三");
        assert_eq!(lines.text(), "一\n二\n三");
        press(&mut lines, &[KeyCode::Up, KeyCode::Char('x'), KeyCode::Up, KeyCode::Home, KeyCode::Char('y')]);
        assert_eq!(lines.text(), "y一\n二x\n三");
    }

    #[test]
    fn typing_takes_the_place_of_a_selected_text() {
        for (keys, text) in [
            (&[KeyCode::Char('7')][..], "7"),
            (&[KeyCode::End, KeyCode::Char('7')], "20247"),
            (&[KeyCode::Backspace], ""),
            (&[KeyCode::Left, KeyCode::Backspace], "204"),
        ] {
            let mut field = Field::selected("2024");
            press(&mut field, keys);
            assert_eq!(field.text(), text);
        }
    }

    proptest! {
        #[test]
        fn no_key_ever_parts_a_character(
            text in "[a残\u{301}👍🏽\u{200d}\u{fe0f}é\n ]{0,20}",
            keys in prop::collection::vec((0usize..12, any::<bool>()), 0..30),
        ) {
            let mut field = Field::lines(&text);
            for (key, ctrl) in keys {
                let codes = [
                    KeyCode::Left, KeyCode::Right, KeyCode::Up, KeyCode::Down, KeyCode::Home, KeyCode::End,
                    KeyCode::Backspace, KeyCode::Delete, KeyCode::Char('w'), KeyCode::Char('k'),
                    KeyCode::Char('\u{301}'), KeyCode::Char('👍'),
                ];
                field.edit(Key { code: codes[key], ctrl, alt: false, shift: false });
                prop_assert!(field.is_boundary(field.at), "{:?} at {}", field.text, field.at);
            }
        }
    }
}
