//! The history of a desk's data: who changed what, and when.

use super::{Desk, DeskError};
use crate::store::{Entry, Records, StoreError};

/// The part of the history after a known entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// True if the entries follow the known one; otherwise they are the whole history, for example after a restore.
    pub follow: bool,
}

impl Desk {
    /// Returns all entries in order.
    ///
    /// # Errors
    /// Fails if the journal can't be read.
    pub fn history(&self) -> Result<Vec<Entry>, DeskError> {
        self.reading(Records::all)
    }

    /// Returns the entries after a known one, reading only these.
    ///
    /// # Errors
    /// Fails if the journal can't be read.
    pub fn history_since(&self, known: Option<&Entry>) -> Result<Since, DeskError> {
        self.reading(|records| since(records.newest(), known))
    }
}

fn since(
    newest_first: impl Iterator<Item = Result<Entry, StoreError>>,
    known: Option<&Entry>,
) -> Result<Since, StoreError> {
    let (mut entries, mut follow) = (Vec::new(), false);
    for entry in newest_first {
        let entry = entry?;
        if known == Some(&entry) {
            follow = true;
            break;
        }
        entries.push(entry);
    }
    entries.reverse();
    Ok(Since { entries, follow })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64, who: &str) -> Entry {
        Entry { seq, who: who.into(), ..Entry::default() }
    }

    #[test]
    fn the_entries_after_a_known_one_are_returned_or_else_all() {
        let history = [entry(1, "甲"), entry(2, "乙"), entry(3, "甲")];
        let newest = || history.iter().rev().cloned().map(Ok);
        let told = |known: Option<Entry>| {
            let Since { entries, follow } = since(newest(), known.as_ref()).unwrap();
            (entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), follow)
        };
        assert_eq!(told(None), (vec![1, 2, 3], false));
        assert_eq!(told(Some(entry(1, "甲"))), (vec![2, 3], true));
        assert_eq!(told(Some(entry(3, "甲"))), (vec![], true));
        assert_eq!(told(Some(entry(2, "丙"))), (vec![1, 2, 3], false), "another history");
    }

    #[test]
    fn only_new_entries_are_read() {
        let newest = (0..2).rev().map(|seq| if seq == 1 { Ok(entry(seq, "甲")) } else { panic!("read on") });
        assert_eq!(since(newest, Some(&entry(1, "甲"))).unwrap(), Since { entries: vec![], follow: true });
    }
}
