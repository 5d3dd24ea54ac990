//! Fields: the texts of records, folded for comparison on demand.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use crate::text::{fold, pinyin};

/// A set of Latin letters: the initials of a character's readings. Bit 0 is `a`.
pub type Initials = u32;

const FIRST_HAN: u32 = 0x4e00;
const LAST_HAN: u32 = 0x9fff;

/// The initials of the common characters, computed once.
static INITIALS: LazyLock<Vec<Initials>> =
    LazyLock::new(|| (FIRST_HAN..=LAST_HAN).filter_map(char::from_u32).map(initials_of_readings).collect());

/// Returns the initials of a character's pinyin readings; the empty set if it has none.
pub fn initials(c: char) -> Initials {
    match c as u32 {
        0..0x3000 => 0,
        code @ FIRST_HAN..=LAST_HAN => INITIALS.get((code - FIRST_HAN) as usize).copied().unwrap_or_default(),
        _ => initials_of_readings(c),
    }
}

/// The readings of the common characters, each once, computed once since the dictionary is slow.
static READINGS: LazyLock<Readings> = LazyLock::new(Readings::of_common_characters);

struct Readings {
    all: Vec<&'static str>,
    /// The index of each character's first reading.
    starts: Vec<u32>,
}

impl Readings {
    fn of_common_characters() -> Readings {
        let mut readings = Readings { all: Vec::new(), starts: vec![0] };
        for c in (FIRST_HAN..=LAST_HAN).filter_map(char::from_u32) {
            let from = readings.all.len();
            for reading in pinyin::readings(c) {
                if !readings.all[from..].contains(&reading) {
                    readings.all.push(reading);
                }
            }
            readings.starts.push(readings.all.len() as u32);
        }
        readings
    }

    fn of(&self, place: usize) -> Option<&[&'static str]> {
        self.all.get(*self.starts.get(place)? as usize..*self.starts.get(place + 1)? as usize)
    }
}

/// Returns every reading of a Chinese character: the same as [`pinyin::readings`], but faster.
pub fn readings(c: char) -> impl Iterator<Item = &'static str> {
    let place = (c as usize).checked_sub(FIRST_HAN as usize);
    let common = place.and_then(|place| READINGS.of(place));
    let rare = (common.is_none() && !c.is_ascii()).then(|| pinyin::readings(c));
    common.unwrap_or_default().iter().copied().chain(rare.into_iter().flatten())
}

fn initials_of_readings(c: char) -> Initials {
    pinyin::readings(c).filter_map(|reading| reading.chars().next()).fold(0, |set, letter| set | letter_bit(letter))
}

/// Returns the set with one lower-case ASCII letter; the empty set for another character.
pub fn letter_bit(letter: char) -> Initials {
    if letter.is_ascii_lowercase() { 1 << (letter as u32 - 'a' as u32) } else { 0 }
}

/// Returns the indices of the letters in a set, 0 for `a`.
pub fn bits(initials: Initials) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(initials), |rest| Some(rest & rest.wrapping_sub(1)))
        .take_while(|&rest| rest != 0)
        .map(|rest| rest.trailing_zeros() as usize)
}

/// A text that can be searched. It is folded when the folded form is first needed: most candidate texts contain a word
/// exactly as typed.
#[derive(Debug, Clone, Default)]
pub struct Field<'a> {
    text: Cow<'a, str>,
    folded: OnceLock<Folded>,
}

/// The folded form of a text. A *position* is the index of a character (not a byte) of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// For each of `chars`, the index of the character of the text that it comes from.
    pub origins: Vec<u32>,
    /// True if there is an ASCII letter. Most fields have none, and pinyin is typed with letters.
    pub has_letters: bool,
}

impl<'a> Field<'a> {
    /// Returns a field with this text.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Field { text: text.into(), folded: OnceLock::new() }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Passes each folded character to `push` until that returns false.
    pub fn each(&self, mut push: impl FnMut(char) -> bool) {
        match self.folded.get() {
            Some(folded) => _ = folded.chars.iter().all(|&c| push(c)),
            None => fold::fold_while(&self.text, |c, _| push(c)),
        }
    }

    /// Returns the folded form.
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::of(&self.text))
    }
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let room = text.len() / 3 + 4;
        let (mut chars, mut origins) = (Vec::with_capacity(room), Vec::with_capacity(room));
        fold::fold_each(text, |c, origin| {
            chars.push(c);
            origins.push(origin);
        });
        let has_letters = chars.iter().any(char::is_ascii_lowercase);
        Folded { chars, origins, has_letters }
    }

    /// Returns the number of characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Returns true if folding left nothing of the text.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Returns the positions of the folded characters that come from a range of characters of the text.
    pub fn positions_from(&self, original: Range<usize>) -> Range<usize> {
        let position = |index: usize| self.origins.partition_point(|&origin| (origin as usize) < index);
        position(original.start)..position(original.end)
    }

    /// Returns the characters of the text from which folded positions come, each once.
    pub fn originals(&self, positions: &[usize]) -> Vec<usize> {
        let mut indices: Vec<usize> =
            positions.iter().filter_map(|&p| self.origins.get(p)).map(|&origin| origin as usize).collect();
        indices.dedup();
        indices
    }

    /// Returns the first position of a contiguous sequence of characters.
    pub fn find(&self, characters: &[char]) -> Option<usize> {
        let Some(&first) = characters.first() else { return Some(0) };
        let last_start = self.chars.len().checked_sub(characters.len())?;
        (0..=last_start).find(|&at| self.chars[at] == first && self.chars[at..].starts_with(characters))
    }

    /// Returns true if a phrase begins at a position: at the start of the text, or after a punctuation mark or a blank.
    pub fn begins_phrase(&self, position: usize) -> bool {
        let Some(before) = position.checked_sub(1) else { return true };
        let parted = match (self.origins.get(before), self.origins.get(position)) {
            (Some(before), Some(at)) => at - before > 1,
            _ => false,
        };
        parted || self.chars.get(before).copied().is_some_and(ends_sentence)
    }
}

/// Returns true if a folded character separates sentences.
pub fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | ';' | '!' | '?' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_positions_map_to_the_original_characters() {
        let folded = Folded::of("发展“十四五”规划。康复");
        assert_eq!(folded.chars.iter().collect::<String>(), "发展十四五规划.康复");
        assert_eq!(folded.originals(&[2, 3, 4]), [3, 4, 5]);
        assert_eq!(folded.positions_from(3..6), 2..5);
        let starts: Vec<usize> = (0..folded.len()).filter(|&p| folded.begins_phrase(p)).collect();
        assert_eq!(starts, [0, 2, 5, 8]);
    }

    #[test]
    fn characters_in_a_row_are_found_where_they_first_stand() {
        let folded = Folded::of("康康复复");
        let find = |text: &str| folded.find(&text.chars().collect::<Vec<_>>());
        assert_eq!((find("康复"), find("复"), find("复康"), find("康康复复康")), (Some(1), Some(2), None, None));
    }

    #[test]
    fn initials_are_those_of_every_reading() {
        assert_eq!(initials('重'), letter_bit('c') | letter_bit('z'));
        assert_eq!(initials('a'), 0);
        assert_eq!(letter_bit('%'), 0);
        assert_eq!(bits(letter_bit('c') | letter_bit('z')).collect::<Vec<_>>(), [2, 25]);
    }
}
