//! The columns of the plans on the overview.

use std::borrow::Cow;

use super::counts::{self, Sums};
use super::{Cell, Column, Head, Key, PLAIN, TEXT, Table, Width};
use crate::plan::Dossier;
use crate::plan::roll_up::RollUp;
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::judgement::Tally;
use crate::tui::state::overview::{OverviewRow as Row, PlanRow};
use crate::tui::theme::Meaning;
use crate::tui::view::overview::warning;
use crate::tui::words::Word;

/// The overview. Who has not reported, the plans with their sums, and the warnings stay where they are.
pub const TABLE: Table = Table {
    name: "overview",
    columns: COLUMNS,
    heading: Some(heading),
    empty: |_| Word::NoPlans,
    section: Some(section),
    sorted_as,
    head_row: Some(|state| rows(state).iter().position(|row| *row == Row::Plans)),
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column {
        name: "plan",
        head: Head::Word(Word::Plan),
        width: Width::Grows { least: 18, most: 32, share: 1 },
        cell: name,
        keys: Some(|state| {
            Box::new(move |at| match plan_of(state, at) {
                Some(row) => Key::text(&plan_label(&state.data.dossiers[row.dossier].plan)),
                None => Key::Missing,
            })
        }),
        ..TEXT
    },
    Column {
        name: "title",
        head: Head::Word(Word::PlanTitle),
        width: Width::Grows { least: 30, most: 60, share: 2 },
        rank: 13,
        leaves: 18,
        cell: |state, at| Some(Cell::of(&*plan(state, at)?.plan.title, Meaning::Muted)),
        ..TEXT
    },
    Column {
        name: "term",
        head: Head::Word(Word::Term),
        width: Width::Of(7, 9),
        rank: 8,
        leaves: 16,
        cell: |state, at| {
            let term = plan(state, at)?.plan.term;
            let last = if state.size.width >= super::WIDE { term.last.get() } else { term.last.get() % 100 };
            Some(Cell::of(format!("{}{}{last:02}", term.first, state.signs().dash), Meaning::Muted))
        },
        keys: Some(|state| {
            Box::new(move |at| {
                Key::of(plan_of(state, at).map(|row| {
                    let term = state.data.dossiers[row.dossier].plan.term;
                    f64::from(term.first.get()) + f64::from(term.last.get()) / 1e4
                }))
            })
        }),
        ..TEXT
    },
    Column {
        name: "edition",
        head: Head::Word(Word::EditionOf),
        width: Width::Of(10, 12),
        rank: 9,
        leaves: 16,
        cell: |state, at| Some(Cell::of(plan(state, at)?.plan.edition.label(state.language), Meaning::Muted)),
        ..TEXT
    },
    Column { rank: 10, ..counts::total::<Plans>() },
    Column { rank: 1, cell: completion, ..counts::completion::<Plans>() },
    Column { rank: 5, ..counts::unreported::<Plans>() },
    Column { rank: 7, ..counts::waiting::<Plans>() },
    Column { rank: 6, ..counts::going::<Plans>() },
    counts::done::<Plans>(),
    Column { rank: 4, ..counts::behind::<Plans>() },
    Column { rank: 11, ..counts::changed::<Plans>() },
    Column { rank: 2, ..counts::overdue::<Plans>() },
    Column {
        name: "indicators",
        head: Head::Word(Word::IndicatorsMet),
        right: true,
        width: Width::Of(8, 10),
        rank: 3,
        leaves: 16,
        cell: |state, at| {
            let tally = tally(state, at)?;
            let (sign, meaning) = if tally.behind > 0 { ("!", Meaning::Bad) } else { ("", Meaning::Plain) };
            Some(Cell::of(format!("{sign}{}/{}", tally.met, tally.total), meaning))
        },
        keys: Some(|state| {
            Box::new(move |at| match plan_of(state, at).map(|row| row.indicators).filter(|tally| tally.total > 0) {
                Some(tally) => Key::number(f64::from(tally.met) / f64::from(tally.total)),
                None => Key::Missing,
            })
        }),
        ..TEXT
    },
];

/// The plans, and what belongs to them.
struct Plans;

impl Sums for Plans {
    fn sum(state: &State, at: usize) -> Option<&RollUp> {
        match rows(state).get(at)? {
            Row::Plan(row) => state.data.dossiers[row.dossier].has(state.data.period).then_some(&row.roll_up),
            Row::Chapter(_, _, sum) | Row::Sector(_, sum, _) | Row::Total(sum, _) => Some(sum),
            _ => None,
        }
    }
}

fn rows(state: &State) -> &[Row] {
    state.lists.overview.list.rows()
}

/// Returns the plan in a row.
fn plan_of(state: &State, at: usize) -> Option<&PlanRow> {
    match rows(state).get(at)? {
        Row::Plan(row) => Some(row),
        _ => None,
    }
}

fn plan(state: &State, at: usize) -> Option<&Dossier> {
    plan_of(state, at).map(|row| &*state.data.dossiers[row.dossier])
}

fn tally(state: &State, at: usize) -> Option<Tally> {
    match rows(state).get(at)? {
        Row::Plan(row) => state.data.dossiers[row.dossier].has(state.data.period).then_some(row.indicators),
        Row::Sector(_, _, tally) | Row::Total(_, tally) => Some(*tally),
        _ => None,
    }
}

fn name(state: &State, at: usize) -> Option<Cell<'_>> {
    Some(match rows(state).get(at)? {
        Row::Plan(row) => {
            let dossier = &state.data.dossiers[row.dossier];
            let indent = if row.below { "  " } else { "" };
            let is_sealed = state.data.is_sealed(dossier);
            let tail = if is_sealed { format!(" [{}]", state.say(Word::Sealed)) } else { String::new() };
            Cell { tail, ..Cell::plain(format!("{indent}{}", plan_label(&dossier.plan))) }
        }
        Row::Status(_, status, _) => {
            let text = format!("   {} {}", state.signs().status(*status), state.label(*status));
            Cell::of(text, Meaning::of_status(*status))
        }
        Row::Chapter(place, chapter, _) => {
            let title = state.data.dossiers[*place].plan.outline.get(*chapter).map(|node| node.heading());
            Cell::plain(format!("   {}", title.unwrap_or_default()))
        }
        Row::Sector(name, ..) => Cell::of(format!("{} {name}", state.say(Word::Sum)), Meaning::Title),
        Row::Total(..) => Cell::of(state.say(Word::Total), Meaning::Title),
        _ => return None,
    })
}

/// Returns the share of what is completed; of the tasks with one status, their number.
fn completion(state: &State, at: usize) -> Option<Cell<'_>> {
    match rows(state).get(at)? {
        Row::Status(_, status, count) => Some(Cell::of(count.to_string(), Meaning::of_status(*status))),
        _ => (counts::completion::<Plans>().cell)(state, at),
    }
}

/// Returns the text of a row that is none of the plans.
fn heading(state: &State, at: usize) -> Option<Cow<'_, str>> {
    Some(match rows(state).get(at)? {
        Row::Department(name, count) if name.is_empty() => {
            format!("{} {}", state.say(Word::Unassigned), count.total()).into()
        }
        Row::Department(name, count) => format!("{} {}", state.data.short_name(name), count.total()).into(),
        Row::OtherDepartments(departments, count) => {
            let (others, word) = (state.say(Word::Others), state.say(Word::DepartmentsCount));
            format!("{others} {departments} {word} {}", count.total()).into()
        }
        Row::Plans => state.say(Word::Plan).into(),
        Row::Warnings(count) => format!("{} {count}", state.say(Word::Warnings)).into(),
        Row::Warning(indicator) => {
            let (name, figures, forecast) = warning(state, *indicator)?;
            format!("{name} {figures}  {forecast}").trim_end().to_string().into()
        }
        Row::Plan(_) | Row::Status(..) | Row::Chapter(..) | Row::Sector(..) | Row::Total(..) => return None,
    })
}

/// Returns the section of a row: rows are sorted within it.
fn section(state: &State, at: usize) -> u8 {
    match rows(state).get(at) {
        Some(Row::Department(..)) => 0,
        Some(Row::OtherDepartments(..)) => 1,
        Some(Row::Plans) => 2,
        Some(Row::Plan(_) | Row::Status(..) | Row::Chapter(..)) => 3,
        Some(Row::Sector(..)) => 4,
        Some(Row::Total(..)) => 5,
        Some(Row::Warnings(_)) => 6,
        Some(Row::Warning(_)) | None => 7,
    }
}

/// Returns the plan below which a row is unfolded, which it stays with in every order.
fn sorted_as(state: &State, at: usize) -> usize {
    let rows = rows(state);
    match rows.get(at) {
        Some(Row::Status(..) | Row::Chapter(..)) => {
            rows[..at].iter().rposition(|row| matches!(row, Row::Plan(_))).unwrap_or(at)
        }
        _ => at,
    }
}
