//! Questions.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::action::Action;
use crate::keymap::print_keys;
use crate::tui::state::State;
use crate::tui::state::confirm::Confirm;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the question, what it is about, and the keys that answer it.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, confirm: &Confirm, area: Rect) {
    let inner = canvas.frame(area, "");
    canvas.put(inner.x, inner.y, inner.width, &confirm.question, Meaning::Title);
    for (y, about) in (inner.y + 1..inner.bottom().saturating_sub(1)).zip(confirm.about.iter().take(8)) {
        canvas.put(inner.x + 2, y, inner.width.saturating_sub(2), about, Meaning::Plain);
    }
    let scopes = state.scopes();
    let key = |action| state.keymap.keys_for(scopes, action).first().map(|keys| print_keys(keys)).unwrap_or_default();
    let (yes, no) = (key(Action::Yes), key(Action::No));
    canvas.put_pieces(
        inner.x,
        inner.bottom().saturating_sub(1),
        inner.width,
        &[
            (&yes, Meaning::Key),
            (" ", Meaning::Plain),
            (state.say(Word::Yes), Meaning::Plain),
            ("   ", Meaning::Plain),
            (&no, Meaning::Key),
            (" ", Meaning::Plain),
            (state.say(Word::No), Meaning::Plain),
        ],
    );
}
