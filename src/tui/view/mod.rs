//! View: how the state looks. Drawing is pure: the same state gives the same frame.

pub mod boxes;
pub mod canvas;
pub mod check;
pub mod compare;
pub mod departments;
mod detail;
mod footer;
mod header;
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
use ratatui::layout::Position;

use super::state::{State, layout};
use super::theme::{Meaning, Theme};
use super::words::Word;
use canvas::Canvas;

/// Draws the state. Returns where the cursor is to stand.
pub fn view(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, theme, state.ambiguous);
    if layout::is_too_small(state.size) {
        canvas.put(0, 0, state.size.width, state.say(Word::TooSmall), Meaning::Plain);
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
