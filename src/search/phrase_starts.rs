//! Phrase starts: which characters begin a phrase in which texts, since matches there score higher.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::field::{Folded, bits, initials, letter_bit};
use super::postings::{LETTERS, packed};
use super::score;
use super::term::Term;

/// Records by the characters that begin a title or a phrase in one of their fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PhraseStarts {
    /// The records by character.
    pub(super) by_char: HashMap<char, RoaringBitmap>,
    /// The records by the initial of the character, `a` first.
    pub(super) by_initial: Vec<RoaringBitmap>,
}

/// Phrase starts under construction. Record numbers are entered in ascending order.
#[derive(Debug, Default)]
pub struct Lists(HashMap<char, RoaringBitmap>);

impl Lists {
    /// Enters a character of a record.
    pub fn enter(&mut self, number: u32, c: char) {
        self.0.entry(c).or_default().insert(number);
    }

    /// Enters every character of a field, from a position on, that begins a phrase.
    pub fn enter_phrases(&mut self, number: u32, field: &Folded, from: usize) {
        for (position, &c) in field.chars.iter().enumerate().skip(from) {
            let after_mark = position.checked_sub(1).is_some_and(|before| score::after(field.chars[before]) > 0);
            if after_mark || field.begins_phrase(position) {
                self.enter(number, c);
            }
        }
    }

    /// Returns the phrase starts, with minimal memory.
    pub fn pack(self) -> PhraseStarts {
        PhraseStarts::new(self.0.into_iter().map(|(c, list)| (c, packed(list))).collect())
    }
}

impl PhraseStarts {
    /// Returns the phrase starts with these bitmaps.
    pub(super) fn new(by_char: HashMap<char, RoaringBitmap>) -> PhraseStarts {
        let mut by_initial = vec![RoaringBitmap::new(); LETTERS];
        for (c, records) in &by_char {
            bits(initials(*c)).for_each(|initial| by_initial[initial] |= records);
        }
        PhraseStarts { by_char, by_initial: by_initial.into_iter().map(packed).collect() }
    }

    /// Returns the records with a phrase start that can be the first character of a word.
    pub fn of(&self, word: &Term) -> RoaringBitmap {
        let Some(&first) = word.folded().first() else { return RoaringBitmap::new() };
        let mut records = self.by_char.get(&first).cloned().unwrap_or_default();
        if let Some(of_initial) = bits(letter_bit(first)).next().and_then(|initial| self.by_initial.get(initial)) {
            records |= of_initial;
        }
        records
    }
}
