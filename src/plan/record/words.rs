//! Records in words: what a history lists and what a person is asked about.

use std::fmt::Display;

use super::{Change, Dossier};
use crate::plan::{Assignment, Edit, ItemId};
use crate::text::Language;

/// One field of a record before and after, in words; empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's name.
    pub field: &'static str,
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
}

/// The subject of a record, for its wording.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The item, unless the record is one of a whole plan.
    pub item: Option<&'a ItemId>,
    /// The plan's dossier, if the plan is there.
    pub dossier: Option<&'a Dossier>,
    /// In which language to tell it.
    pub language: Language,
}

impl About<'_> {
    /// Returns the division of work that the document states for the item.
    pub fn stated(&self) -> Assignment {
        let stated = self.dossier.zip(self.item).and_then(|(dossier, item)| {
            let of_task = dossier.plan.task(item).map(|task| &task.stated);
            of_task.or_else(|| dossier.plan.indicator(item).map(|indicator| &indicator.stated))
        });
        stated.cloned().unwrap_or_default()
    }
}

/// A record that can be told in words, field by field.
pub trait InWords: Sized {
    /// Returns the name and the content of every field, empty where there is nothing. All records of a kind have the
    /// same fields in the same order, also one that does not exist.
    fn fields(record: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)>;

    /// Returns the record that says what holds without this one, where that is not nothing.
    fn without(&self) -> Option<Self> {
        None
    }
}

/// Returns a value in words, or nothing where there is none.
pub fn told<T, W: Display>(value: Option<T>, say: impl FnOnce(T) -> W) -> String {
    value.map(|value| say(value).to_string()).unwrap_or_default()
}

impl<T: InWords> Edit<T> {
    pub(super) fn fields(&self, about: &About<'_>) -> [Vec<(&'static str, String)>; 2] {
        let without = |other: &Option<T>| other.as_ref().and_then(T::without);
        let (before, after) = (without(&self.after), without(&self.before));
        [self.before.as_ref().or(before.as_ref()), self.after.as_ref().or(after.as_ref())]
            .map(|record| T::fields(record, about))
    }
}

impl Change {
    /// Returns the fields in which the record differs before and after. The dossier, where there is one, knows what the
    /// document states.
    pub fn differences(&self, dossier: Option<&Dossier>, language: Language) -> Vec<Difference> {
        let [before, after] = self.fields(&About { item: self.item(), dossier, language });
        let fields = before.into_iter().zip(after);
        let differing = fields.filter(|((_, before), (_, after))| before != after);
        differing.map(|((field, before), (_, after))| Difference { field, before, after }).collect()
    }
}
