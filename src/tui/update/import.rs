//! Documents and lists that come in: chosen or pasted, read in the background, shown, and taken in or not.

use std::sync::Arc;

use crate::desk::{Consent, DeskError};
use crate::import::Given;
use crate::office::import::{Batch, Intake, words};
use crate::plan::PlanId;

use super::{Effect, refuse, returned};
use crate::tui::popup::files::FileChooser;
use crate::tui::popup::intake::IntakePage;
use crate::tui::popup::paste::Paste;
use crate::tui::popup::progress::Working;
use crate::tui::state::import::{Folder, Previewed, Progress};
use crate::tui::state::{State, Tone};
use crate::tui::views::View;
use crate::tui::words::Word;

/// Shows that reading is under way, if that is among some effects.
pub fn begin(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    if effects.iter().any(|effect| matches!(effect, Effect::Read(_))) {
        state.open(Working::new(Word::ReadingFiles));
    }
    effects
}

/// Reads what is previewed again, with what a person has given now.
pub fn read_again(state: &mut State, give: impl FnOnce(&mut Given)) -> Vec<Effect> {
    let Some(page) = state.top_mut::<IntakePage>() else { return Vec::new() };
    let mut request = page.request().clone();
    give(&mut request.given);
    begin(state, vec![Effect::Read(request)])
}

/// Takes documents in, and shows that it is under way.
pub fn take_in(state: &mut State, batch: Arc<Batch>, consent: Consent) -> Vec<Effect> {
    state.open(Working::new(Word::TakingIn));
    vec![Effect::Import(batch, consent)]
}

/// Shows the files of a folder.
pub fn listed(state: &mut State, listed: Result<Folder, String>) -> Vec<Effect> {
    if let Some(chooser) = state.top_mut::<FileChooser>() {
        chooser.show(listed);
    }
    Vec::new()
}

/// Shows how far the work is.
pub fn at(state: &mut State, progress: Progress) -> Vec<Effect> {
    if let Some(working) = state.top_mut::<Working>() {
        working.is_at(progress);
    }
    Vec::new()
}

/// Shows what was read, in the place of what asked for it. Where nothing could be read, that stays, with the reason.
pub fn read(state: &mut State, read: Result<Previewed, String>) -> Vec<Effect> {
    state.take_top::<Working>();
    let previewed = match read {
        Ok(previewed) => previewed,
        Err(why) => return refuse(state, why),
    };
    state.take_top::<Paste>();
    state.take_top::<FileChooser>();
    match previewed {
        Previewed::Documents(request, batch, intake) => {
            state.take_top::<IntakePage>();
            let page = IntakePage::new(request, batch, *intake, state.language);
            state.open(page)
        }
        Previewed::Lists(lists, both, taken) => returned::show(state, lists, both, &taken),
    }
}

/// Tells that the work has broken down.
pub fn broken_off(state: &mut State) -> Vec<Effect> {
    state.take_top::<Working>();
    refuse(state, state.say(Word::BrokenOff))
}

/// Tells what was imported, and goes to it. The preview stays where it was refused.
pub fn imported(state: &mut State, outcome: Result<Box<Intake>, DeskError>) -> Vec<Effect> {
    state.take_top::<Working>();
    let intake = match outcome {
        Ok(intake) => intake,
        Err(error) => return refuse(state, error.text(state.language)),
    };
    state.take_top::<IntakePage>();
    if intake.seq.is_none() {
        state.tell(Tone::Note, state.say(Word::NothingChanged));
        return Vec::new();
    }
    let told =
        intake.plans().map(|(_, plan, outcome)| format!("{} {}", plan.title, words::outcome(outcome, state.language)));
    let told: Vec<String> = told.collect();
    let done = state.signs().saved(state.say(Word::Imported));
    let told = match &told[..] {
        [one] => format!("{done}: {one}"),
        [first, others @ ..] => format!("{done}: {first} (+{})", others.len()),
        [] => done,
    };
    state.tell(Tone::Success, told);
    let first: Option<PlanId> = intake.plans().next().map(|(_, plan, _)| plan.id.clone());
    if let Some(plan) = first.filter(|plan| state.data.snapshot.dossier(plan).is_some()) {
        state.go(View::Outline);
        state.data.plan = Some(plan);
        state.refresh_from_top();
    }
    Vec::new()
}
