//! What was worked out about a plan in a period, kept for as long as nothing changes in the plan's dossier.
//!
//! A screen asks for counts and judgements after every change. Of thousands of plans one has changed.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use super::{Dossier, Period, PlanId};

/// What was worked out last, by plan and period.
#[derive(Debug)]
pub struct Kept<T> {
    known: HashMap<(PlanId, Period), (Weak<Dossier>, Arc<T>)>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept { known: HashMap::new() }
    }
}

impl<T> Kept<T> {
    /// What `find` gives for a dossier and a period. It is asked only when the dossier is not the same as last time.
    pub fn of(&mut self, dossier: &Arc<Dossier>, period: Period, find: impl FnOnce(&Dossier, Period) -> T) -> Arc<T> {
        let now = Arc::downgrade(dossier);
        let key = (dossier.plan.id.clone(), period);
        if let Some((then, found)) = self.known.get(&key)
            && then.ptr_eq(&now)
        {
            return Arc::clone(found);
        }
        let found = Arc::new(find(dossier, period));
        self.known.insert(key, (now, Arc::clone(&found)));
        found
    }
}
