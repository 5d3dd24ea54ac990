//! The last line: a message, or what the keys do here.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::action::Action;
use crate::keymap::show_keys;
use crate::tui::popup::Hint;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::views::View;
use crate::tui::words::Word;

/// Draws the line.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    match &state.message {
        Some(message) => {
            let meaning = match message.tone {
                Tone::Success => Meaning::Good,
                Tone::Note => Meaning::Notice,
                Tone::Refusal => Meaning::Bad,
            };
            let lead = if message.tone == Tone::Refusal { " ! " } else { " " };
            let taken = canvas.put(area.x, area.y, area.width, lead, meaning);
            canvas.put(area.x + taken, area.y, area.width.saturating_sub(taken + 1), &message.text, meaning);
        }
        None => hints(canvas, state, area),
    }
}

fn hints(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    let help = key(state, Action::Help).map(|key| (key, state.say(Word::Help).to_lowercase()));
    let help_columns = help.as_ref().map_or(0, |(key, word)| canvas.width(key) + canvas.width(word) + 3);
    let end = area.right().saturating_sub(help_columns);
    let mut x = area.x + 1;
    let marked = state.lists.tasks.marks.len();
    if marked > 0 && state.view == View::Tasks && state.popups.is_empty() {
        x += canvas.put(x, area.y, end - x, &format!("{} {marked}  ", state.say(Word::Marked)), Meaning::Marked);
    }
    for (action, hint) in Action::hinted(state.scopes()) {
        let word = match label(state, action) {
            Hint::Usual => hint.label(state.language).to_string(),
            Hint::Word(word) => state.say(word).to_lowercase(),
            Hint::None => continue,
        };
        let Some(key) = key(state, action) else { continue };
        // The views are many: their keys stand close.
        let gap = if state.view == View::Overview && View::opened_by(action).is_some() { "" } else { " " };
        let columns = canvas.width(&key) + canvas.width(gap) + canvas.width(&word) + 1;
        if x + columns > end {
            break;
        }
        x += put_hint(canvas, x, area.y, &key, gap, &word) + 1;
    }
    if let Some((key, word)) = help {
        put_hint(canvas, end, area.y, &key, " ", &word);
    }
}

fn put_hint(canvas: &mut Canvas<'_>, x: u16, y: u16, key: &str, gap: &str, word: &str) -> u16 {
    let columns = canvas.width(key) + canvas.width(gap) + canvas.width(word);
    canvas.put_pieces(x, y, columns, &[(key, Meaning::Key), (gap, Meaning::Plain), (word, Meaning::Plain)])
}

fn label(state: &State, action: Action) -> Hint {
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
