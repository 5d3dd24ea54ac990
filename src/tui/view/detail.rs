//! The detail pane.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::tui::state::{State, detail};
use crate::tui::theme::Meaning;

/// Draws what is known of the row under the cursor, below a rule with a title.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect, title: &str) {
    canvas.rule(area.x, area.y, area.width, title);
    let lines = detail::lines(state, area);
    let top = state.detail.unwrap_or(0);
    for (y, line) in (area.y + 1..area.bottom()).zip(lines.iter().skip(top)) {
        let pieces: Vec<(&str, Meaning)> = line.iter().map(|(text, meaning)| (text.as_str(), *meaning)).collect();
        canvas.put_pieces(area.x + 1, y, area.width.saturating_sub(2), &pieces);
    }
    let shown = top + usize::from(area.height.saturating_sub(1));
    if state.detail.is_some() && lines.len() > usize::from(area.height.saturating_sub(1)) {
        let place = format!(" {}/{} ", shown.min(lines.len()), lines.len());
        canvas.put_right(area.x, area.y, area.width.saturating_sub(2), &place, Meaning::Muted);
    }
}
