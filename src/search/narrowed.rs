//! Tasks that may contain the words of a query, for lists that check each task themselves.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use roaring::RoaringBitmap;

use super::candidates::Candidates;
use super::index::Index;
use super::query::Query;
use crate::plan::Plan;

/// The tasks that the postings do not rule out for a query.
pub struct Narrowed<'a> {
    index: &'a Index,
    query: &'a Query,
    /// For each plan, by address, the number of its segment and its index in it. The addresses stay valid because the
    /// index holds the plans.
    places: HashMap<usize, (usize, usize)>,
    /// The records whose id is a word of the query.
    with_id: Vec<u32>,
    /// The candidates of each segment, computed when one of its plans is first asked for.
    found: Vec<OnceLock<RoaringBitmap>>,
}

impl<'a> Narrowed<'a> {
    /// Returns the candidates of a query; `None` if it has no words.
    pub(super) fn of(index: &'a Index, query: &'a Query) -> Option<Self> {
        if query.words().is_empty() {
            return None;
        }
        let places = index.plans().map(|(plan, at, ordinal)| (address(plan), (at, ordinal))).collect();
        let found = index.segments().map(|_| OnceLock::new()).collect();
        Some(Narrowed { index, query, places, with_id: index.with_id(query), found })
    }

    /// Returns the ascending indices of the tasks of a plan that may contain the words, without former tasks. Returns
    /// `None` if the index does not have exactly this plan, so that every task may match.
    pub fn tasks_of(&self, plan: &Arc<Plan>) -> Option<impl Iterator<Item = usize>> {
        let &(at, ordinal) = self.places.get(&address(plan))?;
        let (segment, base) = self.index.segment(at)?;
        let found = self.found.get(at)?.get_or_init(|| {
            let Candidates { letters, titles, rest, gaps_in_titles, gaps, words: _ } =
                Candidates::of(segment, self.query.words());
            let mut found = letters | titles | rest | gaps_in_titles | gaps;
            let own = base..base + segment.len() as u32;
            found.extend(self.with_id.iter().filter(|number| own.contains(number)).map(|number| number - base));
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

/// Returns the record numbers of the tasks within those of a plan: only the indicators come after them.
fn tasks_among(records: Range<u32>, plan: &Plan) -> Range<u32> {
    let end = records.end.saturating_sub(plan.indicators.len() as u32);
    end.saturating_sub(plan.tasks.len() as u32)..end
}
