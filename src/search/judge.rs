//! Judging: whether a record holds the words of a query, how well, and where.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::field::Field;
use super::hit::{HitKind, MatchClass};
use super::record::Record;
use super::term::{Found, Term};

/// The least score that a loose match may have, for each character of the term. A match scores 16 a character,
/// 4 more where two stand together, 3 less for a gap and 1 less for each character in it: two characters may be
/// three apart, and a longer term may have as many short gaps.
const LEAST_LOOSE_SCORE: i64 = 13;
/// Added when the match begins a phrase, as fuzzy-matcher does at the start of a text.
const PHRASE_BONUS: i64 = 8;
/// Added when the match is the whole title.
const WHOLE_BONUS: i64 = 24;
/// Added when all words stand side by side in the title.
const CLOSE_BONUS: i64 = 32;
/// Taken off that for each character between them.
const BETWEEN_MALUS: i64 = 4;
/// Taken off a heading's match, which often begins a phrase where a task's stands in the middle: people look for
/// what can be worked on.
const HEADING_MALUS: i64 = 20;
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

/// A record that holds every word.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The weakest of the ways in which words were found.
    pub class: MatchClass,
    /// Whether no word needed the text.
    pub in_title: bool,
    /// How good the match is within its class and place.
    pub score: i64,
    /// Where each word was found, in the order of the words.
    pub found: Vec<(Place, Found)>,
}

/// Judges records against the words of one query. Not to be shared between threads: fuzzy-matcher is slower then.
pub struct Judge<'a> {
    words: &'a [Term],
    skim: SkimMatcherV2,
}

impl<'a> Judge<'a> {
    /// A judge for these words, all of which a record must hold, in any order.
    pub fn new(words: &'a [Term]) -> Self {
        Judge { words, skim: SkimMatcherV2::default() }
    }

    /// The judgement on a record, or `None` when it lacks a word, or has all of them only in the names around it.
    /// Without words every record is judged alike.
    pub fn judge(&self, record: &Record) -> Option<Judgement> {
        let mut judgement = Judgement { class: MatchClass::Exact, in_title: true, score: 0, found: Vec::new() };
        for word in self.words {
            let (place, found, score) = self.find(word, record)?;
            judgement.class = judgement.class.max(found.class);
            // The other names of a department are as good as its title.
            judgement.in_title &= place != Place::Body || record.kind == HitKind::Department;
            judgement.score += score;
            judgement.found.push((place, found));
        }
        let own = self.words.is_empty() || judgement.found.iter().any(|(place, _)| *place != Place::Context);
        judgement.score += closeness(&judgement.found);
        if matches!(record.kind, HitKind::Chapter | HitKind::Box) {
            judgement.score -= HEADING_MALUS;
        }
        own.then_some(judgement)
    }

    /// The best way in which a record holds a word: plainly, by sound, loosely; each in the title before the text
    /// before the names around it, where loose matches are not looked for.
    fn find(&self, word: &Term, record: &Record) -> Option<(Place, Found, i64)> {
        if record.id == word.text() {
            let found = Found { class: MatchClass::Exact, positions: Vec::new() };
            return Some((Place::Title, found, WHOLE_BONUS));
        }
        let own = [(Place::Title, &record.title), (Place::Body, &record.body)];
        let around = (Place::Context, &*record.context);
        let plain = |(place, field)| Some((place, field, word.find_plain(field)?));
        let sound = |(place, field)| Some((place, field, word.find_by_sound(field)?));
        let found = best(own.into_iter().filter_map(plain))
            .or_else(|| plain(around))
            .or_else(|| own.into_iter().chain([around]).find_map(sound));
        let Some((place, field, found)) = found else { return self.find_loosely(word, own) };
        let score = self.score(place, field, &found);
        Some((place, found, score))
    }

    fn find_loosely(&self, word: &Term, fields: [(Place, &Field); 2]) -> Option<(Place, Found, i64)> {
        fields.into_iter().find_map(|(place, field)| {
            let found = word.find_loosely(field)?;
            let score = self.score(place, field, &found);
            let least = LEAST_LOOSE_SCORE * found.positions.len() as i64;
            (score >= least).then_some((place, found, score))
        })
    }

    /// What fuzzy-matcher makes of the matched characters where they stand, so that runs are better than gaps and
    /// starts better than middles; a name around the record scores nothing.
    fn score(&self, place: Place, field: &Field, found: &Found) -> i64 {
        let (Some(&first), Some(&last)) = (found.positions.first(), found.positions.last()) else { return 0 };
        let window = match place {
            Place::Context => return 0,
            Place::Title => 0..field.origins.len(),
            Place::Body => first.saturating_sub(AROUND)..(last + 1 + AROUND).min(field.origins.len()),
        };
        let text = field.piece(window.clone());
        let mut matched = found.positions.iter().peekable();
        let pattern: String = (window.start..)
            .zip(text.chars())
            .filter(|(position, _)| matched.next_if(|&m| m == position).is_some())
            .map(|(_, c)| c)
            .collect();
        let mut score = self.skim.fuzzy_match(&text, &pattern).unwrap_or_default();
        if field.begins_phrase(first) {
            score += PHRASE_BONUS;
        }
        if place == Place::Title && found.positions.len() == field.origins.len() {
            score += WHOLE_BONUS;
        }
        score
    }
}

/// The first of the best class; the rest is not looked for once it is exact.
fn best<'a>(mut found: impl Iterator<Item = (Place, &'a Field, Found)>) -> Option<(Place, &'a Field, Found)> {
    let first = found.next()?;
    let exact = first.2.class == MatchClass::Exact;
    let better = if exact { None } else { found.find(|(_, _, found)| found.class < first.2.class) };
    Some(better.unwrap_or(first))
}

/// How close together several words stand in the title.
fn closeness(found: &[(Place, Found)]) -> i64 {
    let in_title = found.iter().filter(|(place, _)| *place == Place::Title).map(|(_, found)| &found.positions);
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
