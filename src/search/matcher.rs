//! Matching: decides whether a record contains the words of a query, with which score, and where.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::field::{Field, Folded};
use super::hit::{HitKind, MatchClass};
use super::record::{self, Part, Record};
use super::score::{self, PHRASE_BONUS};
use super::term::Term;
use crate::plan::{BoxIndex, NodeIndex, Plan};

/// The minimum score of a fuzzy match, per character of the term. A match scores 16 for each character, 4 more for two
/// adjacent ones, 3 less for a gap and 1 less for each character in it: two characters may be three apart, and a longer
/// term may have as many short gaps.
const LEAST_LOOSE_SCORE: i64 = 13;
/// The bonus for a match of the whole title.
pub(super) const WHOLE_BONUS: i64 = 24;
/// The bonus for words that are adjacent in the title.
pub(super) const CLOSE_BONUS: i64 = 32;
/// The deduction from [`CLOSE_BONUS`] for each character between the words.
const BETWEEN_MALUS: i64 = 4;
/// The deduction for headings. They often begin with the phrase that a task has in the middle, but people look for
/// tasks.
const HEADING_MALUS: i64 = 20;
/// The bonus for a match in the text of anything but a heading: tasks come before paragraphs. Higher than any other
/// score.
const OVER_PARAGRAPHS: i64 = 100_000;
/// The number of characters on each side of a match that fuzzy-matcher is given.
const AROUND: usize = 12;

/// A searchable field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The title.
    Title,
    /// The text.
    Body,
    /// The context: names of the plan, the headings above, the box.
    Context,
}

/// The fields of a record in which a word may be found, according to the postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PossibleFields {
    /// In the title.
    pub title: bool,
    /// In the text.
    pub body: bool,
    /// Literally, in any field, although the word may be pinyin.
    pub letters: bool,
    /// In the title, with gaps.
    pub gaps_in_title: bool,
    /// In the text, with gaps.
    pub gaps_in_body: bool,
}

impl PossibleFields {
    /// No field is ruled out.
    pub const EVERYWHERE: PossibleFields =
        PossibleFields { title: true, body: true, letters: true, gaps_in_title: true, gaps_in_body: true };
}

/// A record that contains every word, before scoring.
#[derive(Debug)]
pub struct Unscored {
    /// The weakest match class among the words.
    pub class: MatchClass,
    /// True if every word was found in the title or the context.
    pub in_title: bool,
    /// The match of each word, in order.
    held: Vec<WordMatch>,
}

/// The best match of one word.
#[derive(Debug)]
struct WordMatch {
    place: Place,
    class: MatchClass,
    at: At,
}

/// The positions of a match in the folded field.
#[derive(Debug)]
enum At {
    /// The word is the record's id.
    Id,
    /// The word occurs literally; the positions are computed on demand.
    Literal,
    /// The word occurs by sound; the positions are computed on demand.
    BySound,
    /// The word occurs with gaps, at these positions and with this score.
    WithGaps(Vec<usize>, i64),
}

/// A record that contains every word, scored.
#[derive(Debug, Clone)]
pub struct Match {
    /// The weakest match class among the words.
    pub class: MatchClass,
    /// True if every word was found in the title or the context.
    pub in_title: bool,
    /// The score within its class and place.
    pub score: i64,
    /// The field and the positions of each word, in order.
    pub found: Vec<(Place, Vec<usize>)>,
}

/// The match of a word in the context of a record.
#[derive(Debug, Clone, Copy, Default)]
struct ContextMatch {
    plainly: Option<MatchClass>,
    by_sound: bool,
}

impl ContextMatch {
    /// Returns the match of a word in a text.
    fn of(word: &Term, name: &str) -> ContextMatch {
        let name = Field::new(name);
        ContextMatch { plainly: word.literal_class(&name), by_sound: word.sounds_at(&name).is_some() }
    }

    fn or(self, other: ContextMatch) -> ContextMatch {
        let plainly = self.plainly.into_iter().chain(other.plainly).min();
        ContextMatch { plainly, by_sound: self.by_sound || other.by_sound }
    }
}

/// The parts of a context: names of the plan, of a heading and those above it, of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum ContextPart {
    Plan,
    Heading(NodeIndex),
    Box(BoxIndex),
}

/// Returns the points for the kind of a record and the place of the match.
pub(super) fn of_kind(kind: HitKind, in_title: bool) -> i64 {
    match kind {
        HitKind::Chapter | HitKind::Box => -HEADING_MALUS,
        _ if in_title => 0,
        _ => OVER_PARAGRAPHS,
    }
}

/// Matches records with the words of a query. Use one per thread: fuzzy-matcher is slower when shared.
pub struct Matcher<'a> {
    words: &'a [Term],
    skim: SkimMatcherV2,
    /// The matches in contexts, which many records share: by word, address of the plan, and part.
    contexts: RefCell<HashMap<(usize, usize, ContextPart), ContextMatch>>,
}

impl<'a> Matcher<'a> {
    /// Returns a matcher for these words, all of which a record must contain, in any order.
    pub fn new(words: &'a [Term]) -> Self {
        Matcher { words, skim: SkimMatcherV2::default(), contexts: RefCell::default() }
    }

    /// Returns the match of a record, or `None` if it lacks a word or has all of them only in its context. Without
    /// words every record matches equally.
    pub fn match_of(&self, record: &Record<'a>) -> Option<Match> {
        Some(self.weigh(record, self.hold(record, |_| PossibleFields::EVERYWHERE)?))
    }

    /// Scores a record that contains the words.
    pub fn weigh(&self, record: &Record<'a>, holding: Unscored) -> Match {
        let held = self.words.iter().zip(&holding.held);
        let found: Vec<_> = held.map(|(word, held)| (held.place, positions(word, held, record))).collect();
        let score = self.sum(record, &holding, &found);
        Match { class: holding.class, in_title: holding.in_title, score, found }
    }

    /// Returns the match of a record that contains every word, at least one of them in its own fields. `look` returns
    /// for the index of each word the fields in which it may be found.
    pub fn hold(&self, record: &Record<'a>, look: impl Fn(usize) -> PossibleFields) -> Option<Unscored> {
        let mut held = Vec::with_capacity(self.words.len());
        let (mut class, mut in_title, mut own) = (MatchClass::Exact, true, self.words.is_empty());
        for number in 0..self.words.len() {
            let word = self.find(number, record, look(number))?;
            class = class.max(word.class);
            // The short names of a department count as its title.
            in_title &= word.place != Place::Body || record.kind == HitKind::Department;
            own |= word.place != Place::Context;
            held.push(word);
        }
        own.then_some(Unscored { class, in_title, held })
    }

    /// Returns the best match of a word in a record: literally, by sound, then with gaps; each in the title before the
    /// text before the context, which is not searched with gaps.
    fn find(&self, number: usize, record: &Record<'a>, look: PossibleFields) -> Option<WordMatch> {
        let word = &self.words[number];
        if record.has_id(word.text()) {
            return Some(WordMatch { place: Place::Title, class: MatchClass::Exact, at: At::Id });
        }
        let own = || [(Place::Title, look.title), (Place::Body, look.body)].into_iter().filter(|(_, look)| *look);
        let own = || own().map(|(place, _)| (place, record.own(place)));
        // The only word of a query must be found in the record itself.
        let around = || if self.words.len() > 1 { self.context_match(number, record) } else { ContextMatch::default() };
        if look.letters || !word.may_be_pinyin() {
            if let Some((place, class)) = literal(word, own) {
                return Some(WordMatch { place, class, at: At::Literal });
            }
            if let Some(class) = around().plainly {
                return Some(WordMatch { place: Place::Context, class, at: At::Literal });
            }
        }
        if word.may_be_pinyin() {
            if let Some((place, _)) = own().find(|(_, field)| word.sounds_in(field)) {
                return Some(WordMatch { place, class: MatchClass::Pinyin, at: At::BySound });
            }
            if around().by_sound {
                return Some(WordMatch { place: Place::Context, class: MatchClass::Pinyin, at: At::Literal });
            }
        }
        if word.may_have_gaps() { self.find_with_gaps(word, record, look) } else { None }
    }

    fn find_with_gaps(&self, word: &Term, record: &Record<'a>, look: PossibleFields) -> Option<WordMatch> {
        let places = [(Place::Title, look.gaps_in_title), (Place::Body, look.gaps_in_body)];
        places.into_iter().filter(|(_, look)| *look).find_map(|(place, _)| {
            let field = record.own(place);
            let positions = word.find_with_gaps(field)?;
            let score = self.score(place, field.folded(), &positions);
            let at = (score >= LEAST_LOOSE_SCORE * positions.len() as i64).then_some(At::WithGaps(positions, score))?;
            Some(WordMatch { place, class: MatchClass::Fuzzy, at })
        })
    }

    /// Returns the match of a word in the context of a record.
    fn context_match(&self, number: usize, record: &Record<'a>) -> ContextMatch {
        let Some(plan) = record.plan.filter(|_| !matches!(record.part, Part::Whole)) else {
            return ContextMatch::default();
        };
        let mut around =
            self.held_by(number, plan, record.node_above().map_or(ContextPart::Plan, ContextPart::Heading));
        if let Part::Task(task) = record.part {
            if let Some(index) = task.special_box {
                around = around.or(self.held_by(number, plan, ContextPart::Box(index)));
            }
            if let Some(group) = &task.group {
                around = around.or(ContextMatch::of(&self.words[number], group));
            }
        }
        around
    }

    /// Returns the match of a word in a part of a context, which is computed once.
    fn held_by(&self, number: usize, plan: &'a Plan, names: ContextPart) -> ContextMatch {
        let key = (number, ptr::from_ref(plan).addr(), names);
        if let Some(known) = self.contexts.borrow().get(&key) {
            return *known;
        }
        let word = &self.words[number];
        let found = match names {
            ContextPart::Plan => {
                let names = [plan.title.as_str(), plan.region.as_str(), plan.sector.as_str()];
                names.into_iter().fold(ContextMatch::default(), |found, name| found.or(ContextMatch::of(word, name)))
            }
            ContextPart::Box(index) => ContextMatch::of(word, &record::title_of_box(plan, index)),
            ContextPart::Heading(index) => plan.outline.get(index).map_or_else(ContextMatch::default, |node| {
                let above = node.parent.map_or(ContextPart::Plan, ContextPart::Heading);
                ContextMatch::of(word, &node.heading()).or(self.held_by(number, plan, above))
            }),
        };
        self.contexts.borrow_mut().insert(key, found);
        found
    }

    /// Returns the score of a match within its class and place.
    fn sum(&self, record: &Record<'a>, holding: &Unscored, found: &[(Place, Vec<usize>)]) -> i64 {
        let mut sum = closeness(found) + of_kind(record.kind, holding.in_title);
        for (held, (place, positions)) in holding.held.iter().zip(found) {
            sum += match (&held.at, place) {
                (At::Id, _) => WHOLE_BONUS,
                (At::WithGaps(_, score), _) => *score,
                (_, Place::Context) => 0,
                (_, place) => score_of_row(*place, record.own(*place).folded(), positions),
            };
        }
        sum
    }

    /// Returns fuzzy-matcher's score for characters with gaps.
    fn score(&self, place: Place, field: &Folded, positions: &[usize]) -> i64 {
        let (Some(&first), Some(&last)) = (positions.first(), positions.last()) else { return 0 };
        let window = match place {
            Place::Body => first.saturating_sub(AROUND)..(last + 1 + AROUND).min(field.len()),
            _ => 0..field.len(),
        };
        let text: String = field.chars[window].iter().collect();
        let pattern: String = positions.iter().map(|&position| field.chars[position]).collect();
        self.skim.fuzzy_match(&text, &pattern).unwrap_or_default() + bonus(place, field, positions)
    }
}

/// Returns the score of contiguous characters.
fn score_of_row(place: Place, field: &Folded, positions: &[usize]) -> i64 {
    let (Some(&first), Some(&last)) = (positions.first(), positions.last()) else { return 0 };
    let before = first.checked_sub(1).map(|before| field.chars[before]);
    score::of_row(before, &field.chars[first..=last]) + bonus(place, field, positions)
}

/// Returns the bonus for the start of a phrase and for a whole title.
fn bonus(place: Place, field: &Folded, positions: &[usize]) -> i64 {
    let begins_phrase = positions.first().is_some_and(|&first| field.begins_phrase(first));
    let phrase = if begins_phrase { PHRASE_BONUS } else { 0 };
    let is_whole = place == Place::Title && positions.len() == field.len();
    if is_whole { phrase + WHOLE_BONUS } else { phrase }
}

/// Returns the first field that contains a word literally: exactly if there is one, otherwise folded.
fn literal<'f, F: Iterator<Item = (Place, &'f Field<'f>)>>(
    word: &Term,
    fields: impl Fn() -> F,
) -> Option<(Place, MatchClass)> {
    let exactly =
        fields().find(|(_, field)| word.occurs_exactly_in(field)).map(|(place, _)| (place, MatchClass::Exact));
    exactly.or_else(|| {
        let folded = fields().find(|(_, field)| word.occurs_folded_in(field));
        folded.map(|(place, _)| (place, MatchClass::Folded))
    })
}

/// Returns the positions of a matched word in its field; empty for the context.
fn positions(word: &Term, held: &WordMatch, record: &Record) -> Vec<usize> {
    match (&held.at, held.place) {
        (At::Id, _) | (_, Place::Context) => Vec::new(),
        (At::BySound, place) => word.sounds_at(record.own(place)).map_or_else(Vec::new, Iterator::collect),
        (At::WithGaps(positions, _), _) => positions.clone(),
        (At::Literal, place) => word.find_literal(record.own(place)).map_or_else(Vec::new, |found| found.positions),
    }
}

/// Returns the bonus for several words that are close together in the title.
fn closeness(found: &[(Place, Vec<usize>)]) -> i64 {
    let in_title = found.iter().filter(|(place, _)| *place == Place::Title).map(|(_, positions)| positions);
    let (mut first, mut last, mut words, mut length) = (usize::MAX, 0, 0, 0);
    for positions in in_title.filter(|p| !p.is_empty()) {
        first = first.min(positions[0]);
        last = last.max(positions[positions.len() - 1]);
        words += 1;
        length += positions.len();
    }
    if words < 2 {
        return 0;
    }
    let between = (last + 1 - first).saturating_sub(length) as i64;
    (CLOSE_BONUS - BETWEEN_MALUS * between).max(0)
}
