//! Postings: for each character the numbers of what holds it, so that only what can match is looked at.
//!
//! A record that matches a term holds every character of it; one that matches by pinyin holds, for each part of
//! some way to divide the term, a character with that reading, and side by side those whose initials follow each
//! other. Both give more records than match, and never fewer.

use std::collections::{BTreeMap, HashMap};

use roaring::{MultiOps, RoaringBitmap};

use super::field::{Folded, Initials, bits, initials};
use super::term::{Term, initial_lengths};
use crate::text::pinyin;

/// The number of letters that can be an initial.
pub(super) const LETTERS: usize = 26;

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

/// The records that may match a term in one field.
#[derive(Debug, Clone, Default)]
pub struct RecordSet {
    /// All of them.
    pub records: RoaringBitmap,
    /// By sound in more than one character, in more than two, and so on.
    pub longer: Vec<RoaringBitmap>,
}

/// Postings that are being made. Numbers come in ascending order. They are bitmaps from the beginning: lists would take
/// several times the memory of what comes of them.
#[derive(Debug)]
pub struct Lists {
    by_char: HashMap<char, RoaringBitmap>,
    /// Those of the basic plane, by code: most characters, and quicker to find.
    basic: Vec<RoaringBitmap>,
    by_initial: Vec<RoaringBitmap>,
    by_initials: Vec<RoaringBitmap>,
}

impl Default for Lists {
    fn default() -> Self {
        let lists = |count| vec![RoaringBitmap::new(); count];
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
            _ = match self.basic.get_mut(c as usize) {
                Some(list) => list.insert(number),
                None => self.by_char.entry(c).or_default().insert(number),
            };
            let own = initials(c);
            for second in bits(own) {
                self.by_initial[second].insert(number);
                bits(before).for_each(|first| _ = self.by_initials[first * LETTERS + second].insert(number));
            }
            before = own;
        }
    }

    /// The postings, packed.
    pub fn pack(self) -> Postings {
        let basic = (0..).zip(self.basic).filter_map(|(code, list)| Some((char::from_u32(code)?, list)));
        let by_char = basic.chain(self.by_char).filter(|(_, list)| !list.is_empty());
        let by_char = by_char.map(|(c, list)| (c, packed(list))).collect();
        let pack = |lists: Vec<RoaringBitmap>| lists.into_iter().map(packed).collect();
        Postings::new(by_char, pack(self.by_initial), pack(self.by_initials))
    }
}

/// A bitmap that takes no more memory than it needs. Runs would take a little less, and far more time.
pub(super) fn packed(bitmap: RoaringBitmap) -> RoaringBitmap {
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
    pub fn candidates(&self, term: &Term) -> Option<RecordSet> {
        if term.folded().is_empty() {
            return None;
        }
        let mut row = RecordSet::default();
        if term.may_be_pinyin() {
            row = Sounds::new(self, term.folded()).row();
        }
        row.records |= self.with_all_in_a_row(term.folded());
        Some(row)
    }

    fn with_all_in_a_row(&self, characters: &[char]) -> RoaringBitmap {
        let mut found = self.with_all(characters);
        for pair in characters.windows(2) {
            // Of several readings each is entered, so any will do.
            let initial = |c: char| bits(initials(c)).next();
            if let Some((first, second)) = initial(pair[0]).zip(initial(pair[1])) {
                found &= &self.by_initials[first * LETTERS + second];
            }
        }
        found
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
        characters.into_iter().filter_map(|c| self.by_char.get(c)).union()
    }

    fn neighbours(&self, first: char, second: char) -> Option<&RoaringBitmap> {
        let place = |letter: char| letter.is_ascii_lowercase().then(|| letter as usize - 'a' as usize);
        self.by_initials.get(place(first)? * LETTERS + place(second)?)
    }
}

/// The records that may hold a term from a position on in so many characters.
#[derive(Clone)]
struct Ways {
    /// When a character that stands for itself comes there; `None` is any.
    itself: Option<RoaringBitmap>,
    /// When a reading or an initial begins there.
    by_sound: RoaringBitmap,
}

impl Ways {
    fn none() -> Ways {
        Ways { itself: Some(RoaringBitmap::new()), by_sound: RoaringBitmap::new() }
    }

    fn is_empty(&self) -> bool {
        self.by_sound.is_empty() && self.itself.as_ref().is_some_and(RoaringBitmap::is_empty)
    }
}

/// The ways to divide one term into parts, from each place of it to the end.
struct Sounds<'a> {
    postings: &'a Postings,
    term: &'a [char],
    /// By the place counted back from the end, the first being after the last character, and by the number of parts.
    ways: Vec<Vec<Ways>>,
}

impl<'a> Sounds<'a> {
    fn new(postings: &'a Postings, term: &'a [char]) -> Self {
        let end = Ways { itself: None, by_sound: RoaringBitmap::new() };
        let mut sounds = Sounds { postings, term, ways: vec![vec![end]] };
        for at in (0..term.len()).rev() {
            sounds.ways.push(sounds.ways_from(at));
        }
        sounds
    }

    /// Returns the records that may hold the whole term, by the least number of characters.
    fn row(mut self) -> RecordSet {
        let by_parts = self.ways.pop().unwrap_or_default().into_iter().skip(1);
        let mut longer: Vec<RoaringBitmap> =
            by_parts.map(|ways| ways.itself.unwrap_or_default() | ways.by_sound).collect();
        for shorter in (1..longer.len()).rev() {
            let (before, after) = longer.split_at_mut(shorter);
            before[shorter - 1] |= &after[0];
        }
        let records = if longer.is_empty() { RoaringBitmap::new() } else { longer.remove(0) };
        RecordSet { records, longer }
    }

    /// Returns the records that may hold the term from a position on, by the number of parts.
    fn ways_from(&self, at: usize) -> Vec<Ways> {
        let mut ways = vec![Ways::none(); self.term.len() - at + 1];
        let itself = self.postings.with_all(&self.term[at..=at]);
        self.follow(at + 1, None, &itself, |parts, found| ways[parts].itself = Some(found));
        let first = self.term[at];
        let with_initial = || self.postings.with_initial(first).cloned().unwrap_or_default();
        let rest: String = self.term[at..].iter().collect();
        if rest.chars().count() == 1 {
            ways[1].by_sound = with_initial();
        } else {
            for length in initial_lengths(&self.term[at..]) {
                self.follow(at + length, Some(first), &with_initial(), |parts, found| ways[parts].by_sound |= found);
            }
            for (reading, characters) in self.postings.by_reading.get(&first).into_iter().flatten() {
                let with = || self.postings.with_any(characters);
                if rest.starts_with(reading) {
                    self.follow(at + reading.len(), Some(first), &with(), |parts, found| ways[parts].by_sound |= found);
                } else if reading.starts_with(&rest) {
                    ways[1].by_sound |= with();
                }
            }
        }
        while ways.last().is_some_and(Ways::is_empty) {
            ways.pop();
        }
        ways
    }

    /// Adds the records that begin with a part and may hold the term after it, by the number of parts in all. The
    /// part has this initial; none for a character that stood for itself.
    fn follow(
        &self,
        at: usize,
        initial: Option<char>,
        beginning: &RoaringBitmap,
        mut found: impl FnMut(usize, RoaringBitmap),
    ) {
        let neighbours = initial.zip(self.term.get(at).copied());
        let neighbours = neighbours.map(|(first, second)| self.postings.neighbours(first, second));
        for (parts, ways) in self.ways[self.term.len() - at].iter().enumerate() {
            let Some(itself) = &ways.itself else {
                found(parts + 1, beginning.clone());
                continue;
            };
            let by_sound = beginning & &ways.by_sound;
            let by_sound = match neighbours {
                None => by_sound,
                Some(None) => RoaringBitmap::new(),
                Some(Some(neighbours)) => by_sound & neighbours,
            };
            found(parts + 1, (beginning & itself) | by_sound);
        }
    }
}
