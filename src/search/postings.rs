//! Postings: for each character the records that hold it, so that only records that can match are looked at.
//!
//! A record that matches a term holds every character of it; one that matches by pinyin holds, for each part of
//! some way to divide the term, a character with that reading, and side by side those whose initials follow each
//! other. Both give more records than match, and never fewer.

use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;

use super::field::{Field, Initials};
use super::term::{Term, initial_lengths};
use crate::text::pinyin;

/// Numbers of records by the characters that they hold.
#[derive(Debug, Clone, Default)]
pub struct Postings {
    all: RoaringBitmap,
    by_char: HashMap<char, RoaringBitmap>,
    /// By the initials of two neighbouring characters.
    by_initials: BTreeMap<(char, char), RoaringBitmap>,
    /// The characters of `by_char` by each of their readings.
    by_reading: BTreeMap<&'static str, Vec<char>>,
}

impl Postings {
    /// Enters a record with its fields. Records are to be entered in the order of their numbers.
    pub fn enter<'a>(&mut self, number: u32, fields: impl IntoIterator<Item = &'a Field>) {
        self.all.insert(number);
        for field in fields {
            for c in field.folded.chars() {
                self.by_char.entry(c).or_default().insert(number);
            }
            for pair in field.initials.windows(2) {
                for first in letters(pair[0]) {
                    for second in letters(pair[1]) {
                        self.by_initials.entry((first, second)).or_default().insert(number);
                    }
                }
            }
        }
    }

    /// Makes ready for pinyin, after the last record.
    pub fn finish(&mut self) {
        for &c in self.by_char.keys() {
            for reading in pinyin::readings(c) {
                let characters = self.by_reading.entry(reading).or_default();
                if !characters.contains(&c) {
                    characters.push(c);
                }
            }
        }
    }

    /// Every record.
    pub fn all(&self) -> &RoaringBitmap {
        &self.all
    }

    /// The records that may hold a term.
    pub fn candidates(&self, term: &Term) -> RoaringBitmap {
        let mut candidates = self.with_all(term.folded());
        if term.may_be_pinyin() {
            candidates |= Sounds { postings: self, letters: term.folded(), known: HashMap::new() }.from(0, None);
        }
        candidates
    }

    fn with_all(&self, characters: &[char]) -> RoaringBitmap {
        let mut holding: Vec<&RoaringBitmap> = Vec::new();
        for c in characters {
            match self.by_char.get(c) {
                Some(records) => holding.push(records),
                None => return RoaringBitmap::new(),
            }
        }
        holding.sort_by_key(|records| records.len());
        let Some((rarest, rest)) = holding.split_first() else { return self.all.clone() };
        rest.iter().fold((*rarest).clone(), |common, records| common & *records)
    }

    fn with_any<'a>(&self, characters: impl IntoIterator<Item = &'a char>) -> RoaringBitmap {
        let holding = characters.into_iter().filter_map(|c| self.by_char.get(c));
        holding.fold(RoaringBitmap::new(), |union, records| union | records)
    }
}

fn letters(initials: Initials) -> impl Iterator<Item = char> {
    ('a'..='z').enumerate().filter(move |(bit, _)| initials >> bit & 1 == 1).map(|(_, letter)| letter)
}

/// The ways to divide one term into parts, from each place of it on.
struct Sounds<'a> {
    postings: &'a Postings,
    letters: &'a [char],
    /// What is known already, by the place and the initial of the part before it.
    known: HashMap<(usize, Option<char>), RoaringBitmap>,
}

impl Sounds<'_> {
    /// The records that may hold the term from a place on, after a part with this initial (none for a character
    /// that stands for itself).
    fn from(&mut self, at: usize, before: Option<char>) -> RoaringBitmap {
        if at == self.letters.len() {
            return self.postings.all.clone();
        }
        if let Some(known) = self.known.get(&(at, before)) {
            return known.clone();
        }
        let first = self.letters[at];
        let mut found = self.postings.with_all(&[first]) & self.from(at + 1, None);
        if first.is_ascii_lowercase() {
            let by_sound = self.from_sound(at, first);
            found |= match before {
                None => by_sound,
                Some(before) => match self.postings.by_initials.get(&(before, first)) {
                    None => RoaringBitmap::new(),
                    Some(neighbours) => by_sound & neighbours,
                },
            };
        }
        self.known.insert((at, before), found.clone());
        found
    }

    /// The records that may hold the term from a place on, where a reading or its initial begins.
    fn from_sound(&mut self, at: usize, first: char) -> RoaringBitmap {
        let rest: String = self.letters[at..].iter().collect();
        let mut found = RoaringBitmap::new();
        for length in initial_lengths(&self.letters[at..]) {
            found |= self.from(at + length, Some(first));
        }
        for (reading, characters) in self.postings.by_reading.range(&rest[..1]..) {
            if !reading.starts_with(first) {
                break;
            }
            if rest.starts_with(reading) {
                found |= self.postings.with_any(characters) & self.from(at + reading.len(), Some(first));
            } else if reading.starts_with(&rest) {
                found |= self.postings.with_any(characters);
            }
        }
        found
    }
}
