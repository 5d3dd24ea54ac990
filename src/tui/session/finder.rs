//! Searching for a session: an index that follows the data, and a worker that answers the latest query.

use std::io;
use std::sync::Arc;

use crate::desk::Snapshot;
use crate::search::worker::Request;
use crate::search::{Index, Query, Results, Worker};

/// How many hits are brought: more than a person looks through.
const LIMIT: usize = 200;

type IndexRequest = (Arc<Snapshot>, Option<Arc<Index>>);

/// Searches in the background.
pub struct Finder {
    indexer: Worker<IndexRequest, Arc<Index>>,
    searcher: Worker<Request, Arc<Results>>,
    index: Option<Arc<Index>>,
    /// The index that was asked for and has not come.
    indexing: Option<u64>,
    /// The query to be answered.
    query: Option<Query>,
    /// Its request, once there is an index to search in.
    searching: Option<u64>,
}

impl Finder {
    /// Begins to index a snapshot. `wake` is called when there is news to [`Finder::collect`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(snapshot: Arc<Snapshot>, wake: impl Fn() + Clone + Send + 'static) -> io::Result<Self> {
        let indexer = Worker::spawn(index, wake.clone())?;
        let searcher = Worker::searching(wake)?;
        let mut finder = Finder { indexer, searcher, index: None, indexing: None, query: None, searching: None };
        finder.renew(snapshot);
        Ok(finder)
    }

    /// Follows the data.
    pub fn renew(&mut self, snapshot: Arc<Snapshot>) {
        self.indexing = Some(self.indexer.submit((snapshot, self.index.clone())));
    }

    /// Asks for hits. What was asked before is not answered any more.
    pub fn ask(&mut self, query: Query) {
        self.searching = self.index.as_ref().map(|index| {
            let request = Request { query: query.clone(), index: Arc::clone(index), limit: LIMIT };
            self.searcher.submit(request)
        });
        self.query = Some(query);
    }

    /// Answers nothing that was asked so far.
    pub fn forget(&mut self) {
        self.query = None;
        self.searching = None;
    }

    /// Whether there is no index to search in yet.
    pub fn is_indexing(&self) -> bool {
        self.index.is_none()
    }

    /// The answer to what was asked last, once.
    pub fn collect(&mut self) -> Option<Arc<Results>> {
        if let Some(answer) = self.indexer.latest()
            && self.indexing == Some(answer.generation)
        {
            self.indexing = None;
            let first = self.index.is_none();
            self.index = answer.outcome.or(self.index.take());
            // What was asked before there was an index.
            if first && let Some(query) = self.query.clone() {
                self.ask(query);
            }
        }
        let answer = self.searcher.latest()?;
        if self.searching != Some(answer.generation) {
            return None;
        }
        self.searching = None;
        answer.outcome
    }
}

fn index((snapshot, before): IndexRequest) -> Arc<Index> {
    let dossiers: Vec<_> = snapshot.dossiers().cloned().collect();
    let departments = snapshot.departments();
    Arc::new(match before {
        Some(index) => index.renewed(&dossiers, departments),
        None => Index::build(&dossiers, departments),
    })
}
