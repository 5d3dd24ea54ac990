//! Segments: the postings of some plans, a part of an index that is built, replaced and stored independently.
//!
//! A change of a plan's text replaces one segment only. A segment stores no texts, only record numbers.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::champions::{self, ChampionList};
use super::field::Field;
use super::hit::HitKind;
use super::phrase_starts::{self, PhraseStarts};
use super::postings::{Lists, Postings};
use super::record::{self, Record};
use crate::plan::{Plan, PlanId};

/// The maximum number of records in a segment, unless a single plan has more. Bitmaps of that size are most compact.
pub const SEGMENT_RECORDS: usize = 1 << 16;

/// The postings of some plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The plans, sorted by id.
    pub(super) plans: Vec<SegmentPlan>,
    /// The number of the first record of each plan, and the number of all records at the end.
    pub(super) starts: Vec<u32>,
    /// The number of characters in each record's folded title.
    pub(super) lengths: Vec<u16>,
    pub(super) title: Postings,
    pub(super) body: Postings,
    /// The postings of the context, by the index of the plan instead of the record.
    pub(super) around: Postings,
    /// The kind of each record.
    pub(super) kinds: Vec<HitKind>,
    /// The records by the first character of the title.
    pub(super) heads: PhraseStarts,
    /// The records by the characters that begin a phrase within the title.
    pub(super) phrases: PhraseStarts,
    /// The records by the characters that begin a phrase in the text.
    pub(super) body_phrases: PhraseStarts,
    /// The champion lists.
    pub(super) champions: HashMap<char, ChampionList>,
}

/// A plan in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentPlan {
    /// The id of the plan.
    pub id: PlanId,
    /// The fingerprint of its searchable texts.
    pub fingerprint: u64,
}

impl Segment {
    /// Indexes all texts of some plans.
    pub fn build(plans: &[Arc<Plan>]) -> Segment {
        let mut plans: Vec<&Plan> = plans.iter().map(|plan| &**plan).collect();
        plans.sort_by(|a, b| a.id.cmp(&b.id));
        let (mut title, mut body, mut around) = (Lists::default(), Lists::default(), Lists::default());
        let [mut heads, mut phrases, mut body_phrases] = <[phrase_starts::Lists; 3]>::default();
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
        let part = |plan: &&Plan| SegmentPlan { id: plan.id.clone(), fingerprint: fingerprint(plan) };
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
            champions: HashMap::new(),
            plans: plans.iter().map(part).collect(),
        };
        segment.champions = champions::champion_lists(&segment, &plans);
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

    /// Returns the plans, in the order of their records.
    pub fn plans(&self) -> &[SegmentPlan] {
        &self.plans
    }

    /// Returns a fingerprint of the texts of all plans.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.plans.iter().for_each(|part| (part.id.as_str(), part.fingerprint).hash(&mut hasher));
        hasher.finish()
    }

    /// Returns the index of a record's plan in the segment, and the number of the record within the plan.
    pub fn locate(&self, number: u32) -> (usize, usize) {
        let plan = self.starts.partition_point(|&start| start <= number).saturating_sub(1);
        (plan, (number - self.starts[plan]) as usize)
    }

    /// Returns the record numbers of a plan.
    pub fn records_of(&self, plan: usize) -> Range<u32> {
        self.starts[plan]..self.starts[plan + 1]
    }

    /// Returns every record.
    pub fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.lengths.len() as u32);
        all.remove_run_compression();
        all
    }
}

/// Returns a fingerprint of all searchable texts of a plan.
pub fn fingerprint(plan: &Plan) -> u64 {
    let mut hasher = DefaultHasher::new();
    for part in (0..record::count(plan)).filter_map(|number| record::part(plan, number)) {
        let record = Record::new(plan, part);
        (record.kind, record.title.text(), record.body().text()).hash(&mut hasher);
    }
    names_around(plan).for_each(|name| name.hash(&mut hasher));
    hasher.finish()
}

/// Returns the names in the contexts of a plan's records, each once.
fn names_around(plan: &Plan) -> impl Iterator<Item = Cow<'_, str>> {
    let names = [plan.title.as_str(), plan.region.as_str(), plan.sector.as_str()].map(Cow::from).into_iter();
    let headings = plan.outline.iter().map(|node| node.heading().into());
    let boxes = plan.boxes.iter().map(|special_box| record::box_title(special_box).into());
    names.chain(headings).chain(boxes).chain(plan.tasks.iter().filter_map(|task| Some(task.group.as_deref()?.into())))
}
