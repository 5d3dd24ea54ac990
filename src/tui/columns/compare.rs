//! The columns of the comparison: of the same indicator in several plans, and of two states of one plan.

use std::borrow::Cow;

use super::{Cell, Column, Head, Key, PLAIN, TEXT, Table, Width};
use crate::plan::{Dossier, Indicator};
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::compare::CompareRow;
use crate::tui::state::data::plan_label;
use crate::tui::state::judgement;
use crate::tui::theme::Meaning;
use crate::tui::view::indicators::{cells, meaning, unit};
use crate::tui::words::Word;

/// Indicators of the same measure.
pub const INDICATORS: Table =
    Table { name: "compare", columns: OF_INDICATORS, heading: Some(heading), empty: |_| Word::NothingShared, ..PLAIN };

/// The differences between two states.
pub const PERIODS: Table = Table {
    name: "compare-periods",
    columns: OF_PERIODS,
    heading: Some(heading),
    empty: |state| match state.data.focus() {
        None => Word::OnePlan,
        Some(dossier) if state.lists.compare.earlier(dossier).is_none() => Word::NothingSealed,
        Some(_) => Word::NoDifference,
    },
    ..PLAIN
};

/// A column of a figure.
const FIGURE: Column = Column { right: true, width: Width::Of(8, 12), rank: 1, leaves: 15, ..TEXT };

const OF_INDICATORS: &[Column] = &[
    Column {
        name: "indicator",
        head: Head::Word(Word::Name),
        width: Width::Of(20, 30),
        rank: 1,
        is_of_use: |state| state.sorting().is_some(),
        cell: |state, row| Some(Cell::of(&*item(state, row)?.1.name, Meaning::Muted)),
        ..TEXT
    },
    Column {
        name: "plan",
        head: Head::Word(Word::Plan),
        width: Width::Grows { least: 15, most: 34, share: 1 },
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            let is_paired = state.lists.compare.paired.contains(&indicator.id);
            let tail = if is_paired { state.signs().by_hand.to_string() } else { String::new() };
            Some(Cell { tail, ..Cell::plain(format!("{}{}", indent(state), plan_label(&dossier.plan))) })
        },
        keys: Some(|state| {
            Box::new(move |row| {
                item(state, row).map_or(Key::Missing, |(dossier, _)| Key::text(&plan_label(&dossier.plan)))
            })
        }),
        ..TEXT
    },
    Column {
        name: "title",
        head: Head::Word(Word::PlanTitle),
        width: Width::Grows { least: 30, most: 60, share: 2 },
        rank: 4,
        leaves: 30,
        cell: |state, row| Some(Cell::of(&*item(state, row)?.0.plan.title, Meaning::Muted)),
        ..TEXT
    },
    Column {
        name: "unit",
        head: Head::Word(Word::Unit),
        width: Width::Of(8, 12),
        rank: 3,
        leaves: 15,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::of(unit(state, dossier, indicator), Meaning::Muted))
        },
        ..TEXT
    },
    Column {
        name: "baseline",
        head: Head::Word(Word::Baseline),
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::plain(cells(state, dossier, indicator).baseline))
        },
        keys: Some(|state| {
            Box::new(move |row| {
                Key::of(item(state, row).and_then(|(_, i)| i.baselines.last().and_then(|baseline| baseline.value)))
            })
        }),
        ..FIGURE
    },
    Column {
        name: "reading",
        head: Head::Word(Word::Reading),
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            let cells = cells(state, dossier, indicator);
            Some(Cell::of(cells.reading, meaning(cells.judgement)))
        },
        keys: Some(|state| {
            Box::new(move |row| {
                let latest = |(dossier, indicator)| judgement::latest(&state.data, dossier, indicator);
                Key::of(item(state, row).and_then(latest).map(|latest| latest.reading.value))
            })
        }),
        ..FIGURE
    },
    Column {
        name: "expected",
        head: Head::Word(Word::Expected),
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::of(cells(state, dossier, indicator).expected, Meaning::Muted))
        },
        keys: Some(|state| {
            Box::new(move |row| {
                let expected = |(dossier, indicator)| judgement::expected(&state.data, dossier, indicator);
                Key::of(item(state, row).and_then(expected))
            })
        }),
        ..FIGURE
    },
    Column {
        name: "target",
        head: Head::Word(Word::Target),
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::plain(cells(state, dossier, indicator).target))
        },
        keys: Some(|state| {
            Box::new(move |row| {
                Key::of(item(state, row).and_then(|(_, i)| i.targets.last().and_then(|target| target.value)))
            })
        }),
        ..FIGURE
    },
    Column {
        name: "judgement",
        head: Head::Word(Word::Judgement),
        width: Width::Of(12, 14),
        rank: 2,
        leaves: 15,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            let cells = cells(state, dossier, indicator);
            Some(Cell::of(state.say(cells.word), meaning(cells.judgement)))
        },
        keys: Some(|state| {
            Box::new(move |row| match item(state, row) {
                Some((dossier, indicator)) => super::indicators::rank(cells(state, dossier, indicator).judgement),
                None => Key::Missing,
            })
        }),
        ..TEXT
    },
];

const OF_PERIODS: &[Column] = &[
    Column {
        name: "item",
        head: Head::Word(Word::Task),
        width: Width::Grows { least: 20, most: 50, share: 2 },
        rank: 1,
        is_of_use: |state| state.sorting().is_some(),
        cell: |state, row| match state.lists.compare.list.rows().get(row)? {
            CompareRow::Field { title, .. } => Some(Cell::of(&**title, Meaning::Muted)),
            _ => None,
        },
        ..TEXT
    },
    Column {
        name: "field",
        head: Head::Word(Word::FieldChanged),
        width: Width::Of(12, 16),
        rank: 1,
        cell: |state, row| match state.lists.compare.list.rows().get(row)? {
            CompareRow::Field { name, .. } => Some(Cell::of(format!("{}{name}", indent(state)), Meaning::Muted)),
            _ => None,
        },
        ..TEXT
    },
    Column {
        name: "before",
        head: Head::By(|state| state_of(state, true)),
        width: Width::Grows { least: 14, most: 80, share: 1 },
        rank: 1,
        leaves: 20,
        cell: |state, row| match state.lists.compare.list.rows().get(row)? {
            CompareRow::Field { before, .. } => Some(said(state, before)),
            _ => None,
        },
        ..TEXT
    },
    Column {
        name: "after",
        head: Head::By(|state| state_of(state, false)),
        width: Width::Grows { least: 14, most: 80, share: 1 },
        cell: |state, row| match state.lists.compare.list.rows().get(row)? {
            CompareRow::Field { after, .. } => Some(said(state, after)),
            _ => None,
        },
        ..TEXT
    },
];

fn item(state: &State, row: usize) -> Option<(&Dossier, &Indicator)> {
    match state.lists.compare.list.rows().get(row)? {
        CompareRow::Indicator(key) => state.data.indicator(*key),
        _ => None,
    }
}

fn heading(state: &State, row: usize) -> Option<Cow<'_, str>> {
    match state.lists.compare.list.rows().get(row)? {
        CompareRow::Name(name, count) => Some(format!("{name} ({count})").into()),
        CompareRow::Item(_, title, kind) => Some(format!("{title}  {}", kind.label(state.language)).into()),
        CompareRow::Indicator(_) | CompareRow::Field { .. } => None,
    }
}

/// Returns what stands before a row that belongs to the heading above it.
fn indent(state: &State) -> &'static str {
    if state.sorting().is_some() { "" } else { "  " }
}

/// Returns a text before or after in one line.
fn said<'a>(state: &State, text: &'a str) -> Cell<'a> {
    Cell::of_lines(state, Some(text).filter(|text| !text.is_empty()), Meaning::Plain)
}

/// Returns the name of the earlier or the later state.
fn state_of(state: &State, before: bool) -> String {
    let Some(dossier) = state.data.focus() else { return String::new() };
    let compare = &state.lists.compare;
    let period = if before { compare.earlier(dossier) } else { compare.later(dossier) };
    match period {
        Some(period) => period.name(state.language),
        None if before => state.say(Word::Before).to_string(),
        None => format!("{} {}", state.data.period.name(state.language), state.say(Word::Today)),
    }
}
