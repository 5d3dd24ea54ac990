//! The columns of the departments.

use std::borrow::Cow;

use super::counts::{self, Sums, count_width, counted};
use super::{Cell, Column, Head, Key, PLAIN, TEXT, Table, Width};
use crate::plan::DepartmentField;
use crate::plan::roll_up::RollUp;
use crate::text::{Label, Language};
use crate::tui::state::State;
use crate::tui::state::departments::DepartmentRow;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The departments.
pub const TABLE: Table = Table { name: "departments", columns: COLUMNS, empty: |_| Word::NoPlans, ..PLAIN };

/// A column of what the office's list says of a department, where it says that of any.
macro_rules! listed {
    ($name:literal, $field:ident, $width:literal, $rank:literal) => {
        Column {
            name: $name,
            head: Head::By(|state| DepartmentField::$field.label(state.language).to_string()),
            width: Width::Of($width, $width),
            rank: $rank,
            leaves: 30,
            is_of_use: |state| {
                let rows = state.lists.departments.list.rows().iter();
                rows.into_iter().any(|row| field(state, row, DepartmentField::$field).is_some())
            },
            cell: |state, at| {
                let text = field(state, row(state, at)?, DepartmentField::$field);
                Some(text.map_or_else(|| Cell::of(state.signs().none, Meaning::Muted), Cell::plain))
            },
            ..TEXT
        }
    };
}

/// A column of a number of indicators, where departments answer for any.
macro_rules! indicators {
    ($name:literal, $head:expr, $count:ident, $rank:literal, $meaning:ident) => {
        Column {
            name: $name,
            head: Head::Word($head),
            right: true,
            width: Width::By(count_width),
            rank: $rank,
            leaves: 18,
            is_of_use: |state| state.lists.departments.list.rows().iter().any(|row| row.indicators.$count > 0),
            cell: |state, at| Some(counted(row(state, at)?.indicators.$count, Meaning::$meaning)),
            keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map(|row| row.indicators.$count)))),
            ..TEXT
        }
    };
}

const COLUMNS: &[Column] = &[
    Column {
        name: "department",
        head: Head::Word(Word::Department),
        width: Width::Grows { least: 18, most: 40, share: 1 },
        cell: |state, at| Some(Cell::plain(told(state, row(state, at)?))),
        keys: Some(|state| {
            Box::new(move |at| match row(state, at) {
                Some(row) if !row.name.is_empty() => Key::text(name(state, row)),
                _ => Key::Missing,
            })
        }),
        ..TEXT
    },
    listed!("full", Name, 32, 13),
    Column { name: "lead", head: Head::Word(Word::Lead), rank: 1, ..counts::total::<Led>() },
    Column {
        name: "support",
        head: Head::Word(Word::ShortSupport),
        right: true,
        width: Width::By(count_width),
        rank: 8,
        leaves: 18,
        cell: |state, at| Some(counted(row(state, at)?.support, Meaning::Plain)),
        keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map(|row| row.support)))),
        ..TEXT
    },
    counts::unreported::<Led>(),
    Column { rank: 9, ..counts::waiting::<Led>() },
    counts::going::<Led>(),
    counts::done::<Led>(),
    counts::behind::<Led>(),
    counts::changed::<Led>(),
    counts::overdue::<Led>(),
    counts::completion::<Led>(),
    indicators!("indicators", Word::Indicators, led, 9, Plain),
    indicators!("awaited", Word::ShortAwaited, awaited, 9, Notice),
    listed!("contact", Contact, 10, 11),
    listed!("telephone", Telephone, 14, 12),
    listed!("superior", Superior, 24, 14),
];

/// The tasks that departments lead.
struct Led;

impl Sums for Led {
    fn sum(state: &State, at: usize) -> Option<&RollUp> {
        row(state, at).map(|row| &row.lead)
    }
}

fn row(state: &State, at: usize) -> Option<&DepartmentRow> {
    state.lists.departments.list.rows().get(at)
}

fn field(state: &State, row: &DepartmentRow, field: DepartmentField) -> Option<String> {
    state.data.snapshot.departments().find(&row.name)?.field(field)
}

fn name<'a>(state: &'a State, row: &'a DepartmentRow) -> &'a str {
    if row.name.is_empty() { state.say(Word::Unassigned) } else { state.data.short_name(&row.name) }
}

/// Returns the name, for a department that is no more with what became of it.
fn told<'a>(state: &'a State, row: &'a DepartmentRow) -> Cow<'a, str> {
    let departments = state.data.snapshot.departments();
    let end = departments.find(&row.name).and_then(|found| departments.end_in_words(found, state.language));
    let name = name(state, row);
    match (end, state.language) {
        (None, _) => Cow::Borrowed(name),
        (Some(end), Language::Zh) => Cow::Owned(format!("{name}（{end}）")),
        (Some(end), Language::En) => Cow::Owned(format!("{name} ({end})")),
    }
}
