//! The columns of the findings of the plan check.

use std::borrow::Cow;

use super::{Cell, Column, Head, Key, PLAIN, PLAN, TEXT, Table, Width};
use crate::report::check::Finding;
use crate::tui::state::State;
use crate::tui::state::check::{CheckRow, rule_of};
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The findings.
pub const TABLE: Table = Table {
    name: "check",
    columns: COLUMNS,
    heading: Some(heading),
    empty: |state| if state.lists.check.findings.is_none() { Word::Checking } else { Word::NoFindings },
    ..PLAIN
};

const COLUMNS: &[Column] = &[
    Column {
        rank: 2,
        is_of_use: |state| state.data.plan.is_none() && state.sorting().is_some(),
        cell: |state, at| {
            let dossier = state.data.snapshot.dossier(&finding(state, at)?.plan)?;
            Some(Cell::of(plan_label(&dossier.plan), Meaning::Muted))
        },
        ..PLAN
    },
    Column {
        name: "line",
        head: Head::Word(Word::Line),
        right: true,
        width: Width::Of(5, 6),
        rank: 1,
        cell: |state, at| {
            let line = finding(state, at)?.line.map(|line| line.to_string());
            Some(Cell::of(line.unwrap_or_else(|| state.signs().none.to_string()), Meaning::Muted))
        },
        keys: Some(|state| Box::new(move |at| Key::of(finding(state, at).and_then(|finding| finding.line)))),
        ..TEXT
    },
    Column {
        name: "finding",
        head: Head::Word(Word::Finding),
        width: Width::Grows { least: 24, most: 110, share: 3 },
        counts: true,
        cell: |state, at| Some(Cell::plain(&*finding(state, at)?.finding)),
        ..TEXT
    },
    Column {
        name: "rule",
        head: Head::Word(Word::Rule),
        width: Width::Grows { least: 18, most: 50, share: 2 },
        rank: 3,
        // On a narrow screen the finding says more, and the detail names the rule.
        leaves: 60,
        cell: |state, at| Some(Cell::of(rule_of(finding(state, at)?, state.language), Meaning::Muted)),
        ..TEXT
    },
    Column {
        name: "evidence",
        head: Head::Word(Word::Passage),
        width: Width::Grows { least: 30, most: 90, share: 3 },
        rank: 4,
        leaves: 70,
        cell: |state, at| Some(Cell::of_lines(state, Some(&finding(state, at)?.evidence), Meaning::Muted)),
        ..TEXT
    },
];

fn finding(state: &State, at: usize) -> Option<&Finding> {
    match state.lists.check.list.rows().get(at)? {
        CheckRow::Finding(finding) => Some(finding),
        CheckRow::Plan(..) => None,
    }
}

fn heading(state: &State, at: usize) -> Option<Cow<'_, str>> {
    match state.lists.check.list.rows().get(at)? {
        CheckRow::Plan(place, count) => Some(format!("{} ({count})", state.data.dossiers[*place].plan.title).into()),
        CheckRow::Finding(_) => None,
    }
}
