//! The columns of the hand-over.

use super::{Cell, Column, Edit, Head, PLAIN, TEXT, Table, WORDS, Width};
use crate::action::Action;
use crate::desk::LineOf;
use crate::plan::ItemKind;
use crate::text::{Label, Language};
use crate::tui::state::State;
use crate::tui::state::handover::{HandoverRow, earlier};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The hand-over.
pub const TABLE: Table = Table {
    name: "handover",
    columns: COLUMNS,
    is_marked: |state, at| row(state, at).is_some_and(|row| state.lists.handover.marks.contains(&row.item)),
    empty: |state| match earlier(&state.data) {
        Some(_) => Word::NoRows,
        None => Word::NothingHandedOver,
    },
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column {
        name: "kind",
        head: Head::Word(Word::Kind),
        width: Width::By(|state, _| if state.language == Language::Zh { 4 } else { 9 }),
        rank: 4,
        cell: |state, at| {
            let word = match row(state, at)?.item.kind {
                ItemKind::Indicator => Word::Name,
                ItemKind::Project => Word::Project,
                _ => Word::Task,
            };
            Some(Cell::of(state.say(word), Meaning::Muted))
        },
        ..TEXT
    },
    Column {
        name: "item",
        head: Head::Word(Word::EarlierItem),
        width: Width::Grows { least: 16, most: 50, share: 2 },
        counts: true,
        cell: |state, at| Some(Cell::plain(&*row(state, at)?.title)),
        ..TEXT
    },
    Column {
        name: "end",
        head: Head::Word(Word::AtTheEnd),
        width: Width::Of(7, 9),
        rank: 3,
        cell: |state, at| Some(Cell::plain(&*row(state, at)?.end)),
        ..TEXT
    },
    Column {
        name: "fate",
        head: Head::Word(Word::Fate),
        width: Width::By(|state, _| if state.language == Language::Zh { 9 } else { 15 }),
        rank: 1,
        cell: |state, at| {
            let row = row(state, at)?;
            Some(match &row.fate {
                Some(fate) if row.confirmed => Cell::of(fate.kind.label(state.language), Meaning::Good),
                Some(fate) => {
                    let tail = state.signs().unconfirmed.to_string();
                    Cell { tail, ..Cell::of(fate.kind.label(state.language), Meaning::Muted) }
                }
                None => Cell::of(state.say(Word::OpenFate), Meaning::Bad),
            })
        },
        edit: Some(|_, _| Some(Edit::Act(Action::SetFate))),
        ..TEXT
    },
    Column {
        name: "into",
        head: Head::Word(Word::ContinuedIn),
        width: Width::Grows { least: 16, most: 50, share: 2 },
        rank: 2,
        cell: |state, at| Some(Cell::plain(row(state, at)?.into.join("、"))),
        edit: Some(|_, _| Some(Edit::Act(Action::SetContinued))),
        ..TEXT
    },
    Column {
        name: "note",
        head: Head::Word(Word::FateNote),
        rank: 5,
        cell: |state, at| {
            let note = row(state, at)?.fate.as_ref().and_then(|fate| fate.note.as_deref());
            Some(Cell::of_lines(state, note, Meaning::Plain))
        },
        edit: Some(|state, at| {
            let row = row(state, at)?;
            Some(Edit::Line(LineOf::FateNote(row.item.clone(), row.fate.as_ref()?.kind)))
        }),
        ..WORDS
    },
];

fn row(state: &State, at: usize) -> Option<&HandoverRow> {
    state.lists.handover.list.rows().get(at)
}
