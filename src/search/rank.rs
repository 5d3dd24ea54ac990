//! Ranking: which of the records that may match do, and which are the best of them.
//!
//! Records are looked at in tiers, those that can be the best ones first, and within a tier in the order of what can be
//! [hoped](super::bound) of them, until nothing that is left can come among the best. So the best hits are known long
//! before all are counted, and are the same as if everything had been scored. The work is shared between threads, each
//! with a matcher of its own.

use std::cmp::Reverse;

use roaring::RoaringBitmap;

use super::bound::UpperBound;
use super::candidates::Candidates;
use super::filter::Subject;
use super::hit::{HitKind, MatchClass};
use super::index::Index;
use super::matcher::{CLOSE_BONUS, Holding, Look, Matcher, WHOLE_BONUS, of_kind};
use super::query::Query;
use super::record::Record;
use super::score::PHRASE_BONUS;
use super::term::Term;
use crate::parallel::in_pieces;

/// The number of records that a thread takes at a time.
const PIECE: usize = 64;
/// The number of records scored before the bound of the rest is checked again; then twice as many, and so on.
const BLOCK: usize = 256;
const MOST_OF_BLOCK: usize = 1 << 15;
/// The most that fuzzy-matcher gives for each character: 16, and 16 for the first of a text.
const MOST_WITH_GAPS: i64 = 32;
/// The points of a class of matches, or of the title, which outweigh all scores.
const GRADE: i64 = 500_000;

/// One number in which the class weighs more than the place, and the place more than the score.
pub fn points_of(class: MatchClass, in_title: bool, score: i64) -> i64 {
    let class = match class {
        MatchClass::Exact => 3,
        MatchClass::Folded => 2,
        MatchClass::Pinyin => 1,
        MatchClass::Fuzzy => 0,
    };
    (2 * class + i64::from(in_title)) * GRADE + score.clamp(0, GRADE - 1)
}

/// A record in the order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranked {
    /// Its points.
    pub points: Reverse<i64>,
    /// Its kind.
    pub kind: HitKind,
    /// The characters of its folded title.
    pub length: u16,
    /// The place of its plan among the dossiers, and its own in the plan.
    pub place: (usize, usize),
    /// Its number in the index.
    pub number: u32,
}

/// The input of a search.
pub struct Search<'a> {
    /// The place.
    pub index: &'a Index,
    /// The query.
    pub query: &'a Query,
    /// Records that are known to match.
    pub known: Vec<Ranked>,
    /// Others to look at in any case.
    pub first: Vec<u32>,
    /// The others, by the base of their numbers.
    pub candidates: Vec<(u32, Candidates)>,
    /// The number of records that match besides the first and the candidates, none better than the known ones.
    pub besides: usize,
    /// Returns true once the request was cancelled.
    pub outdated: &'a (dyn Fn() -> bool + Sync),
}

/// The best of what was looked at.
#[derive(Debug, Default)]
pub struct Best {
    /// Best first.
    pub ranked: Vec<Ranked>,
    /// True if nothing else can be better.
    pub exact: bool,
}

/// Records that have something in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// Those to look at in any case.
    First,
    /// Those that may have words as typed that others can have only by sound.
    Letters,
    /// Those whose titles may hold all words.
    Titles,
    /// Others that may hold all words in rows.
    Rest,
    /// Those whose titles may hold all words, some of them only with gaps.
    GapsInTitles,
    /// Others that can hold some word only with gaps.
    Gaps,
}

const TIERS: [Tier; 6] = [Tier::First, Tier::Letters, Tier::Titles, Tier::Rest, Tier::GapsInTitles, Tier::Gaps];

impl<'a> Search<'a> {
    /// Takes a record out of the candidates, to be looked at in any case.
    pub fn look_first_at(&mut self, number: u32) {
        if let Some((base, candidates)) = self.candidates.iter_mut().rev().find(|(base, _)| *base <= number) {
            candidates.remove(number - *base);
        }
        if !self.first.contains(&number) {
            self.first.push(number);
        }
    }

    /// The best `limit` records; `None` when nobody wants to know any more.
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

    /// The best `limit` of some of the most promising records, `most` at the most; `None` when nobody wants to know any
    /// more.
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

    /// The best of those that are known to match.
    fn known(&self, limit: usize) -> Best {
        let mut ranked = self.known.clone();
        keep_best(&mut ranked, limit);
        Best { ranked, exact: true }
    }

    /// Looks at all of these records.
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

    /// Looks at the records of a tier, those first that can be worth the most, as long as it matters.
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

    /// Returns the number of records that match; `None` when the request was cancelled.
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

    /// The records of a tier.
    fn numbers(&self, tier: Tier) -> Vec<u32> {
        match tier {
            Tier::First => self.first.clone(),
            _ => self.bitmaps(tier).flat_map(|(base, bitmap)| bitmap.iter().map(move |n| base + n)).collect(),
        }
    }

    /// Some of the records of a tier: titles that begin with a word first, and of these the shortest.
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

    /// A record that matches.
    fn hold(&self, matcher: &Matcher<'a>, tier: Tier, number: u32) -> Option<(Record<'a>, Holding)> {
        let (record, dossier) = self.index.record(number)?;
        // Of the others only those of plans that are admitted are candidates.
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
            None => Look::EVERYWHERE,
        };
        let holding = matcher.hold(&record, look)?;
        Some((record, holding))
    }

    /// Adds those of a block that are among the best.
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

    /// A record that matches, in its place.
    fn ranked(&self, matcher: &Matcher<'a>, tier: Tier, number: u32) -> Option<Ranked> {
        let (record, holding) = self.hold(matcher, tier, number)?;
        let weighed = matcher.weigh(&record, holding);
        self.index.in_place(number, points_of(weighed.class, weighed.in_title, weighed.score))
    }

    /// Returns true if nothing of so many points at most, of such a kind and with such a title, can come among the
    /// best.
    fn is_decided(&self, best: &Best, limit: usize, most: (i64, HitKind, u16)) -> bool {
        let last = best.ranked.last().filter(|_| best.ranked.len() >= limit);
        last.is_some_and(|last| (last.points, last.kind, last.length) < (Reverse(most.0), most.1, most.2))
    }

    /// Returns true if a record can come among the best: many differ in nothing but their places.
    fn may_enter(&self, best: &Best, limit: usize, tier: Tier, bound: &UpperBound) -> bool {
        let reachable = || self.index.in_place(bound.number, self.points(tier, bound.score.0.into()));
        best.ranked.len() < limit
            || reachable().is_some_and(|reachable| best.ranked.last().is_some_and(|last| reachable < *last))
    }

    /// Returns the upper bound of a record of a tier.
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

    /// The points that a record of a tier can have with a score.
    fn points(&self, tier: Tier, score: i64) -> i64 {
        let class = match tier {
            Tier::GapsInTitles | Tier::Gaps => MatchClass::Fuzzy,
            // Those that have them as typed have been looked at.
            _ if self.query.words().iter().any(Term::may_be_pinyin) => MatchClass::Pinyin,
            _ => MatchClass::Exact,
        };
        points_of(class, matches!(tier, Tier::Titles | Tier::GapsInTitles), score)
    }
}

/// Leaves the best, sorted.
fn keep_best(ranked: &mut Vec<Ranked>, limit: usize) {
    if limit < ranked.len() {
        ranked.select_nth_unstable(limit);
        ranked.truncate(limit);
    }
    ranked.sort_unstable();
}
