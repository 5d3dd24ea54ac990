//! The columns of the list of supervision cases.

use super::{Cell, Column, Edit, Head, Key, PLAIN, PLAN, TEXT, Table, WORDS, Width};
use crate::action::Action;
use crate::plan::{CaseAct, CaseAt};
use crate::text::{Label, Language};
use crate::tui::state::State;
use crate::tui::state::cases::{CaseRow, Show};
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The list of cases.
pub const TABLE: Table = Table {
    name: "cases",
    columns: COLUMNS,
    is_marked: |state, at| row(state, at).is_some_and(|row| state.lists.cases.marks.contains(&row.id)),
    empty: |state| match (state.lists.cases.is_known, state.lists.cases.show) {
        (false, _) => Word::NoCases,
        (true, Show::Waiting) if state.lists.cases.department.is_none() => Word::NoCasesWait,
        _ => Word::NoRows,
    },
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column {
        name: "id",
        head: Head::Word(Word::Number),
        width: Width::Of(4, 5),
        rank: 4,
        cell: |state, at| Some(Cell::of(row(state, at)?.id.number.to_string(), Meaning::Muted)),
        keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map(|row| row.id.number.0)))),
        ..TEXT
    },
    Column {
        name: "stage",
        head: Head::Word(Word::Stage),
        width: Width::By(|state, _| if state.language == Language::Zh { 8 } else { 15 }),
        cell: |state, at| {
            let row = row(state, at)?;
            Some(Cell::of(row.standing.state.label(state.language), meaning(state, row)))
        },
        keys: Some(|state| Box::new(move |at| Key::of(row(state, at).map(|row| row.standing.state as u8)))),
        edit: Some(|_, _| Some(Edit::Act(Action::MoveCase))),
        ..TEXT
    },
    Column {
        name: "late",
        head: Head::Word(Word::DaysLate),
        right: true,
        width: Width::By(|state, _| if state.language == Language::Zh { 8 } else { 9 }),
        rank: 1,
        cell: |state, at| {
            let late = row(state, at)?.standing.days_over(state.data.snapshot.today());
            Some(Cell::of(late.map(|days| days.to_string()).unwrap_or_default(), Meaning::Bad))
        },
        keys: Some(|state| {
            let today = state.data.snapshot.today();
            Box::new(move |at| Key::of(row(state, at).and_then(|row| row.standing.days_over(today))))
        }),
        ..TEXT
    },
    Column {
        name: "turn",
        head: Head::Word(Word::Turn),
        width: Width::By(|state, _| if state.language == Language::Zh { 8 } else { 10 }),
        rank: 2,
        cell: |state, at| {
            Some(Cell::plain(row(state, at)?.standing.turn().map_or("", |turn| turn.label(state.language))))
        },
        ..TEXT
    },
    Column {
        name: "by",
        head: Head::Word(Word::StepBy),
        width: Width::Of(10, 10),
        rank: 5,
        cell: |state, at| {
            let due = row(state, at)?.standing.due.map(|due| due.to_string());
            Some(Cell::plain(due.unwrap_or_default()))
        },
        ..TEXT
    },
    Column {
        name: "days",
        head: Head::Word(Word::DaysHere),
        right: true,
        width: Width::By(|state, _| if state.language == Language::Zh { 8 } else { 9 }),
        rank: 6,
        cell: |state, at| Some(Cell::plain(days_here(state, at)?.to_string())),
        keys: Some(|state| Box::new(move |at| Key::of(days_here(state, at)))),
        ..TEXT
    },
    Column {
        rank: 7,
        leaves: 32,
        is_of_use: |state| state.data.plan.is_none(),
        cell: |state, at| Some(Cell::of(plan_label(&case(state, at)?.dossier.plan), Meaning::Muted)),
        ..PLAN
    },
    Column {
        name: "department",
        head: Head::Word(Word::CaseDepartment),
        width: Width::By(|state, width| match state.language {
            Language::Zh if width < super::WIDE => 8,
            _ => 12,
        }),
        rank: 3,
        cell: |state, at| Some(Cell::plain(state.data.short_name(&row(state, at)?.department))),
        ..TEXT
    },
    Column {
        name: "matter",
        head: Head::Word(Word::Matter),
        width: Width::Grows { least: 16, most: 80, share: 3 },
        counts: true,
        cell: |state, at| Some(Cell::plain(&*case(state, at)?.case.title)),
        ..TEXT
    },
    Column {
        name: "number",
        head: Head::Word(Word::CaseNumber),
        width: Width::Of(14, 16),
        rank: 8,
        leaves: 40,
        is_of_use: |state| {
            let rows = state.lists.cases.list.rows();
            let case = |row: &CaseRow| state.data.snapshot.case(&row.id);
            rows.iter().filter_map(case).any(|at| at.case.reference.is_some())
        },
        cell: |state, at| Some(Cell::plain(case(state, at)?.case.reference.as_deref().unwrap_or_default())),
        ..TEXT
    },
    Column {
        name: "word",
        head: Head::Word(Word::LastFeedback),
        rank: 9,
        cell: |state, at| {
            let is_word = |act: CaseAct| matches!(act, CaseAct::Progress | CaseAct::Answer);
            let last = case(state, at)?.steps().filter(|(_, step)| is_word(step.act)).last();
            Some(Cell::of_lines(state, last.and_then(|(_, step)| step.words.as_deref()), Meaning::Plain))
        },
        ..WORDS
    },
];

fn row(state: &State, at: usize) -> Option<&CaseRow> {
    state.lists.cases.list.rows().get(at)
}

fn case(state: &State, at: usize) -> Option<CaseAt<'_>> {
    state.data.snapshot.case(&row(state, at)?.id)
}

/// Returns the number of days that a case has been in its stage; none once it is over.
fn days_here(state: &State, at: usize) -> Option<i32> {
    let standing = row(state, at)?.standing;
    standing.turn().map(|_| standing.days_here(state.data.snapshot.today()))
}

fn meaning(state: &State, row: &CaseRow) -> Meaning {
    match (row.standing.days_over(state.data.snapshot.today()), row.standing.turn()) {
        (Some(_), _) => Meaning::Bad,
        (None, Some(_)) => Meaning::Active,
        (None, None) => Meaning::Good,
    }
}
