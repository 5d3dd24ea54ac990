//! The outline.

use super::canvas::Canvas;
use super::detail;
use super::table;
use crate::plan::Status;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;
use crate::tui::state::outline::OutlineRow;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// The columns of a bar and of the counts behind a heading.
const COUNTS: u16 = 26;

/// Draws the outline and the text below the heading under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let heading = width.saturating_sub(COUNTS + 4);
    canvas.put(2, parts.body.y, heading, state.say(Word::Outline), Meaning::Muted);
    let x = width.saturating_sub(COUNTS + 1);
    canvas.put_right(x, parts.body.y, 5, state.say(Word::Task), Meaning::Muted);
    canvas.put_right(x + 6, parts.body.y, 12, state.say(Word::Completion), Meaning::Muted);
    canvas.put_right(x + 18, parts.body.y, 8, state.say(Word::ShortOverdue), Meaning::Muted);
    if state.data.dossiers.is_empty() {
        canvas.put(2, parts.rows.y, width.saturating_sub(2), state.say(Word::NoPlans), Meaning::Muted);
    }
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.outline.list.window()) {
        table::cursor(canvas, y, here);
        draw_row(canvas, state, y, heading, row, here);
        draw_counts(canvas, width.saturating_sub(COUNTS + 1), y, row);
    }
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

fn draw_row(canvas: &mut Canvas<'_>, state: &State, y: u16, columns: u16, row: &OutlineRow, here: bool) {
    let dossier = &state.data.dossiers[row.dossier];
    let plan = &dossier.plan;
    let indent = u16::try_from(row.depth.min(8) * 2).unwrap_or(0);
    let room = columns.saturating_sub(indent + 2);
    let text = match row.node.and_then(|n| Some((n, plan.outline.get(n)?))) {
        Some((n, node)) => table::titled(canvas, state, dossier, &plan.heading_id(n), &node.heading(), room),
        None if row.former => state.say(Word::Former).to_string(),
        None => plan.title.clone(),
    };
    let sign = match (row.parent, state.lists.outline.is_folded(&plan.id, row.node)) {
        (false, _) => " ",
        (true, true) => canvas.signs.folded,
        (true, false) => canvas.signs.unfolded,
    };
    let meaning = if here || row.depth == 0 { Meaning::Title } else { Meaning::Plain };
    canvas.put(2 + indent, y, 1, sign, Meaning::Muted);
    canvas.put(4 + indent, y, room, &text, meaning);
}

fn draw_counts(canvas: &mut Canvas<'_>, x: u16, y: u16, row: &OutlineRow) {
    let roll_up = &row.roll_up;
    if roll_up.total == 0 {
        return;
    }
    canvas.put_right(x, y, 5, &roll_up.total.to_string(), Meaning::Plain);
    table::bar(canvas, x + 7, y, 6, roll_up.completion());
    canvas.put_right(x + 13, y, 5, &format!("{}%", roll_up.completion()), Meaning::Plain);
    let behind = Status::ALL.into_iter().find(|status| status.is_behind() && roll_up.count(*status) > 0);
    if behind.is_some() {
        let marked = format!("{}{}", canvas.signs.status(behind), roll_up.count_where(Status::is_behind));
        canvas.put_right(x + 18, y, 4, &marked, Meaning::Bad);
    }
    if roll_up.overdue > 0 {
        canvas.put_right(x + 22, y, 4, &roll_up.overdue.to_string(), Meaning::Bad);
    }
}
