//! Ranking: which of the records that may match do, and which are the best of them.
//!
//! Records are looked at in tiers, those that can be the best ones first, and of these those with short titles. What
//! can't come among the best any more is not scored, and once that holds for all that are left, not looked at. So
//! the best hits are known long before all are counted, and are the same as if everything had been scored. The work
//! is shared between threads, each with a matcher of its own.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use roaring::RoaringBitmap;

use super::filter::Subject;
use super::hit::{HitKind, MatchClass};
use super::index::Index;
use super::judge::{CLOSE_BONUS, HEAD_MOST, Holding, Judge, Look, PHRASE_BONUS, RUN_MOST, WHOLE_BONUS};
use super::query::Query;
use super::record::Record;
use super::shelf::Candidates;
use super::term::Term;

/// How many records a thread takes at a time.
const PIECE: usize = 512;
/// How many records are looked at before asking again whether the rest matters.
const BLOCK: usize = 2048;
/// What a class of matches, or the title, outweighs.
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
    points: Reverse<i64>,
    kind: HitKind,
    length: u16,
    /// The place of its plan among the dossiers, and its own in the plan.
    place: (usize, usize),
    /// Its number in the index.
    pub number: u32,
}

/// What a search looks through.
pub struct Search<'a> {
    /// Where.
    pub index: &'a Index,
    /// What for.
    pub query: &'a Query,
    /// Records to look at in any case.
    pub first: Vec<u32>,
    /// The others, by the base of their numbers.
    pub candidates: Vec<(u32, Candidates)>,
    /// How many records match besides those, none of them better than the kept ones.
    pub besides: usize,
    /// Whether the answer is not wanted any more.
    pub outdated: &'a (dyn Fn() -> bool + Sync),
}

/// The best of what was looked at.
#[derive(Debug, Default)]
pub struct Best {
    /// Best first.
    pub ranked: Vec<Ranked>,
    /// Whether nothing else can be better.
    pub exact: bool,
}

/// Records that have something in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// Those to look at in any case.
    First,
    /// Those that may have words as typed that others can have only by sound.
    Letters,
    /// Those whose titles may hold all words and begin with the first.
    Heads,
    /// Others whose titles may hold all words.
    Titles,
    /// Others that may hold all words in rows.
    Rest,
    /// Those whose titles may hold all words, some of them only with gaps.
    GapsInTitles,
    /// Others that can hold some word only with gaps.
    Gaps,
}

const TIERS: [Tier; 7] =
    [Tier::First, Tier::Letters, Tier::Heads, Tier::Titles, Tier::Rest, Tier::GapsInTitles, Tier::Gaps];

impl<'a> Search<'a> {
    /// Takes a record out of the candidates, to be looked at in any case. Says whether it is to be: one that was
    /// among the first already is not.
    pub fn leave_out(&mut self, number: u32) -> bool {
        for (base, candidates) in self.candidates.iter_mut().rev() {
            if *base <= number {
                candidates.remove(number - *base);
                break;
            }
        }
        !self.first.contains(&number)
    }

    /// The best `limit` records, looking at `most` at the most; `None` when nobody wants to know any more.
    pub fn best(&self, limit: usize, most: usize) -> Option<Best> {
        let mut best = Best { ranked: Vec::new(), exact: true };
        let mut room = most;
        for tier in TIERS {
            if self.is_decided(&best, limit, self.most_points(tier)) {
                return Some(best);
            }
            let numbers = self.numbers(tier, room);
            best.exact &= numbers.len() as u64 == self.count(tier);
            room -= numbers.len();
            let mut rest = &numbers[..];
            let mut size = BLOCK;
            while let Some((&number, _)) = rest.split_first() {
                if tier == Tier::Heads && self.is_decided(&best, limit, self.most_points_at(number)) {
                    break;
                }
                let (block, after) = rest.split_at(size.min(rest.len()));
                self.merge(&mut best.ranked, tier, block, limit)?;
                rest = after;
                size = (size * 2).min(16 * BLOCK);
            }
        }
        Some(best)
    }

    /// How many records match; `None` when nobody wants to know any more.
    pub fn total(&self) -> Option<usize> {
        let mut total = 0;
        for tier in TIERS {
            let numbers = self.numbers(tier, usize::MAX);
            let count = |state: &mut (Judge<'a>, usize), piece: usize| {
                for &number in numbers.iter().skip(piece * PIECE).take(PIECE) {
                    state.1 += usize::from(self.hold(&state.0, tier, number).is_some());
                }
            };
            total += self.shared(numbers.len(), || (Judge::new(self.query.words()), 0), count)?.iter().sum::<usize>();
        }
        Some(total)
    }

    fn shared<T: Send>(
        &self,
        count: usize,
        start: impl Fn() -> (Judge<'a>, T) + Sync,
        work: impl Fn(&mut (Judge<'a>, T), usize) + Sync,
    ) -> Option<Vec<T>> {
        let states = shared(self.index.threads(), count.div_ceil(PIECE), start, work, self.outdated)?;
        Some(states.into_iter().map(|(_, state)| state).collect())
    }

    fn bitmaps(&self, tier: Tier) -> impl Iterator<Item = (u32, &RoaringBitmap)> {
        self.candidates.iter().filter_map(move |(base, candidates)| {
            let of_tier = match tier {
                Tier::First => None,
                Tier::Letters => Some(&candidates.letters),
                Tier::Heads => Some(&candidates.heads),
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

    /// The records of a tier, or those with the shortest titles, which come first among heads.
    fn numbers(&self, tier: Tier, room: usize) -> Vec<u32> {
        if tier == Tier::First {
            return self.first.clone();
        }
        let count = self.count(tier) as usize;
        // In the order of their numbers they lie side by side in memory.
        if tier != Tier::Heads && count <= room {
            return self.bitmaps(tier).flat_map(|(base, bitmap)| bitmap.iter().map(move |n| base + n)).collect();
        }
        let (mut numbers, mut lengths) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (base, bitmap) in self.bitmaps(tier) {
            let of_shelf = self.index.title_lengths(base);
            for number in bitmap {
                numbers.push(base + number);
                lengths.push(of_shelf.get(number as usize).map_or(0, |&length| usize::from(length).min(LONG) as u8));
            }
        }
        sorted(&numbers, &lengths, room)
    }

    /// A record that matches.
    fn hold(&self, judge: &Judge<'a>, tier: Tier, number: u32) -> Option<(Record<'a>, Holding)> {
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
        let holding = judge.hold(&record, look)?;
        Some((record, holding))
    }

    /// Adds those of a block that are among the best.
    fn merge(&self, best: &mut Vec<Ranked>, tier: Tier, block: &[u32], limit: usize) -> Option<()> {
        let worst = if best.len() < limit { None } else { best.last().copied() };
        let rank = |state: &mut (Judge<'a>, Vec<Ranked>), piece: usize| {
            for &number in block.iter().skip(piece * PIECE).take(PIECE) {
                state.1.extend(self.ranked(&state.0, tier, number, worst));
            }
        };
        let found = self.shared(block.len(), || (Judge::new(self.query.words()), Vec::new()), rank)?;
        best.extend(found.into_iter().flatten());
        if limit < best.len() {
            best.select_nth_unstable(limit);
            best.truncate(limit);
        }
        best.sort_unstable();
        Some(())
    }

    /// A record that matches, unless it is sure to come after `worst`.
    fn ranked(&self, judge: &Judge<'a>, tier: Tier, number: u32, worst: Option<Ranked>) -> Option<Ranked> {
        let (record, holding) = self.hold(judge, tier, number)?;
        let (kind, place) = self.index.place(number)?;
        let length = self.index.title_length(number);
        let with = |points| Ranked { points: Reverse(points), kind, length, place, number };
        let hoped = with(points_of(holding.class, holding.in_title, judge.most(&record, &holding)));
        if worst.is_some_and(|worst| worst < hoped) {
            return None;
        }
        let judgement = judge.weigh(&record, holding);
        Some(with(points_of(judgement.class, judgement.in_title, judgement.score)))
    }

    /// Whether nothing with so many points at most can come among the best any more.
    fn is_decided(&self, best: &Best, limit: usize, most: (i64, u16)) -> bool {
        let last = best.ranked.last().filter(|_| best.ranked.len() >= limit);
        last.is_some_and(|last| {
            // Of equal points, what can be worked on comes first, then the shorter title.
            (last.points, last.kind, last.length) < (Reverse(most.0), HitKind::Task, most.1)
        })
    }

    /// The most points that a record of a tier can have, with the shortest title.
    fn most_points(&self, tier: Tier) -> (i64, u16) {
        let class = match self.query.words() {
            // Those that have it as typed have been looked at.
            [word] if word.may_be_pinyin() && tier > Tier::Letters => MatchClass::Pinyin,
            _ => MatchClass::Exact,
        };
        let points = match tier {
            Tier::First | Tier::Letters => i64::MAX,
            Tier::Heads => points_of(class, true, self.most_score(HEAD_MOST) + WHOLE_BONUS),
            Tier::Titles => points_of(class, true, self.most_score(RUN_MOST)),
            Tier::Rest => points_of(class, false, self.most_score(HEAD_MOST)),
            Tier::GapsInTitles => points_of(MatchClass::Fuzzy, true, self.most_score(HEAD_MOST)),
            Tier::Gaps => points_of(MatchClass::Fuzzy, false, self.most_score(HEAD_MOST)),
        };
        (points, 0)
    }

    /// The most points that a record can have whose title begins with the word, where it is not the whole title.
    fn most_points_at(&self, number: u32) -> (i64, u16) {
        let (points, _) = self.most_points(Tier::Heads);
        let length = self.index.title_length(number);
        match self.query.words() {
            [word] if usize::from(length) > word.folded().len() => (points - WHOLE_BONUS, length),
            _ => (points, length),
        }
    }

    /// The most that matches can score, with so much for each character.
    fn most_score(&self, for_each: i64) -> i64 {
        match self.query.words() {
            [word] => for_each * word.folded().len() as i64 + PHRASE_BONUS,
            // Any of them may stand at the start, or be the whole title.
            words => {
                let most = |word: &Term| HEAD_MOST * word.folded().len() as i64 + PHRASE_BONUS + WHOLE_BONUS;
                words.iter().map(most).sum::<i64>() + CLOSE_BONUS
            }
        }
    }
}

/// Titles of more characters are all alike: there are few.
const LONG: usize = 255;

/// The records with the shortest titles, in the order of their lengths, by counting.
fn sorted(numbers: &[u32], lengths: &[u8], room: usize) -> Vec<u32> {
    let mut places = [0; LONG + 1];
    lengths.iter().for_each(|length| places[usize::from(*length)] += 1);
    let mut sum = 0;
    places.iter_mut().for_each(|place| sum += std::mem::replace(place, sum));
    let mut sorted = vec![0; numbers.len().min(room)];
    for (number, length) in numbers.iter().zip(lengths) {
        let place = &mut places[usize::from(*length)];
        if let Some(slot) = sorted.get_mut(*place) {
            *slot = *number;
        }
        *place += 1;
    }
    sorted
}

/// Does pieces of work on some threads, each with a state of its own; `None` when the work is not wanted any more.
pub fn shared<S: Send>(
    threads: usize,
    pieces: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) + Sync,
    outdated: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<S>> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut state = start();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return Some(state);
            }
            if outdated() {
                return None;
            }
            work(&mut state, piece);
        }
    };
    thread::scope(|scope| {
        let helpers = threads.min(pieces).saturating_sub(1);
        // Where the system gives no thread, there is this one.
        let spawned = (0..helpers).filter_map(|_| thread::Builder::new().spawn_scoped(scope, run).ok());
        let helpers: Vec<_> = spawned.collect();
        let mut states = vec![run()];
        for helper in helpers {
            states.push(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        states.into_iter().collect()
    })
}
