//! Entries that are seldom meant, which are asked about before they are made.

use crate::desk::{Command, Field, ReviewEdit};
use crate::plan::unlikely::{self, Unlikely};
use crate::plan::{ItemId, Period, Year};
use crate::tui::state::State;

/// Returns what is unlikely about a command, in words; nothing for most. A year to come that the person has meant once
/// is not asked about again.
pub fn of(state: &State, command: &Command) -> Vec<String> {
    let mut words = Vec::new();
    for (item, unlikely) in found(state, command) {
        let is_known = matches!(unlikely, Unlikely::YetToCome(year) if state.years_meant.contains(&year));
        let text = unlikely.text(state.language);
        // A year is the same for all items.
        let text = match unlikely {
            Unlikely::YetToCome(_) => text,
            _ => format!("{}: {text}", state.title(&item)),
        };
        if !is_known && !words.contains(&text) {
            words.push(text);
        }
    }
    words
}

/// Remembers that the person means the years to come that a command is about.
pub fn meant(state: &mut State, command: &Command) {
    let years = found(state, command).into_iter().filter_map(|(_, unlikely)| match unlikely {
        Unlikely::YetToCome(year) => Some(year),
        _ => None,
    });
    let years: Vec<Year> = years.collect();
    state.years_meant.extend(years);
}

fn found(state: &State, command: &Command) -> Vec<(ItemId, Unlikely)> {
    match command {
        Command::Review { items, period, edit } => {
            items.iter().flat_map(|item| of_review(state, item, *period, edit)).collect()
        }
        Command::Read { indicator, year, value: Some(value), .. } => {
            let found = state
                .data
                .snapshot
                .indicator(indicator)
                .map(|(dossier, row)| unlikely::of_reading(dossier, row, *year, *value, state.year));
            found.into_iter().flatten().map(|unlikely| (indicator.clone(), unlikely)).collect()
        }
        _ => Vec::new(),
    }
}

fn of_review(state: &State, item: &ItemId, period: Period, edit: &ReviewEdit) -> Vec<(ItemId, Unlikely)> {
    let Some((dossier, _)) = state.data.snapshot.task(item) else { return Vec::new() };
    let mut review = dossier.review(item, period).cloned().unwrap_or_default();
    let says_how_far = (&edit.status, &edit.progress) != (&Field::Keep, &Field::Keep);
    review.status = edit.status.clone().over(review.status).filter(|_| says_how_far);
    review.progress = edit.progress.clone().over(review.progress);
    let found = unlikely::of_review(dossier.plan.term, period, &review, state.year);
    found.into_iter().map(|unlikely| (item.clone(), unlikely)).collect()
}
