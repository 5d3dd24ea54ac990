//! Texts to read and to save.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::prompt;
use crate::tui::state::State;
use crate::tui::state::pager::Pager;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the page.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, pager: &Pager, area: Rect) {
    let inner = canvas.frame(area, &pager.title);
    let mut text = inner;
    if let Some(file) = &pager.file {
        text.height = inner.height.saturating_sub(2);
        let y = inner.bottom().saturating_sub(1);
        let name = format!("{}: ", state.say(Word::SaveTo));
        let taken = canvas.put(inner.x, y, inner.width, &name, Meaning::Title);
        let line = Rect { x: inner.x + taken, y, width: inner.width.saturating_sub(taken), height: 1 };
        prompt::line(canvas, line, file, true);
    }
    let lines = pager.lines();
    for (y, line) in (text.top()..text.bottom()).zip(lines.iter().skip(pager.top)) {
        canvas.put(text.x, y, text.width, line, Meaning::Plain);
    }
    let shown = (pager.top + usize::from(text.height)).min(lines.len());
    let place = format!(" {shown}/{} ", lines.len());
    canvas.put_right(area.x, area.y, area.width.saturating_sub(2), &place, Meaning::Muted);
}
