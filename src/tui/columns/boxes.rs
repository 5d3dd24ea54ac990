//! The columns of the special boxes: those of their projects, with the sums of each box in the same places.

use std::borrow::Cow;

use super::task::{self, Rows};
use super::{Cell, Column, Head, Key, PLAIN, Table, Width};
use crate::plan::Subject;
use crate::tui::state::boxes::BoxRow;
use crate::tui::state::data::ItemKey;
use crate::tui::state::{State, overlaid};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The boxes.
pub const TABLE: Table = Table {
    name: "boxes",
    columns: COLUMNS,
    heading: Some(heading),
    is_sorted: |state, row| Projects::key(state, row).is_some(),
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column {
        head: Head::Word(Word::Boxes),
        width: Width::Grows { least: 24, most: 90, share: 3 },
        counts: false,
        cell: title,
        keys: Some(|state| {
            Box::new(move |row| {
                task::item::<Projects>(state, row).map_or(Key::Missing, |(_, task)| Key::text(&task.title))
            })
        }),
        ..task::title::<Projects>()
    },
    Column { is_of_use: |state| state.data.plan.is_none() && state.sorting().is_some(), ..task::plan::<Projects>() },
    Column { rank: 1, cell: status, ..task::status::<Projects>() },
    task::lead::<Projects>(),
    task::support::<Projects>(),
    task::person::<Projects>(),
    task::due::<Projects>(),
    Column { rank: 3, cell: progress, ..task::progress::<Projects>() },
    task::done::<Projects>(),
    task::problem::<Projects>(),
    task::next::<Projects>(),
    task::evidence::<Projects>(),
];

/// The projects of the boxes.
struct Projects;

impl Rows for Projects {
    fn key(state: &State, row: usize) -> Option<ItemKey> {
        match state.lists.boxes.list.rows().get(row)? {
            BoxRow::Item(key) => Some(*key),
            BoxRow::Plan(_) | BoxRow::Box(..) | BoxRow::Group(..) => None,
        }
    }
}

fn heading(state: &State, row: usize) -> Option<Cow<'_, str>> {
    match state.lists.boxes.list.rows().get(row)? {
        BoxRow::Plan(place) => Some(Cow::from(&*state.data.dossiers[*place].plan.title)),
        _ => None,
    }
}

fn title(state: &State, row: usize) -> Option<Cell<'_>> {
    let indent = |columns: usize| if state.sorting().is_some() { String::new() } else { " ".repeat(columns) };
    let (dossier, subject, text, meaning) = match state.lists.boxes.list.rows().get(row)? {
        BoxRow::Plan(_) => return None,
        BoxRow::Group(_, _, title) => return Some(Cell::of(format!("{}{title}", indent(3)), Meaning::Muted)),
        BoxRow::Box(place, index, _) => {
            let dossier = &state.data.dossiers[*place];
            let special_box = dossier.plan.boxes.get(*index)?;
            let text = format!("{}{} {}", indent(1), special_box.number, special_box.title);
            (&**dossier, dossier.plan.box_id(*index), text, Meaning::Title)
        }
        BoxRow::Item(key) => {
            let (dossier, task) = state.data.task(*key)?;
            let text = format!("{}{}{}", indent(5), task.number, task.title);
            (dossier, task.id.clone(), text, Meaning::Plain)
        }
    };
    let mark = overlaid::mark(dossier, &Subject::Item(subject));
    let tail = mark.map_or_else(String::new, |mark| format!(" [{}]", state.say(mark)));
    Some(Cell { tail, ..Cell::of(text, meaning) })
}

/// Returns the status of a project; of a box, the number of its projects.
fn status(state: &State, row: usize) -> Option<Cell<'_>> {
    match state.lists.boxes.list.rows().get(row)? {
        BoxRow::Box(_, _, sum) if sum.total > 0 => {
            Some(Cell::of(format!("{} {}", sum.total, state.say(Word::ShortProjects)), Meaning::Muted))
        }
        _ => (task::status::<Projects>().cell)(state, row),
    }
}

/// Returns the progress of a project; of a box, the share of its projects that is completed.
fn progress(state: &State, row: usize) -> Option<Cell<'_>> {
    match state.lists.boxes.list.rows().get(row)? {
        BoxRow::Box(_, _, sum) if sum.total > 0 => Some(Cell::of(format!("{}%", sum.completion()), Meaning::Muted)),
        _ => (task::progress::<Projects>().cell)(state, row),
    }
}
