//! Commands that are probably mistakes, about which a person should be asked.

use std::collections::HashMap;

use crate::plan::record::Owner;
use crate::plan::unlikely::{self, Unlikely};
use crate::plan::{Dossier, ItemId, Period, PlanId, Subject, TextField, Year};

use super::investment::{self, FundingEdit, InvestmentEdit};
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
        Command::Invest { items, funding, investment } => of_investment(snapshot, items, funding, investment.as_ref()),
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

/// Returns what is unlikely about the money of items as it would be after an edit.
fn of_investment(
    snapshot: &Snapshot,
    items: &[ItemId],
    funding: &FundingEdit,
    investment: Option<&(Period, InvestmentEdit)>,
) -> Vec<(ItemId, Unlikely)> {
    let changes = investment::invest(snapshot, items, funding, investment).unwrap_or_default();
    let mut after: HashMap<&PlanId, Dossier> = HashMap::new();
    for change in &changes {
        let Some((plan, dossier)) = change.plan().and_then(|plan| Some((plan, snapshot.dossier(plan)?))) else {
            continue;
        };
        // A change that does not fit leaves the dossier as it is, and is refused once it is to be saved.
        let _ = after.entry(plan).or_insert_with(|| Dossier::clone(dossier)).apply(change);
    }
    let found = items.iter().filter_map(|item| {
        let dossier = after.get(&item.plan)?;
        let year = investment.map(|(period, _)| Period::annual(dossier.plan.term.year_of(*period)));
        let planned = year.and_then(|year| dossier.invested(item, year)?.planned);
        let invested = dossier.invested(item, Period::FINAL)?;
        Some((item, unlikely::of_investment(invested.total(), planned, invested.in_all)))
    });
    found.flat_map(|(item, found)| found.into_iter().map(|found| (item.clone(), found))).collect()
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
