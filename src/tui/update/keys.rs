//! Keys: to the field that is typed into, or through the keymap to an action.

use crate::action::Action;
use crate::keymap::{Key, KeyCode, Lookup, is_ime_text};

use super::{Effect, cells, columns, copy, settings, tasks, views};
use crate::tui::popup::help;
use crate::tui::state::{State, Tone, layout};
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
    match state.popups.pop() {
        Some(pop_up) => pop_up.paste(state, text),
        None => Vec::new(),
    }
}

/// Takes a key that the keymap has nothing for: text, or an editing key, where text is typed.
fn unbound(state: &mut State, key: Key) -> Vec<Effect> {
    match state.popups.pop() {
        Some(pop_up) => pop_up.edit(state, key),
        None => say_unbound(state, key),
    }
}

/// Tells that a key does nothing here.
pub fn say_unbound(state: &mut State, key: Key) -> Vec<Effect> {
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
    match state.popups.pop() {
        Some(pop_up) => pop_up.act(state, action),
        None => act_in_view(state, action),
    }
}

/// Does an action in the view: one on the cell under the cursor or one that it has of its own, else one that all views share.
fn act_in_view(state: &mut State, action: Action) -> Vec<Effect> {
    let cell = cells::act(state, action);
    let own = cell.or_else(|| (state.view.declaration().act)(state, action));
    let shared = own.or_else(|| views::act(state, action)).or_else(|| columns::act(state, action));
    let shared = shared.or_else(|| copy::act(state, action));
    let shared = shared.or_else(|| settings::act(state, action)).or_else(|| tasks::act(state, action));
    shared.unwrap_or_else(|| {
        state.tell(Tone::Note, format!("{}: {}", action.doc(state.language), state.say(Word::NotHere)));
        Vec::new()
    })
}
