//! Applying entries after a gap: the next entry that changes a record reveals what the lost ones made of it.
//!
//! Changes are compared in their JSON form, so that all kinds of records are treated alike.

use std::collections::HashMap;

use serde_json::Value;

use crate::plan::Change;
use crate::plan::dossier::{Dossiers, apply, take_back};

/// The latest known value of each record that was changed, as JSON.
#[derive(Debug, Default)]
pub(super) struct Latest {
    records: HashMap<String, Value>,
}

/// The changes of an entry after a gap, completed so that they can be applied.
pub(super) struct Fitted {
    /// All changes, in order.
    pub changes: Vec<Change>,
    /// The changes of the entry that found another value than they expected.
    pub bridged: Vec<Change>,
}

impl Latest {
    /// Notes changes that were applied.
    pub(super) fn note(&mut self, changes: &[Change]) {
        for change in changes {
            self.note_one(change);
        }
    }

    /// Notes a change, and returns its record with the value noted before.
    fn note_one(&mut self, change: &Change) -> Option<(String, Option<Value>)> {
        let (record, _, after) = parts(change)?;
        let before = self.records.insert(record.clone(), after);
        Some((record, before))
    }

    /// Applies changes, each preceded by one that sets its record to the expected value if necessary. Returns `None`
    /// and applies nothing if that is impossible.
    pub(super) fn fit(&mut self, dossiers: &mut Dossiers, changes: &[Change]) -> Option<Fitted> {
        let mut fitted = Fitted { changes: Vec::new(), bridged: Vec::new() };
        let mut noted = Vec::new();
        for change in changes {
            if apply(dossiers, change).is_err() {
                let bridge = self.bridge_to(change).filter(|bridge| apply(dossiers, bridge).is_ok());
                let is_bridged = bridge.is_some();
                fitted.changes.extend(bridge);
                if !is_bridged || apply(dossiers, change).is_err() {
                    // They were just applied in this order, so undoing them can't fail.
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

    /// Returns the change that sets a record to the value that another change expects.
    fn bridge_to(&self, change: &Change) -> Option<Change> {
        let (record, before, _) = parts(change)?;
        let mut bridge = serde_json::to_value(change).ok()?;
        bridge["before"] = self.records.get(&record).cloned().unwrap_or_default();
        bridge["after"] = before;
        serde_json::from_value(bridge).ok()
    }
}

/// Returns the record that a change is about, and its values before and after.
fn parts(change: &Change) -> Option<(String, Value, Value)> {
    let mut value = serde_json::to_value(change).ok()?;
    let members = value.as_object_mut()?;
    let before = members.remove("before").unwrap_or_default();
    let after = members.remove("after").unwrap_or_default();
    Some((value.to_string(), before, after))
}
