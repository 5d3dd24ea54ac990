//! Segments: the postings of some plans, a small part of an index that is made, renewed and kept by itself.
//!
//! A change of a plan's text makes one segment anew, whatever else there is. A segment knows records by their numbers
//! alone; the words are the plans'.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::field::Field;
use super::hit::HitKind;
use super::kept::{self, Kept};
use super::opening::{self, Openings};
use super::postings::{Lists, Postings};
use super::record::{self, Record};
use crate::plan::{Plan, PlanId};

/// The most records of a segment, unless one plan alone has more. Bitmaps are densest in such pieces.
pub const SEGMENT_RECORDS: usize = 1 << 16;

/// The postings of some plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The plans, in the order of their identities.
    pub(super) plans: Vec<SegmentPlan>,
    /// The first record of each plan, and the number of all records at the end.
    pub(super) starts: Vec<u32>,
    /// The characters of each record's folded title.
    pub(super) lengths: Vec<u16>,
    pub(super) title: Postings,
    pub(super) body: Postings,
    /// By the number of the plan: the names that stand around its records.
    pub(super) around: Postings,
    /// The kind of each record.
    pub(super) kinds: Vec<HitKind>,
    /// By the first character of the title.
    pub(super) heads: Openings,
    /// By each character that begins a phrase within the title.
    pub(super) phrases: Openings,
    /// By each that begins one of the text.
    pub(super) body_phrases: Openings,
    /// The best records for one character.
    pub(super) kept: HashMap<char, Kept>,
}

/// The part of a segment that belongs to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentPlan {
    /// The plan.
    pub id: PlanId,
    /// A print of all its words.
    pub print: u64,
}

impl Segment {
    /// Reads all words of some plans.
    pub fn build(plans: &[Arc<Plan>]) -> Segment {
        let mut plans: Vec<&Plan> = plans.iter().map(|plan| &**plan).collect();
        plans.sort_by(|a, b| a.id.cmp(&b.id));
        let (mut title, mut body, mut around) = (Lists::default(), Lists::default(), Lists::default());
        let [mut heads, mut phrases, mut body_phrases] = <[opening::Lists; 3]>::default();
        let (mut lengths, mut kinds, mut starts) = (Vec::new(), Vec::new(), vec![0]);
        for (ordinal, plan) in (0..).zip(&plans) {
            for part in (0..record::count(plan)).filter_map(|number| record::part(plan, number)) {
                let (number, record) = (lengths.len() as u32, Record::new(plan, part));
                let folded = record.title.folded();
                title.enter(number, folded);
                body.enter(number, record.body().folded());
                folded.chars.first().into_iter().for_each(|&first| heads.enter(number, first));
                phrases.enter_phrases(number, folded, 1);
                body_phrases.enter_phrases(number, record.body().folded(), 0);
                kinds.push(record.kind);
                lengths.push(u16::try_from(folded.len()).unwrap_or(u16::MAX));
            }
            for name in names_around(plan) {
                around.enter(ordinal, Field::new(name).folded());
            }
            starts.push(lengths.len() as u32);
        }
        let part = |plan: &&Plan| SegmentPlan { id: plan.id.clone(), print: print(plan) };
        let mut segment = Segment {
            starts,
            lengths,
            title: title.pack(),
            body: body.pack(),
            around: around.pack(),
            kinds,
            heads: heads.pack(),
            phrases: phrases.pack(),
            body_phrases: body_phrases.pack(),
            kept: HashMap::new(),
            plans: plans.iter().map(part).collect(),
        };
        segment.kept = kept::best_for_one_character(&segment, &plans);
        segment
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Returns true if there is no record.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The plans, in the order of their records.
    pub fn plans(&self) -> &[SegmentPlan] {
        &self.plans
    }

    /// A print of all words of its plans.
    pub fn print(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.plans.iter().for_each(|part| (part.id.as_str(), part.print).hash(&mut hasher));
        hasher.finish()
    }

    /// The place of a record's plan on the segment, and its number in the plan.
    pub fn locate(&self, number: u32) -> (usize, usize) {
        let plan = self.starts.partition_point(|&start| start <= number).saturating_sub(1);
        (plan, (number - self.starts[plan]) as usize)
    }

    /// The records of a plan.
    pub fn records_of(&self, plan: usize) -> Range<u32> {
        self.starts[plan]..self.starts[plan + 1]
    }

    /// Every record.
    pub fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.lengths.len() as u32);
        all.remove_run_compression();
        all
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
