//! Answers to a question.

use crate::action::Action;

use super::{Effect, review};
use crate::tui::state::confirm::{Confirm, Then};
use crate::tui::state::prompt::ExportRequest;
use crate::tui::state::{Layer, State};
use crate::tui::words::Word;

/// Asks whether a file may be replaced.
pub fn overwrite(state: &mut State, request: ExportRequest) -> Vec<Effect> {
    let question = state.say(Word::Overwrite).to_string();
    let about = vec![request.file.clone()];
    let then = Then::Export(ExportRequest { overwrite: true, ..request });
    state.layers.push(Layer::Confirm(Box::new(Confirm { question, about, then })));
    Vec::new()
}

/// Does an action of the question.
pub fn act(state: &mut State, confirm: Box<Confirm>, action: Action) -> Vec<Effect> {
    match action {
        Action::Yes => match confirm.then {
            Then::Execute(command) => {
                let seen = state.seen(&command);
                vec![Effect::Execute(Box::new(command), seen)]
            }
            Then::TakeUp(items, period) => review::open(state, items, period),
            Then::SaveView { name, query } => vec![Effect::SaveView { name, query }],
            Then::DropView(name) => vec![Effect::DropView(name)],
            Then::Quit => vec![Effect::Quit],
            Then::Export(request) => vec![Effect::Export(request)],
            Then::DropForm => {
                state.layers.pop();
                Vec::new()
            }
            Then::LeaveForm => {
                if let Some(Layer::Review(form)) = state.layers.pop() {
                    let draft = form.draft();
                    state.drafts.retain(|old| !old.is_of(&draft.items, draft.period));
                    state.drafts.push(draft);
                }
                Vec::new()
            }
        },
        Action::No | Action::Back => Vec::new(),
        _ => {
            state.layers.push(Layer::Confirm(confirm));
            Vec::new()
        }
    }
}
