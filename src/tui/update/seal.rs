//! Closing a period, and correcting what is closed.

use crate::desk::{Command, FormOf, Seen};
use crate::office::seal::Preview;

use super::{Effect, Given};
use crate::tui::popup::confirm::{Confirm, Then};
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::overview::OverviewRow;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Asks whether the period of the plan under the cursor is to be closed, and says what that seals.
pub fn ask(state: &mut State) -> Vec<Effect> {
    let Some(OverviewRow::Plan(row)) = state.lists.overview.list.current() else {
        state.tell(Tone::Note, state.say(Word::ChooseAPlan));
        return Vec::new();
    };
    let dossier = &state.data.dossiers[row.dossier];
    let (period, language) = (state.data.period, state.language);
    if let Some(preview) = Preview::of(dossier, period, state.data.snapshot.today()) {
        let command = Command::Seal { plan: dossier.plan.id.clone(), period };
        let (question, about) = (preview.question(language), preview.lines(language));
        return state.open(Confirm { question, about, then: Then::execute(command, Seen::default()) });
    } else if let Some(seal) = dossier.seals.get(&period) {
        let day = seal.at.get(..10).unwrap_or(&seal.at);
        state.tell(Tone::Note, format!("{} {} {day} {}", period.name(language), seal.by, state.say(Word::Sealed)));
    } else {
        state.tell(Tone::Note, state.say(Word::NotInTerm));
    }
    Vec::new()
}

/// Asks why something sealed is changed, for a command as it was given; `None` for one that can't change what is sealed.
pub fn ask_reason(state: &mut State, given: &Given) -> Option<Vec<Effect>> {
    let of = match &given.command {
        Command::Review { items, period, .. } => FormOf::Amendment(items.clone(), *period),
        Command::Read { indicator, period, .. } => FormOf::Amendment(vec![indicator.clone()], *period),
        _ => return None,
    };
    Some(prompt::open(state, Asked::Amendment { of, given: Box::new(given.clone()) }))
}

/// Returns a command with the reason for which it changes what is sealed.
pub fn with_reason(command: Command, reason: String) -> Command {
    match command {
        Command::Review { items, period, mut edit } => {
            edit.amend = Some(reason);
            Command::Review { items, period, edit }
        }
        Command::Read { indicator, period, value, .. } => {
            Command::Read { indicator, period, value, amend: Some(reason) }
        }
        other => other,
    }
}

/// Returns true if a command is one that was given, whatever reason was added for what is sealed.
pub fn is_but_for_reason(given: &Command, command: &Command) -> bool {
    let mut given = given.clone();
    match (&mut given, command) {
        (Command::Review { edit, .. }, Command::Review { edit: other, .. }) => edit.amend.clone_from(&other.amend),
        (Command::Read { amend, .. }, Command::Read { amend: other, .. }) => amend.clone_from(other),
        _ => {}
    }
    given == *command
}
