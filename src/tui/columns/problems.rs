//! The columns of the list of problems.

use super::{Cell, Column, Edit, Head, Key, LEAD, NUMBER, PLAIN, PLAN, TEXT, Table, WORDS, Width};
use crate::action::Action;
use crate::desk::LineOf;
use crate::plan::{Dossier, ItemId, Subject, Task, TextField};
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::problems::{ProblemRow, Show};
use crate::tui::theme::Meaning;
use crate::tui::view::tasks::lead;
use crate::tui::words::Word;

/// The list of problems.
pub const TABLE: Table = Table {
    name: "problems",
    columns: COLUMNS,
    empty: |state| if state.lists.problems.show == Show::Open { Word::NoOpenProblems } else { Word::NoRows },
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column {
        name: "status",
        head: Head::Word(Word::Status),
        width: Width::Of(6, 6),
        cell: |state, at| {
            let (word, meaning) = match row(state, at)?.solution {
                None => (Word::OpenProblem, Meaning::Bad),
                Some(_) => (Word::SolvedProblem, Meaning::Good),
            };
            Some(Cell::of(state.say(word), meaning))
        },
        keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map(|row| u8::from(row.solution.is_some()))))),
        edit: Some(|state, at| {
            let is_open = row(state, at)?.solution.is_none();
            Some(Edit::Act(if is_open { Action::SolveProblem } else { Action::ReopenProblem }))
        }),
        ..TEXT
    },
    Column {
        name: "raised",
        head: Head::Word(Word::Raised),
        width: Width::Of(5, 6),
        rank: 3,
        cell: |state, at| Some(Cell::of(row(state, at)?.raised.short_name(state.language), Meaning::Muted)),
        keys: Some(|state| {
            let periods = state.data.periods();
            Box::new(move |at| {
                let place = row(state, at).and_then(|row| periods.iter().position(|period| *period == row.raised));
                Key::of(place.and_then(|place| u32::try_from(place).ok()))
            })
        }),
        ..TEXT
    },
    Column {
        rank: 5,
        leaves: 32,
        is_of_use: |state| state.data.plan.is_none(),
        cell: |state, at| Some(Cell::of(plan_label(&item(state, at)?.0.plan), Meaning::Muted)),
        ..PLAN
    },
    Column {
        cell: |state, at| {
            let (dossier, task) = item(state, at)?;
            Some(Cell::plain(lead(state, &dossier.assignment(task))))
        },
        edit: Some(|state, at| Some(Edit::Line(LineOf::Lead(vec![id(state, at)?])))),
        ..LEAD
    },
    Column {
        rank: 6,
        leaves: 40,
        cell: |state, at| {
            let (dossier, task) = item(state, at)?;
            Some(Cell::numbered(state, dossier, task))
        },
        ..NUMBER
    },
    Column {
        name: "task",
        head: Head::Word(Word::Task),
        width: Width::Grows { least: 14, most: 60, share: 2 },
        rank: 1,
        leaves: 14,
        cell: |state, at| Some(Cell::plain(&*item(state, at)?.1.title)),
        edit: Some(|state, at| Some(Edit::Line(LineOf::Text(Subject::Item(id(state, at)?), TextField::Title)))),
        ..TEXT
    },
    Column {
        name: "problem",
        head: Head::Word(Word::Problem),
        width: Width::Grows { least: 20, most: 90, share: 3 },
        counts: true,
        cell: |state, at| Some(Cell::of_lines(state, Some(&row(state, at)?.text), Meaning::Plain)),
        edit: Some(|state, at| Some(Edit::Words(id(state, at)?, row(state, at)?.raised, 1))),
        ..TEXT
    },
    Column {
        name: "next",
        head: Head::Word(Word::Next),
        rank: 7,
        cell: |state, at| Some(Cell::of_lines(state, row(state, at)?.next.as_deref(), Meaning::Plain)),
        edit: Some(|state, at| Some(Edit::Words(id(state, at)?, row(state, at)?.last, 2))),
        ..WORDS
    },
    Column {
        name: "solution",
        head: Head::Word(Word::Solution),
        width: Width::Grows { least: 16, most: 50, share: 2 },
        rank: 8,
        leaves: 40,
        is_of_use: |state| state.lists.problems.show != Show::Open,
        cell: |state, at| {
            let solution = row(state, at)?.solution.as_ref().and_then(|solution| solution.how.as_deref());
            Some(Cell::of_lines(state, solution, Meaning::Plain))
        },
        edit: Some(|state, at| Some(Edit::Line(LineOf::Solution(id(state, at)?, row(state, at)?.raised)))),
        ..TEXT
    },
];

fn row(state: &State, at: usize) -> Option<&ProblemRow> {
    state.lists.problems.list.rows().get(at)
}

fn item(state: &State, at: usize) -> Option<(&Dossier, &Task)> {
    state.data.task(row(state, at)?.task)
}

fn id(state: &State, at: usize) -> Option<ItemId> {
    item(state, at).map(|(_, task)| task.id.clone())
}
