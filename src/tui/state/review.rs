//! The form for a review's words: what was done, what is stuck, what comes next, what proves it.

use serde::{Deserialize, Serialize};

use crate::plan::{ItemId, Period, Review};

use super::field::Field;

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The tasks that the words are for.
    pub items: Vec<ItemId>,
    /// The period.
    pub period: Period,
    /// What they are called, in words.
    pub about: String,
    /// Done, problem, next and evidence.
    pub fields: [Field; 4],
    /// The field with the keyboard.
    pub at: usize,
    /// What the fields held when the form was opened.
    before: [String; 4],
}

/// Words that were left without saving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The tasks that they are for.
    pub items: Vec<ItemId>,
    /// The period.
    pub period: Period,
    /// Done, problem, next and evidence.
    pub texts: [String; 4],
}

/// A review's words in the order of the form.
pub fn texts(review: Option<&Review>) -> [String; 4] {
    let review = review.cloned().unwrap_or_default();
    [review.done, review.problem, review.next, review.evidence].map(Option::unwrap_or_default)
}

impl Form {
    /// A form over what is recorded, with the words of a draft put in where there is one.
    pub fn new(items: Vec<ItemId>, period: Period, about: String, before: [String; 4], draft: Option<&Draft>) -> Self {
        let texts = draft.map_or(&before, |d| &d.texts);
        let fields = [0, 1, 2, 3].map(|n| Field::lines(&texts[n]));
        Form { items, period, about, fields, at: 0, before }
    }

    /// Whether a field differs from what is recorded.
    pub fn is_changed(&self, field: usize) -> bool {
        self.fields[field].text() != self.before[field]
    }

    /// Whether any field differs.
    pub fn is_any_changed(&self) -> bool {
        (0..4).any(|n| self.is_changed(n))
    }

    /// What is typed so far, to be kept.
    pub fn draft(&self) -> Draft {
        let texts = [0, 1, 2, 3].map(|n| self.fields[n].text().to_string());
        Draft { items: self.items.clone(), period: self.period, texts }
    }
}
