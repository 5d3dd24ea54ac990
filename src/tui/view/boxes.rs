//! Special boxes.

use super::canvas::Canvas;
use super::{detail, table, tasks};
use crate::plan::roll_up::RollUp;
use crate::tui::state::State;
use crate::tui::state::boxes::BoxRow;
use crate::tui::state::data::ItemKey;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The columns of status, lead and progress behind a project.
const FACTS: u16 = 24;

/// Draws the boxes and the detail of the line under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    canvas.put(2, parts.body.y, width / 2, state.say(Word::Boxes), Meaning::Muted);
    let x = width.saturating_sub(FACTS + 1);
    canvas.put(x + 2, parts.body.y, 7, state.say(Word::Status), Meaning::Muted);
    canvas.put(x + 9, parts.body.y, 9, state.say(Word::Lead), Meaning::Muted);
    canvas.put_right(x + 18, parts.body.y, FACTS - 18, state.say(Word::Progress), Meaning::Muted);
    if state.lists.boxes.list.rows().is_empty() {
        canvas.put(2, parts.rows.y, width.saturating_sub(2), state.say(Word::NoRows), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.boxes.list.window()) {
        table::cursor(canvas, y, here);
        let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
        let room = width.saturating_sub(FACTS + 3);
        match row {
            BoxRow::Plan(place) => {
                canvas.put(2, y, width.saturating_sub(2), &state.data.dossiers[*place].plan.title, Meaning::Title);
            }
            BoxRow::Box(place, index, roll_up) => {
                let Some(special_box) = state.data.dossiers[*place].plan.boxes.get(*index) else { continue };
                let title = format!("{} {}", special_box.number, special_box.title);
                let (dossier, room) = (&state.data.dossiers[*place], room.saturating_sub(1));
                let title = table::titled(canvas, state, dossier, &dossier.plan.box_id(*index), &title, room);
                canvas.put(3, y, room, &title, Meaning::Title);
                draw_counts(canvas, state, width, y, roll_up);
            }
            BoxRow::Group(_, _, title) => {
                canvas.put(5, y, room.saturating_sub(3), title, Meaning::Muted);
            }
            BoxRow::Item(item) => draw_item(canvas, state, y, width, *item, meaning),
        }
    }
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

fn draw_counts(canvas: &mut Canvas<'_>, state: &State, width: u16, y: u16, roll_up: &RollUp) {
    if roll_up.total > 0 {
        let counts = format!("{} {}  {}%", roll_up.total, state.say(Word::Projects), roll_up.completion());
        canvas.put_right(width.saturating_sub(FACTS + 1), y, FACTS, &counts, Meaning::Muted);
    }
}

fn draw_item(canvas: &mut Canvas<'_>, state: &State, y: u16, width: u16, row: ItemKey, meaning: Meaning) {
    let Some((dossier, task)) = state.data.task(row) else { return };
    let standing = tasks::standing(state, dossier, task);
    let title = format!("{}{}", task.number, task.title);
    let room = width.saturating_sub(FACTS + 8);
    let title = table::titled(canvas, state, dossier, &task.id, &title, room);
    canvas.put(7, y, room, &title, meaning);
    let x = width.saturating_sub(FACTS + 1);
    canvas.put(x, y, 8, &standing.text, standing.meaning);
    canvas.put(x + 9, y, 9, &tasks::lead(state, &dossier.assignment(task)), Meaning::Plain);
    let progress = standing.progress.as_deref().unwrap_or(state.signs().none);
    canvas.put_right(x + 18, y, FACTS - 18, progress, standing.progress_meaning());
}
