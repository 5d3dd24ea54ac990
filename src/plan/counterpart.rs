//! Counterparts: what a person decided about two indicators or tasks of different plans that rules took for the same
//! measure, or did not.

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use crate::text::{Label, Language};

/// A person's word on two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counterpart {
    /// They are the same measure, whatever their names.
    Same,
    /// They are not, however alike their names.
    Different,
}

impl Label for Counterpart {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Counterpart::Same => language.pick("同一项", "the same"),
            Counterpart::Different => language.pick("不同项", "different"),
        }
    }
}

/// Two items in the order in which a pair of them is kept, so that it doesn't matter which is named first.
pub fn pair<Id: Ord>(one: Id, other: Id) -> (Id, Id) {
    if other < one { (other, one) } else { (one, other) }
}

impl InWords for Counterpart {
    fn fields(counterpart: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let word = told(counterpart, |counterpart| counterpart.label(about.language));
        vec![(about.language.pick("对照", "counterpart"), word)]
    }
}
