//! Commands that are probably mistakes, about which a person should be asked.

use crate::plan::record::Owner;
use crate::plan::unlikely::{self, Unlikely};
use crate::plan::{ItemId, Period, Subject, TextField, Year};

use super::{Command, Field, ReviewEdit, Snapshot, TextEdit};

/// Returns what is unlikely about a command in a calendar year, with the items; empty for most commands.
pub fn unlikely(snapshot: &Snapshot, command: &Command, this_year: Year) -> Vec<(ItemId, Unlikely)> {
    match command {
        Command::Review { items, period, edit } => {
            items.iter().flat_map(|item| of_review(snapshot, item, *period, edit, this_year)).collect()
        }
        Command::Read { indicator, period, value: Some(value), .. } => {
            let found = snapshot.indicator(indicator);
            let found = found.map(|(dossier, row)| unlikely::of_reading(dossier, row, *period, *value, this_year));
            found.into_iter().flatten().map(|unlikely| (indicator.clone(), unlikely)).collect()
        }
        Command::Edit { subjects, fields, .. } => of_edits(snapshot, subjects, fields),
        _ => Vec::new(),
    }
}

fn of_edits(snapshot: &Snapshot, subjects: &[Subject], fields: &[(TextField, TextEdit)]) -> Vec<(ItemId, Unlikely)> {
    let found = subjects.iter().filter_map(|subject| snapshot.indicator(subject.item()?));
    let cells = found.flat_map(|(dossier, indicator)| fields.iter().map(move |cell| (dossier, indicator, cell)));
    let unlikely = cells.flat_map(|(dossier, indicator, (field, edit))| {
        let found = match edit {
            TextEdit::Set(text) => unlikely::of_cell(dossier.plan.term, indicator, *field, text),
            TextEdit::Clear | TextEdit::AsPrinted => Vec::new(),
        };
        found.into_iter().map(|unlikely| (indicator.id.clone(), unlikely))
    });
    unlikely.collect()
}

fn of_review(
    snapshot: &Snapshot,
    item: &ItemId,
    period: Period,
    edit: &ReviewEdit,
    this_year: Year,
) -> Vec<(ItemId, Unlikely)> {
    let Some((dossier, _)) = snapshot.task(item) else { return Vec::new() };
    let mut review = dossier.review(item, period).cloned().unwrap_or_default();
    let says_how_far = (&edit.status, &edit.progress) != (&Field::Keep, &Field::Keep);
    review.status = edit.status.clone().over(review.status).filter(|_| says_how_far);
    review.progress = edit.progress.clone().over(review.progress);
    let found = unlikely::of_review(dossier.plan.term, period, &review, this_year);
    found.into_iter().map(|unlikely| (item.clone(), unlikely)).collect()
}
