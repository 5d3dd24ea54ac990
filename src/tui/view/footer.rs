//! The last line: a message, or what the keys do here.

use ratatui::layout::Rect;

use super::canvas::{Canvas, columns};
use crate::text::width::wrap;
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
            tell(canvas, area, lead, &message.text, meaning);
        }
        None => hints(canvas, state, area),
    }
}

/// Draws a message in the last line. One that is longer stands whole in a frame above it.
fn tell(canvas: &mut Canvas<'_>, area: Rect, lead: &str, text: &str, meaning: Meaning) {
    let room = area.width.saturating_sub(canvas.width(lead) + 1);
    let lines = wrap(text, usize::from(room).max(2), canvas.ambiguous);
    if let [_] | [] = lines[..] {
        let taken = canvas.put(area.x, area.y, area.width, lead, meaning);
        canvas.put(area.x + taken, area.y, room, text, meaning);
        return;
    }
    let lines = wrap(text, usize::from(area.width.saturating_sub(4)).max(2), canvas.ambiguous);
    let height = (columns(lines.len()) + 2).min(area.y + 1);
    let inner = canvas.frame(Rect { y: area.bottom() - height, height, ..area }, lead.trim());
    for (y, line) in (inner.top()..inner.bottom()).zip(&lines) {
        canvas.put(inner.x, y, inner.width, line, meaning);
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
