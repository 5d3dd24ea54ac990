//! The columns of the indicators.

use std::borrow::Cow;

use super::{Cell, Column, Edit, Head, Key, PLAIN, PLAN, TEXT, Table, WIDE, Width};
use crate::action::Action;
use crate::desk::LineOf;
use crate::plan::attainment::Attainment;
use crate::plan::{Dossier, Indicator, ItemId, Nature, Subject, TextField};
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::indicators::IndicatorRow;
use crate::tui::state::judgement;
use crate::tui::theme::Meaning;
use crate::tui::view::indicators::{cells, meaning, target, unit};
use crate::tui::view::tasks::{lead_or_offered, support};
use crate::tui::words::Word;

/// The table of indicators.
pub const TABLE: Table = Table { name: "indicators", columns: COLUMNS, heading: Some(heading), ..PLAIN };

/// A column of a figure, with the value that it is sorted by.
macro_rules! figure {
    ($name:literal, $head:ident, $rank:literal, $leaves:literal, $cell:expr, $value:expr $(, $edit:expr)?) => {
        Column {
            name: $name,
            head: Head::Word(Word::$head),
            right: true,
            width: Width::Of(6, 9),
            rank: $rank,
            leaves: $leaves,
            cell: |state, row| {
                let (dossier, indicator) = item(state, row)?;
                Some($cell(state, dossier, indicator))
            },
            keys: Some(|state| {
                Box::new(move |row| {
                    Key::of(item(state, row).and_then(|(dossier, indicator)| $value(state, dossier, indicator)))
                })
            }),
            $(edit: Some($edit),)?
            ..TEXT
        }
    };
}

const COLUMNS: &[Column] = &[
    Column {
        name: "nature",
        head: Head::Word(Word::Nature),
        width: Width::By(|_, screen| if screen >= 60 { 6 } else { 2 }),
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            let (text, meaning) = nature(state, dossier, indicator);
            Some(Cell::of(text, meaning))
        },
        keys: Some(|state| {
            Box::new(move |row| Key::of(item(state, row).map(|(_, i)| u8::from(i.nature != Some(Nature::Binding)))))
        }),
        edit: Some(|state, row| text(state, row, TextField::Nature)),
        ..TEXT
    },
    Column {
        name: "name",
        head: Head::Word(Word::Name),
        width: Width::Grows { least: 20, most: 60, share: 3 },
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::titled(state, dossier, &indicator.id, &indicator.name))
        },
        edit: Some(|state, row| text(state, row, TextField::Title)),
        ..TEXT
    },
    Column {
        rank: 7,
        is_of_use: |state| state.data.plan.is_none() && state.sorting().is_some(),
        cell: |state, row| Some(Cell::of(plan_label(&item(state, row)?.0.plan), Meaning::Muted)),
        ..PLAN
    },
    Column {
        name: "category",
        head: Head::Word(Word::Category),
        width: Width::Of(10, 14),
        rank: 9,
        leaves: 40,
        cell: |state, row| Some(Cell::of_lines(state, item(state, row)?.1.category.as_deref(), Meaning::Muted)),
        edit: Some(|state, row| text(state, row, TextField::Category)),
        ..TEXT
    },
    Column {
        name: "unit",
        head: Head::Word(Word::Unit),
        width: Width::Of(7, 12),
        rank: 5,
        leaves: 22,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::of(unit(state, dossier, indicator), Meaning::Muted))
        },
        edit: Some(|state, row| text(state, row, TextField::Unit)),
        ..TEXT
    },
    figure!(
        "baseline",
        Baseline,
        6,
        22,
        |state, dossier, indicator| Cell::plain(cells(state, dossier, indicator).baseline),
        |_, _, indicator: &Indicator| indicator.baselines.last().and_then(|baseline| baseline.value),
        baseline
    ),
    Column {
        width: Width::By(reading_width),
        ..figure!(
            "reading",
            Reading,
            1,
            16,
            |state, dossier, indicator| {
                let cells = cells(state, dossier, indicator);
                Cell::of(cells.reading, meaning(cells.judgement))
            },
            |state: &State, dossier, indicator| judgement::latest(&state.data, dossier, indicator)
                .map(|latest| latest.reading.value),
            reading
        )
    },
    figure!(
        "expected",
        Expected,
        4,
        22,
        |state, dossier, indicator| Cell::of(cells(state, dossier, indicator).expected, Meaning::Muted),
        |state: &State, dossier, indicator| judgement::expected(&state.data, dossier, indicator)
    ),
    Column {
        width: Width::By(figure_width),
        ..figure!(
            "target",
            Target,
            2,
            16,
            |state, dossier, indicator| Cell::plain(cells(state, dossier, indicator).target),
            |state: &State, dossier, indicator| target(state, dossier, indicator).and_then(|target| target.value),
            target_edit
        )
    },
    Column {
        name: "lead",
        head: Head::Word(Word::Lead),
        width: Width::Of(8, 10),
        rank: 8,
        leaves: 40,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::plain(lead_or_offered(state, indicator.offered().as_ref(), &dossier.responsible(indicator))))
        },
        edit: Some(|state, row| asked(state, row, LineOf::Lead)),
        ..TEXT
    },
    Column {
        name: "support",
        head: Head::Word(Word::Support),
        width: Width::Of(8, 10),
        rank: 11,
        leaves: 40,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            Some(Cell::plain(support(state, &dossier.responsible(indicator))))
        },
        edit: Some(|state, row| asked(state, row, LineOf::Support)),
        ..TEXT
    },
    Column {
        name: "person",
        head: Head::Word(Word::Person),
        width: Width::Of(6, 8),
        rank: 12,
        leaves: 40,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            let person = dossier.responsible(indicator).person;
            Some(Cell::plain(person.unwrap_or_else(|| state.signs().none.to_string())))
        },
        edit: Some(|state, row| asked(state, row, LineOf::Person)),
        ..TEXT
    },
    figure!(
        "projected",
        ShortProjected,
        10,
        40,
        |state: &State, dossier, indicator: &Indicator| {
            match projected(state, dossier, indicator) {
                Some(value) => Cell::of(indicator.figure(value), Meaning::Bad),
                None => Cell::of(state.signs().none, Meaning::Muted),
            }
        },
        projected
    ),
    Column {
        name: "judgement",
        head: Head::Word(Word::Judgement),
        width: Width::Of(9, 11),
        rank: 3,
        leaves: 22,
        cell: |state, row| {
            let (dossier, indicator) = item(state, row)?;
            let cells = cells(state, dossier, indicator);
            let by_hand = judgement::by_hand(&state.data, dossier, indicator).map_or("", |_| state.signs().by_hand);
            let text = format!("{}{by_hand}", state.say(cells.word));
            Some(Cell::of(text, meaning(cells.judgement)))
        },
        keys: Some(|state| {
            Box::new(move |row| {
                let Some((dossier, indicator)) = item(state, row) else { return Key::Missing };
                rank(cells(state, dossier, indicator).judgement)
            })
        }),
        edit: Some(|_, _| Some(Edit::Act(Action::JudgeIndicator))),
        ..TEXT
    },
];

/// Returns the columns of a value with its relation: few others stand beside it on a narrow screen.
fn figure_width(_: &State, screen: u16) -> u16 {
    match screen {
        ..70 => 7,
        70..WIDE => 6,
        WIDE.. => 9,
    }
}

/// Returns the columns of a reading: a value of an earlier year stands with the year.
fn reading_width(state: &State, screen: u16) -> u16 {
    let has_years = state.data.in_view().any(|(place, _)| state.data.judged(place).has_older_readings);
    figure_width(state, screen).max(if has_years { 8 } else { 0 })
}

fn item(state: &State, row: usize) -> Option<(&Dossier, &Indicator)> {
    match state.lists.indicators.list.rows().get(row)? {
        IndicatorRow::Indicator(key) => state.data.indicator(*key),
        IndicatorRow::Plan(_) => None,
    }
}

/// Returns the key of a judgement: the worst first.
pub(super) fn rank(judgement: Attainment) -> Key {
    Key::number(match judgement {
        Attainment::Behind => 0,
        Attainment::SlowerThanExpected => 1,
        Attainment::AsExpected => 2,
        Attainment::FasterThanExpected => 3,
        Attainment::AheadOfTime => 4,
        Attainment::CannotTell => return Key::Missing,
    })
}

/// Returns the line that is asked for of the indicator in a row.
fn asked(state: &State, row: usize, asked: fn(Vec<ItemId>) -> LineOf) -> Option<Edit> {
    let (_, indicator) = item(state, row)?;
    Some(Edit::Line(asked(vec![indicator.id.clone()])))
}

/// Returns the field of the text of the indicator in a row, to be corrected.
fn text(state: &State, row: usize, field: TextField) -> Option<Edit> {
    let (_, indicator) = item(state, row)?;
    Some(Edit::Line(LineOf::Text(Subject::Item(indicator.id.clone()), field)))
}

fn reading(state: &State, row: usize) -> Option<Edit> {
    let (dossier, indicator) = item(state, row)?;
    Some(Edit::Line(LineOf::Reading(indicator.id.clone(), state.data.measured(&dossier.plan))))
}

/// Returns the baseline that the cell shows, or that of the year before the term, which an indicator without one gets.
fn baseline(state: &State, row: usize) -> Option<Edit> {
    let (dossier, indicator) = item(state, row)?;
    let year = indicator.baselines.last().map_or(dossier.plan.term.first - 1, |baseline| baseline.year);
    text(state, row, TextField::Baseline(year))
}

/// Returns the target that the cell shows, or that of the last year of the term, which an indicator without one gets.
fn target_edit(state: &State, row: usize) -> Option<Edit> {
    let (dossier, indicator) = item(state, row)?;
    let year = target(state, dossier, indicator).map_or(dossier.plan.term.last, |target| target.year);
    text(state, row, TextField::Target(year))
}

fn heading(state: &State, row: usize) -> Option<Cow<'_, str>> {
    match state.lists.indicators.list.rows().get(row)? {
        IndicatorRow::Plan(place) => Some(Cow::from(&*state.data.dossiers[*place].plan.title)),
        IndicatorRow::Indicator(_) => None,
    }
}

fn nature(state: &State, dossier: &Dossier, indicator: &Indicator) -> (String, Meaning) {
    let sign = match judgement::warning(&state.data, dossier, indicator) {
        Some(_) => "!!",
        None if cells(state, dossier, indicator).judgement == Attainment::Behind => "! ",
        None => "  ",
    };
    let (word, meaning) = match indicator.nature {
        Some(Nature::Binding) => (state.say(Word::ShortBinding), Meaning::Title),
        Some(Nature::Expected) => (state.say(Word::ShortExpected), Meaning::Muted),
        None => ("", Meaning::Muted),
    };
    (format!("{sign}{word}"), meaning)
}

/// Returns the value that a binding indicator will have in its target's year at the pace so far, if that misses it.
fn projected(state: &State, dossier: &Dossier, indicator: &Indicator) -> Option<f64> {
    judgement::warning(&state.data, dossier, indicator).and_then(|miss| miss.projected)
}
