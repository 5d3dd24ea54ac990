//! Actions of the form for what others say of a plan.

use crate::action::Action;
use crate::desk::Command;
use crate::keymap::{Key, KeyCode};
use crate::plan::{AppraisalKind, PlanId};
use crate::text::Label;

use super::{Effect, tasks};
use crate::tui::state::appraisal::Form;
use crate::tui::state::confirm::{Confirm, Then};
use crate::tui::state::{Layer, State, Tone};
use crate::tui::words::Word;

/// Opens the form for a plan in the period.
pub fn open(state: &mut State, plan: &PlanId, kind: AppraisalKind) -> Vec<Effect> {
    let period = state.data.period;
    let recorded = state.data.snapshot.dossier(plan).and_then(|dossier| dossier.appraisals.get(&(period, kind)));
    let form = Form::new(plan.clone(), period, kind, recorded);
    stay(state, Box::new(form))
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut form: Box<Form>, text: &str) -> Vec<Effect> {
    let at = form.at;
    form.fields[at].insert(text);
    stay(state, form)
}

/// Takes a key that types or steps.
pub fn edit(state: &mut State, mut form: Box<Form>, key: Key) -> Vec<Effect> {
    match key.code {
        KeyCode::Down => form.step(true),
        KeyCode::Up => form.step(false),
        _ => {
            let at = form.at;
            form.fields[at].edit(key);
        }
    }
    stay(state, form)
}

fn stay(state: &mut State, form: Box<Form>) -> Vec<Effect> {
    state.layers.push(Layer::Appraisal(form));
    Vec::new()
}

/// Does an action of the form.
pub fn act(state: &mut State, mut form: Box<Form>, action: Action) -> Vec<Effect> {
    match action {
        Action::SaveText => return save(state, form),
        Action::Back if form.is_changed() => {
            let question = state.say(Word::LeaveText).to_string();
            let about = vec![form.kind.label(state.language).to_string()];
            stay(state, form);
            state.layers.push(Layer::Confirm(Box::new(Confirm { question, about, then: Then::DropForm })));
            return Vec::new();
        }
        Action::Back => return Vec::new(),
        Action::NextField => form.step(true),
        Action::PreviousField => form.step(false),
        _ => {}
    }
    stay(state, form)
}

fn save(state: &mut State, mut form: Box<Form>) -> Vec<Effect> {
    match form.result() {
        Ok(appraisal) => {
            let (plan, period, kind) = (form.plan, form.period, form.kind);
            tasks::execute(state, 1, Command::Appraise { plan, period, kind, appraisal: Some(appraisal) })
        }
        Err((at, word)) => {
            form.at = at;
            state.tell(Tone::Refusal, state.say(word));
            stay(state, form)
        }
    }
}
