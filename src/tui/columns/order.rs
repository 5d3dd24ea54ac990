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

/// Returns the places of the rows of a table in another order. Headings are left out, and rows of the same key stay in
/// the order that they have.
pub fn order(state: &State, table: &Table, sorting: Sorting, rows: usize) -> Option<Vec<usize>> {
    let column = table.columns.iter().find(|column| column.name == sorting.column)?;
    // There are few keys where there are very many rows.
    let mut by_key: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    let key = keys(state, column);
    for row in (0..rows).filter(|row| table.heading_of(state, *row).is_none()) {
        by_key.entry(key(row)).or_default().push(row);
    }
    let missing = by_key.remove(&Key::Missing).unwrap_or_default();
    let sorted: Vec<usize> = if sorting.reverse {
        by_key.into_values().rev().flatten().chain(missing).collect()
    } else {
        by_key.into_values().flatten().chain(missing).collect()
    };
    Some(sorted)
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
