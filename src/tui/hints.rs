//! The hints in the last line: what the keys do here, in the order of how often they are wanted.

use ratatui::layout::Rect;

use super::popup;
use super::state::State;
use super::views::View;
use super::words::Word;
use crate::action::Action;
use crate::keymap::show_keys;
use crate::text::width::width;

/// A hint in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The action.
    pub action: Action,
    /// Its key.
    pub key: String,
    /// The text between the key and the word.
    pub gap: &'static str,
    /// The action in a word.
    pub word: String,
    /// The first column.
    pub x: u16,
    /// The columns taken.
    pub columns: u16,
}

impl Hint {
    /// Returns the columns that it takes in a line.
    pub fn area(&self, line: Rect) -> Rect {
        Rect { x: self.x, width: self.columns, ..line }
    }
}

/// Returns the columns that stand before the hints: those of the number of marked rows.
pub fn marked(state: &State) -> Option<String> {
    let marked = state.lists.tasks.marks.len();
    let shows = marked > 0 && state.view == View::Tasks && state.popups.is_empty();
    shows.then(|| format!("{} {marked}  ", state.say(Word::Marked)))
}

/// Returns the hints that a line has room for. The key of the help is the last and always there.
pub fn of(state: &State, line: Rect) -> Vec<Hint> {
    let columns = |text: &str| u16::try_from(width(text, state.ambiguous)).unwrap_or(u16::MAX);
    let hint = |action, key: String, gap: &'static str, word: String, x| {
        let columns = columns(&key) + columns(gap) + columns(&word);
        Hint { action, key, gap, word, x, columns }
    };
    let help = key(state, Action::Help)
        .map(|key| hint(Action::Help, key, " ", state.say(Word::Help).to_lowercase(), 0))
        .map(|help| Hint { x: line.right().saturating_sub(help.columns + 2), ..help });
    let end = help.as_ref().map_or(line.right(), |help| help.x);
    let mut x = line.x + 1 + marked(state).map_or(0, |marked| columns(&marked));
    let mut hints = Vec::new();
    for (action, word) in wanted(state) {
        let Some(key) = key(state, action) else { continue };
        // The views are many: their keys stand close.
        let gap = if state.view == View::Overview && View::opened_by(action).is_some() { "" } else { " " };
        let next = hint(action, key, gap, word, x);
        if x + next.columns + 1 > end {
            break;
        }
        x += next.columns + 1;
        hints.push(next);
    }
    hints.extend(help);
    hints
}

/// Returns the actions that have a hint now, with their words, the most wanted first.
fn wanted(state: &State) -> Vec<(Action, String)> {
    let usual = Action::hinted(state.scopes()).into_iter().filter_map(|(action, usual)| {
        let word = match label(state, action) {
            popup::Hint::Usual => usual.label(state.language).to_string(),
            popup::Hint::Word(word) => state.say(word).to_lowercase(),
            popup::Hint::None => return None,
        };
        Some((action, word))
    });
    if state.cell().is_none() || !state.popups.is_empty() {
        return usual.collect();
    }
    let of_cells = [
        (Action::Right, Word::Column),
        (Action::Open, Word::Edit),
        (Action::Back, Word::LeaveCells),
        (Action::Sort, Word::SortCells),
        (Action::CopyCell, Word::CopyOne),
    ];
    let usual = usual.filter(|(action, _)| *action != Action::EditCell && of_cells.iter().all(|(of, _)| of != action));
    of_cells.into_iter().map(|(action, word)| (action, state.say(word).to_lowercase())).chain(usual).collect()
}

fn label(state: &State, action: Action) -> popup::Hint {
    match state.popups.last() {
        Some(pop_up) => pop_up.hint(action),
        None => state.view.hint(state, action),
    }
}

/// Returns the key of an action here. A status is shown by the first key of its chord, which offers the others too.
fn key(state: &State, action: Action) -> Option<String> {
    let keys = state.keymap.keys_for(state.scopes(), action);
    let chord = (action == Action::SetCompleted).then(|| keys.iter().find(|k| k.len() > 1)).flatten();
    Some(match chord {
        Some(chord) => format!("{}{}", show_keys(&chord[..1], state.language), state.signs().more),
        None => show_keys(keys.first()?, state.language),
    })
}
