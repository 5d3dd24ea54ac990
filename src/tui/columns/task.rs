//! Columns of tasks and projects, for every table in which these are rows.

use std::collections::HashMap;

use super::{Cell, Column, Edit, Head, Key, LEAD, NUMBER, PLAN, TEXT, WIDE, WORDS, Width};
use crate::desk::LineOf;
use crate::plan::{Dossier, Due, ItemId, Review, Sense, Standing, Status, Subject, Task, TextField};
use crate::text::Language;
use crate::tui::state::State;
use crate::tui::state::data::{ItemKey, plan_label};
use crate::tui::state::leads::Leads;
use crate::tui::theme::Meaning;
use crate::tui::view::tasks::{lead_in_period, offered_lead, short_width, standing, support as support_of};
use crate::tui::words::Word;

/// The columns of a screen from which on a status that is not confirmed says so in a word: titles need the room before.
const ROOMY: u16 = 160;

/// A table in which tasks are rows.
pub(super) trait Rows {
    /// Returns the task in a row.
    fn key(state: &State, row: usize) -> Option<ItemKey>;
}

/// Returns the task in a row with its dossier.
pub(super) fn item<R: Rows>(state: &State, row: usize) -> Option<(&Dossier, &Task)> {
    state.data.task(R::key(state, row)?)
}

/// Returns the id of the task in a row.
pub(super) fn id<R: Rows>(state: &State, row: usize) -> Option<ItemId> {
    item::<R>(state, row).map(|(_, task)| task.id.clone())
}

/// Returns the line that is asked for of the task in a row.
fn asked<R: Rows>(state: &State, row: usize, asked: fn(Vec<ItemId>) -> LineOf) -> Option<Edit> {
    Some(Edit::Line(asked(vec![id::<R>(state, row)?])))
}

/// Returns the sort key of a row.
fn by<R: Rows>(state: &State, row: usize, key: impl Fn(ItemKey) -> Key) -> Key {
    R::key(state, row).map_or(Key::Missing, key)
}

/// The status in the period.
pub(super) const fn status<R: Rows>() -> Column {
    Column {
        name: "status",
        head: Head::Word(Word::Status),
        width: Width::By(status_width),
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            let standing = standing(state, dossier, task);
            let unconfirmed = standing.carried && state.size.width >= ROOMY;
            let note = if unconfirmed { format!(" {}", state.say(Word::Unconfirmed)) } else { String::new() };
            Some(Cell::of(standing.text + &note, standing.meaning))
        },
        keys: Some(|state| {
            Box::new(move |row| by::<R>(state, row, |key| Key::number(urgency(state.data.standing(key).status))))
        }),
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Status)),
        ..TEXT
    }
}

/// The light in the period.
pub(super) const fn light<R: Rows>() -> Column {
    Column {
        name: "light",
        head: Head::Word(Word::Light),
        width: Width::Of(5, 6),
        rank: 4,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            // Counts are not renewed for each change of a list that keeps its rows.
            let light = Standing::of(dossier, task, state.data.period, state.data.snapshot.today()).light;
            let text = light.map(|light| {
                let (mark, word) = (state.signs().light(Some(light)), light.short(state.language));
                // Where the mark is the letter that the word would be, one of them is enough.
                if mark.eq_ignore_ascii_case(word) { word.to_string() } else { format!("{mark} {word}") }
            });
            let text = text.unwrap_or_else(|| state.signs().none.to_string());
            Some(Cell::of(text.trim_start().to_string(), Meaning::of_light(light)))
        },
        // Red comes first.
        keys: Some(|state| {
            Box::new(move |row| {
                by::<R>(state, row, |key| Key::of(state.data.standing(key).light.map(|light| 3 - light as u8)))
            })
        }),
        ..TEXT
    }
}

/// The number in the text.
pub(super) const fn number<R: Rows>() -> Column {
    Column {
        rank: 3,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            Some(Cell::numbered(state, dossier, task))
        },
        // Numbers of a text start anew in each chapter: their order is that of the text.
        keys: Some(|state| {
            Box::new(move |row| {
                by::<R>(state, row, |key| Key::of(state.data.place_in_plan(key).and_then(|n| u32::try_from(n).ok())))
            })
        }),
        ..NUMBER
    }
}

/// The title.
pub(super) const fn title<R: Rows>() -> Column {
    Column {
        name: "title",
        head: Head::Word(Word::Task),
        width: Width::Grows { least: 24, most: 80, share: 3 },
        counts: true,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            Some(Cell::titled(state, dossier, &task.id, &task.title))
        },
        edit: Some(|state, row| Some(Edit::Line(LineOf::Text(Subject::Item(id::<R>(state, row)?), TextField::Title)))),
        ..TEXT
    }
}

/// The goal in the period's year.
pub(super) const fn goal<R: Rows>() -> Column {
    Column {
        name: "goal",
        head: Head::Word(Word::Goal),
        width: Width::Grows { least: 16, most: 80, share: 3 },
        rank: 1,
        leaves: 16,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            Some(Cell::of_lines(state, state.data.goal(dossier, task), Meaning::Plain))
        },
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Goal)),
        ..TEXT
    }
}

/// The plan, where several are in view.
pub(super) const fn plan<R: Rows>() -> Column {
    Column {
        rank: 4,
        is_of_use: |state| state.data.plan.is_none(),
        cell: |state, row| Some(Cell::of(plan_label(&item::<R>(state, row)?.0.plan), Meaning::Muted)),
        keys: Some(|state| {
            let labels: Vec<Key> = state.data.dossiers.iter().map(|d| Key::text(&plan_label(&d.plan))).collect();
            Box::new(move |row| by::<R>(state, row, |key| labels.get(key.dossier()).cloned().unwrap_or(Key::Missing)))
        }),
        ..PLAN
    }
}

/// The lead department.
pub(super) const fn lead<R: Rows>() -> Column {
    Column {
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            let assignment = dossier.assignment(task);
            let meaning = if assignment.lead.is_empty() { Meaning::Muted } else { Meaning::Plain };
            Some(Cell::of(lead_in_period(state, dossier, task, &assignment), meaning))
        },
        keys: Some(|state| {
            let leads = Leads::of(&state.data);
            let names: Vec<Key> = leads.names.iter().map(|name| Key::text(state.data.short_name(name))).collect();
            let offered = offered(state);
            let suggested = move |row| {
                let (_, task) = item::<R>(state, row)?;
                offered.get(offered_lead(task)?).cloned()
            };
            Box::new(move |row| {
                by::<R>(state, row, |key| match names[leads.place_of(&state.data, key)].clone() {
                    Key::Missing => suggested(row).unwrap_or(Key::Missing),
                    key => key,
                })
            })
        }),
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Lead)),
        ..LEAD
    }
}

/// Returns the sort keys of the leads that texts suggest: behind those that were assigned.
fn offered(state: &State) -> HashMap<&str, Key> {
    let tasks = state.data.dossiers.iter().flat_map(|dossier| &dossier.plan.tasks);
    let mut keys = HashMap::new();
    for name in tasks.filter_map(offered_lead) {
        keys.entry(name).or_insert_with(|| match Key::text(state.data.short_name(name)) {
            Key::Text(pinyin, text) => Key::Text(format!("{}{pinyin}", char::MAX), text),
            key => key,
        });
    }
    keys
}

/// The supporting departments.
pub(super) const fn support<R: Rows>() -> Column {
    Column {
        name: "support",
        head: Head::Word(Word::Support),
        width: Width::Of(8, 10),
        rank: 7,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            Some(Cell::plain(support_of(state, &dossier.assignment(task))))
        },
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Support)),
        ..TEXT
    }
}

/// The responsible person.
pub(super) const fn person<R: Rows>() -> Column {
    Column {
        name: "person",
        head: Head::Word(Word::Person),
        width: Width::Of(8, 8),
        rank: 9,
        leaves: 40,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            let person = dossier.assignment(task).person.unwrap_or_else(|| state.signs().none.to_string());
            Some(Cell::plain(person))
        },
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Person)),
        ..TEXT
    }
}

/// The due year.
pub(super) const fn due<R: Rows>() -> Column {
    Column {
        name: "due",
        head: Head::Word(Word::Due),
        width: Width::Of(5, 10),
        rank: 6,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            let due = dossier.assignment(task).due.map(|due| due_text(state, due));
            Some(Cell::plain(due.unwrap_or_else(|| state.signs().none.to_string())))
        },
        keys: Some(|state| {
            Box::new(move |row| by::<R>(state, row, |key| Key::of(state.data.standing(key).due.map(day_number))))
        }),
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Due)),
        ..TEXT
    }
}

/// The progress in the period.
pub(super) const fn progress<R: Rows>() -> Column {
    Column {
        name: "progress",
        head: Head::Word(Word::Progress),
        right: true,
        width: Width::Of(5, 5),
        rank: 5,
        cell: |state, row| {
            let (dossier, task) = item::<R>(state, row)?;
            let standing = standing(state, dossier, task);
            let meaning = standing.progress_meaning();
            Some(Cell::of(standing.progress.unwrap_or_else(|| state.signs().none.to_string()), meaning))
        },
        keys: Some(|state| {
            Box::new(move |row| by::<R>(state, row, |key| Key::of(state.data.standing(key).progress.map(|p| p.get()))))
        }),
        edit: Some(|state, row| asked::<R>(state, row, LineOf::Progress)),
        ..TEXT
    }
}

/// Returns the cell of a field of words of the period's review.
fn words<'a, R: Rows>(state: &'a State, row: usize, words: fn(&Review) -> Option<&str>) -> Option<Cell<'a>> {
    let (dossier, task) = item::<R>(state, row)?;
    Some(Cell::of_lines(state, state.data.review(dossier, task).and_then(words), Meaning::Plain))
}

fn words_edited<R: Rows>(state: &State, row: usize, field: usize) -> Option<Edit> {
    Some(Edit::Words(id::<R>(state, row)?, state.data.period, field))
}

/// The columns that a title must have left beside words, which are often missing.
const TITLE: u16 = 56;

/// The work that was done.
pub(super) const fn done<R: Rows>() -> Column {
    Column {
        name: "done",
        head: Head::Word(Word::Done),
        rank: 8,
        cell: |state, row| words::<R>(state, row, |review| review.done.as_deref()),
        edit: Some(|state, row| words_edited::<R>(state, row, 0)),
        leaves: TITLE,
        ..WORDS
    }
}

/// The problem.
pub(super) const fn problem<R: Rows>() -> Column {
    Column {
        name: "problem",
        head: Head::Word(Word::Problem),
        rank: 10,
        cell: |state, row| words::<R>(state, row, |review| review.problem.as_deref()),
        edit: Some(|state, row| words_edited::<R>(state, row, 1)),
        leaves: TITLE,
        ..WORDS
    }
}

/// The next step.
pub(super) const fn next<R: Rows>() -> Column {
    Column {
        name: "next",
        head: Head::Word(Word::Next),
        rank: 11,
        cell: |state, row| words::<R>(state, row, |review| review.next.as_deref()),
        edit: Some(|state, row| words_edited::<R>(state, row, 2)),
        leaves: TITLE,
        ..WORDS
    }
}

/// The evidence.
pub(super) const fn evidence<R: Rows>() -> Column {
    Column {
        name: "evidence",
        head: Head::Word(Word::Evidence),
        rank: 12,
        cell: |state, row| words::<R>(state, row, |review| review.evidence.as_deref()),
        edit: Some(|state, row| words_edited::<R>(state, row, 3)),
        leaves: TITLE,
        ..WORDS
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

/// Returns the columns of a status: the mark, its flag, the short word, and where there is room that it is not
/// confirmed.
pub(super) fn status_width(state: &State, screen: u16) -> u16 {
    let unconfirmed = match state.language {
        Language::Zh => 7,
        Language::En => 12,
    };
    2 + short_width(state) + if screen >= ROOMY { unconfirmed } else { 0 }
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
