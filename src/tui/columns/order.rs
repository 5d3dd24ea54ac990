//! The order of a table's rows.

use std::collections::BTreeMap;

use super::{Column, Key, Table};
use crate::tui::state::State;

/// The order that a person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// The name of the column.
    pub column: &'static str,
    /// True if the order is reversed.
    pub reverse: bool,
}

/// Returns the places of the rows of a table in another order. In a table without sections,
/// headings are left out. Rows of the same key stay in the order that they have.
pub fn order(state: &State, table: &Table, sorting: Sorting, rows: usize) -> Option<Vec<usize>> {
    let column = table.columns.iter().find(|column| column.name == sorting.column)?;
    // There are few keys where there are very many rows.
    let mut sections: BTreeMap<u8, BTreeMap<Key, Vec<usize>>> = BTreeMap::new();
    let key = keys(state, column);
    let section = |row| table.section.map_or(0, |section| section(state, row));
    let takes_part = |row: &usize| {
        table.section.is_some() || (table.heading_of(state, *row).is_none() && (table.is_sorted)(state, *row))
    };
    for row in (0..rows).filter(takes_part) {
        let key = key((table.sorted_as)(state, row));
        sections.entry(section(row)).or_default().entry(key).or_default().push(row);
    }
    Some(sections.into_values().flat_map(|by_key| in_order(by_key, sorting.reverse)).collect())
}

fn in_order(mut by_key: BTreeMap<Key, Vec<usize>>, reverse: bool) -> Vec<usize> {
    let missing = by_key.remove(&Key::Missing).unwrap_or_default();
    if reverse {
        by_key.into_values().rev().flatten().chain(missing).collect()
    } else {
        by_key.into_values().flatten().chain(missing).collect()
    }
}

fn keys<'a>(state: &'a State, column: &'a Column) -> Box<dyn Fn(usize) -> Key + 'a> {
    match column.keys {
        Some(keys) => keys(state),
        None => Box::new(move |row| {
            let cell = (column.cell)(state, row);
            cell.filter(|cell| cell.text != state.signs().none).map_or(Key::Missing, |cell| Key::text(&cell.text))
        }),
    }
}
