//! The columns of the task table.

use super::{Cell, Column, Head, Key, LEAD, NUMBER, PLAIN, PLAN, TEXT, Table, WIDE, WORDS, Width};
use crate::plan::{Condition, Dossier, Due, Sense, Status, Task, TaskFilter};
use crate::text::Language;
use crate::tui::state::State;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::leads::Leads;
use crate::tui::theme::Meaning;
use crate::tui::view::tasks::{lead_or_offered, number, short_width, standing, support};
use crate::tui::words::Word;

/// The task table.
pub const TABLE: Table = Table { columns: COLUMNS, is_marked, empty, ..PLAIN };

/// A column of words of the period's review, where there is much room.
macro_rules! words {
    ($name:literal, $head:ident, $rank:literal, $field:ident) => {
        Column {
            name: $name,
            head: Head::Word(Word::$head),
            rank: $rank,
            cell: |state, row| {
                let (dossier, task) = item(state, row)?;
                let words = state.data.review(dossier, task).and_then(|review| review.$field.as_deref());
                Some(Cell::of_lines(state, words, Meaning::Plain))
            },
            ..WORDS
        }
    };
}

const COLUMNS: &[Column] = &[
    Column {
        name: "status",
        head: Head::Word(Word::Status),
        width: Width::By(status_width),
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            let standing = standing(state, dossier, task);
            let unconfirmed = standing.carried && state.size.width >= WIDE;
            let note = if unconfirmed { format!(" {}", state.say(Word::Unconfirmed)) } else { String::new() };
            Some(Cell::of(standing.text + &note, standing.meaning))
        },
        keys: Some(|state| {
            Box::new(move |row| by(state, row, |key| Key::number(urgency(state.data.standing(key).status))))
        }),
        ..TEXT
    },
    Column {
        rank: 3,
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            Some(Cell::of(number(dossier, task), Meaning::Muted))
        },
        // Numbers of a text start anew in each chapter: their order is that of the text.
        keys: Some(|state| {
            Box::new(move |row| {
                by(state, row, |key| Key::of(state.data.place_in_plan(key).and_then(|n| u32::try_from(n).ok())))
            })
        }),
        ..NUMBER
    },
    Column {
        name: "title",
        head: Head::Word(Word::Task),
        width: Width::Grows { least: 24, most: 80, share: 3 },
        counts: true,
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            Some(Cell::titled(state, dossier, &task.id, &task.title))
        },
        ..TEXT
    },
    Column {
        name: "goal",
        head: Head::Word(Word::Goal),
        width: Width::Grows { least: 16, most: 80, share: 3 },
        rank: 1,
        leaves: 16,
        is_of_use: is_planned,
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            Some(Cell::of_lines(state, state.data.goal(dossier, task), Meaning::Plain))
        },
        ..TEXT
    },
    Column {
        rank: 4,
        is_of_use: |state| state.data.plan.is_none() && !is_planned(state),
        cell: |state, row| Some(Cell::of(plan_label(&item(state, row)?.0.plan), Meaning::Muted)),
        keys: Some(|state| {
            let labels: Vec<Key> = state.data.dossiers.iter().map(|d| Key::text(&plan_label(&d.plan))).collect();
            Box::new(move |row| by(state, row, |key| labels.get(key.dossier()).cloned().unwrap_or(Key::Missing)))
        }),
        ..PLAN
    },
    Column {
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            let assignment = dossier.assignment(task);
            let meaning = if assignment.lead.is_empty() { Meaning::Muted } else { Meaning::Plain };
            Some(Cell::of(lead_or_offered(state, task, &assignment), meaning))
        },
        keys: Some(|state| {
            let leads = Leads::of(&state.data);
            let names: Vec<Key> = leads.names.iter().map(|name| Key::text(state.data.short_name(name))).collect();
            Box::new(move |row| by(state, row, |key| names[leads.place_of(&state.data, key)].clone()))
        }),
        ..LEAD
    },
    Column {
        name: "support",
        head: Head::Word(Word::Support),
        width: Width::Of(8, 10),
        rank: 7,
        is_of_use: |state| !is_planned(state),
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            Some(Cell::plain(support(state, &dossier.assignment(task))))
        },
        ..TEXT
    },
    Column {
        name: "person",
        head: Head::Word(Word::Person),
        width: Width::Of(8, 8),
        rank: 9,
        leaves: 40,
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            let person = dossier.assignment(task).person.unwrap_or_else(|| state.signs().none.to_string());
            Some(Cell::plain(person))
        },
        ..TEXT
    },
    Column {
        name: "due",
        head: Head::Word(Word::Due),
        width: Width::Of(5, 10),
        rank: 6,
        is_of_use: |state| !is_planned(state),
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            let due = dossier.assignment(task).due.map(|due| due_text(state, due));
            Some(Cell::plain(due.unwrap_or_else(|| state.signs().none.to_string())))
        },
        keys: Some(|state| {
            Box::new(move |row| by(state, row, |key| Key::of(state.data.standing(key).due.map(day_number))))
        }),
        ..TEXT
    },
    Column {
        name: "progress",
        head: Head::Word(Word::Progress),
        right: true,
        width: Width::Of(5, 5),
        rank: 5,
        cell: |state, row| {
            let (dossier, task) = item(state, row)?;
            let standing = standing(state, dossier, task);
            let meaning = standing.progress_meaning();
            Some(Cell::of(standing.progress.unwrap_or_else(|| state.signs().none.to_string()), meaning))
        },
        keys: Some(|state| {
            Box::new(move |row| by(state, row, |key| Key::of(state.data.standing(key).progress.map(|p| p.get()))))
        }),
        ..TEXT
    },
    words!("done", Done, 8, done),
    words!("problem", Problem, 10, problem),
    words!("next", Next, 11, next),
    words!("evidence", Evidence, 12, evidence),
];

fn item(state: &State, row: usize) -> Option<(&Dossier, &Task)> {
    state.data.task(*state.lists.tasks.list.rows().get(row)?)
}

fn by(state: &State, row: usize, key: impl Fn(ItemKey) -> Key) -> Key {
    state.lists.tasks.list.rows().get(row).map_or(Key::Missing, |item| key(*item))
}

fn is_marked(state: &State, row: usize) -> bool {
    item(state, row).is_some_and(|(_, task)| state.lists.tasks.marks.contains(&task.id))
}

/// Returns true if only tasks with a goal of the year are listed.
fn is_planned(state: &State) -> bool {
    state.lists.tasks.filter.tasks.conditions.contains(&Condition::Planned)
}

fn empty(state: &State) -> Word {
    let planned = TaskFilter { conditions: [Condition::Planned].into(), ..TaskFilter::default() };
    match &state.lists.tasks.filter {
        _ if state.data.dossiers.is_empty() => Word::NoPlans,
        filter if *filter == planned.into() => Word::NoGoals,
        _ => Word::NoRows,
    }
}

/// Returns when something is due; on a narrow screen a part of a year without its century, and a day as its month.
fn due_text(state: &State, due: Due) -> String {
    let written = due.to_string();
    if state.size.width >= WIDE || written.len() == 4 { written } else { written.chars().skip(2).take(5).collect() }
}

/// Returns a number that rises with the last day of what is due.
fn day_number(due: Due) -> f64 {
    f64::from(due.year().get()) + f64::from(due.last_day().day_of_year()) / 400.0
}

fn status_width(state: &State, screen: u16) -> u16 {
    // The mark, its flag, the short word, and where there is room that it is not confirmed.
    let unconfirmed = match state.language {
        Language::Zh => 7,
        Language::En => 12,
    };
    2 + short_width(state) + if screen >= WIDE { unconfirmed } else { 0 }
}

/// Returns the rank of a status in the order by status: lagging first, completed last.
fn urgency(status: Option<Status>) -> u8 {
    match status.map(Status::sense) {
        Some(Sense::Behind) => 0,
        None => 1,
        Some(Sense::Waiting) => 2,
        Some(Sense::Going) => 3,
        Some(Sense::Changed) => 4,
        Some(Sense::Done) => 5,
    }
}
