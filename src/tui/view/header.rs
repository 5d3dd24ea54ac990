//! The line at the top: what is shown, for which period, to whom, and that everything is saved.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::tui::state::data::plan_label;
use crate::tui::state::{Layer, State, View};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the header.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, area: Rect) {
    canvas.repeat(area.x, area.y, area.width, " ", Meaning::Header);
    let saved = format!("{}{}", state.signs().saved, state.say(Word::Saved));
    let period = state.data.period.name(state.language);
    let right = match area.width {
        ..60 => format!("{period} "),
        width => format!("{period}  {}{} {saved} ", state.actor, company(canvas, state, width / 4)),
    };
    let columns = canvas.width(&right).min(area.width / 2);
    canvas.put_right(area.right() - columns, area.y, columns, &right, Meaning::Header);
    let left = format!(" {}  {}", state.say(Word::App), title(state));
    canvas.put(area.x, area.y, area.width.saturating_sub(columns + 1), &left, Meaning::Header);
}

/// Who else is here: by name where there is room, else how many.
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

fn title(state: &State) -> String {
    if matches!(state.layers.first(), Some(Layer::Search(_))) {
        return state.say(Word::Search).to_string();
    }
    let mut parts = vec![state.say(state.view.word()).to_string()];
    let all = matches!(state.view, View::Overview | View::Compare | View::History);
    match state.data.focus() {
        Some(dossier) if !all => parts.push(plan_label(&dossier.plan)),
        None if !all => parts.push(state.say(Word::AllPlans).to_string()),
        _ => {}
    }
    if state.view == View::Tasks {
        parts.extend(state.tasks.filter.describe(&state.data, state.language));
    }
    parts.join(&format!(" {} ", state.signs().dot))
}
