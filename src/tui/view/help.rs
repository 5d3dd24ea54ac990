//! Help.

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::help::Help;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the pop-up.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, help: &Help, area: Rect) {
    let inner = canvas.frame(area, state.say(Word::Help));
    if inner.height < 3 {
        return;
    }
    let (before, after) = help.query.parts();
    let taken = canvas.put_pieces(inner.x, inner.y, inner.width, &[("/ ", Meaning::Key), (before, Meaning::Title)]);
    canvas.set_caret(Position::new(inner.x + taken, inner.y));
    canvas.put(inner.x + taken, inner.y, inner.width.saturating_sub(taken), after, Meaning::Title);
    let keys = inner.width.min(60) / 3;
    let scope = 12.min(inner.width / 5);
    for (y, (row, here)) in (inner.y + 2..inner.bottom()).zip(help.list.window()) {
        let sign = if here { canvas.signs.cursor } else { " " };
        canvas.put(inner.x, y, 1, sign, Meaning::Key);
        canvas.put(inner.x + 2, y, keys, &row.keys, Meaning::Key);
        let x = inner.x + 3 + keys;
        let columns = inner.width.saturating_sub(4 + keys + scope);
        let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
        canvas.put(x, y, columns, row.action.doc(state.language), meaning);
        canvas.put_right(x + columns + 1, y, scope, row.scope.label(state.language), Meaning::Muted);
    }
}
