//! A worker with one pending slot: what is asked last is what is answered.
//!
//! Typing asks faster than a search may answer. A request that still waits is replaced by the next one; each
//! gets a generation number, answers carry it, and the asker is woken. Work may answer in steps, and may ask whether
//! a newer request waits, so as to leave off. The worker serves any such background work; searching is
//! [`Worker::searching`].

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Index, Query, Results};

/// The number of a request, counted from 1.
pub type Generation = u64;

/// The outcome of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<O> {
    /// To which request.
    pub generation: Generation,
    /// The number of the answer to it, counted from 1.
    pub step: u32,
    /// The outcome; `None` when the work panicked.
    pub outcome: Option<O>,
}

/// A thread that works on one request at a time and keeps the latest answer. It stops when this is dropped.
#[derive(Debug)]
pub struct Worker<I, O> {
    slot: Arc<Slot<I, O>>,
    thread: Option<JoinHandle<()>>,
}

/// A request to search.
#[derive(Debug, Clone)]
pub struct Request {
    /// A parsed query.
    pub query: Query,
    /// The place.
    pub index: Arc<Index>,
    /// The most hits to return.
    pub limit: usize,
}

impl Worker<Request, Arc<Results>> {
    /// A worker that searches in steps, and calls `wake` after each.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn searching(wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        let search = |request: Request, reply: &Reply<'_, Request, Arc<Results>>| {
            let outdated = reply.outdated();
            let Request { query, index, limit } = request;
            index.search_in_steps(&query, limit, &outdated, |results| reply.show(Arc::new(results)));
        };
        Worker::spawn_in_steps(search, wake)
    }
}

/// The channel by which a worker answers.
pub struct Reply<'a, I, O> {
    slot: &'a Slot<I, O>,
    generation: Generation,
    wake: &'a dyn Fn(),
}

impl<I, O> Reply<'_, I, O> {
    /// Answers, instead of what was answered before.
    pub fn show(&self, outcome: O) {
        self.answer(Some(outcome));
    }

    /// Tells whether another request waits, so that nobody needs the rest of this work.
    pub fn outdated(&self) -> impl Fn() -> bool + Sync + use<'_, I, O>
    where
        I: Send,
        O: Send,
    {
        let slot = self.slot;
        move || {
            let state = slot.lock();
            state.pending.is_some() || state.stopping
        }
    }

    /// Tells whether the worker is to end.
    pub fn stopping(&self) -> impl Fn() -> bool + Sync + use<'_, I, O>
    where
        I: Send,
        O: Send,
    {
        let slot = self.slot;
        move || slot.lock().stopping
    }

    fn answer(&self, outcome: Option<O>) {
        let mut state = self.slot.lock();
        let before = state.answer.as_ref().filter(|answer| answer.generation == self.generation);
        let step = before.map_or(1, |answer| answer.step + 1);
        state.answer = Some(Answer { generation: self.generation, step, outcome });
        drop(state);
        // Whoever was to be woken may be gone; the worker has to last until it is dropped all the same.
        let _ = catch_unwind(AssertUnwindSafe(|| (self.wake)()));
    }
}

impl<I: Send + 'static, O: Clone + Send + 'static> Worker<I, O> {
    /// A worker that does `work` and calls `wake` after each answer.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn(work: impl Fn(I) -> O + Send + 'static, wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        Worker::spawn_in_steps(move |request, reply: &Reply<'_, I, O>| reply.show(work(request)), wake)
    }

    /// A worker whose work answers as often as it likes; `wake` is called after each answer.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn spawn_in_steps(
        work: impl Fn(I, &Reply<'_, I, O>) + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> io::Result<Self> {
        let slot = Arc::new(Slot { state: Mutex::new(State::default()), asked: Condvar::new() });
        let theirs = Arc::clone(&slot);
        let thread = thread::Builder::new().name("worker".to_string()).spawn(move || {
            while let Some((generation, request)) = theirs.next() {
                let reply = Reply { slot: &theirs, generation, wake: &wake };
                // A panic is answered with nothing; what the work left behind is dropped with its request.
                if catch_unwind(AssertUnwindSafe(|| work(request, &reply))).is_err() {
                    reply.answer(None);
                }
            }
        })?;
        Ok(Worker { slot, thread: Some(thread) })
    }

    /// Asks for work; a request that still waits is forgotten. Returns the number that the answer will carry.
    pub fn submit(&self, request: I) -> Generation {
        let mut state = self.slot.lock();
        state.generation += 1;
        state.pending = Some((state.generation, request));
        self.slot.asked.notify_one();
        state.generation
    }

    /// The latest answer, which may be to an earlier request than the last.
    pub fn latest(&self) -> Option<Answer<O>> {
        self.slot.lock().answer.clone()
    }
}

impl<I, O> Drop for Worker<I, O> {
    fn drop(&mut self) {
        let mut state = self.slot.lock();
        state.stopping = true;
        state.pending = None;
        drop(state);
        self.slot.asked.notify_one();
        if let Some(thread) = self.thread.take() {
            // Panics are caught in the thread.
            let _ = thread.join();
        }
    }
}

#[derive(Debug)]
struct Slot<I, O> {
    state: Mutex<State<I, O>>,
    asked: Condvar,
}

#[derive(Debug)]
struct State<I, O> {
    generation: Generation,
    pending: Option<(Generation, I)>,
    answer: Option<Answer<O>>,
    stopping: bool,
}

impl<I, O> Default for State<I, O> {
    fn default() -> Self {
        State { generation: 0, pending: None, answer: None, stopping: false }
    }
}

impl<I, O> Slot<I, O> {
    fn lock(&self) -> MutexGuard<'_, State<I, O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a request; `None` when there will be no more.
    fn next(&self) -> Option<(Generation, I)> {
        let waiting = |state: &mut State<I, O>| state.pending.is_none() && !state.stopping;
        let mut state = self.asked.wait_while(self.lock(), waiting).unwrap_or_else(PoisonError::into_inner);
        state.pending.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Department, Departments};
    use std::sync::mpsc;

    #[test]
    fn a_newer_request_replaces_one_that_waits() {
        let (started, starts) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let (wake, woken) = mpsc::channel();
        let worker = Worker::spawn(
            move |n: u32| {
                started.send(n).unwrap();
                released.recv().unwrap();
                n * 10
            },
            move || wake.send(()).unwrap(),
        )
        .unwrap();
        assert_eq!(worker.latest(), None);
        worker.submit(1);
        assert_eq!(starts.recv(), Ok(1));
        worker.submit(2);
        let last = worker.submit(3);
        release.send(()).unwrap();
        woken.recv().unwrap();
        assert_eq!(worker.latest(), Some(Answer { generation: 1, step: 1, outcome: Some(10) }));
        assert_eq!(starts.recv(), Ok(3), "2 was replaced");
        release.send(()).unwrap();
        woken.recv().unwrap();
        assert_eq!(worker.latest(), Some(Answer { generation: last, step: 1, outcome: Some(30) }));
    }

    #[test]
    fn work_answers_in_steps_until_something_else_is_asked() {
        let (wake, woken) = mpsc::channel();
        let (go_on, told) = mpsc::channel::<()>();
        let work = move |n: u32, reply: &Reply<'_, u32, u32>| {
            for step in 0..3 {
                if reply.outdated()() {
                    return;
                }
                reply.show(n + step);
                told.recv().unwrap();
            }
        };
        let worker = Worker::spawn_in_steps(work, move || wake.send(()).unwrap()).unwrap();
        worker.submit(10);
        woken.recv().unwrap();
        go_on.send(()).unwrap();
        woken.recv().unwrap();
        assert_eq!(worker.latest(), Some(Answer { generation: 1, step: 2, outcome: Some(11) }));
        worker.submit(20);
        go_on.send(()).unwrap();
        woken.recv().unwrap();
        assert_eq!(worker.latest(), Some(Answer { generation: 2, step: 1, outcome: Some(20) }));
        (0..3).for_each(|_| go_on.send(()).unwrap());
    }

    #[test]
    fn a_panic_costs_one_answer_and_not_the_worker() {
        let (wake, woken) = mpsc::channel();
        let worker = Worker::spawn(|n: u32| 10 / n, move || wake.send(()).unwrap()).unwrap();
        let failing = worker.submit(0);
        woken.recv().unwrap();
        assert_eq!(worker.latest(), Some(Answer { generation: failing, step: 1, outcome: None }));
        let next = worker.submit(5);
        woken.recv().unwrap();
        assert_eq!(worker.latest(), Some(Answer { generation: next, step: 1, outcome: Some(2) }));
    }

    #[test]
    fn a_search_is_answered_beside_the_screen() {
        let (wake, woken) = mpsc::channel();
        let worker = Worker::searching(move || wake.send(()).unwrap()).unwrap();
        let name = "民政局".to_string();
        let department = Department::named(name);
        let index = Arc::new(Index::build(&[], &Departments::new(vec![department])));
        worker.submit(Request { query: Query::parse("mz").unwrap(), index, limit: 5 });
        woken.recv().unwrap();
        woken.recv().unwrap();
        let results = worker.latest().unwrap().outcome.unwrap();
        assert_eq!((results.total, results.hits[0].title.as_str()), (Some(1), "民政局"));
    }

    #[test]
    fn dropping_ends_the_thread() {
        let (wake, woken) = mpsc::channel::<()>();
        let worker = Worker::spawn(|n: u32| n, move || wake.send(()).unwrap()).unwrap();
        drop(worker);
        assert!(woken.recv().is_err(), "the thread has let go of its end");
    }
}
