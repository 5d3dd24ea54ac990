//! News for a session: what others have changed, and how soon it is drawn.
//!
//! At a desk with many people something changes all the time, and each change is to be drawn on every screen. So news
//! knocks once until it is collected, and what comes soon after a frame waits for the next one.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::desk::{Desk, Published};

/// The most changes by others that wait to be told; older ones are seen all the same.
const MOST: usize = 8;

/// The time between frames that only news causes: half of what a change may take to be seen by everybody.
const EVERY: Duration = Duration::from_millis(50);

/// The latest changes, from other threads.
#[derive(Default)]
pub struct Mailbox {
    published: Mutex<Vec<Published>>,
    /// True if the session was woken since the mailbox was last emptied.
    knocked: AtomicBool,
}

impl Mailbox {
    /// Makes the desk put what is published into the mailbox, as long as there is one, and `knock` then.
    pub fn subscribe(self: &Arc<Self>, desk: &Desk, knock: impl Fn() + Send + 'static) {
        let mailbox = Arc::downgrade(self);
        desk.subscribe(move |published| {
            let Some(mailbox) = mailbox.upgrade() else { return false };
            mailbox.put(published);
            knock();
            true
        });
    }

    /// Puts a change in.
    pub fn put(&self, published: &Published) {
        let mut waiting = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() == MOST {
            waiting.remove(0);
        }
        waiting.push(published.clone());
    }

    /// Drops the news of a change that the session made itself.
    pub fn drop_own(&self, seq: u64) {
        self.published.lock().unwrap_or_else(PoisonError::into_inner).retain(|published| published.seq != seq);
    }

    /// Takes the changes that are there. The next one wakes the session again.
    pub fn take(&self) -> Vec<Published> {
        self.knocked.store(false, Ordering::Release);
        std::mem::take(&mut *self.published.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns a function that wakes the session, once until the mailbox is emptied.
    pub fn knocking(self: &Arc<Self>, wake: impl Fn() + Clone + Send + 'static) -> impl Fn() + Clone + Send + 'static {
        let mailbox = Arc::downgrade(self);
        move || {
            if mailbox.upgrade().is_some_and(|mailbox| !mailbox.knocked.swap(true, Ordering::AcqRel)) {
                wake();
            }
        }
    }
}

/// The pace at which news is drawn.
pub struct Pace {
    drawn: Instant,
    waits: bool,
}

impl Pace {
    /// Creates a pace that begins with a frame drawn now.
    pub fn new() -> Pace {
        Pace { drawn: Instant::now(), waits: false }
    }

    /// Takes note of news. Returns true if it has to wait.
    pub fn hold(&mut self) -> bool {
        self.waits = self.drawn.elapsed() < EVERY;
        self.waits
    }

    /// Returns the time that waiting news still has to wait.
    pub fn patience(&self) -> Option<Duration> {
        self.waits.then(|| EVERY.saturating_sub(self.drawn.elapsed()))
    }

    /// Takes note that all news has been taken, and drawn if `is_drawn`.
    pub fn has_taken(&mut self, is_drawn: bool) {
        self.waits = false;
        if is_drawn {
            self.drawn = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn news_knocks_once_until_it_is_collected() {
        let mailbox = Arc::new(Mailbox::default());
        let (sender, knocks) = channel();
        let knock = mailbox.knocking(move || sender.send(()).unwrap());
        knock();
        knock();
        assert_eq!(knocks.try_iter().count(), 1);
        mailbox.take();
        knock();
        knock();
        assert_eq!(knocks.try_iter().count(), 1, "whatever came after it was looked into is knocked for");
        mailbox.take();
        drop(mailbox);
        knock();
        assert_eq!(knocks.try_iter().count(), 0, "nobody is left to be woken");
    }

    #[test]
    fn what_comes_long_after_a_frame_need_not_wait_and_what_comes_at_once_does() {
        let long_ago = Instant::now().checked_sub(2 * EVERY).unwrap();
        let mut pace = Pace { drawn: long_ago, waits: false };
        assert!(!pace.hold());
        assert_eq!(pace.patience(), None);
        let mut pace = Pace { drawn: Instant::now() + EVERY, waits: false };
        assert!(pace.hold());
        assert_eq!(pace.patience(), Some(EVERY));
        for is_drawn in [false, true] {
            pace.has_taken(is_drawn);
            assert_eq!(pace.patience(), None, "nothing waits any more");
        }
    }
}
