//! Gaps that no sentence shows: rows and records that must be completed before a report is finished.

use crate::plan::{Sense, Status};
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Missing, Sources};
use crate::report::wording::{Phrase, phrases};

use super::overall;

/// Returns the gaps by table.
pub(super) fn missing(basis: &Basis) -> Vec<Missing> {
    let mut found = Vec::new();
    if !basis.dossier.seals.contains_key(&basis.period) {
        found.push(whole(basis, &phrases::MISSING_SEAL));
    }
    if overall::of_indicators(basis).is_none() && !basis.indicators.is_empty() {
        found.push(whole(basis, &phrases::MISSING_INDICATORS));
    }
    if overall::of_tasks(basis).is_none() && basis.items().next().is_some() {
        found.push(whole(basis, &phrases::MISSING_TASKS));
    }
    let no_reading = |judged: &&Judged| judged.reading.is_none_or(|(year, _)| year < basis.year);
    let unread = indicator_rows(basis.indicators.iter().filter(no_reading));
    found.extend(of_rows(unread, basis.say(&phrases::MISSING_READING, [&basis.year])));
    let unowned = |judged: &&Judged| basis.dossier.responsible(&judged.indicator).lead.is_empty();
    let unowned = indicator_rows(basis.indicators.iter().filter(unowned));
    found.extend(of_rows(unowned, basis.say(&phrases::MISSING_OWNERS, [])));
    found.extend(of_items(basis, &phrases::MISSING_REVIEW, |row| row.standing.is_unreported()));
    found.extend(of_items(basis, &phrases::MISSING_LEAD, |row| row.assignment.lead.is_empty()));
    found.extend(of_items(basis, &phrases::MISSING_DONE, |row| {
        row.status.is_some_and(|status| status.sense() != Sense::Waiting) && row.done().is_none()
    }));
    found.extend(of_items(basis, &phrases::MISSING_PROBLEM, |row| {
        row.status.is_some_and(Status::is_behind) && row.problem().is_none()
    }));
    found
}

fn whole(basis: &Basis, phrase: &Phrase<0>) -> Missing {
    Missing { place: "全文".to_string(), what: basis.say(phrase, []) }
}

fn of_items(basis: &Basis, phrase: &Phrase<0>, is_missing: impl Fn(&Reviewed) -> bool) -> Option<Missing> {
    of_rows(rows(basis.items().filter(|row| is_missing(row))), basis.say(phrase, []))
}

fn of_rows(rows: Sources, what: String) -> Option<Missing> {
    (!rows.is_empty()).then(|| Missing { place: rows.place(), what })
}
