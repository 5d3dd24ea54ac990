//! Pop-ups that ask for one line.

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::prompt::{Asked, Exported, Prompt};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the pop-up.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, prompt: &Prompt, area: Rect) {
    let word = match prompt.asked {
        Asked::Progress(_) => Word::EnterProgress,
        Asked::Due(_) => Word::EnterDue,
        Asked::Person(_) => Word::EnterPerson,
        Asked::Goal(_) => Word::EnterGoal,
        Asked::Reading(..) => Word::EnterReading,
        Asked::Reason(..) => Word::EnterReason,
        Asked::Solution(..) => Word::EnterSolution,
        Asked::Amendment(_) => Word::EnterAmendment,
        Asked::File(Exported::Notices(_)) => Word::EnterNotices,
        Asked::List => Word::EnterList,
        Asked::File(_) => Word::EnterFile,
    };
    let inner = canvas.frame(area, state.say(word));
    if inner.height < 3 {
        return;
    }
    canvas.put(inner.x, inner.y, inner.width, &prompt.about, Meaning::Muted);
    line(canvas, Rect { y: inner.y + 1, height: 1, ..inner }, &prompt.field, true);
    if let Some(fault) = prompt.fault {
        canvas.put(inner.x, inner.y + 2, inner.width, &format!("! {fault}"), Meaning::Bad);
    }
}

/// As much of the end of a text as there is room for.
pub fn end_of<'a>(canvas: &Canvas<'_>, text: &'a str, room: u16) -> &'a str {
    let mut shown = text;
    while canvas.width(shown) > room {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    shown
}

/// Draws a field of one line. A long text is shown up to the cursor.
pub fn line(canvas: &mut Canvas<'_>, area: Rect, field: &Field, has_keyboard: bool) {
    let (before, after) = field.parts();
    let room = area.width.saturating_sub(1);
    let shown = end_of(canvas, before, room);
    let meaning = if field.is_selected() { Meaning::Selected } else { Meaning::Field };
    let taken = canvas.put(area.x, area.y, room, shown, meaning);
    let more = canvas.put(area.x + taken, area.y, area.width - taken, after, Meaning::Field);
    let blank = area.width - taken - more;
    canvas.repeat(area.x + taken + more, area.y, blank, " ", Meaning::Field);
    if has_keyboard {
        canvas.set_caret(Position::new(area.x + taken, area.y));
    }
}
