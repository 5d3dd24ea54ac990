//! History (记录): what was changed, by whom and when, newest first.

use std::collections::HashSet;

use crate::desk::Since;
use crate::store::{Entry, brought_by};

use super::list::List;

/// One entry.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// The entry.
    pub entry: Entry,
    /// True if a later entry has taken it back.
    pub undone: bool,
    /// The person who brought it out of a backup, unless it was entered here.
    pub restored_by: Option<String>,
}

/// The list.
#[derive(Debug, Default)]
pub struct History {
    /// The entries, newest first.
    pub list: List<HistoryRow>,
}

impl History {
    /// Returns the newest entry that is listed.
    pub fn newest(&self) -> Option<&Entry> {
        self.list.rows().iter().map(|row| &row.entry).max_by_key(|entry| entry.seq)
    }

    /// Puts the entries into their usual order, the newest first. The cursor stays with its entry.
    pub fn refresh(&mut self) -> bool {
        let rows = self.list.rows();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(rows[*at].entry.seq));
        self.list.reorder(&order, true);
        true
    }

    /// Takes what the journal has more of.
    pub fn take(&mut self, since: Since) {
        self.refresh();
        let rows = since.entries.into_iter().rev().map(|entry| HistoryRow { entry, undone: false, restored_by: None });
        if since.follow {
            self.list.prepend(rows);
        } else {
            let current = self.list.current().map(|row| row.entry.seq);
            self.list.replace(rows.collect(), |row| Some(row.entry.seq) == current);
        }
        let (mut undone, mut restores) = (HashSet::new(), Vec::new());
        for row in self.list.rows_mut() {
            row.undone = undone.contains(&row.entry.seq);
            undone.extend(row.entry.undoes.filter(|_| !row.undone));
            row.restored_by = brought_by(row.entry.seq, &restores).map(str::to_string);
            restores.extend(row.entry.brought.map(|_| row.entry.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64, undoes: Option<u64>) -> Entry {
        Entry { seq, undoes, ..Entry::default() }
    }

    fn rows(history: &History) -> Vec<(u64, bool)> {
        history.list.rows().iter().map(|row| (row.entry.seq, row.undone)).collect()
    }

    #[test]
    fn what_comes_later_stands_above_and_may_have_taken_back_what_was_there() {
        let mut history = History::default();
        history.take(Since { entries: vec![entry(1, None), entry(2, None)], follow: false });
        assert_eq!(rows(&history), [(2, false), (1, false)]);
        history.take(Since { entries: vec![entry(3, Some(2))], follow: true });
        assert_eq!(rows(&history), [(3, false), (2, true), (1, false)]);
        assert_eq!(history.list.current().map(|row| row.entry.seq), Some(2), "the cursor stays on its entry");
        history.take(Since { entries: vec![entry(4, Some(3))], follow: true });
        assert_eq!(rows(&history), [(4, false), (3, true), (2, false), (1, false)], "brought back");
        history.take(Since { entries: vec![entry(1, None)], follow: false });
        assert_eq!(rows(&history), [(1, false)]);
        let restore = Entry { who: "李四".into(), brought: Some(2), ..entry(4, None) };
        let entries = vec![entry(1, None), entry(2, None), entry(3, None), restore, entry(5, None)];
        history.take(Since { entries, follow: false });
        let by: Vec<_> = history.list.rows().iter().map(|row| row.restored_by.as_deref()).collect();
        assert_eq!(by, [None, None, Some("李四"), Some("李四"), None]);
    }
}
