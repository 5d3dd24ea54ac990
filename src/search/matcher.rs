//! Matching: whether a record holds the words of a query, how well, and where.

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

/// The least score that a loose match may have, for each character of the term. A match scores 16 a character,
/// 4 more where two stand together, 3 less for a gap and 1 less for each character in it: two characters may be
/// three apart, and a longer term may have as many short gaps.
const LEAST_LOOSE_SCORE: i64 = 13;
/// Added when the match is the whole title.
pub(super) const WHOLE_BONUS: i64 = 24;
/// Added when all words stand side by side in the title.
pub(super) const CLOSE_BONUS: i64 = 32;
/// Taken off that for each character between them.
const BETWEEN_MALUS: i64 = 4;
/// Taken off a heading's match, which often begins a phrase where a task's stands in the middle: people look for
/// what can be worked on.
const HEADING_MALUS: i64 = 20;
/// Added where a text holds the words, to all but headings: what can be worked on comes before paragraphs. More than
/// any match is worth.
const OVER_PARAGRAPHS: i64 = 100_000;
/// The characters on each side of a match in a text that fuzzy-matcher is shown.
const AROUND: usize = 12;

/// A field of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The title.
    Title,
    /// The text.
    Body,
    /// The names around it.
    Context,
}

/// The possible places of a word in a record, by the postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// In the title.
    pub title: bool,
    /// In the text.
    pub body: bool,
    /// As typed, there or in the names around, though it may be pinyin.
    pub letters: bool,
    /// In the title, with gaps.
    pub gaps_in_title: bool,
    /// In the text, with gaps.
    pub gaps_in_body: bool,
}

impl Look {
    /// Nothing is known.
    pub const EVERYWHERE: Look =
        Look { title: true, body: true, letters: true, gaps_in_title: true, gaps_in_body: true };
}

/// A record that holds every word, not weighed yet.
#[derive(Debug)]
pub struct Holding {
    /// The weakest of the ways in which words were found.
    pub class: MatchClass,
    /// True if no word needed the text.
    pub in_title: bool,
    /// Each word, in their order.
    held: Vec<Held>,
}

/// The best match of one word.
#[derive(Debug)]
struct Held {
    place: Place,
    class: MatchClass,
    at: At,
}

/// The position of a word in the folded form of its field.
#[derive(Debug)]
enum At {
    /// It is the record's identity.
    Called,
    /// As typed; where, is to be looked up.
    Plainly,
    /// Characters sound like it; which, is to be looked up.
    Sounding,
    /// At these positions, with this score.
    Loosely(Vec<usize>, i64),
}

/// A record that holds every word, weighed.
#[derive(Debug, Clone)]
pub struct Match {
    /// The weakest of the ways in which words were found.
    pub class: MatchClass,
    /// True if no word needed the text.
    pub in_title: bool,
    /// The score within its class and place.
    pub score: i64,
    /// The place of each word's match, in the order of the words, with its positions.
    pub found: Vec<(Place, Vec<usize>)>,
}

/// The match of a word in the names around records.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    plainly: Option<MatchClass>,
    by_sound: bool,
}

impl Around {
    /// Returns the match of a word in a name.
    fn of(word: &Term, name: &str) -> Around {
        let name = Field::new(name);
        Around { plainly: word.holds_plainly(&name), by_sound: word.sounds_at(&name).is_some() }
    }

    fn or(self, other: Around) -> Around {
        let plainly = self.plainly.into_iter().chain(other.plainly).min();
        Around { plainly, by_sound: self.by_sound || other.by_sound }
    }
}

/// The names around a record: those of its plan, of a heading with those above, of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Names {
    Plan,
    Heading(NodeIndex),
    Box(BoxIndex),
}

/// Returns the points that a match has for the kind of its record and its place.
pub(super) fn of_kind(kind: HitKind, in_title: bool) -> i64 {
    match kind {
        HitKind::Chapter | HitKind::Box => -HEADING_MALUS,
        _ if in_title => 0,
        _ => OVER_PARAGRAPHS,
    }
}

/// Matches records with the words of one query. Not to be shared between threads: fuzzy-matcher is slower then.
pub struct Matcher<'a> {
    words: &'a [Term],
    skim: SkimMatcherV2,
    /// The matches in names that stand around many records: by word, address of the plan, and names.
    around: RefCell<HashMap<(usize, usize, Names), Around>>,
}

impl<'a> Matcher<'a> {
    /// A matcher for these words, all of which a record must hold, in any order.
    pub fn new(words: &'a [Term]) -> Self {
        Matcher { words, skim: SkimMatcherV2::default(), around: RefCell::default() }
    }

    /// Returns the match of a record, or `None` when it lacks a word, or has all of them only in the names around it.
    /// Without words every record matches alike.
    pub fn match_of(&self, record: &Record<'a>) -> Option<Match> {
        Some(self.weigh(record, self.hold(record, |_| Look::EVERYWHERE)?))
    }

    /// Weighs how a record holds the words.
    pub fn weigh(&self, record: &Record<'a>, holding: Holding) -> Match {
        let held = self.words.iter().zip(&holding.held);
        let found: Vec<_> = held.map(|(word, held)| (held.place, positions(word, held, record))).collect();
        let score = self.sum(record, &holding, &found);
        Match { class: holding.class, in_title: holding.in_title, score, found }
    }

    /// Returns the match of a record that holds every word, at least one of them not only in the names around it.
    /// `look` says for each word, by its number, where it can stand.
    pub fn hold(&self, record: &Record<'a>, look: impl Fn(usize) -> Look) -> Option<Holding> {
        let mut held = Vec::with_capacity(self.words.len());
        let (mut class, mut in_title, mut own) = (MatchClass::Exact, true, self.words.is_empty());
        for number in 0..self.words.len() {
            let word = self.find(number, record, look(number))?;
            class = class.max(word.class);
            // The other names of a department are as good as its title.
            in_title &= word.place != Place::Body || record.kind == HitKind::Department;
            own |= word.place != Place::Context;
            held.push(word);
        }
        own.then_some(Holding { class, in_title, held })
    }

    /// The best way in which a record holds a word: plainly, by sound, loosely; each in the title before the text
    /// before the names around it, where loose matches are not looked for.
    fn find(&self, number: usize, record: &Record<'a>, look: Look) -> Option<Held> {
        let word = &self.words[number];
        if record.is_called(word.text()) {
            return Some(Held { place: Place::Title, class: MatchClass::Exact, at: At::Called });
        }
        let own = || [(Place::Title, look.title), (Place::Body, look.body)].into_iter().filter(|(_, look)| *look);
        let own = || own().map(|(place, _)| (place, record.own(place)));
        // Alone, a word has to be the record's own.
        let around = || if self.words.len() > 1 { self.around(number, record) } else { Around::default() };
        if look.letters || !word.may_be_pinyin() {
            if let Some((place, class)) = plainly(word, own) {
                return Some(Held { place, class, at: At::Plainly });
            }
            if let Some(class) = around().plainly {
                return Some(Held { place: Place::Context, class, at: At::Plainly });
            }
        }
        if word.may_be_pinyin() {
            if let Some((place, _)) = own().find(|(_, field)| word.sounds_in(field)) {
                return Some(Held { place, class: MatchClass::Pinyin, at: At::Sounding });
            }
            if around().by_sound {
                return Some(Held { place: Place::Context, class: MatchClass::Pinyin, at: At::Plainly });
            }
        }
        if word.may_have_gaps() { self.find_loosely(word, record, look) } else { None }
    }

    fn find_loosely(&self, word: &Term, record: &Record<'a>, look: Look) -> Option<Held> {
        let places = [(Place::Title, look.gaps_in_title), (Place::Body, look.gaps_in_body)];
        places.into_iter().filter(|(_, look)| *look).find_map(|(place, _)| {
            let field = record.own(place);
            let positions = word.find_loosely(field)?;
            let score = self.score(place, field.folded(), &positions);
            let at = (score >= LEAST_LOOSE_SCORE * positions.len() as i64).then_some(At::Loosely(positions, score))?;
            Some(Held { place, class: MatchClass::Fuzzy, at })
        })
    }

    /// Returns the match of a word in the names around a record.
    fn around(&self, number: usize, record: &Record<'a>) -> Around {
        let Some(plan) = record.plan.filter(|_| !matches!(record.part, Part::Whole)) else { return Around::default() };
        let mut around = self.held_by(number, plan, record.node_above().map_or(Names::Plan, Names::Heading));
        if let Part::Task(task) = record.part {
            if let Some(index) = task.special_box {
                around = around.or(self.held_by(number, plan, Names::Box(index)));
            }
            if let Some(group) = &task.group {
                around = around.or(Around::of(&self.words[number], group));
            }
        }
        around
    }

    /// Returns the match of a word in some names, which is computed once.
    fn held_by(&self, number: usize, plan: &'a Plan, names: Names) -> Around {
        let key = (number, ptr::from_ref(plan).addr(), names);
        if let Some(known) = self.around.borrow().get(&key) {
            return *known;
        }
        let word = &self.words[number];
        let found = match names {
            Names::Plan => {
                let names = [plan.title.as_str(), plan.region.as_str(), plan.sector.as_str()];
                names.into_iter().fold(Around::default(), |found, name| found.or(Around::of(word, name)))
            }
            Names::Box(index) => Around::of(word, &record::title_of_box(plan, index)),
            Names::Heading(index) => plan.outline.get(index).map_or_else(Around::default, |node| {
                let above = node.parent.map_or(Names::Plan, Names::Heading);
                Around::of(word, &node.heading()).or(self.held_by(number, plan, above))
            }),
        };
        self.around.borrow_mut().insert(key, found);
        found
    }

    /// Returns the score of a match within its class and place.
    fn sum(&self, record: &Record<'a>, holding: &Holding, found: &[(Place, Vec<usize>)]) -> i64 {
        let mut sum = closeness(found) + of_kind(record.kind, holding.in_title);
        for (held, (place, positions)) in holding.held.iter().zip(found) {
            sum += match (&held.at, place) {
                (At::Called, _) => WHOLE_BONUS,
                (At::Loosely(_, score), _) => *score,
                (_, Place::Context) => 0,
                (_, place) => score_of_row(*place, record.own(*place).folded(), positions),
            };
        }
        sum
    }

    /// Returns the score of fuzzy-matcher for characters with gaps at their positions.
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

/// Returns the score of consecutive characters at their positions.
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

/// Returns the place where a word stands as typed: exactly if there is one, else folded.
fn plainly<'f, F: Iterator<Item = (Place, &'f Field<'f>)>>(
    word: &Term,
    fields: impl Fn() -> F,
) -> Option<(Place, MatchClass)> {
    let exactly = fields().find(|(_, field)| word.stands_in(field)).map(|(place, _)| (place, MatchClass::Exact));
    exactly.or_else(|| {
        let folded = fields().find(|(_, field)| word.runs_in(field));
        folded.map(|(place, _)| (place, MatchClass::Folded))
    })
}

/// The positions of a held word in its field; none in the names around.
fn positions(word: &Term, held: &Held, record: &Record) -> Vec<usize> {
    match (&held.at, held.place) {
        (At::Called, _) | (_, Place::Context) => Vec::new(),
        (At::Sounding, place) => word.sounds_at(record.own(place)).map_or_else(Vec::new, Iterator::collect),
        (At::Loosely(positions, _), _) => positions.clone(),
        (At::Plainly, place) => word.find_plain(record.own(place)).map_or_else(Vec::new, |found| found.positions),
    }
}

/// Returns the points for several words that stand close together in the title.
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
