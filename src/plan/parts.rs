//! Work on very many things, done in parts by several threads.

use std::panic::resume_unwind;
use std::thread;

/// The number of plans up to which one thread looks through them.
pub const FEW_PLANS: usize = 128;

/// Returns the results of `work` on one part for each processor, in their order; on all at once where they are no
/// more than `few`, which are done before another thread has begun.
pub fn in_parts<T: Sync, R: Send>(all: &[T], few: usize, work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    if all.len() <= few {
        return vec![work(all)];
    }
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get());
    let (own, others) = all.split_at(all.len().div_ceil(threads));
    let work = &work;
    thread::scope(|scope| {
        let start = |part| (part, thread::Builder::new().spawn_scoped(scope, move || work(part)).ok());
        let helpers: Vec<_> = others.chunks(own.len()).map(start).collect();
        let mut done = vec![work(own)];
        for (part, helper) in helpers {
            done.push(match helper {
                Some(helper) => helper.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // Where the system gives no thread, there is this one.
                None => work(part),
            });
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thing_is_worked_on_once_and_in_its_order() {
        for count in [0, 1, 8, 9, 87] {
            let all: Vec<usize> = (0..count).collect();
            let done = in_parts(&all, 8, <[usize]>::to_vec);
            assert_eq!(done.concat(), all);
        }
    }
}
