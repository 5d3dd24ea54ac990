//! Narrowing down: which tasks can hold the words of a query at all, for lists that judge each task themselves.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use roaring::RoaringBitmap;

use super::candidates::Candidates;
use super::index::Index;
use super::query::Query;
use crate::plan::Plan;

/// The tasks that an index does not rule out for a query.
pub struct Narrowed<'a> {
    index: &'a Index,
    query: &'a Query,
    /// The number of the segment of each plan and the place on it, by where the plan lies. The index keeps its plans, so
    /// that no other one lies there.
    places: HashMap<usize, (usize, usize)>,
    /// The records whose identity is a word of the query.
    called: Vec<u32>,
    /// The candidates of each segment, once one of its plans was asked for.
    found: Vec<OnceLock<RoaringBitmap>>,
}

impl<'a> Narrowed<'a> {
    /// Returns the candidates of a query; `None` for one without words.
    pub(super) fn of(index: &'a Index, query: &'a Query) -> Option<Self> {
        if query.words().is_empty() {
            return None;
        }
        let places = index.plans().map(|(plan, at, ordinal)| (address(plan), (at, ordinal))).collect();
        let found = index.segments().map(|_| OnceLock::new()).collect();
        Some(Narrowed { index, query, places, called: index.called(query), found })
    }

    /// The places in the plan, ascending, of its tasks that may hold the words; former tasks are not among them. `None`
    /// when the index does not have the plan with these very words, so that any task may.
    pub fn tasks_of(&self, plan: &Arc<Plan>) -> Option<impl Iterator<Item = usize>> {
        let &(at, ordinal) = self.places.get(&address(plan))?;
        let (segment, base) = self.index.segment(at)?;
        let found = self.found.get(at)?.get_or_init(|| {
            let Candidates { letters, titles, rest, gaps_in_titles, gaps, words: _ } =
                Candidates::of(segment, self.query.words());
            let mut found = letters | titles | rest | gaps_in_titles | gaps;
            let own = base..base + segment.len() as u32;
            found.extend(self.called.iter().filter(|number| own.contains(number)).map(|number| number - base));
            found
        });
        let tasks = tasks_among(segment.records_of(ordinal), plan);
        let first = tasks.start;
        Some(found.range(tasks).map(move |number| (number - first) as usize))
    }
}

fn address(plan: &Arc<Plan>) -> usize {
    Arc::as_ptr(plan) as usize
}

/// The tasks among the records of a plan: only the indicators come after them.
fn tasks_among(records: Range<u32>, plan: &Plan) -> Range<u32> {
    let end = records.end.saturating_sub(plan.indicators.len() as u32);
    end.saturating_sub(plan.tasks.len() as u32)..end
}
