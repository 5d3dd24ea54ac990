//! Work on very many things, done in parts by several threads.

use std::panic::resume_unwind;
use std::thread;

/// So many are worked on before another thread is worth its start.
const FEW: usize = 128;

/// What `work` makes of all things: of one part for each processor, in their order; of all at once where they are few.
pub fn in_parts<T: Sync, R: Send>(all: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    if all.len() <= FEW {
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
        for count in [0, 1, FEW, FEW + 1, 10 * FEW + 7] {
            let all: Vec<usize> = (0..count).collect();
            let done = in_parts(&all, <[usize]>::to_vec);
            assert_eq!(done.concat(), all);
        }
    }
}
