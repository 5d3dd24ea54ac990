//! The account of a change in words: what a history lists and what a person is asked about.

use crate::plan::Change;
use crate::text::Language;

use super::Snapshot;

pub use crate::plan::record::Difference;

/// Returns the period or year that a change is about, and for an appraisal who spoke.
pub fn about(change: &Change, language: Language) -> Option<String> {
    change.record().about(language)
}

/// Returns the fields in which a change's record differs before and after. The snapshot knows what the document states.
pub fn differences(change: &Change, snapshot: &Snapshot, language: Language) -> Vec<Difference> {
    change.differences(snapshot.dossier(change.plan()).map(|dossier| &**dossier), language)
}
