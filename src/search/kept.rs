//! The kept table: for characters that stand in very many records the best ones, found once and not at each
//! keystroke. One character says so little that there is nothing else to decide by.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::field::{Folded, bits, initials};
use super::hit::{HitKind, MatchClass};
use super::matcher::{Matcher, WHOLE_BONUS, of_kind};
use super::rank::points_of;
use super::record::{self, Record};
use super::score::{self, PHRASE_BONUS};
use super::segment::Segment;
use super::term::Term;
use crate::plan::Plan;

/// The number of records kept for a character.
pub const KEPT: usize = 256;
/// The characters that stand in fewer records of a segment are not in the table: looking at each is as quick.
const COMMON: u64 = 2_000;

/// The best records of one character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// The numbers of the best records with their points, best first.
    pub best: Vec<(u32, u32)>,
    /// The number of all its records.
    pub total: u32,
}

/// Orders records as a ranking does, the greatest being the best.
type Rank = (i64, Reverse<(HitKind, u16, u32)>);

/// The best records of a segment for each common character, and for each letter as the initial of a reading.
pub fn best_for_one_character(segment: &Segment, plans: &[&Plan]) -> HashMap<char, Kept> {
    let totals = totals(segment);
    let words: Vec<[Term; 1]> = totals.iter().map(|(c, _)| [Term::word(&c.to_string())]).collect();
    let matchers: Vec<Matcher> = words.iter().map(|word| Matcher::new(word)).collect();
    let mut finder = Finder::new(totals.iter().map(|(c, _)| *c));
    let mut by_length: Vec<u32> = (0..segment.len() as u32).collect();
    // The shorter a title is, the better: what comes later seldom has to be looked at.
    by_length.sort_by_key(|&number| segment.lengths[number as usize]);
    for number in by_length {
        let (plan, inner) = segment.locate(number);
        let Some(part) = plans.get(plan).and_then(|plan| record::part(plan, inner)) else { continue };
        let record = Record::new(plans[plan], part);
        let length = segment.lengths[number as usize];
        for (symbol, points) in finder.upper_bounds(&record) {
            let place = Reverse((record.kind, length, number));
            if !finder.could_enter(symbol, (points, place)) {
                continue;
            }
            if let Some(weighed) = matchers[symbol].match_of(&record) {
                finder.enter(symbol, (points_of(weighed.class, weighed.in_title, weighed.score), place));
            }
        }
    }
    let best = finder.heaps.into_iter().map(|heap| heap.into_sorted_vec().into_iter());
    let numbers =
        best.map(|best| best.map(|Reverse((points, Reverse((_, _, number))))| (number, points as u32)).collect());
    totals.into_iter().zip(numbers).map(|((c, total), best)| (c, Kept { best, total })).collect()
}

/// The characters and letters to keep the best records for, with the number of all records that have them.
fn totals(segment: &Segment) -> Vec<(char, u32)> {
    let fields = [&segment.title, &segment.body];
    let mut symbols: Vec<char> = fields.iter().flat_map(|field| field.by_char.keys().copied()).collect();
    symbols.extend('a'..='z');
    symbols.sort_unstable();
    symbols.dedup();
    let total = |c: char| {
        let by_char = fields.iter().filter_map(|field| field.with(c));
        let by_initial = fields.iter().filter_map(|field| field.with_initial(c));
        by_char.chain(by_initial).fold(roaring::RoaringBitmap::new(), |union, with| union | with).len()
    };
    let all = symbols.into_iter().map(|c| (c, total(c)));
    all.filter(|(_, total)| *total >= COMMON).filter_map(|(c, total)| Some((c, u32::try_from(total).ok()?))).collect()
}

struct Finder {
    symbols: HashMap<char, usize>,
    /// By symbol, the worst on top.
    heaps: Vec<BinaryHeap<Reverse<Rank>>>,
}

impl Finder {
    fn new(symbols: impl Iterator<Item = char>) -> Self {
        let symbols: HashMap<char, usize> = symbols.enumerate().map(|(number, c)| (c, number)).collect();
        let heaps = vec![BinaryHeap::with_capacity(KEPT + 1); symbols.len()];
        Finder { symbols, heaps }
    }

    /// The symbols that a record has, each with the most points that it can have for it.
    fn upper_bounds(&self, record: &Record) -> Vec<(usize, i64)> {
        let mut upper_bounds: Vec<(usize, i64)> = Vec::new();
        let mut add =
            |field, in_title| self.upper_bounds_in(field, in_title, of_kind(record.kind, in_title), &mut upper_bounds);
        add(record.title.folded(), true);
        add(record.body().folded(), record.kind == HitKind::Department);
        upper_bounds
    }

    fn upper_bounds_in(&self, field: &Folded, in_title: bool, of_kind: i64, upper_bounds: &mut Vec<(usize, i64)>) {
        for (position, &c) in field.chars.iter().enumerate() {
            let as_letters = bits(initials(c)).filter_map(|bit| ('a'..='z').nth(bit));
            let ways = as_letters.map(|letter| (letter, MatchClass::Pinyin));
            for (symbol, class) in [(c, MatchClass::Exact)].into_iter().chain(ways) {
                let Some(&symbol) = self.symbols.get(&symbol) else { continue };
                let least = points_of(class, in_title, 0);
                if self.is_closed_to(symbol, least) {
                    continue;
                }
                let points = least + self.bound(field, position) + of_kind.max(0);
                match upper_bounds.iter_mut().find(|(known, _)| *known == symbol) {
                    Some((_, most)) => *most = points.max(*most),
                    None => upper_bounds.push((symbol, points)),
                }
            }
        }
    }

    /// The most that a match of one character can score there.
    fn bound(&self, field: &Folded, position: usize) -> i64 {
        let before = position.checked_sub(1).map(|before| field.chars[before]);
        let score = score::of_row(before, &field.chars[position..=position]);
        let whole = if field.len() == 1 { WHOLE_BONUS } else { 0 };
        let phrase = if field.begins_phrase(position) { PHRASE_BONUS } else { 0 };
        score + whole + phrase
    }

    /// Returns true if nothing with points of this class and place can enter any more.
    fn is_closed_to(&self, symbol: usize, least: i64) -> bool {
        const MOST: i64 = 499_999;
        let heap = &self.heaps[symbol];
        heap.len() >= KEPT && heap.peek().is_some_and(|Reverse((worst, _))| *worst > least + MOST)
    }

    fn could_enter(&self, symbol: usize, rank: Rank) -> bool {
        let heap = &self.heaps[symbol];
        heap.len() < KEPT || heap.peek().is_some_and(|Reverse(worst)| rank > *worst)
    }

    fn enter(&mut self, symbol: usize, rank: Rank) {
        self.heaps[symbol].push(Reverse(rank));
        if self.heaps[symbol].len() > KEPT {
            self.heaps[symbol].pop();
        }
    }
}
