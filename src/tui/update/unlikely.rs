//! Entries that are seldom meant, which are asked about before they are made.

use crate::desk::{Command, unlikely};
use crate::plan::Year;
use crate::plan::unlikely::Unlikely;
use crate::tui::state::State;

/// Returns what is unlikely about a command, in words; nothing for most. A year to come that the person has meant once
/// is not asked about again.
pub fn of(state: &State, command: &Command) -> Vec<String> {
    let mut words = Vec::new();
    for (item, found) in unlikely(&state.data.snapshot, command, state.year) {
        let is_known = matches!(found, Unlikely::YetToCome(year) if state.years_meant.contains(&year));
        let text = found.text(state.language);
        // A year is the same for all items.
        let text = match found {
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
    let years = unlikely(&state.data.snapshot, command, state.year).into_iter().filter_map(|(_, found)| match found {
        Unlikely::YetToCome(year) => Some(year),
        _ => None,
    });
    let years: Vec<Year> = years.collect();
    state.years_meant.extend(years);
}
