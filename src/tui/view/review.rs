//! The form for a review's words.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, columns};
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::review::Form;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

const NAMES: [Word; 4] = [Word::Done, Word::Problem, Word::Next, Word::Evidence];

/// Draws the form. The field with the keyboard has what room the others leave.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, form: &Form, area: Rect) {
    let title = format!("{} {} {}", state.say(Word::WriteReview), state.signs().dot, form.period.name(state.language));
    let inner = canvas.frame(area, &title);
    if inner.height < 6 {
        return;
    }
    canvas.put(inner.x, inner.y, inner.width, &form.about, Meaning::Title);
    // Each field has a line for its name.
    let room = inner.height - 1 - 4;
    let small = if room >= 8 { 2 } else { 1 };
    let large = room.saturating_sub(3 * small).max(1);
    let mut y = inner.y + 1;
    for (n, word) in NAMES.into_iter().enumerate() {
        let here = form.at == n;
        let height = if here { large } else { small };
        let sign = if here { canvas.signs.cursor } else { " " };
        let changed = if form.is_changed(n) { "*" } else { "" };
        canvas.put_pieces(
            inner.x,
            y,
            inner.width,
            &[
                (sign, Meaning::Key),
                (" ", Meaning::Plain),
                (state.say(word), Meaning::Title),
                (changed, Meaning::Notice),
            ],
        );
        let height = height.min(inner.bottom().saturating_sub(y + 1));
        let field = Rect { x: inner.x + 2, y: y + 1, width: inner.width.saturating_sub(2), height };
        lines(canvas, field, &form.fields[n], here);
        y += 1 + height;
    }
}

/// Draws a field of many lines, with the line of the cursor in sight.
fn lines(canvas: &mut Canvas<'_>, area: Rect, field: &Field, here: bool) {
    if area.height == 0 || area.width < 4 {
        return;
    }
    let room = usize::from(area.width - 1);
    let (before, _) = field.parts();
    // The cursor stands behind the last character before it; a line that is full puts it on the next.
    let ahead = wrap(before, room, canvas.ambiguous);
    let lines = wrap(field.text(), room, canvas.ambiguous);
    let row = ahead.len().saturating_sub(1);
    let top = if here { (row + 1).saturating_sub(area.height.into()) } else { 0 };
    for (y, line) in (area.top()..area.bottom()).zip(lines.iter().skip(top)) {
        canvas.put(area.x, y, area.width, line, if here { Meaning::Field } else { Meaning::Plain });
    }
    if here {
        let trailing = before.len() - before.trim_end_matches(' ').len();
        let column = ahead.last().map_or(0, |line| canvas.width(line.trim_end_matches(' '))) + columns(trailing);
        let y = area.y + columns(row - top).min(area.height - 1);
        canvas.set_caret(Position::new(area.x + column.min(area.width - 1), y));
    }
}
