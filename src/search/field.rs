//! Fields: one text of a record, prepared for comparing.

use std::ops::Range;

use crate::text::{fold, pinyin};

/// The initial letters of a character's readings, one bit a letter, `a` the lowest.
pub type Initials = u32;

/// The initials of a character: of its pinyin readings, or none.
pub fn initials(c: char) -> Initials {
    if c.is_ascii() {
        return 0;
    }
    pinyin::readings(c).filter_map(|reading| reading.chars().next()).fold(0, |set, letter| set | letter_bit(letter))
}

/// The bit of a lower-case ASCII letter; none for another character.
pub fn letter_bit(letter: char) -> Initials {
    if letter.is_ascii_lowercase() { 1 << (letter as u32 - 'a' as u32) } else { 0 }
}

/// A text with its folded form. A *position* is the index of a character (not a byte) of the folded form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// As it is shown.
    pub text: String,
    /// As it is compared.
    pub folded: String,
    /// The index in `text` of each character of `folded`.
    pub origins: Vec<u32>,
    /// The initials of each character of `folded`.
    pub initials: Vec<Initials>,
    /// Whether `folded` has an ASCII letter: most fields have none, and pinyin is typed in them.
    pub has_letters: bool,
}

impl Field {
    /// Prepares a text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let fold::Folded { text: folded, origins } = fold::fold(&text);
        let initials = folded.chars().map(initials).collect();
        let has_letters = folded.contains(|c: char| c.is_ascii_lowercase());
        Field { text, folded, origins, initials, has_letters }
    }

    /// The positions of the characters that come from a range of characters of the original.
    pub fn positions_from(&self, original: Range<usize>) -> Range<usize> {
        let position = |index: usize| self.origins.partition_point(|&origin| (origin as usize) < index);
        position(original.start)..position(original.end)
    }

    /// The characters of the original that positions come from, each once.
    pub fn originals(&self, positions: &[usize]) -> Vec<usize> {
        let mut indices: Vec<usize> =
            positions.iter().filter_map(|&p| self.origins.get(p)).map(|&origin| origin as usize).collect();
        indices.dedup();
        indices
    }

    /// The folded characters at a range of positions.
    pub fn piece(&self, positions: Range<usize>) -> String {
        self.folded.chars().skip(positions.start).take(positions.len()).collect()
    }

    /// Whether a phrase begins at a position: at the start of the text, or after a mark or a blank.
    pub fn begins_phrase(&self, position: usize) -> bool {
        let Some(before) = position.checked_sub(1) else { return true };
        let parted = match (self.origins.get(before), self.origins.get(position)) {
            (Some(before), Some(at)) => at - before > 1,
            _ => false,
        };
        parted || self.folded.chars().nth(before).is_some_and(ends_sentence)
    }
}

/// Whether a folded character parts sentences.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | ';' | '!' | '?' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_back_to_the_characters_that_a_reader_sees() {
        let field = Field::new("发展“十四五”规划。康复");
        assert_eq!(field.folded, "发展十四五规划.康复");
        assert_eq!(field.originals(&[2, 3, 4]), [3, 4, 5]);
        assert_eq!(field.positions_from(3..6), 2..5);
        assert_eq!(field.piece(5..7), "规划");
        let starts: Vec<usize> = (0..10).filter(|&p| field.begins_phrase(p)).collect();
        assert_eq!(starts, [0, 2, 5, 8]);
    }

    #[test]
    fn initials_are_those_of_every_reading() {
        assert_eq!(initials('重'), letter_bit('c') | letter_bit('z'));
        assert_eq!(initials('a'), 0);
        assert_eq!(letter_bit('%'), 0);
    }
}
