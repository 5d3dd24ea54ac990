//! The line at the top: what is shown, for which period, to whom, and that everything is saved.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the header.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    canvas.repeat(area.x, area.y, area.width, " ", Meaning::Header);
    let saved = format!("{}{}", state.signs().saved, state.say(Word::Saved));
    let mut period = state.data.period.name(state.language);
    if let Some(sealed) = state.sealed(state.data.period) {
        period = format!("{period} {sealed}");
    }
    let left = format!(" {}  {}", state.say(Word::App), title(state));
    // The right side gives way to the name of the view.
    let sides = [
        format!("{period}  {}{} {saved} ", state.actor, company(canvas, state, area.width / 4)),
        format!("{period}  {saved} "),
        format!("{period} "),
    ];
    let fits = |right: &&String| canvas.width(&left) + canvas.width(right) < area.width;
    let [.., least] = &sides;
    let right = sides.iter().filter(|_| area.width >= 60).find(fits).unwrap_or(least);
    let columns = canvas.width(right).min(area.width / 2);
    canvas.put_right(area.right() - columns, area.y, columns, right, Meaning::Header);
    canvas.put(area.x, area.y, area.width.saturating_sub(columns + 1), &left, Meaning::Header);
}

/// Returns the others at the desk: their names where there is room, else their number.
fn company(canvas: &Canvas<'_>, state: &State, columns: u16) -> String {
    if state.others.is_empty() {
        return String::new();
    }
    let with = state.say(Word::With);
    let names = format!(" {with} {}", state.others.join("、"));
    if canvas.width(&names) <= columns {
        return names;
    }
    format!(" {with} {} {}", state.others.len(), state.say(Word::MorePeople))
}

/// Returns the view, the plan in focus and the filter, or the page that stands in the place of the view.
pub fn title(state: &State) -> String {
    if let Some(page) = state.page() {
        return state.say(page).to_string();
    }
    let view = state.view.declaration();
    let mut parts = vec![state.say(view.name).to_string()];
    if state.data.archived {
        parts.push(state.say(Word::Archive).to_string());
    }
    if !(view.shows_all)(state) {
        parts.push(match state.data.focus() {
            Some(dossier) => plan_label(&dossier.plan),
            None => state.say(Word::AllPlans).to_string(),
        });
    }
    parts.extend((view.title)(state));
    parts.join(&format!(" {} ", state.signs().dot))
}
