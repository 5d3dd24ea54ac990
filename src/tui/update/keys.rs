//! Keys: to the field that is typed into, or through the keymap to an action.

use crate::action::Action;
use crate::keymap::{Key, KeyCode, Lookup, is_ime_text};

use super::{
    Effect, appraisal, boxes, check, compare, confirm, contest, departments, filter, help, history, indicators, matrix,
    outline,
};
use super::{overview, pager, picker, problems, prompt, review, search, tasks, views};
use crate::tui::state::{Layer, State, Tone, View, layout};
use crate::tui::words::Word;

/// Takes a key.
pub fn press(state: &mut State, key: Key) -> Vec<Effect> {
    state.message = None;
    state.pending.push(key);
    // On a screen too small to draw on, a key can only end the session.
    let blind = layout::is_too_small(state.size);
    let effects = match state.keymap.lookup(state.scopes(), &state.pending) {
        Lookup::Action(action) if !blind || action == Action::Quit => {
            state.pending.clear();
            act(state, action)
        }
        Lookup::Pending(_) => Vec::new(),
        _ => {
            let chord = state.pending.len() > 1;
            state.pending.clear();
            if chord || blind { Vec::new() } else { unbound(state, key) }
        }
    };
    // What others did while another message was to be read.
    if state.message.is_none()
        && let Some(news) = state.news.take()
    {
        state.tell(Tone::Note, news);
    }
    effects
}

/// Takes pasted text: it goes to the field that is typed into, or nowhere.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    state.pending.clear();
    let Some(layer) = state.layers.pop() else { return Vec::new() };
    match layer {
        Layer::Search(layer) => search::type_text(state, layer, text),
        Layer::Help(layer) => help::type_text(state, layer, text),
        Layer::Picker(layer) => picker::type_text(state, layer, text),
        Layer::Prompt(layer) => prompt::type_text(state, layer, text),
        Layer::Review(layer) => review::type_text(state, layer, text),
        Layer::Appraisal(layer) => appraisal::type_text(state, layer, text),
        Layer::Filter(layer) => filter::type_text(state, layer, text),
        Layer::Pager(layer) => pager::type_text(state, layer, text),
        Layer::Contest(layer) => contest::stay(state, layer),
        Layer::Confirm(layer) => {
            state.layers.push(Layer::Confirm(layer));
            Vec::new()
        }
    }
}

/// A key that the keymap has nothing for: text, or an editing key, where text is typed.
fn unbound(state: &mut State, key: Key) -> Vec<Effect> {
    match state.layers.pop() {
        Some(Layer::Search(layer)) => search::edit(state, layer, key),
        Some(Layer::Help(layer)) => help::edit(state, layer, key),
        Some(Layer::Picker(layer)) => picker::edit(state, layer, key),
        Some(Layer::Prompt(layer)) => prompt::edit(state, layer, key),
        Some(Layer::Review(layer)) => review::edit(state, layer, key),
        Some(Layer::Appraisal(layer)) => appraisal::edit(state, layer, key),
        Some(Layer::Filter(layer)) => filter::edit(state, layer, key),
        Some(Layer::Pager(layer)) => pager::edit(state, layer, key),
        Some(Layer::Contest(layer)) => contest::edit(state, layer, key),
        Some(layer @ Layer::Confirm(_)) => {
            state.layers.push(layer);
            say_unbound(state, key)
        }
        None => say_unbound(state, key),
    }
}

fn say_unbound(state: &mut State, key: Key) -> Vec<Effect> {
    let text = match key.code {
        _ if is_ime_text(&key) => state.say(Word::ImeOn).to_string(),
        KeyCode::Char(_) | KeyCode::F(_) => format!("{key} {}", state.say(Word::DoesNothing)),
        _ => return Vec::new(),
    };
    state.tell(Tone::Note, text);
    Vec::new()
}

/// Does an action.
pub fn act(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Quit => return views::quit(state),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Help => return help::open(state),
        _ => {}
    }
    match state.layers.pop() {
        Some(Layer::Search(layer)) => search::act(state, layer, action),
        Some(Layer::Help(layer)) => help::act(state, layer, action),
        Some(Layer::Picker(layer)) => picker::act(state, layer, action),
        Some(Layer::Prompt(layer)) => prompt::act(state, layer, action),
        Some(Layer::Review(layer)) => review::act(state, layer, action),
        Some(Layer::Appraisal(layer)) => appraisal::act(state, layer, action),
        Some(Layer::Filter(layer)) => filter::act(state, layer, action),
        Some(Layer::Pager(layer)) => pager::act(state, layer, action),
        Some(Layer::Confirm(layer)) => confirm::act(state, layer, action),
        Some(Layer::Contest(layer)) => contest::act(state, layer, action),
        None => act_in_view(state, action),
    }
}

/// Does an action in the view: what the view has of its own, else what all views share.
fn act_in_view(state: &mut State, action: Action) -> Vec<Effect> {
    let own = match state.view {
        View::Overview => overview::act(state, action),
        View::Outline => outline::act(state, action),
        View::Tasks => None,
        View::Boxes => boxes::act(state, action),
        View::Indicators => indicators::act(state, action),
        View::Departments => departments::act(state, action),
        View::Compare => compare::act(state, action),
        View::Check => check::act(state, action),
        View::Problems => problems::act(state, action),
        View::Matrix => matrix::act(state, action),
        View::History => history::act(state, action),
    };
    own.or_else(|| views::act(state, action)).or_else(|| tasks::act(state, action)).unwrap_or_else(|| {
        state.tell(Tone::Note, format!("{}: {}", action.doc(state.language), state.say(Word::NotHere)));
        Vec::new()
    })
}
