//! The index: segments for all plans of a snapshot, and the search in them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use roaring::RoaringBitmap;

use super::bound::{self, UpperBound};
use super::candidates::Candidates;
use super::champions::CHAMPIONS;
use super::hit::{Hit, HitKind, Results, Snippet};
use super::matcher::{Match, Matcher, Place};
use super::narrowed::Narrowed;
use super::query::Query;
use super::rank::{self, Best, Ranked, Search};
use super::record::{self, Part, Record};
use super::registry::Registry;
use super::segment::{self, SEGMENT_RECORDS, Segment, SegmentPlan};
use super::term::Term;
use crate::parallel::{in_pieces, processors};
use crate::plan::{Departments, Dossier, Plan, PlanId};

/// The maximum number of characters before the first match in a snippet.
const SNIPPET_BEFORE: usize = 10;
/// The maximum number of characters in a snippet, without its ellipses.
const SNIPPET_LENGTH: usize = 60;
/// The number of records up to which the first page is exactly ranked.
const EXACT_AT_ONCE: usize = 110_000;
/// The number of candidates from which the first page of a larger index is made.
const LOOKED_AT: usize = 2_000;
/// The number of hits on the first page, which fills a screen.
const PAGE: usize = 48;

/// The number of sparse segments from which on they are merged.
const SMALL_SEGMENTS: usize = 8;

/// Receives the number of records done and to do, and returns false to cancel.
pub type Progress<'a> = dyn Fn(usize, usize) -> bool + Sync + 'a;

/// A search index of a set of dossiers.
///
/// An index holds only numbers; the texts are those of the plans. It consists of segments, which are shared with later
/// indices as long as the texts of their plans are unchanged, so that the cost of an update depends only on the plans
/// that changed.
#[derive(Debug, Clone)]
pub struct Index {
    segments: Vec<PlacedSegment>,
    dossiers: Vec<Arc<Dossier>>,
    departments: Arc<Departments>,
    registry: Registry,
    /// The number of records in the segments; departments are numbered from there.
    segmented: u32,
    threads: usize,
}

/// A segment in an index.
#[derive(Debug, Clone)]
struct PlacedSegment {
    segment: Arc<Segment>,
    /// The number in the index of its first record.
    base: u32,
    /// For each plan of the segment, the index of its dossier; `None` if the plan is gone or has changed.
    places: Vec<Option<usize>>,
    /// The records of present plans, if some plans are gone.
    live: Option<RoaringBitmap>,
}

impl Index {
    /// Indexes all texts of the dossiers and the departments.
    pub fn build(dossiers: &[Arc<Dossier>], departments: &Departments) -> Index {
        Index::of(Vec::new(), dossiers, departments, &|_, _| true).unwrap_or_else(|| Index::empty(departments))
    }

    /// Builds an index that reuses segments; returns `None` if it was cancelled.
    ///
    /// A plan in a segment is reused if it is unchanged. `go_on` receives the number of records that have been indexed
    /// and that must be indexed, and returns false to cancel.
    pub fn from_segments(
        segments: Vec<Arc<Segment>>,
        dossiers: &[Arc<Dossier>],
        departments: &Departments,
        go_on: &Progress<'_>,
    ) -> Option<Index> {
        let by_id: HashMap<&PlanId, &Plan> = dossiers.iter().map(|d| (&d.plan.id, &*d.plan)).collect();
        let same =
            |part: &SegmentPlan| by_id.get(&part.id).is_some_and(|plan| segment::fingerprint(plan) == part.fingerprint);
        let check = |checked: &mut Vec<(usize, Vec<bool>)>, at: usize| {
            checked.push((at, segments[at].plans().iter().map(same).collect()));
        };
        let checked = in_pieces(processors(), segments.len(), Vec::new, check, &|| !go_on(0, 1))?;
        let mut checked: Vec<_> = checked.into_iter().flatten().collect();
        checked.sort_unstable_by_key(|(at, _)| *at);
        let known = checked.into_iter().map(|(at, current)| (Arc::clone(&segments[at]), current)).collect();
        Index::of(known, dossiers, departments, go_on)
    }

    /// Returns the index of a later snapshot. Only plans with changed texts are indexed anew.
    pub fn renewed(&self, dossiers: &[Arc<Dossier>], departments: &Departments) -> Index {
        self.renewed_while(dossiers, departments, &|_, _| true).unwrap_or_else(|| Index::empty(departments))
    }

    /// Like [`Index::renewed`], but returns `None` if `go_on` cancelled it.
    pub fn renewed_while(
        &self,
        dossiers: &[Arc<Dossier>],
        departments: &Departments,
        go_on: &Progress<'_>,
    ) -> Option<Index> {
        let by_id: HashMap<&PlanId, &Arc<Plan>> = dossiers.iter().map(|d| (&d.plan.id, &d.plan)).collect();
        let same = |old: &Arc<Plan>| by_id.get(&old.id).is_some_and(|new| Arc::ptr_eq(old, new) || old == *new);
        let is_current = |place: &Option<usize>| place.is_some_and(|place| same(&self.dossiers[place].plan));
        let known = self.segments.iter().map(|s| (Arc::clone(&s.segment), s.places.iter().map(is_current).collect()));
        Index::of(known.collect(), dossiers, departments, go_on)
    }

    /// Returns true if this is the index of these very values.
    pub fn is_of(&self, dossiers: &[Arc<Dossier>], departments: &Departments) -> bool {
        let same = |(ours, theirs): (&Arc<Dossier>, &Arc<Dossier>)| Arc::ptr_eq(ours, theirs);
        self.dossiers.len() == dossiers.len()
            && self.dossiers.iter().zip(dossiers).all(same)
            && self.departments.iter().eq(departments.iter())
    }

    fn empty(departments: &Departments) -> Index {
        let registry = Registry::of(departments);
        let departments = Arc::new(departments.clone());
        Index { segments: Vec::new(), dossiers: Vec::new(), departments, registry, segmented: 0, threads: processors() }
    }

    /// Returns an index of the unchanged plans in segments, and of new segments for the others.
    fn of(
        known: Vec<(Arc<Segment>, Vec<bool>)>,
        dossiers: &[Arc<Dossier>],
        departments: &Departments,
        go_on: &Progress<'_>,
    ) -> Option<Index> {
        let mut free: HashMap<&PlanId, usize> = dossiers.iter().enumerate().map(|(n, d)| (&d.plan.id, n)).collect();
        let mut index = Index { dossiers: dossiers.to_vec(), ..Index::empty(departments) };
        for (segment, current) in reusable(known) {
            let mut take = |id: &PlanId| free.remove(id);
            let places =
                segment.plans().iter().zip(current).map(|(s, current)| if current { take(&s.id) } else { None });
            let places = places.collect();
            index.push_segment(segment, places);
        }
        let mut new: Vec<usize> = free.into_values().collect();
        new.sort_unstable();
        let new: Vec<Arc<Plan>> = new.into_iter().map(|place| Arc::clone(&dossiers[place].plan)).collect();
        let places: HashMap<&PlanId, usize> = dossiers.iter().enumerate().map(|(n, d)| (&d.plan.id, n)).collect();
        for segment in build_segments(&new, go_on)? {
            let places = segment.plans().iter().map(|part| places.get(&part.id).copied()).collect();
            index.push_segment(segment, places);
        }
        Some(index)
    }

    fn push_segment(&mut self, segment: Arc<Segment>, places: Vec<Option<usize>>) {
        let mut live = None;
        if places.contains(&None) {
            let present = places.iter().enumerate().filter(|(_, place)| place.is_some());
            let mut records = RoaringBitmap::new();
            for (ordinal, _) in present {
                records.insert_range(segment.records_of(ordinal));
            }
            records.remove_run_compression();
            live = Some(records);
        }
        let base = self.segmented;
        self.segmented += segment.len() as u32;
        self.segments.push(PlacedSegment { segment, base, places, live });
    }

    /// Returns the segments, which can be stored for a later start.
    pub fn segments(&self) -> impl Iterator<Item = &Arc<Segment>> {
        self.segments.iter().map(|placed| &placed.segment)
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        let live =
            |placed: &PlacedSegment| placed.live.as_ref().map_or(placed.segment.len(), |live| live.len() as usize);
        self.segments.iter().map(live).sum::<usize>() + self.departments.iter().count()
    }

    /// Returns true if there is no record at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the best `limit` hits and the number of all hits. An empty query matches nothing.
    pub fn search(&self, query: &Query, limit: usize) -> Results {
        let search = self.prepare(query, limit, &|| false);
        search.and_then(|search| self.counted(&search.best(limit)?, &search)).unwrap_or_default()
    }

    /// Searches in steps and passes each result to `show`: a first page almost at once, all hits in exact order, and
    /// the number of all matches. Steps without news are skipped, and so are all further steps once `outdated` returns
    /// true.
    ///
    /// In an index of up to [`EXACT_AT_ONCE`] records the first page is exactly ranked; in a larger one it is chosen
    /// from the [`LOOKED_AT`] best candidates.
    pub fn search_in_steps(
        &self,
        query: &Query,
        limit: usize,
        outdated: &(dyn Fn() -> bool + Sync),
        mut show: impl FnMut(Results),
    ) {
        let Some(search) = self.prepare(query, limit, outdated) else { return };
        let at_once = self.len() <= EXACT_AT_ONCE;
        let first = if at_once { search.best(limit) } else { search.best_among(limit, LOOKED_AT) };
        let Some(mut best) = first else { return };
        let page = self.results(&best, PAGE, &search);
        let mut results = page.clone();
        show(page);
        if outdated() {
            return;
        }
        if !best.exact {
            let Some(exact) = search.best(limit) else { return };
            best = exact;
        }
        if !results.ranked || results.hits.len() < best.ranked.len() {
            results = self.results(&best, limit, &search);
            show(results.clone());
        }
        if let Some(total) = search.total() {
            show(Results { total: Some(search.others + total), ..results });
        }
    }

    /// Returns the best hits among the `most` most promising records, without counting all.
    pub fn search_among(&self, query: &Query, limit: usize, most: usize) -> Results {
        let search = self.prepare(query, limit, &|| false);
        search
            .and_then(|search| Some(self.results(&search.best_among(limit, most)?, limit, &search)))
            .unwrap_or_default()
    }

    /// Returns the tasks that may contain the words of a query, for lists that check each task themselves; `None` if
    /// the query has no words.
    pub fn narrowed<'a>(&'a self, query: &'a Query) -> Option<Narrowed<'a>> {
        Narrowed::of(self, query)
    }

    /// Returns the hits of the best records, at most `limit`, without counting all.
    fn results(&self, best: &Best, limit: usize, search: &Search) -> Results {
        let matcher = Matcher::new(search.query.words());
        let hits = best.ranked.iter().take(limit).filter_map(|ranked| self.hit(&matcher, ranked)).collect();
        Results { hits, ranked: best.exact, total: None }
    }

    fn counted(&self, best: &Best, search: &Search) -> Option<Results> {
        let total = search.others + search.total()?;
        Some(Results { total: Some(total), ..self.results(best, usize::MAX, search) })
    }

    /// Returns the candidates for a query, or `None` if the search was cancelled.
    fn prepare<'a>(
        &'a self,
        query: &'a Query,
        limit: usize,
        outdated: &'a (dyn Fn() -> bool + Sync),
    ) -> Option<Search<'a>> {
        let (known, first, candidates) = (Vec::new(), Vec::new(), Vec::new());
        let mut search = Search { index: self, query, known, first, candidates, others: 0, outdated };
        if query.is_empty() {
            return Some(search);
        }
        let with_id = self.with_id(query);
        let champion_of = query.single_character().filter(|_| limit <= CHAMPIONS && with_id.is_empty());
        let mut open = Vec::new();
        for placed in &self.segments {
            match champion_of.filter(|_| placed.live.is_none()).and_then(|c| placed.segment.champions.get(&c)) {
                Some(champions) => {
                    let best = champions.best.iter();
                    let known =
                        best.filter_map(|(number, points)| self.in_place(placed.base + number, (*points).into()));
                    search.known.extend(known);
                    search.others += champions.total as usize;
                }
                None => open.push(placed),
            }
        }
        let gather = |found: &mut Vec<(u32, Candidates)>, at: usize| {
            let placed = open[at];
            found.push((placed.base, self.candidates(placed, query)));
        };
        let gathered = in_pieces(self.threads, open.len(), Vec::new, gather, outdated)?;
        search.candidates = gathered.into_iter().flatten().collect();
        search.candidates.sort_unstable_by_key(|(base, _)| *base);
        with_id.into_iter().for_each(|number| search.look_first_at(number));
        search.first.extend(self.registry.candidates(query.words()).into_iter().map(|number| self.segmented + number));
        Some(search)
    }

    fn candidates(&self, placed: &PlacedSegment, query: &Query) -> Candidates {
        let mut found = Candidates::of(&placed.segment, query.words());
        if let Some(live) = &placed.live {
            found.retain(live);
        }
        if query.has_plan_filter() {
            let mut admitted = RoaringBitmap::new();
            let places = placed.places.iter().enumerate();
            for (ordinal, place) in places.filter_map(|(ordinal, place)| Some((ordinal, (*place)?))) {
                if query.admits_plan(Some(&self.dossiers[place].plan)) {
                    admitted.insert_range(placed.segment.records_of(ordinal));
                }
            }
            admitted.remove_run_compression();
            found.retain(&admitted);
        }
        found
    }

    /// Returns the records whose id is a word of the query.
    pub(super) fn with_id(&self, query: &Query) -> Vec<u32> {
        let mut with_id = Vec::new();
        for word in query.words() {
            let plan = word.text().split(['/', '#']).next().unwrap_or_default();
            for placed in &self.segments {
                let Some(ordinal) = placed.segment.plans().iter().position(|part| part.id.as_str() == plan) else {
                    continue;
                };
                let records = placed.segment.records_of(ordinal).map(|number| placed.base + number);
                let has_id = |number: &u32| self.record(*number).is_some_and(|(r, _)| r.has_id(word.text()));
                with_id.extend(records.clone().find(has_id));
            }
        }
        with_id
    }

    /// Returns the present plans, each with the number of its segment and its index in it.
    pub(super) fn plans(&self) -> impl Iterator<Item = (&Arc<Plan>, usize, usize)> {
        let on_segment = move |(at, placed): (usize, &PlacedSegment)| {
            let present = placed.places.iter().enumerate().filter_map(|(ordinal, place)| Some((ordinal, (*place)?)));
            present.map(move |(ordinal, place)| (&self.dossiers[place].plan, at, ordinal)).collect::<Vec<_>>()
        };
        self.segments.iter().enumerate().flat_map(on_segment)
    }

    /// Returns a segment and the number of its first record.
    pub(super) fn segment(&self, at: usize) -> Option<(&Segment, u32)> {
        self.segments.get(at).map(|placed| (&*placed.segment, placed.base))
    }

    fn placed(&self, number: u32) -> Option<&PlacedSegment> {
        if number >= self.segmented {
            return None;
        }
        self.segments.get(self.segments.partition_point(|placed| placed.base <= number).checked_sub(1)?)
    }

    fn part(&self, number: u32) -> Option<(usize, usize, Part<'_>)> {
        let Some(placed) = self.placed(number) else {
            let order = (number - self.segmented) as usize;
            return Some((usize::MAX, order, Part::Department(self.departments.iter().nth(order)?)));
        };
        let (ordinal, inner) = placed.segment.locate(number - placed.base);
        let place = (*placed.places.get(ordinal)?)?;
        Some((place, inner, record::part(&self.dossiers.get(place)?.plan, inner)?))
    }

    /// Returns a record by its number, with the dossier of its plan.
    pub(super) fn record(&self, number: u32) -> Option<(Record<'_>, Option<&Dossier>)> {
        match self.part(number)? {
            (_, _, Part::Department(department)) => Some((Record::of_department(department), None)),
            (place, _, part) => {
                let dossier = self.dossiers.get(place)?;
                Some((Record::new(&dossier.plan, part), Some(dossier)))
            }
        }
    }

    /// Returns the position of a record with these points in the order of hits.
    pub(super) fn in_place(&self, number: u32, points: i64) -> Option<Ranked> {
        let points = Reverse(points);
        let Some(placed) = self.placed(number) else {
            let order = number - self.segmented;
            let (kind, length) = (HitKind::Department, self.registry.length(order));
            return Some(Ranked { points, kind, length, place: (usize::MAX, order as usize), number });
        };
        let at = (number - placed.base) as usize;
        let (ordinal, inner) = placed.segment.locate(number - placed.base);
        let place = ((*placed.places.get(ordinal)?)?, inner);
        Some(Ranked {
            points,
            kind: *placed.segment.kinds.get(at)?,
            length: *placed.segment.lengths.get(at)?,
            place,
            number,
        })
    }

    /// Returns the title lengths, in folded characters, of the segment whose first record has the number `base`.
    pub(super) fn title_lengths(&self, base: u32) -> &[u16] {
        self.placed(base).map_or(&[], |placed| &placed.segment.lengths)
    }

    /// Returns the records whose titles begin with one of the words, in the segment whose first record has the number
    /// `base`.
    pub(super) fn beginning(&self, base: u32, words: &[Term]) -> RoaringBitmap {
        let of = |placed: &PlacedSegment| words.iter().map(|word| placed.segment.heads.of(word)).collect::<Vec<_>>();
        self.placed(base).map(of).into_iter().flatten().fold(RoaringBitmap::new(), |union, heads| union | heads)
    }

    /// Returns the upper bounds of records in the segment whose first record has the number `base`.
    pub(super) fn upper_bounds(
        &self,
        base: u32,
        found: &Candidates,
        words: &[Term],
        in_titles: bool,
    ) -> Vec<UpperBound> {
        self.placed(base)
            .map_or_else(Vec::new, |placed| bound::upper_bounds(&placed.segment, base, found, words, in_titles))
    }

    /// Returns the number of threads for a search.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    fn hit<'a>(&'a self, matcher: &Matcher<'a>, ranked: &Ranked) -> Option<Hit> {
        let (record, _) = self.record(ranked.number)?;
        let weighed = matcher.match_of(&record)?;
        Some(Hit {
            kind: record.kind,
            id: record.id(),
            plan: record.plan.map(|plan| plan.id.clone()),
            title: record.title.text().to_string(),
            path: record.path(),
            score: rank::points_of(weighed.class, weighed.in_title, weighed.score),
            class: weighed.class,
            in_title: weighed.in_title,
            matched: record.title.folded().originals(&positions(&weighed, Place::Title)),
            snippet: snippet(&record, &weighed),
        })
    }
}

/// Returns the segments to reuse: those that are mostly current, unless there are many small ones.
fn reusable(known: Vec<(Arc<Segment>, Vec<bool>)>) -> impl Iterator<Item = (Arc<Segment>, Vec<bool>)> {
    let is_small = |segment: &Segment| segment.len() <= SEGMENT_RECORDS / 16;
    let many = known.iter().filter(|(segment, _)| is_small(segment)).count() >= SMALL_SEGMENTS;
    known.into_iter().filter(move |(segment, current)| {
        let stale = (0..current.len()).filter(|&at| !current[at]).map(|at| segment.records_of(at).len()).sum::<usize>();
        stale * 4 <= segment.len() && !(many && is_small(segment))
    })
}

/// Builds segments of about equal size for plans.
fn build_segments(plans: &[Arc<Plan>], go_on: &Progress<'_>) -> Option<Vec<Arc<Segment>>> {
    let total: usize = plans.iter().map(|plan| record::count(plan)).sum();
    let share = total.div_ceil(total.div_ceil(SEGMENT_RECORDS).max(1));
    let mut groups: Vec<Vec<Arc<Plan>>> = Vec::new();
    let mut filled = share;
    for plan in plans {
        if filled >= share {
            groups.push(Vec::new());
            filled = 0;
        }
        filled += record::count(plan);
        groups.last_mut().into_iter().for_each(|group| group.push(Arc::clone(plan)));
    }
    let done = AtomicUsize::new(0);
    let make = |made: &mut Vec<(usize, Arc<Segment>)>, at: usize| {
        let segment = Segment::build(&groups[at]);
        done.fetch_add(segment.len(), Ordering::Relaxed);
        made.push((at, Arc::new(segment)));
    };
    let stop = || !go_on(done.load(Ordering::Relaxed), total);
    let mut made: Vec<_> =
        in_pieces(processors(), groups.len(), Vec::new, make, &stop)?.into_iter().flatten().collect();
    made.sort_unstable_by_key(|(at, _)| *at);
    Some(made.into_iter().map(|(_, segment)| segment).collect())
}

/// Returns the ascending positions of all words found in one field.
fn positions(weighed: &Match, place: Place) -> Vec<usize> {
    let found = weighed.found.iter().filter(|(at, _)| *at == place);
    let mut positions: Vec<usize> = found.flat_map(|(_, positions)| positions).copied().collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// Returns an excerpt around the first match in the text. It begins with a phrase if one starts shortly before.
fn snippet(record: &Record, weighed: &Match) -> Option<Snippet> {
    let (text, folded) = (record.body().text(), record.body().folded());
    let positions = positions(weighed, Place::Body);
    let matched = folded.originals(&positions);
    let first = *matched.first()?;
    let mut near = positions[0].saturating_sub(SNIPPET_BEFORE)..=positions[0];
    let phrase = near.find(|&position| folded.begins_phrase(position)).and_then(|p| folded.origins.get(p));
    let start = phrase.map_or(first.saturating_sub(SNIPPET_BEFORE), |&origin| (origin as usize).min(first));
    let end = (start + SNIPPET_LENGTH).min(text.chars().count());
    let lead = if start > 0 { "…" } else { "" };
    let piece: String = text.chars().skip(start).take(end - start).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let tail = if end < text.chars().count() { "…" } else { "" };
    let shift = lead.chars().count();
    let matched = matched.into_iter().filter(|m| (start..end).contains(m)).map(|m| m - start + shift).collect();
    Some(Snippet { text: format!("{lead}{piece}{tail}"), matched })
}
