//! The mouse: the wheel, and clicks on rows and hints. Each does what a key does.

use ratatui::layout::{Position, Rect};

use crate::action::Action;
use crate::keymap::{Key, KeyCode};
use crate::tui::hints;
use crate::tui::state::list::Moves;
use crate::tui::state::{State, layout};
use crate::tui::view::table;

use super::{Effect, columns, keys};

/// The rows that one step of the wheel moves by.
const STEP: usize = 3;

/// An input from the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button was pressed.
    Click(Position),
    /// The wheel was turned.
    Wheel(Position, Turn),
}

/// The direction in which a wheel is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Away from the person.
    Up,
    /// Towards the person.
    Down,
}

/// Takes what the mouse does.
pub fn take(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if layout::is_too_small(state.size) {
        return Vec::new();
    }
    match mouse {
        Mouse::Wheel(_, turn) => {
            let key = Key::plain(if turn == Turn::Up { KeyCode::Up } else { KeyCode::Down });
            (0..STEP).flat_map(|_| keys::press(state, key)).collect()
        }
        Mouse::Click(at) => {
            state.pending.clear();
            click(state, at)
        }
    }
}

fn click(state: &mut State, at: Position) -> Vec<Effect> {
    let parts = layout::of(state);
    if parts.footer.contains(at) {
        if state.message.take().is_some() {
            return Vec::new();
        }
        let hint = hints::of(state, parts.footer).into_iter().find(|hint| hint.area(parts.footer).contains(at));
        return hint.map_or_else(Vec::new, |hint| keys::act(state, hint.action));
    }
    state.message = None;
    if let Some(mut pop_up) = state.popups.pop() {
        let area = pop_up.area(state.size);
        let opens = pop_up.list(area).is_some_and(|(rows, list)| choose(list, rows, at));
        return if opens { pop_up.act(state, Action::Open) } else { state.keep(pop_up) };
    }
    if parts.detail.is_some_and(|detail| detail.contains(at)) != state.detail.is_some() {
        return keys::act(state, Action::ToggleDetail);
    }
    if table::head_line(state, &parts) == Some(at.y) {
        let shown = table::shown(state, &parts);
        let head = shown.into_iter().find(|fitted| (fitted.x..fitted.x + fitted.width).contains(&at.x));
        if let Some(head) = head {
            columns::sort_by(state, head.column.name);
        }
        return Vec::new();
    }
    if state.detail.is_none() && choose(state.list(), parts.rows, at) {
        return keys::act(state, Action::Open);
    }
    Vec::new()
}

/// Puts the cursor on the row at a position. Returns true if it was there: a second click opens.
fn choose(list: &mut dyn Moves, rows: Rect, at: Position) -> bool {
    if !rows.contains(at) {
        return false;
    }
    let row = list.first() + usize::from(at.y - rows.y);
    let was_there = row == list.at();
    if row < list.len() && !was_there {
        list.go_to(row);
    }
    was_there
}
