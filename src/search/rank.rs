//! Ranking: finds the best records among the candidates, and counts all that match.
//!
//! Records are checked in tiers, the best tier first, and within a tier by descending [upper bound](super::bound),
//! until no remaining record can be among the best. So the best hits are known long before all are counted, and are the
//! same as if everything had been scored. The work is shared between threads, each with its own matcher.

use std::cmp::Reverse;

use roaring::RoaringBitmap;

use super::bound::UpperBound;
use super::candidates::Candidates;
use super::filter::Subject;
use super::hit::{HitKind, MatchClass};
use super::index::Index;
use super::matcher::{CLOSE_BONUS, Matcher, PossibleFields, Unscored, WHOLE_BONUS, of_kind};
use super::query::Query;
use super::record::Record;
use super::score::PHRASE_BONUS;
use super::term::Term;
use crate::parallel::in_pieces;

/// The number of records that a thread takes at a time.
const PIECE: usize = 64;
/// The number of records scored before the upper bound of the rest is checked for the first time; it doubles each time.
const BLOCK: usize = 256;
const MOST_OF_BLOCK: usize = 1 << 15;
/// The maximum of fuzzy-matcher per character: 16, and 16 more for the first character of a text.
const MOST_WITH_GAPS: i64 = 32;
/// The points for a match class or for the title, which outweigh all scores.
const GRADE: i64 = 500_000;

/// Combines class, place and score, in descending order of weight, into one number.
pub fn points_of(class: MatchClass, in_title: bool, score: i64) -> i64 {
    let class = match class {
        MatchClass::Exact => 3,
        MatchClass::Folded => 2,
        MatchClass::Pinyin => 1,
        MatchClass::Fuzzy => 0,
    };
    (2 * class + i64::from(in_title)) * GRADE + score.clamp(0, GRADE - 1)
}

/// A record, in the order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranked {
    /// The points.
    pub points: Reverse<i64>,
    /// The kind of the record.
    pub kind: HitKind,
    /// The number of characters in its folded title.
    pub length: u16,
    /// The index of its dossier, and its number within the plan.
    pub place: (usize, usize),
    /// Its number in the index.
    pub number: u32,
}

/// A search in progress.
pub struct Search<'a> {
    /// The index to search.
    pub index: &'a Index,
    /// The query.
    pub query: &'a Query,
    /// Records that are known to match.
    pub known: Vec<Ranked>,
    /// Further records that are always checked.
    pub first: Vec<u32>,
    /// The candidates of each segment, with the number of its first record.
    pub candidates: Vec<(u32, Candidates)>,
    /// The number of further records that match, none of them better than the known ones.
    pub others: usize,
    /// Returns true once the request has been cancelled.
    pub outdated: &'a (dyn Fn() -> bool + Sync),
}

/// The best records found so far.
#[derive(Debug, Default)]
pub struct Best {
    /// The records, best first.
    pub ranked: Vec<Ranked>,
    /// True if no other record can be better.
    pub exact: bool,
}

/// A group of candidates. The order is that of their best possible ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// Records that are always checked.
    First,
    /// Records that may contain words literally that others can contain only by sound.
    Letters,
    /// Records whose titles may contain all words.
    Titles,
    /// Further records that may contain all words contiguously.
    Rest,
    /// Records whose titles may contain all words, some of them only with gaps.
    GapsInTitles,
    /// Further records that contain some word only with gaps.
    Gaps,
}

const TIERS: [Tier; 6] = [Tier::First, Tier::Letters, Tier::Titles, Tier::Rest, Tier::GapsInTitles, Tier::Gaps];

impl<'a> Search<'a> {
    /// Moves a record from the candidates to those that are always checked.
    pub fn look_first_at(&mut self, number: u32) {
        if let Some((base, candidates)) = self.candidates.iter_mut().rev().find(|(base, _)| *base <= number) {
            candidates.remove(number - *base);
        }
        if !self.first.contains(&number) {
            self.first.push(number);
        }
    }

    /// Returns the best `limit` records, or `None` if the search was cancelled.
    pub fn best(&self, limit: usize) -> Option<Best> {
        let mut best = self.known(limit);
        for tier in TIERS {
            if self.is_decided(&best, limit, self.most_of(tier)) {
                break;
            }
            match tier {
                Tier::Titles | Tier::Rest => self.look_by_bound(&mut best, tier, limit)?,
                _ => self.look(&mut best, tier, &self.numbers(tier), limit)?,
            }
        }
        Some(best)
    }

    /// Returns the best `limit` among at most `most` of the most promising records, or `None` if the search was
    /// cancelled.
    pub fn best_among(&self, limit: usize, most: usize) -> Option<Best> {
        let mut best = self.known(limit);
        let mut room = most;
        for tier in TIERS {
            if self.is_decided(&best, limit, self.most_of(tier)) {
                break;
            }
            let numbers = self.promising(tier, room);
            best.exact &= numbers.len() as u64 == self.count(tier);
            room -= numbers.len();
            self.look(&mut best, tier, &numbers, limit)?;
        }
        Some(best)
    }

    /// Returns the best of the records that are known to match.
    fn known(&self, limit: usize) -> Best {
        let mut ranked = self.known.clone();
        keep_best(&mut ranked, limit);
        Best { ranked, exact: true }
    }

    /// Checks all of these records.
    fn look(&self, best: &mut Best, tier: Tier, numbers: &[u32], limit: usize) -> Option<()> {
        let (mut rest, mut size) = (numbers, BLOCK);
        while !rest.is_empty() {
            let (block, after) = rest.split_at(size.min(rest.len()));
            self.merge(&mut best.ranked, tier, block, limit)?;
            rest = after;
            size = (size * 2).min(MOST_OF_BLOCK);
        }
        Some(())
    }

    /// Checks the records of a tier in the order of their upper bounds, until none of the rest can be among the best.
    fn look_by_bound(&self, best: &mut Best, tier: Tier, limit: usize) -> Option<()> {
        let bound = |all: &mut Vec<UpperBound>, at: usize| {
            let (base, found) = &self.candidates[at];
            all.append(&mut self.index.upper_bounds(*base, found, self.query.words(), tier == Tier::Titles));
        };
        let upper_bounds = in_pieces(self.index.threads(), self.candidates.len(), Vec::new, bound, self.outdated)?;
        let mut upper_bounds = upper_bounds.concat();
        let (mut rest, mut size) = (&mut upper_bounds[..], BLOCK);
        while !rest.is_empty() {
            let size_now = size.min(rest.len());
            if size_now < rest.len() {
                rest.select_nth_unstable(size_now);
            }
            let (block, after) = rest.split_at_mut(size_now);
            block.sort_unstable();
            let most = |bound: &UpperBound| (self.points(tier, bound.score.0.into()), bound.kind, bound.length);
            let matters = block.partition_point(|bound| !self.is_decided(best, limit, most(bound)));
            let numbers = block[..matters].iter().filter(|bound| self.may_enter(best, limit, tier, bound));
            let numbers: Vec<u32> = numbers.map(|bound| bound.number).collect();
            self.merge(&mut best.ranked, tier, &numbers, limit)?;
            if matters < block.len() {
                break;
            }
            rest = after;
            size = (size * 2).min(MOST_OF_BLOCK);
        }
        Some(())
    }

    /// Returns the number of records that match, or `None` if the search was cancelled.
    pub fn total(&self) -> Option<usize> {
        let mut total = 0;
        for tier in TIERS {
            let numbers = self.numbers(tier);
            let count = |state: &mut (Matcher<'a>, usize), piece: usize| {
                for &number in numbers.iter().skip(piece * PIECE).take(PIECE) {
                    state.1 += usize::from(self.hold(&state.0, tier, number).is_some());
                }
            };
            total += self.shared(numbers.len(), || (Matcher::new(self.query.words()), 0), count)?.iter().sum::<usize>();
        }
        Some(total)
    }

    fn shared<T: Send>(
        &self,
        count: usize,
        start: impl Fn() -> (Matcher<'a>, T) + Sync,
        work: impl Fn(&mut (Matcher<'a>, T), usize) + Sync,
    ) -> Option<Vec<T>> {
        let states = in_pieces(self.index.threads(), count.div_ceil(PIECE), start, work, self.outdated)?;
        Some(states.into_iter().map(|(_, state)| state).collect())
    }

    fn bitmaps(&self, tier: Tier) -> impl Iterator<Item = (u32, &RoaringBitmap)> {
        self.candidates.iter().filter_map(move |(base, candidates)| {
            let of_tier = match tier {
                Tier::First => None,
                Tier::Letters => Some(&candidates.letters),
                Tier::Titles => Some(&candidates.titles),
                Tier::Rest => Some(&candidates.rest),
                Tier::GapsInTitles => Some(&candidates.gaps_in_titles),
                Tier::Gaps => Some(&candidates.gaps),
            };
            Some((*base, of_tier?))
        })
    }

    fn count(&self, tier: Tier) -> u64 {
        match tier {
            Tier::First => self.first.len() as u64,
            _ => self.bitmaps(tier).map(|(_, bitmap)| bitmap.len()).sum(),
        }
    }

    /// Returns the records of a tier.
    fn numbers(&self, tier: Tier) -> Vec<u32> {
        match tier {
            Tier::First => self.first.clone(),
            _ => self.bitmaps(tier).flat_map(|(base, bitmap)| bitmap.iter().map(move |n| base + n)).collect(),
        }
    }

    /// Returns some records of a tier: titles that begin with a word first, the shortest of them first.
    fn promising(&self, tier: Tier, room: usize) -> Vec<u32> {
        if tier == Tier::First {
            return self.first.clone();
        }
        let (mut heads, mut others) = (Vec::new(), Vec::new());
        for (base, bitmap) in self.bitmaps(tier) {
            let mut others_here = bitmap.clone();
            if tier == Tier::Titles {
                let heads_here = self.index.beginning(base, self.query.words()) & bitmap;
                others_here -= &heads_here;
                let lengths = self.index.title_lengths(base);
                let length = |number: u32| lengths.get(number as usize).copied().unwrap_or_default();
                heads.extend(heads_here.into_iter().map(|number| (length(number), base + number)));
            }
            let wanted = room.saturating_sub(others.len());
            others.extend(others_here.into_iter().take(wanted).map(|number| base + number));
        }
        if room < heads.len() {
            heads.select_nth_unstable(room);
        }
        heads.into_iter().map(|(_, number)| number).chain(others).take(room).collect()
    }

    /// Returns a record if it matches.
    fn hold(&self, matcher: &Matcher<'a>, tier: Tier, number: u32) -> Option<(Record<'a>, Unscored)> {
        let (record, dossier) = self.index.record(number)?;
        // Candidates belong to accepted plans already; records that are always checked may not.
        let of_admitted = tier != Tier::First || !self.query.has_plan_filter() || self.query.admits_plan(record.plan);
        if !of_admitted || !self.query.admits(Subject { record: &record, dossier }) {
            return None;
        }
        let known = match tier {
            Tier::First | Tier::Letters => None,
            _ => self.candidates.partition_point(|(base, _)| *base <= number).checked_sub(1),
        };
        let look = |word| match known.map(|at| &self.candidates[at]) {
            Some((base, candidates)) => candidates.look(number - base, word),
            None => PossibleFields::EVERYWHERE,
        };
        let holding = matcher.hold(&record, look)?;
        Some((record, holding))
    }

    /// Merges the matching records of a block into the best.
    fn merge(&self, best: &mut Vec<Ranked>, tier: Tier, block: &[u32], limit: usize) -> Option<()> {
        let rank = |state: &mut (Matcher<'a>, Vec<Ranked>), piece: usize| {
            for &number in block.iter().skip(piece * PIECE).take(PIECE) {
                state.1.extend(self.ranked(&state.0, tier, number));
            }
        };
        let found = self.shared(block.len(), || (Matcher::new(self.query.words()), Vec::new()), rank)?;
        best.extend(found.into_iter().flatten());
        keep_best(best, limit);
        Some(())
    }

    /// Returns a record if it matches, with its rank.
    fn ranked(&self, matcher: &Matcher<'a>, tier: Tier, number: u32) -> Option<Ranked> {
        let (record, holding) = self.hold(matcher, tier, number)?;
        let weighed = matcher.weigh(&record, holding);
        self.index.in_place(number, points_of(weighed.class, weighed.in_title, weighed.score))
    }

    /// Returns true if no record with at most these points, this kind and this title length can be among the best.
    fn is_decided(&self, best: &Best, limit: usize, most: (i64, HitKind, u16)) -> bool {
        let last = best.ranked.last().filter(|_| best.ranked.len() >= limit);
        last.is_some_and(|last| (last.points, last.kind, last.length) < (Reverse(most.0), most.1, most.2))
    }

    /// Returns true if a record can be among the best. Many records differ only in their places.
    fn may_enter(&self, best: &Best, limit: usize, tier: Tier, bound: &UpperBound) -> bool {
        let reachable = || self.index.in_place(bound.number, self.points(tier, bound.score.0.into()));
        best.ranked.len() < limit
            || reachable().is_some_and(|reachable| best.ranked.last().is_some_and(|last| reachable < *last))
    }

    /// Returns the upper bound of all records of a tier.
    fn most_of(&self, tier: Tier) -> (i64, HitKind, u16) {
        let points = match tier {
            Tier::First | Tier::Letters => i64::MAX,
            Tier::Titles | Tier::Rest => self.points(tier, GRADE),
            Tier::GapsInTitles | Tier::Gaps => {
                let most = |word: &Term| MOST_WITH_GAPS * word.folded().len() as i64 + PHRASE_BONUS + WHOLE_BONUS;
                let own = of_kind(HitKind::Task, tier == Tier::GapsInTitles);
                self.points(tier, self.query.words().iter().map(most).sum::<i64>() + CLOSE_BONUS + own)
            }
        };
        (points, HitKind::Task, 0)
    }

    /// Returns the points of a record of a tier with a score.
    fn points(&self, tier: Tier, score: i64) -> i64 {
        let class = match tier {
            Tier::GapsInTitles | Tier::Gaps => MatchClass::Fuzzy,
            // Records that contain the words literally have been checked in an earlier tier.
            _ if self.query.words().iter().any(Term::may_be_pinyin) => MatchClass::Pinyin,
            _ => MatchClass::Exact,
        };
        points_of(class, matches!(tier, Tier::Titles | Tier::GapsInTitles), score)
    }
}

/// Sorts and truncates to the best.
fn keep_best(ranked: &mut Vec<Ranked>, limit: usize) {
    if limit < ranked.len() {
        ranked.select_nth_unstable(limit);
        ranked.truncate(limit);
    }
    ranked.sort_unstable();
}
