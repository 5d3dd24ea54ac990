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
    by_initials: HashMap<(char, char), RoaringBitmap>,
    /// The characters of `by_char` by each of their readings, those by their initials.
    by_reading: HashMap<char, BTreeMap<&'static str, Vec<char>>>,
}

impl Postings {
    /// Enters a record with its fields. Records are to be entered in the order of their numbers.
    pub fn enter<'a>(&mut self, number: u32, fields: impl IntoIterator<Item = &'a Field>) {
        self.all.insert(number);
        let mut characters = Vec::new();
        let mut followers: [Initials; 26] = [0; 26];
        for field in fields {
            characters.extend(field.folded.chars());
            for pair in field.initials.windows(2) {
                bits(pair[0]).for_each(|first| followers[first] |= pair[1]);
            }
        }
        characters.sort_unstable();
        characters.dedup();
        for c in characters {
            self.by_char.entry(c).or_default().insert(number);
        }
        for (first, followers) in ('a'..='z').zip(followers) {
            for second in bits(followers).filter_map(|bit| ('a'..='z').nth(bit)) {
                self.by_initials.entry((first, second)).or_default().insert(number);
            }
        }
    }

    /// Makes ready for pinyin, after the last record.
    pub fn finish(&mut self) {
        for &c in self.by_char.keys() {
            for (reading, initial) in pinyin::readings(c).filter_map(|r| Some((r, r.chars().next()?))) {
                let characters = self.by_reading.entry(initial).or_default().entry(reading).or_default();
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
            candidates |= Sounds::new(self, term.folded()).after(0, None);
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

/// The numbers of the bits that are set.
fn bits(initials: Initials) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(initials), |rest| Some(rest & rest.wrapping_sub(1)))
        .take_while(|&rest| rest != 0)
        .map(|rest| rest.trailing_zeros() as usize)
}

/// The records that may hold a term from some place on.
struct Ways {
    /// When a character that stands for itself comes there.
    itself: RoaringBitmap,
    /// When a reading or an initial begins there.
    by_sound: RoaringBitmap,
}

/// The ways to divide one term into parts, from each place of it to the end.
struct Sounds<'a> {
    postings: &'a Postings,
    term: &'a [char],
    /// By the place counted back from the end: the first is after the last character.
    ways: Vec<Ways>,
}

impl<'a> Sounds<'a> {
    fn new(postings: &'a Postings, term: &'a [char]) -> Self {
        let end = Ways { itself: postings.all.clone(), by_sound: RoaringBitmap::new() };
        let mut sounds = Sounds { postings, term, ways: vec![end] };
        for at in (0..term.len()).rev() {
            let itself = postings.with_all(&term[at..=at]) & sounds.after(at + 1, None);
            let by_sound = sounds.by_sound(at);
            sounds.ways.push(Ways { itself, by_sound });
        }
        sounds
    }

    /// The records that may hold the term from a place on, after a part with this initial; none for a character
    /// that stood for itself.
    fn after(&self, at: usize, initial: Option<char>) -> RoaringBitmap {
        let Some(ways) = self.ways.get(self.term.len() - at) else { return RoaringBitmap::new() };
        let neighbours = initial.zip(self.term.get(at).copied());
        match neighbours.map(|pair| self.postings.by_initials.get(&pair)) {
            None => &ways.itself | &ways.by_sound,
            Some(None) => ways.itself.clone(),
            Some(Some(neighbours)) => &ways.itself | (&ways.by_sound & neighbours),
        }
    }

    fn by_sound(&self, at: usize) -> RoaringBitmap {
        let rest: String = self.term[at..].iter().collect();
        let first = self.term[at];
        let mut found = RoaringBitmap::new();
        for length in initial_lengths(&self.term[at..]) {
            found |= self.after(at + length, Some(first));
        }
        for (reading, characters) in self.postings.by_reading.get(&first).into_iter().flatten() {
            if rest.starts_with(reading) {
                found |= self.postings.with_any(characters) & self.after(at + reading.len(), Some(first));
            } else if reading.starts_with(&rest) {
                found |= self.postings.with_any(characters);
            }
        }
        found
    }
}
