//! The columns of the departments.

use std::borrow::Cow;

use super::{Cell, Column, Head, Key, PLAIN, TEXT, Table, Width, statuses};
use crate::plan::Sense;
use crate::plan::roll_up::RollUp;
use crate::text::Language;
use crate::tui::state::State;
use crate::tui::state::departments::DepartmentRow;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The departments.
pub const TABLE: Table = Table { columns: COLUMNS, empty: |_| Word::NoPlans, ..PLAIN };

/// A column of a count of the tasks that a department leads.
macro_rules! count {
    ($name:literal, $head:expr, $rank:literal, $meaning:ident, $count:expr) => {
        Column {
            name: $name,
            head: $head,
            right: true,
            width: Width::Of(6, 8),
            rank: $rank,
            leaves: 16,
            cell: |state, at| Some(counted($count(row(state, at)?), Meaning::$meaning)),
            keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map($count)))),
            ..TEXT
        }
    };
}

const COLUMNS: &[Column] = &[
    Column {
        name: "department",
        head: Head::Word(Word::Department),
        width: Width::Grows { least: 16, most: 40, share: 1 },
        cell: |state, at| Some(Cell::plain(told(state, row(state, at)?))),
        keys: Some(|state| {
            Box::new(move |at| match row(state, at) {
                Some(row) if !row.name.is_empty() => Key::text(name(state, row)),
                _ => Key::Missing,
            })
        }),
        ..TEXT
    },
    count!("lead", Head::Word(Word::Lead), 1, Plain, |row: &DepartmentRow| row.lead.total),
    count!("support", Head::Word(Word::ShortSupport), 3, Plain, |row: &DepartmentRow| row.support),
    count!("unreported", Head::Word(Word::ShortUnreported), 2, Notice, |row: &DepartmentRow| row.lead.unreported),
    count!("waiting", Head::Sense(Sense::Waiting), 9, Plain, |row: &DepartmentRow| counted_in(row, Sense::Waiting)),
    count!("going", Head::Sense(Sense::Going), 7, Active, |row: &DepartmentRow| counted_in(row, Sense::Going)),
    count!("done", Head::Sense(Sense::Done), 6, Good, |row: &DepartmentRow| counted_in(row, Sense::Done)),
    count!("behind", Head::Sense(Sense::Behind), 5, Bad, |row: &DepartmentRow| counted_in(row, Sense::Behind)),
    count!("changed", Head::Sense(Sense::Changed), 10, Notice, |row: &DepartmentRow| counted_in(row, Sense::Changed)),
    count!("overdue", Head::Word(Word::ShortOverdue), 8, Bad, |row: &DepartmentRow| row.lead.overdue),
    Column {
        name: "completion",
        head: Head::Word(Word::Completion),
        right: true,
        width: Width::Of(12, 20),
        rank: 4,
        leaves: 16,
        cell: |state, at| {
            let lead = &row(state, at)?.lead;
            let share = share(lead);
            let text = share.map_or_else(String::new, |share| format!("{share}%"));
            Some(Cell { bar: share, ..Cell::plain(text) })
        },
        keys: Some(|state| Box::new(move |at| Key::of(row(state, at).and_then(|row| share(&row.lead))))),
        ..TEXT
    },
];

fn row(state: &State, at: usize) -> Option<&DepartmentRow> {
    state.lists.departments.list.rows().get(at)
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

/// Returns the number of led tasks that have a status of a sense.
fn counted_in(row: &DepartmentRow, sense: Sense) -> u32 {
    statuses(sense).map(|status| row.lead.count(status)).sum()
}

fn counted(count: u32, meaning: Meaning) -> Cell<'static> {
    Cell::of(count.to_string(), if count == 0 { Meaning::Muted } else { meaning })
}

fn share(lead: &RollUp) -> Option<u32> {
    (lead.total > 0).then(|| lead.completion())
}
