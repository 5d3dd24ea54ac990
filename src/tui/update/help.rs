//! Actions of the help.

use crate::action::Action;
use crate::keymap::Key;

use super::{Effect, keys};
use crate::tui::state::help::Help;
use crate::tui::state::list::Moves;
use crate::tui::state::{Layer, State};

/// Opens the help of what has the keyboard.
pub fn open(state: &mut State) -> Vec<Effect> {
    if matches!(state.layers.last(), Some(Layer::Help(_))) {
        return Vec::new();
    }
    let help = Help::new(&state.keymap, state.scopes(), state.layers.is_empty(), state.language);
    state.layers.push(Layer::Help(help));
    Vec::new()
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut help: Help, text: &str) -> Vec<Effect> {
    help.query.insert(text);
    help.narrow(state.language);
    state.layers.push(Layer::Help(help));
    Vec::new()
}

/// Takes an editing key.
pub fn edit(state: &mut State, mut help: Help, key: Key) -> Vec<Effect> {
    if help.query.edit(key) {
        help.narrow(state.language);
    }
    state.layers.push(Layer::Help(help));
    Vec::new()
}

/// Does an action of the help.
pub fn act(state: &mut State, mut help: Help, action: Action) -> Vec<Effect> {
    let page = isize::try_from(help.list.height()).unwrap_or(1);
    match action {
        Action::Back => return Vec::new(),
        Action::Open if help.runs => {
            return help.list.current().map(|row| row.action).map_or_else(Vec::new, |action| keys::act(state, action));
        }
        Action::Down => help.list.move_by(1),
        Action::Up => help.list.move_by(-1),
        Action::PageDown => help.list.move_by(page),
        Action::PageUp => help.list.move_by(-page),
        Action::Top => help.list.go_to(0),
        Action::Bottom => help.list.go_to(usize::MAX),
        _ => {}
    }
    state.layers.push(Layer::Help(help));
    Vec::new()
}
