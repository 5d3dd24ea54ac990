//! Postings: for each character the records that contain it, so that only records that may match are read.
//!
//! A record that matches a term contains all of its characters. A record that matches by pinyin contains, for each part
//! of some division of the term, a character with that reading, and adjacent characters with the corresponding
//! initials. Both conditions hold for more records than match, but never for fewer.

use std::collections::{BTreeMap, HashMap};

use roaring::{MultiOps, RoaringBitmap};

use super::field::{Folded, Initials, bits, initials};
use super::term::{Term, initial_lengths};
use crate::text::pinyin;

/// The number of letters that can be an initial.
pub(super) const LETTERS: usize = 26;

/// Record numbers by the characters in one field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Postings {
    /// The records by character.
    pub(super) by_char: HashMap<char, RoaringBitmap>,
    /// The records by the initial of a character, `a` first.
    pub(super) by_initial: Vec<RoaringBitmap>,
    /// The records by the initials of two adjacent characters: 26 times the first plus the second.
    pub(super) by_initials: Vec<RoaringBitmap>,
    /// The characters of `by_char` by reading, grouped by initial.
    by_reading: HashMap<char, BTreeMap<&'static str, Vec<char>>>,
}

/// The records that may contain a term in one field.
#[derive(Debug, Clone, Default)]
pub struct RecordSet {
    /// All of these records.
    pub records: RoaringBitmap,
    /// Those that may contain it by sound in two or more characters, in three or more, and so on.
    pub longer: Vec<RoaringBitmap>,
}

/// Postings under construction. Record numbers are entered in ascending order. Bitmaps are used from the beginning:
/// lists would take several times the memory of the result.
#[derive(Debug)]
pub struct Lists {
    by_char: HashMap<char, RoaringBitmap>,
    /// The bitmaps of the basic multilingual plane by code point: nearly all characters, and faster than a map.
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
    /// Enters a field of a record.
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

    /// Returns the postings, with minimal memory.
    pub fn pack(self) -> Postings {
        let basic = (0..).zip(self.basic).filter_map(|(code, list)| Some((char::from_u32(code)?, list)));
        let by_char = basic.chain(self.by_char).filter(|(_, list)| !list.is_empty());
        let by_char = by_char.map(|(c, list)| (c, packed(list))).collect();
        let pack = |lists: Vec<RoaringBitmap>| lists.into_iter().map(packed).collect();
        Postings::new(by_char, pack(self.by_initial), pack(self.by_initials))
    }
}

/// Returns the bitmap with minimal memory. Run containers would save a little more, but take far more time.
pub(super) fn packed(bitmap: RoaringBitmap) -> RoaringBitmap {
    // A bitmap that grew has spare capacity; one that was read has none.
    let mut bytes = Vec::with_capacity(bitmap.serialized_size());
    let read = bitmap.serialize_into(&mut bytes).and_then(|()| RoaringBitmap::deserialize_from(&*bytes));
    read.unwrap_or(bitmap)
}

impl Postings {
    /// Returns the postings with these bitmaps.
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

    /// Returns the records that may contain a term contiguously, literally or by sound; `None` if every record may.
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
            // All readings are entered, so any of them will do.
            let initial = |c: char| bits(initials(c)).next();
            if let Some((first, second)) = initial(pair[0]).zip(initial(pair[1])) {
                found &= &self.by_initials[first * LETTERS + second];
            }
        }
        found
    }

    /// Returns the records that contain all characters of a term, in any order.
    pub fn holding(&self, term: &Term) -> RoaringBitmap {
        self.with_all(term.folded())
    }

    /// Returns the records that contain a character.
    pub fn with(&self, c: char) -> Option<&RoaringBitmap> {
        self.by_char.get(&c)
    }

    /// Returns the records that contain a character with a reading that begins with a letter.
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

/// The records that may contain the rest of a term in a certain number of characters.
#[derive(Clone)]
struct Ways {
    /// The records for which the next character stands for itself; `None` for all records.
    itself: Option<RoaringBitmap>,
    /// The records for which a reading or an initial begins there.
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

/// The divisions of a term into parts, from each position to the end.
struct Sounds<'a> {
    postings: &'a Postings,
    term: &'a [char],
    /// The records by the position, counted from the end, and by the number of parts.
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

    /// Returns the records that may contain the whole term, by the minimum number of characters.
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

    /// Returns the records that may contain the term from a position on, by the number of parts.
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

    /// Adds the records that contain a part and may contain the rest of the term after it, by the total number of
    /// parts. `None` as the initial stands for a character that stands for itself.
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
