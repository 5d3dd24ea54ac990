//! The indexer: keeps one index, shared by all sessions of a process, up to date with the data.
//!
//! It works on a background thread. At the start it loads the stored segments, builds what is missing or outdated, and
//! stores the result for the next start.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::worker::{Reply, Worker};
use super::{Index, Segment};
use crate::plan::{Departments, Dossier};

/// Storage for segments between starts.
pub trait SegmentStore: Send {
    /// Loads the stored segments. The index finds out whether they are current.
    fn load(&self) -> Vec<Segment>;

    /// Stores these segments and deletes all others.
    fn save(&self, segments: &[Arc<Segment>]);
}

/// The data of a snapshot.
struct Data {
    dossiers: Vec<Arc<Dossier>>,
    departments: Arc<Departments>,
}

type Listener = Box<dyn Fn() -> bool + Send>;

#[derive(Default)]
struct Shared {
    index: Mutex<Option<Arc<Index>>>,
    /// The progress of the first index in per cent.
    progress: AtomicU32,
    listeners: Mutex<Vec<Listener>>,
}

/// Keeps an index up to date.
pub struct Indexer {
    worker: Worker<Data, ()>,
    shared: Arc<Shared>,
}

impl Indexer {
    /// Starts an indexer that loads and stores its segments there.
    ///
    /// # Errors
    /// Fails if the system refuses a thread.
    pub fn new(segments: impl SegmentStore + 'static) -> io::Result<Indexer> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let work = move |data: Data, reply: &Reply<'_, Data, ()>| theirs.follow(&data, &segments, reply);
        Ok(Indexer { worker: Worker::spawn_in_steps(work, || ())?, shared })
    }

    /// Indexes new data. Data from an earlier call that is not indexed yet is skipped.
    pub fn follow(&self, dossiers: Vec<Arc<Dossier>>, departments: Arc<Departments>) {
        self.worker.submit(Data { dossiers, departments });
    }

    /// Returns the newest index; `None` until the first one is built.
    pub fn latest(&self) -> Option<Arc<Index>> {
        locked(&self.shared.index).clone()
    }

    /// Returns the progress of the first index in per cent.
    pub fn progress(&self) -> u32 {
        self.shared.progress.load(Ordering::Relaxed)
    }

    /// Calls a listener after every new index and every progress, until it returns false.
    pub fn subscribe(&self, listener: impl Fn() -> bool + Send + 'static) {
        locked(&self.shared.listeners).push(Box::new(listener));
    }
}

impl Shared {
    fn follow(&self, data: &Data, segments: &impl SegmentStore, reply: &Reply<'_, Data, ()>) {
        let before = locked(&self.index).clone();
        let stopping = reply.stopping();
        let go_on = |done: usize, all: usize| {
            self.progress.store((done * 100 / all.max(1)) as u32, Ordering::Relaxed);
            if before.is_none() {
                self.tell();
            }
            !stopping()
        };
        let known = match &before {
            Some(index) if index.is_of(&data.dossiers, &data.departments) => return,
            Some(index) => index.segments().cloned().collect(),
            None => segments.load().into_iter().map(Arc::new).collect::<Vec<_>>(),
        };
        let made = match &before {
            Some(index) => index.renewed_while(&data.dossiers, &data.departments, &go_on),
            None => Index::from_segments(known.clone(), &data.dossiers, &data.departments, &go_on),
        };
        let Some(index) = made.map(Arc::new) else { return };
        *locked(&self.index) = Some(Arc::clone(&index));
        self.tell();
        let now: Vec<Arc<Segment>> = index.segments().cloned().collect();
        let is_known = |segment: &Arc<Segment>| known.iter().any(|known| Arc::ptr_eq(known, segment));
        if now.len() != known.len() || !now.iter().all(is_known) {
            segments.save(&now);
        }
    }

    fn tell(&self) {
        locked(&self.listeners).retain(|listener| listener());
    }
}

// A panic can't leave a value half written.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Department, Departments, Plan, PlanId, Term, Year};
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Storage that returns segments when the test says so, and reports what is stored.
    struct Told {
        give: Mutex<Receiver<Vec<Segment>>>,
        kept: Mutex<Sender<usize>>,
    }

    impl SegmentStore for Told {
        fn load(&self) -> Vec<Segment> {
            locked(&self.give).recv().unwrap()
        }

        fn save(&self, segments: &[Arc<Segment>]) {
            locked(&self.kept).send(segments.len()).unwrap();
        }
    }

    /// Returns a dossier of a plan that has only a title.
    fn dossier(title: &str) -> Arc<Dossier> {
        Arc::new(Dossier::new(Arc::new(Plan {
            title: title.to_string(),
            ..Plan::new(PlanId::new("a-2025").unwrap(), Term { first: Year(2021), last: Year(2025) })
        })))
    }

    #[test]
    fn missing_or_stale_segments_are_built_with_progress_and_stored() {
        for stale in [false, true] {
            let (give, given) = channel();
            let (keep, kept) = channel();
            let (tell, told) = channel();
            let indexer = Arc::new(Indexer::new(Told { give: Mutex::new(given), kept: Mutex::new(keep) }).unwrap());
            let watched = Arc::downgrade(&indexer);
            let tell = Mutex::new(tell);
            indexer.subscribe(move || {
                let Some(indexer) = watched.upgrade() else { return false };
                locked(&tell).send((indexer.latest().is_some(), indexer.progress())).unwrap();
                true
            });
            let name = "民政局".to_string();
            let departments = vec![Department::named(name)];
            indexer.follow(vec![dossier("新的")], Arc::new(Departments::new(departments)));
            assert!(indexer.latest().is_none() && told.try_recv().is_err(), "nothing is there to search in");
            give.send(if stale { vec![Segment::build(&[Arc::clone(&dossier("旧的").plan)])] } else { Vec::new() })
                .unwrap();
            let mut news = Vec::new();
            while news.last().is_none_or(|(made, _)| !made) {
                news.push(told.recv().unwrap());
            }
            assert!(news.len() > 1 && news.iter().all(|(_, progress)| *progress <= 100), "{news:?}");
            assert_eq!(kept.recv().unwrap(), 1, "the new shelf alone");
            let index = indexer.latest().unwrap();
            let total = |line: &str| index.search(&crate::search::Query::parse(line).unwrap(), 9).total;
            assert_eq!((total("新的"), total("旧的")), (Some(1), Some(0)));
        }
    }
}
