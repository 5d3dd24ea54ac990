//! The end of plans on the overview: archiving, removing, and dropping the samples.

use crate::action::Action;
use crate::desk::{Command, Seen};
use crate::plan::{Archived, PlanId};

use super::Effect;
use crate::tui::popup::confirm::{self, Then};
use crate::tui::popup::prompt::{self, Asked};
use crate::tui::state::overview::OverviewRow;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action, unless it is none of these.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    Some(match action {
        Action::ArchivePlan => with_plan(state, archive),
        Action::RemovePlan => with_plan(state, |state, plan| prompt::open(state, Asked::Removal(plan))),
        Action::DropSamples => drop_samples(state),
        Action::ShowArchived => show_archived(state),
        _ => return None,
    })
}

fn with_plan(state: &mut State, go_on: impl FnOnce(&mut State, PlanId) -> Vec<Effect>) -> Vec<Effect> {
    let Some(OverviewRow::Plan(row)) = state.lists.overview.list.current() else {
        state.tell(Tone::Note, state.say(Word::ChooseAPlan));
        return Vec::new();
    };
    let plan = state.data.dossiers[row.dossier].plan.id.clone();
    go_on(state, plan)
}

/// Asks whether a plan is to be archived. One that is archived is brought back at once: that loses nothing.
fn archive(state: &mut State, plan: PlanId) -> Vec<Effect> {
    let title = state.plan_title(&plan);
    let plans = vec![plan];
    if state.data.archived {
        let command = Command::Archive { plans, archived: None };
        return vec![Effect::Execute(Box::new(command), Seen::default())];
    }
    let command = Command::Archive { plans, archived: Some(Archived::default()) };
    confirm::ask(state, Word::AskArchive, vec![title], Then::execute(command, Seen::default()))
}

/// Asks whether the samples are to be removed, and says which of them.
fn drop_samples(state: &mut State) -> Vec<Effect> {
    let leaving = state.data.snapshot.removable_samples();
    if leaving.is_empty() {
        state.tell(Tone::Note, state.say(Word::NoSamples));
        return Vec::new();
    }
    let titles = leaving.iter().map(|plan| state.plan_title(plan)).collect();
    confirm::ask(state, Word::AskDropSamples, titles, Then::execute(Command::DropSamples, Seen::default()))
}

/// Looks at the archived plans, or at the others again.
fn show_archived(state: &mut State) -> Vec<Effect> {
    if !state.data.show_archived(!state.data.archived) {
        state.tell(Tone::Note, state.say(Word::NoArchived));
        return Vec::new();
    }
    state.lists.clear();
    state.trail.clear();
    state.refresh();
    vec![Effect::LookIn]
}
