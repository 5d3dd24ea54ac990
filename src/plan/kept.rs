//! Derived values of each plan, kept for as long as nothing changes in the plan's dossier.
//!
//! A screen asks for counts and judgements after every change. Of thousands of plans one has changed.

use std::ops::Index;
use std::sync::{Arc, Weak};

use super::Dossier;
use crate::parallel::{FEW_PLANS, in_parts};

/// The last derived values of some dossiers, in their order.
#[derive(Debug)]
pub struct Kept<T> {
    known: Vec<(Weak<Dossier>, T)>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept { known: Vec::new() }
    }
}

impl<T> Kept<T> {
    /// Renews the values: `find` gives that of a dossier and its place. It is asked only about those that are not the same
    /// as last time.
    pub fn renew(&mut self, dossiers: &[Arc<Dossier>], find: impl Fn(usize, &Dossier) -> T + Sync)
    where
        T: Send,
    {
        // The weak reference keeps the place in memory from being another's.
        let is_known = |place: usize, now: &Arc<Dossier>| {
            self.known.get(place).is_some_and(|(then, _)| std::ptr::eq(then.as_ptr(), Arc::as_ptr(now)))
        };
        let changed = dossiers.iter().enumerate().filter(|(place, dossier)| !is_known(*place, dossier));
        let changed: Vec<(usize, &Arc<Dossier>)> = changed.collect();
        let find_all =
            |part: &[(usize, &Arc<Dossier>)]| part.iter().map(|(place, dossier)| find(*place, dossier)).collect();
        let found: Vec<Vec<T>> = in_parts(&changed, FEW_PLANS, find_all);
        self.known.truncate(dossiers.len());
        for ((place, dossier), found) in changed.into_iter().zip(found.into_iter().flatten()) {
            let now = (Arc::downgrade(dossier), found);
            match self.known.get_mut(place) {
                Some(known) => *known = now,
                None => self.known.push(now),
            }
        }
    }

    /// Returns the values of the dossiers, in their order.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &T> {
        self.known.iter().map(|(_, found)| found)
    }
}

/// The value of the dossier at a position.
impl<T> Index<usize> for Kept<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        &self.known[place].1
    }
}
