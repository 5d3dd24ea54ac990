//! A background worker with one pending request: only the latest request is answered.
//!
//! Typing can be faster than searching. A new request replaces one that is still pending. Each request gets a
//! generation number, which its answers carry, and a callback reports each answer. Work may answer in steps, and can
//! check whether a newer request is pending in order to stop. The worker serves any background work; searching is
//! [`Worker::searching`].

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Index, Query, Results};

/// The number of a request, from 1.
pub type Generation = u64;

/// An answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<O> {
    /// The request that is answered.
    pub generation: Generation,
    /// The number of this answer to the request, from 1.
    pub step: u32,
    /// The result; `None` if the work panicked.
    pub outcome: Option<O>,
}

/// A thread that works on one request at a time and keeps the latest answer. It ends when this is dropped.
#[derive(Debug)]
pub struct Worker<I, O> {
    slot: Arc<Slot<I, O>>,
    thread: Option<JoinHandle<()>>,
}

/// A search request.
#[derive(Debug, Clone)]
pub struct Request {
    /// A parsed query.
    pub query: Query,
    /// The index to search.
    pub index: Arc<Index>,
    /// The maximum number of hits.
    pub limit: usize,
}

impl Worker<Request, Arc<Results>> {
    /// Starts a worker that searches in steps, and calls `wake` after each.
    ///
    /// # Errors
    /// Fails if the system refuses a thread.
    pub fn searching(wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        let search = |request: Request, reply: &Reply<'_, Request, Arc<Results>>| {
            let outdated = reply.outdated();
            let Request { query, index, limit } = request;
            index.search_in_steps(&query, limit, &outdated, |results| reply.show(Arc::new(results)));
        };
        Worker::spawn_in_steps(search, wake)
    }
}

/// The channel through which work answers.
pub struct Reply<'a, I, O> {
    slot: &'a Slot<I, O>,
    generation: Generation,
    wake: &'a dyn Fn(),
}

impl<I, O> Reply<'_, I, O> {
    /// Answers, replacing the answer before.
    pub fn show(&self, outcome: O) {
        self.answer(Some(outcome));
    }

    /// Returns a check for a newer request, after which the rest of this work is useless.
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

    /// Returns a check for the end of the worker.
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
        // The receiver may be gone, and its callback may panic; the worker must survive that.
        let _ = catch_unwind(AssertUnwindSafe(|| (self.wake)()));
    }
}

impl<I: Send + 'static, O: Clone + Send + 'static> Worker<I, O> {
    /// Starts a worker that does `work` and calls `wake` after each answer.
    ///
    /// # Errors
    /// Fails if the system refuses a thread.
    pub fn spawn(work: impl Fn(I) -> O + Send + 'static, wake: impl Fn() + Send + 'static) -> io::Result<Self> {
        Worker::spawn_in_steps(move |request, reply: &Reply<'_, I, O>| reply.show(work(request)), wake)
    }

    /// Starts a worker whose work may answer several times; `wake` is called after each answer.
    ///
    /// # Errors
    /// Fails if the system refuses a thread.
    pub fn spawn_in_steps(
        work: impl Fn(I, &Reply<'_, I, O>) + Send + 'static,
        wake: impl Fn() + Send + 'static,
    ) -> io::Result<Self> {
        let slot = Arc::new(Slot { state: Mutex::new(State::default()), asked: Condvar::new() });
        let theirs = Arc::clone(&slot);
        let thread = thread::Builder::new().name("worker".to_string()).spawn(move || {
            while let Some((generation, request)) = theirs.next() {
                let reply = Reply { slot: &theirs, generation, wake: &wake };
                // A panic is answered with `None`; whatever the work left behind is dropped with its request.
                if catch_unwind(AssertUnwindSafe(|| work(request, &reply))).is_err() {
                    reply.answer(None);
                }
            }
        })?;
        Ok(Worker { slot, thread: Some(thread) })
    }

    /// Submits a request, which replaces a pending one. Returns the generation number of its answers.
    pub fn submit(&self, request: I) -> Generation {
        let mut state = self.slot.lock();
        state.generation += 1;
        state.pending = Some((state.generation, request));
        self.slot.asked.notify_one();
        state.generation
    }

    /// Returns the latest answer, which may belong to an earlier request.
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

    /// Waits for a request; `None` once there will be no more.
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
    fn work_answers_in_steps_until_a_newer_request() {
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
    fn a_search_is_answered_in_the_background() {
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
