//! Scoped data parallelism. No thread outlives the call that started it, and where the system refuses threads, the
//! calling thread does the work alone.

use std::io;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Builder, ScopedJoinHandle};

/// The number of plans up to which one thread searches them all, since starting others would take longer.
pub const FEW_PLANS: usize = 128;

/// Returns the number of threads that can run at once.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, |threads| threads.get())
}

/// Splits `all` into one part per processor and returns the results of `work` in order. Up to `few` items are done as
/// one part in the calling thread.
pub fn in_parts<T: Sync, R: Send>(all: &[T], few: usize, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    if all.len() <= few {
        return vec![work(all)];
    }
    let (own, others) = all.split_at(all.len().div_ceil(processors()));
    let work = &work;
    thread::scope(|scope| {
        let start = |part| (part, Builder::new().spawn_scoped(scope, move || work(part)).ok());
        let helpers: Vec<_> = others.chunks(own.len()).map(start).collect();
        let mut done = vec![work(own)];
        done.extend(helpers.into_iter().map(|(part, helper)| helper.map_or_else(|| work(part), joined)));
        done
    })
}

/// Runs `pieces` pieces of work, numbered from 0, on up to `threads` threads, each with a state made by `start`.
/// Returns the states, or `None` if `outdated` returned true before the work was done.
pub fn in_pieces<S: Send>(
    threads: usize,
    pieces: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) + Sync,
    outdated: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<S>> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut state = start();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return Some(state);
            }
            if outdated() {
                return None;
            }
            work(&mut state, piece);
        }
    };
    thread::scope(|scope| {
        let helpers = threads.min(pieces).saturating_sub(1);
        let helpers: Vec<_> = (0..helpers).filter_map(|_| Builder::new().spawn_scoped(scope, run).ok()).collect();
        let mut states = vec![run()];
        states.extend(helpers.into_iter().map(joined));
        states.into_iter().collect()
    })
}

/// Runs a producer in this thread and a consumer on one thread per processor, connected by a queue of at most `ahead`
/// items. `produce` gets a function that sends an item and returns false once no consumer is left; `consume` gets one
/// that receives an item and returns `None` after the last.
///
/// # Errors
/// Fails if the system refuses a thread.
pub fn streamed<T: Send, P, R: Send>(
    ahead: usize,
    produce: impl FnOnce(&dyn Fn(T) -> bool) -> P,
    consume: impl Fn(&dyn Fn() -> Option<T>) -> R + Sync,
) -> io::Result<(P, Vec<R>)> {
    let (sender, things) = sync_channel::<T>(ahead);
    // Only the consumers hold the receiver, so the channel closes when they are gone.
    let things = Arc::new(Mutex::new(things));
    let consume = &consume;
    thread::scope(|scope| {
        let start = |_| {
            let things = Arc::clone(&things);
            let next = move || things.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
            Builder::new().spawn_scoped(scope, move || consume(&next))
        };
        let workers: Vec<_> = (0..processors()).map(start).collect::<io::Result<_>>()?;
        drop(things);
        let produced = produce(&|thing| sender.send(thing).is_ok());
        drop(sender);
        Ok((produced, workers.into_iter().map(joined).collect()))
    })
}

/// Joins a thread and propagates its panic.
fn joined<R>(thread: ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_processed_once_and_results_keep_the_order() {
        for count in [0, 1, 8, 9, 87] {
            let all: Vec<usize> = (0..count).collect();
            let done = in_parts(&all, 8, <[usize]>::to_vec);
            assert_eq!(done.concat(), all);
        }
    }

    #[test]
    fn pieces_are_processed_once_each_unless_cancelled() {
        let done = in_pieces(4, 100, Vec::new, |own: &mut Vec<usize>, piece| own.push(piece), &|| false);
        let mut done = done.unwrap().concat();
        done.sort_unstable();
        assert_eq!(done, (0..100).collect::<Vec<_>>());
        assert_eq!(in_pieces(4, 100, || (), |(), _| (), &|| true), None);
    }

    #[test]
    fn results_are_consumed_as_they_come_and_the_consumer_can_stop() {
        let consume = |next: &dyn Fn() -> Option<u32>| std::iter::from_fn(next).sum::<u32>();
        let (made, sums) = streamed(2, |hand_out| (1..=100).filter(|n| hand_out(*n)).count(), consume).unwrap();
        assert_eq!((made, sums.iter().sum::<u32>()), (100, 5050));
        let (made, _) =
            streamed(2, |hand_out| (0..).take_while(|n| hand_out(*n)).count(), |next| next().is_some()).unwrap();
        assert!(made <= processors() + 2, "{made}");
    }
}
