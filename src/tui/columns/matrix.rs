//! The columns of the matrix before those of its periods.

use std::borrow::Cow;

use super::task::{self, Rows};
use super::{Column, PLAIN, Table, Width};
use crate::tui::state::State;
use crate::tui::state::data::ItemKey;
use crate::tui::state::matrix::MatrixRow;
use crate::tui::view::matrix;
use crate::tui::words::Word;

/// The matrix.
pub const TABLE: Table = Table {
    name: "matrix",
    columns: COLUMNS,
    heading: Some(heading),
    empty: |_| Word::NoPlans,
    reserved: matrix::columns_of_periods,
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column { rank: 1, leaves: 20, edit: None, ..task::number::<Tasks>() },
    Column {
        width: Width::Grows { least: 16, most: 90, share: 3 },
        // There may be very many rows, with headings among them: they are not counted for each frame.
        counts: false,
        edit: None,
        ..task::title::<Tasks>()
    },
    // The matrix itself tells the status; sorted by this column, it is that of the period under the cursor.
    Column { rank: 8, leaves: 60, edit: None, ..task::status::<Tasks>() },
    Column { rank: 2, leaves: 40, edit: None, ..task::lead::<Tasks>() },
    Column { rank: 6, leaves: 50, edit: None, ..task::person::<Tasks>() },
    Column { rank: 3, leaves: 40, edit: None, ..task::due::<Tasks>() },
    Column { rank: 4, leaves: 40, edit: None, ..task::progress::<Tasks>() },
];

/// The tasks of the matrix.
struct Tasks;

impl Rows for Tasks {
    fn key(state: &State, row: usize) -> Option<ItemKey> {
        match state.lists.matrix.list.rows().get(row)? {
            MatrixRow::Task(key) => Some(*key),
            MatrixRow::Group(..) => None,
        }
    }
}

fn heading(state: &State, row: usize) -> Option<Cow<'_, str>> {
    match state.lists.matrix.list.rows().get(row)? {
        MatrixRow::Group(group, count) => Some(format!("{} ({count})", matrix::title(state, group)).into()),
        MatrixRow::Task(_) => None,
    }
}
