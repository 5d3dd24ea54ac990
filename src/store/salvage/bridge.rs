//! Bridges over lost entries: what a lost entry made of a record is told by the next entry that changes it.
//!
//! Changes are looked at in the form that they have in the journal, so that every sort of record is treated alike.

use std::collections::HashMap;

use serde_json::Value;

use crate::plan::Change;
use crate::plan::dossier::{Dossiers, apply};

/// What the entries so far made of each record that they changed.
#[derive(Debug, Default)]
pub(super) struct Latest {
    records: HashMap<String, Value>,
}

impl Latest {
    /// Takes note of changes that were applied.
    pub(super) fn note(&mut self, changes: &[Change]) {
        for change in changes {
            if let Some((record, _, after)) = parts(change) {
                self.records.insert(record, after);
            }
        }
    }

    /// The changes with what must come before each so that it can be applied; `None` when nothing helps.
    pub(super) fn fitted(&self, dossiers: &Dossiers, changes: &[Change]) -> Option<Vec<Change>> {
        let mut dossiers = dossiers.clone();
        let mut latest = Latest { records: self.records.clone() };
        let mut fitted = Vec::new();
        for change in changes {
            if apply(&mut dossiers, change).is_err() {
                let bridge = latest.bridge_to(change)?;
                apply(&mut dossiers, &bridge).ok()?;
                apply(&mut dossiers, change).ok()?;
                fitted.push(bridge);
            }
            latest.note(std::slice::from_ref(change));
            fitted.push(change.clone());
        }
        Some(fitted)
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

/// Which record a change is of, and what the record was and is.
fn parts(change: &Change) -> Option<(String, Value, Value)> {
    let mut value = serde_json::to_value(change).ok()?;
    let members = value.as_object_mut()?;
    let before = members.remove("before").unwrap_or_default();
    let after = members.remove("after").unwrap_or_default();
    Some((value.to_string(), before, after))
}
