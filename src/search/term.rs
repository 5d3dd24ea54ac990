//! Terms: the words of a query, and the ways in which a text can contain them.

use std::ops::Range;

use super::field::{Field, Folded, ends_sentence, initials, letter_bit, readings};
use super::hit::MatchClass;

/// The maximum length, in characters, of a term that is searched by sound or with gaps.
const LONGEST: usize = 60;

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    text: String,
    folded: Vec<char>,
    phrase: bool,
    has_letters: bool,
    /// A bit for each character, by the low bits of its code point: a quick test that rules out most other characters.
    marks: u64,
}

/// The match of a term in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The match class.
    pub class: MatchClass,
    /// The ascending positions of the match; empty only for a term that consists of ignored marks.
    pub positions: Vec<usize>,
}

impl Term {
    /// Returns a term for a word.
    pub fn word(text: &str) -> Self {
        let Folded { chars, has_letters, .. } = Folded::of(text);
        let marks = chars.iter().fold(0, |marks, &c| marks | mark(c));
        Term { text: text.to_string(), folded: chars, phrase: false, has_letters, marks }
    }

    /// Returns a term for a phrase, which is searched neither by sound nor with gaps.
    pub fn phrase(text: &str) -> Self {
        Term { phrase: true, ..Term::word(text) }
    }

    /// Returns the term as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the folded characters; empty if the term consists of ignored marks.
    pub fn folded(&self) -> &[char] {
        &self.folded
    }

    /// Returns the character, if the term is a single one that folding does not change.
    pub fn single_character(&self) -> Option<char> {
        match self.folded[..] {
            [c] if !self.phrase && self.text.chars().eq([c]) => Some(c),
            _ => None,
        }
    }

    /// Returns true if the term may be pinyin.
    pub fn may_be_pinyin(&self) -> bool {
        !self.phrase && self.folded.len() <= LONGEST && self.has_letters
    }

    /// Returns true if the term may match with gaps: it has at least two characters that are not ASCII. Numbers and
    /// Latin words with gaps would match nearly everything.
    pub fn may_have_gaps(&self) -> bool {
        !self.phrase && self.folded.len() <= LONGEST && self.folded.iter().filter(|c| !c.is_ascii()).count() >= 2
    }

    /// Returns the best match in a field.
    pub fn find(&self, field: &Field) -> Option<Found> {
        self.find_literal(field).or_else(|| self.find_by_sound(field)).or_else(|| {
            let positions = self.find_with_gaps(field)?;
            Some(Found { class: MatchClass::Fuzzy, positions })
        })
    }

    /// Returns true if a match can begin with this folded character.
    pub fn can_begin_with(&self, first: char) -> bool {
        self.folded.first().is_some_and(|&c| c == first || initials(first) & letter_bit(c) != 0)
    }

    /// Returns true if the field contains the term exactly as typed.
    pub fn occurs_exactly_in(&self, field: &Field) -> bool {
        field.text().contains(&self.text)
    }

    /// Returns the class of an exact match, or else of a folded match.
    pub fn literal_class(&self, field: &Field) -> Option<MatchClass> {
        if self.occurs_exactly_in(field) {
            return Some(MatchClass::Exact);
        }
        self.occurs_folded_in(field).then_some(MatchClass::Folded)
    }

    /// Returns true if the field contains the folded characters contiguously. Does not fold a field that is not folded
    /// yet.
    pub fn occurs_folded_in(&self, field: &Field) -> bool {
        if self.folded.is_empty() || self.folded.len() > LONGEST {
            return !self.folded.is_empty() && field.folded().find(&self.folded).is_some();
        }
        // Bit *n* is set if the last *n* + 1 characters are the first ones of the term.
        let (mut runs, mut found) = (0_u64, false);
        field.each(|c| {
            runs = if self.marks & mark(c) == 0 { 0 } else { (runs << 1 | 1) & self.places_of(c) };
            found = runs >> (self.folded.len() - 1) & 1 == 1;
            !found
        });
        found
    }

    /// Returns the positions of a character in the term as a bit set.
    fn places_of(&self, c: char) -> u64 {
        self.folded.iter().enumerate().fold(0, |places, (at, &own)| places | u64::from(own == c) << at)
    }

    /// Returns an exact match, or else a folded match.
    pub fn find_literal(&self, field: &Field) -> Option<Found> {
        let folded = field.folded();
        if let Some(at) = field.text().find(&self.text) {
            let start = field.text()[..at].chars().count();
            let positions = folded.positions_from(start..start + self.text.chars().count());
            return Some(Found { class: MatchClass::Exact, positions: positions.collect() });
        }
        let start = folded.find(&self.folded).filter(|_| !self.folded.is_empty())?;
        Some(Found { class: MatchClass::Folded, positions: (start..start + self.folded.len()).collect() })
    }

    /// Returns a match by sound.
    pub fn find_by_sound(&self, field: &Field) -> Option<Found> {
        let positions = self.sounds_at(field)?.collect();
        Some(Found { class: MatchClass::Pinyin, positions })
    }

    /// Returns the range of a match by pinyin. Each part of the term is a complete reading of a character, an initial
    /// of one (`zh`, `ch`, `sh` or their first letters), or a character itself; the last reading may be incomplete.
    pub fn sounds_at(&self, field: &Field) -> Option<Range<usize>> {
        let first = *self.folded.first().filter(|_| self.may_be_pinyin())?;
        let bit = letter_bit(first);
        let chars = &field.folded().chars;
        let starts = chars.iter().enumerate().filter(|&(_, &c)| c == first || initials(c) & bit != 0);
        starts.into_iter().find_map(|(start, _)| Some(start..start + self.sounds_like(&chars[start..])?))
    }

    /// Returns true if [`Term::sounds_at`] finds a match. Does not fold a field that is not folded yet.
    pub fn sounds_in(&self, field: &Field) -> bool {
        let Some(&first) = self.folded.first().filter(|_| self.may_be_pinyin()) else { return false };
        let bit = letter_bit(first);
        // Bit *n* is set if *n* characters of the term may be consumed; a match may begin anywhere.
        let mut reached = 0;
        field.each(|c| {
            let begins = u64::from(c == first || initials(c) & bit != 0);
            reached = if reached | begins == 0 { 0 } else { self.step(reached | begins, c) };
            !self.is_used_up(reached)
        });
        self.is_used_up(reached)
    }

    fn is_used_up(&self, reached: u64) -> bool {
        reached >> self.folded.len() & 1 == 1
    }

    /// Returns the numbers of consumed characters after one more character, as a bit set.
    fn step(&self, reached: u64, c: char) -> u64 {
        let mut next = 0;
        let initials = initials(c);
        for at in (0..self.folded.len()).filter(|at| reached >> at & 1 == 1) {
            // Asking the dictionary is slow, so the initial is compared first.
            if self.folded[at] != c && initials & letter_bit(self.folded[at]) == 0 {
                continue;
            }
            for step in steps(&self.folded[at..], c) {
                next |= 1 << (at + step);
            }
        }
        next
    }

    /// Returns the number of characters at the start of a text that sound like the term. Follows all readings in
    /// parallel: bit *n* of `reached` is set if *n* characters of the term can be consumed.
    fn sounds_like(&self, text: &[char]) -> Option<usize> {
        let mut reached: u64 = 1;
        for (length, &c) in (1..).zip(text) {
            let next = self.step(reached, c);
            if next >> self.folded.len() & 1 == 1 {
                return Some(length);
            }
            if next == 0 {
                return None;
            }
            reached = next;
        }
        None
    }

    /// Returns a match with gaps, in the shortest stretch that does not cross the end of a sentence and is at most
    /// about twice as long as the term. Adjacent letters and digits of the term must stay adjacent.
    pub fn find_with_gaps(&self, field: &Field) -> Option<Vec<usize>> {
        if !self.may_have_gaps() {
            return None;
        }
        if !self.may_match_with_gaps(field) {
            return None;
        }
        let text = &field.folded().chars;
        let stretches = (0..text.len()).filter(|&start| text[start] == self.folded[0]);
        stretches.filter_map(|start| self.stretch_from(text, start)).min_by_key(|found| span(found))
    }

    /// Returns true if a match with gaps is possible: a quick test that rules out most texts which contain the
    /// characters in another order.
    fn may_match_with_gaps(&self, field: &Field) -> bool {
        if self.folded.iter().any(|&c| ends_sentence(c)) {
            return true;
        }
        let reach = 2 * self.folded.len() as u32 + 4;
        // For each number of characters, the latest position, from 1, at which a stretch with them can begin.
        let mut begins = [0_u32; LONGEST + 1];
        let (mut at, mut found) = (0, false);
        field.each(|c| {
            at += 1;
            if self.marks & mark(c) == 0 {
                if ends_sentence(c) {
                    begins[..self.folded.len()].fill(0);
                }
                return true;
            }
            for (length, _) in self.folded.iter().enumerate().rev().filter(|(_, own)| **own == c) {
                begins[length + 1] = if length == 0 { at } else { begins[length] };
            }
            let begin = begins[self.folded.len()];
            found = begin > 0 && at + 1 - begin <= reach;
            !found
        });
        found
    }

    /// Returns the positions of a match whose first character is at `start`: forward to the nearest end, then back from
    /// there, so that the characters are as close together as possible.
    fn stretch_from(&self, text: &[char], start: usize) -> Option<Vec<usize>> {
        let limit = (start + 2 * self.folded.len() + 4).min(text.len());
        let mut end = start;
        for pair in self.folded.windows(2) {
            let gap = text[end + 1..limit].iter().position(|&c| c == pair[1])?;
            let passed = &text[end + 1..end + 1 + gap];
            if gap > 0 && stay_together(pair) || passed.iter().any(|&c| ends_sentence(c)) {
                return None;
            }
            end += gap + 1;
        }
        let mut positions = vec![end];
        let mut from = end;
        for &c in self.folded.iter().rev().skip(1) {
            from = text[start..from].iter().rposition(|&t| t == c)? + start;
            positions.push(from);
        }
        positions.reverse();
        Some(positions)
    }
}

fn mark(c: char) -> u64 {
    1 << (c as u32 & 63)
}

fn stay_together(pair: &[char]) -> bool {
    pair.iter().all(|c| c.is_ascii())
}

fn span(positions: &[usize]) -> usize {
    positions.last().zip(positions.first()).map_or(0, |(last, first)| last - first)
}

/// Returns the possible numbers of characters at the start of `rest` that one character of a text stands for.
fn steps(rest: &[char], c: char) -> impl Iterator<Item = usize> + '_ {
    let itself = (rest.first() == Some(&c)).then_some(1);
    let han = readings(c);
    itself.into_iter().chain(han.flat_map(|reading| spelt(rest, reading)))
}

/// Returns the numbers of characters at the start of `rest` that spell a reading: all of it, its beginning if `rest`
/// ends there, or its initial.
fn spelt<'a>(rest: &'a [char], reading: &'static str) -> impl Iterator<Item = usize> + use<'a> {
    let same = rest.iter().zip(reading.chars()).take_while(|(typed, letter)| *typed == letter).count();
    let whole = (same == reading.len() || same == rest.len()).then_some(same).filter(|&n| n > 0);
    whole.into_iter().chain(initial_lengths(rest).take_while(move |&length| length <= same))
}

/// Returns the numbers of characters at the start of `rest` that can be an initial: one letter, or two in `zh`, `ch`,
/// `sh`.
pub(super) fn initial_lengths(rest: &[char]) -> impl Iterator<Item = usize> + use<> {
    let single = rest.first().is_some_and(char::is_ascii_lowercase);
    let double = matches!(rest, ['z' | 'c' | 's', 'h', ..]);
    single.then_some(1).into_iter().chain(double.then_some(2))
}
