//! Actions of the filter form.

use crate::action::Action;
use crate::keymap::{Key, KeyCode, normalise};

use super::{Effect, picker};
use crate::tui::state::filter::{Entry, Form};
use crate::tui::state::{Layer, State, Tone, View};
use crate::tui::words::Word;

/// Opens the form over the filter in force.
pub fn open(state: &mut State) -> Vec<Effect> {
    let form = Form::new(&state.tasks.filter, state.data.plan.clone());
    state.layers.push(Layer::Filter(Box::new(form)));
    Vec::new()
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut form: Box<Form>, text: &str) -> Vec<Effect> {
    if let Some(field) = form.typed() {
        field.insert(text);
    }
    stay(state, form)
}

fn stay(state: &mut State, form: Box<Form>) -> Vec<Effect> {
    state.layers.push(Layer::Filter(form));
    Vec::new()
}

/// Takes a key that types, steps or toggles.
pub fn edit(state: &mut State, mut form: Box<Form>, key: Key) -> Vec<Effect> {
    match key.code {
        KeyCode::Down => form.step(true),
        KeyCode::Up => form.step(false),
        _ => {
            if let Some(field) = form.typed() {
                field.edit(key);
                return stay(state, form);
            }
            let entry = form.entry();
            match (entry, normalise(key).code) {
                (Entry::Plan, KeyCode::Backspace | KeyCode::Delete) => form.plan = None,
                (Entry::Department, KeyCode::Backspace | KeyCode::Delete) => form.filter.department = None,
                (Entry::Plan, KeyCode::Char(_) | KeyCode::Right) => return pick(state, form, key, true),
                (Entry::Department, KeyCode::Char(_) | KeyCode::Right) => return pick(state, form, key, false),
                (_, KeyCode::Char(' ') | KeyCode::Right | KeyCode::Left) => form.toggle(),
                _ => {}
            }
        }
    }
    stay(state, form)
}

/// Opens the list to pick a plan or a department from; a letter narrows it down at once.
fn pick(state: &mut State, form: Box<Form>, key: Key, plan: bool) -> Vec<Effect> {
    stay(state, form);
    let mut effects = if plan { picker::pick_filter_plan(state) } else { picker::pick_filter_department(state) };
    if key.text().is_some_and(|c| c != ' ')
        && let Some(Layer::Picker(open)) = state.layers.pop()
    {
        effects.extend(picker::edit(state, open, key));
    }
    effects
}

/// Does an action of the form.
pub fn act(state: &mut State, mut form: Box<Form>, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => return Vec::new(),
        Action::NextField => form.step(true),
        Action::PreviousField => form.step(false),
        Action::SaveText => return apply(state, form),
        _ => {}
    }
    stay(state, form)
}

fn apply(state: &mut State, form: Box<Form>) -> Vec<Effect> {
    let Some(filter) = form.result() else {
        state.tell(Tone::Refusal, state.say(Word::NotAYear));
        return stay(state, form);
    };
    if let Err(why) = super::search::query(state, &filter.text) {
        state.tell(Tone::Refusal, why);
        return stay(state, form);
    }
    state.remember();
    state.view = View::Tasks;
    state.data.plan = form.plan;
    state.tasks.filter = filter;
    state.refresh_from_top();
    Vec::new()
}
