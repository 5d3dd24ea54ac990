//! Postings: for each character the numbers of what holds it, so that only what can match is looked at.
//!
//! A record that matches a term holds every character of it; one that matches by pinyin holds, for each part of
//! some way to divide the term, a character with that reading, and side by side those whose initials follow each
//! other. Both give more records than match, and never fewer.

use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;

use super::field::{Folded, Initials, bits, initials};
use super::term::{Term, initial_lengths};
use crate::text::pinyin;

/// How many letters an initial can be.
const LETTERS: usize = 26;

/// Numbers by the characters that stand in some field of what has the number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Postings {
    /// By each character.
    pub(super) by_char: HashMap<char, RoaringBitmap>,
    /// By the initial of a character, `a` first.
    pub(super) by_initial: Vec<RoaringBitmap>,
    /// By the initials of two neighbouring characters: the first times 26 and the second.
    pub(super) by_initials: Vec<RoaringBitmap>,
    /// The characters of `by_char` by each of their readings, those by their initials.
    by_reading: HashMap<char, BTreeMap<&'static str, Vec<char>>>,
}

/// Postings that are being made. Numbers come in ascending order.
#[derive(Debug)]
pub struct Lists {
    by_char: HashMap<char, Vec<u32>>,
    /// The lists of the basic plane, by code: most characters, and quicker to find.
    basic: Vec<Vec<u32>>,
    by_initial: Vec<Vec<u32>>,
    by_initials: Vec<Vec<u32>>,
}

impl Default for Lists {
    fn default() -> Self {
        let lists = |count| vec![Vec::new(); count];
        Lists {
            by_char: HashMap::new(),
            basic: lists(1 << 16),
            by_initial: lists(LETTERS),
            by_initials: lists(LETTERS * LETTERS),
        }
    }
}

impl Lists {
    /// Enters one field of what has this number.
    pub fn enter(&mut self, number: u32, field: &Folded) {
        let mut before: Initials = 0;
        for &c in &field.chars {
            match self.basic.get_mut(c as usize) {
                Some(list) => add(list, number),
                None => add(self.by_char.entry(c).or_default(), number),
            }
            let own = initials(c);
            for second in bits(own) {
                add(&mut self.by_initial[second], number);
                bits(before).for_each(|first| add(&mut self.by_initials[first * LETTERS + second], number));
            }
            before = own;
        }
    }

    /// The postings, packed.
    pub fn pack(self) -> Postings {
        let basic = (0..).zip(self.basic).filter_map(|(code, list)| Some((char::from_u32(code)?, list)));
        let by_char = basic.chain(self.by_char).filter(|(_, list)| !list.is_empty());
        let by_char = by_char.map(|(c, list)| (c, packed(&list))).collect();
        let pack = |lists: Vec<Vec<u32>>| lists.iter().map(|list| packed(list)).collect();
        Postings::new(by_char, pack(self.by_initial), pack(self.by_initials))
    }
}

fn add(list: &mut Vec<u32>, number: u32) {
    if list.last() != Some(&number) {
        list.push(number);
    }
}

/// A bitmap of ascending numbers that takes no more memory than it needs.
fn packed(numbers: &[u32]) -> RoaringBitmap {
    let mut bitmap: RoaringBitmap = numbers.iter().copied().collect();
    bitmap.optimize();
    // One that grew has room to grow further; one that was read has not.
    let mut bytes = Vec::with_capacity(bitmap.serialized_size());
    let read = bitmap.serialize_into(&mut bytes).and_then(|()| RoaringBitmap::deserialize_from(&*bytes));
    read.unwrap_or(bitmap)
}

impl Postings {
    /// Postings of these bitmaps.
    pub(super) fn new(
        by_char: HashMap<char, RoaringBitmap>,
        by_initial: Vec<RoaringBitmap>,
        by_initials: Vec<RoaringBitmap>,
    ) -> Self {
        let mut by_reading: HashMap<char, BTreeMap<&'static str, Vec<char>>> = HashMap::new();
        let mut characters: Vec<char> = by_char.keys().copied().collect();
        characters.sort_unstable();
        for c in characters {
            for (reading, initial) in pinyin::readings(c).filter_map(|r| Some((r, r.chars().next()?))) {
                let characters = by_reading.entry(initial).or_default().entry(reading).or_default();
                if !characters.contains(&c) {
                    characters.push(c);
                }
            }
        }
        Postings { by_char, by_initial, by_initials, by_reading }
    }

    /// Numbers of what may hold a term in a row, as typed or by sound; `None` when that can be any.
    pub fn candidates(&self, term: &Term) -> Option<RoaringBitmap> {
        if term.folded().is_empty() {
            return None;
        }
        let mut candidates = self.with_all(term.folded());
        for pair in term.folded().windows(2) {
            // Of several readings each is entered, so any will do.
            let initial = |c: char| bits(initials(c)).next();
            if let Some((first, second)) = initial(pair[0]).zip(initial(pair[1])) {
                candidates &= &self.by_initials[first * LETTERS + second];
            }
        }
        if term.may_be_pinyin() {
            candidates |= Sounds::new(self, term.folded()).at_start();
        }
        Some(candidates)
    }

    /// Numbers of what holds all characters of a term, in a row or not.
    pub fn holding(&self, term: &Term) -> RoaringBitmap {
        self.with_all(term.folded())
    }

    /// Numbers of what holds a character.
    pub fn with(&self, c: char) -> Option<&RoaringBitmap> {
        self.by_char.get(&c)
    }

    /// Numbers of what holds a character with a reading that begins with a letter.
    pub fn with_initial(&self, letter: char) -> Option<&RoaringBitmap> {
        self.by_initial.get((letter as usize).checked_sub('a' as usize)?)
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
        let Some((rarest, rest)) = holding.split_first() else { return RoaringBitmap::new() };
        rest.iter().fold((*rarest).clone(), |common, records| common & *records)
    }

    fn with_any<'a>(&self, characters: impl IntoIterator<Item = &'a char>) -> RoaringBitmap {
        let holding = characters.into_iter().filter_map(|c| self.by_char.get(c));
        holding.fold(RoaringBitmap::new(), |union, records| union | records)
    }

    fn neighbours(&self, first: char, second: char) -> Option<&RoaringBitmap> {
        let place = |letter: char| letter.is_ascii_lowercase().then(|| letter as usize - 'a' as usize);
        self.by_initials.get(place(first)? * LETTERS + place(second)?)
    }
}

/// The numbers of what may hold a term from some place on; `None` is any.
#[derive(Clone)]
struct Ways {
    /// When a character that stands for itself comes there.
    itself: Option<RoaringBitmap>,
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
        let end = Ways { itself: None, by_sound: RoaringBitmap::new() };
        let mut sounds = Sounds { postings, term, ways: vec![end] };
        for at in (0..term.len()).rev() {
            let itself = with_following(postings.with_all(&term[at..=at]), sounds.after(at + 1, None));
            let by_sound = sounds.by_sound(at);
            sounds.ways.push(Ways { itself: Some(itself), by_sound });
        }
        sounds
    }

    fn at_start(&self) -> RoaringBitmap {
        self.after(0, None).unwrap_or_default()
    }

    /// What may hold the term from a place on, after a part with this initial; none for a character that stood for
    /// itself.
    fn after(&self, at: usize, initial: Option<char>) -> Option<RoaringBitmap> {
        let ways = self.ways.get(self.term.len() - at)?;
        let itself = ways.itself.as_ref()?;
        let neighbours = initial.zip(self.term.get(at).copied());
        Some(match neighbours.map(|(first, second)| self.postings.neighbours(first, second)) {
            None => itself | &ways.by_sound,
            Some(None) => itself.clone(),
            Some(Some(neighbours)) => itself | (&ways.by_sound & neighbours),
        })
    }

    fn by_sound(&self, at: usize) -> RoaringBitmap {
        let first = self.term[at];
        let rest = &self.term[at..];
        if rest.len() == 1 {
            return self.postings.with_initial(first).cloned().unwrap_or_default();
        }
        let rest: String = rest.iter().collect();
        let mut found = RoaringBitmap::new();
        for length in initial_lengths(&self.term[at..]) {
            let beginning = self.postings.with_initial(first).cloned().unwrap_or_default();
            found |= with_following(beginning, self.after(at + length, Some(first)));
        }
        for (reading, characters) in self.postings.by_reading.get(&first).into_iter().flatten() {
            if rest.starts_with(reading) {
                let beginning = self.postings.with_any(characters);
                found |= with_following(beginning, self.after(at + reading.len(), Some(first)));
            } else if reading.starts_with(&rest) {
                found |= self.postings.with_any(characters);
            }
        }
        found
    }
}

fn with_following(beginning: RoaringBitmap, following: Option<RoaringBitmap>) -> RoaringBitmap {
    match following {
        Some(following) => beginning & following,
        None => beginning,
    }
}
