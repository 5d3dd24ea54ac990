//! The columns of the outline.

use super::counts::{self, Sums};
use super::{Cell, Column, Head, Key, PLAIN, TEXT, Table, Width};
use crate::plan::Subject;
use crate::plan::roll_up::RollUp;
use crate::tui::state::outline::OutlineRow;
use crate::tui::state::{State, overlaid};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The outline.
pub const TABLE: Table = Table { name: "outline", columns: COLUMNS, empty: |_| Word::NoPlans, ..PLAIN };

/// The columns that headings have before the less important counts stand beside them.
const ROOM: u16 = 60;

const COLUMNS: &[Column] = &[
    Column {
        name: "heading",
        head: Head::Word(Word::Outline),
        width: Width::Grows { least: 24, most: 84, share: 1 },
        cell: |state, at| {
            let row = row(state, at)?;
            let meaning = if row.depth == 0 { Meaning::Title } else { Meaning::Plain };
            let text = format!("{}{}", indent(state, row), text(state, row));
            Some(Cell { tail: tail(state, row), ..Cell::of(text, meaning) })
        },
        keys: Some(|state| Box::new(move |at| row(state, at).map_or(Key::Missing, |row| Key::text(&text(state, row))))),
        ..TEXT
    },
    Column { rank: 1, leaves: 30, ..counts::total::<Headings>() },
    Column { leaves: 30, ..counts::completion::<Headings>() },
    Column { leaves: ROOM, ..counts::unreported::<Headings>() },
    Column { leaves: ROOM, ..counts::waiting::<Headings>() },
    Column { leaves: ROOM, ..counts::going::<Headings>() },
    Column { leaves: ROOM, ..counts::done::<Headings>() },
    Column { rank: 3, leaves: 30, ..counts::behind::<Headings>() },
    Column { leaves: ROOM, ..counts::changed::<Headings>() },
    Column { rank: 4, leaves: 30, ..counts::overdue::<Headings>() },
];

/// The headings with tasks.
struct Headings;

impl Sums for Headings {
    fn sum(state: &State, at: usize) -> Option<&RollUp> {
        row(state, at).map(|row| &row.roll_up).filter(|sum| sum.total > 0)
    }
}

fn row(state: &State, at: usize) -> Option<&OutlineRow> {
    state.lists.outline.list.rows().get(at)
}

/// Returns what stands before a heading: blanks by its depth, and the sign that it can be folded. In another order
/// there is no depth.
fn indent(state: &State, row: &OutlineRow) -> String {
    if state.sorting().is_some() {
        return String::new();
    }
    let plan = &state.data.dossiers[row.dossier].plan.id;
    let sign = match (row.parent, state.lists.outline.is_folded(plan, row.node)) {
        (false, _) => " ",
        (true, true) => state.signs().folded,
        (true, false) => state.signs().unfolded,
    };
    format!("{}{sign} ", "  ".repeat(row.depth.min(8)))
}

fn text(state: &State, row: &OutlineRow) -> String {
    let plan = &state.data.dossiers[row.dossier].plan;
    match row.node.and_then(|node| plan.outline.get(node)) {
        Some(node) => node.heading(),
        None if row.former => state.say(Word::Former).to_string(),
        None => plan.title.clone(),
    }
}

/// Returns the mark of a heading that was corrected, adjusted or added.
fn tail(state: &State, row: &OutlineRow) -> String {
    let dossier = &state.data.dossiers[row.dossier];
    let mark = row.node.and_then(|node| overlaid::mark(dossier, &Subject::Item(dossier.plan.heading_id(node))));
    mark.map_or_else(String::new, |mark| format!(" [{}]", state.say(mark)))
}
