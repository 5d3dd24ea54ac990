//! Openings: which characters begin a phrase of which texts, since a match there is a better one.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::field::{Folded, bits, initials, letter_bit};
use super::postings::{LETTERS, packed};
use super::score;
use super::term::Term;

/// Records by the characters that begin something in a field of theirs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Openings {
    /// By each character.
    pub(super) by_char: HashMap<char, RoaringBitmap>,
    /// By the initial of a character, `a` first.
    pub(super) by_initial: Vec<RoaringBitmap>,
}

/// Openings that are being made. Numbers come in ascending order.
#[derive(Debug, Default)]
pub struct Lists(HashMap<char, RoaringBitmap>);

impl Lists {
    /// Enters a character.
    pub fn enter(&mut self, number: u32, c: char) {
        self.0.entry(c).or_default().insert(number);
    }

    /// Enters each character at which a match is better than elsewhere, from a position on.
    pub fn enter_phrases(&mut self, number: u32, field: &Folded, from: usize) {
        for (position, &c) in field.chars.iter().enumerate().skip(from) {
            let after_mark = position.checked_sub(1).is_some_and(|before| score::after(field.chars[before]) > 0);
            if after_mark || field.begins_phrase(position) {
                self.enter(number, c);
            }
        }
    }

    /// The openings, packed.
    pub fn pack(self) -> Openings {
        Openings::new(self.0.into_iter().map(|(c, list)| (c, packed(list))).collect())
    }
}

impl Openings {
    /// Openings of these bitmaps.
    pub(super) fn new(by_char: HashMap<char, RoaringBitmap>) -> Openings {
        let mut by_initial = vec![RoaringBitmap::new(); LETTERS];
        for (c, records) in &by_char {
            bits(initials(*c)).for_each(|initial| by_initial[initial] |= records);
        }
        Openings { by_char, by_initial: by_initial.into_iter().map(packed).collect() }
    }

    /// The records in which a character opens that can be the first of a word.
    pub fn of(&self, word: &Term) -> RoaringBitmap {
        let Some(&first) = word.folded().first() else { return RoaringBitmap::new() };
        let mut records = self.by_char.get(&first).cloned().unwrap_or_default();
        if let Some(of_initial) = bits(letter_bit(first)).next().and_then(|initial| self.by_initial.get(initial)) {
            records |= of_initial;
        }
        records
    }
}
