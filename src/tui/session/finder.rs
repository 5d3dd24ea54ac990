//! Searching for a session: the index that all sessions share, and a worker that answers the latest query.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::search::worker::{Answer, Request};
use crate::search::{Index, Indexer, Query, Results, Worker};

/// The most hits brought: more than a person looks through.
const LIMIT: usize = 200;

/// Searches in the background.
pub struct Finder {
    indexer: Arc<Indexer>,
    /// The index to search instead of the indexer's.
    other: Option<Arc<Index>>,
    /// There is no searcher before something is searched for.
    searcher: Option<Worker<Request, Arc<Results>>>,
    wake: Option<Box<dyn Fn() + Send>>,
    /// The query to be answered.
    query: Option<Query>,
    /// Its request, once there is an index to search in, and how many answers have come.
    searching: Option<(u64, u32)>,
    /// The index that it was searched for in.
    searched: Weak<Index>,
    /// True while another index is worth a wake-up: hits are on the screen, or the first index is waited for.
    listening: Arc<AtomicBool>,
}

impl Finder {
    /// Creates a finder that calls `wake` when there is something to [`Finder::collect`], and `progress` when more of
    /// an index is made.
    pub fn new(
        indexer: Arc<Indexer>,
        wake: impl Fn() + Send + 'static,
        progress: impl Fn() + Clone + Send + 'static,
    ) -> Self {
        let listening = Arc::new(AtomicBool::new(true));
        let (listens, progress) = (Arc::downgrade(&listening), Mutex::new(progress));
        indexer.subscribe(move || {
            let Some(listens) = listens.upgrade() else { return false };
            if listens.load(Ordering::Relaxed) {
                progress.lock().unwrap_or_else(PoisonError::into_inner)();
            }
            true
        });
        // Subscribed first: no index comes unheard.
        listening.store(indexer.latest().is_none(), Ordering::Relaxed);
        let (searcher, query, searching, searched) = (None, None, None, Weak::new());
        Finder { indexer, other: None, searcher, wake: Some(Box::new(wake)), query, searching, searched, listening }
    }

    /// Searches another index from now on; with `None` the indexer's again.
    pub fn look_in(&mut self, other: Option<Arc<Index>>) {
        self.other = other;
    }

    fn index(&self) -> Option<Arc<Index>> {
        self.other.clone().or_else(|| self.indexer.latest())
    }

    /// Asks for hits. What was asked before is not answered any more.
    ///
    /// # Errors
    /// When the system gives no thread to search with.
    pub fn ask(&mut self, query: Query) -> io::Result<()> {
        if let Some(wake) = self.wake.take() {
            self.searcher = Some(Worker::searching(wake)?);
        }
        // Set first: no index comes unheard.
        self.listening.store(true, Ordering::Relaxed);
        self.searching = self.searcher.as_ref().zip(self.index()).map(|(searcher, index)| {
            self.searched = Arc::downgrade(&index);
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
        self.listening.store(self.indexer.latest().is_none(), Ordering::Relaxed);
    }

    /// Returns the part of the first index that is made, in per cent; `None` once there is an index to search.
    pub fn progress(&self) -> Option<u32> {
        self.indexer.latest().is_none().then(|| self.indexer.progress())
    }

    /// Returns true if there is an answer to the latest query that was not collected.
    pub fn is_answered(&self) -> bool {
        self.newest().is_some()
    }

    /// Returns the newest answer to what was asked last, once. What was asked is asked again when the data are other
    /// ones.
    ///
    /// # Errors
    /// When the system gives no thread to search with.
    pub fn collect(&mut self) -> io::Result<Option<Arc<Results>>> {
        if let Some(query) = &self.query
            && self.index().is_some_and(|index| !std::ptr::eq(self.searched.as_ptr(), Arc::as_ptr(&index)))
        {
            self.ask(query.clone())?;
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
