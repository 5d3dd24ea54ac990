//! The columns of the history.

use super::{Cell, Column, Head, Key, PLAIN, TEXT, Table, WORDS, Width};
use crate::desk::account;
use crate::tui::state::State;
use crate::tui::state::history::HistoryRow;
use crate::tui::theme::Meaning;
use crate::tui::view::history::about;
use crate::tui::words::Word;

/// The history.
pub const TABLE: Table = Table { name: "history", columns: COLUMNS, ..PLAIN };

const COLUMNS: &[Column] = &[
    Column {
        name: "entry",
        head: Head::Word(Word::EntryNumber),
        right: true,
        width: Width::Of(5, 6),
        rank: 4,
        cell: |state, at| Some(Cell::of(row(state, at)?.entry.seq.to_string(), Meaning::Muted)),
        // An entry's number stays far below the 2^53 up to which a float counts exactly.
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
        keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map(|row| row.entry.seq as f64)))),
        ..TEXT
    },
    Column {
        name: "when",
        head: Head::Word(Word::When),
        width: Width::Of(16, 16),
        rank: 2,
        cell: |state, at| {
            let row = row(state, at)?;
            let at: String = row.entry.at.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
            Some(Cell::of(at, meaning(row)))
        },
        keys: Some(|state| {
            Box::new(move |at| {
                row(state, at).map_or(Key::Missing, |row| Key::Text(String::new(), row.entry.at.clone()))
            })
        }),
        ..TEXT
    },
    Column {
        name: "who",
        head: Head::Word(Word::Who),
        width: Width::Of(10, 12),
        rank: 1,
        cell: |state, at| {
            let row = row(state, at)?;
            Some(Cell::of(&*row.entry.who, meaning(row)))
        },
        ..TEXT
    },
    Column {
        name: "what",
        head: Head::Word(Word::What),
        width: Width::Of(16, 18),
        rank: 3,
        leaves: 16,
        cell: |state, at| {
            let row = row(state, at)?;
            Some(Cell::of(what(state, row), meaning(row)))
        },
        ..TEXT
    },
    Column {
        name: "about",
        head: Head::Word(Word::Task),
        width: Width::Grows { least: 20, most: 60, share: 2 },
        cell: |state, at| {
            let row = row(state, at)?;
            Some(Cell::of(about(state, &row.entry), meaning(row)))
        },
        ..TEXT
    },
    Column {
        name: "left",
        head: Head::Word(Word::NewValue),
        rank: 5,
        leaves: 24,
        cell: |state, at| {
            let row = row(state, at)?;
            Some(Cell::of(left(state, row), Meaning::Muted))
        },
        ..WORDS
    },
];

/// Returns what the first change of an entry has left behind.
fn left(state: &State, row: &HistoryRow) -> String {
    let signs = account::Signs { arrow: state.signs().arrow, none: state.signs().none };
    let first = row.entry.changes.first();
    let left = first.map(|change| account::left(change, &state.data.snapshot, state.language, signs));
    left.unwrap_or_default().join("  ").replace('\n', " ")
}

fn row(state: &State, at: usize) -> Option<&HistoryRow> {
    state.lists.history.list.rows().get(at)
}

fn meaning(row: &HistoryRow) -> Meaning {
    if row.undone { Meaning::Muted } else { Meaning::Plain }
}

fn what(state: &State, row: &HistoryRow) -> String {
    let name = account::entry_name(&row.entry.what, state.language);
    match (row.entry.undoes, row.undone, &row.restored_by) {
        (_, _, Some(by)) => format!("{name} ({} {by})", state.say(Word::RestoredBy)),
        (Some(seq), ..) => format!("{name} #{seq}"),
        (None, true, _) => format!("{name} ({})", state.say(Word::Undone)),
        (None, false, _) => name.to_string(),
    }
}
