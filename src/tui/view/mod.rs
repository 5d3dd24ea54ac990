//! View: how the state looks. Drawing is pure: the same state gives the same frame.

pub mod boxes;
pub mod canvas;
pub mod cases;
pub mod check;
pub mod compare;
pub mod departments;
mod detail;
mod footer;
pub mod handover;
pub mod header;
pub mod history;
pub mod indicators;
pub mod matrix;
pub mod outline;
pub mod overview;
pub mod problems;
pub mod table;
pub mod tasks;
mod which_key;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::state::{State, layout};
use super::theme::{Meaning, Theme};
use super::words::Word;
use crate::text::width::wrap;
use canvas::Canvas;

/// Says on a screen too small how large it must be. Where the sentence does not fit, the figures alone are left.
fn too_small(canvas: &mut Canvas<'_>, state: &State) {
    let Size { width, height } = state.size;
    let mut lines = wrap(state.say(Word::TooSmall), width.max(1).into(), state.ambiguous);
    if lines.len() > height.into() {
        lines = vec![format!("{}x{}", layout::SMALLEST.width, layout::SMALLEST.height)];
    }
    for (y, line) in (0..height).zip(&lines) {
        canvas.put(0, y, width, line, Meaning::Plain);
    }
}

/// Draws the state. Returns where the cursor is to stand.
pub fn view(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, theme, state.ambiguous);
    canvas.signs = state.signs();
    if layout::is_too_small(state.size) {
        too_small(&mut canvas, state);
        return None;
    }
    let parts = layout::of(state);
    header::draw(&mut canvas, state, parts.header);
    if state.page().is_none() {
        (state.view.declaration().draw)(&mut canvas, state, &parts);
    }
    for pop_up in &state.popups {
        pop_up.draw(&mut canvas, state, pop_up.area(state.size));
    }
    footer::draw(&mut canvas, state, parts.footer);
    which_key::draw(&mut canvas, state);
    canvas.caret()
}
