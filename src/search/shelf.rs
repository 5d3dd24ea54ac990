//! Shelves: the postings of some plans, a small part of an index that is made, renewed and kept by itself.
//!
//! A change of a plan's text makes one shelf anew, whatever else there is. A shelf knows records by their numbers
//! alone; the words are the plans'.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::field::{Field, initials, letter_bit};
use super::judge::Look;
use super::kept::{self, Kept};
use super::postings::{Lists, Postings};
use super::record::{self, Record};
use super::term::Term;
use crate::plan::{Plan, PlanId};

/// How many records a shelf has at most, unless one plan alone has more. Bitmaps are densest in such pieces.
pub const SHELF_RECORDS: usize = 1 << 16;

/// The postings of some plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// The plans, in the order of their identities.
    pub(super) plans: Vec<Spine>,
    /// The first record of each plan, and the number of all records at the end.
    pub(super) starts: Vec<u32>,
    /// The characters of each record's folded title.
    pub(super) lengths: Vec<u16>,
    pub(super) title: Postings,
    pub(super) body: Postings,
    /// By the number of the plan: the names that stand around its records.
    pub(super) around: Postings,
    /// By the first character of the title.
    pub(super) heads: HashMap<char, RoaringBitmap>,
    /// The best records for one character.
    pub(super) kept: HashMap<char, Kept>,
}

/// What is known of a plan on a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spine {
    /// Which plan.
    pub id: PlanId,
    /// A print of all its words.
    pub print: u64,
}

/// The records of a shelf that may match, each in one of these.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Where a word may be pinyin: those that may have such a word as typed, the others only by sound.
    pub letters: RoaringBitmap,
    /// Those whose titles may hold all words, and begin with the first.
    pub heads: RoaringBitmap,
    /// Others whose titles may hold all words.
    pub titles: RoaringBitmap,
    /// Others that may hold all words in rows.
    pub rest: RoaringBitmap,
    /// Those whose titles may hold all words, some of them only with gaps.
    pub gaps_in_titles: RoaringBitmap,
    /// Others that can hold some word only with gaps.
    pub gaps: RoaringBitmap,
    /// By word: those whose title and those whose text may hold it in a row.
    rows: Vec<[RoaringBitmap; 2]>,
}

/// Records that have every word, one at least of their own.
struct Every {
    having: RoaringBitmap,
    own: RoaringBitmap,
}

impl Every {
    fn of(all: RoaringBitmap) -> Self {
        Every { having: all, own: RoaringBitmap::new() }
    }

    /// Takes the records that have a word, of their own or around them.
    fn take(&mut self, own: &RoaringBitmap, around: &RoaringBitmap) {
        self.having &= own | around;
        self.own |= own;
    }

    fn found(self) -> RoaringBitmap {
        self.having & self.own
    }
}

impl Candidates {
    /// Where a word can stand in a record that can have no letters as typed.
    pub fn look(&self, record: u32, word: usize) -> Look {
        let [title, body] = self.rows.get(word).map_or([true; 2], |rows| rows.each_ref().map(|r| r.contains(record)));
        Look { title, body, letters: false }
    }

    /// Takes a record out.
    pub fn remove(&mut self, number: u32) {
        self.letters.remove(number);
        self.heads.remove(number);
        self.titles.remove(number);
        self.rest.remove(number);
        self.gaps_in_titles.remove(number);
        self.gaps.remove(number);
    }

    /// Leaves only some records.
    pub fn retain(&mut self, records: &RoaringBitmap) {
        self.letters &= records;
        self.heads &= records;
        self.titles &= records;
        self.rest &= records;
        self.gaps_in_titles &= records;
        self.gaps &= records;
    }
}

impl Shelf {
    /// Reads all words of some plans.
    pub fn build(plans: &[Arc<Plan>]) -> Shelf {
        let mut plans: Vec<&Plan> = plans.iter().map(|plan| &**plan).collect();
        plans.sort_by(|a, b| a.id.cmp(&b.id));
        let (mut title, mut body, mut around) = (Lists::default(), Lists::default(), Lists::default());
        let mut heads: HashMap<char, Vec<u32>> = HashMap::new();
        let (mut lengths, mut starts) = (Vec::new(), vec![0]);
        for (shelved, plan) in (0..).zip(&plans) {
            for part in (0..record::count(plan)).filter_map(|number| record::part(plan, number)) {
                let (number, record) = (lengths.len() as u32, Record::new(plan, part));
                let folded = record.title.folded();
                title.enter(number, folded);
                body.enter(number, record.body().folded());
                if let Some(&first) = folded.chars.first() {
                    heads.entry(first).or_default().push(number);
                }
                lengths.push(u16::try_from(folded.len()).unwrap_or(u16::MAX));
            }
            for name in names_around(plan) {
                around.enter(shelved, Field::new(name).folded());
            }
            starts.push(lengths.len() as u32);
        }
        let spine = |plan: &&Plan| Spine { id: plan.id.clone(), print: print(plan) };
        let mut shelf = Shelf {
            starts,
            lengths,
            title: title.pack(),
            body: body.pack(),
            around: around.pack(),
            heads: heads.into_iter().map(|(c, list)| (c, list.into_iter().collect())).collect(),
            kept: HashMap::new(),
            plans: plans.iter().map(spine).collect(),
        };
        shelf.kept = kept::best_for_one_character(&shelf, &plans);
        shelf
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The plans, in the order of their records.
    pub fn plans(&self) -> &[Spine] {
        &self.plans
    }

    /// A print of all words of its plans.
    pub fn print(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.plans.iter().for_each(|spine| (spine.id.as_str(), spine.print).hash(&mut hasher));
        hasher.finish()
    }

    /// The place of a record's plan on the shelf, and its number in the plan.
    pub fn locate(&self, number: u32) -> (usize, usize) {
        let plan = self.starts.partition_point(|&start| start <= number).saturating_sub(1);
        (plan, (number - self.starts[plan]) as usize)
    }

    /// The records of a plan.
    pub fn records_of(&self, plan: usize) -> Range<u32> {
        self.starts[plan]..self.starts[plan + 1]
    }

    /// The records that may hold all words.
    pub fn candidates(&self, words: &[Term]) -> Candidates {
        if words.is_empty() {
            return Candidates { rest: self.all(), ..Candidates::default() };
        }
        let mut in_titles = Every::of(self.all());
        let mut in_rows = Every::of(self.all());
        let mut in_gapped_titles = Every::of(self.all());
        let mut in_all = Every::of(self.all());
        let mut letters = RoaringBitmap::new();
        let mut rows = Vec::new();
        for word in words {
            let title = self.title.candidates(word).unwrap_or_else(|| self.all());
            let body = self.body.candidates(word).unwrap_or_else(|| self.all());
            let around = if words.len() > 1 { self.around(word) } else { RoaringBitmap::new() };
            let mut own = &title | &body;
            in_titles.take(&title, &around);
            in_rows.take(&own, &around);
            if word.may_have_gaps() {
                let holding = self.title.holding(word);
                in_gapped_titles.take(&(&title | &holding), &around);
                own |= holding | self.body.holding(word);
            } else {
                in_gapped_titles.take(&title, &around);
            }
            in_all.take(&own, &around);
            if word.may_be_pinyin() {
                letters |= self.title.holding(word) | self.body.holding(word);
                if words.len() > 1 {
                    letters |= self.records_of_all(self.around.holding(word));
                }
            }
            rows.push([title, body]);
        }
        let all = in_all.found();
        let letters = &all & letters;
        let titles = in_titles.found() - &letters;
        let rest = in_rows.found() - &letters - &titles;
        let gaps = all - &letters - &titles - &rest;
        let gaps_in_titles = &gaps & in_gapped_titles.found();
        let heads = words.first().map_or_else(RoaringBitmap::new, |word| self.beginning_with(word)) & &titles;
        let gaps = gaps - &gaps_in_titles;
        Candidates { letters, titles: titles - &heads, heads, rest, gaps_in_titles, gaps, rows }
    }

    /// Every record.
    pub fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.lengths.len() as u32);
        all
    }

    /// The records whose titles begin as a word does.
    fn beginning_with(&self, word: &Term) -> RoaringBitmap {
        let Some(&first) = word.folded().first() else { return RoaringBitmap::new() };
        let bit = letter_bit(first);
        let begins = |c: char| c == first || bit != 0 && initials(c) & bit != 0;
        self.heads.iter().filter(|(c, _)| begins(**c)).fold(RoaringBitmap::new(), |union, (_, with)| union | with)
    }

    /// The records of the plans in whose names a word may stand.
    fn around(&self, word: &Term) -> RoaringBitmap {
        self.around.candidates(word).map_or_else(|| self.all(), |plans| self.records_of_all(plans))
    }

    fn records_of_all(&self, plans: RoaringBitmap) -> RoaringBitmap {
        let mut records = RoaringBitmap::new();
        for plan in plans {
            records.insert_range(self.records_of(plan as usize));
        }
        records
    }
}

/// A print of all words of a plan that can be found: another for other words.
pub fn print(plan: &Plan) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in (0..record::count(plan)).filter_map(|number| record::part(plan, number)) {
        let record = Record::new(plan, part);
        (record.kind, record.title.text(), record.body().text()).hash(&mut hasher);
    }
    names_around(plan).for_each(|name| name.hash(&mut hasher));
    hasher.finish()
}

/// The names that stand around records of a plan, each once.
fn names_around(plan: &Plan) -> impl Iterator<Item = Cow<'_, str>> {
    let names = [plan.title.as_str(), plan.region.as_str(), plan.sector.as_str()].map(Cow::from).into_iter();
    let headings = plan.outline.iter().map(|node| node.heading().into());
    let boxes = plan.boxes.iter().map(|special_box| record::box_title(special_box).into());
    names.chain(headings).chain(boxes).chain(plan.tasks.iter().filter_map(|task| Some(task.group.as_deref()?.into())))
}
