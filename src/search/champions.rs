//! Champion lists: for characters that occur in very many records, the best records are computed with the segment and
//! not at each keystroke. A query of one such character is answered from its list.

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

/// The length of a champion list.
pub const CHAMPIONS: usize = 256;
/// The number of records in a segment from which on a character gets a list; checking fewer records is as quick.
const COMMON: u64 = 2_000;

/// The best records for one character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChampionList {
    /// The record numbers and their points, best first.
    pub best: Vec<(u32, u32)>,
    /// The number of all records that match the character.
    pub total: u32,
}

/// The order of hits; the greatest is the best.
type Rank = (i64, Reverse<(HitKind, u16, u32)>);

/// Returns the champion list of each common character, and of each letter as the initial of a reading.
pub fn champion_lists(segment: &Segment, plans: &[&Plan]) -> HashMap<char, ChampionList> {
    let totals = totals(segment);
    let words: Vec<[Term; 1]> = totals.iter().map(|(c, _)| [Term::word(&c.to_string())]).collect();
    let matchers: Vec<Matcher> = words.iter().map(|word| Matcher::new(word)).collect();
    let mut finder = Finder::new(totals.iter().map(|(c, _)| *c));
    let mut by_length: Vec<u32> = (0..segment.len() as u32).collect();
    // Short titles score higher, so starting with them leaves little to do for the rest.
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
    totals.into_iter().zip(numbers).map(|((c, total), best)| (c, ChampionList { best, total })).collect()
}

/// Returns the characters and letters that get a list, each with the number of records that match it.
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
        let heaps = vec![BinaryHeap::with_capacity(CHAMPIONS + 1); symbols.len()];
        Finder { symbols, heaps }
    }

    /// Returns the symbols that a record matches, each with an upper bound of the points.
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

    /// Returns an upper bound of the score of a one-character match at a position.
    fn bound(&self, field: &Folded, position: usize) -> i64 {
        let before = position.checked_sub(1).map(|before| field.chars[before]);
        let score = score::of_row(before, &field.chars[position..=position]);
        let whole = if field.len() == 1 { WHOLE_BONUS } else { 0 };
        let phrase = if field.begins_phrase(position) { PHRASE_BONUS } else { 0 };
        score + whole + phrase
    }

    /// Returns true if no match of this class and place can enter the list of a symbol any more.
    fn is_closed_to(&self, symbol: usize, least: i64) -> bool {
        const MOST: i64 = 499_999;
        let heap = &self.heaps[symbol];
        heap.len() >= CHAMPIONS && heap.peek().is_some_and(|Reverse((worst, _))| *worst > least + MOST)
    }

    fn could_enter(&self, symbol: usize, rank: Rank) -> bool {
        let heap = &self.heaps[symbol];
        heap.len() < CHAMPIONS || heap.peek().is_some_and(|Reverse(worst)| rank > *worst)
    }

    fn enter(&mut self, symbol: usize, rank: Rank) {
        self.heaps[symbol].push(Reverse(rank));
        if self.heaps[symbol].len() > CHAMPIONS {
            self.heaps[symbol].pop();
        }
    }
}
