//! Searching for a session: the index that all sessions share, and a worker that answers the latest query.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::search::worker::{Answer, Request};
use crate::search::{Indexer, Query, Results, Worker};

/// How many hits are brought: more than a person looks through.
const LIMIT: usize = 200;

/// Searches in the background.
pub struct Finder {
    indexer: Arc<Indexer>,
    /// There is no searcher before something is searched for.
    searcher: Option<Worker<Request, Arc<Results>>>,
    wake: Option<Box<dyn Fn() + Send>>,
    /// The query to be answered.
    query: Option<Query>,
    /// Its request, once there is an index to search in, and how many answers have come.
    searching: Option<(u64, u32)>,
    /// As long as this is there, the indexer tells of news: until the first index is made.
    listening: Option<Arc<()>>,
}

impl Finder {
    /// A finder that calls `wake` when there is something to [`Finder::collect`], and `progress` when more of the first
    /// index is made.
    pub fn new(
        indexer: Arc<Indexer>,
        wake: impl Fn() + Send + 'static,
        progress: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        let listening = Arc::new(());
        let (still_listening, progress) = (Arc::downgrade(&listening), Mutex::new(progress));
        indexer.subscribe(move || {
            let listens = still_listening.upgrade().is_some();
            if listens {
                progress.lock().unwrap_or_else(PoisonError::into_inner)();
            }
            listens
        });
        // Subscribed first: no index comes unheard.
        let listening = indexer.latest().is_none().then_some(listening);
        Finder { indexer, searcher: None, wake: Some(Box::new(wake)), query: None, searching: None, listening }
    }

    /// Asks for hits. What was asked before is not answered any more.
    ///
    /// # Errors
    /// When the system gives no thread to search with.
    pub fn ask(&mut self, query: Query) -> io::Result<()> {
        if let Some(wake) = self.wake.take() {
            self.searcher = Some(Worker::searching(wake)?);
        }
        self.searching = self.searcher.as_ref().zip(self.indexer.latest()).map(|(searcher, index)| {
            let request = Request { query: query.clone(), index, limit: LIMIT };
            (searcher.submit(request), 0)
        });
        self.query = Some(query);
        Ok(())
    }

    /// Answers nothing that was asked so far.
    pub fn forget(&mut self) {
        self.query = None;
        self.searching = None;
    }

    /// How much of the first index is made, in per cent; none when there is one to search in.
    pub fn progress(&self) -> Option<u32> {
        (self.listening.is_some() && self.indexer.latest().is_none()).then(|| self.indexer.progress())
    }

    /// Whether there is an answer to what was asked last that was not collected.
    pub fn is_answered(&self) -> bool {
        self.newest().is_some()
    }

    /// The newest answer to what was asked last, once.
    ///
    /// # Errors
    /// When the system gives no thread to search with.
    pub fn collect(&mut self) -> io::Result<Option<Arc<Results>>> {
        if self.listening.is_some() && self.indexer.latest().is_some() {
            self.listening = None;
            // What was asked before there was an index.
            if let Some(query) = self.query.take() {
                self.ask(query)?;
            }
        }
        let Some(answer) = self.newest() else { return Ok(None) };
        self.searching = Some((answer.generation, answer.step));
        Ok(answer.outcome)
    }

    fn newest(&self) -> Option<Answer<Arc<Results>>> {
        let (generation, steps) = self.searching?;
        let answer = self.searcher.as_ref()?.latest()?;
        (answer.generation == generation && answer.step > steps).then_some(answer)
    }
}
