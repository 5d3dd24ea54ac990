//! The expected content of a store after a fault: everything that was acknowledged, and nothing that was not asked for.

use std::collections::BTreeMap;
use std::path::Path;

use plandesk::plan::Dossiers;
use plandesk::plan::dossier::apply_all;
use plandesk::store::{Repair, Store};

use super::child::OPTIONS;
use crate::support::store::*;

/// Pseudo-random numbers, the same for the same seed.
pub struct Random(pub u64);

impl Random {
    /// Takes the seed from the environment, otherwise from the clock, and prints it so that a failure can be repeated.
    pub fn seeded(what: &str) -> Random {
        let given = std::env::var("PLANDESK_FAULT_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().subsec_nanos();
        let seed = given.unwrap_or(u64::from(now));
        eprintln!("{what}: PLANDESK_FAULT_SEED={seed}");
        Random(seed)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// The record of a store over many faults.
pub struct Watch {
    model: Dossiers,
    seen: u64,
    acknowledged: Vec<(u64, String)>,
    /// The number of repairs at openings, by kind.
    pub mended: BTreeMap<&'static str, u64>,
}

impl Watch {
    /// Creates a closed store with one plan.
    pub fn begin(dir: &Path) -> Watch {
        let model = filled_store(dir, super::child::TASKS, 0);
        Watch { model, seen: 1, acknowledged: Vec::new(), mended: BTreeMap::new() }
    }

    /// Opens the store after a fault and compares it with the changes that were acknowledged before.
    pub fn check(&mut self, dir: &Path, acknowledged: Vec<(u64, String)>, round: &str) {
        let (store, opened) = Store::open_with(dir, OPTIONS).unwrap_or_else(|error| panic!("{round}: {error}"));
        let new = store.newest().map(|entry| entry.unwrap_or_else(|error| panic!("{round}: {error}")));
        let new: Vec<_> = new.take_while(|entry| entry.seq > self.seen).collect();
        let by_seq: BTreeMap<u64, &str> = new.iter().map(|entry| (entry.seq, entry.who.as_str())).collect();
        // A client may report late what it was told before an earlier fault; `finish` compares those.
        for (seq, who) in acknowledged.iter().filter(|(seq, _)| *seq > self.seen) {
            assert_eq!(by_seq.get(seq), Some(&who.as_str()), "{round}: entry {seq} was acknowledged and is lost");
        }
        for entry in new.iter().rev() {
            assert_eq!(entry.seq, self.seen + 1, "{round}");
            apply_all(&mut self.model, &entry.changes).unwrap();
            self.seen = entry.seq;
        }
        assert!(opened.dossiers == self.model, "{round}: the state is not what the history leads to");
        self.acknowledged.extend(acknowledged);
        for repair in opened.repairs {
            *self.mended.entry(kind(&repair).unwrap_or_else(|| panic!("{round}: {repair:?}"))).or_default() += 1;
        }
    }

    /// Compares the whole history with everything that was ever acknowledged, and returns the number of changes.
    pub fn finish(&self, dir: &Path) -> u64 {
        let (store, _) = Store::open_with(dir, OPTIONS).unwrap();
        let history = store.history().unwrap();
        assert!(replayed(&history) == self.model);
        for (seq, who) in &self.acknowledged {
            assert_eq!(&history[*seq as usize - 1].who, who, "entry {seq}");
        }
        drop(store);
        let damage: Vec<_> = Store::verify(dir).unwrap().findings.into_iter().filter(|f| f.is_damage()).collect();
        assert!(damage.is_empty(), "{damage:?}");
        self.acknowledged.len() as u64
    }
}

/// Returns the kind of a repair; `None` for one that neither a kill nor a power cut may make necessary.
fn kind(repair: &Repair) -> Option<&'static str> {
    match repair {
        Repair::Replayed { .. } => Some("entries replayed"),
        Repair::TornLine { .. } => Some("torn line cut off"),
        Repair::Rebuilt { .. } => Some("state rebuilt"),
        _ => None,
    }
}

/// Adds the counts of one store to the total.
pub fn add(all: &mut BTreeMap<&'static str, u64>, some: &BTreeMap<&'static str, u64>) {
    for (kind, times) in some {
        *all.entry(kind).or_default() += times;
    }
}
