//! The search page: a query and what was found.

use std::sync::Arc;

use crate::search::{Hit, Results};

use super::field::Field;
use super::list::List;

/// The page.
#[derive(Debug, Clone)]
pub struct Search {
    /// What is typed.
    pub query: Field,
    /// What was found, best first.
    pub list: List<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// Whether the answer to what is typed is still to come.
    pub waiting: bool,
    /// Whether Enter was pressed while waiting: the best hit is gone to as soon as it is known.
    pub go: bool,
    /// Why what is typed can't be searched for.
    pub fault: Option<String>,
}

impl Search {
    /// An empty page, or one that takes up an earlier query.
    pub fn new(query: &str) -> Self {
        let query = Field::line(query);
        let waiting = !query.is_empty();
        Search { query, list: List::default(), total: 0, waiting, go: false, fault: None }
    }

    /// Takes an answer. The cursor goes to the best hit.
    pub fn fill(&mut self, results: &Arc<Results>) {
        self.total = results.total;
        self.list.replace(results.hits.clone(), |_| false);
        super::list::Moves::go_to(&mut self.list, 0);
        self.waiting = false;
        self.fault = None;
    }
}
