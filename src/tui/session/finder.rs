//! Searching for a session: the index that all sessions share, and a worker that answers the latest query.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::desk::Snapshot;
use crate::search::worker::Request;
use crate::search::{Index, Indexer, Query, Results, Worker};

/// How many hits are brought: more than a person looks through.
const LIMIT: usize = 200;

/// Searches in the background.
pub struct Finder {
    indexer: Arc<Indexer>,
    searcher: Worker<Request, Arc<Results>>,
    index: Option<Arc<Index>>,
    /// The query to be answered.
    query: Option<Query>,
    /// Its request, once there is an index to search in, and how many answers have come.
    searching: Option<(u64, u32)>,
    /// As long as this is there, the indexer tells of news.
    _listening: Arc<()>,
}

impl Finder {
    /// Begins to listen to an indexer. `wake` is called when there is news to [`Finder::collect`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(indexer: Arc<Indexer>, wake: impl Fn() + Clone + Send + 'static) -> io::Result<Self> {
        let searcher = Worker::searching(wake.clone())?;
        let listening = Arc::new(());
        let (still_listening, wake) = (Arc::downgrade(&listening), Mutex::new(wake));
        indexer.subscribe(move || {
            let listens = still_listening.upgrade().is_some();
            if listens {
                wake.lock().unwrap_or_else(PoisonError::into_inner)();
            }
            listens
        });
        let index = indexer.latest();
        Ok(Finder { indexer, searcher, index, query: None, searching: None, _listening: listening })
    }

    /// Follows the data.
    pub fn renew(&mut self, snapshot: &Snapshot) {
        self.indexer.follow(snapshot.dossiers().cloned().collect(), Arc::clone(snapshot.departments()));
    }

    /// Asks for hits. What was asked before is not answered any more.
    pub fn ask(&mut self, query: Query) {
        self.searching = self.index.as_ref().map(|index| {
            let request = Request { query: query.clone(), index: Arc::clone(index), limit: LIMIT };
            (self.searcher.submit(request), 0)
        });
        self.query = Some(query);
    }

    /// Answers nothing that was asked so far.
    pub fn forget(&mut self) {
        self.query = None;
        self.searching = None;
    }

    /// How much of the first index is made, in per cent; none when there is one to search in.
    pub fn progress(&self) -> Option<u32> {
        self.index.is_none().then(|| self.indexer.progress())
    }

    /// The newest answer to what was asked last, once.
    pub fn collect(&mut self) -> Option<Arc<Results>> {
        if let Some(index) = self.indexer.latest() {
            let first = self.index.is_none();
            self.index = Some(index);
            // What was asked before there was an index.
            if first && let Some(query) = self.query.clone() {
                self.ask(query);
            }
        }
        let answer = self.searcher.latest()?;
        let (generation, steps) = self.searching?;
        if answer.generation != generation || answer.step <= steps {
            return None;
        }
        self.searching = Some((generation, answer.step));
        answer.outcome
    }
}
