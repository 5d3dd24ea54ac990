//! The last line: a message, or what the keys do here.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::tui::hints;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;

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
    if let Some(marked) = hints::marked(state) {
        canvas.put(area.x + 1, area.y, area.width, &marked, Meaning::Marked);
    }
    for hint in hints::of(state, area) {
        let pieces = [(&*hint.key, Meaning::Key), (hint.gap, Meaning::Plain), (&hint.word, Meaning::Plain)];
        canvas.put_pieces(hint.x, area.y, hint.columns, &pieces);
    }
}
