//! Bridges over lost entries: what a lost entry made of a record is told by the next entry that changes it.
//!
//! Changes are looked at in the form that they have in the journal, so that every sort of record is treated alike.

use std::collections::HashMap;

use serde_json::Value;

use crate::plan::Change;
use crate::plan::dossier::{Dossiers, apply, take_back};

/// The latest value of each record that an entry has changed, as the journal writes it.
#[derive(Debug, Default)]
pub(super) struct Latest {
    records: HashMap<String, Value>,
}

/// Changes with what had to come before some of them so that they could be applied.
pub(super) struct Fitted {
    /// All of them in order.
    pub changes: Vec<Change>,
    /// Those that found another value than they expected.
    pub bridged: Vec<Change>,
}

impl Latest {
    /// Takes note of changes that were applied.
    pub(super) fn note(&mut self, changes: &[Change]) {
        for change in changes {
            self.note_one(change);
        }
    }

    /// Takes note of a change, and returns its record with what was noted of it before.
    fn note_one(&mut self, change: &Change) -> Option<(String, Option<Value>)> {
        let (record, _, after) = parts(change)?;
        let before = self.records.insert(record.clone(), after);
        Some((record, before))
    }

    /// Applies changes with what must come before each so that it can be applied. Where nothing helps, nothing has
    /// changed, and the result is `None`.
    pub(super) fn fit(&mut self, dossiers: &mut Dossiers, changes: &[Change]) -> Option<Fitted> {
        let mut fitted = Fitted { changes: Vec::new(), bridged: Vec::new() };
        let mut noted = Vec::new();
        for change in changes {
            if apply(dossiers, change).is_err() {
                let bridge = self.bridge_to(change).filter(|bridge| apply(dossiers, bridge).is_ok());
                let is_bridged = bridge.is_some();
                fitted.changes.extend(bridge);
                if !is_bridged || apply(dossiers, change).is_err() {
                    // They were applied in this order, so they can be taken back.
                    let _ = take_back(dossiers, &fitted.changes);
                    self.forget(noted);
                    return None;
                }
                fitted.bridged.push(change.clone());
            }
            noted.extend(self.note_one(change));
            fitted.changes.push(change.clone());
        }
        Some(fitted)
    }

    fn forget(&mut self, noted: Vec<(String, Option<Value>)>) {
        for (record, before) in noted.into_iter().rev() {
            match before {
                Some(before) => drop(self.records.insert(record, before)),
                None => drop(self.records.remove(&record)),
            }
        }
    }

    /// The change that makes a record what another change expects to find.
    fn bridge_to(&self, change: &Change) -> Option<Change> {
        let (record, before, _) = parts(change)?;
        let mut bridge = serde_json::to_value(change).ok()?;
        bridge["before"] = self.records.get(&record).cloned().unwrap_or_default();
        bridge["after"] = before;
        serde_json::from_value(bridge).ok()
    }
}

/// The name of the record that a change is about, and its values before and after.
fn parts(change: &Change) -> Option<(String, Value, Value)> {
    let mut value = serde_json::to_value(change).ok()?;
    let members = value.as_object_mut()?;
    let before = members.remove("before").unwrap_or_default();
    let after = members.remove("after").unwrap_or_default();
    Some((value.to_string(), before, after))
}
