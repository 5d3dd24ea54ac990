//! The keys that may follow an incomplete chord.

use ratatui::layout::Rect;

use super::canvas::{Canvas, columns};
use crate::keymap::{Lookup, print_keys};
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The columns of the pop-up, at least.
const LEAST: u16 = 34;

/// Draws the pop-up, above the last line.
pub fn draw(canvas: &mut Canvas<'_>, state: &State) {
    if state.pending.is_empty() {
        return;
    }
    let Lookup::Pending(next) = state.keymap.lookup(state.scopes(), &state.pending) else { return };
    let label = state.keymap.label(state.scopes(), &state.pending, state.language);
    let title = format!("{} {}", print_keys(&state.pending), label.unwrap_or(state.say(Word::PressKey)));
    let screen = canvas.area();
    let rows = columns(next.len()).min(screen.height.saturating_sub(4));
    let indent = |key: &str| (canvas.width(key) + 2).max(4);
    let lines = next.iter().map(|continuation| (continuation.key.to_string(), continuation.next.label(state.language)));
    let lines: Vec<(String, &str)> = lines.collect();
    let widest = lines.iter().map(|(key, text)| indent(key) + canvas.width(text)).max().unwrap_or_default();
    let width = (widest + 4).max(LEAST).min(screen.width);
    let area = Rect::new(screen.width - width, screen.height - 3 - rows, width, rows + 2);
    let inner = canvas.frame(area, &title);
    for (y, (key, text)) in (inner.top()..inner.bottom()).zip(&lines) {
        canvas.put(inner.x, y, 8, key, Meaning::Key);
        let indent = (canvas.width(key) + 2).max(4);
        canvas.put(inner.x + indent, y, inner.width.saturating_sub(indent), text, Meaning::Plain);
    }
}
