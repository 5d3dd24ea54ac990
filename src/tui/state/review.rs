//! The form for a review's words: what was done, what is stuck, what comes next, what proves it.

use crate::desk::Draft;
use crate::plan::{FieldValue, ItemId, Period, RecordField, Review};

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
    /// What the fields held when their words were begun.
    before: [String; 4],
}

/// The fields in their order.
pub const FIELDS: [RecordField; 4] =
    [RecordField::Done, RecordField::Problem, RecordField::Next, RecordField::Evidence];

/// A review's words in the order of the form.
pub fn texts(review: Option<&Review>) -> [String; 4] {
    let review = review.cloned().unwrap_or_default();
    [review.done, review.problem, review.next, review.evidence].map(Option::unwrap_or_default)
}

impl Form {
    /// A form over what is recorded, with what was typed for a draft put in where there is one.
    pub fn new(
        items: Vec<ItemId>,
        period: Period,
        about: String,
        mut before: [String; 4],
        draft: Option<Draft>,
    ) -> Self {
        let mut texts = before.clone();
        if let Some(draft) = draft {
            for (n, (typed, began)) in draft.texts.into_iter().zip(draft.before).enumerate() {
                if typed != began && typed != before[n] {
                    // Should somebody have changed it since, saving it finds that out.
                    texts[n] = typed;
                    before[n] = began;
                }
            }
        }
        let fields = texts.map(|text| Field::lines(&text));
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

    /// What a field held when its words were begun.
    pub fn before(&self, field: usize) -> Option<FieldValue> {
        let words = &self.before[field];
        (!words.is_empty()).then(|| FieldValue::Words(words.clone()))
    }

    /// What is typed so far, to be kept.
    pub fn draft(&self) -> Draft {
        let texts = [0, 1, 2, 3].map(|n| self.fields[n].text().to_string());
        Draft { items: self.items.clone(), period: self.period, texts, before: self.before.clone() }
    }
}
