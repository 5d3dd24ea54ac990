//! Sources: the rows of the appended tables, and other records, on which a sentence rests.

use std::collections::{BTreeMap, BTreeSet};

/// A row of an appended table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the table, from 1.
    pub table: u32,
    /// The number of the row, from 1.
    pub row: u32,
}

/// The sources of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    records: BTreeSet<&'static str>,
    rows: BTreeMap<u32, BTreeSet<u32>>,
}

impl Sources {
    /// Returns the text of the plan as a source.
    pub fn plan() -> Self {
        Sources::records("规划文本")
    }

    /// Returns records that are in no appended table as a source, with their name.
    pub fn records(name: &'static str) -> Self {
        Sources { records: BTreeSet::from([name]), rows: BTreeMap::new() }
    }

    /// Adds other sources.
    pub fn add(&mut self, others: Sources) {
        self.records.extend(others.records);
        for (table, rows) in others.rows {
            self.rows.entry(table).or_default().extend(rows);
        }
    }

    /// Returns true if there are no sources.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.rows.is_empty()
    }

    /// Returns the rows of the appended tables.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.rows.iter().flat_map(|(&table, rows)| rows.iter().map(move |&row| Place { table, row }))
    }

    /// Returns the sources as printed: 附表1：3、5—8；附表3：2; empty if there are none.
    pub fn words(&self) -> String {
        let records = self.records.iter().map(ToString::to_string);
        let tables = self.rows.iter().map(|(table, rows)| format!("附表{table}：{}", ranges(rows)));
        records.chain(tables).collect::<Vec<_>>().join("；")
    }

    /// Returns the rows as printed in the list of gaps: 附表1第3、5—8行.
    pub fn place(&self) -> String {
        let tables = self.rows.iter().map(|(table, rows)| format!("附表{table}第{}行", ranges(rows)));
        tables.collect::<Vec<_>>().join("，")
    }
}

impl FromIterator<Place> for Sources {
    fn from_iter<I: IntoIterator<Item = Place>>(places: I) -> Self {
        let mut sources = Sources::default();
        for place in places {
            sources.rows.entry(place.table).or_default().insert(place.row);
        }
        sources
    }
}

/// Returns row numbers as printed; three or more consecutive ones become a range.
fn ranges(rows: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let printed = runs.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}、{last}"),
        _ => format!("{first}—{last}"),
    });
    printed.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_name_rows_briefly() {
        let place = |table, row| Place { table, row };
        let sources: Sources =
            [place(2, 9), place(1, 5), place(1, 3), place(2, 7), place(2, 8), place(1, 4), place(1, 9), place(1, 10)]
                .into_iter()
                .collect();
        assert_eq!(sources.words(), "附表1：3—5、9、10；附表2：7—9");
        assert_eq!(sources.place(), "附表1第3—5、9、10行，附表2第7—9行");
        assert_eq!(Sources::plan().words(), "规划文本");
        assert_eq!(Sources::default().words(), "");
        assert_eq!(sources.places().count(), 8);
    }
}
