//! Identification of list rows without ids by their texts.

use std::collections::{BTreeSet, HashMap};

use crate::import::spreadsheet::{Fault, Filled, NamelessRow};
use crate::plan::ItemId;
use crate::text::fold::half_width;

use super::Snapshot;

/// The items with a certain text, each with the title of its plan.
type ByWords<'a> = HashMap<String, BTreeSet<(&'a str, &'a ItemId)>>;

/// Returns the letters and digits of a text in half width. Punctuation and blanks are often lost in a spreadsheet.
fn key(text: &str) -> String {
    text.chars().map(half_width).filter(|c| c.is_alphanumeric()).collect()
}

/// Returns the list with an id for each row without one whose text belongs to exactly one item.
pub(super) fn named(snapshot: &Snapshot, list: Filled) -> Filled {
    if list.nameless.is_empty() {
        return list;
    }
    let mut by_words = ByWords::new();
    for dossier in snapshot.dossiers() {
        let plan = &dossier.plan;
        let title = plan.title.as_str();
        for task in &plan.tasks {
            for words in [&task.title, &task.text, &format!("{}{}", task.number, task.title)] {
                by_words.entry(key(words)).or_default().insert((title, &task.id));
            }
        }
        for indicator in &plan.indicators {
            by_words.entry(key(&indicator.name)).or_default().insert((title, &indicator.id));
        }
    }
    list.named(|row| find(&by_words, row))
}

fn find(by_words: &ByWords, row: &NamelessRow) -> Result<ItemId, Fault> {
    let plan = row.plan.as_deref().map(key).filter(|plan| !plan.is_empty());
    let of_plan = |title: &str| plan.as_ref().is_none_or(|plan| key(title) == *plan);
    let mut left: Option<BTreeSet<&ItemId>> = None;
    for name in &row.names {
        let found = by_words.get(&key(name)).into_iter().flatten();
        let found: BTreeSet<&ItemId> = found.filter(|(title, _)| of_plan(title)).map(|(_, item)| *item).collect();
        left = Some(match left {
            Some(before) => before.intersection(&found).copied().collect(),
            None => found,
        });
    }
    let mut left = left.unwrap_or_default().into_iter();
    match (left.next(), left.next()) {
        (Some(item), None) => Ok(item.clone()),
        (Some(_), Some(_)) => Err(Fault::SeveralTexts),
        (None, _) => Err(Fault::NoSuchText),
    }
}
