//! History (记录): what was changed, by whom and when, newest first.

use std::collections::HashSet;

use crate::store::Entry;

use super::list::List;

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The entry.
    pub entry: Entry,
    /// Whether a later entry has taken it back.
    pub undone: bool,
}

/// The list.
#[derive(Debug, Default)]
pub struct History {
    /// The entries, newest first.
    pub list: List<Row>,
}

impl History {
    /// Takes the journal's entries.
    pub fn fill(&mut self, entries: Vec<Entry>) {
        let mut undone = HashSet::new();
        for entry in entries.iter().rev() {
            if let (Some(seq), false) = (entry.undoes, undone.contains(&entry.seq)) {
                undone.insert(seq);
            }
        }
        let current = self.list.current().map(|row| row.entry.seq);
        let rows = entries.into_iter().rev().map(|entry| Row { undone: undone.contains(&entry.seq), entry });
        self.list.replace(rows.collect(), |row| Some(row.entry.seq) == current);
    }
}
